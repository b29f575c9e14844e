package boardpg

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/audit"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
	"khaothi/internal/vi"
)

type candidateRow struct {
	ID         exam.CandidateID `db:"id"`
	ExamID     exam.ExamID      `db:"exam_id"`
	RosterNo   int              `db:"roster_no"`
	Number     *string          `db:"number"`
	FamilyName string           `db:"family_name"`
	GivenName  string           `db:"given_name"`
	BirthDate  time.Time        `db:"birth_date"`
	Gender     board.Gender     `db:"gender"`
	PupilCode  string           `db:"pupil_code"`
	CitizenID  string           `db:"citizen_id"`
	SchoolCode string           `db:"school_code"`
	SchoolName string           `db:"school_name"`
	ClassCode  string           `db:"class_code"`
	Subjects   []string         `db:"subjects"`

	ExtraMin     int            `db:"extra_min"`
	ExtraPercent int            `db:"extra_percent"`
	TypeScale    int            `db:"type_scale"`
	Contrast     board.Contrast `db:"contrast"`
	Note         string         `db:"accommodation_note"`
}

func (r candidateRow) candidate() board.Candidate {
	c := board.Candidate{
		ID: r.ID, ExamID: r.ExamID, RosterNo: r.RosterNo, FamilyName: r.FamilyName, GivenName: r.GivenName,
		BirthDate: r.BirthDate, Gender: r.Gender, PupilCode: r.PupilCode, CitizenID: r.CitizenID,
		SchoolCode: r.SchoolCode, SchoolName: r.SchoolName, ClassCode: r.ClassCode, Subjects: r.Subjects,
		Needs: board.Accommodation{
			ExtraMinutes: r.ExtraMin, ExtraPercent: r.ExtraPercent, Scale: r.TypeScale, Contrast: r.Contrast, Note: r.Note,
		},
	}
	if r.Number != nil {
		c.Number = *r.Number
	}
	return c
}

// GetCandidate returns the candidate, or fault.NotFound.
func (s *Store) GetCandidate(ctx context.Context, id exam.CandidateID) (board.Candidate, error) {
	row, err := pgdb.One[candidateRow](ctx, s.q, `
		SELECT id, exam_id, roster_no, number, family_name, given_name, birth_date, gender,
			pupil_code, citizen_id, school_code, school_name, class_code, subjects,
			extra_min, extra_percent, type_scale, contrast, accommodation_note
		FROM candidate
		WHERE id = @id`, pgx.StrictNamedArgs{"id": id})
	return row.candidate(), pgdb.Missing(err, "candidate.not_found", id)
}

// candidateWhere chooses by a board.CandidateFilter; see filterArgs.
const candidateWhere = `
	WHERE exam_id = @exam_id
		AND (@subject = '' OR subjects = '{}' OR @subject = ANY(subjects))
		AND (@code = '' OR @text <> '' AND search LIKE '%' || @text || '%'
			OR number LIKE @code || '%' OR lower(pupil_code) LIKE @code || '%' OR citizen_id LIKE @code || '%')`

// filterArgs searches names folded and codes as they are typed.
func filterArgs(id exam.ExamID, f board.CandidateFilter) pgx.StrictNamedArgs {
	escape := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
	return pgx.StrictNamedArgs{
		"exam_id": id, "subject": f.Subject,
		"text": vi.Fold(f.Text), "code": escape.Replace(strings.ToLower(strings.TrimSpace(f.Text))),
	}
}

// ListCandidates returns a page of the roster by number, then name.
func (s *Store) ListCandidates(ctx context.Context, id exam.ExamID, f board.CandidateFilter) (board.CandidatePage, error) {
	type countRow struct {
		Total    int `db:"total"`
		Numbered int `db:"numbered"`
	}
	count, err := pgdb.One[countRow](ctx, s.q, `
		SELECT count(*) AS total, count(number) AS numbered FROM candidate`+candidateWhere, filterArgs(id, f))
	if err != nil {
		return board.CandidatePage{}, err
	}
	args := filterArgs(id, f)
	args["limit"], args["offset"] = f.Limit, f.Offset
	rows, err := pgdb.List[candidateRow](ctx, s.q, `
		SELECT id, exam_id, roster_no, number, family_name, given_name, birth_date, gender,
			pupil_code, citizen_id, school_code, school_name, class_code, subjects,
			extra_min, extra_percent, type_scale, contrast, accommodation_note
		FROM candidate`+candidateWhere+`
		ORDER BY number NULLS LAST, sort_key, roster_no, id
		LIMIT NULLIF(@limit::int, 0) OFFSET @offset`, args)
	if err != nil {
		return board.CandidatePage{}, err
	}
	page := board.CandidatePage{
		Total: count.Total, Numbered: count.Numbered, Candidates: make([]board.Candidate, len(rows)),
	}
	for i, r := range rows {
		page.Candidates[i] = r.candidate()
	}
	return page, nil
}

// ImportRoster stores the candidates of one checked file under new ids, all or
// none. A replacement drops the old roster with its numbers and seats.
func (s *Store) ImportRoster(ctx context.Context, who exam.Actor, in board.RosterImport) error {
	detail := map[string]any{
		"file": in.FileName, "sha256": in.SHA256, "mode": in.Mode, "candidates": len(in.Candidates),
	}
	return audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "roster.import", Object: "exam:" + string(in.ExamID), Detail: detail}, func(tx pgx.Tx) error {
		frozen, err := lockExam(ctx, tx, in.ExamID)
		if err != nil {
			return err
		}
		if in.Mode == board.ImportReplace {
			if frozen {
				return errFrozen(in.ExamID)
			}
			_, err = pgdb.Exec(ctx, tx, `DELETE FROM candidate WHERE exam_id = @id`, pgx.StrictNamedArgs{"id": in.ExamID})
			if err != nil {
				return err
			}
		}
		if err := copyCandidates(ctx, tx, in); err != nil {
			return err
		}
		return logImport(ctx, tx, who, in)
	})
}

