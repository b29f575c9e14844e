package workflow

import (
	"context"
	"slices"

	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/omr"
)

// SheetSitting is a sitting in the list of answer sheets; Run is nil where none
// has begun.
type SheetSitting struct {
	board.SittingSummary
	ExamName    string
	SubjectName string
	Run         *omr.Run
}

// SheetSittings lists the sittings with seats of the exams of units.
func (f *Flow) SheetSittings(ctx context.Context, units []exam.UnitID) ([]SheetSitting, error) {
	read := f.db.Read()
	exams, err := read.Board.ListExams(ctx, units)
	if err != nil {
		return nil, err
	}
	var out []SheetSitting
	var ids []exam.SittingID
	for i := range exams {
		list, err := read.Board.ListSittings(ctx, exams[i].ID)
		if err != nil {
			return nil, err
		}
		for _, s := range counting(list) {
			if s.Seated == 0 || s.FormID == "" {
				continue
			}
			subject, _ := exams[i].Settings.SubjectByCode(s.Subject)
			out = append(out, SheetSitting{SittingSummary: s, ExamName: exams[i].Name, SubjectName: subject.Name})
			ids = append(ids, s.ID)
		}
	}
	runs, err := read.Sheets.ListRuns(ctx, ids)
	if err != nil {
		return nil, err
	}
	for i := range out {
		if j := slices.IndexFunc(runs, func(r omr.Run) bool { return r.Sitting == out[i].ID }); j >= 0 {
			out[i].Run = &runs[j]
		}
	}
	return out, nil
}

// SheetsStatus says where the sheets of a sitting stand and what waits for
// people.
func (f *Flow) SheetsStatus(ctx context.Context, id exam.SittingID) (SheetsStatus, error) {
	var out SheetsStatus
	err := f.db.InTx(ctx, func(tx Stores) error {
		run, err := tx.Sheets.GetRun(ctx, id)
		if err != nil {
			return err
		}
		out, err = f.sheetsStatus(ctx, tx, run)
		return err
	})
	return out, err
}

func (f *Flow) sheetsStatus(ctx context.Context, tx Stores, run omr.Run) (SheetsStatus, error) {
	out := SheetsStatus{Run: run, Stuck: f.stuck.get(run.Sitting)}
	w, err := f.sheetWorld(ctx, tx, run.Sitting)
	if err != nil {
		return out, err
	}
	out.Bags = w.Bags
	if out.Scans, err = tx.Sheets.ListScans(ctx, run.Sitting); err != nil {
		return out, err
	}
	sheets, err := tx.Sheets.ListSheets(ctx, run.Sitting)
	if err != nil {
		return out, err
	}
	found, gaps := w.Check(sheets)
	out.Gaps = gaps
	for _, s := range out.Scans {
		if s.Fault != "" {
			out.Failed++
		} else if s.Pages == 0 {
			out.Unread++
		}
	}
	for i := range sheets {
		out.add(&sheets[i], found[sheets[i].ID])
	}
	return out, nil
}

func (st *SheetsStatus) add(s *omr.Sheet, found []omr.Doubt) {
	if s.Counts() {
		st.Sheets++
	} else {
		st.Aside++
	}
	if len(s.Fixes) > 0 {
		st.Decided++
	}
	d := SheetDoubt{Sheet: s.ID, Room: s.Room, File: s.File, Page: s.Page, Status: s.Status, Doubts: append(s.Open(), found...)}
	for _, fix := range s.Fixes {
		if fix.Waiting() {
			d.Waiting, d.By = true, fix.By.ID
			d.Doubts = append(d.Doubts, omr.Doubt{Field: fix.Field, Code: "second"})
		}
	}
	if len(d.Doubts) > 0 {
		st.Doubts = append(st.Doubts, d)
	}
}

// SheetOf is one sheet for the review page: what was read, decided, and is in
// doubt.
type SheetOf struct {
	omr.Sheet
	Sitting exam.SittingID
	Layout  []byte
	Found   []omr.Doubt // by the roster, the form codes and the other sheets
	Solved  string      // the candidate number that its digits in doubt must be; "": nothing is solved
}

// Sheet returns a sheet whole.
func (f *Flow) Sheet(ctx context.Context, id string) (SheetOf, error) {
	var out SheetOf
	err := f.db.InTx(ctx, func(tx Stores) error {
		var err error
		if out.Sheet, out.Sitting, err = tx.Sheets.GetSheet(ctx, id); err != nil {
			return err
		}
		run, err := tx.Sheets.GetRun(ctx, out.Sitting)
		if err != nil {
			return err
		}
		out.Layout = run.Layout
		w, err := f.sheetWorld(ctx, tx, out.Sitting)
		if err != nil {
			return err
		}
		sheets, err := tx.Sheets.ListSheets(ctx, out.Sitting)
		if err != nil {
			return err
		}
		found, _ := w.Check(sheets)
		out.Found, out.Solved = found[id], w.Solved(&out.Sheet)
		return nil
	})
	return out, err
}

// SheetPicture is the page of a sheet as it was scanned, as PNG.
func (f *Flow) SheetPicture(ctx context.Context, id string) ([]byte, error) {
	read := f.db.Read()
	s, _, err := read.Sheets.GetSheet(ctx, id)
	if err != nil {
		return nil, err
	}
	data, err := read.Sheets.ScanData(ctx, s.Scan)
	if err != nil {
		return nil, err
	}
	return f.scans.Picture(data, s.Page)
}

// UnitOfSheet is the unit that holds the exam of a sheet.
func (f *Flow) UnitOfSheet(ctx context.Context, id string) (exam.UnitID, error) {
	sitting, err := f.db.Read().Sheets.SittingOf(ctx, id)
	if err != nil {
		return "", err
	}
	return f.UnitOfSitting(ctx, sitting)
}

// FixSheet writes down what a person decided about a field of a sheet.
func (f *Flow) FixSheet(ctx context.Context, who exam.Actor, id, field, after, why string, crop []byte) (omr.Fix, error) {
	var fix omr.Fix
	err := f.onSheet(ctx, who, id, func(tx Stores, s omr.Sheet) error {
		var err error
		if fix, err = s.NewFix(field, after, why, crop, who, f.now()); err != nil {
			return err
		}
		return tx.Sheets.AddFix(ctx, fix)
	})
	return fix, err
}

// AnswerFix is the word of a second person about a decision that waits for it.
func (f *Flow) AnswerFix(ctx context.Context, who exam.Actor, id, fix string, yes bool) error {
	return f.onSheet(ctx, who, id, func(tx Stores, s omr.Sheet) error {
		i := slices.IndexFunc(s.Fixes, func(x omr.Fix) bool { return x.ID == fix })
		if i < 0 {
			return fault.New(fault.NotFound, "omr.fix_not_found")
		}
		if err := s.Fixes[i].Agree(who, yes, f.now()); err != nil {
			return err
		}
		return tx.Sheets.AnswerFix(ctx, s.Fixes[i])
	})
}

// onSheet runs do on a sheet while the stage fix is open; two people who decide
// at once come one after the other.
func (f *Flow) onSheet(ctx context.Context, who exam.Actor, id string, do func(tx Stores, s omr.Sheet) error) error {
	sitting, err := f.db.Read().Sheets.SittingOf(ctx, id)
	if err != nil {
		return err
	}
	return f.inStage(ctx, who, sitting, omr.StageFix, func(tx Stores, _ omr.Run) error {
		s, _, err := tx.Sheets.GetSheet(ctx, id)
		if err != nil {
			return err
		}
		return do(tx, s)
	})
}
