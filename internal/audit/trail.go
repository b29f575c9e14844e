package audit

import (
	"context"

	"khaothi/internal/pgdb"
)

// Trail is List and Verify bound to a database, for who reads the trail
// without knowing where it lies.
type Trail struct{ q pgdb.Querier }

// NewTrail returns the trail in q.
func NewTrail(q pgdb.Querier) Trail { return Trail{q: q} }

// List is List.
func (t Trail) List(ctx context.Context, f Filter) ([]Entry, error) { return List(ctx, t.q, f) }

// Verify is Verify.
func (t Trail) Verify(ctx context.Context) (Verified, error) { return Verify(ctx, t.q) }
