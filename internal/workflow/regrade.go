package workflow

import (
	"context"

	"khaothi/internal/exam"
	"khaothi/scoring"
)

// PreviewKey says what another key would change in the results of a sitting.
// Nothing is stored.
func (f *Flow) PreviewKey(ctx context.Context, id exam.SittingID, next scoring.Key) (scoring.Difference, error) {
	read := f.db.Read()
	s, err := read.Board.GetSitting(ctx, id)
	if err != nil {
		return scoring.Difference{}, err
	}
	if err := notPractice(s); err != nil {
		return scoring.Difference{}, err
	}
	before, err := read.Scores.Detailed(ctx, id)
	if err != nil {
		return scoring.Difference{}, err
	}
	if next, err = withChoice(ctx, read.Scores, s.FormID, next); err != nil {
		return scoring.Difference{}, err
	}
	scorer, err := scorerOf(s.Rule, next)
	if err != nil {
		return scoring.Difference{}, err
	}
	return scoring.Compare(before, scoring.Regrade(scorer, before)), nil
}

// CorrectKey stores next as the next version of the key of the sitting's form
// and scores every closed sitting of the exam that uses the form again. Earlier
// versions of key and results are kept.
func (f *Flow) CorrectKey(ctx context.Context, who exam.Actor, id exam.SittingID, next scoring.Key, reason string) (map[exam.SittingID]ScoreReport, error) {
	var reports map[exam.SittingID]ScoreReport
	err := f.db.InTx(ctx, func(tx Stores) error {
		s, err := tx.Board.GetSitting(ctx, id)
		if err != nil {
			return err
		}
		if err := notPractice(s); err != nil {
			return err
		}
		next, err := withChoice(ctx, tx.Scores, s.FormID, next)
		if err != nil {
			return err
		}
		if _, err := tx.Scores.AddKey(ctx, who, s.FormID, next, reason); err != nil {
			return err
		}
		siblings, err := tx.Board.ListSittings(ctx, s.ExamID)
		if err != nil {
			return err
		}
		ids := []exam.SittingID{}
		for _, sibling := range siblings {
			if sibling.FormID == s.FormID && !sibling.Practice {
				ids = append(ids, sibling.ID)
			}
		}
		reports, err = f.rescore(ctx, tx, who, ids, reason)
		return err
	})
	return reports, err
}

// rescore scores those of the sittings that are closed.
func (f *Flow) rescore(ctx context.Context, tx Stores, who exam.Actor, ids []exam.SittingID, reason string) (map[exam.SittingID]ScoreReport, error) {
	states, err := f.organizer(tx).States(ctx, ids)
	if err != nil {
		return nil, err
	}
	reports := map[exam.SittingID]ScoreReport{}
	for _, id := range ids {
		if states[id] == exam.SittingClosed {
			if reports[id], err = f.score(ctx, tx, who, id, reason); err != nil {
				return nil, err
			}
		}
		if err := rescorePaper(ctx, tx, who, id, reason, reports); err != nil {
			return nil, err
		}
	}
	return reports, nil
}

// withChoice puts the tracks of the form, which no correction changes, into a
// corrected key.
func withChoice(ctx context.Context, scores Scores, form exam.FormID, next scoring.Key) (scoring.Key, error) {
	newest, err := scores.Key(ctx, form, 0)
	if err != nil {
		return next, err
	}
	next.Choice = newest.Key.Choice
	return next, nil
}
