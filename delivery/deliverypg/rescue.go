package deliverypg

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/delivery"
	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/pgdb"
)

var _ delivery.Rescues = (*Store)(nil)

// RescueTarget implements delivery.Rescues.
func (s *Store) RescueTarget(ctx context.Context, id exam.AttemptID) (*delivery.RescueTarget, error) {
	row, err := pgdb.One[attemptRow](ctx, s.q, "SELECT "+attemptColumns+" FROM attempt a WHERE a.id = @id",
		pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return nil, pgdb.Missing(err, "attempt.not_found", id)
	}
	t := &delivery.RescueTarget{Attempt: row.attempt()}
	t.Exam, err = pgdb.One[exam.ExamID](ctx, s.q, "SELECT exam_id FROM delivery_sitting WHERE id = @id",
		pgx.StrictNamedArgs{"id": row.SittingID})
	if err != nil {
		return nil, err
	}
	paper, err := s.Paper(ctx, t.Attempt.Paper)
	if err != nil {
		return nil, err
	}
	t.Fields = paper.Fields
	t.Actions, err = s.ListActions(ctx, t.Attempt.Sitting, t.Attempt.RoomID)
	if err != nil {
		return nil, err
	}
	trails, err := s.Trails(ctx, t.Attempt.Sitting, []exam.AttemptID{id})
	if err != nil {
		return nil, err
	}
	t.Events = trails[0].Events
	t.Devices, err = pgdb.List[string](ctx, s.q, `
		SELECT DISTINCT device
		FROM incident
		WHERE attempt = @id AND kind = 'holder' AND device <> ''
		LIMIT 100`, pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return nil, fmt.Errorf("devices of attempt %s: %w", id, err)
	}
	t.Late, err = lateOf(ctx, s.q, id)
	return t, err
}

// lateOf returns the late evidence of an attempt, by its content.
func lateOf(ctx context.Context, q pgdb.Querier, id exam.AttemptID) ([]delivery.Rescued, error) {
	type row struct {
		Seq   int64  `db:"seq"`
		Field string `db:"field"`
		Value string `db:"value"`
	}
	rows, err := pgdb.List[row](ctx, q, "SELECT seq, field, value FROM incident WHERE attempt = @id AND kind = 'late'",
		pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return nil, fmt.Errorf("late evidence of attempt %s: %w", id, err)
	}
	list := make([]delivery.Rescued, len(rows))
	for i, r := range rows {
		list[i] = delivery.Rescued{Seq: r.Seq, Field: r.Field, Value: r.Value}
	}
	return list, nil
}

// KeepRescued implements delivery.Rescues. The row of the attempt is locked, so
// that the same file from two sides is kept once.
func (s *Store) KeepRescued(
	ctx context.Context, who exam.Actor, id exam.AttemptID, file string, events []delivery.Rescued,
) (kept int, err error) {
	err = pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		if _, err := pgdb.One[int](ctx, tx, "SELECT 1 FROM attempt WHERE id = @id FOR NO KEY UPDATE",
			pgx.StrictNamedArgs{"id": id}); err != nil {
			return err
		}
		kept, err = insertRescued(ctx, tx, id, events)
		if err != nil {
			return err
		}
		return audit.Write(ctx, tx, who, "rescue.import", "attempt:"+string(id), map[string]any{"file_sha256": file, "kept": kept})
	})
	return kept, err
}

func insertRescued(ctx context.Context, tx pgx.Tx, id exam.AttemptID, events []delivery.Rescued) (int, error) {
	var (
		seqs, epochs   []int64
		fields, values []string
		typed          []time.Time
	)
	for i := range events {
		e := &events[i]
		seqs, epochs, typed = append(seqs, e.Seq), append(epochs, e.Epoch), append(typed, e.Typed)
		fields, values = append(fields, e.Field), append(values, e.Value)
	}
	// Whole milliseconds: an admitted event keeps this time, and the chain
	// counts in them.
	n, err := pgdb.Exec(ctx, tx, `
		INSERT INTO incident (kind, attempt, at, seq, epoch, field, value, source, typed_at)
		SELECT 'late', @id, date_trunc('milliseconds', now()), u.seq, u.epoch, u.field, u.value, 'rescue', u.typed
		FROM unnest(@seqs::bigint[], @epochs::bigint[], @fields::text[], @values::text[], @typed::timestamptz[])
			AS u (seq, epoch, field, value, typed)
		WHERE NOT EXISTS (
			SELECT 1 FROM incident i
			WHERE i.attempt = @id AND i.kind = 'late' AND i.seq = u.seq AND i.field = u.field AND i.value = u.value)
		ON CONFLICT (attempt, kind, at, seq, epoch, field, md5(value)) DO NOTHING`,
		pgx.StrictNamedArgs{
			"id": string(id), "seqs": nonNil(seqs), "epochs": nonNil(epochs), "fields": nonNil(fields),
			"values": nonNil(values), "typed": nonNil(typed),
		})
	return int(n), err
}
