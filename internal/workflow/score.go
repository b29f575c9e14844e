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
	Voided     int              `json:"voided"`     // the work does not count: no result
	OnPaper    int              `json:"on_paper"`   // went on with a paper sheet: not scored from the screen
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
	if err := withMarks(ctx, tx, w, version.Key); err != nil {
		return ScoreReport{}, err
	}
	entries, err := entriesOf(w, version.Key)
	if err != nil {
		return ScoreReport{}, err
	}
	report := w.report
	report.KeyVersion = version.Key.Version
	if report.Recorded, err = tx.Scores.Record(ctx, who, scoring.Batch{Sitting: id, Reason: reason, Entries: entries}); err != nil {
		return report, err
	}
	return report, withdrawVoid(ctx, tx, who, id, w.voided)
}

// voidReason stands beside the results that are taken back for it.
const voidReason = "attempt void"

// withdrawVoid takes back the results of works that were made void after they
// were scored. Who counts again is published by name.
func withdrawVoid(ctx context.Context, tx Stores, who exam.Actor, id exam.SittingID, voided map[exam.CandidateID]bool) error {
	if len(voided) == 0 {
		return nil
	}
	latest, err := tx.Scores.Latest(ctx, []exam.SittingID{id})
	if err != nil {
		return err
	}
	var back []exam.CandidateID
	for _, r := range latest {
		if voided[r.Candidate] && r.State != scoring.Withdrawn {
			back = append(back, r.Candidate)
		}
	}
	if len(back) == 0 {
		return nil
	}
	_, err = tx.Scores.Withdraw(ctx, who, id, back, voidReason)
	return err
}

// Correctable has the shape of delivery.Config's Guard: what the public holds
// does not change by itself. Results are withdrawn first, for a reason.
func (f *Flow) Correctable(ctx context.Context, sitting exam.SittingID, candidate exam.CandidateID) error {
	latest, err := f.db.Read().Scores.Released(ctx, []exam.SittingID{sitting})
	if err != nil {
		return err
	}
	for _, r := range latest {
		if r.Candidate == candidate && r.State == scoring.Published {
			return fault.New(fault.Conflict, "result.published")
		}
	}
	return nil
}

// sealedWork is what candidates left in a closed sitting.
type sealedWork struct {
	sitting board.Sitting
	works   []delivery.Work // sealed ones that count
	voided  map[exam.CandidateID]bool
	report  ScoreReport // the counts
}

func (f *Flow) sealedWork(ctx context.Context, tx Stores, id exam.SittingID) (sealedWork, error) {
	w := sealedWork{voided: map[exam.CandidateID]bool{}}
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
		if work.State == delivery.AttemptWaiting || work.State == delivery.AttemptOpen {
			return w, fault.New(fault.Conflict, "sitting.not_closed").With("attempt", string(work.Attempt))
		}
		w.take(work)
	}
	w.report.Sealed = len(w.works)
	return w, nil
}

// take sorts a work that is over: only what is whole and counts is scored.
func (w *sealedWork) take(work delivery.Work) {
	switch {
	case work.Voided:
		w.report.Voided++
		w.voided[work.Candidate] = true
	case work.SealedBy == delivery.SealedByPaper:
		w.report.OnPaper++
	case work.State == delivery.AttemptAbsent:
		w.report.Absent++
	case work.State == delivery.AttemptIncomplete:
		w.report.Incomplete++
	default:
		w.works = append(w.works, work)
	}
}

// scorerOf scores by a rule, named, with a key.
func scorerOf(rule string, key scoring.Key) (*scoring.Scorer, error) {
	r, err := scoring.Resolve(rule, key)
	if err != nil {
		return nil, err
	}
	return scoring.NewScorer(r, key)
}

// entriesOf scores each work by the sitting's rule.
func entriesOf(w sealedWork, key scoring.Key) ([]scoring.Entry, error) {
	scorer, err := scorerOf(w.sitting.Rule, key)
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

// ScoreClosed scores the sittings that closed and have no result yet, and
// those whose record was corrected since. It is safe to run on every node and at
// any time; the report has a row for each sitting that it scored. What it knows
// to be scored it does not look at again.
func (f *Flow) ScoreClosed(ctx context.Context) (map[exam.SittingID]ScoreReport, error) {
	read := f.db.Read()
	list, err := read.Ledger.ToScore(ctx, f.now().Add(-scoreWindow))
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(s ToScore) bool { rev, done := f.scored.Load(s.ID); return done && rev == s.Rev })
	if len(list) == 0 {
		return nil, nil
	}
	ids := make([]exam.SittingID, len(list))
	for i, s := range list {
		ids[i] = s.ID
	}
	counts, err := read.Scores.Counts(ctx, ids)
	if err != nil {
		return nil, err
	}
	reports := map[exam.SittingID]ScoreReport{}
	for _, s := range list {
		if _, there := counts[s.ID]; !there || s.Corrected {
			report, err := f.scoreClosed(ctx, s)
			if err != nil {
				f.log.Error("score sitting", "sitting", s.ID, "err", err)
				continue
			}
			reports[s.ID] = report
		}
		f.scored.Store(s.ID, s.Rev)
	}
	return reports, nil
}

func (f *Flow) scoreClosed(ctx context.Context, s ToScore) (ScoreReport, error) {
	reason := "sitting closed"
	if s.Corrected {
		reason = "record corrected"
	}
	var report ScoreReport
	err := f.db.InTx(ctx, func(tx Stores) error {
		var err error
		report, err = f.score(ctx, tx, exam.System(), s.ID, reason)
		return err
	})
	return report, err
}
