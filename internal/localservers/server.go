package localservers

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	// startLimit covers the replay of a large log after a crash.
	startLimit = 5 * time.Minute
	// stopLimit is how long a graceful stop may take: PostgreSQL writes its
	// checkpoint, Redis its last fsync.
	stopLimit = 60 * time.Second
	stopAgain = 2 * time.Second
	// orphanLimit is how long children of a killed server may take to notice.
	orphanLimit = 5 * time.Second
	readyEvery  = 20 * time.Millisecond
)

// Options say where one server lives.
type Options struct {
	DataDir   string   // made when absent, closed to others
	SocketDir string   // made when absent; short: a socket's path holds 107 bytes
	Databases []string // PostgreSQL: made with the data directory; URL names the first
	// Throwaway gives up durability for speed: fsync off. For tests only; a
	// crash may lose the data directory.
	Throwaway bool
	// Fsync of Redis: "always" unless it says otherwise, as a test does that
	// wants to see what is lost then.
	Fsync string
	Env   []string     // of the server, beside PATH and the like: NAME=value
	Log   *slog.Logger // nil: slog.Default()
}

// kind is what differs between PostgreSQL and Redis.
type kind interface {
	program() string // its name in a command line
	// prepare makes the data directory and writes the settings; changed says
	// that a server that runs already has others.
	prepare(ctx context.Context, a account) (changed bool, err error)
	command(a account) *exec.Cmd
	ready(ctx context.Context) error
	beforeStart() error // remove what a dead server left behind
	stopSignal() syscall.Signal
	url() string
}

// Server is one PostgreSQL or Redis with a data directory. Its methods may be
// called from several goroutines.
type Server struct {
	kind kind
	o    Options

	mu      sync.Mutex
	proc    *process // nil: never started, or stopped
	adopted bool
}

// URL is where clients connect, over the unix socket.
func (s *Server) URL() string { return s.kind.url() }

// Start returns when the server answers. It adopts a server that runs in the
// data directory with the same settings, and replaces any other. A running
// server is left alone.
func (s *Server) Start(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.proc != nil && !s.proc.ended() {
		return nil
	}
	who, err := s.prepareDirs()
	if err != nil {
		return err
	}
	changed, err := s.kind.prepare(ctx, who)
	if err != nil {
		return fmt.Errorf("prepare %s in %s: %w", s.kind.program(), s.o.DataDir, withDiskHint(err, s.o.DataDir))
	}
	if s.adoptRunning(ctx, changed) {
		return nil
	}
	if err := s.clearOrphans(); err != nil {
		return err
	}
	return s.launch(ctx, who)
}

// prepareDirs makes both directories and says who works in them.
func (s *Server) prepareDirs() (account, error) {
	who, err := findAccount(s.o.DataDir)
	if err != nil {
		return who, err
	}
	for _, dir := range []string{s.o.DataDir, s.o.SocketDir} {
		if err := who.own(dir); err != nil {
			return who, withDiskHint(err, dir)
		}
		if err := who.canReach(dir); err != nil {
			return who, err
		}
	}
	return who, nil
}

// adoptRunning takes over the server that already works in the data
// directory, if it answers at our socket.
func (s *Server) adoptRunning(ctx context.Context, changed bool) bool {
	list := processesIn(s.o.DataDir, s.kind.program())
	pid, ok := serverAmong(list)
	if !ok || changed {
		return false
	}
	p := adopt(pid, s.o.DataDir, s.kind.program())
	if err := s.waitReady(ctx, p); err != nil {
		return false
	}
	s.proc, s.adopted = p, true
	s.log().Info("adopted a running server", "server", s.kind.program(), "pid", pid, "data", s.o.DataDir)
	return true
}

// clearOrphans ends what still works in the data directory: first politely,
// then not.
func (s *Server) clearOrphans() error {
	list := processesIn(s.o.DataDir, s.kind.program())
	if len(list) == 0 {
		return s.kind.beforeStart()
	}
	if pid, ok := serverAmong(list); ok {
		s.log().Warn("stopping a server that another process left behind", "server", s.kind.program(), "pid", pid)
		_ = syscall.Kill(pid, s.kind.stopSignal()) // it may have ended
	}
	if !s.waitEmpty(orphanLimit) {
		for _, f := range processesIn(s.o.DataDir, s.kind.program()) {
			_ = syscall.Kill(f.pid, syscall.SIGKILL) // it may have ended
		}
		if !s.waitEmpty(orphanLimit) {
			return fmt.Errorf("processes of an earlier %s in %s do not end: %v", s.kind.program(), s.o.DataDir, processesIn(s.o.DataDir, s.kind.program()))
		}
	}
	return s.kind.beforeStart()
}

