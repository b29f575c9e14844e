package bankpg

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/bank"
	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

type blueprintRow struct {
	ID        string         `db:"id"`
	Unit      exam.UnitID    `db:"unit_id"`
	Name      string         `db:"name"`
	Subject   string         `db:"subject"`
	Grade     int            `db:"grade"`
	Revision  int            `db:"revision"`
	Body      []byte         `db:"body"`
	CreatedAt time.Time      `db:"created_at"`
	CreatedBy exam.AccountID `db:"created_by"`
	UpdatedAt time.Time      `db:"updated_at"`
	UpdatedBy exam.AccountID `db:"updated_by"`
}

func (r blueprintRow) blueprint() bank.Blueprint {
	return bank.Blueprint{
		ID: r.ID, Unit: r.Unit, Name: r.Name, Subject: r.Subject, Grade: r.Grade, Revision: r.Revision, Body: r.Body,
		CreatedAt: r.CreatedAt, CreatedBy: r.CreatedBy, UpdatedAt: r.UpdatedAt, UpdatedBy: r.UpdatedBy,
	}
}

const blueprintHead = `SELECT id, coalesce(unit_id, '') AS unit_id, name, subject, grade, revision, created_at, created_by, updated_at, updated_by`

// Blueprints lists blueprints without their bodies.
func (s *Store) Blueprints(ctx context.Context, units []exam.UnitID, limit int) ([]bank.Blueprint, error) {
	rows, err := pgdb.List[blueprintRow](ctx, s.q, blueprintHead+`, NULL::jsonb AS body FROM blueprint
		WHERE `+underUnits+` ORDER BY updated_at DESC, id LIMIT @limit`, pgx.StrictNamedArgs{"units": unitNames(units), "limit": limit})
	out := make([]bank.Blueprint, len(rows))
	for i, r := range rows {
		out[i] = r.blueprint()
	}
	return out, err
}

// Blueprint returns one blueprint, or blueprint.not_found.
func (s *Store) Blueprint(ctx context.Context, id string) (bank.Blueprint, error) {
	row, err := pgdb.One[blueprintRow](ctx, s.q, blueprintHead+`, body FROM blueprint WHERE id = @id`, pgx.StrictNamedArgs{"id": id})
	return row.blueprint(), pgdb.Missing(err, "blueprint.not_found", id)
}

// CreateBlueprint stores a new blueprint.
func (s *Store) CreateBlueprint(ctx context.Context, who exam.Actor, b bank.Blueprint) (bank.Blueprint, error) {
	b.ID = exam.NewID()
	change := audit.Change{Who: who, Action: "blueprint.create", Object: "blueprint:" + b.ID, Detail: map[string]any{"name": b.Name}}
	err := audit.InTx(ctx, s.q, change, func(tx pgx.Tx) error {
		_, err := pgdb.Exec(ctx, tx, `
			INSERT INTO blueprint (id, unit_id, name, subject, grade, revision, body, created_by, updated_by)
			VALUES (@id, @unit, @name, @subject, @grade, 1, @body, @by, @by)`, pgx.StrictNamedArgs{
			"id": b.ID, "unit": nullable(b.Unit), "name": b.Name, "subject": b.Subject, "grade": b.Grade, "body": string(b.Body), "by": who.ID,
		})
		return err
	})
	if err != nil {
		return bank.Blueprint{}, err
	}
	return s.Blueprint(ctx, b.ID)
}

// UpdateBlueprint replaces a blueprint of the same revision.
func (s *Store) UpdateBlueprint(ctx context.Context, who exam.Actor, b bank.Blueprint) (bank.Blueprint, error) {
	change := audit.Change{Who: who, Action: "blueprint.update", Object: "blueprint:" + b.ID, Detail: map[string]any{"name": b.Name, "revision": b.Revision + 1}}
	err := audit.InTx(ctx, s.q, change, func(tx pgx.Tx) error {
		n, err := pgdb.Exec(ctx, tx, `
			UPDATE blueprint
			SET name = @name, subject = @subject, grade = @grade, revision = revision + 1, body = @body, updated_at = now(), updated_by = @by
			WHERE id = @id AND revision = @revision`, pgx.StrictNamedArgs{
			"id": b.ID, "name": b.Name, "subject": b.Subject, "grade": b.Grade, "body": string(b.Body), "revision": b.Revision, "by": who.ID,
		})
		if err != nil || n == 1 {
			return err
		}
		if _, err := New(tx).Blueprint(ctx, b.ID); err != nil {
			return err
		}
		return fault.New(fault.Conflict, "blueprint.changed")
	})
	if err != nil {
		return bank.Blueprint{}, err
	}
	return s.Blueprint(ctx, b.ID)
}

// DeleteBlueprint removes a blueprint with its draws.
func (s *Store) DeleteBlueprint(ctx context.Context, who exam.Actor, id string) error {
	return audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "blueprint.delete", Object: "blueprint:" + id}, func(tx pgx.Tx) error {
		n, err := pgdb.Exec(ctx, tx, `DELETE FROM blueprint WHERE id = @id`, pgx.StrictNamedArgs{"id": id})
		if err == nil && n == 0 {
			return fault.New(fault.NotFound, "blueprint.not_found")
		}
		return err
	})
}

