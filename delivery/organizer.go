package delivery

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// Ledger is the record as those who organise a sitting write and read it.
type Ledger interface {
	// CreateSitting stores a sitting, its papers and its attempts. It makes the
	// sitting open; a second time is fault.Conflict.
	CreateSitting(ctx context.Context, s *Sitting, papers []StoredPaper, attempts []Attempt) error
	// MarkRunning writes down that an open sitting started at.
	MarkRunning(ctx context.Context, id exam.SittingID, at time.Time) error
	// Cut closes a running sitting at a time, once.
	Cut(ctx context.Context, id exam.SittingID, at time.Time) error
	// SetTickets stores the MACs of new tickets; older ones are void.
	SetTickets(ctx context.Context, macs map[exam.AttemptID][]byte) error
	// Attempts lists the attempts of a sitting in the order of room and number,
	// of one room if room is not empty.
	Attempts(ctx context.Context, id exam.SittingID, room exam.RoomID) ([]Attempt, error)
	// Works lists all attempts of a sitting with the last value of each field.
	Works(ctx context.Context, id exam.SittingID) ([]Work, error)
	// States returns the states of sittings that delivery knows.
	States(ctx context.Context, ids []exam.SittingID) (map[exam.SittingID]exam.SittingState, error)
}

// StoredPaper is a paper as it lies in the record.
type StoredPaper struct {
	FormCode string
	Blob     *Blob
	Wrapped  []byte
	Fields   Fields
}

// Work is what a candidate leaves behind. Only a sealed one may be scored.
type Work struct {
	Attempt   exam.AttemptID
	Candidate exam.CandidateID
	Number    string
	FormCode  string
	State     AttemptState
	SealedAt  time.Time
	SealedBy  SealedBy
	Voided    bool
	N         int64
	Receipt   string
	Values    exam.Responses
}

// Organizer is what boards do with sittings. Its Ledger may be a transaction.
type Organizer struct {
	ledger Ledger
	keys   *Keys
	now    func() time.Time
}

// NewOrganizer returns an Organizer.
func NewOrganizer(ledger Ledger, keys *Keys, now func() time.Time) *Organizer {
	return &Organizer{ledger: ledger, keys: keys, now: now}
}

// Prepared is a sitting to be opened.
type Prepared struct {
	ID          exam.SittingID
	ExamID      exam.ExamID
	Name        string
	Subject     string
	Starts      time.Time // zero: only StartNow starts it
	Duration    time.Duration
	Grace       time.Duration
	LateLimit   time.Duration // 0: none
	SubmitAfter time.Duration
	Practice    bool         // trains, and is never scored
	Outage      OutagePolicy // empty: OutageAsk
	Papers      []*Paper     // one a form code
	Seats       []SeatPlan
}

// SeatPlan is who sits where with which form.
type SeatPlan struct {
	Candidate exam.CandidateID
	Number    string
	Name      string
	BirthDate string // 2006-01-02, or empty
	FormCode  string
	RoomID    exam.RoomID
	Room      string
	Seat      string
	Extra     time.Duration // personal extra time
	Display   Display
}

// Prepare compiles the papers, makes the attempts and opens the sitting. It
// returns the attempts in the order of the seats.
func (o *Organizer) Prepare(ctx context.Context, p *Prepared) ([]Attempt, error) {
	if p.ID == "" || p.Duration <= 0 || p.Grace < 0 || len(p.Seats) == 0 {
		return nil, fault.New(fault.Invalid, "sitting.invalid").With("sitting", string(p.ID))
	}
	papers, hashes, err := o.compile(p.Papers)
	if err != nil {
		return nil, err
	}
	attempts := make([]Attempt, len(p.Seats))
	for i, seat := range p.Seats {
		hash, ok := hashes[seat.FormCode]
		if !ok {
			return nil, fault.New(fault.Invalid, "sitting.form_without_paper").With("form_code", seat.FormCode)
		}
		display := seat.Display.OrPlain()
		if err := display.Check(); err != nil {
			return nil, err
		}
		attempts[i] = Attempt{
			ID: exam.AttemptID(exam.NewID()), Sitting: p.ID, Candidate: seat.Candidate, Number: seat.Number,
			Name: seat.Name, BirthDate: seat.BirthDate, FormCode: seat.FormCode, Paper: hash, RoomID: seat.RoomID,
			Room: seat.Room, Seat: seat.Seat, Extra: seat.Extra, Display: display, State: AttemptWaiting,
		}
	}
	s := &Sitting{
		ID: p.ID, ExamID: p.ExamID, Name: p.Name, Subject: p.Subject, State: exam.SittingOpen, Planned: p.Starts,
		Duration: p.Duration, Grace: p.Grace, LateLimit: p.LateLimit, SubmitAfter: p.SubmitAfter,
		Practice: p.Practice, Outage: cmp.Or(p.Outage, OutageAsk),
	}
	if err := o.ledger.CreateSitting(ctx, s, papers, attempts); err != nil {
		return nil, fmt.Errorf("open sitting %s: %w", p.ID, err)
	}
	return attempts, nil
}

