package bankpg

import (
	"context"
	"encoding/hex"
	"fmt"

	"github.com/jackc/pgx/v5"

	"khaothi/bank"
	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

// Store is bank.Store on a pool or a transaction.
type Store struct{ q pgdb.Querier }

var _ bank.Store = (*Store)(nil)

// New returns a store that queries through q.
func New(q pgdb.Querier) *Store { return &Store{q: q} }

// change is one audited write of a person.
type change struct {
	who    exam.Actor
	action string // item.create
	object string // item:<id>
	detail any
}

// write runs f and the audit row of c in one transaction.
func (s *Store) write(ctx context.Context, c change, f func(tx pgx.Tx) error) error {
	return pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		if err := f(tx); err != nil {
			return err
		}
		return audit.Write(ctx, tx, c.who, c.action, c.object, c.detail)
	})
}

// missing gives a row that is not there the code of its noun.
func missing(err error, code string, id any) error {
	if fault.KindOf(err) == fault.NotFound {
		return fault.New(fault.NotFound, code).With("id", id)
	}
	return err
}

// underUnits is true for rows of @units and of what lies under them, and for
// all rows when @units is NULL.
const underUnits = `(@units::text[] IS NULL OR unit_id IN (
		WITH RECURSIVE mine AS (
			SELECT id FROM unit WHERE id = ANY(@units::text[])
			UNION
			SELECT u.id FROM unit u JOIN mine m ON u.parent_id = m.id)
		SELECT id FROM mine))`

func unitNames(units []exam.UnitID) []string {
	if units == nil {
		return nil
	}
	out := make([]string, 0, len(units))
	for _, u := range units {
		out = append(out, string(u))
	}
	return out
}

func fromHex(h string) ([]byte, error) {
	b, err := hex.DecodeString(h)
	if err != nil || len(b) != 32 {
		return nil, fmt.Errorf("hash %q is not a SHA-256: %w", h, fault.New(fault.Invalid, "hash.malformed"))
	}
	return b, nil
}

// nullable is NULL for an empty id.
func nullable[T ~string](id T) *string {
	if id == "" {
		return nil
	}
	s := string(id)
	return &s
}
