package deliveryws_test

import (
	"context"
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/delivery/deliveryredis"
	"khaothi/internal/exam"
	"khaothi/internal/redisdb"
	"khaothi/internal/testenv"
)

// durableWorld has a Redis of its own that may be killed, and wiped.
func durableWorld(t *testing.T) (w *world, own *testenv.Own, wipe func()) {
	t.Helper()
	own = testenv.RedisDurable(t)
	w, client := worldAt(t, own.URL())
	return w, own, func() {
		if err := client.FlushAll(t.Context()).Err(); err != nil {
			t.Fatal(err)
		}
	}
}

// worldAt is a world on a Redis of its own.
func worldAt(t testing.TB, url string) (*world, redisdb.Client) {
	t.Helper()
	client, err := redisdb.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() }) // the server goes as well
	return worldOn(t, func(o deliveryredis.Options) *deliveryredis.Store { return deliveryredis.New(client, o) }), client
}

// after waits until n events were acknowledged.
func (c *crowd) after(n int) {
	c.w.t.Helper()
	testenv.Eventually(c.w.t, 30*time.Second, func() bool { return c.saved() >= n })
}

func TestRedisKilledInTheMiddle(t *testing.T) {
	t.Parallel()
	w, own, _ := durableWorld(t)
	n := w.node("n1")
	if err := n.Ready(t.Context()); err != nil {
		t.Errorf("Ready = %v on a durable Redis", err)
	}
	c := w.crowd(20, 60, 20*time.Millisecond, n)
	c.after(200)
	own.Kill()
	own.Start()
	c.after(600)
	own.Kill()
	own.Start()
	c.finish(60 * time.Second)
}

func TestRedisWipedInTheMiddle(t *testing.T) {
	t.Parallel()
	w, _, wipe := durableWorld(t)
	a, b := w.node("a"), w.node("b")
	c := w.crowd(20, 100, 20*time.Millisecond, a, b)
	for _, n := range []int{200, 800} {
		c.after(n)
		wipe()
	}
	c.finish(60 * time.Second)
	if a.Stats().Recovered+b.Stats().Recovered == 0 {
		t.Error("nothing had to be recovered: the wipe was no wipe")
	}
}

func TestNodeStopsAndAnotherGoesOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.node("a"), w.node("b")
	c := w.crowd(20, 60, 20*time.Millisecond, a, b)
	c.after(300)
	c.replace(b)
	a.stop()
	c.after(800)
	d := w.node("d")
	c.replace(d)
	b.stop()
	c.finish(60 * time.Second)
}

// TestNodeDies leaves a node's leases and heartbeats behind, as kill -9 does.
func TestNodeDies(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.node("a")
	c := w.crowd(10, 60, 20*time.Millisecond, a)
	c.after(100)
	b := w.node("b")
	c.replace(b)
	a.live.Close() // its operations fail from now on
	a.http.CloseClientConnections()
	c.finish(60 * time.Second)
}

// TestDrainsAndSweepersAtOnce lets four nodes start, drain and seal the same
// sitting.
func TestDrainsAndSweepersAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var nodes []*node
	for _, name := range []string{"a", "b", "c", "d"} {
		nodes = append(nodes, w.node(name))
	}
	id, tickets := w.sitting(seats(40), duration(3*time.Second, time.Second))
	w.start(id)
	var clients []*client
	for i, ticket := range tickets[:30] {
		c := w.join(nodes[i%4], ticket, "device-"+ticket.Number)
		c.answer(1, "p1_1", "k3fz")
		clients = append(clients, c)
	}
	for _, c := range clients[10:] {
		c.savedUpTo(1)
		if m := c.next("sealed"); m.N != 1 {
			t.Errorf("sealed: %s", m.raw)
		}
	}
	testenv.Eventually(t, 15*time.Second, func() bool {
		states, err := w.org.States(context.Background(), []exam.SittingID{id})
		return err == nil && states[id] == exam.SittingClosed
	})
	count := map[delivery.AttemptState]int{}
	for _, work := range w.works(id) {
		count[work.State]++
	}
	if count[delivery.AttemptSealed] != 30 || count[delivery.AttemptAbsent] != 10 {
		t.Errorf("states = %v, want 30 sealed, 10 absent", count)
	}
	for _, n := range nodes {
		if s := n.Stats(); s.Diverged+s.Incomplete > 0 {
			t.Errorf("alarms: %+v", s)
		}
	}
}

