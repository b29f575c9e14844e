package delivery

import (
	"testing"
	"time"
)

// TestRemainingIsNoMoreThanThereWas: the node's idea of Live's clock is off by a
// moment; a candidate is not told of time that nobody has.
func TestRemainingIsNoMoreThanThereWas(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	n := &Node{cfg: Config{Now: func() time.Time { return now }}}
	h := &Holder{node: n, state: LiveRunning, started: now, deadline: now.Add(4 * time.Second)}
	for _, tt := range []struct{ skew, want time.Duration }{
		{-time.Millisecond, 4 * time.Second},
		{0, 4 * time.Second},
		{time.Millisecond, 4*time.Second - time.Millisecond},
		{5 * time.Second, 0},
	} {
		n.skew.Store(int64(tt.skew))
		if got := h.remaining(); got != tt.want {
			t.Errorf("Live %v ahead: remaining %v, want %v", tt.skew, got, tt.want)
		}
	}
}
