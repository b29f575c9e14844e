package workflow

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"khaothi/bank"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/vi"
)

// PracticePool is the pool of the practice questions. They belong to no unit,
// so no author sees them, and no sitting that counts can be opened with one.
const PracticePool = "thi-thu (có sẵn)"

// practiceName is what candidates and invigilators see of a practice sitting.
const practiceName = "Thi thử"

// practiceGrace is how long after the end answers under way are taken.
const practiceGrace = 10 * time.Second

// practiceFile is the practice paper as it comes with the program.
//
//go:embed practice.json
var practiceFile []byte

type practicePaper struct {
	Name      string `json:"name"`
	Subject   string `json:"subject"`
	DurationS int    `json:"duration_s"`
	Parts     []struct {
		Title string `json:"title"`
		Intro string `json:"intro"`
	} `json:"parts"`
	Items []struct {
		Part int       `json:"part"`
		Body bank.Body `json:"body"`
	} `json:"items"`
}

// Practice remembers which form is the practice paper.
type Practice interface {
	// PracticeForm returns the form of a version, or fault.NotFound. Who asks in
	// a transaction makes others wait until it ends.
	PracticeForm(ctx context.Context, version string) (exam.FormID, error)
	KeepPracticeForm(ctx context.Context, version string, id exam.FormID) error
}

// MakePractice makes and opens a practice sitting (thi thử) of an exam: the
// candidates, rooms and seats of the sitting from, or of the whole exam if from
// is "" or has no seats. It starts by hand, may be made as often as anybody
// likes, freezes nothing, and is never scored.
func (f *Flow) MakePractice(ctx context.Context, who exam.Actor, id exam.ExamID, from exam.SittingID) (exam.SittingID, error) {
	var made exam.SittingID
	err := f.db.InTx(ctx, func(tx Stores) error {
		form, err := f.practiceForm(ctx, tx, who)
		if err != nil {
			return err
		}
		s, model, err := f.planPractice(ctx, tx, id, from)
		if err != nil {
			return err
		}
		s.FormID, s.Duration = form.ID, time.Duration(form.DurationS)*time.Second
		if s, err = tx.Board.CreateSitting(ctx, who, s); err != nil {
			return err
		}
		seats, err := practiceSeats(ctx, tx, s, model)
		if err != nil {
			return err
		}
		if err := tx.Board.ReplaceSeats(ctx, who, []exam.SittingID{s.ID}, seats); err != nil {
			return err
		}
		made = s.ID
		return f.open(ctx, tx, who, s.ID)
	})
	return made, err
}

// planPractice is the plan of a practice sitting, and the sitting that it
// follows, if any.
func (f *Flow) planPractice(ctx context.Context, tx Stores, id exam.ExamID, from exam.SittingID) (board.Sitting, exam.SittingID, error) {
	e, err := tx.Board.GetExam(ctx, id)
	if err != nil {
		return board.Sitting{}, "", err
	}
	now := f.now()
	s := board.Sitting{
		ExamID: id, Name: practiceName + now.In(vi.Zone).Format(" 15:04 02/01"), Rule: "practice", StartsAt: now,
		Grace: practiceGrace, Practice: true,
	}
	if from != "" {
		model, err := tx.Board.GetSitting(ctx, from)
		if err != nil {
			return s, "", err
		}
		if model.ExamID != id {
			return s, "", fault.New(fault.NotFound, "sitting.not_found").With("id", from)
		}
		s.Subject, s.Name = model.Subject, practiceName+": "+model.Name+now.In(vi.Zone).Format(" 15:04 02/01")
		return s, from, nil
	}
	if len(e.Settings.Subjects) == 0 {
		return s, "", fault.New(fault.Invalid, "sitting.subject")
	}
	s.Subject = e.Settings.Subjects[0].Code
	return s, "", nil
}

