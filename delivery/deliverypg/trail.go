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

// FindAttempts returns the sitting and the ids of attempts: of those of a
// sitting if ref is empty, else of the one with the id or, with a sitting, the
// candidate number ref. None is no error.
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

// Trails returns everything that the record has of attempts of a sitting, of
// all if ids is nil, in the order of the ids.
func (s *Store) Trails(ctx context.Context, sitting exam.SittingID, ids []exam.AttemptID) ([]delivery.Trail, error) {
	var trails []delivery.Trail
	err := pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		// One view of rows, events and incidents.
		if _, err := tx.Exec(ctx, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"); err != nil {
			return err
		}
		var err error
		if trails, err = trailHeads(ctx, tx, sitting, ids); err != nil {
			return err
		}
		place := make(map[exam.AttemptID]*delivery.Trail, len(trails))
		for i := range trails {
			place[trails[i].ID] = &trails[i]
		}
		return trailEvents(ctx, tx, place)
	})
	if err != nil {
		return nil, fmt.Errorf("trails of sitting %s: %w", sitting, err)
	}
	return trails, nil
}

func trailHeads(ctx context.Context, tx pgx.Tx, sitting exam.SittingID, ids []exam.AttemptID) ([]delivery.Trail, error) {
	rows, err := pgdb.List[trailRow](ctx, tx, `
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
func trailEvents(ctx context.Context, tx pgx.Tx, place map[exam.AttemptID]*delivery.Trail) error {
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
	rows, err := pgdb.List[row](ctx, tx, `
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
