package deliveryws_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"khaothi/delivery"
	"khaothi/internal/testenv"
)

func TestSignInIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := w.node("n1")
	_, tickets := w.sitting()
	other, _ := w.sitting(func(p *delivery.Prepared) { p.Seats[0].Number = "02000001" })
	number, code := tickets[0].Number, tickets[0].Code
	hello := func(format string, args ...any) func(*client) { return func(c *client) { c.send(format, args...) } }
	for _, tt := range []struct {
		name, code string
		final      bool
		close      int
		send       func(*client)
	}{
		{"wrong ticket", "ticket.wrong", true, 4500, func(c *client) { c.hello(number, "AAAA-AAAA-AAAA", "device-one") }},
		{"no ticket at all", "ticket.wrong", true, 4500, func(c *client) { c.hello(number, "?", "device-one") }},
		{"ticket of another number", "ticket.wrong", true, 4500, func(c *client) { c.hello("01000099", code, "device-one") }},
		{"ticket of another sitting", "ticket.other_sitting", true, 4501, hello(
			`{"t":"hello","v":1,"number":%q,"code":%q,"device":"device-one","sitting":%q,"last":0}`, number, code, other)},
		{"another version", "version.unknown", true, 4507, hello(
			`{"t":"hello","v":2,"number":%q,"code":%q,"device":"device-one","last":0}`, number, code)},
		{"an answer first", "message.invalid", true, 4504, func(c *client) { c.answer(1, "p1_1", "k3fz") }},
		{"not JSON", "message.invalid", true, 4504, hello("hello")},
		{"too large", "message.too_large", true, 4505, hello(`{"t":"hello","v":1,"code":"%s"}`, strings.Repeat("A", 17<<10))},
		{"binary", "message.invalid", true, 4504, func(c *client) { _ = c.ws.WriteMessage(websocket.BinaryMessage, []byte("{}")) }},
	} {
		c := w.dial(n)
		tt.send(c)
		m := c.next("error")
		if m.Code != tt.code || m.Final != tt.final || strings.Contains(m.raw, code) {
			t.Errorf("%s: %s, want %s", tt.name, m.raw, tt.code)
		}
		if got := c.closed(); got != tt.close {
			t.Errorf("%s: closed with %d, want %d", tt.name, got, tt.close)
		}
	}
}

func TestATypedTicketIsUnderstood(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := w.node("n1")
	_, tickets := w.sitting()
	tickets[0].Code = " " + strings.ToLower(strings.ReplaceAll(tickets[0].Code, "-", " "))
	if c := w.join(n, tickets[0], "device-one"); c.welcome.State != "waiting" {
		t.Errorf("welcome = %s", c.welcome.raw)
	}
}

func TestAReprintVoidsTheTicket(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := w.node("n1")
	id, old := w.sitting()
	fresh, err := w.org.IssueTickets(t.Context(), id, "")
	if err != nil {
		t.Fatal(err)
	}
	c := w.dial(n)
	c.hello(old[0].Number, old[0].Code, "device-one")
	if m := c.next("error"); m.Code != "ticket.wrong" {
		t.Errorf("old ticket: %s", m.raw)
	}
	w.join(n, fresh[0], "device-one")
}

func TestWrongTicketsAreLimitedPerNumber(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := w.node("n1")
	_, tickets := w.sitting(seats(2))
	var last message
	for range 11 {
		c := w.dial(n)
		c.hello(tickets[0].Number, "AAAA-AAAA-AAAA", "device-one")
		last = c.next("error")
	}
	if last.Code != "ticket.limited" || last.Final || last.RetryMS <= 0 || last.RetryMS > 60_000 {
		t.Errorf("after 11 wrong tickets: %s", last.raw)
	}
	w.join(n, tickets[0], "device-one") // its owner is not locked out
	w.join(n, tickets[1], "device-two") // nor anybody else
}