func (o *Organizer) compile(list []*Paper) ([]StoredPaper, map[string]string, error) {
	papers := make([]StoredPaper, 0, len(list))
	hashes := make(map[string]string, len(list))
	for _, paper := range list {
		fields, err := paper.Fields()
		if err != nil {
			return nil, nil, fmt.Errorf("paper %s: %w", paper.FormCode, err)
		}
		if _, twice := hashes[paper.FormCode]; twice {
			return nil, nil, fault.New(fault.Invalid, "sitting.form_twice").With("form_code", paper.FormCode)
		}
		blob, err := Encrypt(paper)
		if err != nil {
			return nil, nil, fmt.Errorf("paper %s: %w", paper.FormCode, err)
		}
		wrapped, err := o.keys.Wrap(blob.Key, blob.Hash)
		if err != nil {
			return nil, nil, fmt.Errorf("paper %s: %w", paper.FormCode, err)
		}
		hashes[paper.FormCode] = blob.Hash
		papers = append(papers, StoredPaper{FormCode: paper.FormCode, Blob: blob, Wrapped: wrapped, Fields: fields})
	}
	return papers, hashes, nil
}

// StartNow starts an open sitting at once; the nodes release the keys within
// a second. A sitting that runs already stays as it is.
func (o *Organizer) StartNow(ctx context.Context, id exam.SittingID) error {
	return o.ledger.MarkRunning(ctx, id, o.now())
}

// CloseNow ends a running sitting: the deadline is now, for all but those with
// personal extra time, and the attempts are sealed after the grace. Pauses end
// with it; what is granted afterwards counts from now.
func (o *Organizer) CloseNow(ctx context.Context, id exam.SittingID) error {
	return o.ledger.Cut(ctx, id, o.now())
}

// Ticket is a ticket to be printed. The code is nowhere stored.
type Ticket struct {
	Attempt   exam.AttemptID
	Candidate exam.CandidateID
	Number    string
	Name      string
	Room      string
	Seat      string
	Code      string
}

// IssueTickets makes new tickets for a sitting, or for one room of it, and
// voids those printed before.
func (o *Organizer) IssueTickets(ctx context.Context, id exam.SittingID, room exam.RoomID) ([]Ticket, error) {
	attempts, err := o.ledger.Attempts(ctx, id, room)
	if err != nil {
		return nil, err
	}
	tickets := make([]Ticket, len(attempts))
	macs := make(map[exam.AttemptID][]byte, len(attempts))
	for i := range attempts {
		a := &attempts[i]
		code := NewTicket()
		tickets[i] = Ticket{
			Attempt: a.ID, Candidate: a.Candidate, Number: a.Number, Name: a.Name, Room: a.Room, Seat: a.Seat, Code: code,
		}
		macs[a.ID] = o.keys.TicketMAC(a.Number, code)
	}
	if err := o.ledger.SetTickets(ctx, macs); err != nil {
		return nil, fmt.Errorf("tickets of sitting %s: %w", id, err)
	}
	return tickets, nil
}

// Works lists all attempts of a sitting with the last value of each field.
func (o *Organizer) Works(ctx context.Context, id exam.SittingID) ([]Work, error) {
	return o.ledger.Works(ctx, id)
}

// States returns where sittings stand; one that delivery does not know is
// planned.
func (o *Organizer) States(ctx context.Context, ids []exam.SittingID) (map[exam.SittingID]exam.SittingState, error) {
	states, err := o.ledger.States(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if _, ok := states[id]; !ok {
			states[id] = exam.SittingPlanned
		}
	}
	return states, nil
}
