package analysispg

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/analysis"
	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

type findingRow struct {
	Run         string         `db:"run_id"`
	Version     exam.VersionID `db:"version_id"`
	Item        exam.ItemID    `db:"item_id"`
	Hash        string         `db:"hash"`
	Name        string         `db:"name"`
	Persons     int            `db:"persons"`
	P           *float64       `db:"p"`
	PPoints     *float64       `db:"p_points"`
	RRest       *float64       `db:"r_rest"`
	Model       string         `db:"model"`
	Parameters  []byte         `db:"parameters"`
	AppliedAt   *time.Time     `db:"applied_at"`
	AppliedBy   exam.AccountID `db:"applied_by"`
	AppliedName string         `db:"applied_name"`
	Reason      string         `db:"reason"`
}

const findingColumns = `i.run_id, i.version_id, i.item_id, i.hash, i.name, i.persons, i.p, i.p_points, i.r_rest, i.model, i.parameters,
	i.applied_at, i.applied_by, i.applied_name, i.reason`

func (r *findingRow) finding() (analysis.Finding, error) {
	out := analysis.Finding{
		Run: r.Run, Version: r.Version, Item: r.Item, Hash: r.Hash, Name: r.Name, Persons: r.Persons, P: r.P, PPoints: r.PPoints, RRest: r.RRest,
		Model: r.Model, AppliedAt: r.AppliedAt, AppliedBy: r.AppliedBy, AppliedName: r.AppliedName, Reason: r.Reason,
	}
	if err := json.Unmarshal(r.Parameters, &out.Parameters); err != nil {
		return out, fmt.Errorf("parameters of %s in run %s: %w", r.Version, r.Run, err)
	}
	return out, nil
}

// putFindings stores what a run found.
func putFindings(ctx context.Context, tx pgx.Tx, run string, list []analysis.Finding) error {
	var b pgx.Batch
	for i := range list {
		f := &list[i]
		parameters, err := json.Marshal(f.Parameters)
		if err != nil {
			return fmt.Errorf("parameters of %s: %w", f.Version, err)
		}
		b.Queue(`
			INSERT INTO analysis_item (run_id, version_id, item_id, hash, name, persons, p, p_points, r_rest, model, parameters)
			VALUES (@run, @version, @item, @hash, @name, @persons, @p, @points, @r, @model, @parameters)`, pgx.StrictNamedArgs{
			"run": run, "version": f.Version, "item": f.Item, "hash": f.Hash, "name": f.Name, "persons": f.Persons,
			"p": f.P, "points": f.PPoints, "r": f.RRest, "model": f.Model, "parameters": string(parameters),
		})
	}
	return pgdb.MapError(tx.SendBatch(ctx, &b).Close())
}

// Findings are those of a run, in the order of their names.
func (s *Store) Findings(ctx context.Context, run string) ([]analysis.Finding, error) {
	return s.findings(ctx, `SELECT `+findingColumns+` FROM analysis_item i WHERE i.run_id = @run ORDER BY length(i.name), i.name, i.version_id`, pgx.StrictNamedArgs{"run": run})
}

// Applied is the finding that holds now for each of some items.
func (s *Store) Applied(ctx context.Context, items []exam.ItemID) ([]analysis.Finding, error) {
	return s.findings(ctx, `
		SELECT DISTINCT ON (i.item_id) `+findingColumns+` FROM analysis_item i
		WHERE i.item_id = ANY(@items) AND i.applied_at IS NOT NULL
		ORDER BY i.item_id, i.applied_at DESC, i.run_id DESC`, pgx.StrictNamedArgs{"items": texts(items)})
}

func (s *Store) findings(ctx context.Context, sql string, args pgx.StrictNamedArgs) ([]analysis.Finding, error) {
	rows, err := pgdb.List[findingRow](ctx, s.q, sql, args)
	if err != nil {
		return nil, err
	}
	out := make([]analysis.Finding, len(rows))
	for i := range rows {
		if out[i], err = rows[i].finding(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Apply marks findings of a run as applied and returns them.
func (s *Store) Apply(ctx context.Context, who exam.Actor, run string, versions []exam.VersionID, reason string) ([]analysis.Finding, error) {
	var out []analysis.Finding
	change := audit.Change{Who: who, Action: "analysis.apply", Object: "analysis:" + run, Detail: map[string]any{"versions": versions, "reason": reason}}
	err := audit.InTx(ctx, s.q, change, func(tx pgx.Tx) error {
		n, err := pgdb.One[int](ctx, tx, `SELECT count(*) FROM analysis_item WHERE run_id = @run AND version_id = ANY(@versions)`,
			pgx.StrictNamedArgs{"run": run, "versions": texts(versions)})
		if err != nil {
			return err
		}
		if n != len(versions) {
			return fault.New(fault.NotFound, "analysis.item_not_found")
		}
		out, err = New(tx).findings(ctx, `
			UPDATE analysis_item i SET applied_at = now(), applied_by = @by, applied_name = @name, reason = @reason
			WHERE i.run_id = @run AND i.version_id = ANY(@versions) AND i.applied_at IS NULL
			RETURNING `+findingColumns, pgx.StrictNamedArgs{"run": run, "versions": texts(versions), "by": who.ID, "name": who.Name, "reason": reason})
		return err
	})
	return out, err
}

type pastRow struct {
	findingRow
	Exam       exam.ExamID `db:"exam_id"`
	ExamName   string      `db:"exam_name"`
	SchoolYear string      `db:"school_year"`
	Subject    string      `db:"subject"`
	At         time.Time   `db:"created_at"`
}

// History is everything that finished runs found of some items, the newest
// first.
func (s *Store) History(ctx context.Context, items []exam.ItemID) ([]analysis.Past, error) {
	rows, err := pgdb.List[pastRow](ctx, s.q, `
		SELECT `+findingColumns+`, r.exam_id, e.name AS exam_name, e.school_year, r.subject, r.created_at
		FROM analysis_item i JOIN analysis_run r ON r.id = i.run_id JOIN exam e ON e.id = r.exam_id
		WHERE i.item_id = ANY(@items) ORDER BY r.created_at DESC, i.run_id, i.version_id`, pgx.StrictNamedArgs{"items": texts(items)})
	if err != nil {
		return nil, err
	}
	out := make([]analysis.Past, len(rows))
	for i := range rows {
		r := &rows[i]
		out[i] = analysis.Past{Exam: r.Exam, ExamName: r.ExamName, SchoolYear: r.SchoolYear, Subject: r.Subject, At: r.At.UTC()}
		if out[i].Finding, err = r.finding(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = string(x)
	}
	return out
}
