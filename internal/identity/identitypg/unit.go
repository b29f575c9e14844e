package identitypg

import (
	"context"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
	"khaothi/internal/pgdb"
)

type unitRow struct {
	ID       string  `db:"id"`
	ParentID *string `db:"parent_id"`
	Kind     string  `db:"kind"`
	Code     string  `db:"code"`
	Name     string  `db:"name"`
	School   string  `db:"school_kind"`
}

// ListUnits returns all units by code.
func (s *Store) ListUnits(ctx context.Context) ([]identity.Unit, error) {
	rows, err := pgdb.List[unitRow](ctx, s.q, `
		SELECT id, parent_id, kind, code, name, school_kind
		FROM unit
		ORDER BY code COLLATE "C"`, nil)
	if err != nil {
		return nil, err
	}
	units := make([]identity.Unit, 0, len(rows))
	for _, r := range rows {
		u := identity.Unit{ID: exam.UnitID(r.ID), Kind: identity.UnitKind(r.Kind), SchoolKind: identity.SchoolKind(r.School), Code: r.Code, Name: r.Name}
		if r.ParentID != nil {
			u.ParentID = exam.UnitID(*r.ParentID)
		}
		units = append(units, u)
	}
	return units, nil
}

// CreateUnit adds a unit.
func (s *Store) CreateUnit(ctx context.Context, who exam.Actor, u identity.Unit) error {
	detail := map[string]any{"kind": u.Kind, "code": u.Code, "name": u.Name, "parent": u.ParentID, "school_kind": u.SchoolKind}
	err := s.change(ctx, who, "unit.create", "unit:"+string(u.ID), detail, func(tx pgx.Tx) error {
		_, err := pgdb.Exec(ctx, tx, `
			INSERT INTO unit (id, parent_id, kind, code, name, school_kind)
			VALUES (@id, nullif(@parent, ''), @kind, @code, @name, @school)`,
			pgx.StrictNamedArgs{
				"id": string(u.ID), "parent": string(u.ParentID), "kind": string(u.Kind), "code": u.Code, "name": u.Name, "school": string(u.SchoolKind),
			})
		return err
	})
	return mapUnit(err)
}

// UpdateUnit sets the code, the name and the kind of a school.
func (s *Store) UpdateUnit(ctx context.Context, who exam.Actor, u identity.Unit) error {
	detail := map[string]any{"code": u.Code, "name": u.Name, "school_kind": u.SchoolKind}
	err := s.change(ctx, who, "unit.update", "unit:"+string(u.ID), detail, func(tx pgx.Tx) error {
		return must(ctx, tx, "unit.not_found", `UPDATE unit SET code = @code, name = @name, school_kind = @school WHERE id = @id`,
			pgx.StrictNamedArgs{"id": string(u.ID), "code": u.Code, "name": u.Name, "school": string(u.SchoolKind)})
	})
	return mapUnit(err)
}

func mapUnit(err error) error {
	if pgdb.Constraint(err) == "unit_code_key" {
		return fault.New(fault.Conflict, "unit.code_taken").Wrap(err)
	}
	return err
}
