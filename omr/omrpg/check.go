package omrpg

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
	"khaothi/omr"
)

// StartCheck implements omr.Checks.
func (s *Store) StartCheck(ctx context.Context, c omr.Check) error {
	return pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		_, err := pgdb.Exec(ctx, tx, `
			INSERT INTO omr_check (id, sitting_id, by_id, by_name, at) VALUES (@id, @sitting, @by, @name, @at)`,
			pgx.StrictNamedArgs{"id": c.ID, "sitting": c.Sitting, "by": c.By.ID, "name": c.By.Name, "at": c.At})
		if pgdb.Constraint(err) == "omr_check_one" {
			return fault.New(fault.Conflict, "omr.checking")
		}
		if err != nil {
			return fmt.Errorf("start a check of sitting %s: %w", c.Sitting, err)
		}
		return audit.Write(ctx, tx, c.By, "omr.check", "sitting:"+string(c.Sitting), map[string]any{"check": c.ID})
	})
}

type checkRow struct {
	ID      string         `db:"id"`
	Sitting exam.SittingID `db:"sitting_id"`
	ByID    exam.AccountID `db:"by_id"`
	ByName  string         `db:"by_name"`
	At      time.Time      `db:"at"`
	State   omr.CheckState `db:"state"`
	Done    int            `db:"done"`
	Total   int            `db:"total"`
	EndedAt *time.Time     `db:"ended_at"`
	Scans   int            `db:"scans"`
	Sheets  int            `db:"sheets"`
	Wrong   []byte         `db:"wrong"`
}

const checkColumns = `id, sitting_id, by_id, by_name, at, state, done, total, ended_at, scans, sheets`

func (r *checkRow) check() (omr.Check, error) {
	c := omr.Check{
		ID: r.ID, Sitting: r.Sitting, By: exam.Actor{ID: r.ByID, Name: r.ByName}, At: r.At.UTC(), State: r.State, Done: r.Done, Total: r.Total,
		Report: omr.Report{Scans: r.Scans, Sheets: r.Sheets},
	}
	if r.EndedAt != nil {
		c.EndedAt = r.EndedAt.UTC()
	}
	if err := json.Unmarshal(r.Wrong, &c.Wrong); err != nil {
		return c, fmt.Errorf("check %s: %w", r.ID, err)
	}
	return c, nil
}

// ListChecks implements omr.Checks.
func (s *Store) ListChecks(ctx context.Context, id exam.SittingID) ([]omr.Check, error) {
	rows, err := pgdb.List[checkRow](ctx, s.q, `
		SELECT `+checkColumns+`, '[]'::jsonb AS wrong FROM omr_check WHERE sitting_id = @sitting ORDER BY at DESC, id DESC`,
		pgx.StrictNamedArgs{"sitting": id})
	if err != nil {
		return nil, fmt.Errorf("read checks: %w", err)
	}
	out := make([]omr.Check, len(rows))
	for i := range rows {
		if out[i], err = rows[i].check(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// GetCheck implements omr.Checks.
func (s *Store) GetCheck(ctx context.Context, id string) (omr.Check, error) {
	row, err := pgdb.One[checkRow](ctx, s.q, `SELECT `+checkColumns+`, wrong FROM omr_check WHERE id = @id`, pgx.StrictNamedArgs{"id": id})
	if fault.KindOf(err) == fault.NotFound {
		return omr.Check{}, fault.New(fault.NotFound, "omr.check_not_found")
	}
	if err != nil {
		return omr.Check{}, fmt.Errorf("read check %s: %w", id, err)
	}
	return row.check()
}

// end ends a check that is under way, and reports whether it was.
func (s *Store) end(ctx context.Context, q pgdb.Querier, id string, state omr.CheckState, r omr.Report, at time.Time) (bool, error) {
	wrong, err := json.Marshal(append([]omr.Difference{}, r.Wrong...))
	if err != nil {
		return false, err
	}
	n, err := pgdb.Exec(ctx, q, `
		UPDATE omr_check SET state = @state, ended_at = @at, scans = @scans, sheets = @sheets, wrong = @wrong
		WHERE id = @id AND ended_at IS NULL`,
		pgx.StrictNamedArgs{"id": id, "state": state, "at": at, "scans": r.Scans, "sheets": r.Sheets, "wrong": wrong})
	if err != nil {
		return false, fmt.Errorf("end check %s: %w", id, err)
	}
	return n > 0, nil
}

// CancelCheck implements omr.Checks.
func (s *Store) CancelCheck(ctx context.Context, who exam.Actor, id string, at time.Time) error {
	return pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		was, err := s.end(ctx, tx, id, omr.CheckCancelled, omr.Report{}, at)
		if err != nil {
			return err
		}
		if !was {
			return fault.New(fault.Closed, "omr.check_over")
		}
		return audit.Write(ctx, tx, who, "omr.check_cancel", "check:"+id, nil)
	})
}

// RunCheck implements omr.Checks. A transaction holds the lock of the check as
// long as f runs, and ends with the connection of a node that is killed; what f
// tells is written beside it, where others see it.
func (s *Store) RunCheck(ctx context.Context, now func() time.Time, f func(c omr.Check, tell func(done, total int) (bool, error)) (omr.Report, error)) (bool, error) {
	found := false
	err := pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		c, err := s.takeCheck(ctx, tx)
		if err != nil || c.ID == "" {
			return err
		}
		found = true
		report, failed := f(c, func(done, total int) (bool, error) { return s.tell(ctx, c.ID, done, total) })
		state := omr.CheckDone
		if failed != nil {
			if ctx.Err() != nil {
				return failed // this node stops; another takes the check
			}
			state = omr.CheckFailed
		}
		if _, err := s.end(ctx, s.q, c.ID, state, report, now()); err != nil {
			return err
		}
		return failed
	})
	return found, err
}

// takeCheck locks the first check that nobody runs; without an ID: there is
// none.
func (s *Store) takeCheck(ctx context.Context, tx pgx.Tx) (omr.Check, error) {
	ids, err := pgdb.List[string](ctx, tx, `SELECT id FROM omr_check WHERE ended_at IS NULL ORDER BY at, id`, nil)
	if err != nil {
		return omr.Check{}, fmt.Errorf("read checks that wait: %w", err)
	}
	for _, id := range ids {
		mine, err := pgdb.One[bool](ctx, tx, `SELECT pg_try_advisory_xact_lock(hashtextextended('omr_check:' || @id, 0))`, pgx.StrictNamedArgs{"id": id})
		if err != nil {
			return omr.Check{}, err
		}
		if !mine {
			continue
		}
		if going, err := s.tell(ctx, id, 0, 0); err != nil || !going {
			return omr.Check{}, err // it ended before the lock was had
		}
		return s.GetCheck(ctx, id)
	}
	return omr.Check{}, nil
}

// tell writes how far a check is, and reports whether it is still to go on.
func (s *Store) tell(ctx context.Context, id string, done, total int) (bool, error) {
	n, err := pgdb.Exec(ctx, s.q, `
		UPDATE omr_check SET state = 'running', done = @done, total = @total WHERE id = @id AND ended_at IS NULL`,
		pgx.StrictNamedArgs{"id": id, "done": done, "total": total})
	return n > 0, err
}