// copyCandidates streams the rows; a code that the exam has already refuses
// them all.
func copyCandidates(ctx context.Context, q pgdb.Querier, in board.RosterImport) error {
	columns := []string{
		"id", "exam_id", "roster_no", "family_name", "given_name", "birth_date", "gender", "pupil_code",
		"citizen_id", "school_code", "school_name", "class_code", "subjects", "search", "sort_key",
		"extra_min", "extra_percent", "type_scale", "contrast", "accommodation_note",
	}
	_, err := q.CopyFrom(ctx, pgx.Identifier{"candidate"}, columns,
		pgx.CopyFromSlice(len(in.Candidates), func(i int) ([]any, error) {
			c := in.Candidates[i]
			subjects, needs := c.Subjects, c.Needs.Complete()
			if subjects == nil {
				subjects = []string{}
			}
			return []any{
				exam.NewID(), string(in.ExamID), c.RosterNo, c.FamilyName, c.GivenName, c.BirthDate, string(c.Gender),
				c.PupilCode, c.CitizenID, c.SchoolCode, c.SchoolName, c.ClassCode, subjects,
				vi.Fold(c.FullName()), board.SortKey(c),
				needs.ExtraMinutes, needs.ExtraPercent, needs.Scale, string(needs.Contrast), needs.Note,
			}, nil
		}))
	err = taken(pgdb.MapError(err), "candidate_pupil_code", "roster.pupil_code_taken")
	return taken(err, "candidate_citizen_id", "roster.citizen_id_taken")
}

func logImport(ctx context.Context, q pgdb.Querier, who exam.Actor, in board.RosterImport) error {
	_, err := pgdb.Exec(ctx, q, `
		INSERT INTO roster_import (id, exam_id, mode, file_name, sha256, candidates, account_id)
		VALUES (@id, @exam_id, @mode, @file_name, @sha256, @candidates, @account_id)`,
		pgx.StrictNamedArgs{
			"id": exam.NewID(), "exam_id": in.ExamID, "mode": in.Mode, "file_name": in.FileName,
			"sha256": in.SHA256, "candidates": len(in.Candidates), "account_id": who.ID,
		})
	return err
}

// onlyNew refuses to renumber anybody in a frozen exam.
func onlyNew(ctx context.Context, q pgdb.Querier, id exam.ExamID, ids []string) error {
	has, err := pgdb.One[bool](ctx, q, `
		SELECT EXISTS (SELECT FROM candidate WHERE id = ANY(@ids) AND number IS NOT NULL)`,
		pgx.StrictNamedArgs{"ids": ids})
	if err == nil && has {
		return errFrozen(id)
	}
	return err
}

// NumberCandidates sets the numbers in one statement, so that they may be
// permuted. Every numbering must be of a candidate of the exam.
func (s *Store) NumberCandidates(ctx context.Context, who exam.Actor, id exam.ExamID, numbers []board.Numbering) error {
	ids, values := make([]string, len(numbers)), make([]string, len(numbers))
	for i, n := range numbers {
		ids[i], values[i] = string(n.CandidateID), n.Number
	}
	detail := map[string]any{"candidates": len(numbers)}
	return audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "candidate.number", Object: "exam:" + string(id), Detail: detail}, func(tx pgx.Tx) error {
		frozen, err := lockExam(ctx, tx, id)
		if err != nil {
			return err
		}
		if frozen {
			if err := onlyNew(ctx, tx, id, ids); err != nil {
				return err
			}
		}
		n, err := pgdb.Exec(ctx, tx, `
			UPDATE candidate c
			SET number = v.number
			FROM unnest(@ids::text[], @numbers::text[]) AS v (id, number)
			WHERE c.id = v.id AND c.exam_id = @exam_id`,
			pgx.StrictNamedArgs{"ids": ids, "numbers": values, "exam_id": id})
		if err != nil {
			return taken(err, "candidate_exam_id_number_key", "candidate.number_taken")
		}
		if n != int64(len(numbers)) {
			return fault.New(fault.Conflict, "roster.changed").With("id", id)
		}
		return nil
	})
}

// SetAccommodation stores what a candidate needs.
func (s *Store) SetAccommodation(ctx context.Context, who exam.Actor, id exam.CandidateID, a board.Accommodation) error {
	a = a.Complete()
	if err := a.Validate(); err != nil {
		return err
	}
	args := pgx.StrictNamedArgs{
		"id": id, "extra_min": a.ExtraMinutes, "extra_percent": a.ExtraPercent, "type_scale": a.Scale,
		"contrast": a.Contrast, "note": a.Note,
	}
	// The trail is kept for ever: what the note says is not for it.
	detail := map[string]any{
		"extra_min": a.ExtraMinutes, "extra_percent": a.ExtraPercent, "scale": a.Scale, "contrast": a.Contrast, "note": a.Note != "",
	}
	return audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "candidate.accommodate", Object: "candidate:" + string(id), Detail: detail}, func(tx pgx.Tx) error {
		n, err := pgdb.Exec(ctx, tx, `
			UPDATE candidate
			SET extra_min = @extra_min, extra_percent = @extra_percent, type_scale = @type_scale, contrast = @contrast,
				accommodation_note = @note
			WHERE id = @id`, args)
		if err == nil && n == 0 {
			return fault.New(fault.NotFound, "candidate.not_found").With("id", id)
		}
		return err
	})
}
