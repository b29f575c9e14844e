package deliverypg

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/pgdb"
)

type seedRow struct {
	ID        exam.AttemptID        `db:"id"`
	SittingID exam.SittingID        `db:"sitting_id"`
	RoomID    exam.RoomID           `db:"room_id"`
	ExtraS    int64                 `db:"extra_s"`
	Machine   string                `db:"machine"`
	Round     int                   `db:"round"`
	SealedBy  string                `db:"sealed_by"`
	State     delivery.AttemptState `db:"state"`
	Epoch     int64                 `db:"epoch"`
	Device    string                `db:"device"`
	StartedAt *time.Time            `db:"started_at"`
	Deadline  *time.Time            `db:"deadline"`
	GraceS    int64                 `db:"grace_s"`
	SealedN   *int64                `db:"sealed_n"`
	Fields    []string              `db:"fields"`
	Values    []string              `db:"values"`
	Hash      []byte                `db:"hash"`
}

// Seeds implements delivery.Archive: one statement, so one snapshot.
func (s *Store) Seeds(ctx context.Context, ids []exam.AttemptID) (map[exam.AttemptID]*delivery.Seed, error) {
	rows, err := pgdb.List[seedRow](ctx, s.q, `
		SELECT a.id, a.sitting_id, a.room_id, a.extra_s, a.machine, a.round, coalesce(a.sealed_by, '') AS sealed_by, a.state, a.epoch, a.device, a.started_at, a.deadline, a.grace_s, a.sealed_n,
			coalesce(l.fields, '{}') AS fields, coalesce(l.values, '{}') AS values, l.hash
		FROM attempt a
		LEFT JOIN LATERAL (
			SELECT array_agg(field ORDER BY seq) AS fields, array_agg(value ORDER BY seq) AS values,
				(array_agg(hash ORDER BY seq DESC))[1] AS hash
			FROM answer_log
			WHERE attempt = a.id AND seq <= a.last_seq
		) l ON true
		WHERE a.id = ANY(@ids)`,
		pgx.StrictNamedArgs{"ids": ids})
	if err != nil {
		return nil, fmt.Errorf("read %d attempts to restore: %w", len(ids), err)
	}
	seeds := make(map[exam.AttemptID]*delivery.Seed, len(rows))
	for i := range rows {
		seeds[rows[i].ID] = rows[i].seed()
	}
	return seeds, nil
}

func (r *seedRow) seed() *delivery.Seed {
	s := &delivery.Seed{
		Attempt: r.ID, Sitting: r.SittingID, Room: r.RoomID, Extra: time.Duration(r.ExtraS) * time.Second, Machine: r.Machine,
		Round: r.Round, By: delivery.SealedBy(r.SealedBy), State: delivery.LiveWaiting, Epoch: r.Epoch, Device: r.Device,
		Last: int64(len(r.Fields)), Grace: time.Duration(r.GraceS) * time.Second, Values: map[string]string{},
	}
	copy(s.Hash[:], r.Hash)
	if r.StartedAt != nil && r.Deadline != nil {
		s.State, s.Started, s.Deadline = delivery.LiveRunning, *r.StartedAt, *r.Deadline
	}
	if r.SealedN != nil {
		s.State, s.N, s.Absent = delivery.LiveSealed, *r.SealedN, r.State == delivery.AttemptAbsent
	}
	for i, f := range r.Fields {
		s.Digests = append(s.Digests, delivery.DigestOf(f, r.Values[i]))
		s.Values[f] = r.Values[i]
	}
	return s
}
