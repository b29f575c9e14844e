package boardpg

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/audit"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

type sittingRow struct {
	ID           exam.SittingID `db:"id"`
	ExamID       exam.ExamID    `db:"exam_id"`
	Subject      string         `db:"subject"`
	Name         string         `db:"name"`
	FormID       *exam.FormID   `db:"form_id"`
	Rule         string         `db:"rule"`
	StartsAt     time.Time      `db:"starts_at"`
	DurationS    int            `db:"duration_s"`
	GraceS       int            `db:"grace_s"`
	LateLimitS   int            `db:"late_limit_s"`
	SubmitAfterS int            `db:"submit_after_s"`
	Practice     bool           `db:"practice"`
	OpenedAt     *time.Time     `db:"opened_at"`
	Rev          int            `db:"rev"`
}

func (r sittingRow) sitting() board.Sitting {
	s := board.Sitting{
		ID: r.ID, ExamID: r.ExamID, Subject: r.Subject, Name: r.Name, Rule: r.Rule, StartsAt: r.StartsAt,
		Duration: seconds(r.DurationS), Grace: seconds(r.GraceS),
		LateLimit: seconds(r.LateLimitS), SubmitAfter: seconds(r.SubmitAfterS), Practice: r.Practice, Rev: r.Rev,
	}
	if r.FormID != nil {
		s.FormID = *r.FormID
	}
	if r.OpenedAt != nil {
		s.OpenedAt = *r.OpenedAt
	}
	return s
}

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }

// sittingArgs are the columns that a board writes.
func sittingArgs(s board.Sitting) pgx.StrictNamedArgs {
	return pgx.StrictNamedArgs{
		"id": s.ID, "exam_id": s.ExamID, "subject": s.Subject, "name": s.Name, "form_id": s.FormID, "rule": s.Rule,
		"starts_at": s.StartsAt, "duration_s": int(s.Duration.Seconds()), "grace_s": int(s.Grace.Seconds()),
		"late_limit_s": int(s.LateLimit.Seconds()), "submit_after_s": int(s.SubmitAfter.Seconds()),
	}
}

// GetSitting returns the plan, or fault.NotFound.
func (s *Store) GetSitting(ctx context.Context, id exam.SittingID) (board.Sitting, error) {
	row, err := pgdb.One[sittingRow](ctx, s.q, `
		SELECT id, exam_id, subject, name, form_id, rule, starts_at, duration_s, grace_s,
			late_limit_s, submit_after_s, practice, opened_at, rev
		FROM sitting
		WHERE id = @id`, pgx.StrictNamedArgs{"id": id})
	return row.sitting(), pgdb.Missing(err, "sitting.not_found", id)
}

// ListSittings returns the sittings of an exam by start.
func (s *Store) ListSittings(ctx context.Context, id exam.ExamID) ([]board.SittingSummary, error) {
	type summaryRow struct {
		sittingRow
		Registered int `db:"registered"`
		Seated     int `db:"seated"`
		Rooms      int `db:"rooms"`
	}
	rows, err := pgdb.List[summaryRow](ctx, s.q, `
		SELECT s.id, s.exam_id, s.subject, s.name, s.form_id, s.rule, s.starts_at, s.duration_s, s.grace_s,
			s.late_limit_s, s.submit_after_s, s.practice, s.opened_at, s.rev,
			(SELECT count(*) FROM candidate c
				WHERE c.exam_id = s.exam_id AND (c.subjects = '{}' OR s.subject = ANY(c.subjects))) AS registered,
			(SELECT count(*) FROM seat t WHERE t.sitting_id = s.id) AS seated,
			(SELECT count(DISTINCT t.room_id) FROM seat t WHERE t.sitting_id = s.id) AS rooms
		FROM sitting s
		WHERE s.exam_id = @id
		ORDER BY s.starts_at, s.name, s.id`, pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return nil, err
	}
	out := make([]board.SittingSummary, len(rows))
	for i, r := range rows {
		out[i] = board.SittingSummary{Sitting: r.sitting(), Registered: r.Registered, Seated: r.Seated, Rooms: r.Rooms}
	}
	return out, nil
}

// CreateSitting stores p under a new id.
func (s *Store) CreateSitting(ctx context.Context, who exam.Actor, p board.Sitting) (board.Sitting, error) {
	p.ID = exam.SittingID(exam.NewID())
	var row sittingRow
	err := audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "sitting.create", Object: "sitting:" + string(p.ID), Detail: sittingArgs(p)}, func(tx pgx.Tx) error {
		if err := validSitting(ctx, tx, p); err != nil {
			return err
		}
		made := sittingArgs(p)
		made["practice"] = p.Practice
		var err error
		row, err = pgdb.One[sittingRow](ctx, tx, `
			INSERT INTO sitting (id, exam_id, subject, name, form_id, rule, starts_at, duration_s, grace_s,
				late_limit_s, submit_after_s, practice)
			VALUES (@id, @exam_id, @subject, @name, NULLIF(@form_id, ''), @rule, @starts_at, @duration_s, @grace_s,
				@late_limit_s, @submit_after_s, @practice)
			RETURNING id, exam_id, subject, name, form_id, rule, starts_at, duration_s, grace_s,
				late_limit_s, submit_after_s, practice, opened_at, rev`, made)
		return err
	})
	return row.sitting(), err
}

