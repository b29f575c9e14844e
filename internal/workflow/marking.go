package workflow

import (
	"context"
	"io"
	"maps"
	"slices"
	"strconv"

	"khaothi/bank"
	"khaothi/delivery"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/scoring"
)

// MarkingSitting is a sitting with works to be marked.
type MarkingSitting struct {
	Sitting  board.Sitting
	ExamName string
	Unit     exam.UnitID
	Counts   scoring.MarkingCounts
	Plan     scoring.MarkingPlan
}

// WorkSheet is a work as a marker sees it: nothing says whose it is.
type WorkSheet struct {
	Work   scoring.Work
	Kind   scoring.Kind
	Part   int
	No     int
	Stem   string
	Rubric []scoring.Criterion
	Others []scoring.WorkMark // of the two before, for who decides between them
}

// MarkingSittings lists the sittings with works that may says a person may see.
func (f *Flow) MarkingSittings(ctx context.Context, may func(exam.UnitID) bool) ([]MarkingSitting, error) {
	read := f.db.Read()
	ids, err := read.Scores.MarkingSittings(ctx)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	counts, err := read.Scores.MarkingCounts(ctx, ids)
	if err != nil {
		return nil, err
	}
	var out []MarkingSitting
	for _, id := range ids {
		m := MarkingSitting{Counts: counts[id]}
		if m.Sitting, err = read.Board.GetSitting(ctx, id); err != nil {
			return nil, err
		}
		e, err := read.Board.GetExam(ctx, m.Sitting.ExamID)
		if err != nil {
			return nil, err
		}
		if m.ExamName, m.Unit = e.Name, e.UnitID; !may(e.UnitID) {
			continue
		}
		if m.Plan, err = read.Scores.Plan(ctx, id); err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

// SetMarkingPlan changes how works are marked, before anybody has marked one.
func (f *Flow) SetMarkingPlan(ctx context.Context, who exam.Actor, id exam.SittingID, p scoring.MarkingPlan) error {
	return f.db.InTx(ctx, func(tx Stores) error { return tx.Scores.SetPlan(ctx, who, id, p) })
}

// NextWork gives a marker a work of the sitting.
func (f *Flow) NextWork(ctx context.Context, who exam.Actor, id exam.SittingID) (WorkSheet, error) {
	var sheet WorkSheet
	err := f.db.InTx(ctx, func(tx Stores) error {
		w, err := tx.Scores.NextWork(ctx, who, id)
		if err != nil {
			return err
		}
		sheet, err = sheetOf(ctx, tx, w)
		return err
	})
	return sheet, err
}

// sheetOf puts the question and its rubric beside a work.
func sheetOf(ctx context.Context, s Stores, w scoring.Work) (WorkSheet, error) {
	sheet := WorkSheet{Work: w}
	sitting, err := s.Board.GetSitting(ctx, w.Sitting)
	if err != nil {
		return sheet, err
	}
	form, err := s.Bank.Form(ctx, sitting.FormID)
	if err != nil {
		return sheet, err
	}
	version, err := s.Scores.Key(ctx, sitting.FormID, 0)
	if err != nil {
		return sheet, err
	}
	field := version.Key.Fields[w.Field]
	sheet.Kind, sheet.Rubric = field.Kind, field.Rubric
	for i, part := range form.Parts {
		for j, pin := range part.Pins {
			if bank.Field(i+1, j+1) == w.Field {
				sheet.Part, sheet.No, sheet.Stem = i+1, j+1, pin.Body.Question.Stem
			}
		}
	}
	if len(w.Marks) == 2 {
		sheet.Others = w.Marks
	}
	sheet.Work.Marks = nil // a mark is given without a look at the other
	return sheet, nil
}

// MarkWork adds a mark. With the last one of a sitting everybody is scored
// again, in the same transaction.
func (f *Flow) MarkWork(ctx context.Context, who exam.Actor, id string, points map[string]scoring.Points, note string) (scoring.Work, error) {
	var out scoring.Work
	err := f.db.InTx(ctx, func(tx Stores) error {
		w, err := tx.Scores.Work(ctx, id)
		if err != nil {
			return err
		}
		sheet, err := sheetOf(ctx, tx, w)
		if err != nil {
			return err
		}
		field := scoring.KeyField{Rubric: sheet.Rubric}
		total, err := field.Sum(points)
		if err != nil {
			return err
		}
		mark := scoring.WorkMark{Points: points, Total: total, Note: note, At: f.now()}
		if out, err = tx.Scores.AddMark(ctx, who, id, mark, field.RubricMax()); err != nil || out.Final == nil {
			return err
		}
		counts, err := tx.Scores.MarkingCounts(ctx, []exam.SittingID{w.Sitting})
		if err != nil {
			return err
		}
		if c := counts[w.Sitting]; c.Settled < c.Works {
			return nil
		}
		_, err = f.score(ctx, tx, who, w.Sitting, "marked")
		return err
	})
	return out, err
}

// UnitOfWork is the unit that holds the exam of a work.
func (f *Flow) UnitOfWork(ctx context.Context, id string) (exam.UnitID, error) {
	w, err := f.db.Read().Scores.Work(ctx, id)
	if err != nil {
		return "", err
	}
	return f.UnitOfSitting(ctx, w.Sitting)
}

// CopyWork writes the file of a work to w after begin was told its name: the
// alias, for the candidate's own name of it may tell who they are.
func (f *Flow) CopyWork(ctx context.Context, id string, begin func(name string, bytes int64) io.Writer) error {
	read := f.db.Read()
	work, err := read.Scores.Work(ctx, id)
	if err != nil {
		return err
	}
	u, err := delivery.ParseUpload(work.Value)
	if err != nil {
		return fault.New(fault.NotFound, "upload.not_found")
	}
	name := work.Alias
	if ext := u.Extension(); ext != "" {
		name += "." + ext
	}
	return read.Ledger.CopyUpload(ctx, work.Attempt, u, begin(name, u.Bytes))
}

// markable are the fields of a key that people mark, in order.
func markable(key scoring.Key) []string {
	var out []string
	for _, field := range slices.Sorted(maps.Keys(key.Fields)) {
		if f := key.Fields[field]; f.Kind.Marked() && !f.Cancelled {
			out = append(out, field)
		}
	}
	return out
}

// withMarks puts the works of a closed sitting that count to be marked, and adds
// what is agreed to what each candidate answered.
func withMarks(ctx context.Context, tx Stores, w sealedWork, key scoring.Key) error {
	if !slices.ContainsFunc(slices.Collect(maps.Values(key.Fields)), func(f scoring.KeyField) bool { return f.Kind.Marked() }) {
		return nil
	}
	fields := markable(key)
	var works []scoring.Work
	for _, work := range w.works {
		for _, field := range fields {
			if v := work.Values[field]; v != "" {
				works = append(works, scoring.Work{Attempt: work.Attempt, Candidate: work.Candidate, Field: field, Value: v})
			}
		}
	}
	if err := tx.Scores.PutWorks(ctx, w.sitting.ID, works); err != nil {
		return err
	}
	final, err := tx.Scores.FinalMarks(ctx, w.sitting.ID)
	if err != nil {
		return err
	}
	for i := range w.works {
		work := &w.works[i]
		for _, field := range fields {
			if p, ok := final[work.Attempt][field]; ok && work.Values[field] != "" {
				work.Values[scoring.MarkField(field)] = strconv.FormatInt(int64(p), 10)
			}
		}
	}
	return nil
}