// TestASealedAttemptStaysSealedAfterAWipe wipes Redis when all is over.
func TestASealedAttemptStaysSealedAfterAWipe(t *testing.T) {
	t.Parallel()
	w, _, wipe := durableWorld(t)
	n := w.node("n1")
	c := w.running(n)
	c.answer(1, "p1_1", "k3fz")
	c.savedUpTo(1)
	c.send(`{"t":"submit","n":1}`)
	if code := c.closed(); code != 4506 {
		t.Fatalf("closed with %d", code)
	}
	wipe()
	again := w.join(n, c.ticket, "device-one")
	if again.welcome.State != "sealed" || again.welcome.Saved != 1 || again.welcome.Receipt == "" {
		t.Errorf("welcome = %s", again.welcome.raw)
	}
}

// TestWhoIsAwayWhilePausedIsSealed: Redis loses its data while the clock of
// somebody who does not come back stands. When it goes on, so does theirs, and
// their attempt is sealed at its end.
func TestWhoIsAwayWhilePausedIsSealed(t *testing.T) {
	t.Parallel()
	w, _, wipe := durableWorld(t)
	n := w.node("n1")
	id, tickets := w.sitting(duration(3*time.Second, time.Second))
	w.start(id)
	c := w.join(n, tickets[0], "device-one")
	c.answer(1, "p1_1", "k3fz")
	c.savedUpTo(1)
	w.act(n, delivery.Action{Kind: delivery.ActionPause, Sitting: id})
	c.timed("paused")
	record := func() *delivery.Attempt {
		a, err := w.record.Attempt(t.Context(), tickets[0].Attempt)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	testenv.Eventually(t, 10*time.Second, func() bool { a := record(); return a.Paused && a.LastSeq == 1 })
	_ = c.ws.Close() // without a word
	testenv.Eventually(t, 10*time.Second, func() bool { return n.Stats().Holders == 0 })
	wipe()
	w.act(n, delivery.Action{Kind: delivery.ActionResume, Sitting: id})
	testenv.Eventually(t, 15*time.Second, func() bool { a := record(); return a.State == delivery.AttemptSealed && a.SealedN == 1 })
}

// TestTheGraceBeginsAnewAfterAnOutage kills Redis over the deadline and the
// grace: what was typed before still counts when it is back.
func TestTheGraceBeginsAnewAfterAnOutage(t *testing.T) {
	t.Parallel()
	w, own, _ := durableWorld(t)
	n := w.node("n1")
	c := w.running(n, duration(3*time.Second, 2*time.Second))
	over := time.Now().Add(time.Duration(c.welcome.RemainingMS)*time.Millisecond + 2500*time.Millisecond)
	c.answer(1, "p1_1", "k3fz")
	c.savedUpTo(1)
	own.Kill()
	c.answer(2, "p3_1", "42")    // typed before the deadline, on its way
	time.Sleep(time.Until(over)) //nolint:forbidigo // the outage lasts until deadline and grace are over
	own.Start()
	for {
		m := c.next("saved", "have", "late", "sealed")
		if m.T == "late" || m.T == "sealed" {
			t.Fatalf("after the outage: %s", m.raw)
		}
		if m.T == "saved" && m.Seq == 2 {
			break
		}
	}
	for {
		if m := c.next("saved", "have", "sealed"); m.T == "sealed" {
			if m.N != 2 {
				t.Errorf("sealed: %s, want n 2", m.raw)
			}
			break
		}
	}
}
