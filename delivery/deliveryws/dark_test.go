package deliveryws_test

import (
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/testenv"
)

// TestThePowerOfTheServerIsCut leaves a sitting without servers. Where time is
// nearly over the next node lets its clocks stand from before the cut, before it
// seals anything; where there is time to ask, it only says so. A second node
// says nothing new, and who resumed is not overruled.
func TestThePowerOfTheServerIsCut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.silence = time.Second
	before := w.node("before")
	short, tickets := w.sitting(seats(3), duration(4*time.Minute, 10*time.Second))
	long, others := w.sitting(seats(2))
	stops, paused := w.sitting(func(p *delivery.Prepared) { p.Outage = delivery.OutagePause })
	var all []*client
	for i, ticket := range append(append(tickets[:2:2], others...), paused...) {
		if i == 0 {
			w.start(short)
			w.start(long)
			w.start(stops)
		}
		c := w.join(before, ticket, "device-"+ticket.Number)
		c.answer(1, "p1_1", "k3fz")
		c.savedUpTo(1)
		all = append(all, c)
	}
	left := all[0].welcome.RemainingMS
	cut := time.Now()
	before.stop()
	testenv.Eventually(t, 20*time.Second, func() bool { return time.Since(cut) > 5*time.Second })

	after := w.node("after")
	w.node("second")
	for id, want := range map[string]int{string(short): 1, string(long): 0, string(stops): 1} {
		got := w.kinds(exam.SittingID(id), "")
		if len(got[delivery.ActionRoomOutage]) != 1 || len(got[delivery.ActionPause]) != want {
			t.Fatalf("ledger of %s = %+v", id, got)
		}
		if o := got[delivery.ActionRoomOutage][0]; o.Room != "" || o.Attempt != "" || o.At.After(cut.Add(time.Second)) || o.Outcome != delivery.OutcomeDone {
			t.Errorf("outage = %+v, cut at %v", o, cut)
		}
	}
	c := w.join(after, tickets[0], "another-machine")
	if m := c.welcome; m.State != "paused" || m.Saved != 1 || m.Answers["p1_1"] != "k3fz" {
		t.Fatalf("after the cut: %s", m.raw)
	}
	w.act(after, delivery.Action{Kind: delivery.ActionResume, Sitting: short})
	// What passed before the cut is gone, and not what passed in the dark.
	if m := c.timed("running"); left-m.RemainingMS > time.Since(cut).Milliseconds()-2000 {
		t.Errorf("%d ms of %d are left, %v after the cut", m.RemainingMS, left, time.Since(cut))
	}
	c.answer(2, "p2_1a", "D")
	c.savedUpTo(2)
	after.stop()
	w.node("third")
	if got := w.kinds(short, ""); len(got[delivery.ActionPause]) != 1 {
		t.Errorf("paused again: %+v", got)
	}
}

// TestWhoLeavesIsNotInTheDark has everybody go while a node stands: the next
// node that starts sees the silence, and that it was not the servers'.
func TestWhoLeavesIsNotInTheDark(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.silence = time.Second
	n := w.node("stands")
	id, tickets := w.sitting(duration(4*time.Minute, 10*time.Second))
	w.start(id)
	c := w.join(n, tickets[0], "device-one")
	c.answer(1, "p1_1", "k3fz")
	c.savedUpTo(1)
	left := time.Now()
	_ = c.ws.Close() // and never comes back
	testenv.Eventually(t, 20*time.Second, func() bool { return time.Since(left) > 6*time.Second })
	w.node("next")
	if got := w.kinds(id, ""); len(got[delivery.ActionPause]) != 0 || len(got[delivery.ActionRoomOutage]) != 0 {
		t.Errorf("ledger = %+v", got)
	}
}
