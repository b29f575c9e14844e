package main

import (
	"context"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/pgdb"
	"khaothi/loadtest"
)

// sqlRecord reads the record as an outsider does: plain SQL.
type sqlRecord struct{ q pgdb.Querier }

var _ loadtest.Record = sqlRecord{}

// Rows implements loadtest.Record.
func (r sqlRecord) Rows(ctx context.Context, attempts []string, yield func(loadtest.Row)) error {
	rows, err := r.q.Query(ctx, `
		SELECT attempt, seq, field, value, (extract(epoch FROM at) * 1000)::bigint, sealed
		FROM khaothi_record
		WHERE attempt = ANY(@attempts)`, pgx.StrictNamedArgs{"attempts": attempts})
	if err != nil {
		return pgdb.MapError(err)
	}
	var row loadtest.Row
	_, err = pgx.ForEachRow(rows, []any{&row.Attempt, &row.Seq, &row.Field, &row.Value, &row.AtMS, &row.Sealed}, func() error {
		yield(row)
		return nil
	})
	return pgdb.MapError(err)
}

// Sealed implements loadtest.Record. It asks the attempts: one that was sealed
// without an answer has no row in the view.
func (r sqlRecord) Sealed(ctx context.Context, attempts []string) (int, error) {
	return pgdb.One[int](ctx, r.q, `
		SELECT count(*)::int
		FROM attempt
		WHERE id = ANY(@attempts) AND state = 'sealed'`, pgx.StrictNamedArgs{"attempts": attempts})
}
