package workflow

import (
	"context"

	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/scoring"
)

// Education is the education database, which other modules own too.
type Education = scoring.EduPort

// ExportEdu brings the education database up to the released results of an
// exam. It may be repeated: a second run changes nothing.
func (f *Flow) ExportEdu(ctx context.Context, who exam.Actor, id exam.ExamID) (scoring.EduReport, error) {
	if f.edu == nil {
		return scoring.EduReport{}, fault.New(fault.Unavailable, "edu.not_configured")
	}
	read := f.db.Read()
	e, err := read.Board.GetExam(ctx, id)
	if err != nil {
		return scoring.EduReport{}, err
	}
	sittings, err := read.Board.ListSittings(ctx, id)
	if err != nil {
		return scoring.EduReport{}, err
	}
	sittings = counting(sittings)
	released, err := read.Scores.Released(ctx, idsOf(sittings))
	if err != nil {
		return scoring.EduReport{}, err
	}
	candidates, err := candidatesByID(ctx, read, id)
	if err != nil {
		return scoring.EduReport{}, err
	}
	report, err := f.edu.Export(ctx, scoring.EduExam{ID: id, Name: e.Name, SchoolYear: e.SchoolYear}, eduResults(released, sittings, candidates))
	if err != nil {
		return report, err
	}
	return report, f.db.InTx(ctx, func(tx Stores) error {
		return tx.Audit(ctx, who, "exam.export_edu", "exam:"+string(id), map[string]any{
			"new": report.New, "updated": report.Updated, "cancelled": report.Cancelled, "refused": len(report.Refused),
		})
	})
}

// eduResults says of each released result whose it is.
func eduResults(released []scoring.Stored, sittings []board.SittingSummary, candidates map[exam.CandidateID]board.Candidate) []scoring.EduResult {
	subjects := make(map[exam.SittingID]string, len(sittings))
	for _, s := range sittings {
		subjects[s.ID] = s.Subject
	}
	out := make([]scoring.EduResult, len(released))
	for i, r := range released {
		c := candidates[r.Candidate]
		out[i] = scoring.EduResult{
			Sitting: r.Sitting, Candidate: r.Candidate, Number: c.Number, PupilCode: c.PupilCode, CitizenID: c.CitizenID,
			Subject: subjects[r.Sitting], Points: r.Result.Points, State: r.State,
		}
	}
	return out
}

func idsOf(sittings []board.SittingSummary) []exam.SittingID {
	ids := make([]exam.SittingID, len(sittings))
	for i, s := range sittings {
		ids[i] = s.ID
	}
	return ids
}

func candidatesByID(ctx context.Context, read Stores, id exam.ExamID) (map[exam.CandidateID]board.Candidate, error) {
	page, err := read.Board.ListCandidates(ctx, id, board.CandidateFilter{})
	if err != nil {
		return nil, err
	}
	out := make(map[exam.CandidateID]board.Candidate, len(page.Candidates))
	for _, c := range page.Candidates {
		out[c.ID] = c
	}
	return out, nil
}
