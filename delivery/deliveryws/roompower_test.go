package deliveryws_test

import (
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/internal/testenv"
)

// TestThePowerOfARoomIsCut darkens a room. The invigilator pauses it from when
// it went dark, although it is noticed later; everybody comes back on another
// machine and finds their answers and the time that they had. The other room
// never stops.
func TestThePowerOfARoomIsCut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := w.node("n1")
	id, tickets := w.sitting(seats(3), func(p *delivery.Prepared) { p.Seats[2].RoomID, p.Seats[2].Room = "r2", "P02" })
	w.start(id)
	dark := []*client{w.join(n, tickets[0], "device-00"), w.join(n, tickets[1], "device-01")}
	lit := w.join(n, tickets[2], "device-02")
	for _, c := range append(dark, lit) {
		c.answer(1, "p1_1", "k3fz")
		c.savedUpTo(1)
	}
	cut := time.Now()
	for _, c := range dark {
		_ = c.ws.Close() // without a word, as a machine does whose power is gone
	}
	noticed := cut.Add(3 * time.Second)
	testenv.Eventually(t, 10*time.Second, func() bool { return time.Now().After(noticed) })
	w.act(n, delivery.Action{Kind: delivery.ActionPause, Sitting: id, Room: "r1", At: cut, Reason: "mất điện cả phòng"})
	left := w.seat(n, id, tickets[0].Number).Remaining
	lit.answer(2, "p2_1a", "D")
	lit.savedUpTo(2)

	for i := range dark {
		w.act(n, delivery.Action{Kind: delivery.ActionRelease, Sitting: id, Attempt: tickets[i].Attempt})
		dark[i] = w.join(n, tickets[i], "another-machine-"+tickets[i].Number)
		if m := dark[i].welcome; m.State != "paused" || m.Saved != 1 || m.Answers["p1_1"] != "k3fz" {
			t.Errorf("on another machine: %s", m.raw)
		}
	}
	w.act(n, delivery.Action{Kind: delivery.ActionResume, Sitting: id, Room: "r1"})
	back := time.Since(cut)
	for _, c := range dark {
		// An hour less what went by before the cut, not less the time in the dark.
		m := c.timed("running")
		if lost := left.Milliseconds() - m.RemainingMS; lost > 1000 || lost < -1000 {
			t.Errorf("%d ms of %v in the dark are lost: %s", lost, back, m.raw)
		}
		c.answer(2, "p2_1a", "S")
		c.savedUpTo(2)
	}
	own, other := w.seat(n, id, tickets[0].Number).Remaining, w.seat(n, id, tickets[2].Number).Remaining
	if gained := own - other; gained < 2500*time.Millisecond || gained > back+2*time.Second {
		t.Errorf("the dark room has %v more than the other one, after %v in the dark", gained, back)
	}
}
