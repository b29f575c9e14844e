package loadtest

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestMain fails when the tests leave goroutines behind: a run ends with all
// that it started.
func TestMain(m *testing.M) {
	code := m.Run()
	if left := leaked(10 * time.Second); code == 0 && len(left) > 0 {
		fmt.Fprintf(os.Stderr, "%d goroutines were left behind:\n\n%s\n", len(left), strings.Join(left, "\n\n"))
		code = 1
	}
	os.Exit(code)
}

// leaked returns the goroutines that are still there after some patience.
func leaked(patience time.Duration) []string {
	for end := time.Now().Add(patience); ; {
		left := strangers()
		if len(left) == 0 || time.Now().After(end) {
			return left
		}
		<-time.After(20 * time.Millisecond)
	}
}

// strangers are the goroutines that neither the runtime nor package testing
// owns.
func strangers() []string {
	buf := make([]byte, 4<<20)
	var list []string
	for g := range strings.SplitSeq(string(buf[:runtime.Stack(buf, true)]), "\n\n") {
		if !strings.Contains(g, "loadtest.TestMain") && !strings.Contains(g, "testing.(*M)") && !strings.Contains(g, "os/signal.") &&
			!strings.Contains(g, "runtime.ensureSigM") {
			list = append(list, g)
		}
	}
	return list
}