// drawWhere picks the items that may be drawn.
const drawWhere = `
	WHERE ` + underUnits + `
		AND i.ready AND i.state = ANY(@states::text[])
		AND (@pools::text[] IS NULL OR i.pool = ANY(@pools::text[]))
		AND (@subject = '' OR i.subject IN (@subject, ''))
		AND (@grade = 0 OR i.grade IN (@grade, 0))`

func drawArgs(f bank.DrawFilter) pgx.StrictNamedArgs {
	states := []string{string(bank.Approved)}
	if len(f.States) > 0 {
		states = nil
		for _, s := range f.States {
			states = append(states, string(s))
		}
	}
	var pools []string
	pools = append(pools, f.Pools...)
	return pgx.StrictNamedArgs{
		"units": unitNames(f.Units), "states": states, "pools": pools, "subject": bank.ParseSubject(f.Subject), "grade": f.Grade,
	}
}

// statementLevels are the levels of the statements of a version, in order.
const statementLevels = `(
	SELECT coalesce(array_agg(coalesce(x.s ->> 'level', '') ORDER BY x.n), '{}')
	FROM jsonb_array_elements(v.body #> '{question,statements}') WITH ORDINALITY x (s, n))`

// Drawables returns the items that may be drawn.
func (s *Store) Drawables(ctx context.Context, f bank.DrawFilter) ([]bank.Drawable, error) {
	type row struct {
		ItemID      exam.ItemID    `db:"id"`
		Version     exam.VersionID `db:"version_id"`
		Alike       []string       `db:"alike"`
		Kind        bank.Kind      `db:"kind"`
		Tags        []byte         `db:"tags"`
		Label       string         `db:"label"`
		Statements  []string       `db:"statements"`
		Stimulus    string         `db:"stimulus"`
		Fingerprint string         `db:"fingerprint"`
		Easy        *int           `db:"p"`
		Uses        int            `db:"uses"`
		LastUsed    *time.Time     `db:"last_used"`
	}
	rows, err := pgdb.List[row](ctx, s.q, `
		SELECT i.id, i.version_id, i.kind, i.fingerprint, coalesce(v.body -> 'tags', '{}') AS tags, coalesce(v.body ->> 'label', '') AS label,
			CASE WHEN v.retag THEN ARRAY(
				SELECT w.id FROM item_version w
				WHERE w.item_id = i.id AND w.version >= (SELECT max(x.version) FROM item_version x WHERE x.item_id = i.id AND NOT x.retag))
			ELSE ARRAY[i.version_id] END AS alike,
			CASE WHEN coalesce(v.body #>> '{question,stimulus}', '') = '' THEN '' ELSE md5(v.body #>> '{question,stimulus}') END AS stimulus,
			`+statementLevels+` AS statements, t.p, t.last_used,
			greatest(coalesce(t.uses, 0), coalesce(u.forms, 0))::int AS uses
		FROM item i JOIN item_version v ON v.id = i.version_id LEFT JOIN item_stat t ON t.item_id = i.id
			LEFT JOIN (
				SELECT w.item_id, count(DISTINCT p.form_id) AS forms
				FROM form_pin p JOIN form f ON f.id = p.form_id AND f.state = 'locked' JOIN item_version w ON w.id = p.version_id
				GROUP BY w.item_id) u ON u.item_id = i.id
		`+drawWhere+` ORDER BY i.id`, drawArgs(f))
	if err != nil {
		return nil, err
	}
	out := make([]bank.Drawable, len(rows))
	for i, r := range rows {
		out[i] = bank.Drawable{
			ItemID: r.ItemID, Version: r.Version, Label: r.Label, Kind: r.Kind, Stimulus: r.Stimulus, Fingerprint: r.Fingerprint,
			Easy: r.Easy, Uses: r.Uses, LastUsed: r.LastUsed,
		}
		for _, v := range r.Alike {
			out[i].Alike = append(out[i].Alike, exam.VersionID(v))
		}
		for _, l := range r.Statements {
			out[i].Statements = append(out[i].Statements, bank.Level(l))
		}
		if err := json.Unmarshal(r.Tags, &out[i].Tags); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Supply counts the items that may be drawn by content, kind and level.
func (s *Store) Supply(ctx context.Context, f bank.DrawFilter) ([]bank.Supply, error) {
	type row struct {
		Topic   string     `db:"topic"`
		Content string     `db:"content"`
		Kind    bank.Kind  `db:"kind"`
		Level   bank.Level `db:"level"`
		Count   int        `db:"count"`
	}
	rows, err := pgdb.List[row](ctx, s.q, `
		SELECT topic, content, kind, CASE level WHEN 'vandungcao' THEN 'vandung' ELSE level END AS level, count(*)::int AS count
		FROM (
			SELECT i.topic, i.content, i.kind, unnest(CASE WHEN i.kind = 'cluster' THEN `+statementLevels+`
				ELSE ARRAY[coalesce(v.body #>> '{tags,level}', '')] END) AS level
			FROM item i JOIN item_version v ON v.id = i.version_id `+drawWhere+`) AS all_items
		GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`, drawArgs(f))
	out := make([]bank.Supply, len(rows))
	for i, r := range rows {
		out[i] = bank.Supply(r)
	}
	return out, err
}
