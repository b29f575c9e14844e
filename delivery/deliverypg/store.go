package deliverypg

import (
	"khaothi/delivery"
	"khaothi/internal/pgdb"
)

// Store is the record. It holds a pool or a transaction.
type Store struct{ q pgdb.Querier }

var (
	_ delivery.Archive  = (*Store)(nil)
	_ delivery.Register = (*Store)(nil)
	_ delivery.Ledger   = (*Store)(nil)
)

// New returns a Store on a pool or a transaction.
func New(q pgdb.Querier) *Store { return &Store{q: q} }