func TestWhoComesTooLateMayNotBegin(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id, tickets := w.sitting(func(p *delivery.Prepared) { p.LateLimit = time.Second })
	if err := w.record.MarkRunning(t.Context(), id, time.Now().Add(-10*time.Second)); err != nil {
		t.Fatal(err)
	}
	n := w.node("n1")
	c := w.dial(n)
	c.hello(tickets[0].Number, tickets[0].Code, "device-late")
	if m := c.next("error"); m.Code != "arrival.late" || c.closed() != 4508 {
		t.Errorf("too late: %s", m.raw)
	}
}

func TestPagesOfOthersAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := w.node("n1")
	for origin, want := range map[string]int{
		"https://evil.example": http.StatusForbidden,
		n.http.URL:             http.StatusSwitchingProtocols,
	} {
		ws, resp, err := websocket.DefaultDialer.Dial(n.url(), http.Header{"Origin": {origin}})
		if err == nil {
			_ = ws.Close() // looked at, that is all
		}
		if resp.StatusCode != want {
			t.Errorf("origin %s: %d, want %d", origin, resp.StatusCode, want)
		}
		_ = resp.Body.Close() // gorilla has read it
	}
}

func TestOneHolder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.node("a"), w.node("b")
	id, tickets := w.sitting()
	w.start(id)
	first := w.join(a, tickets[0], "device-one")
	first.answer(1, "p1_1", "k3fz")
	first.savedUpTo(1)
	other := w.dial(b)
	other.hello(tickets[0].Number, tickets[0].Code, "device-two")
	if m := other.next("error"); m.Code != "holder.busy" || m.Final || m.RetryMS <= 0 {
		t.Errorf("another device while the holder lives: %s", m.raw)
	}
	if code := other.closed(); code != 4010 {
		t.Errorf("closed with %d, want 4010", code)
	}
	same := w.join(b, tickets[0], "device-one")
	if same.welcome.Epoch != 2 || same.welcome.Saved != 1 || same.welcome.Answers["p1_1"] != "k3fz" {
		t.Errorf("same device: %s", same.welcome.raw)
	}
	if same.welcome.StoreKey != first.welcome.StoreKey || same.welcome.StoreKey == "" {
		t.Errorf("store key %q, before %q", same.welcome.StoreKey, first.welcome.StoreKey)
	}
	first.answer(2, "p1_1", "a0b1") // of the old epoch
	if m := first.next("error"); m.Code != "holder.replaced" || first.closed() != 4503 {
		t.Errorf("the old holder: %s", m.raw)
	}
	same.answer(2, "p3_1", "-1,5")
	same.savedUpTo(2)
	testenv.Eventually(t, 10*time.Second, func() bool { return len(w.rows(same.welcome.Attempt)) == 2 })
	if rows := w.rows(same.welcome.Attempt); rows[1].Value != "-1,5" {
		t.Errorf("record = %+v", rows)
	}
	if n := w.incidents(same.welcome.Attempt, "old_epoch"); n != 1 {
		t.Errorf("%d events of the old epoch kept as evidence, want 1", n)
	}
}

// TestASealedAttemptIsNotTakenOver: whoever looks at it meanwhile, the one who
// handed in hears that all is archived.
func TestASealedAttemptIsNotTakenOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := w.node("n1")
	c := w.running(n)
	c.answer(1, "p1_1", "k3fz")
	c.savedUpTo(1)
	c.send(`{"t":"submit","n":1}`)
	c.next("sealed")
	other := w.dial(n)
	other.hello(c.ticket.Number, c.ticket.Code, "device-two")
	if m := other.next("welcome"); m.State != "sealed" || m.Receipt == "" {
		t.Errorf("another device after the seal: %s", m.raw)
	}
	for who, x := range map[string]*client{"the one who handed in": c, "the other": other} {
		if code := x.closed(); code != 4506 {
			t.Errorf("%s is closed with %d, want 4506", who, code)
		}
	}
}

// incidents counts the incidents of a kind.
func (w *world) incidents(attempt, kind string) (n int) {
	w.t.Helper()
	err := w.pool.QueryRow(w.t.Context(),
		"SELECT count(*) FROM incident WHERE attempt = $1 AND kind = $2", attempt, kind).Scan(&n)
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}
