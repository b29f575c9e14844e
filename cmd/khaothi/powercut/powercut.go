// Package powercut makes kill -9 of a Redis mean what a power cut means: what
// the server wrote and did not sync is gone. Plain kill -9 proves nothing about
// that, since the page cache outlives the process. It is a library in C,
// preloaded into redis-server and compiled where it is needed; only the load
// test uses it.
package powercut

import (
	"context"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

//go:embed shim/powercut.c
var source string

// Build compiles the library into dir and returns its path.
func Build(ctx context.Context, dir string) (string, error) {
	cc, err := exec.LookPath("cc")
	if err != nil {
		return "", errors.New("a power cut is simulated by a small library in C, and this machine has no C compiler: apt-get install gcc libc6-dev")
	}
	c, lib := filepath.Join(dir, "powercut.c"), filepath.Join(dir, "powercut.so")
	if err := os.WriteFile(c, []byte(source), 0o600); err != nil {
		return "", fmt.Errorf("write the library of the power cut: %w", err)
	}
	out, err := exec.CommandContext(ctx, cc, "-O2", "-shared", "-fPIC", "-o", lib, c, "-ldl", "-lpthread").CombinedOutput() //nolint:gosec // our own source
	if err != nil {
		return "", fmt.Errorf("compile the library of the power cut (apt-get install gcc libc6-dev): %w: %s", err, strings.TrimSpace(string(out)))
	}
	return lib, os.Chmod(lib, 0o755) //nolint:gosec // the servers' user loads it
}

// Env is what makes redis-server load the library; status is a file that it
// makes, which tells how things stand.
func Env(lib, status string) []string {
	return []string{"LD_PRELOAD=" + lib, statusVar + "=" + status}
}

const (
	statusVar = "KHAOTHI_POWERCUT_STATUS"
	magic     = 0x6b74706375743031
)

// Status is how things stand with the bytes that are held back.
type Status struct {
	Writes int64         // calls that were held back so far
	Syncs  int64         // calls that wrote them through
	Held   int64         // bytes that a power cut would take now
	Age    time.Duration // of the oldest of them; 0 if none
}

// Read reads the status file. An error says that the library is not in force.
func Read(path string) (Status, error) {
	b, err := os.ReadFile(path) //nolint:gosec // our own file
	if err != nil {
		return Status{}, fmt.Errorf("the library of the power cut is not loaded: %w", err)
	}
	if len(b) != 40 || binary.NativeEndian.Uint64(b) != magic {
		return Status{}, fmt.Errorf("the library of the power cut is not in force: its status file has %d bytes", len(b))
	}
	n := func(i int) int64 { return int64(binary.NativeEndian.Uint64(b[8*i:])) } //nolint:gosec // counters
	s := Status{Writes: n(1), Syncs: n(2), Held: n(3)}
	if s.Held > 0 {
		s.Age = time.Since(time.Unix(0, n(4)))
	}
	return s, nil
}
