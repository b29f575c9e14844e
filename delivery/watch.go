package delivery

import (
	"context"
	"fmt"
	"time"

	"khaothi/internal/exam"
)

// SeatStatus is one seat as the invigilator sees it.
type SeatStatus struct {
	Attempt   exam.AttemptID
	Candidate exam.CandidateID
	Number    string
	Name      string
	Room      string
	Seat      string
	State     AttemptState // sealed as soon as Live says so
	Connected bool
	Lost      bool // the page lost the focus
	Answered  int
	Saved     int64
	Archived  int64
	Idle      time.Duration // since the last sign of life; 0 if never seen
	Remaining time.Duration // while open; it stands still while Paused
	Receipt   string
	Paused    bool          // the clock stands: by a pause of the candidate, the room or the sitting
	Machine   string        // label of the computer, as its page told it
	SealedBy  SealedBy      // once sealed
	Voided    bool          // the work does not count
	Granted   time.Duration // all grants so far: personal, of the room, of the sitting
	Round     int           // how often the attempt was reopened
}

// Watcher is where Watch reads the seats of a room.
type Watcher interface {
	Attempts(ctx context.Context, id exam.SittingID, room exam.RoomID) ([]Attempt, error)
}

// Watch says how the seats of a sitting, or of one room of it, stand now,
// whichever node the candidates are connected to.
func (n *Node) Watch(ctx context.Context, w Watcher, id exam.SittingID, room exam.RoomID) ([]SeatStatus, error) {
	attempts, err := w.Attempts(ctx, id, room)
	if err != nil {
		return nil, err
	}
	ops, err := n.lookAt(ctx, attempts)
	if err != nil {
		return nil, fmt.Errorf("look at sitting %s: %w", id, err)
	}
	seats := make([]SeatStatus, len(attempts))
	for i := range attempts {
		a := &attempts[i]
		seats[i] = SeatStatus{
			Attempt: a.ID, Candidate: a.Candidate, Number: a.Number, Name: a.Name, Room: a.Room, Seat: a.Seat,
			State: a.State, Saved: a.LastSeq, Archived: a.LastSeq, Receipt: a.Receipt, Paused: a.Paused, Machine: a.Machine,
			SealedBy: a.SealedBy, Voided: !a.VoidedAt.IsZero(), Granted: a.Extra, Round: a.Round,
		}
		if s := n.sitting(id); s != nil && s.clocks != nil {
			seats[i].Paused, seats[i].Granted = s.clocks.seat(a.Place())
		}
		if ops[i].Result.Status == StatusOK {
			n.look(&seats[i], &ops[i].Result)
		}
	}
	return seats, nil
}

// lookAt asks Live where attempts stand, in their order.
func (n *Node) lookAt(ctx context.Context, attempts []Attempt) ([]*Op, error) {
	ops := make([]*Op, len(attempts))
	for i := range attempts {
		ops[i] = &Op{Kind: OpLook, Attempt: attempts[i].ID}
	}
	return ops, n.doAll(ctx, ops)
}

// look adds what Live knows, and what only this node knows.
func (n *Node) look(s *SeatStatus, r *Result) {
	s.Answered, s.Saved, s.Lost, s.Machine, s.Round = r.Answered, max(r.Last, s.Archived), r.Lost, r.Machine, r.Round
	if r.Epoch > 0 {
		s.Idle = max(r.Now.Sub(r.Seen), 0)
		s.Connected = s.Idle < n.cfg.Silence
	}
	switch r.State {
	case LiveRunning, LivePaused:
		s.State, s.SealedBy, s.Paused = AttemptOpen, "", r.State == LivePaused
		s.Remaining = max(r.Deadline.Sub(r.Now), 0)
		if s.Paused {
			s.Remaining = max(r.Deadline.Sub(r.Paused), 0)
		}
	case LiveSealed:
		s.Paused = false
		if s.State == AttemptWaiting || s.State == AttemptOpen {
			s.State, s.SealedBy = AttemptSealed, r.By
			if r.Absent {
				s.State = AttemptAbsent
			}
		}
	}
	h := n.holder(s.Attempt)
	if h == nil {
		return
	}
	s.Connected, s.Lost = true, h.lost.Load()
	s.Idle = max(n.cfg.Now().Sub(time.Unix(0, h.seen.Load())), 0)
}
