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

// Store keeps runs and what they found.
type Store struct{ q pgdb.Querier }

var _ analysis.Store = (*Store)(nil)

// New returns a store on q.
func New(q pgdb.Querier) *Store { return &Store{q: q} }

// maxLog is how many lines a run keeps: a calibration writes some tens.
const maxLog = 400

type runRow struct {
	ID          string            `db:"id"`
	Exam        exam.ExamID       `db:"exam_id"`
	Subject     string            `db:"subject"`
	Spec        []byte            `db:"spec"`
	State       analysis.RunState `db:"state"`
	Done        int               `db:"done"`
	Stage       string            `db:"stage"`
	Problem     string            `db:"problem"`
	ProblemText string            `db:"problem_text"`
	Log         []byte            `db:"log"`
	DataHash    string            `db:"data_hash"`
	Stamp       string            `db:"stamp"`
	Persons     int               `db:"persons"`
	Items       int               `db:"items"`
	AgainOf     string            `db:"again_of"`
	CreatedAt   time.Time         `db:"created_at"`
	CreatedBy   exam.AccountID    `db:"created_by"`
	CreatedName string            `db:"created_name"`
	EndedAt     *time.Time        `db:"ended_at"`
}

const runColumns = `id, exam_id, subject, spec, state, done, stage, problem, problem_text, log, data_hash, stamp, persons, items,
	coalesce(again_of, '') AS again_of, created_at, created_by, created_name, ended_at`

func (r *runRow) run() (analysis.Run, error) {
	out := analysis.Run{
		ID: r.ID, Exam: r.Exam, Subject: r.Subject, State: r.State, Done: r.Done, Stage: r.Stage, Problem: r.Problem, ProblemText: r.ProblemText,
		DataHash: r.DataHash, Stamp: r.Stamp, Persons: r.Persons, Items: r.Items, AgainOf: r.AgainOf, CreatedAt: r.CreatedAt.UTC(),
		CreatedBy: r.CreatedBy, CreatedName: r.CreatedName, EndedAt: r.EndedAt,
	}
	if err := json.Unmarshal(r.Spec, &out.Spec); err != nil {
		return out, fmt.Errorf("spec of run %s: %w", r.ID, err)
	}
	if err := json.Unmarshal(r.Log, &out.Log); err != nil {
		return out, fmt.Errorf("log of run %s: %w", r.ID, err)
	}
	return out, nil
}

// StartRun notes that a run is running.
func (s *Store) StartRun(ctx context.Context, who exam.Actor, r analysis.Run) (analysis.Run, error) {
	r.ID = exam.NewID()
	spec, err := json.Marshal(r.Spec)
	if err != nil {
		return r, err
	}
	change := audit.Change{Who: who, Action: "analysis.start", Object: "analysis:" + r.ID, Detail: map[string]any{"exam": r.Exam, "subject": r.Subject, "spec": r.Spec, "again_of": r.AgainOf}}
	err = audit.InTx(ctx, s.q, change, func(tx pgx.Tx) error {
		_, err := pgdb.Exec(ctx, tx, `
			INSERT INTO analysis_run (id, exam_id, subject, spec, state, stage, again_of, created_by, created_name)
			VALUES (@id, @exam, @subject, @spec, 'running', @stage, NULLIF(@again, ''), @by, @name)`, pgx.StrictNamedArgs{
			"id": r.ID, "exam": r.Exam, "subject": r.Subject, "spec": string(spec), "stage": analysis.StageGather, "again": r.AgainOf, "by": who.ID, "name": who.Name,
		})
		return err
	})
	if err != nil {
		return r, err
	}
	return s.Run(ctx, r.ID)
}

// Run returns one run, or analysis.not_found.
func (s *Store) Run(ctx context.Context, id string) (analysis.Run, error) {
	row, err := pgdb.One[runRow](ctx, s.q, `SELECT `+runColumns+` FROM analysis_run WHERE id = @id`, pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return analysis.Run{}, pgdb.Missing(err, "analysis.not_found", id)
	}
	return row.run()
}

// Runs lists the runs of an exam, the newest first.
func (s *Store) Runs(ctx context.Context, id exam.ExamID, subject string, limit int) ([]analysis.Run, error) {
	return s.runs(ctx, `
		SELECT `+runColumns+` FROM analysis_run
		WHERE exam_id = @exam AND (@subject = '' OR subject = @subject)
		ORDER BY created_at DESC, id DESC LIMIT @limit`, pgx.StrictNamedArgs{"exam": id, "subject": subject, "limit": limit})
}

// LastRuns is the newest run of every exam and subject.
func (s *Store) LastRuns(ctx context.Context, exams []exam.ExamID) ([]analysis.Run, error) {
	ids := make([]string, len(exams))
	for i, id := range exams {
		ids[i] = string(id)
	}
	return s.runs(ctx, `
		SELECT DISTINCT ON (exam_id, subject) `+runColumns+` FROM analysis_run
		WHERE exam_id = ANY(@exams)
		ORDER BY exam_id, subject, created_at DESC, id DESC`, pgx.StrictNamedArgs{"exams": ids})
}

// SchoolRuns is the newest finished run of every exam and subject that has a
// report of one of these schools.
func (s *Store) SchoolRuns(ctx context.Context, codes []string) ([]analysis.Run, error) {
	return s.runs(ctx, `
		SELECT `+runColumns+` FROM (
			SELECT DISTINCT ON (exam_id, subject) * FROM analysis_run r
			WHERE state = 'done' AND EXISTS (SELECT FROM analysis_school s WHERE s.run_id = r.id AND s.code = ANY(@codes))
			ORDER BY exam_id, subject, created_at DESC, id DESC) AS newest
		ORDER BY created_at DESC, id DESC`, pgx.StrictNamedArgs{"codes": codes})
}

func (s *Store) runs(ctx context.Context, sql string, args pgx.StrictNamedArgs) ([]analysis.Run, error) {
	rows, err := pgdb.List[runRow](ctx, s.q, sql, args)
	if err != nil {
		return nil, err
	}
	out := make([]analysis.Run, len(rows))
	for i := range rows {
		if out[i], err = rows[i].run(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// SeeRun notes how far a running run is and adds to its log.
func (s *Store) SeeRun(ctx context.Context, id string, done int, stage string, log []analysis.LogLine) (bool, error) {
	lines, err := json.Marshal(log)
	if err != nil || log == nil {
		lines = []byte("[]")
	}
	type row struct {
		Cancel bool `db:"cancel"`
	}
	rows, err := pgdb.List[row](ctx, s.q, `
		UPDATE analysis_run SET done = @done, stage = @stage, seen_at = now(),
			log = CASE WHEN jsonb_array_length(log) < @most THEN log || @lines::jsonb ELSE log END
		WHERE id = @id AND state = 'running' RETURNING cancel`,
		pgx.StrictNamedArgs{"id": id, "done": done, "stage": stage, "lines": string(lines), "most": maxLog})
	return err == nil && (len(rows) == 0 || rows[0].Cancel), err
}

// CancelRun asks a running run to stop.
func (s *Store) CancelRun(ctx context.Context, who exam.Actor, id string) error {
	return audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "analysis.cancel", Object: "analysis:" + id}, func(tx pgx.Tx) error {
		n, err := pgdb.Exec(ctx, tx, `UPDATE analysis_run SET cancel = true WHERE id = @id AND state = 'running'`, pgx.StrictNamedArgs{"id": id})
		if err == nil && n == 0 {
			return fault.New(fault.Conflict, "analysis.over")
		}
		return err
	})
}
