package deliveryws_test

import (
	"testing"
	"time"
)

// The start of an attempt may be lost with what Redis held, before the drain
// saw it: the candidates' clocks start anew, and then they are asked again.
func TestRedisWipedRightAfterTheStart(t *testing.T) {
	t.Parallel()
	w, _, wipe := durableWorld(t)
	c := w.crowd(20, 30, 20*time.Millisecond, w.node("a"))
	c.after(1)
	wipe()
	c.finish(30 * time.Second)
}
