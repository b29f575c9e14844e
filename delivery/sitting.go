package delivery

import (
	"time"

	"khaothi/internal/exam"
)

// Sitting is what delivery knows of a ca thi.
type Sitting struct {
	ID       exam.SittingID
	ExamID   exam.ExamID
	Name     string
	Subject  string
	State    exam.SittingState // open, running or closed
	Planned  time.Time         // when it starts by itself; zero: by hand only
	Started  time.Time         // when it started; zero before
	End      time.Time         // hard end, pauses and grants of the sitting included; zero before the start unless planned
	Duration time.Duration
	Grace    time.Duration
	// LateLimit is how long after the start a candidate may still begin; 0 is
	// no limit.
	LateLimit time.Duration
	// SubmitAfter is how long after the own start a candidate may hand in.
	SubmitAfter time.Duration
	// Practice says that the sitting trains, and is never scored.
	Practice bool
	// Cut is when the board closed the sitting by hand; zero if it did not.
	Cut time.Time
	// Outage says what to do when nearly a whole room falls silent, or everybody.
	Outage OutagePolicy
	// Rev rises with every change, so that nodes see it.
	Rev int64

	actions []Action
	clocks  *Clocks // of Rev; nil: no actions are known
}

// OutagePolicy is what happens by itself when nearly a whole room falls silent.
type OutagePolicy string

// The policies.
const (
	OutageAsk   OutagePolicy = "ask"   // the invigilator is told, and decides
	OutagePause OutagePolicy = "pause" // the room's clocks stand from its last sign of life
)

// ReleaseSlack is how much later than start + duration a sitting ends, so that
// those whose key comes some moments after the start keep their full time.
const ReleaseSlack = 2 * time.Second

// Running says whether the keys are out at now: the record says so, or the
// planned start has come and nobody has written it down yet.
func (s *Sitting) Running(now time.Time) bool {
	if s.State == exam.SittingRunning {
		return true
	}
	return s.State == exam.SittingOpen && !s.Planned.IsZero() && !now.Before(s.Planned)
}

// start is when the sitting started or will.
func (s *Sitting) start() time.Time {
	if !s.Started.IsZero() {
		return s.Started
	}
	return s.Planned
}

// end is the hard end: what is written down, or start + duration + slack.
func (s *Sitting) end() time.Time {
	if !s.End.IsZero() {
		return s.End
	}
	if start := s.start(); !start.IsZero() {
		return start.Add(s.Duration + ReleaseSlack)
	}
	return time.Time{}
}

// terms are what the deadline of the attempt at p is computed from.
func (s *Sitting) terms(p Place) Terms {
	if s.clocks == nil {
		return NewClocks(s, nil).Terms(p)
	}
	return s.clocks.Terms(p)
}

// tooLate says whether who has not begun by now may begin no more. The limit
// stands still with the clock.
func (s *Sitting) tooLate(p Place, now time.Time) bool {
	if s.State == exam.SittingClosed {
		return true
	}
	if s.LateLimit <= 0 || s.start().IsZero() {
		return false
	}
	return now.After(s.start().Add(s.LateLimit + stood(s.terms(p).Pauses, now)))
}

// AttemptState is where an attempt stands in the record.
type AttemptState string

// The states of an attempt in the record.
const (
	AttemptWaiting    AttemptState = "waiting"
	AttemptOpen       AttemptState = "open"
	AttemptSealed     AttemptState = "sealed"
	AttemptIncomplete AttemptState = "incomplete" // sealed, but not all of 1…n are there
	AttemptAbsent     AttemptState = "absent"
)

// Attempt is one candidate's work in one sitting, as the record has it.
type Attempt struct {
	ID        exam.AttemptID
	Sitting   exam.SittingID
	Candidate exam.CandidateID
	Number    string
	Name      string
	BirthDate string // 2006-01-02
	FormCode  string
	Paper     string // hash
	TicketMAC []byte // empty: no ticket was issued
	RoomID    exam.RoomID
	Room      string
	Seat      string
	Extra     time.Duration
	Display   Display
	State     AttemptState
	Epoch     int64
	Started   time.Time
	Deadline  time.Time
	SealedAt  time.Time
	SealedN   int64
	SealedBy  SealedBy
	Paused    bool
	Machine   string // of the last holder that reached the record
	Round     int    // how often it was reopened
	VoidedAt  time.Time
	Receipt   string
	LastSeq   int64 // 1…LastSeq are in the record
}

// Place is where the attempt sits.
func (a *Attempt) Place() Place { return Place{Attempt: a.ID, Room: a.RoomID, Extra: a.Extra} }

// Sealed says whether the attempt takes no more answers.
func (a *Attempt) Sealed() bool {
	return a.State == AttemptSealed || a.State == AttemptIncomplete || a.State == AttemptAbsent
}

// PaperInfo is what a node needs of a paper: never its text.
type PaperInfo struct {
	Hash    string
	Sitting exam.SittingID
	Size    int64
	Wrapped []byte // the key, wrapped
	Fields  Fields
}
