package identitypg

import (
	"context"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
	"khaothi/internal/pgdb"
)

// Store keeps units, accounts and sign-ins.
type Store struct{ q pgdb.Querier }

var _ identity.Store = (*Store)(nil)

// New returns a store on a pool or a transaction.
func New(q pgdb.Querier) *Store { return &Store{q: q} }

// change runs f and writes an audit row in one transaction.
func (s *Store) change(ctx context.Context, who exam.Actor, action, object string, detail any, f func(tx pgx.Tx) error) error {
	return audit.InTx(ctx, s.q, audit.Change{Who: who, Action: action, Object: object, Detail: detail}, f)
}

// must runs a statement that has to touch a row.
func must(ctx context.Context, tx pgx.Tx, code, sql string, args pgx.StrictNamedArgs) error {
	n, err := pgdb.Exec(ctx, tx, sql, args)
	if err == nil && n == 0 {
		return fault.New(fault.NotFound, code)
	}
	return err
}
