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

var _ delivery.Trails = (*Store)(nil)

// FindAttempts implements delivery.Trails.
func (s *Store) FindAttempts(ctx context.Context, sitting exam.SittingID, ref string) (exam.SittingID, []exam.AttemptID, error) {
	type row struct {
		ID      exam.AttemptID `db:"id"`
		Sitting exam.SittingID `db:"sitting_id"`
	}
	rows, err := pgdb.List[row](ctx, s.q, `
		SELECT id, sitting_id
		FROM attempt
		WHERE (@sitting = '' OR sitting_id = @sitting)
			AND (id = @ref OR @sitting <> '' AND @ref IN ('', number))
		ORDER BY id COLLATE "C"`,
		pgx.StrictNamedArgs{"sitting": string(sitting), "ref": ref})
	if err != nil {
		return "", nil, fmt.Errorf("find attempts: %w", err)
	}
	ids := make([]exam.AttemptID, len(rows))
	for i, r := range rows {
		ids[i], sitting = r.ID, r.Sitting
	}
	return sitting, ids, nil
}

type trailRow struct {
	leafRow
	SittingID exam.SittingID `db:"sitting_id"`
	Name      string         `db:"name"`
	LastSeq   int64          `db:"last_seq"`
}

// Trails implements delivery.Trails.
func (s *Store) Trails(ctx context.Context, sitting exam.SittingID, ids []exam.AttemptID) ([]delivery.Trail, error) {
	// The rows first: events only come on top, so that an attempt which is at
	// work meanwhile has no fewer than its row says.
	trails, err := trailHeads(ctx, s.q, sitting, ids)
	if err != nil {
		return nil, fmt.Errorf("trails of sitting %s: %w", sitting, err)
	}
	place := make(map[exam.AttemptID]*delivery.Trail, len(trails))
	for i := range trails {
		place[trails[i].ID] = &trails[i]
	}
	if err := trailEvents(ctx, s.q, place); err != nil {
		return nil, fmt.Errorf("events of sitting %s: %w", sitting, err)
	}
	return trails, nil
}

func trailHeads(ctx context.Context, q pgdb.Querier, sitting exam.SittingID, ids []exam.AttemptID) ([]delivery.Trail, error) {
	rows, err := pgdb.List[trailRow](ctx, q, `
		SELECT `+leafColumns+`, NULL::bytea AS hash, NULL::bytea AS log, a.sitting_id, a.name, a.last_seq
		FROM attempt a
		WHERE a.sitting_id = @sitting AND (@all OR a.id = ANY(@ids))
		ORDER BY a.id COLLATE "C"`,
		pgx.StrictNamedArgs{"sitting": sitting, "all": ids == nil, "ids": ids})
	if err != nil {
		return nil, err
	}
	trails := make([]delivery.Trail, len(rows))
	for i := range rows {
		r := &rows[i]
		trails[i] = delivery.Trail{
			ID: r.ID, Sitting: r.SittingID, Number: r.Number, Name: r.Name, Known: r.leaf(), LastSeq: r.LastSeq,
		}
	}
	return trails, nil
}

// trailEvents fills in the events and the second links of attempts.
func trailEvents(ctx context.Context, q pgdb.Querier, place map[exam.AttemptID]*delivery.Trail) error {
	ids := make([]string, 0, len(place))
	for id := range place {
		ids = append(ids, string(id))
	}
	type row struct {
		Attempt   exam.AttemptID `db:"attempt"`
		Seq       int64          `db:"seq"`
		Field     string         `db:"field"`
		Value     string         `db:"value"`
		At        time.Time      `db:"at"`
		Epoch     int64          `db:"epoch"`
		Prev      []byte         `db:"prev"`
		Hash      []byte         `db:"hash"`
		Rechained bool           `db:"rechained"`
	}
	rows, err := pgdb.List[row](ctx, q, `
		SELECT attempt, seq, field, value, at, epoch, prev, hash, false AS rechained
		FROM answer_log
		WHERE attempt = ANY(@ids)
		UNION ALL
		SELECT attempt, seq, field, value, at, epoch, coalesce(prev, ''), coalesce(hash, ''), true
		FROM incident
		WHERE attempt = ANY(@ids) AND kind = 'rechained'
		ORDER BY attempt, seq`,
		pgx.StrictNamedArgs{"ids": ids})
	if err != nil {
		return err
	}
	for i := range rows {
		r := &rows[i]
		e := delivery.Event{Attempt: r.Attempt, Seq: r.Seq, Field: r.Field, Value: r.Value, At: r.At.UTC(), Epoch: r.Epoch}
		copy(e.Prev[:], r.Prev)
		copy(e.Hash[:], r.Hash)
		t := place[r.Attempt]
		if r.Rechained {
			t.Rechained = append(t.Rechained, e)
			continue
		}
		t.Events = append(t.Events, e)
	}
	return nil
}
