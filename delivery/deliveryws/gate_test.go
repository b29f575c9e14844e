package deliveryws_test

import (
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/delivery/deliveryredis"
	"khaothi/delivery/deliveryws"
)

// gate is a Live that holds back what it says to who signs in, while shut.
type gate struct {
	delivery.Live
	shut atomic.Bool
	held chan func()
}

func (g *gate) Enqueue(op *delivery.Op) {
	if op.Kind == delivery.OpAttach && g.shut.Load() {
		done := op.Done
		op.Done = func(op *delivery.Op) { g.held <- func() { done(op) } }
	}
	g.Live.Enqueue(op)
}

// next is the next that is held back: calling it lets it go.
func (g *gate) next(t *testing.T) func() {
	t.Helper()
	select {
	case f := <-g.held:
		return f
	case <-time.After(10 * time.Second):
		t.Fatal("nobody signs in")
		return nil
	}
}

// gated is a node behind a gate.
func (w *world) gated() (*node, *gate) {
	w.t.Helper()
	n := &node{live: w.live(deliveryredis.Options{Shards: testShards, Now: time.Now, Log: w.log})}
	g := &gate{Live: n.live, held: make(chan func(), 10)}
	n.Node = delivery.NewNode(delivery.Config{
		Name: "gated", Live: g, Archive: w.record, Register: w.record, Keys: w.keys, Now: time.Now, Log: w.log,
	})
	if err := n.Start(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	n.ws = deliveryws.New(n.Node, deliveryws.Options{Now: time.Now, Log: w.log})
	n.http = httptest.NewServer(n.ws)
	w.t.Cleanup(n.stop)
	return n, g
}

// TestTheLaterSignInStays: a page that is loaded anew while it signs in does so
// twice at once. Whichever of the two goes on first, the later one by Live is
// the holder.
func TestTheLaterSignInStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n, g := w.gated()
	id, tickets := w.sitting()
	w.start(id)
	_ = w.join(n, tickets[0], "device-one").ws.Close() // Redis knows the attempt
	g.shut.Store(true)
	before, after := w.dial(n), w.dial(n)
	before.hello(tickets[0].Number, tickets[0].Code, "device-one")
	first := g.next(t)
	after.hello(tickets[0].Number, tickets[0].Code, "device-one")
	second := g.next(t)
	second()
	if m := after.next("welcome"); m.Epoch != 3 {
		t.Errorf("the later one: %s", m.raw)
	}
	first()
	if m := before.next("error", "welcome"); m.Code != "server.unavailable" {
		t.Errorf("the earlier one: %s", m.raw)
	}
	after.answer(1, "p1_1", "k3fz")
	after.savedUpTo(1)
}

// TestAClockThatGoesOnWhileSomebodySignsIn: who signs in just when the pause ends
// does not sit before a clock that stands for ever.
func TestAClockThatGoesOnWhileSomebodySignsIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n, g := w.gated()
	id, tickets := w.sitting()
	w.start(id)
	c := w.join(n, tickets[0], "device-one")
	w.act(n, delivery.Action{Kind: delivery.ActionPause, Sitting: id})
	c.timed("paused")
	_ = c.ws.Close()
	g.shut.Store(true)
	again := w.dial(n)
	again.hello(tickets[0].Number, tickets[0].Code, "device-one")
	goOn := g.next(t)
	w.act(n, delivery.Action{Kind: delivery.ActionResume, Sitting: id})
	goOn()
	again.next("welcome")
	again.timed("running")
	again.answer(1, "p1_1", "k3fz")
	again.savedUpTo(1)
}
