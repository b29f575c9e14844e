package deliveryws_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/testenv"
)

// TestTheLifeOfASitting goes from the waiting room to the closed sitting.
func TestTheLifeOfASitting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := w.node("n1")
	id, tickets := w.sitting(seats(2), duration(4*time.Second, time.Second))
	c := w.join(n, tickets[0], "device-one")
	if c.welcome.State != "waiting" || c.welcome.Key != "" || c.welcome.Epoch != 1 {
		t.Fatalf("welcome = %s", c.welcome.raw)
	}
	c.answer(1, "p1_1", "k3fz")
	if m := c.next("refused"); m.Code != "state.waiting" || m.Seq != 1 {
		t.Errorf("answer before the start: %s", m.raw)
	}
	for _, f := range c.frames {
		if strings.Contains(f, `"key":"`) && !strings.Contains(f, `"key":""`) {
			t.Errorf("a key before the start: %s", f)
		}
	}
	w.start(id)
	start := c.next("start")
	if start.RemainingMS < 3500 || start.RemainingMS > 4000 {
		t.Errorf("remaining %d ms of 4 s", start.RemainingMS)
	}
	if age := time.Now().UnixMilli() - start.ServerMS; age < 0 || age > 5000 {
		t.Errorf("the start was written %d ms ago: %s", age, start.raw)
	}
	w.opens(c.welcome.Paper, start.Key)
	c.answer(1, "p1_1", "k3fz")
	c.answer(2, "p2_1a", "D")
	c.answer(3, "p2_1a", "S")
	c.answer(4, "flag:p1_1", "1")
	c.savedUpTo(4)
	sealed := c.next("sealed")
	if sealed.N != 4 || len(sealed.Receipt) != 9 {
		t.Errorf("sealed: %s", sealed.raw)
	}
	if code := c.closed(); code != 4506 {
		t.Errorf("closed with %d, want 4506", code)
	}
	testenv.Eventually(t, 10*time.Second, func() bool {
		states, err := w.org.States(t.Context(), []exam.SittingID{id, "unknown"})
		return err == nil && states[id] == exam.SittingClosed && states["unknown"] == exam.SittingPlanned
	})
	works := w.works(id)
	got := works[tickets[0].Number]
	if got.State != delivery.AttemptSealed || got.Values["p2_1a"] != "S" || got.Values["p1_1"] != "k3fz" || got.Receipt != sealed.Receipt {
		t.Errorf("work = %+v", got)
	}
	if got := works[tickets[1].Number]; got.State != delivery.AttemptAbsent {
		t.Errorf("who never came is %s", got.State)
	}
	if rows := w.rows(c.welcome.Attempt); len(rows) != 4 || !rows[3].Sealed {
		t.Errorf("record = %+v", rows)
	}
	again := w.join(n, tickets[0], "device-one")
	if again.welcome.State != "sealed" || again.welcome.Receipt != sealed.Receipt || again.closed() != 4506 {
		t.Errorf("after the end: %s", again.welcome.raw)
	}
}

// opens checks that key opens the paper.
func (w *world) opens(hash, key string) {
	w.t.Helper()
	blob, err := w.record.PaperBytes(w.t.Context(), hash)
	if err != nil {
		w.t.Fatal(err)
	}
	raw, err := base64.StdEncoding.DecodeString(key)
	if err != nil || len(raw) != delivery.KeySize {
		w.t.Fatalf("key %q: %v", key, err)
	}
	p, err := delivery.Decrypt(blob, delivery.PaperKey(raw))
	if err != nil || p.Parts[0].Questions[0].Field != "p1_1" {
		w.t.Fatalf("paper %+v: %v", p, err)
	}
}
