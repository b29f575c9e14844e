package deliveryws_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"khaothi/delivery"
)

// writer is a candidate's program as docs/protocol.md asks for it: it keeps
// every event until it is archived, sends again what it is asked for, comes
// back when it is sent away, and remembers what was acknowledged.
type writer struct {
	ticket delivery.Ticket
	urls   func() []string // where nodes listen now
	want   int             // how many events it writes
	pause  time.Duration   // between two new events

	mu      sync.Mutex
	attempt string
	events  []string // values, by number - 1
	sent    int      // 1…sent were sent on this connection
	saved   int
	arch    int
	sealed  int // n, -1 before
	running bool
	trouble []string // what must not happen
}

// value is what event seq of this writer says.
func (w *writer) value(seq int) string { return fmt.Sprint(seq % 10000) }

// work writes until everything is archived or the attempt is sealed.
func (w *writer) work(t testing.TB, stop <-chan struct{}) {
	w.sealed = -1
	for {
		select {
		case <-stop:
			return
		default:
		}
		urls := w.urls()
		if len(urls) > 0 {
			ws, _, err := websocket.DefaultDialer.Dial(urls[rand.IntN(len(urls))], nil)
			if err == nil && w.connection(ws) {
				return
			}
		}
		select {
		case <-stop:
			return
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// connection is one connection; true when the work is done.
func (w *writer) connection(ws *websocket.Conn) bool {
	defer func() { _ = ws.Close() }() // it may be closed already
	w.mu.Lock()
	w.sent, w.running = 1<<30, false
	w.mu.Unlock()
	hello := fmt.Sprintf(`{"t":"hello","v":1,"number":%q,"code":%q,"device":%q,"last":%d}`,
		w.ticket.Number, w.ticket.Code, "device-of-"+w.ticket.Number, len(w.events))
	if ws.WriteMessage(websocket.TextMessage, []byte(hello)) != nil {
		return false
	}
	gone := make(chan struct{})
	defer close(gone)
	go w.sendEvents(ws, gone)
	for {
		_ = ws.SetReadDeadline(time.Now().Add(60 * time.Second)) // a dead connection fails the read
		_, b, err := ws.ReadMessage()
		if err != nil {
			w.mu.Lock()
			defer w.mu.Unlock()
			return w.sealed >= 0 && w.arch >= w.sealed || w.arch == w.want
		}
		var m message
		if json.Unmarshal(b, &m) != nil {
			return false
		}
		m.raw = string(b)
		if w.take(&m) {
			return true
		}
	}
}

// take follows one message; true when everything is archived.
func (w *writer) take(m *message) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch m.T {
	case "welcome":
		w.attempt, w.sent, w.running = m.Attempt, int(m.Saved), m.State == "running"
		w.arch = max(w.arch, int(m.Archived))
		if int(m.Saved) < w.arch {
			w.trouble = append(w.trouble, fmt.Sprintf("archived %d, then %s", w.arch, m.raw))
		}
		if m.State == "sealed" {
			w.sealed = int(m.Saved)
		}
	case "start":
		w.running = true
	case "saved":
		w.saved = max(w.saved, int(m.Seq))
	case "archived":
		w.arch = max(w.arch, int(m.Seq))
	case "resend":
		w.sent = int(m.From) - 1
	case "have":
		w.sent = int(m.Seq)
	case "sealed":
		w.sealed = int(m.N)
	case "conflict", "refused", "late":
		w.trouble = append(w.trouble, m.raw)
	case "error":
		if m.Final && m.Code != "attempt.sealed" {
			w.trouble = append(w.trouble, m.raw)
		}
	}
	return w.arch == w.want && w.want > 0
}

// sendEvents sends what is due on one connection.
func (w *writer) sendEvents(ws *websocket.Conn, gone <-chan struct{}) {
	tick := time.NewTicker(w.pause)
	defer tick.Stop()
	for {
		select {
		case <-gone:
			return
		case <-tick.C:
		}
		w.mu.Lock()
		if w.running && len(w.events) < w.want && w.sent < 1<<30 {
			w.events = append(w.events, w.value(len(w.events)+1))
		}
		var send []string
		for ; w.running && w.sent < len(w.events); w.sent++ {
			send = append(send, fmt.Sprintf(`{"t":"answer","seq":%d,"field":"p3_1","value":%q}`, w.sent+1, w.events[w.sent]))
		}
		w.mu.Unlock()
		for _, m := range send {
			if ws.WriteMessage(websocket.TextMessage, []byte(m)) != nil {
				return
			}
		}
	}
}

// crowd is many writers at once.
type crowd struct {
	w       *world
	writers []*writer
	stop    chan struct{}
	done    sync.WaitGroup

	mu    sync.Mutex
	nodes []*node
}

// crowd opens and starts a sitting and lets n writers write events each.
func (w *world) crowd(n, events int, pause time.Duration, nodes ...*node) *crowd {
	w.t.Helper()
	id, tickets := w.sitting(seats(n))
	w.start(id)
	c := &crowd{w: w, stop: make(chan struct{}), nodes: nodes}
	for _, ticket := range tickets {
		x := &writer{ticket: ticket, urls: c.urls, want: events, pause: pause}
		c.writers = append(c.writers, x)
		c.done.Go(func() { x.work(w.t, c.stop) })
	}
	w.t.Cleanup(func() {
		select {
		case <-c.stop:
		default:
			close(c.stop)
		}
	})
	return c
}

func (c *crowd) urls() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var list []string
	for _, n := range c.nodes {
		list = append(list, n.url())
	}
	return list
}

// replace swaps the nodes that writers come back to.
func (c *crowd) replace(nodes ...*node) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.nodes = nodes
}

