package omrpg

import (
	"context"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/pgdb"
	"khaothi/omr"
)

// Store is omr.Store on a pool or a transaction.
type Store struct{ q pgdb.Querier }

var _ omr.Store = (*Store)(nil)

// New returns a store that queries through q.
func New(q pgdb.Querier) *Store { return &Store{q: q} }

// lock lets one transaction at a time work on the stages of a sitting.
func lock(ctx context.Context, q pgdb.Querier, sitting string) error {
	_, err := pgdb.Exec(ctx, q, `SELECT pg_advisory_xact_lock(hashtextextended(@name, 0))`, pgx.StrictNamedArgs{"name": "omr:" + sitting})
	return err
}
