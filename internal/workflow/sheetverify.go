package workflow

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"

	"khaothi/internal/exam"
	"khaothi/omr"
	"khaothi/scoring"
)

// SheetsReport is what comes of looking at everything once more: the seals, the
// originals read again, the answers that results were made of.
type SheetsReport struct {
	Scans  int
	Sheets int
	Wrong  []SheetDifference
}

// SheetDifference is one thing that is not as it was sealed. Code says what:
// the code of a seal, "original_changed", "pages", "reading", "answers",
// "no_result".
type SheetDifference struct {
	File  string
	Page  int
	Field string
	Code  string
	Kept  string
	Now   string
}

// VerifySheets checks the seals of a run, reads every original again and lists
// every difference from what is kept. Progress, if given, is called after each
// file.
func (f *Flow) VerifySheets(ctx context.Context, id exam.SittingID, progress func(done, of int)) (SheetsReport, error) {
	var out SheetsReport
	var run omr.Run
	var scans []omr.Scan
	kept := map[string][]omr.Sheet{}
	err := f.db.InTx(ctx, func(tx Stores) error {
		out, kept = SheetsReport{}, map[string][]omr.Sheet{}
		var err error
		if run, err = tx.Sheets.GetRun(ctx, id); err != nil {
			return err
		}
		if scans, err = tx.Sheets.ListScans(ctx, id); err != nil {
			return err
		}
		if err := f.verifySeals(ctx, tx, run, &out); err != nil {
			return err
		}
		return tx.Sheets.WholeSheets(ctx, id, func(s *omr.Sheet) error {
			s.Detail = nil // a room's sheets are many, and darkness is not compared
			kept[s.Scan] = append(kept[s.Scan], *s)
			return nil
		})
	})
	if err != nil {
		return out, err
	}
	for i := range scans {
		data, err := f.db.Read().Sheets.ScanData(ctx, scans[i].ID)
		if err != nil {
			return out, err
		}
		out.again(&scans[i], kept[scans[i].ID], data, run.Layout, f.scans)
		if progress != nil {
			progress(i+1, len(scans))
		}
	}
	return out, nil
}

func (f *Flow) verifySeals(ctx context.Context, tx Stores, run omr.Run, out *SheetsReport) error {
	leaves, err := f.stageLeaves(ctx, tx, run.Sitting)
	if err != nil {
		return err
	}
	for _, wrong := range run.Check(f.signer.PublicKey(), leaves) {
		out.Wrong = append(out.Wrong, SheetDifference{Code: wrong.Error()})
	}
	if run.Steps[len(run.Steps)-1].Seal == nil {
		return nil
	}
	work, err := f.paperWork(ctx, tx, run.Sitting)
	if err != nil {
		return err
	}
	results, err := tx.Scores.Detailed(ctx, run.Sitting)
	if err != nil {
		return err
	}
	out.answers(work, results)
	return nil
}

// answers compares what results were made of with the sheets.
func (r *SheetsReport) answers(work []paperAnswers, results []scoring.Stored) {
	for i := range work {
		p := &work[i]
		j := slices.IndexFunc(results, func(s scoring.Stored) bool { return s.Candidate == p.candidate })
		if j < 0 {
			r.Wrong = append(r.Wrong, SheetDifference{Code: "no_result", Field: string(p.candidate)})
			continue
		}
		have := results[j].Result.Responses()
		for _, field := range slices.Sorted(maps.Keys(p.values)) {
			if have[field] != p.values[field] {
				r.Wrong = append(r.Wrong, SheetDifference{Code: "answers", Field: string(p.candidate) + " " + field, Kept: have[field], Now: p.values[field]})
			}
		}
	}
}

// again reads an original again and compares.
func (r *SheetsReport) again(scan *omr.Scan, kept []omr.Sheet, data, layout []byte, scans Scanner) {
	r.Scans++
	wrong := func(page int, field, code, was, now string) {
		r.Wrong = append(r.Wrong, SheetDifference{File: scan.File, Page: page, Field: field, Code: code, Kept: was, Now: now})
	}
	if sha256.Sum256(data) != scan.Hash {
		wrong(0, "", "original_changed", "", "")
	}
	if scan.Pages == 0 && scan.Fault == "" {
		return // not read yet
	}
	sheets, code := scans.Read(layout, scan.File, data)
	if len(sheets) != len(kept) || code != scan.Fault {
		wrong(0, "", "pages", fmt.Sprint(len(kept), scan.Fault), fmt.Sprint(len(sheets), code))
		return
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
			wrong(was.Page, "", "reading", fmt.Sprint(was.Doubts), fmt.Sprint(now.Doubts))
		}
	}
}

// rescorePaper scores sealed answer sheets again with a corrected key.
func (f *Flow) rescorePaper(ctx context.Context, tx Stores, who exam.Actor, id exam.SittingID, reason string, reports map[exam.SittingID]ScoreReport) error {
	runs, err := tx.Sheets.ListRuns(ctx, []exam.SittingID{id})
	if err != nil || len(runs) == 0 || runs[0].Steps[len(omr.Stages)-1].Seal == nil {
		return err
	}
	recorded, err := f.scorePaper(ctx, tx, who, id, reason)
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
