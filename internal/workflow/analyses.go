package workflow

import (
	"context"
	"math"

	"khaothi/bank"
	"khaothi/internal/analysis"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// AnalysisExam is an exam with what may be analysed of it.
type AnalysisExam struct {
	Exam     board.Exam
	Subjects []AnalysisSubject
}

// AnalysisSubject is a subject of an exam with the results that it has.
type AnalysisSubject struct {
	Code, Name string
	Sittings   int
	Scored     int
	Last       *analysis.Run
}

// Exams lists the exams of units with their subjects that have sittings.
func (a *Analyst) Exams(ctx context.Context, units []exam.UnitID) ([]AnalysisExam, error) {
	read := a.f.db.Read()
	list, err := read.Board.ListExams(ctx, units)
	if err != nil {
		return nil, err
	}
	out := make([]AnalysisExam, len(list))
	ids := make([]exam.ExamID, len(list))
	for i := range list {
		ids[i], out[i].Exam = list[i].ID, list[i].Exam
		if out[i].Subjects, err = subjects(ctx, read, list[i].Exam); err != nil {
			return nil, err
		}
	}
	last, err := read.Analyses.LastRuns(ctx, ids)
	if err != nil {
		return nil, err
	}
	for i := range out {
		for k := range out[i].Subjects {
			s := &out[i].Subjects[k]
			for r := range last {
				if last[r].Exam == ids[i] && last[r].Subject == s.Code {
					s.Last = &last[r]
				}
			}
		}
	}
	return out, nil
}

func subjects(ctx context.Context, read Stores, e board.Exam) ([]AnalysisSubject, error) {
	sittings, err := read.Board.ListSittings(ctx, e.ID)
	if err != nil {
		return nil, err
	}
	sittings = counting(sittings)
	counts, err := read.Scores.Counts(ctx, idsOf(sittings))
	if err != nil {
		return nil, err
	}
	var out []AnalysisSubject
	for _, subject := range e.Settings.Subjects {
		s := AnalysisSubject{Code: subject.Code, Name: subject.Name}
		for i := range sittings {
			if sittings[i].Subject == subject.Code {
				s.Sittings++
				c := counts[sittings[i].ID]
				s.Scored += c.Scored + c.Published
			}
		}
		if s.Sittings > 0 {
			out = append(out, s)
		}
	}
	return out, nil
}

// Exam is the exam of a run, for its names and unit.
func (a *Analyst) Exam(ctx context.Context, id exam.ExamID) (board.Exam, error) {
	return a.f.db.Read().Board.GetExam(ctx, id)
}

// Run returns one run.
func (a *Analyst) Run(ctx context.Context, id string) (analysis.Run, error) {
	return a.f.db.Read().Analyses.Run(ctx, id)
}

// Runs lists the runs of an exam, of one subject unless that is empty.
func (a *Analyst) Runs(ctx context.Context, id exam.ExamID, subject string) ([]analysis.Run, error) {
	return a.f.db.Read().Analyses.Runs(ctx, id, subject, 50)
}

// SchoolRuns is the newest finished run of every exam and subject that has a
// report of one of these schools and whose results are published.
func (a *Analyst) SchoolRuns(ctx context.Context, codes []string) ([]analysis.Run, error) {
	list, err := a.f.db.Read().Analyses.SchoolRuns(ctx, codes)
	if err != nil {
		return nil, err
	}
	var out []analysis.Run
	for i := range list {
		published, err := a.Published(ctx, list[i])
		if err != nil {
			return nil, err
		}
		if published {
			out = append(out, list[i])
		}
	}
	return out, nil
}

// Published reports whether the results that a run is about are published: all
// of its exam and subject that count. Until then no school learns of them.
func (a *Analyst) Published(ctx context.Context, r analysis.Run) (bool, error) {
	read := a.f.db.Read()
	sittings, err := subjectSittings(ctx, read, r.Exam, r.Subject)
	if err != nil {
		return false, err
	}
	counts, err := read.Scores.Counts(ctx, idsOf(sittings))
	published := 0
	for _, c := range counts {
		if published += c.Published; c.Scored > 0 {
			return false, err
		}
	}
	return published > 0, err
}

// Cancel asks a running run to stop.
func (a *Analyst) Cancel(ctx context.Context, who exam.Actor, id string) error {
	return a.f.db.Read().Analyses.CancelRun(ctx, who, id)
}

// Report is what a finished run found.
func (a *Analyst) Report(ctx context.Context, id string) (analysis.Report, error) {
	return a.f.db.Read().Analyses.Report(ctx, id)
}

// History is everything that runs found of an item.
func (a *Analyst) History(ctx context.Context, item exam.ItemID) ([]analysis.Past, error) {
	return a.f.db.Read().Analyses.History(ctx, []exam.ItemID{item})
}

// Stale reports whether results came, changed or were taken back since a run
// read them.
func (a *Analyst) Stale(ctx context.Context, r analysis.Run) (bool, error) {
	return stale(ctx, a.f.db.Read(), r)
}

func stale(ctx context.Context, read Stores, r analysis.Run) (bool, error) {
	sittings, err := subjectSittings(ctx, read, r.Exam, r.Subject)
	if err != nil {
		return false, err
	}
	stamp, err := read.Scores.Stamp(ctx, idsOf(sittings))
	return stamp != r.Stamp, err
}

// Applied is the finding that a person applied last, for each of some items that
// have one.
func (a *Analyst) Applied(ctx context.Context, items []exam.ItemID) ([]analysis.Finding, error) {
	return a.f.db.Read().Analyses.Applied(ctx, items)
}

// Findings are what a run found, and what holds now for the same items.
func (a *Analyst) Findings(ctx context.Context, run string) (found, applied []analysis.Finding, err error) {
	read := a.f.db.Read()
	if found, err = read.Analyses.Findings(ctx, run); err != nil {
		return nil, nil, err
	}
	items := make([]exam.ItemID, len(found))
	for i := range found {
		items[i] = found[i].Item
	}
	applied, err = read.Analyses.Applied(ctx, items)
	return found, applied, err
}

// Apply puts what a run found of some versions into the bank: a person's word,
// with a reason. Results that were scored anew since refuse it with
// analysis.stale, unless every score came out the same.
func (a *Analyst) Apply(ctx context.Context, who exam.Actor, run string, versions []exam.VersionID, reason string) (int, error) {
	r, err := a.Run(ctx, run)
	if err != nil {
		return 0, err
	}
	if r.State != analysis.Done {
		return 0, fault.New(fault.Conflict, "analysis.no_report")
	}
	fresh := r.Stamp // of results that give the matrix of the run
	old, err := a.Stale(ctx, r)
	if err != nil {
		return 0, err
	}
	if old {
		m, stamp, err := a.f.Matrix(ctx, r.Exam, r.Subject)
		if err != nil {
			return 0, err
		}
		if m.Hash() != r.DataHash {
			return 0, fault.New(fault.Conflict, "analysis.stale")
		}
		fresh = stamp
	}
	n := 0
	err = a.f.db.InTx(ctx, func(tx Stores) error {
		r.Stamp = fresh
		if old, err := stale(ctx, tx, r); err != nil || old {
			return orStale(err)
		}
		found, err := tx.Analyses.Apply(ctx, who, run, versions, reason)
		if err != nil {
			return err
		}
		n = len(found)
		return tx.Bank.PutFigures(ctx, figures(found))
	})
	return n, err
}

func orStale(err error) error {
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "analysis.stale")
}

// figures are findings as the bank keeps them. Of two versions of an item that
// with more persons stands for it.
func figures(found []analysis.Finding) []bank.Stat {
	at := map[exam.ItemID]int{}
	var out []bank.Stat
	for i := range found {
		f := &found[i]
		s := bank.Stat{ItemID: f.Item, N: f.Persons, Easy: perMille(f.PPoints, 0), Disc: perMille(f.RRest, -1000)}
		k, there := at[f.Item]
		switch {
		case !there:
			at[f.Item] = len(out)
			out = append(out, s)
		case s.N > out[k].N:
			out[k] = s
		}
	}
	return out
}

// perMille is a share in thousandths, from least to 1000.
func perMille(x analysis.Num, least int) *int {
	if x == nil {
		return nil
	}
	n := min(1000, max(least, int(math.Round(1000**x))))
	return &n
}
