package deliveryws_test

import (
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/testenv"
)

// twoRooms seats five in r1 and three in r2.
func twoRooms(policy delivery.OutagePolicy) plan {
	return func(p *delivery.Prepared) {
		seats(8)(p)
		for i := 5; i < 8; i++ {
			p.Seats[i].RoomID, p.Seats[i].Room = "r2", "P02"
		}
		p.Outage = policy
	}
}

// alive answers again and again until stop is closed.
func (c *client) alive(stop <-chan struct{}) {
	for seq := 1; ; seq++ {
		select {
		case <-stop:
			return
		case <-time.After(300 * time.Millisecond):
		}
		c.answer(seq, "p3_1", []string{"1", "2"}[seq%2])
	}
}

func (w *world) kinds(id exam.SittingID, room exam.RoomID) map[delivery.ActionKind][]delivery.Action {
	w.t.Helper()
	list, err := w.record.ListActions(w.t.Context(), id, room)
	if err != nil {
		w.t.Fatal(err)
	}
	m := map[delivery.ActionKind][]delivery.Action{}
	for _, a := range list {
		m[a.Kind] = append(m[a.Kind], a)
	}
	return m
}

// TestAPowerCutInARoom takes four of five away at once. Both nodes see it; it
// is written down once, and the room's clocks stand from before the cut.
func TestAPowerCutInARoom(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.silence = 3 * time.Second
	nodes := []*node{w.node("a"), w.node("b")}
	id, tickets := w.sitting(twoRooms(delivery.OutagePause))
	w.start(id)
	stop := make(chan struct{})
	defer close(stop)
	var clients []*client
	for i, ticket := range tickets {
		clients = append(clients, w.join(nodes[i%2], ticket, "device-"+ticket.Number))
	}
	for _, c := range clients[4:6] { // who goes on: the fifth of r1, the first of r2
		go c.alive(stop)
	}
	testenv.Eventually(t, 10*time.Second, func() bool { return w.seat(nodes[0], id, tickets[4].Number).Saved > 3 })
	for _, c := range append(clients[:4:4], clients[6:]...) { // two of three of r2 go as well: no outage
		c.answer(1, "p1_1", "k3fz")
		c.savedUpTo(1)
	}
	cut := time.Now()
	for _, c := range append(clients[:4:4], clients[6:]...) {
		_ = c.ws.UnderlyingConn().Close() // as a computer without power: no word
	}
	if m := clients[4].timed("paused"); m.RemainingMS < 3_580_000 {
		t.Errorf("who was left: %s", m.raw)
	}
	testenv.Eventually(t, 10*time.Second, func() bool { return len(w.kinds(id, "r1")[delivery.ActionPause]) > 0 })
	got := w.kinds(id, "")
	if len(got[delivery.ActionRoomOutage]) != 1 || len(got[delivery.ActionPause]) != 1 || len(w.kinds(id, "r2")) != 0 {
		t.Fatalf("ledger = %+v", got)
	}
	pause := got[delivery.ActionPause][0]
	if pause.Room != "r1" || pause.At.After(cut.Add(100*time.Millisecond)) || pause.At.Before(cut.Add(-10*time.Second)) || pause.Who.ID != "" {
		t.Errorf("pause = %+v, cut at %v", pause, cut)
	}
	if s := w.seat(nodes[1], id, tickets[0].Number); !s.Paused || s.Connected {
		t.Errorf("seat = %+v", s)
	}
}

// TestOurOwnRestartIsNoOutage stops the node of a whole room.
func TestOurOwnRestartIsNoOutage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.silence = 2 * time.Second
	a, b := w.node("a"), w.node("b")
	id, tickets := w.sitting(twoRooms(delivery.OutagePause))
	w.start(id)
	for _, ticket := range tickets[:5] {
		c := w.join(a, ticket, "device-"+ticket.Number)
		c.answer(1, "p1_1", "k3fz")
		c.savedUpTo(1)
	}
	a.stop()
	late := w.join(b, tickets[5], "device-six") // a suspicion of another room must not help either
	_ = late.ws.UnderlyingConn().Close()
	<-time.After(6 * time.Second) // three times the silence: nothing is to happen
	if got := w.kinds(id, ""); len(got) != 0 {
		t.Errorf("ledger = %+v", got)
	}
}