// waitEmpty waits until nothing works in the data directory any more.
func (s *Server) waitEmpty(d time.Duration) bool {
	tick := time.NewTicker(readyEvery)
	defer tick.Stop()
	for deadline := time.Now().Add(d); time.Now().Before(deadline); <-tick.C {
		if len(processesIn(s.o.DataDir, s.kind.program())) == 0 {
			return true
		}
	}
	return false
}

// launch starts the server with its output in a log file and waits for its
// first answer.
func (s *Server) launch(ctx context.Context, who account) error {
	out, err := s.openLog(who)
	if err != nil {
		return withDiskHint(err, s.o.DataDir)
	}
	defer func() { _ = out.Close() }() // the child has its own copy
	cmd := s.kind.command(who)
	cmd.Dir, cmd.Stdout, cmd.Stderr = s.o.DataDir, out, out
	cmd.SysProcAttr = who.attr()
	p, err := launch(cmd)
	if err != nil {
		return err
	}
	if err := s.waitReady(ctx, p); err != nil {
		p.signal(syscall.SIGKILL)
		<-p.done
		return fmt.Errorf("start %s: %w: its log %s ends with:\n%s", s.kind.program(),
			withDiskHint(err, s.o.DataDir), s.logPath(), tail(s.logPath()))
	}
	s.proc, s.adopted = p, false
	return nil
}

// waitReady returns when the server answers, has ended or took too long.
func (s *Server) waitReady(ctx context.Context, p *process) error {
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	tick := time.NewTicker(readyEvery)
	defer tick.Stop()
	for {
		err := s.kind.ready(ctx)
		if err == nil && !p.ended() {
			return nil
		}
		select {
		case <-p.done:
			return errors.New("it ended at once")
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-tick.C:
		}
	}
}

// Stop ends the server in an orderly way and waits for it. Stopping a stopped
// server is fine. An adopted server is stopped as well.
func (s *Server) Stop() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.proc == nil {
		return nil
	}
	if !s.askToStop() {
		s.proc.signal(syscall.SIGKILL)
		if !s.proc.waitFor(orphanLimit) {
			return fmt.Errorf("%s (process %d) does not end", s.kind.program(), s.proc.pid)
		}
	}
	s.proc = nil
	if !s.waitEmpty(orphanLimit) {
		return fmt.Errorf("children of %s in %s do not end", s.kind.program(), s.o.DataDir)
	}
	return nil
}

// askToStop sends the stop signal and reports whether the server ended. It is
// sent again: a Redis that is just writing its first append-only file refuses
// the signal and forgets it.
func (s *Server) askToStop() bool {
	for range stopLimit / stopAgain {
		s.proc.signal(s.kind.stopSignal())
		if s.proc.waitFor(stopAgain) {
			return true
		}
	}
	return false
}

// Kill ends the server as kill -9 does and waits until it is gone. Start
// brings it back.
func (s *Server) Kill() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.proc == nil {
		return
	}
	s.proc.signal(syscall.SIGKILL)
	<-s.proc.done
}

// Pid is the process of the running server, 0 when it is down.
func (s *Server) Pid() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.proc == nil || s.proc.ended() {
		return 0
	}
	return s.proc.pid
}

// Adopted reports whether Start found the server running.
func (s *Server) Adopted() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.proc != nil && s.adopted
}

// done is closed when the server that runs now ends; nil when stopped.
func (s *Server) done() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.proc == nil {
		return nil
	}
	return s.proc.done
}

func (s *Server) log() *slog.Logger {
	if s.o.Log == nil {
		return slog.Default()
	}
	return s.o.Log
}

func (s *Server) logPath() string {
	return filepath.Clean(s.o.DataDir) + ".log"
}

// maxLog is where a server's log is moved aside at the next start.
const maxLog = 16 << 20

// openLog opens the log beside the data directory.
func (s *Server) openLog(who account) (*os.File, error) {
	path := s.logPath()
	if st, err := os.Stat(path); err == nil && st.Size() > maxLog {
		_ = os.Rename(path, path+".1") // a log too long is no reason not to start
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the log of %s: %w", s.kind.program(), err)
	}
	if who.drop {
		_ = f.Chown(who.uid, who.gid) // it is open already
	}
	return f, nil
}

// tail returns the last lines of a log.
func tail(path string) string {
	b, err := os.ReadFile(path)
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	return strings.Join(lines[max(0, len(lines)-12):], "\n")
}