// UpdateSitting stores the plan of a sitting that was not opened. A change of
// the subject drops its seats: other candidates sit it.
func (s *Store) UpdateSitting(ctx context.Context, who exam.Actor, p board.Sitting) (board.Sitting, error) {
	var row sittingRow
	err := audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "sitting.update", Object: "sitting:" + string(p.ID), Detail: sittingArgs(p)}, func(tx pgx.Tx) error {
		if err := validSitting(ctx, tx, p); err != nil {
			return err
		}
		old, err := unfrozen(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		if old.Subject != p.Subject {
			if err := dropSeats(ctx, tx, []exam.SittingID{p.ID}); err != nil {
				return err
			}
		}
		if old.Practice {
			return fault.New(fault.Conflict, "sitting.practice").With("id", p.ID)
		}
		args := sittingArgs(p)
		args["rev"] = p.Rev
		row, err = pgdb.One[sittingRow](ctx, tx, `
			UPDATE sitting
			SET subject = @subject, name = @name, form_id = NULLIF(@form_id, ''), rule = @rule, starts_at = @starts_at,
				duration_s = @duration_s, grace_s = @grace_s, late_limit_s = @late_limit_s,
				submit_after_s = @submit_after_s, rev = rev + 1
			WHERE id = @id AND exam_id = @exam_id AND rev = @rev
			RETURNING id, exam_id, subject, name, form_id, rule, starts_at, duration_s, grace_s,
				late_limit_s, submit_after_s, practice, opened_at, rev`, args)
		return stale(err, "sitting.changed")
	})
	return row.sitting(), err
}

// DeleteSitting removes a sitting that was not opened, with its seats.
func (s *Store) DeleteSitting(ctx context.Context, who exam.Actor, id exam.SittingID) error {
	return audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "sitting.delete", Object: "sitting:" + string(id)}, func(tx pgx.Tx) error {
		if _, err := unfrozen(ctx, tx, id); err != nil {
			return err
		}
		_, err := pgdb.Exec(ctx, tx, `DELETE FROM sitting WHERE id = @id`, pgx.StrictNamedArgs{"id": id})
		return err
	})
}

// FreezeSitting marks the plan as opened. A plan without a form or without
// seats cannot be opened.
func (s *Store) FreezeSitting(ctx context.Context, who exam.Actor, id exam.SittingID) error {
	return audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "sitting.freeze", Object: "sitting:" + string(id)}, func(tx pgx.Tx) error {
		p, err := New(tx).GetSitting(ctx, id)
		if err != nil {
			return err
		}
		if _, err := lockExam(ctx, tx, p.ExamID); err != nil {
			return err
		}
		seats, err := pgdb.One[int](ctx, tx, `SELECT count(*) FROM seat WHERE sitting_id = @id`,
			pgx.StrictNamedArgs{"id": id})
		if err != nil {
			return err
		}
		if p.FormID == "" {
			return fault.New(fault.Conflict, "sitting.no_form").With("id", id)
		}
		if seats == 0 {
			return fault.New(fault.Conflict, "sitting.no_seats").With("id", id)
		}
		_, err = pgdb.Exec(ctx, tx, `
			UPDATE sitting SET opened_at = COALESCE(opened_at, now()) WHERE id = @id`, pgx.StrictNamedArgs{"id": id})
		return err
	})
}

// validSitting checks p within the settings of its exam and locks the exam.
func validSitting(ctx context.Context, tx pgx.Tx, p board.Sitting) error {
	if _, err := lockExam(ctx, tx, p.ExamID); err != nil {
		return err
	}
	e, err := New(tx).GetExam(ctx, p.ExamID)
	if err != nil {
		return err
	}
	return p.Validate(e.Settings)
}

// unfrozen locks the exam of a sitting and returns the plan, or refuses.
func unfrozen(ctx context.Context, tx pgx.Tx, id exam.SittingID) (board.Sitting, error) {
	p, err := New(tx).GetSitting(ctx, id)
	if err != nil {
		return board.Sitting{}, err
	}
	if _, err := lockExam(ctx, tx, p.ExamID); err != nil {
		return board.Sitting{}, err
	}
	p, err = New(tx).GetSitting(ctx, id) // again: it may have been opened before the lock
	if err != nil {
		return board.Sitting{}, err
	}
	if p.Opened() {
		return board.Sitting{}, fault.New(fault.Conflict, "sitting.frozen").With("id", id)
	}
	return p, nil
}
