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
	var sealed sealedSheets
	err := f.db.InTx(ctx, func(tx Stores) error {
		var err error
		sealed, err = readSealed(ctx, tx, id)
		return err
	})
	if err != nil {
		return SheetsReport{}, err
	}
	out := f.verifySeals(&sealed)
	for i := range sealed.scans {
		scan := &sealed.scans[i]
		data, err := f.db.Read().Sheets.ScanData(ctx, scan.ID)
		if err != nil {
			return out, err
		}
		out.again(scan, sealed.sheets[scan.ID], data, sealed.run.Layout, f.scans)
		if progress != nil {
			progress(i+1, len(sealed.scans))
		}
	}
	return out, nil
}

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
	out.leaves[omr.StageScan] = scanLeaves(out.scans)
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

func (f *Flow) verifySeals(sealed *sealedSheets) SheetsReport {
	var out SheetsReport
	for _, wrong := range sealed.run.Check(f.signer.PublicKey(), sealed.leaves) {
		out.Wrong = append(out.Wrong, SheetDifference{Code: wrong.Error()})
	}
	if sealed.run.Scored() {
		out.answers(sealed.work, sealed.results)
	}
	return out
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
