package testenv

import (
	"testing"
	"time"
)

// Eventually asks f every few milliseconds until it is true, and fails the
// test when it is not within d. It is for what crosses a network or a process;
// timers are tested with testing/synctest.
func Eventually(t testing.TB, d time.Duration, f func() bool) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(d); !f(); <-tick.C {
		if time.Now().After(deadline) {
			t.Fatalf("did not come true within %v", d)
		}
	}
}
