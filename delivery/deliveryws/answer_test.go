package deliveryws_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"khaothi/internal/testenv"
)

// running opens and starts a sitting and joins its first candidate.
func (w *world) running(n *node, plans ...plan) *client {
	w.t.Helper()
	id, tickets := w.sitting(plans...)
	w.start(id)
	return w.join(n, tickets[0], "device-one")
}

func TestSequence(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.running(w.node("n1"))
	c.answer(1, "p1_1", "k3fz")
	c.answer(2, "p1_2", "aaaa,bbbb")
	c.savedUpTo(2)
	c.answer(4, "p3_1", "7")
	if m := c.next("resend"); m.From != 3 {
		t.Errorf("gap: %s, want resend from 3", m.raw)
	}
	c.answer(3, "p2_1a", "D")
	c.answer(4, "p3_1", "7")
	c.savedUpTo(4)
	c.answer(2, "p1_2", "aaaa,bbbb")
	if m := c.next("saved"); m.Seq != 4 {
		t.Errorf("repeat: %s, want saved 4", m.raw)
	}
	c.answer(2, "p1_2", "aaaa")
	if m := c.next("conflict"); m.Seq != 2 {
		t.Errorf("repeat with another content: %s", m.raw)
	}
	if code := c.closed(); code != 4012 {
		t.Errorf("after a conflict: closed with %d, want 4012", code)
	}
	testenv.Eventually(t, 10*time.Second, func() bool {
		return w.incidents(c.welcome.Attempt, "conflict") == 1 && len(w.rows(c.welcome.Attempt)) == 4
	})
	if rows := w.rows(c.welcome.Attempt); rows[1].Value != "aaaa,bbbb" {
		t.Errorf("record = %+v", rows)
	}
}

// TestNothingIsStoredAfterAConflict sends a conflict and what follows it in
// one go: were the last event stored, sending the others again behind it would
// bring an older answer back.
func TestNothingIsStoredAfterAConflict(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := w.node("n1")
	c := w.running(n)
	for seq := 1; seq <= 3; seq++ {
		c.answer(seq, "p3_1", fmt.Sprint(seq))
	}
	c.savedUpTo(3)
	c.answer(2, "p1_1", "k3fz")
	c.answer(3, "p1_1", "")
	c.answer(4, "p1_1", "a0b1")
	c.send(`{"t":"submit","n":3}`)
	if m := c.next("conflict"); m.Seq != 2 {
		t.Errorf("conflict: %s", m.raw)
	}
	if m := c.next("error"); m.Code != "events.conflict" || m.Final {
		t.Errorf("after the conflict: %s", m.raw)
	}
	if code := c.closed(); code != 4012 {
		t.Errorf("closed with %d, want 4012", code)
	}
	again := w.join(n, c.ticket, "device-one")
	if again.welcome.Saved != 3 || again.welcome.State != "running" || again.welcome.Answers["p1_1"] != "" {
		t.Errorf("after the conflict the server holds %s", again.welcome.raw)
	}
	again.answer(4, "p1_1", "a0b1")
	again.savedUpTo(4)
}

func TestARepeatIsKnownAfterTheLogWasTrimmed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.running(w.node("n1"))
	c.answer(1, "p1_1", "k3fz")
	c.next("saved")
	for m, err := c.read(); ; m, err = c.read() {
		if err != nil {
			t.Fatal(err)
		}
		if m.T == "archived" && m.Seq == 1 {
			break
		}
	}
	c.answer(1, "p1_1", "k3fz")
	if m := c.next("saved", "conflict"); m.T != "saved" || m.Seq != 1 {
		t.Errorf("repeat: %s", m.raw)
	}
	c.answer(1, "p1_1", "a0b1")
	if m := c.next("saved", "conflict"); m.T != "conflict" {
		t.Errorf("another content: %s", m.raw)
	}
}

func TestAnswersThatMayNotBeStored(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.running(w.node("n1"))
	for _, tt := range []struct{ field, value, code string }{
		{"p9_9", "k3fz", "field.unknown"},
		{"flag:p9_9", "1", "field.unknown"},
		{strings.Repeat("p", 100), "", "field.unknown"},
		{"p1_1", "zzzz", "value.invalid"},
		{"p1_2", "bbbb,aaaa", "value.invalid"},
		{"p1_2", "aaaa,aaaa", "value.invalid"},
		{"p2_1a", "Đ", "value.invalid"},
		{"p3_1", "12345", "value.invalid"},
		{"p3_1", "x", "value.invalid"},
		{"flag:p1_1", "yes", "value.invalid"},
		{"p1_1", strings.Repeat("k", 3000), "value.invalid"},
		{"p1_1", "a\u0000", "value.invalid"},
	} {
		c.send(`{"t":"answer","seq":1,"field":%q,"value":%s}`, tt.field, jsonString(tt.value))
		if m := c.next("refused"); m.Seq != 1 || m.Code != tt.code {
			t.Errorf("%s = %.20q: %s, want %s", tt.field, tt.value, m.raw, tt.code)
		}
	}
	for range 2 { // what is behind one that is refused is asked for, each time
		c.answer(1, "p9_9", "")
		c.answer(2, "p9_9", "")
		c.answer(3, strings.Repeat("p", 100), "")
		if m := c.next("refused"); m.Seq != 1 {
			t.Errorf("the lowest: %s", m.raw)
		}
		if m := c.next("refused", "resend"); m.From != 1 {
			t.Errorf("behind a refused one: %s", m.raw)
		}
	}
	c.answer(1, "p1_1", "k3fz") // the number was still free
	c.savedUpTo(1)
}

