package bankpg

import (
	"context"
	"strconv"

	"github.com/jackc/pgx/v5"

	"khaothi/bank"
	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

type nodeRow struct {
	Code    string        `db:"code"`
	Parent  string        `db:"parent"`
	Kind    bank.NodeKind `db:"kind"`
	Name    string        `db:"name"`
	English string        `db:"en"`
	Grades  []int         `db:"grades"`
	Unit    exam.UnitID   `db:"unit_id"`
}

// Nodes lists what somebody of the units works with; nil units are all.
func (s *Store) Nodes(ctx context.Context, units []exam.UnitID) ([]bank.Node, error) {
	rows, err := pgdb.List[nodeRow](ctx, s.q, aboveUnits+`
		SELECT code, coalesce(parent, '') AS parent, kind, name, en, grades, coalesce(unit_id, '') AS unit_id
		FROM curriculum_node
		WHERE unit_id IS NULL OR unit_id IN (SELECT id FROM above) OR `+underUnits+`
		ORDER BY unit_id IS NOT NULL, place, code`, pgx.StrictNamedArgs{"units": unitNames(units)})
	out := make([]bank.Node, 0, len(rows))
	for _, r := range rows {
		out = append(out, bank.Node(r))
	}
	return out, err
}

// PutNodes adds nodes of a unit, and renames those that it has.
func (s *Store) PutNodes(ctx context.Context, who exam.Actor, unit exam.UnitID, nodes []bank.Node) error {
	detail := map[string]any{"unit": unit, "nodes": len(nodes)}
	return audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "curriculum.put", Object: "curriculum", Detail: detail}, func(tx pgx.Tx) error {
		if _, err := pgdb.Exec(ctx, tx, `LOCK TABLE curriculum_node IN SHARE ROW EXCLUSIVE MODE`, nil); err != nil {
			return err
		}
		base, err := New(tx).Nodes(ctx, nil)
		if err != nil {
			return err
		}
		others := base[:0:0]
		mine := map[string]bool{}
		for _, n := range nodes {
			mine[n.Code] = true
		}
		for _, n := range base {
			if !mine[n.Code] || n.Unit != unit {
				others = append(others, n)
			}
		}
		if len(others)+len(nodes) > bank.MaxNodes {
			return fault.New(fault.Invalid, "curriculum.large").With("limit", bank.MaxNodes)
		}
		if rows := bank.CheckNodes(others, nodes, func(i int) string { return strconv.Itoa(i + 1) }); len(rows) > 0 {
			return fault.New(fault.Invalid, "curriculum.invalid").With("rows", rows)
		}
		return putNodes(ctx, tx, unit, "", nodes)
	})
}

func putNodes(ctx context.Context, tx pgx.Tx, unit exam.UnitID, version string, nodes []bank.Node) error {
	var batch pgx.Batch
	for i, n := range nodes {
		grades := n.Grades
		if grades == nil {
			grades = []int{}
		}
		batch.Queue(`
			INSERT INTO curriculum_node (code, parent, kind, name, en, grades, unit_id, place, version)
			VALUES (@code, @parent, @kind, @name, @en, @grades, @unit,
				CASE WHEN @unit::text IS NULL THEN @place ELSE (SELECT coalesce(max(place), 0) + 1 FROM curriculum_node) END, @version)
			ON CONFLICT (code) DO UPDATE SET parent = excluded.parent, kind = excluded.kind, name = excluded.name, en = excluded.en,
				grades = excluded.grades, version = excluded.version,
				place = CASE WHEN @unit::text IS NULL THEN excluded.place ELSE curriculum_node.place END`, pgx.StrictNamedArgs{
			"code": n.Code, "parent": nullable(n.Parent), "kind": string(n.Kind), "name": bank.NormText(n.Name), "en": n.English,
			"grades": grades, "unit": nullable(unit), "place": i, "version": version,
		})
	}
	return pgdb.MapError(tx.SendBatch(ctx, &batch).Close())
}

// DeleteNode removes a node that the unit added.
func (s *Store) DeleteNode(ctx context.Context, who exam.Actor, unit exam.UnitID, code string) error {
	return audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "curriculum.delete", Object: "curriculum", Detail: map[string]any{"unit": unit, "code": code}}, func(tx pgx.Tx) error {
		if _, err := pgdb.Exec(ctx, tx, `LOCK TABLE curriculum_node IN SHARE ROW EXCLUSIVE MODE`, nil); err != nil {
			return err
		}
		under, err := pgdb.One[int](ctx, tx, `SELECT count(*) FROM curriculum_node WHERE parent = @code`, pgx.StrictNamedArgs{"code": code})
		if err != nil {
			return err
		}
		if under > 0 {
			return fault.New(fault.Conflict, "curriculum.has_children").With("nodes", under)
		}
		n, err := pgdb.Exec(ctx, tx, `DELETE FROM curriculum_node WHERE code = @code AND unit_id = @unit`, pgx.StrictNamedArgs{"code": code, "unit": unit})
		if err == nil && n == 0 {
			return fault.New(fault.NotFound, "curriculum.not_found")
		}
		return err
	})
}

// SeedCurriculum stores the national programme. Nodes that a newer version no
// longer has stay as long as anything is under them.
func (s *Store) SeedCurriculum(ctx context.Context, version string, nodes []bank.Node) error {
	return pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		if _, err := pgdb.Exec(ctx, tx, `LOCK TABLE curriculum_node IN SHARE ROW EXCLUSIVE MODE`, nil); err != nil {
			return err
		}
		have, err := pgdb.One[int](ctx, tx, `SELECT count(*) FROM curriculum_node WHERE unit_id IS NULL AND version = @version`,
			pgx.StrictNamedArgs{"version": version})
		if err != nil || have == len(nodes) {
			return err
		}
		if err := putNodes(ctx, tx, "", version, nodes); err != nil {
			return err
		}
		for range bank.NodeKinds() { // leaves first
			if _, err := pgdb.Exec(ctx, tx, `
				DELETE FROM curriculum_node n
				WHERE unit_id IS NULL AND version <> @version AND NOT EXISTS (SELECT 1 FROM curriculum_node u WHERE u.parent = n.code)`,
				pgx.StrictNamedArgs{"version": version}); err != nil {
				return err
			}
		}
		return nil
	})
}
