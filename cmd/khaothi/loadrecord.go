package main

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
	"khaothi/loadtest"
)

// sqlRecord reads the record as an outsider does: plain SQL. A PostgreSQL that
// is down for a while is waited for.
type sqlRecord struct{ q pgdb.Querier }

var _ loadtest.Record = sqlRecord{}

// recordPatience is how long a PostgreSQL may be away.
const recordPatience = 3 * time.Minute

// patient calls f again while the record does not answer.
func patient[T any](ctx context.Context, f func() (T, error)) (T, error) {
	for limit := time.Now().Add(recordPatience); ; {
		v, err := f()
		if fault.KindOf(err) != fault.Unavailable || time.Now().After(limit) {
			return v, err
		}
		select {
		case <-ctx.Done():
			return v, err
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// Rows implements loadtest.Record.
func (r sqlRecord) Rows(ctx context.Context, attempts []string, yield func(loadtest.Row)) error {
	all, err := patient(ctx, func() ([]loadtest.Row, error) { return r.rows(ctx, attempts) })
	for _, row := range all {
		yield(row)
	}
	return err
}

// rows reads all of them before anybody sees one: a query that breaks in its
// middle is made again.
func (r sqlRecord) rows(ctx context.Context, attempts []string) (all []loadtest.Row, err error) {
	rows, err := r.q.Query(ctx, `
		SELECT attempt, seq, field, value, (extract(epoch FROM at) * 1000)::bigint, sealed
		FROM khaothi_record
		WHERE attempt = ANY(@attempts)`, pgx.StrictNamedArgs{"attempts": attempts})
	if err != nil {
		return nil, pgdb.MapError(err)
	}
	var row loadtest.Row
	_, err = pgx.ForEachRow(rows, []any{&row.Attempt, &row.Seq, &row.Field, &row.Value, &row.AtMS, &row.Sealed}, func() error {
		all = append(all, row)
		return nil
	})
	return all, pgdb.MapError(err)
}

// Sealed implements loadtest.Record. It asks the attempts: one that was sealed
// without an answer has no row in the view.
func (r sqlRecord) Sealed(ctx context.Context, attempts []string) (int, error) {
	return patient(ctx, func() (int, error) {
		return pgdb.One[int](ctx, r.q, `
			SELECT count(*)::int
			FROM attempt
			WHERE id = ANY(@attempts) AND state = 'sealed'`, pgx.StrictNamedArgs{"attempts": attempts})
	})
}
