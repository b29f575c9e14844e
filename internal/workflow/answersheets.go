package workflow

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"

	"khaothi/bank"
	"khaothi/delivery"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/omr"
)

// Scanner reads what came from the scanner.
type Scanner interface {
	// Read reads a file by a layout: its sheets, or the code of why it cannot be
	// read. It never guesses.
	Read(layout []byte, file string, data []byte) (sheets []omr.Sheet, fault string)
	// Picture is page n of a file, from 1, as PNG.
	Picture(data []byte, n int) ([]byte, error)
}

// maxScan bounds a scanned file: a room's sheets in one PDF at 300 dpi.
const maxScan = 64 << 20

// SheetsStatus is where the answer sheets of a sitting stand.
type SheetsStatus struct {
	Run     omr.Run
	Scans   []omr.Scan
	Bags    []omr.Bag // one for each room, Sheets -1 where nobody has counted
	Gaps    []omr.Gap
	Sheets  int    // that count
	Aside   int    // put aside
	Unread  int    // scans
	Failed  int    // scans that could not be read
	Stuck   string // why the last reading on this node stopped, a code; "": it did not
	Doubts  []SheetDoubt
	Decided int // sheets with a decision of a person
}

// SheetDoubt is a sheet that waits for a person.
type SheetDoubt struct {
	Sheet   string
	Room    exam.RoomID
	File    string
	Page    int
	Status  string
	Doubts  []omr.Doubt
	Waiting bool // for a second person, who is not By
	By      exam.AccountID
}

// BeginSheets begins the run of a sitting that was written on paper and returns
// the secrets of its stages, which are kept nowhere.
func (f *Flow) BeginSheets(ctx context.Context, who exam.Actor, id exam.SittingID, layout []byte) (map[omr.Stage]string, error) {
	run, secrets := omr.NewRun(id, layout, who, f.now())
	err := f.db.InTx(ctx, func(tx Stores) error {
		s, err := tx.Board.GetSitting(ctx, id)
		if err != nil {
			return err
		}
		if err := notPractice(s); err != nil {
			return err
		}
		if s.FormID == "" {
			return fault.New(fault.Invalid, "sitting.no_form")
		}
		form, err := tx.Bank.Form(ctx, s.FormID)
		if err != nil {
			return err
		}
		if form.State != bank.FormLocked {
			return fault.New(fault.Conflict, "form.not_locked")
		}
		if err := keepFirstKey(ctx, tx, who, form, s.Rule); err != nil {
			return err
		}
		return tx.Sheets.CreateRun(ctx, run)
	})
	return secrets, err
}

// OpenStage lets a person into a stage.
func (f *Flow) OpenStage(ctx context.Context, who exam.Actor, id exam.SittingID, stage omr.Stage, secret string) error {
	return f.db.InTx(ctx, func(tx Stores) error {
		run, err := tx.Sheets.GetRun(ctx, id)
		if err != nil {
			return err
		}
		if err := run.Open(stage, who, secret, f.now()); err != nil {
			return err
		}
		return tx.Sheets.SaveStep(ctx, who, run, stage)
	})
}

// inStage runs do in a transaction in which a stage stays open and who may work
// in it.
func (f *Flow) inStage(ctx context.Context, who exam.Actor, id exam.SittingID, stage omr.Stage, do func(tx Stores, run omr.Run) error) error {
	return f.db.InTx(ctx, func(tx Stores) error {
		run, err := tx.Sheets.GetRun(ctx, id)
		if err != nil {
			return err
		}
		if err := run.May(stage, who); err != nil {
			return err
		}
		return do(tx, run)
	})
}

// seatsOf are the seats of a room of the sitting; a room without one is none of
// its rooms.
func seatsOf(ctx context.Context, tx Stores, id exam.SittingID, room exam.RoomID) ([]board.Seated, error) {
	if room == "" {
		return nil, fault.New(fault.NotFound, "room.not_found")
	}
	seats, err := tx.Board.ListSeats(ctx, id, room)
	if err == nil && len(seats) == 0 {
		err = fault.New(fault.NotFound, "room.not_found")
	}
	return seats, err
}