// practiceSeats are the seats of the model, or seats for everybody.
func practiceSeats(ctx context.Context, tx Stores, s board.Sitting, model exam.SittingID) ([]board.Seat, error) {
	if model != "" {
		list, err := tx.Board.ListSeats(ctx, model, "")
		if err != nil {
			return nil, err
		}
		seats := make([]board.Seat, len(list))
		for i := range list {
			seats[i] = list[i].Seat
			seats[i].SittingID = s.ID
		}
		if len(seats) > 0 {
			return seats, nil
		}
	}
	page, err := tx.Board.ListCandidates(ctx, s.ExamID, board.CandidateFilter{})
	if err != nil {
		return nil, err
	}
	if model == "" { // everybody trains, whatever they registered for
		for i := range page.Candidates {
			page.Candidates[i].Subjects = nil
		}
	}
	rooms, err := tx.Board.ListRooms(ctx, s.ExamID)
	if err != nil {
		return nil, err
	}
	return board.AssignSeats(board.SeatPlan{Sittings: []board.Sitting{s}, Candidates: page.Candidates, Rooms: rooms, RoomSubjects: 1})
}

// practiceForm returns the practice paper, and puts it into the bank the first
// time that it is asked for.
func (f *Flow) practiceForm(ctx context.Context, tx Stores, who exam.Actor) (bank.Form, error) {
	sum := sha256.Sum256(practiceFile)
	version := hex.EncodeToString(sum[:])
	id, err := tx.Practice.PracticeForm(ctx, version)
	if err == nil {
		return tx.Bank.Form(ctx, id)
	}
	if fault.KindOf(err) != fault.NotFound {
		return bank.Form{}, err
	}
	form, err := seedPractice(ctx, tx, who)
	if err != nil {
		return form, fmt.Errorf("seed the practice paper: %w", err)
	}
	return form, tx.Practice.KeepPracticeForm(ctx, version, form.ID)
}

func seedPractice(ctx context.Context, tx Stores, who exam.Actor) (bank.Form, error) {
	var paper practicePaper
	if err := json.Unmarshal(practiceFile, &paper); err != nil {
		return bank.Form{}, err
	}
	form := bank.Form{Name: paper.Name, Subject: paper.Subject, DurationS: paper.DurationS}
	for _, p := range paper.Parts {
		form.Parts = append(form.Parts, bank.Part{Title: p.Title, Intro: p.Intro})
	}
	for _, it := range paper.Items {
		it.Body.Normalise()
		item, err := tx.Bank.Create(ctx, who, bank.Home{Pool: PracticePool}, it.Body)
		if err != nil {
			return form, err
		}
		pin := bank.PinOf(item.Current)
		pin.Fixed = true // the questions explain one another
		part := &form.Parts[it.Part-1]
		part.Pins = append(part.Pins, pin)
	}
	made, err := tx.Bank.CreateForm(ctx, who, form)
	if err != nil {
		return made, err
	}
	// The program wrote these questions: its own word is the second pair of eyes.
	if _, err := tx.Bank.Decide(ctx, exam.Actor{Name: "khaothi"}, bank.Decision{Step: bank.Approve, Items: made.Seen()}); err != nil {
		return made, err
	}
	return tx.Bank.LockForm(ctx, who, made.ID, 1, bank.Codes(1, 1))
}

// checkPractice refuses to train with questions that count, and to count with
// questions that everybody has trained with.
func checkPractice(ctx context.Context, tx Stores, s board.Sitting, form bank.Form) error {
	pinned := map[exam.ItemID]bool{}
	var ids []exam.ItemID
	for _, p := range form.Parts {
		for _, pin := range p.Pins {
			pinned[pin.ItemID] = true
			ids = append(ids, pin.ItemID)
		}
	}
	page, err := tx.Bank.List(ctx, bank.Filter{IDs: ids, Pool: PracticePool, Limit: 500})
	if err != nil {
		return err
	}
	practice := 0
	for i := range page.Items {
		if page.Items[i].Unit == "" && pinned[page.Items[i].ID] {
			practice++
		}
	}
	if s.Practice && practice != len(pinned) {
		return fault.New(fault.Conflict, "sitting.real_form").With("form", form.Name)
	}
	if !s.Practice && practice > 0 {
		return fault.New(fault.Conflict, "sitting.practice_form").With("form", form.Name)
	}
	return nil
}

// notPractice refuses to score, publish or correct a practice sitting.
func notPractice(s board.Sitting) error {
	if s.Practice {
		return fault.New(fault.Conflict, "sitting.practice").With("id", s.ID)
	}
	return nil
}

// counting are the sittings that are not practice.
func counting(sittings []board.SittingSummary) []board.SittingSummary {
	var out []board.SittingSummary
	for i := range sittings {
		if !sittings[i].Practice {
			out = append(out, sittings[i])
		}
	}
	return out
}
