package localservers

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// hold locks the directory in the name of a process for a time, as the
// watchdog of a killed khaothi does.
func hold(t *testing.T, dir string, pid int, d time.Duration) {
	t.Helper()
	f, err := os.Create(filepath.Join(dir, "khaothi.lock"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(strconv.Itoa(pid) + "\n"); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(d, func() { _ = f.Close() })
}

func TestAWatchdogIsWaitedForLongerThanAProgramThatRuns(t *testing.T) {
	t.Parallel()
	ended := exec.CommandContext(t.Context(), "true")
	if err := ended.Run(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	hold(t, dir, ended.Process.Pid, lockWait+time.Second)
	f, err := lockDir(t.Context(), dir)
	if err != nil {
		t.Fatalf("the watchdog of a killed program was not waited for: %v", err)
	}
	_ = f.Close()
	dir = t.TempDir()
	hold(t, dir, os.Getpid(), 2*lockWait)
	began := time.Now()
	if _, err := lockDir(t.Context(), dir); err == nil || time.Since(began) > lockWait+2*time.Second {
		t.Errorf("a program that runs: %v after %v", err, time.Since(began))
	}
}
