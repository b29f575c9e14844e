package delivery

import (
	"slices"
	"testing"
	"time"

	"khaothi/internal/exam"
)

func (o *told) Resend(from int64) { o.note("resend", from) }

func (o *told) Have(seq int64) { o.note("have", seq) }

func (o *told) Refused(seq int64, code string) { o.note(code, seq) }

// heldBy is a holder on nothing, with an outbox that keeps what is told.
func heldBy() (h *Holder, out *told, stored func(seq int64, at int)) {
	out = &told{}
	n := &Node{cfg: Config{Now: time.Now}}
	n.sittings.Store(&map[exam.SittingID]*Sitting{})
	n.recovery.wake = make(chan struct{}, 1)
	h = &Holder{node: n, out: out, state: LiveRunning, next: 1, epoch: 1}
	h.room.L = &h.mu
	return h, out, func(seq int64, at int) {
		h.inFlight++
		h.answered(&Op{Kind: OpAnswer, Gen: h.gen, Event: Event{Seq: seq}, Result: Result{Status: StatusOK, LogID: LogID{MS: uint64(at)}}})
	}
}

// TestWhatLiveLostIsNotArchived: the log of a Redis that lost its data, or of a
// replica that lacks the newest, counts on. What stood in the log before is not
// in the record because later entries are.
func TestWhatLiveLostIsNotArchived(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		what string
		lose func(*Holder)
		want []string
	}{
		{"a wiped Redis, and the holder waits for its turn", (*Holder).recover, nil},
		{"a replica, by a sign of life", func(h *Holder) {
			h.told(&Result{Status: StatusOK, State: LiveRunning, Last: 1, LogID: LogID{MS: 20}})
		}, []string{"have 1", "archived 1"}},
		{"a replica, by an answer", func(h *Holder) {
			h.misplaced(&Op{Gen: h.gen, Event: Event{Seq: 4}, Result: Result{Status: StatusGap, Last: 1, LogID: LogID{MS: 20}}})
		}, []string{"resend 2", "archived 1"}},
	} {
		t.Run(tt.what, func(t *testing.T) {
			t.Parallel()
			h, out, stored := heldBy()
			for seq := range int64(3) {
				stored(seq+1, 10)
			}
			out.list = nil
			tt.lose(h)
			h.archivedUpTo(LogID{MS: 30}) // of others
			if !slices.Equal(out.list, tt.want) {
				t.Errorf("told %q, want %q", out.list, tt.want)
			}
		})
	}
}

// TestWhatIsSentAgainIsSavedAnew: after a replica that lacks 2 and 3 took over,
// an acknowledgement of 2 says nothing of 3.
func TestWhatIsSentAgainIsSavedAnew(t *testing.T) {
	t.Parallel()
	h, out, stored := heldBy()
	for seq := range int64(3) {
		stored(seq+1, 10)
	}
	out.list = nil
	h.misplaced(&Op{Gen: h.gen, Event: Event{Seq: 4}, Result: Result{Status: StatusGap, Last: 1, LogID: LogID{MS: 20}}})
	stored(2, 21)
	h.archivedUpTo(LogID{MS: 21})
	if want := []string{"resend 2", "saved 2", "archived 1", "archived 2"}; !slices.Equal(out.list, want) {
		t.Errorf("told %q, want %q", out.list, want)
	}
}

// TestAStartThatLiveLost: a replica that took over may lack it. Nobody else begins
// what the holder takes for begun, and each answer would be refused.
func TestAStartThatLiveLost(t *testing.T) {
	t.Parallel()
	for what, notice := range map[string]func(*Holder){
		"by a sign of life": func(h *Holder) { h.told(&Result{Status: StatusOK, State: LiveWaiting}) },
		"by an answer": func(h *Holder) {
			h.inFlight++
			h.answered(&Op{Kind: OpAnswer, Gen: h.gen, Event: Event{Seq: 1}, Result: Result{Status: StatusWaiting}})
		},
	} {
		h, out, _ := heldBy()
		if notice(h); !h.recovering || len(h.node.recovery.take()) != 1 {
			t.Errorf("%s: it is not restored; told %q", what, out.list)
		}
	}
}

// TestAPauseThatIsHeardOfLate: after an interruption the holder goes by what Live
// says of the clock, and the candidate is told soon.
func TestAPauseThatIsHeardOfLate(t *testing.T) {
	t.Parallel()
	h, _, _ := heldBy()
	h.nextTime = time.Now().Add(time.Hour)
	h.told(&Result{Status: StatusOK, State: LivePaused, Paused: time.Now(), Deadline: time.Now()})
	if h.state != LivePaused || h.nextTime.After(time.Now()) {
		t.Errorf("state %c, told in %v", h.state, time.Until(h.nextTime))
	}
}
