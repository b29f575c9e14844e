package localservers_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"khaothi/internal/localservers"
	"khaothi/internal/testenv"
)

// helperVar makes the test binary another khaothi: it starts the pair on the
// directory named by the variable, says "ready" and waits for its end.
const helperVar = "KHAOTHI_TEST_LOCALSERVERS"

func TestMain(m *testing.M) {
	if dir := os.Getenv(helperVar); dir != "" {
		os.Exit(helper(dir))
	}
	os.Exit(m.Run())
}

func helper(dir string) int {
	s := localservers.New(localservers.Config{
		Dir: dir, Databases: []string{"khaothi", "khaothi_edu"}, StopWithParent: os.Getenv(helperVar+"_BOUND") != "",
	})
	if err := s.Start(context.Background()); err != nil {
		_, _ = fmt.Println("error", err)
		return 1
	}
	_, _ = fmt.Println("ready", s.DatabaseURL("khaothi"))
	_, _ = io.Copy(io.Discard, os.Stdin) // until the test closes it
	if err := s.Stop(); err != nil {
		_, _ = fmt.Println("error", err)
		return 1
	}
	return 0
}

// other is a helper process.
type other struct {
	cmd   *exec.Cmd
	stdin io.Closer
	out   *bufio.Reader
}

// startOther runs the helper on dir; env adds variables, uid changes the user
// unless it is 0.
func startOther(t *testing.T, dir string, uid uint32, env ...string) *other {
	t.Helper()
	exe := copyBinary(t, dir)
	cmd := exec.Command(exe, "-test.run=^$")
	cmd.Env = append(append(os.Environ(), helperVar+"="+dir), env...)
	cmd.Dir = filepath.Dir(exe)
	if uid != 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: uid}}
	}
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	o := &other{cmd: cmd, stdin: stdin, out: bufio.NewReader(stdout)}
	t.Cleanup(o.kill)
	return o
}

// copyBinary puts this test binary where every user may run it.
func copyBinary(t *testing.T, dir string) string {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(exe)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(filepath.Dir(dir), "khaothi.test")
	if _, err := os.Stat(path); err == nil {
		return path
	}
	// A process that another test forks meanwhile would hold the file open for
	// writing, and then it cannot be run: text file busy.
	syscall.ForkLock.RLock()
	err = os.WriteFile(path, b, 0o755)
	syscall.ForkLock.RUnlock()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// says returns the next line of the helper: "ready …" or "error …".
func (o *other) says(t *testing.T) string {
	t.Helper()
	line, err := o.out.ReadString('\n')
	if err != nil {
		t.Fatalf("the other process: %v", err)
	}
	return strings.TrimSpace(line)
}

func (o *other) mustBeReady(t *testing.T) {
	t.Helper()
	if line := o.says(t); !strings.HasPrefix(line, "ready ") {
		t.Fatalf("the other process says %s", line)
	}
}

// kill ends the helper as kill -9 does. Killing a dead one is fine.
func (o *other) kill() {
	_ = o.cmd.Process.Kill()
	_ = o.cmd.Wait()
}

// stop lets the helper stop its servers and end.
func (o *other) stop(t *testing.T) {
	t.Helper()
	_ = o.stdin.Close()
	rest, _ := io.ReadAll(o.out)
	if err := o.cmd.Wait(); err != nil {
		t.Errorf("the other process: %v: %s", err, rest)
	}
}

// pair starts servers in this process and stops them when the test ends.
func pair(t *testing.T, dir string) *localservers.Servers {
	t.Helper()
	s := newPair(dir)
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func newPair(dir string) *localservers.Servers {
	return localservers.New(localservers.Config{
		Dir: dir, Databases: []string{"khaothi", "khaothi_edu"}, Log: slog.New(slog.DiscardHandler),
	})
}

// dataDir is a fresh directory that servers may use.
func dataDir(t *testing.T) string {
	t.Helper()
	return filepath.Join(testenv.Dir(t), "data")
}
