package bankpg

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/bank"
	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

type savedRow struct {
	ID        string         `db:"id"`
	Name      string         `db:"name"`
	Owner     exam.AccountID `db:"owner"`
	Unit      exam.UnitID    `db:"unit_id"`
	Filter    []byte         `db:"filter"`
	CreatedAt time.Time      `db:"created_at"`
}

// maxFilters bounds the filters of one person.
const maxFilters = 100

// Filters lists the filters that a person may use, by name.
func (s *Store) Filters(ctx context.Context, owner exam.AccountID, units []exam.UnitID) ([]bank.SavedFilter, error) {
	rows, err := pgdb.List[savedRow](ctx, s.q, aboveUnits+`
		SELECT id, name, owner, coalesce(unit_id, '') AS unit_id, filter, created_at
		FROM saved_filter
		WHERE owner = @owner OR unit_id IN (SELECT id FROM above) OR (@units::text[] IS NULL AND unit_id IS NOT NULL)
		ORDER BY name, id`, pgx.StrictNamedArgs{"owner": owner, "units": unitNames(units)})
	out := make([]bank.SavedFilter, len(rows))
	for i, r := range rows {
		out[i] = bank.SavedFilter{ID: r.ID, Name: r.Name, Owner: r.Owner, Unit: r.Unit, CreatedAt: r.CreatedAt}
		if err := json.Unmarshal(r.Filter, &out[i].Filter); err != nil {
			return nil, fmt.Errorf("filter %s: %w", r.ID, err)
		}
	}
	return out, err
}

// aboveUnits defines above: @units and the units over them.
const aboveUnits = `
		WITH RECURSIVE above AS (
			SELECT id, parent_id FROM unit WHERE id = ANY(@units::text[])
			UNION
			SELECT u.id, u.parent_id FROM unit u JOIN above a ON a.parent_id = u.id)`

// SaveFilter stores a filter under its name.
func (s *Store) SaveFilter(ctx context.Context, who exam.Actor, f bank.SavedFilter) (bank.SavedFilter, error) {
	f.Name = bank.NormText(f.Name)
	if f.Name == "" {
		return f, fault.New(fault.Invalid, "filter.name")
	}
	data, err := json.Marshal(f.Filter)
	if err != nil {
		return f, fmt.Errorf("encode filter %s: %w", f.Name, err)
	}
	f.ID, f.Owner = exam.NewID(), who.ID
	change := audit.Change{Who: who, Action: "filter.save", Object: "bank", Detail: map[string]any{"name": f.Name, "unit": f.Unit}}
	err = audit.InTx(ctx, s.q, change, func(tx pgx.Tx) error {
		row, err := pgdb.One[savedRow](ctx, tx, `
			INSERT INTO saved_filter (id, owner, unit_id, name, filter)
			SELECT @id, @owner, @unit, @name, @filter
			WHERE (SELECT count(*) FROM saved_filter WHERE owner = @owner) < @max OR EXISTS (SELECT 1 FROM saved_filter WHERE owner = @owner AND name = @name)
			ON CONFLICT (owner, name) DO UPDATE SET unit_id = excluded.unit_id, filter = excluded.filter
			RETURNING id, name, owner, coalesce(unit_id, '') AS unit_id, filter, created_at`, pgx.StrictNamedArgs{
			"id": f.ID, "owner": f.Owner, "unit": nullable(f.Unit), "name": f.Name, "filter": string(data), "max": maxFilters,
		})
		if fault.KindOf(err) == fault.NotFound {
			return fault.New(fault.Conflict, "filter.many").With("limit", maxFilters)
		}
		f.ID, f.CreatedAt = row.ID, row.CreatedAt
		return err
	})
	return f, err
}

// DeleteFilter removes a filter of its owner.
func (s *Store) DeleteFilter(ctx context.Context, who exam.Actor, id string) error {
	return audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "filter.delete", Object: "bank", Detail: map[string]any{"filter": id}}, func(tx pgx.Tx) error {
		n, err := pgdb.Exec(ctx, tx, `DELETE FROM saved_filter WHERE id = @id AND owner = @owner`, pgx.StrictNamedArgs{"id": id, "owner": who.ID})
		if err == nil && n == 0 {
			return fault.New(fault.NotFound, "filter.not_found")
		}
		return err
	})
}
