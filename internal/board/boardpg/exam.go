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

type examRow struct {
	ID         exam.ExamID    `db:"id"`
	Name       string         `db:"name"`
	UnitID     exam.UnitID    `db:"unit_id"`
	Profile    string         `db:"profile"`
	SchoolYear string         `db:"school_year"`
	Settings   board.Settings `db:"settings"`
	Rev        int            `db:"rev"`
	CreatedAt  time.Time      `db:"created_at"`
}

func (r examRow) exam() board.Exam {
	return board.Exam{
		ID: r.ID, Name: r.Name, UnitID: r.UnitID, Profile: r.Profile, SchoolYear: r.SchoolYear,
		Settings: r.Settings, Rev: r.Rev, CreatedAt: r.CreatedAt,
	}
}

// GetExam returns the exam, or fault.NotFound.
func (s *Store) GetExam(ctx context.Context, id exam.ExamID) (board.Exam, error) {
	row, err := pgdb.One[examRow](ctx, s.q, `
		SELECT id, name, unit_id, profile, school_year, settings, rev, created_at
		FROM exam
		WHERE id = @id`, pgx.StrictNamedArgs{"id": id})
	return row.exam(), pgdb.Missing(err, "exam.not_found", id)
}

// ListExams returns the exams of the units and of all units under them.
func (s *Store) ListExams(ctx context.Context, units []exam.UnitID) ([]board.ExamSummary, error) {
	type summaryRow struct {
		examRow
		Candidates int `db:"candidates"`
		Rooms      int `db:"rooms"`
		Sittings   int `db:"sittings"`
	}
	rows, err := pgdb.List[summaryRow](ctx, s.q, `
		WITH RECURSIVE under AS (
			SELECT id FROM unit WHERE id = ANY(@units)
			UNION
			SELECT u.id FROM unit u JOIN under ON u.parent_id = under.id
		)
		SELECT e.id, e.name, e.unit_id, e.profile, e.school_year, e.settings, e.rev, e.created_at,
			(SELECT count(*) FROM candidate c WHERE c.exam_id = e.id) AS candidates,
			(SELECT count(*) FROM room r WHERE r.exam_id = e.id) AS rooms,
			(SELECT count(*) FROM sitting s WHERE s.exam_id = e.id) AS sittings
		FROM exam e
		WHERE e.unit_id IN (SELECT id FROM under)
		ORDER BY e.created_at DESC, e.id DESC`, pgx.StrictNamedArgs{"units": units})
	if err != nil {
		return nil, err
	}
	out := make([]board.ExamSummary, len(rows))
	for i, r := range rows {
		out[i] = board.ExamSummary{Exam: r.exam(), Candidates: r.Candidates, Rooms: r.Rooms, Sittings: r.Sittings}
	}
	return out, nil
}

// CreateExam stores e under a new id.
func (s *Store) CreateExam(ctx context.Context, who exam.Actor, e board.Exam) (board.Exam, error) {
	if err := e.Validate(); err != nil {
		return board.Exam{}, err
	}
	e.ID = exam.ExamID(exam.NewID())
	var row examRow
	err := audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "exam.create", Object: "exam:" + string(e.ID), Detail: examDetail(e)}, func(tx pgx.Tx) (err error) {
		row, err = pgdb.One[examRow](ctx, tx, `
			INSERT INTO exam (id, name, unit_id, profile, school_year, settings)
			VALUES (@id, @name, @unit_id, @profile, @school_year, @settings)
			RETURNING id, name, unit_id, profile, school_year, settings, rev, created_at`,
			pgx.StrictNamedArgs{
				"id": e.ID, "name": e.Name, "unit_id": e.UnitID, "profile": e.Profile,
				"school_year": e.SchoolYear, "settings": e.Settings,
			})
		return err
	})
	return row.exam(), err
}

// UpdateExam stores name, school year and settings of e.
func (s *Store) UpdateExam(ctx context.Context, who exam.Actor, e board.Exam) (board.Exam, error) {
	if err := e.Validate(); err != nil {
		return board.Exam{}, err
	}
	var row examRow
	err := audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "exam.update", Object: "exam:" + string(e.ID), Detail: examDetail(e)}, func(tx pgx.Tx) (err error) {
		if _, err = lockExam(ctx, tx, e.ID); err != nil {
			return err
		}
		row, err = pgdb.One[examRow](ctx, tx, `
			UPDATE exam
			SET name = @name, school_year = @school_year, settings = @settings, rev = rev + 1
			WHERE id = @id AND rev = @rev
			RETURNING id, name, unit_id, profile, school_year, settings, rev, created_at`,
			pgx.StrictNamedArgs{
				"id": e.ID, "rev": e.Rev, "name": e.Name, "school_year": e.SchoolYear, "settings": e.Settings,
			})
		return stale(err, "exam.changed")
	})
	return row.exam(), err
}

// DeleteExam removes an exam of which no sitting was opened.
func (s *Store) DeleteExam(ctx context.Context, who exam.Actor, id exam.ExamID) error {
	return audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "exam.delete", Object: "exam:" + string(id)}, func(tx pgx.Tx) error {
		if _, err := lockExam(ctx, tx, id); err != nil {
			return err
		}
		opened, err := pgdb.One[bool](ctx, tx, `
			SELECT EXISTS (SELECT FROM sitting WHERE exam_id = @id AND opened_at IS NOT NULL)`,
			pgx.StrictNamedArgs{"id": id})
		if err != nil {
			return err
		}
		if opened { // practice too: its attempts would outlive the exam
			return errFrozen(id)
		}
		_, err = pgdb.Exec(ctx, tx, `DELETE FROM exam WHERE id = @id`, pgx.StrictNamedArgs{"id": id})
		return err
	})
}

// stale turns an update that found no row of its revision into a conflict. The
// row itself is known to be there.
func stale(err error, code string) error {
	if fault.KindOf(err) == fault.NotFound {
		return fault.New(fault.Conflict, code)
	}
	return err
}

func examDetail(e board.Exam) any {
	return map[string]any{"name": e.Name, "school_year": e.SchoolYear, "settings": e.Settings}
}
