package workflow

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/omr"
	"khaothi/scoring"
)

// VerifySheets checks the seals of a run, reads every original again and lists
// every difference from what is kept. tell is called after each file, by one
// goroutine at a time; where it reports false the check ends with ErrCancelled.
func (f *Flow) VerifySheets(ctx context.Context, id exam.SittingID, tell func(done, of int) (bool, error)) (omr.Report, error) {
	var sealed sealedSheets
	err := f.db.InTx(ctx, func(tx Stores) error {
		var err error
		sealed, err = readSealed(ctx, tx, id)
		return err
	})
	if err != nil {
		return omr.Report{}, err
	}
	out := f.verifySeals(&sealed)
	files := make([]omr.Report, len(sealed.scans))
	var mu sync.Mutex
	done := 0
	err = f.eachReader(ctx, len(files), func(ctx context.Context, i int) error {
		scan := &sealed.scans[i]
		data, err := f.db.Read().Sheets.ScanData(ctx, scan.ID)
		if err != nil {
			return err
		}
		files[i] = again(scan, sealed.sheets[scan.ID], data, sealed.run.Layout, f.scans)
		mu.Lock()
		defer mu.Unlock()
		done++
		goOn, err := tell(done, len(files))
		if err == nil && !goOn {
			err = ErrCancelled
		}
		return err
	})
	if err != nil {
		return omr.Report{}, err
	}
	for _, r := range files {
		out.Scans += r.Scans
		out.Sheets += r.Sheets
		out.Wrong = append(out.Wrong, r.Wrong...)
	}
	return out, nil
}

// ErrCancelled is the end of a check that somebody cancelled.
var ErrCancelled = errors.New("cancelled")

// sealedSheets is what the record holds of a run.
type sealedSheets struct {
	run     omr.Run
	scans   []omr.Scan
	sheets  map[string][]omr.Sheet // by scan
	leaves  map[omr.Stage][][]byte
	work    []paperAnswers
	results []scoring.Stored
}

func readSealed(ctx context.Context, tx Stores, id exam.SittingID) (sealedSheets, error) {
	out := sealedSheets{sheets: map[string][]omr.Sheet{}, leaves: map[omr.Stage][][]byte{}}
	var err error
	if out.run, err = tx.Sheets.GetRun(ctx, id); err != nil {
		return out, err
	}
	if out.scans, err = tx.Sheets.ListScans(ctx, id); err != nil {
		return out, err
	}
	paper, err := newPaperReader(ctx, tx, id)
	if err != nil {
		return out, err
	}
	if out.leaves[omr.StageScan], err = scannedLeaves(ctx, tx, id); err != nil {
		return out, err
	}
	err = tx.Sheets.WholeSheets(ctx, id, func(s *omr.Sheet) error {
		out.leaves[omr.StageRead] = append(out.leaves[omr.StageRead], s.Leaf())
		out.leaves[omr.StageFix] = append(out.leaves[omr.StageFix], fixLeaves(s)...)
		if p, ok := paper.take(s); ok {
			out.work = append(out.work, p)
		}
		s.Detail = nil // a room's sheets are many, and darkness is not compared
		out.sheets[s.Scan] = append(out.sheets[s.Scan], *s)
		return nil
	})
	if err != nil {
		return out, err
	}
	out.leaves[omr.StageScore] = paperLeaves(out.work)
	out.results, err = tx.Scores.Detailed(ctx, id)
	return out, err
}

func (f *Flow) verifySeals(sealed *sealedSheets) omr.Report {
	var out omr.Report
	for _, wrong := range sealed.run.Check(f.signer.PublicKey(), sealed.leaves) {
		out.Wrong = append(out.Wrong, omr.Difference{Code: fault.CodeOf(wrong), Field: stageOf(wrong)})
	}
	if sealed.run.Scored() {
		compareAnswers(&out, sealed.work, sealed.results)
	}
	return out
}

// stageOf is the stage that an error of a seal names.
func stageOf(err error) string {
	var e *fault.Error
	if !errors.As(err, &e) {
		return ""
	}
	return fmt.Sprint(e.Detail["stage"])
}

// compareAnswers compares what results were made of with the sheets.
func compareAnswers(r *omr.Report, work []paperAnswers, results []scoring.Stored) {
	for i := range work {
		p := &work[i]
		j := slices.IndexFunc(results, func(s scoring.Stored) bool { return s.Candidate == p.candidate })
		if j < 0 {
			r.Wrong = append(r.Wrong, omr.Difference{Code: "no_result", Candidate: p.number})
			continue
		}
		have := results[j].Result.Responses()
		for _, field := range slices.Sorted(maps.Keys(p.values)) {
			if have[field] != p.values[field] {
				name, kept := p.printed(field, have[field])
				_, now := p.printed(field, p.values[field])
				r.Wrong = append(r.Wrong, omr.Difference{Code: "answers", Candidate: p.number, Field: name, Kept: kept, Now: now})
			}
		}
	}
}

// again reads an original again and compares.
func again(scan *omr.Scan, kept []omr.Sheet, data, layout []byte, scans Scanner) omr.Report {
	r := omr.Report{Scans: 1}
	wrong := func(page int, field, code, was, now string) {
		r.Wrong = append(r.Wrong, omr.Difference{File: scan.File, Page: page, Field: field, Code: code, Kept: was, Now: now})
	}
	if sha256.Sum256(data) != scan.Hash {
		wrong(0, "", "original_changed", "", "")
	}
	if scan.Pages == 0 && scan.Fault == "" {
		return r // not read yet
	}
	sheets, code := readWhole(scans, layout, scan.File, data)
	if len(sheets) != len(kept) || code != scan.Fault {
		wrong(0, "", "pages", pagesText(len(kept), scan.Fault), pagesText(len(sheets), code))
		return r
	}
	for i := range sheets {
		r.Sheets++
		was, now := &kept[i], &sheets[i]
		if was.Status != now.Status {
			wrong(was.Page, "", "reading", was.Status, now.Status)
		}
		for _, field := range slices.Sorted(maps.Keys(was.Cells)) {
			if was.Cells[field] != now.Cells[field] {
				wrong(was.Page, field, "reading", was.Cells[field], now.Cells[field])
			}
		}
		if !slices.Equal(was.Doubts, now.Doubts) {
			wrong(was.Page, "", "reading", omr.Reasons(was.Doubts), omr.Reasons(now.Doubts))
		}
	}
	return r
}

// pagesText is how many pages a file gave, or why it gave none.
func pagesText(n int, code string) string {
	if code != "" {
		return code
	}
	return strconv.Itoa(n)
}

// rescorePaper scores sealed answer sheets again with a corrected key.
func rescorePaper(ctx context.Context, tx Stores, who exam.Actor, id exam.SittingID, reason string, reports map[exam.SittingID]ScoreReport) error {
	runs, err := tx.Sheets.ListRuns(ctx, []exam.SittingID{id})
	if err != nil || len(runs) == 0 || !runs[0].Scored() {
		return err
	}
	recorded, _, err := scorePaper(ctx, tx, who, id, reason)
	if err != nil {
		return err
	}
	report := reports[id]
	report.Recorded.New += recorded.New
	report.Recorded.Changed += recorded.Changed
	report.Recorded.Unchanged += recorded.Unchanged
	reports[id] = report
	return nil
}
