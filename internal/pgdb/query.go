package pgdb

import (
	"context"
	"reflect"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Querier is what stores hold: a pool, a connection or a transaction. Begin on
// a transaction makes a savepoint, so pgx.BeginFunc works on all of them.
type Querier interface {
	Begin(ctx context.Context) (pgx.Tx, error)
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
	SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
	CopyFrom(ctx context.Context, table pgx.Identifier, columns []string, src pgx.CopyFromSource) (int64, error)
}

// One returns the first row of a query as T: a struct whose fields name the
// columns by `db:"column"`, or a scalar for a query of one column. No row is
// fault.NotFound. args may be nil.
func One[T any](ctx context.Context, q Querier, sql string, args pgx.StrictNamedArgs) (T, error) {
	rows, err := q.Query(ctx, sql, args)
	if err != nil {
		var zero T
		return zero, MapError(err)
	}
	row, err := pgx.CollectOneRow(rows, rowTo[T]())
	return row, MapError(err)
}

// List returns all rows of a query as T, as One does; none is an empty slice
// and no error.
func List[T any](ctx context.Context, q Querier, sql string, args pgx.StrictNamedArgs) ([]T, error) {
	rows, err := q.Query(ctx, sql, args)
	if err != nil {
		return nil, MapError(err)
	}
	list, err := pgx.CollectRows(rows, rowTo[T]())
	return list, MapError(err)
}

// ListFresh is List with a plan made for these arguments, for queries whose
// best plan depends on them.
func ListFresh[T any](ctx context.Context, q Querier, sql string, args pgx.StrictNamedArgs) ([]T, error) {
	rows, err := q.Query(ctx, sql, pgx.QueryExecModeCacheDescribe, args)
	if err != nil {
		return nil, MapError(err)
	}
	list, err := pgx.CollectRows(rows, rowTo[T]())
	return list, MapError(err)
}

// Exec runs a statement and returns how many rows it touched.
func Exec(ctx context.Context, q Querier, sql string, args pgx.StrictNamedArgs) (int64, error) {
	tag, err := q.Exec(ctx, sql, args)
	return tag.RowsAffected(), MapError(err)
}

// InTx runs f in one transaction of q and commits if f returns nil.
func InTx(ctx context.Context, q Querier, f func(tx pgx.Tx) error) error {
	return MapError(pgx.BeginFunc(ctx, q, f))
}

// Lock makes transactions that work on one thing wait for each other: q's holds
// the lock of a kind and an id until it ends.
func Lock(ctx context.Context, q Querier, kind, id string) error {
	_, err := Exec(ctx, q, `SELECT pg_advisory_xact_lock(hashtextextended(@name, 0))`, pgx.StrictNamedArgs{"name": kind + ":" + id})
	return err
}

// rowTo picks the collector: structs by column names, all else by the only
// column.
func rowTo[T any]() pgx.RowToFunc[T] {
	t := reflect.TypeFor[T]()
	if t.Kind() == reflect.Struct && t != reflect.TypeFor[time.Time]() {
		return pgx.RowToStructByName[T]
	}
	return pgx.RowTo[T]
}
