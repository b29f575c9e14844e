package workflow

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"time"

	"khaothi/bank"
	"khaothi/delivery"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// OpenSitting makes a planned sitting ready for candidates: the key of its form
// is kept, its papers are compiled and encrypted, an attempt is made for every
// seat, and the plan is frozen. All of it or nothing.
func (f *Flow) OpenSitting(ctx context.Context, who exam.Actor, id exam.SittingID) error {
	return f.db.InTx(ctx, func(tx Stores) error { return f.open(ctx, tx, who, id) })
}

func (f *Flow) open(ctx context.Context, tx Stores, who exam.Actor, id exam.SittingID) error {
	s, form, err := f.plan(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := f.desk.RevealForm(who.ID, &form); err != nil {
		return err
	}
	if err := checkPractice(ctx, tx, s, form); err != nil {
		return err
	}
	if !s.Practice {
		if err := keepFirstKey(ctx, tx, who, form, s.Rule); err != nil {
			return err
		}
	}
	p, err := f.preparation(ctx, tx, who, s, form)
	if err != nil {
		return err
	}
	if err := tx.Board.FreezeSitting(ctx, who, id); err != nil {
		return err
	}
	_, err = f.organizer(tx).Prepare(ctx, p)
	return err
}

// plan reads a sitting that may be opened, with its form.
func (f *Flow) plan(ctx context.Context, tx Stores, id exam.SittingID) (board.Sitting, bank.Form, error) {
	s, err := tx.Board.GetSitting(ctx, id)
	if err != nil {
		return s, bank.Form{}, err
	}
	if s.Opened() {
		return s, bank.Form{}, fault.New(fault.Conflict, "sitting.opened")
	}
	if s.FormID == "" {
		return s, bank.Form{}, fault.New(fault.Invalid, "sitting.no_form")
	}
	if !s.Practice && !f.now().Before(s.EndsAt()) {
		return s, bank.Form{}, fault.New(fault.Invalid, "sitting.in_the_past").With("ends_at", s.EndsAt())
	}
	form, err := tx.Bank.Form(ctx, s.FormID)
	return s, form, err
}

// keepFirstKey stores what the form's authors called right as version 1 of its
// key, unless it has one, and checks that the rule can score the form: after
// the exam is no time to learn that it cannot.
func keepFirstKey(ctx context.Context, tx Stores, who exam.Actor, form bank.Form, ruleName string) error {
	version, err := tx.Scores.Key(ctx, form.ID, 0)
	if fault.KindOf(err) == fault.NotFound {
		version, err = tx.Scores.AddKey(ctx, who, form.ID, firstKey(form), "form locked")
	}
	if err != nil {
		return fmt.Errorf("key of form %s: %w", form.ID, err)
	}
	_, err = scorerOf(ruleName, version.Key)
	return err
}

// preparation is everything that delivery needs of a sitting.
func (f *Flow) preparation(ctx context.Context, tx Stores, who exam.Actor, s board.Sitting, form bank.Form) (*delivery.Prepared, error) {
	e, err := tx.Board.GetExam(ctx, s.ExamID)
	if err != nil {
		return nil, err
	}
	seats, err := tx.Board.ListSeats(ctx, s.ID, "")
	if err != nil {
		return nil, err
	}
	if len(seats) == 0 {
		return nil, fault.New(fault.Invalid, "sitting.no_seats")
	}
	subject, _ := e.Settings.SubjectByCode(s.Subject)
	starts := s.StartsAt
	if s.Practice { // by hand, and under its own name
		subject.Name, starts = practiceName, time.Time{}
	}
	media, err := f.pictures(ctx, tx.Bank, who, form)
	if err != nil {
		return nil, err
	}
	papers, err := papersOf(ctx, tx.Bank, form, media, s, subject.Name)
	if err != nil {
		return nil, err
	}
	plans, err := seatPlans(seats, papers, s.Duration)
	if err != nil {
		return nil, err
	}
	return &delivery.Prepared{
		ID: s.ID, ExamID: s.ExamID, Name: s.Name, Subject: subject.Name, Starts: starts, Duration: s.Duration, Practice: s.Practice,
		Grace: s.Grace, LateLimit: s.LateLimit, SubmitAfter: s.SubmitAfter, Papers: papers, Seats: plans,
		Outage: delivery.OutagePolicy(e.Settings.RoomOutage),
	}, nil
}

// seatPlans gives every seat a variant: neighbours get different ones as far as
// there are variants.
func seatPlans(seats []board.Seated, papers []*delivery.Paper, duration time.Duration) ([]delivery.SeatPlan, error) {
	out := make([]delivery.SeatPlan, len(seats))
	for i, seat := range seats {
		c := seat.Candidate
		if c.Number == "" {
			return nil, fault.New(fault.Invalid, "candidate.no_number").With("name", c.FullName())
		}
		out[i] = delivery.SeatPlan{
			Candidate: c.ID, Number: c.Number, Name: c.FullName(), BirthDate: c.BirthDate.Format(time.DateOnly),
			FormCode: papers[(seat.SeatNo-1)%len(papers)].FormCode,
			RoomID:   seat.RoomID, Room: seat.RoomName, Seat: strconv.Itoa(seat.SeatNo),
			Extra: c.Needs.Extra(duration), Display: displayOf(c.Needs),
		}
	}
	return out, nil
}

// StartSitting releases the papers of an open sitting now.
func (f *Flow) StartSitting(ctx context.Context, who exam.Actor, id exam.SittingID) error {
	return f.db.InTx(ctx, func(tx Stores) error {
		switch state, err := f.state(ctx, tx, id); {
		case err != nil:
			return err
		case state == exam.SittingPlanned:
			return fault.New(fault.Conflict, "sitting.not_opened")
		case state != exam.SittingOpen:
			return fault.New(fault.Conflict, "sitting.started")
		}
		if err := f.organizer(tx).StartNow(ctx, id); err != nil {
			return err
		}
		return tx.Audit(ctx, who, "sitting.start", "sitting:"+string(id), nil)
	})
}

// CloseSitting ends a running sitting for everybody now: attempts are sealed
// when the grace is over.
func (f *Flow) CloseSitting(ctx context.Context, who exam.Actor, id exam.SittingID) error {
	return f.db.InTx(ctx, func(tx Stores) error {
		state, err := f.state(ctx, tx, id)
		if err != nil {
			return err
		}
		if state != exam.SittingRunning {
			return fault.New(fault.Closed, "sitting.not_running")
		}
		if err := f.organizer(tx).CloseNow(ctx, id); err != nil {
			return err
		}
		return tx.Audit(ctx, who, "sitting.close", "sitting:"+string(id), nil)
	})
}

// state says where one sitting stands.
func (f *Flow) state(ctx context.Context, tx Stores, id exam.SittingID) (exam.SittingState, error) {
	states, err := f.organizer(tx).States(ctx, []exam.SittingID{id})
	return states[id], err
}

// States says where sittings stand.
func (f *Flow) States(ctx context.Context, ids []exam.SittingID) (map[exam.SittingID]exam.SittingState, error) {
	return f.organizer(f.db.Read()).States(ctx, ids)
}

// IssueTickets makes new tickets for a room of an opened sitting, or for all
// rooms if room is "", until it is closed. Earlier tickets of these candidates are void. The codes
// are in the slips and nowhere else.
func (f *Flow) IssueTickets(ctx context.Context, who exam.Actor, id exam.SittingID, room exam.RoomID) ([]board.Slip, error) {
	var slips []board.Slip
	err := f.db.InTx(ctx, func(tx Stores) error {
		s, err := tx.Board.GetSitting(ctx, id)
		if err != nil {
			return err
		}
		if !s.Opened() {
			return fault.New(fault.Conflict, "sitting.not_opened")
		}
		if state, err := f.state(ctx, tx, id); err != nil || state == exam.SittingClosed {
			return cmp.Or[error](err, fault.New(fault.Closed, "sitting.closed"))
		}
		e, err := tx.Board.GetExam(ctx, s.ExamID)
		if err != nil {
			return err
		}
		seats, err := tx.Board.ListSeats(ctx, id, room)
		if err != nil {
			return err
		}
		tickets, err := f.organizer(tx).IssueTickets(ctx, id, room)
		if err != nil {
			return err
		}
		slips = slipsOf(e, s, seats, tickets)
		return tx.Audit(ctx, who, "sitting.tickets", "sitting:"+string(id), map[string]any{"room": room, "tickets": len(slips)})
	})
	return slips, err
}

// slipsOf joins tickets and seats, in the order of the seats.
func slipsOf(e board.Exam, s board.Sitting, seats []board.Seated, tickets []delivery.Ticket) []board.Slip {
	subject, _ := e.Settings.SubjectByCode(s.Subject)
	if s.Practice {
		subject.Name = practiceName
	}
	codes := make(map[exam.CandidateID]string, len(tickets))
	for _, t := range tickets {
		codes[t.Candidate] = t.Code
	}
	slips := make([]board.Slip, 0, len(tickets))
	for _, seat := range seats {
		code, ok := codes[seat.CandidateID]
		if !ok {
			continue
		}
		c := seat.Candidate
		slips = append(slips, board.Slip{
			ExamName: e.Name, SittingName: s.Name, Subject: subject.Name, StartsAt: s.StartsAt, Duration: s.Duration,
			Number: c.Number, FullName: c.FullName(), BirthDate: c.BirthDate, RoomName: seat.RoomName, SeatNo: seat.SeatNo,
			Code: code, Practice: s.Practice,
		})
	}
	return slips
}
