package deliveryws_test

import (
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/testenv"
)

// invigilator and board are two people.
var (
	invigilator = exam.Actor{ID: "acc-1", Name: "Cô Hoa", IP: "10.0.0.1"}
	board       = exam.Actor{ID: "acc-2", Name: "Thầy Minh", IP: "10.0.0.2"}
)

// act does an action on a node; it must be done at once.
func (w *world) act(n *node, a delivery.Action) delivery.Action {
	w.t.Helper()
	if a.Who.ID == "" {
		a.Who = invigilator
	}
	if a.Reason == "" {
		a.Reason = "theo biên bản"
	}
	done, err := n.Act(w.t.Context(), a)
	if err != nil || done.Outcome != delivery.OutcomeDone {
		w.t.Fatalf("%s: %+v, %v", a.Kind, done, err)
	}
	return done
}

// refusedAct does an action that must be refused with code.
func (w *world) refusedAct(n *node, a delivery.Action, code string) {
	w.t.Helper()
	if a.Who.ID == "" {
		a.Who = invigilator
	}
	if a.Reason == "" {
		a.Reason = "theo biên bản"
	}
	if done, err := n.Act(w.t.Context(), a); fault.CodeOf(err) != code {
		w.t.Errorf("%s: %+v, %v; want %s", a.Kind, done, err, code)
	}
}

// seat returns the only seat of a sitting with this number.
func (w *world) seat(n *node, id exam.SittingID, number string) delivery.SeatStatus {
	w.t.Helper()
	seats, err := n.Watch(w.t.Context(), w.record, id, "")
	if err != nil {
		w.t.Fatal(err)
	}
	for _, s := range seats {
		if s.Number == number {
			return s
		}
	}
	w.t.Fatalf("no seat of %s", number)
	return delivery.SeatStatus{}
}

// timed reads until a time message of a state comes.
func (c *client) timed(state string) message {
	c.t.Helper()
	for {
		m, err := c.read()
		if err != nil {
			c.t.Fatalf("waiting for time %s: %v; so far %v", state, err, c.frames)
		}
		if m.T == "time" && m.State == state {
			if age := time.Now().UnixMilli() - m.ServerMS; age < 0 || age > 5000 {
				c.t.Errorf("it was written %d ms ago: %s", age, m.raw)
			}
			return m
		}
	}
}

// TestPauseAndResume pauses a room by one node while the candidate is on
// another: the time stands still and comes back in full.
func TestPauseAndResume(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.node("a"), w.node("b")
	id, tickets := w.sitting(seats(2))
	w.start(id)
	c := w.join(b, tickets[0], "device-one")
	c.answer(1, "p1_1", "k3fz")
	c.savedUpTo(1)
	w.act(a, delivery.Action{Kind: delivery.ActionPause, Sitting: id, Room: "r1", Reason: "mất điện"})
	paused := c.timed("paused")
	c.answer(2, "p2_1a", "D")
	if m := c.next("refused"); m.Seq != 2 || m.Code != "state.paused" {
		t.Errorf("answer while paused: %s", m.raw)
	}
	w.refusedAct(b, delivery.Action{Kind: delivery.ActionPause, Sitting: id, Room: "r1"}, "action.paused_already")
	w.refusedAct(b, delivery.Action{Kind: delivery.ActionResume, Sitting: id}, "action.not_paused")
	seat := w.seat(b, id, tickets[0].Number)
	if !seat.Paused || seat.Remaining.Milliseconds() != paused.RemainingMS {
		t.Errorf("seat = %+v, candidate was told %d ms", seat, paused.RemainingMS)
	}
	late := w.join(a, tickets[1], "device-two")
	if late.welcome.State != "waiting" || late.welcome.Key != "" {
		t.Errorf("who comes during the pause: %s", late.welcome.raw)
	}
	w.act(b, delivery.Action{Kind: delivery.ActionResume, Sitting: id, Room: "r1"})
	running := c.timed("running")
	if gone := paused.RemainingMS - running.RemainingMS; gone < 0 || gone > 900 {
		t.Errorf("%d ms went by during the pause", gone)
	}
	if m := late.next("start"); m.RemainingMS < 3_590_000 {
		t.Errorf("who came during the pause: %s", m.raw)
	}
	c.answer(2, "p2_1a", "D")
	c.savedUpTo(2)
	w.act(a, delivery.Action{Kind: delivery.ActionGrant, Sitting: id, Attempt: exam.AttemptID(c.welcome.Attempt), Amount: 5 * time.Minute})
	if m := c.timed("running"); m.RemainingMS < running.RemainingMS+290_000 {
		t.Errorf("after a grant of 5 minutes: %s, before %d", m.raw, running.RemainingMS)
	}
	if s := w.seat(a, id, tickets[0].Number); s.Granted != 5*time.Minute || s.Paused {
		t.Errorf("seat = %+v", s)
	}
}

