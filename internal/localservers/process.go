package localservers

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// pollEvery is how often an adopted process, which we cannot wait for, is
// looked at.
const pollEvery = 100 * time.Millisecond

// process is a running server, a child of ours or an adopted one.
type process struct {
	pid  int
	done chan struct{} // closed once it ended
}

// launch starts cmd and waits for its end in the background.
func launch(cmd *exec.Cmd) (*process, error) {
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", cmd.Path, err)
	}
	p := &process{pid: cmd.Process.Pid, done: make(chan struct{})}
	go func() {
		defer close(p.done)
		_ = cmd.Wait() // how it ended stands in its log
	}()
	return p, nil
}

// adopt watches a process that somebody else started in dir.
func adopt(pid int, dir, program string) *process {
	p := &process{pid: pid, done: make(chan struct{})}
	go func() {
		defer close(p.done)
		tick := time.NewTicker(pollEvery)
		defer tick.Stop()
		for range tick.C {
			cwd, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid))
			if _, ok := inspect(pid, program); !ok || err != nil || cwd != realPath(dir) {
				return
			}
		}
	}()
	return p
}

// ended reports whether the process is over.
func (p *process) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// signal sends sig unless the process has ended.
func (p *process) signal(sig syscall.Signal) {
	if !p.ended() {
		_ = syscall.Kill(p.pid, sig) // it may end in this very moment
	}
}

// waitFor waits for the end, at most d, and reports whether it came.
func (p *process) waitFor(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-p.done:
		return true
	case <-timer.C:
		return false
	}
}
