package workflow

import (
	"context"
	"fmt"
	"slices"
	"time"

	"khaothi/delivery"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/scoring"
)

// ScoreReport says what scoring a sitting did.
type ScoreReport struct {
	Sealed     int              `json:"sealed"`
	Absent     int              `json:"absent"`
	Incomplete int              `json:"incomplete"` // sealed, but not all events are in the record: not scored
	KeyVersion int              `json:"key_version"`
	Recorded   scoring.Recorded `json:"recorded"`
}

// ScoreSitting scores every sealed attempt of a closed sitting with the newest
// key of its form. Scoring again without a new key changes nothing.
func (f *Flow) ScoreSitting(ctx context.Context, who exam.Actor, id exam.SittingID) (ScoreReport, error) {
	var report ScoreReport
	err := f.db.InTx(ctx, func(tx Stores) error {
		var err error
		report, err = f.score(ctx, tx, who, id, "sitting closed")
		return err
	})
	return report, err
}

func (f *Flow) score(ctx context.Context, tx Stores, who exam.Actor, id exam.SittingID, reason string) (ScoreReport, error) {
	w, err := f.sealedWork(ctx, tx, id)
	if err != nil {
		return ScoreReport{}, err
	}
	version, err := tx.Scores.Key(ctx, w.sitting.FormID, 0)
	if err != nil {
		return ScoreReport{}, fmt.Errorf("key of form %s: %w", w.sitting.FormID, err)
	}
	entries, err := entriesOf(w, version.Key)
	if err != nil {
		return ScoreReport{}, err
	}
	report := w.report
	report.KeyVersion = version.Key.Version
	report.Recorded, err = tx.Scores.Record(ctx, who, scoring.Batch{Sitting: id, Reason: reason, Entries: entries})
	return report, err
}

// sealedWork is what candidates left in a closed sitting.
type sealedWork struct {
	sitting board.Sitting
	works   []delivery.Work // sealed ones
	report  ScoreReport     // the counts
}

func (f *Flow) sealedWork(ctx context.Context, tx Stores, id exam.SittingID) (sealedWork, error) {
	w := sealedWork{}
	var err error
	if w.sitting, err = tx.Board.GetSitting(ctx, id); err != nil {
		return w, err
	}
	if err := notPractice(w.sitting); err != nil {
		return w, err
	}
	states, err := f.organizer(tx).States(ctx, []exam.SittingID{id})
	if err != nil {
		return w, err
	}
	if states[id] != exam.SittingClosed {
		return w, fault.New(fault.Conflict, "sitting.not_closed").With("state", string(states[id]))
	}
	works, err := f.organizer(tx).Works(ctx, id)
	if err != nil {
		return w, err
	}
	for _, work := range works {
		switch work.State {
		case delivery.AttemptSealed:
			w.works = append(w.works, work)
		case delivery.AttemptAbsent:
			w.report.Absent++
		case delivery.AttemptIncomplete:
			w.report.Incomplete++
		case delivery.AttemptWaiting, delivery.AttemptOpen:
			return w, fault.New(fault.Conflict, "sitting.not_closed").With("attempt", string(work.Attempt))
		}
	}
	w.report.Sealed = len(w.works)
	return w, nil
}

// entriesOf scores each work by the sitting's rule.
func entriesOf(w sealedWork, key scoring.Key) ([]scoring.Entry, error) {
	rule, err := scoring.Resolve(w.sitting.Rule, key)
	if err != nil {
		return nil, err
	}
	scorer, err := scoring.NewScorer(rule, key)
	if err != nil {
		return nil, err
	}
	entries := make([]scoring.Entry, len(w.works))
	for i, work := range w.works {
		entries[i] = scoring.Entry{
			Candidate: work.Candidate, Attempt: work.Attempt, Form: w.sitting.FormID, FormCode: work.FormCode,
			Result: scorer.Score(work.Values),
		}
	}
	return entries, nil
}

// scoreWindow is how far back ScoreClosed looks.
const scoreWindow = 24 * time.Hour

// ScoreClosed scores the sittings that closed and have no result yet. It is
// safe to run on every node and at any time; the report has a row for each
// sitting that it scored. What it knows to be scored it does not look at again.
func (f *Flow) ScoreClosed(ctx context.Context) (map[exam.SittingID]ScoreReport, error) {
	read := f.db.Read()
	closed, err := read.Ledger.ClosedSince(ctx, f.now().Add(-scoreWindow))
	if err != nil {
		return nil, err
	}
	closed = slices.DeleteFunc(closed, func(id exam.SittingID) bool { _, done := f.scored.Load(id); return done })
	if len(closed) == 0 {
		return nil, nil
	}
	counts, err := read.Scores.Counts(ctx, closed)
	if err != nil {
		return nil, err
	}
	reports := map[exam.SittingID]ScoreReport{}
	for _, id := range closed {
		if _, there := counts[id]; !there {
			report, err := f.ScoreSitting(ctx, exam.System(), id)
			if err != nil {
				f.log.Error("score sitting", "sitting", id, "err", err)
				continue
			}
			reports[id] = report
		}
		f.scored.Store(id, nil)
	}
	return reports, nil
}
