package omrpg

import (
	"khaothi/internal/pgdb"
	"khaothi/omr"
)

// Store is omr.Store on a pool or a transaction.
type Store struct{ q pgdb.Querier }

var _ omr.Store = (*Store)(nil)

// New returns a store that queries through q.
func New(q pgdb.Querier) *Store { return &Store{q: q} }
