package loadtest

import (
	"testing"
	"time"
)

// TestAWordThatWasLongOnItsWay gives no time away; one that is quicker than all
// before, and a server whose clock was set, are believed.
func TestAWordThatWasLongOnItsWay(t *testing.T) {
	var w way
	for _, tt := range []struct {
		name                string
		at                  time.Duration
		serverMS, remaining int64
		want                time.Duration
	}{
		{"the welcome, half a second on its way", 10500 * time.Millisecond, 1_000_000, 60_000, 60 * time.Second},
		{"a quicker one", 20 * time.Second, 1_010_000, 50_000, 50 * time.Second},
		{"one that hung for nine seconds", 39 * time.Second, 1_020_000, 40_000, 31 * time.Second},
		{"more time, quickly", 40 * time.Second, 1_030_000, 330_000, 330 * time.Second},
		{"more time, three seconds late", 53 * time.Second, 1_040_000, 620_000, 617 * time.Second},
		{"the server's clock was set back by five minutes", 60 * time.Second, 750_000, 900_000, 900 * time.Second},
		{"and goes on", 71 * time.Second, 760_000, 890_000, 889 * time.Second},
	} {
		if got := w.remaining(tt.at, &incoming{ServerMS: tt.serverMS, RemainingMS: tt.remaining}); got != tt.want {
			t.Errorf("%s: %v left, want %v", tt.name, got, tt.want)
		}
	}
}
