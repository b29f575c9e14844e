package deliveryws_test

import (
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/testenv"
)

// TestAnActionIsCarriedOutAfterACrash writes actions down as a node does that
// dies before it does anything: another one follows.
func TestAnActionIsCarriedOutAfterACrash(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := w.node("a")
	w.node("b")
	id, tickets := w.sitting(seats(2))
	w.start(id)
	c, d := w.join(n, tickets[0], "device-one"), w.join(n, tickets[1], "device-two")
	d.answer(1, "p1_1", "k3fz")
	d.savedUpTo(1)
	now := time.Now()
	for _, a := range []delivery.Action{
		{Kind: delivery.ActionSubmit, Attempt: exam.AttemptID(d.welcome.Attempt)},
		{Kind: delivery.ActionPause},
	} {
		a.ID, a.Sitting, a.Reason, a.Who, a.At, a.Created = exam.NewID(), id, "x", board, now, now
		if err := w.record.AddAction(t.Context(), &a); err != nil {
			t.Fatal(err)
		}
	}
	c.timed("paused")
	if m := d.next("sealed"); m.By != "invigilator" || m.N != 1 {
		t.Errorf("sealed: %s", m.raw)
	}
	testenv.Eventually(t, 5*time.Second, func() bool {
		k := w.kinds(id, "")
		return k[delivery.ActionSubmit][0].Outcome == delivery.OutcomeDone && k[delivery.ActionPause][0].Outcome == delivery.OutcomeDone
	})
}

// TestWhatWasOrderedOutlivesAWipe wipes Redis right behind a pause, a seal and
// a reopening: none is forgotten.
func TestWhatWasOrderedOutlivesAWipe(t *testing.T) {
	t.Parallel()
	w, _, wipe := durableWorld(t)
	n := w.node("a")
	id, tickets := w.sitting(seats(3))
	w.start(id)
	var clients []*client
	for _, ticket := range tickets {
		c := w.join(n, ticket, "device-"+ticket.Number)
		c.answer(1, "p1_1", "k3fz")
		c.savedUpTo(1)
		clients = append(clients, c)
	}
	of := func(i int) exam.AttemptID { return exam.AttemptID(clients[i].welcome.Attempt) }
	w.act(n, delivery.Action{Kind: delivery.ActionSubmit, Sitting: id, Attempt: of(2)})
	testenv.Eventually(t, 10*time.Second, func() bool { return w.works(id)[tickets[2].Number].State == delivery.AttemptSealed })
	w.act(n, delivery.Action{Kind: delivery.ActionReopen, Sitting: id, Attempt: of(2), Who: board})
	w.act(n, delivery.Action{Kind: delivery.ActionSubmit, Sitting: id, Attempt: of(1)})
	w.act(n, delivery.Action{Kind: delivery.ActionPause, Sitting: id, Attempt: of(0)})
	wipe()
	want := map[string]string{tickets[0].Number: "paused", tickets[1].Number: "sealed", tickets[2].Number: "running"}
	for _, ticket := range tickets {
		testenv.Eventually(t, 20*time.Second, func() bool {
			c := w.dial(n)
			c.hello(ticket.Number, ticket.Code, "device-"+ticket.Number)
			m, err := c.read()
			_ = c.ws.Close()
			return err == nil && m.T == "welcome" && m.State == want[ticket.Number] && (m.Saved == 1 || m.State == "running")
		})
	}
	if s := w.seat(n, id, tickets[0].Number); !s.Paused || s.Remaining < 59*time.Minute {
		t.Errorf("seat = %+v", s)
	}
}

// TestACandidateHopsBetweenNodes signs in to one node after the other, each
// time while the last connection still lives.
func TestACandidateHopsBetweenNodes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	nodes := []*node{w.node("a"), w.node("b")}
	id, tickets := w.sitting()
	w.start(id)
	const hops = 12
	var last *client
	for i := range hops {
		c := w.join(nodes[i%2], tickets[0], "device-one")
		if c.welcome.Epoch != int64(i+1) || c.welcome.Saved != int64(i) {
			t.Fatalf("hop %d: %s", i, c.welcome.raw)
		}
		if last != nil { // what the old one still sends is not stored
			last.answer(i+1, "p1_1", "a0b1")
			if code := last.closed(); code != 4503 {
				t.Errorf("the connection before was closed with %d", code)
			}
		}
		c.answer(i+1, "p3_1", []string{"1", "2"}[i%2])
		c.savedUpTo(int64(i + 1))
		last = c
	}
	testenv.Eventually(t, 10*time.Second, func() bool { return len(w.rows(last.welcome.Attempt)) == hops })
	for i, r := range w.rows(last.welcome.Attempt) {
		if r.Field != "p3_1" || r.Seq != int64(i+1) {
			t.Errorf("row %+v", r)
		}
	}
}
