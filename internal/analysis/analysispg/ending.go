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

// EndRun ends a running run and keeps its report and findings if it is done.
func (s *Store) EndRun(ctx context.Context, who exam.Actor, r analysis.Run, rep *analysis.Report) error {
	change := audit.Change{Who: who, Action: "analysis.end", Object: "analysis:" + r.ID, Detail: map[string]any{
		"state": r.State, "problem": r.Problem, "data_hash": r.DataHash, "persons": r.Persons, "items": r.Items,
	}}
	var report *string
	if r.State == analysis.Done {
		raw, err := json.Marshal(rep)
		if err != nil {
			return fmt.Errorf("report of run %s: %w", r.ID, err)
		}
		text := string(raw)
		report = &text
	}
	return audit.InTx(ctx, s.q, change, func(tx pgx.Tx) error {
		n, err := pgdb.Exec(ctx, tx, `
			UPDATE analysis_run SET state = @state, done = CASE WHEN @state = 'done' THEN 100 ELSE done END, problem = @problem, problem_text = @text,
				data_hash = @hash, stamp = @stamp, persons = @persons, items = @items, report = @report::json, ended_at = now(), seen_at = now()
			WHERE id = @id AND state = 'running' AND (@state <> 'done' OR NOT cancel)`, pgx.StrictNamedArgs{
			"id": r.ID, "state": string(r.State), "problem": r.Problem, "text": r.ProblemText, "hash": r.DataHash, "stamp": r.Stamp,
			"persons": r.Persons, "items": r.Items, "report": report,
		})
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, "analysis.over")
		}
		if r.State != analysis.Done {
			return nil
		}
		if err := putSchools(ctx, tx, r.ID, rep.Schools); err != nil {
			return err
		}
		return putFindings(ctx, tx, r.ID, rep.Findings())
	})
}

// putSchools notes which schools a report is about.
func putSchools(ctx context.Context, tx pgx.Tx, run string, list []analysis.School) error {
	codes := make([]string, len(list))
	for i := range list {
		codes[i] = list[i].Code
	}
	_, err := pgdb.Exec(ctx, tx, `INSERT INTO analysis_school (run_id, code) SELECT DISTINCT @run, c FROM unnest(@codes::text[]) c WHERE c <> ''`,
		pgx.StrictNamedArgs{"run": run, "codes": codes})
	return err
}

// SweepRuns ends the runs that no node told of for so long.
func (s *Store) SweepRuns(ctx context.Context, untold time.Duration) (int, error) {
	n := 0
	err := pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		ids, err := pgdb.List[string](ctx, tx, `
			UPDATE analysis_run SET ended_at = now(),
				state = CASE WHEN cancel THEN 'cancelled' ELSE 'failed' END, problem = CASE WHEN cancel THEN '' ELSE @problem END
			WHERE state = 'running' AND seen_at < now() - make_interval(secs => @seconds) RETURNING id`,
			pgx.StrictNamedArgs{"problem": analysis.ProblemLost, "seconds": untold.Seconds()})
		if err != nil {
			return err
		}
		n = len(ids)
		for _, id := range ids { // one or two, after a node was killed
			if err := audit.Write(ctx, tx, exam.System(), "analysis.lost", "analysis:"+id, nil); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

// Report returns the report of a finished run, or analysis.no_report.
func (s *Store) Report(ctx context.Context, id string) (analysis.Report, error) {
	var out analysis.Report
	raw, err := pgdb.One[*string](ctx, s.q, `SELECT report::text FROM analysis_run WHERE id = @id`, pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return out, pgdb.Missing(err, "analysis.not_found", id)
	}
	if raw == nil {
		return out, fault.New(fault.Conflict, "analysis.no_report")
	}
	if err := json.Unmarshal([]byte(*raw), &out); err != nil {
		return out, fmt.Errorf("report of run %s: %w", id, err)
	}
	return out, nil
}
