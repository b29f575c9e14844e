package deliverypg

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/delivery"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

// Admit implements delivery.Actions: the late events of a join the record
// behind event sealed_n, in the order in which they came, and the seal moves
// behind them. It returns the outcome, which is written down with it.
func (s *Store) Admit(ctx context.Context, a *delivery.Action) (string, error) {
	outcome := ""
	err := pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		var err error
		outcome, err = admit(ctx, tx, a)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("admit late events of attempt %s: %w", a.Attempt, err)
	}
	return outcome, nil
}

type sealedRow struct {
	State   delivery.AttemptState `db:"state"`
	SealedN *int64                `db:"sealed_n"`
	Receipt string                `db:"receipt"`
	Hash    []byte                `db:"hash"`
}

func admit(ctx context.Context, tx pgx.Tx, a *delivery.Action) (string, error) {
	row, err := pgdb.One[sealedRow](ctx, tx, `
		SELECT a.state, a.sealed_n, a.receipt,
			coalesce((SELECT hash FROM answer_log l WHERE l.attempt = a.id AND l.seq = a.sealed_n), ''::bytea) AS hash
		FROM attempt a
		WHERE a.id = @id
		FOR NO KEY UPDATE OF a`,
		pgx.StrictNamedArgs{"id": string(a.Attempt)})
	if err != nil {
		return "", err
	}
	if row.State != delivery.AttemptSealed {
		return refuse(ctx, tx, a, delivery.ErrAttemptNotSealed)
	}
	events, err := takeLate(ctx, tx, a)
	if err != nil {
		return "", err
	}
	if len(events) == 0 {
		return refuse(ctx, tx, a, delivery.ErrNothingLate)
	}
	n := *row.SealedN
	var tip [32]byte
	copy(tip[:], row.Hash)
	for i := range events {
		n++
		events[i].Seq = n
		events[i].Chain(tip)
		tip = events[i].Hash
	}
	p := &plan{}
	for i := range events {
		p.events = append(p.events, &events[i])
	}
	if err := p.insertEvents(ctx, tx); err != nil {
		return "", err
	}
	if p.done.Events != len(events) {
		return "", fault.New(fault.Conflict, "record.diverged").With("attempt", string(a.Attempt))
	}
	receipt := delivery.Receipt(a.Attempt, n, tip)
	if _, err := pgdb.Exec(ctx, tx, `
		UPDATE attempt SET last_seq = @n, sealed_n = @n, receipt = @receipt WHERE id = @id`,
		pgx.StrictNamedArgs{"id": string(a.Attempt), "n": n, "receipt": receipt}); err != nil {
		return "", err
	}
	if _, err := finish(ctx, tx, a.ID, delivery.OutcomeDone, [2]string{row.Receipt, receipt}); err != nil {
		return "", err
	}
	return delivery.OutcomeDone, changed(ctx, tx, a.Sitting)
}

// refuse writes down why nothing was admitted, and returns it.
func refuse(ctx context.Context, tx pgx.Tx, a *delivery.Action, why error) (string, error) {
	_, err := finish(ctx, tx, a.ID, fault.CodeOf(why), [2]string{})
	return fault.CodeOf(why), err
}

// takeLate marks the late events of a that were not admitted before, and
// returns them in the order in which they came.
func takeLate(ctx context.Context, tx pgx.Tx, a *delivery.Action) ([]delivery.Event, error) {
	type row struct {
		Field string    `db:"field"`
		Value string    `db:"value"`
		At    time.Time `db:"at"`
		Epoch int64     `db:"epoch"`
	}
	rows, err := pgdb.List[row](ctx, tx, `
		WITH taken AS (
			UPDATE incident SET action = @action
			WHERE id = ANY(@ids) AND attempt = @attempt AND kind = 'late' AND action IS NULL
			RETURNING id, seq, field, value, at, epoch)
		SELECT field, value, at, epoch FROM taken ORDER BY at, seq, id`,
		pgx.StrictNamedArgs{"action": a.ID, "ids": nonNil(a.Incidents), "attempt": string(a.Attempt)})
	if err != nil {
		return nil, err
	}
	events := make([]delivery.Event, len(rows))
	for i, r := range rows {
		events[i] = delivery.Event{Attempt: a.Attempt, Field: r.Field, Value: r.Value, At: r.At, Epoch: r.Epoch}
	}
	return events, nil
}