// TestAClosedPaperTellsNothing: before the start a refusal must not depend on
// what the paper holds.
func TestAClosedPaperTellsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, tickets := w.sitting()
	c := w.join(w.node("n1"), tickets[0], "device-one")
	for _, tt := range []struct{ field, value string }{
		{"p9_9", "k3fz"}, {"p1_1", "k3fz"}, {"p1_1", "zzzz"}, {"p3_1", "12345"}, {strings.Repeat("p", 100), ""}, {"p1_1", "a\u0000"},
	} {
		for seq := 1; seq <= 2; seq++ {
			c.send(`{"t":"answer","seq":%d,"field":%q,"value":%s}`, seq, tt.field, jsonString(tt.value))
			if m := c.next("refused", "resend"); m.Seq != int64(seq) || m.Code != "state.waiting" {
				t.Errorf("%s = %.20q while waiting: %s", tt.field, tt.value, m.raw)
			}
		}
	}
}

func jsonString(s string) string { return strings.ReplaceAll(fmt.Sprintf("%q", s), `\x00`, `\u0000`) }

func TestMessagesThatEndTheConnection(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := w.node("n1")
	id, tickets := w.sitting(seats(3))
	w.start(id)
	for i, tt := range []struct {
		name, send string
		close      int
	}{
		{"too large", `{"t":"answer","seq":1,"field":"p1_1","value":"` + strings.Repeat("k", 20<<10) + `"}`, 4505},
		{"a second hello", fmt.Sprintf(`{"t":"hello","v":1,"number":%q,"code":%q,"device":"device-one","last":0}`,
			tickets[1].Number, tickets[1].Code), 4504},
		{"an unknown type", `{"t":"key"}`, 4504},
	} {
		c := w.join(n, tickets[i], "device-one")
		c.send("%s", tt.send)
		if got := c.closed(); got != tt.close {
			t.Errorf("%s: closed with %d, want %d", tt.name, got, tt.close)
		}
	}
}

func TestTheGraceAndWhatComesAfterIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.running(w.node("n1"), duration(2*time.Second, 2*time.Second))
	deadline := time.Now().Add(time.Duration(c.welcome.RemainingMS) * time.Millisecond)
	c.answer(1, "p1_1", "k3fz")
	c.savedUpTo(1)
	time.Sleep(time.Until(deadline.Add(700 * time.Millisecond))) //nolint:forbidigo // the server's clock decides, and it runs
	c.answer(2, "p1_1", "a0b1")                                  // after the deadline, within the grace
	c.savedUpTo(2)
	if m := c.next("sealed"); m.N != 2 {
		t.Errorf("sealed: %s, want n 2", m.raw)
	}
	again := w.join(w.node("n2"), c.ticket, "device-one")
	again.answer(3, "p1_1", "")
	again.answer(4, "p3_1", "1")
	for seq := int64(3); seq <= 4; seq++ {
		if m := again.next("late"); m.Seq != seq {
			t.Errorf("after the seal: %s, want late %d", m.raw, seq)
		}
	}
	again.answer(2, "p1_1", "a0b1")
	if m := again.next("saved"); m.Seq != 2 {
		t.Errorf("a repeat after the seal: %s", m.raw)
	}
	testenv.Eventually(t, 10*time.Second, func() bool { return w.incidents(c.welcome.Attempt, "late") == 2 })
	if rows := w.rows(c.welcome.Attempt); len(rows) != 2 || !rows[1].Sealed {
		t.Errorf("record = %+v", rows)
	}
}

func TestSubmit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.running(w.node("n1"))
	c.answer(1, "p1_1", "k3fz")
	c.send(`{"t":"submit","n":2}`)
	if m := c.next("resend", "saved"); m.T == "saved" {
		c.next("resend")
	} else if m.From != 2 {
		t.Errorf("submit with too many: %s", m.raw)
	}
	c.answer(2, "p1_1", "a0b1")
	c.savedUpTo(2)
	c.send(`{"t":"submit","n":1}`)
	if m := c.next("refused", "sealed"); m.Seq != 0 || m.Code != "submit.behind" {
		t.Errorf("submit with fewer than are held: %s", m.raw)
	}
	c.send(`{"t":"submit","n":2}`)
	for {
		if m := c.next("sealed", "saved"); m.T == "sealed" {
			if m.N != 2 || m.Receipt == "" {
				t.Errorf("sealed: %s", m.raw)
			}
			break
		}
	}
	if code := c.closed(); code != 4506 {
		t.Errorf("closed with %d, want 4506", code)
	}
}
