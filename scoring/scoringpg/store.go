package scoringpg

import (
	"khaothi/internal/pgdb"
	"khaothi/scoring"
)

// Store is the scoring stores on a pool or a transaction.
type Store struct{ q pgdb.Querier }

var (
	_ scoring.KeyStore     = (*Store)(nil)
	_ scoring.ResultStore  = (*Store)(nil)
	_ scoring.ResultReader = (*Store)(nil)
)

// New returns a store that queries through q.
func New(q pgdb.Querier) *Store { return &Store{q: q} }
