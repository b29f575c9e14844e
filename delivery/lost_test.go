package delivery

import (
	"slices"
	"testing"
	"time"
)

func (o *told) Resend(from int64) { o.note("resend", from) }

func (o *told) Have(seq int64) { o.note("have", seq) }

// heldBy is a holder on nothing, with an outbox that keeps what is told.
func heldBy() (h *Holder, out *told, stored func(seq int64, at int)) {
	out = &told{}
	n := &Node{cfg: Config{Now: time.Now}}
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
