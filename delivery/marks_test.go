package delivery

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// told is an Outbox that keeps the watermarks.
type told struct {
	Outbox
	list []string
}

func (o *told) Saved(seq int64) { o.note("saved", seq) }

func (o *told) Archived(seq int64) { o.note("archived", seq) }

func (o *told) Close(code string, _ time.Duration) { o.note("close", code) }

func (o *told) note(what string, of any) { o.list = append(o.list, fmt.Sprint(what, " ", of)) }

// TestArchivedGoesWithTheAcknowledgement: what is archived is told at once to
// who waits for nothing, with the next acknowledgement to who waits for one, and
// in any case before the end.
func TestArchivedGoesWithTheAcknowledgement(t *testing.T) {
	t.Parallel()
	at := func(n int) LogID { return LogID{MS: uint64(n)} }
	out := &told{}
	h := &Holder{node: &Node{cfg: Config{Now: time.Now}}, out: out, state: LiveRunning, next: 1}
	h.room.L = &h.mu
	expect := func(want ...string) {
		t.Helper()
		if !slices.Equal(out.list, want) {
			t.Errorf("told %q, want %q", out.list, want)
		}
		out.list = nil
	}
	send := func(seq int64) func() {
		h.inFlight++
		return func() {
			h.answered(&Op{Kind: OpAnswer, Event: Event{Seq: seq}, Result: Result{Status: StatusOK, LogID: at(int(seq))}})
		}
	}
	send(1)()
	expect("saved 1")
	h.archivedUpTo(at(1))
	expect("archived 1")

	send(2)()
	stored := send(3)
	h.archivedUpTo(at(2))
	expect("saved 2")
	stored()
	expect("archived 2", "saved 3")

	send(4) // never answered
	h.archivedUpTo(at(3))
	h.takeSeal(&Result{N: 3, LogID: at(5), Absent: true})
	h.archivedUpTo(at(5))
	expect("archived 3", "close attempt.sealed")

	late := &Holder{node: h.node, out: out, state: LiveSealed, stays: time.Now().Add(time.Hour)}
	late.addMark(at(5), 3)
	late.archivedUpTo(at(5))
	expect("archived 3") // its page may have late evidence
	late.stays = time.Time{}
	late.archivedUpTo(at(5))
	expect("close attempt.sealed")
}
