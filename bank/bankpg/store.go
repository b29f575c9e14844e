package bankpg

import (
	"encoding/hex"
	"fmt"

	"khaothi/bank"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

// Store is bank.Store on a pool or a transaction.
type Store struct {
	q   pgdb.Querier
	mac []byte // of fingerprints in vaults, see Keyed
}

var _ bank.Store = (*Store)(nil)

// New returns a store that queries through q.
func New(q pgdb.Querier) *Store { return &Store{q: q} }

// Keyed returns a store that can write into vaults: the key of their
// fingerprints lies outside the database.
func (s *Store) Keyed(mac []byte) *Store { return &Store{q: s.q, mac: mac} }

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
