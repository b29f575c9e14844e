package deliveryws_test

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"khaothi/delivery"
	"khaothi/delivery/deliveryws"
	"khaothi/internal/testenv"
)

// heldNode is a real node whose sign-ins wait until they are let go.
type heldNode struct {
	*delivery.Node
	arrived chan string // numbers, in the order in which they came in
	held    chan struct{}
}

func (h *heldNode) Attach(ctx context.Context, c *delivery.Claim, out delivery.Outbox) (*delivery.Holder, error) {
	h.arrived <- c.Number
	select {
	case <-h.held:
	case <-ctx.Done():
	}
	return h.Node.Attach(ctx, c, out)
}

// doorWorld is a server before a held node, and tickets for n candidates.
func doorWorld(t *testing.T, n int, opt deliveryws.Options) (*heldNode, *deliveryws.Server, string, []delivery.Ticket, *world) {
	t.Helper()
	w := newWorld(t)
	h := &heldNode{Node: w.node("n1").Node, arrived: make(chan string, n), held: make(chan struct{})}
	opt.Now, opt.Log = time.Now, w.log
	s := deliveryws.New(h, opt)
	server := httptest.NewServer(s)
	t.Cleanup(func() {
		s.Stop()
		server.Close()
	})
	_, tickets := w.sitting(seats(n))
	return h, s, "ws" + strings.TrimPrefix(server.URL, "http") + "/ws", tickets, w
}

func knock(t *testing.T, url string, ticket delivery.Ticket) *client {
	t.Helper()
	ws, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ws.Close() }) // it may be closed already
	c := &client{t: t, ws: ws, ticket: ticket}
	c.hello(ticket.Number, ticket.Code, "device-of-"+ticket.Number)
	return c
}

// place reads until a queue message names the wanted place.
func (c *client) place(want int) {
	c.t.Helper()
	for {
		var m struct{ Place int }
		raw := c.next("queue").raw
		if err := json.Unmarshal([]byte(raw), &m); err != nil {
			c.t.Fatal(err)
		}
		if m.Place == want {
			return
		}
		if m.Place < want {
			c.t.Fatalf("place %d, want %d", m.Place, want)
		}
	}
}

// TestTheDoorIsAQueue: who comes while others sign in hears a place, keeps it in
// order of arrival, moves up when somebody leaves, and comes in without doing
// anything.
func TestTheDoorIsAQueue(t *testing.T) {
	t.Parallel()
	const atOnce, more = 8, 5 // Redis is very slow: an eighth
	slow := func() time.Duration { return time.Minute }
	h, s, url, tickets, _ := doorWorld(t, atOnce+more, deliveryws.Options{Slow: slow})
	for _, ticket := range tickets[:atOnce] {
		knock(t, url, ticket)
		<-h.arrived
	}
	var queue []*client
	for i, ticket := range tickets[atOnce:] {
		c := knock(t, url, ticket)
		c.place(i + 1)
		queue = append(queue, c)
	}
	if n := s.AtDoor(); n != more {
		t.Errorf("%d wait, want %d", n, more)
	}
	_ = queue[1].ws.Close() // gives up
	queue[2].place(2)
	queue[4].place(4)
	for _, i := range []int{0, 2, 3, 4} {
		h.held <- struct{}{} // one leaves, one comes in
		if got := <-h.arrived; got != tickets[atOnce+i].Number {
			t.Errorf("%s came in, want %s", got, tickets[atOnce+i].Number)
		}
	}
	close(h.held)
	for _, i := range []int{0, 2, 3, 4} {
		for queue[i].next("queue", "welcome").T != "welcome" { //nolint:revive // each look reads
		}
	}
	testenv.Eventually(t, 5*time.Second, func() bool { return s.AtDoor() == 0 })
	if n, _, _ := s.Stats().DoorWait.Counts(); n != atOnce+more-1 && n != atOnce+more {
		t.Errorf("%d waits were measured", n)
	}
}

// TestTheDoorIsBounded: beyond its bound the queue takes nobody, and who waits
// when the server stops is sent away to connect again.
func TestTheDoorIsBounded(t *testing.T) {
	t.Parallel()
	slow := func() time.Duration { return time.Minute }
	h, s, url, tickets, _ := doorWorld(t, 11, deliveryws.Options{Slow: slow, AtDoor: 2})
	for _, ticket := range tickets[:8] {
		knock(t, url, ticket)
		<-h.arrived
	}
	waiting := knock(t, url, tickets[8])
	waiting.place(1)
	knock(t, url, tickets[9]).place(2)
	full := knock(t, url, tickets[10])
	if m := full.next("error"); m.Code != "server.busy" || m.Final || m.RetryMS <= 0 || full.closed() != 4004 {
		t.Errorf("a full door: %s", m.raw)
	}
	close(h.held)
	s.Stop()
	for {
		m := waiting.next("queue", "welcome", "error")
		if m.T == "welcome" || m.Code == "server.restart" {
			return // it came in just before, or is sent away
		}
		if m.T == "error" {
			t.Fatalf("at the door of a server that stops: %s", m.raw)
		}
	}
}