// saved is how many events were acknowledged to all writers together.
func (c *crowd) saved() int {
	n := 0
	for _, x := range c.writers {
		x.mu.Lock()
		n += x.saved
		x.mu.Unlock()
	}
	return n
}

// finish waits for all writers and compares the record with what they know:
// nothing lost, nothing twice, nothing altered.
func (c *crowd) finish(d time.Duration) {
	t := c.w.t
	t.Helper()
	done := make(chan struct{})
	go func() {
		c.done.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(d):
		for _, x := range c.writers {
			x.mu.Lock()
			t.Logf("%s: wrote %d, saved %d, archived %d of %d", x.ticket.Number, len(x.events), x.saved, x.arch, x.want)
			x.mu.Unlock()
		}
		close(c.stop)
		t.Fatalf("not all events were archived within %v", d)
	}
	for _, x := range c.writers {
		rows := c.w.rows(x.attempt)
		if len(rows) != x.want || x.saved != x.want {
			t.Errorf("%s: %d rows, saved %d, want %d", x.ticket.Number, len(rows), x.saved, x.want)
		}
		for i, r := range rows {
			if r.Seq != int64(i+1) || r.Value != x.value(i+1) {
				t.Errorf("%s: row %d is %+v", x.ticket.Number, i, r)
			}
		}
		for _, s := range x.trouble {
			t.Errorf("%s: %s", x.ticket.Number, s)
		}
	}
	c.w.chained()
}

// chained re-derives the chain of every attempt from the record.
func (w *world) chained() {
	w.t.Helper()
	rows, err := w.pool.Query(w.t.Context(), "SELECT attempt, seq, field, value, at, prev, hash FROM answer_log ORDER BY attempt, seq")
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	var last delivery.Event
	for rows.Next() {
		var e delivery.Event
		var prev, hash []byte
		if err := rows.Scan(&e.Attempt, &e.Seq, &e.Field, &e.Value, &e.At, &prev, &hash); err != nil {
			w.t.Fatal(err)
		}
		before := last
		if e.Attempt != last.Attempt {
			before = delivery.Event{}
		}
		e.Chain([32]byte(prev))
		if string(e.Hash[:]) != string(hash) || string(before.Hash[:]) != string(prev) {
			w.t.Errorf("attempt %s: the chain breaks at %d", e.Attempt, e.Seq)
		}
		last = e
	}
}