// SetBag writes down what the invigilators of a room handed in.
func (f *Flow) SetBag(ctx context.Context, who exam.Actor, id exam.SittingID, b omr.Bag) error {
	return f.inStage(ctx, who, id, omr.StageScan, func(tx Stores, _ omr.Run) error {
		seats, err := seatsOf(ctx, tx, id, b.Room)
		if err != nil {
			return err
		}
		for _, n := range b.Absent {
			if !slices.ContainsFunc(seats, func(s board.Seated) bool { return s.Candidate.Number == n }) {
				return fault.New(fault.Invalid, "omr.absent_unknown").With("number", n)
			}
		}
		return tx.Sheets.SetBag(ctx, who, id, b)
	})
}

// AddScan keeps a file of the scanner.
func (f *Flow) AddScan(ctx context.Context, who exam.Actor, id exam.SittingID, room exam.RoomID, file string, data []byte) (omr.Scan, error) {
	scan := omr.Scan{
		ID: exam.NewID(), Sitting: id, Room: room, File: file, Hash: sha256.Sum256(data), Bytes: len(data), By: who, At: f.now(),
	}
	switch {
	case len(data) == 0:
		return scan, fault.New(fault.Invalid, "omr.empty_file").With("file", file)
	case len(data) > maxScan:
		return scan, fault.New(fault.Invalid, "request.too_large").With("max_bytes", maxScan)
	}
	return scan, f.inStage(ctx, who, id, omr.StageScan, func(tx Stores, _ omr.Run) error {
		if _, err := seatsOf(ctx, tx, id, room); err != nil {
			return err
		}
		return tx.Sheets.AddScan(ctx, scan, data)
	})
}

// sheetWorld is what the sheets of a sitting are checked against.
func (f *Flow) sheetWorld(ctx context.Context, tx Stores, id exam.SittingID) (omr.World, error) {
	w := omr.World{Candidates: map[string]omr.Expected{}, Codes: map[string]bool{}, Others: map[string]string{}}
	sitting, err := tx.Board.GetSitting(ctx, id)
	if err != nil {
		return w, err
	}
	seats, err := tx.Board.ListSeats(ctx, id, "")
	if err != nil {
		return w, err
	}
	counted, err := tx.Sheets.ListBags(ctx, id)
	if err != nil {
		return w, err
	}
	for _, s := range seats {
		w.Candidates[s.Candidate.Number] = omr.Expected{ID: s.CandidateID, Name: s.Candidate.FullName(), Room: s.RoomID}
		if !slices.ContainsFunc(w.Bags, func(b omr.Bag) bool { return b.Room == s.RoomID }) {
			w.Bags = append(w.Bags, bagOf(s.RoomID, s.RoomName, counted))
		}
	}
	for _, b := range w.Bags {
		for _, n := range b.Absent {
			c := w.Candidates[n]
			c.Absent = true
			w.Candidates[n] = c
		}
	}
	if err := f.addScreen(ctx, tx, id, w); err != nil {
		return w, err
	}
	return w, addCodes(ctx, tx, sitting.ExamID, id, w)
}

func bagOf(room exam.RoomID, name string, counted []omr.Bag) omr.Bag {
	for _, b := range counted {
		if b.Room == room {
			return b
		}
	}
	return omr.Bag{Room: room, Name: name, Sheets: -1}
}

// addScreen marks who has work on the screen that counts.
func (f *Flow) addScreen(ctx context.Context, tx Stores, id exam.SittingID, w omr.World) error {
	works, err := f.organizer(tx).Works(ctx, id)
	if err != nil {
		return err
	}
	for _, work := range works {
		c, known := w.Candidates[work.Number]
		if known && !work.Voided && work.SealedBy != delivery.SealedByPaper && work.State != delivery.AttemptAbsent {
			c.Screen = true
			w.Candidates[work.Number] = c
		}
	}
	return nil
}

// addCodes adds the form codes of the sitting and those of the exam's others.
func addCodes(ctx context.Context, tx Stores, in exam.ExamID, id exam.SittingID, w omr.World) error {
	sittings, err := tx.Board.ListSittings(ctx, in)
	if err != nil {
		return err
	}
	for _, s := range sittings {
		if s.FormID == "" {
			continue
		}
		layouts, err := tx.Bank.Layouts(ctx, s.FormID)
		if err != nil {
			return fmt.Errorf("form codes of sitting %s: %w", s.ID, err)
		}
		for _, l := range layouts {
			if s.ID == id {
				w.Codes[l.Code] = true
			} else {
				w.Others[l.Code] = s.Subject
			}
		}
	}
	return nil
}
