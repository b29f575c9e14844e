package testenv

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// leakWait is how long goroutines may take to end after the last test.
const leakWait = 10 * time.Second

// Main is the body of a TestMain: it runs the tests and fails when a goroutine
// in one of our packages whose path begins with prefix is still there
// afterwards. What drivers and servers of the tests leave is not looked at.
func Main(m *testing.M, prefix string) {
	code := m.Run()
	var left []string
	for end := time.Now().Add(leakWait); ; time.Sleep(20 * time.Millisecond) { //nolint:forbidigo // goroutines end when they end
		if left = goroutinesIn(prefix); len(left) == 0 || time.Now().After(end) {
			break
		}
	}
	if len(left) > 0 {
		fmt.Fprintf(os.Stderr, "%d goroutines of %s are left:\n\n%s\n", len(left), prefix, strings.Join(left, "\n\n"))
		code = max(code, 1)
	}
	os.Exit(code)
}

// goroutinesIn returns the stacks of the other goroutines that are in a package
// below prefix.
func goroutinesIn(prefix string) (in []string) {
	buf := make([]byte, 64<<20)
	stacks := strings.Split(string(buf[:runtime.Stack(buf, true)]), "\n\n")
	for _, s := range stacks[1:] { // the first is this one
		if strings.Contains(s, "\n"+prefix) {
			in = append(in, s)
		}
	}
	return in
}