// TestReleaseAndSubmit moves a candidate to another machine while the first
// still lives, and hands the work in for them.
func TestReleaseAndSubmit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.node("a"), w.node("b")
	id, tickets := w.sitting()
	w.start(id)
	c := w.join(b, tickets[0], "device-one")
	c.answer(1, "p1_1", "k3fz")
	c.savedUpTo(1)
	attempt := exam.AttemptID(c.welcome.Attempt)
	busy := w.dial(a)
	busy.hello(tickets[0].Number, tickets[0].Code, "device-two")
	if code := busy.closed(); code != 4010 {
		t.Fatalf("another machine before the release: %d", code)
	}
	w.act(a, delivery.Action{Kind: delivery.ActionRelease, Sitting: id, Attempt: attempt})
	if code := c.closed(); code != 4503 {
		t.Errorf("the first machine was closed with %d", code)
	}
	next := w.dial(a)
	next.send(`{"t":"hello","v":1,"number":%q,"code":%q,"device":"device-two","machine":"Máy 07","last":0}`,
		tickets[0].Number, tickets[0].Code)
	if m := next.next("welcome"); m.Saved != 1 || m.State != "running" {
		t.Fatalf("the second machine: %s", m.raw)
	}
	if s := w.seat(b, id, tickets[0].Number); s.Machine != "Máy 07" || !s.Connected {
		t.Errorf("seat = %+v", s)
	}
	w.act(b, delivery.Action{Kind: delivery.ActionSubmit, Sitting: id, Attempt: attempt, Who: board})
	if m := next.next("sealed"); m.N != 1 || m.By != "invigilator" {
		t.Errorf("sealed: %s", m.raw)
	}
	w.refusedAct(a, delivery.Action{Kind: delivery.ActionSubmit, Sitting: id, Attempt: attempt}, "attempt.sealed")
	testenv.Eventually(t, 10*time.Second, func() bool {
		return w.works(id)[tickets[0].Number].SealedBy == delivery.SealedByInvigilator
	})
}

// TestReopen goes on after a seal that was a mistake.
func TestReopen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.node("a"), w.node("b")
	id, tickets := w.sitting()
	w.start(id)
	c := w.join(a, tickets[0], "device-one")
	c.answer(1, "p1_1", "k3fz")
	c.savedUpTo(1)
	attempt := exam.AttemptID(c.welcome.Attempt)
	w.refusedAct(a, delivery.Action{Kind: delivery.ActionReopen, Sitting: id, Attempt: attempt}, "attempt.not_sealed")
	c.send(`{"t":"submit","n":1}`)
	first := c.next("sealed")
	w.act(b, delivery.Action{Kind: delivery.ActionReopen, Sitting: id, Attempt: attempt, Who: board})
	again := w.join(b, tickets[0], "device-one")
	if again.welcome.State != "running" || again.welcome.Saved != 1 || again.welcome.Receipt != "" {
		t.Fatalf("after the reopening: %s", again.welcome.raw)
	}
	again.answer(2, "p1_1", "a0b1")
	again.savedUpTo(2)
	again.send(`{"t":"submit","n":2}`)
	second := again.next("sealed")
	if second.N != 2 || second.Receipt == first.Receipt || second.By != "submit" {
		t.Errorf("sealed again: %s", second.raw)
	}
	testenv.Eventually(t, 10*time.Second, func() bool {
		x := w.works(id)[tickets[0].Number]
		return x.State == delivery.AttemptSealed && x.Receipt == second.Receipt && x.N == 2
	})
}
