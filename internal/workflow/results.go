package workflow

import (
	"context"

	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/scoring"
)

// SittingResults is a sitting in the list of an exam's results.
type SittingResults struct {
	board.SittingSummary
	SubjectName string
	State       exam.SittingState
	Counts      scoring.StateCounts
}

// ExamResults is an exam with the results of its sittings counted.
type ExamResults struct {
	Exam     board.Exam
	Sittings []SittingResults
}

// ExamScored is an exam in a list, with how many candidates have a result.
type ExamScored struct {
	board.ExamSummary
	Scored int
}

// ResultExams lists the exams of units and of what lies under them.
func (f *Flow) ResultExams(ctx context.Context, units []exam.UnitID) ([]ExamScored, error) {
	read := f.db.Read()
	list, err := read.Board.ListExams(ctx, units)
	if err != nil {
		return nil, err
	}
	ids := make([]exam.ExamID, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	scored, err := read.Scores.ScoredIn(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]ExamScored, len(list))
	for i := range list {
		out[i] = ExamScored{ExamSummary: list[i], Scored: scored[list[i].ID]}
	}
	return out, nil
}

// ExamResults counts the results of each sitting of an exam.
func (f *Flow) ExamResults(ctx context.Context, id exam.ExamID) (ExamResults, error) {
	read := f.db.Read()
	out := ExamResults{}
	var err error
	if out.Exam, err = read.Board.GetExam(ctx, id); err != nil {
		return out, err
	}
	sittings, err := read.Board.ListSittings(ctx, id)
	if err != nil {
		return out, err
	}
	sittings = counting(sittings)
	states, err := f.organizer(read).States(ctx, idsOf(sittings))
	if err != nil {
		return out, err
	}
	counts, err := read.Scores.Counts(ctx, idsOf(sittings))
	if err != nil {
		return out, err
	}
	for _, s := range sittings {
		subject, _ := out.Exam.Settings.SubjectByCode(s.Subject)
		out.Sittings = append(out.Sittings, SittingResults{
			SittingSummary: s, SubjectName: subject.Name, State: states[s.ID], Counts: counts[s.ID],
		})
	}
	return out, nil
}

// UnitOfSitting is the unit that holds the sitting's exam, for who asks whether
// somebody may.
func (f *Flow) UnitOfSitting(ctx context.Context, id exam.SittingID) (exam.UnitID, error) {
	read := f.db.Read()
	s, err := read.Board.GetSitting(ctx, id)
	if err != nil {
		return "", err
	}
	return f.UnitOfExam(ctx, s.ExamID)
}

// UnitOfExam is the unit that holds an exam.
func (f *Flow) UnitOfExam(ctx context.Context, id exam.ExamID) (exam.UnitID, error) {
	e, err := f.db.Read().Board.GetExam(ctx, id)
	return e.UnitID, err
}

// Publish publishes the newest results of a sitting, or of some candidates.
// Where they come from paper, a check against the originals must have ended
// since the answers were sealed.
func (f *Flow) Publish(ctx context.Context, who exam.Actor, id exam.SittingID, candidates []exam.CandidateID) (int, error) {
	n := 0
	err := f.db.InTx(ctx, func(tx Stores) error {
		s, err := tx.Board.GetSitting(ctx, id)
		if err != nil {
			return err
		}
		if err := notPractice(s); err != nil {
			return err
		}
		if err := sheetsChecked(ctx, tx, id); err != nil {
			return err
		}
		n, err = tx.Scores.Publish(ctx, who, id, candidates)
		return err
	})
	return n, err
}

// Withdraw takes results of a sitting back, for a reason.
func (f *Flow) Withdraw(ctx context.Context, who exam.Actor, id exam.SittingID, candidates []exam.CandidateID, reason string) (int, error) {
	n := 0
	err := f.db.InTx(ctx, func(tx Stores) error {
		var err error
		n, err = tx.Scores.Withdraw(ctx, who, id, candidates, reason)
		return err
	})
	return n, err
}
