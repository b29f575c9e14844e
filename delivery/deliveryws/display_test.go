package deliveryws_test

import (
	"strings"
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/internal/fault"
)

func TestTheWelcomeSaysWhatTheCandidateNeeds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := w.node("n1")
	id, tickets := w.sitting(seats(2), func(p *delivery.Prepared) {
		p.Practice = true
		p.Seats[0].Extra = 10 * time.Minute
		p.Seats[0].Display = delivery.Display{Scale: 200, Contrast: delivery.ContrastHigh}
	})
	for i, want := range []string{
		`"display":{"scale":200,"contrast":"high"},"practice":true`,
		`"display":{"scale":100,"contrast":"normal"},"practice":true`,
	} {
		if c := w.join(n, tickets[i], "device-one"); !strings.Contains(c.welcome.raw, want) {
			t.Errorf("welcome of seat %d: %s, want %s", i+1, c.welcome.raw, want)
		}
	}
	attempts, err := w.record.Attempts(t.Context(), id, "")
	if err != nil {
		t.Fatal(err)
	}
	open, err := w.record.OpenAttempts(t.Context(), attempts[0].Candidate)
	if err != nil || len(open) != 1 || open[0].ID != attempts[0].ID || open[0].Accommodated != 10*time.Minute {
		t.Fatalf("open attempts: %+v, %v", open, err)
	}
	if err := w.record.Accommodate(t.Context(), open[0].ID, delivery.Display{Scale: 150, Contrast: "normal"}, 12*time.Minute); err != nil {
		t.Fatal(err)
	}
	if c := w.join(n, tickets[0], "device-one"); !strings.Contains(c.welcome.raw, `"display":{"scale":150,"contrast":"normal"}`) {
		t.Errorf("welcome after the change: %s", c.welcome.raw)
	}
}

func TestADisplayThatNoPageCanShowIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, d := range []delivery.Display{{Scale: 99, Contrast: "normal"}, {Scale: 301, Contrast: "high"}, {Scale: 100, Contrast: "loud"}} {
		if err := w.record.Accommodate(t.Context(), "x", d, 0); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%+v: %v", d, err)
		}
	}
}
