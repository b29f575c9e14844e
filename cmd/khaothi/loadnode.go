package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// child is a process of this program with other arguments.
type child struct {
	cmd  *exec.Cmd
	done chan struct{} // closed when it has ended
}

// startChild starts this program again. It dies with us.
func startChild(args, env []string, output *os.File) (*child, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	cmd := exec.Command(self, args...) //nolint:gosec,noctx // this program; it is stopped by stop
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = output, output
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start khaothi %s: %w", args[0], err)
	}
	c := &child{cmd: cmd, done: make(chan struct{})}
	go func() {
		_ = cmd.Wait() // how it ended stands in its log
		close(c.done)
	}()
	return c, nil
}

// kill ends it as kill -9 does and waits.
func (c *child) kill() {
	_ = c.cmd.Process.Kill() // fails only when it has ended
	<-c.done
}

// stop asks it to end and waits; after a time it kills.
func (c *child) stop() {
	_ = c.cmd.Process.Signal(syscall.SIGTERM) // fails only when it has ended
	select {
	case <-c.done:
	case <-time.After(30 * time.Second):
		c.kill()
	}
}

// loadNode is the khaothi serve that is under load.
type loadNode struct {
	base string // its URL
	tls  loadTLS
	args []string
	env  []string
	log  string // file
	// unsafeRedis: Redis is set to lose answers; the node says so and is not
	// ready, but it serves.
	unsafeRedis bool

	mu   sync.Mutex
	now  *child
	peak atomic.Int64 // of resident memory, in bytes
}

// startNode starts a node on a free port and waits until it is ready.
func startNode(ctx context.Context, log string, env []string, cert loadTLS, unsafeRedis bool) (*loadNode, error) {
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	n := &loadNode{
		base: cert.scheme() + address, tls: cert, args: []string{"serve", "--addr", address}, env: append(cert.env(), env...),
		log: log, unsafeRedis: unsafeRedis,
	}
	if err := n.start(ctx); err != nil {
		n.process().stop()
		return nil, errors.Join(err, n.lastWords())
	}
	return n, nil
}

func freeAddress(ctx context.Context) (string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	return l.Addr().String(), l.Close()
}

// start starts the process and waits for /readyz.
func (n *loadNode) start(ctx context.Context) error {
	out, err := os.OpenFile(n.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("open the log of the node: %w", err)
	}
	defer out.Close() //nolint:errcheck // the child has its own descriptor
	c, err := startChild(n.args, n.env, out)
	if err != nil {
		return err
	}
	n.mu.Lock()
	n.now = c
	n.mu.Unlock()
	return n.waitReady(ctx, c)
}

func (n *loadNode) waitReady(ctx context.Context, c *child) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		if n.ready(ctx) {
			return nil
		}
		select {
		case <-c.done:
			return errors.New("the node ended at its start")
		case <-ctx.Done():
			return fmt.Errorf("the node is not ready: %w", ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// ready asks /readyz. With an unsafe Redis that must be the only reason
// against.
func (n *loadNode) ready(ctx context.Context) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, n.base+"/readyz", nil)
	if err != nil {
		return false
	}
	res, err := n.tls.client().Do(req)
	if err != nil {
		return false
	}
	defer res.Body.Close() //nolint:errcheck // read only
	var report readyReport
	if res.StatusCode == http.StatusOK || !n.unsafeRedis || json.NewDecoder(res.Body).Decode(&report) != nil {
		return res.StatusCode == http.StatusOK
	}
	for _, reasons := range report.Reasons {
		for _, reason := range reasons {
			if !strings.Contains(reason, "appendfsync") && !strings.Contains(reason, "redis.not_durable") {
				return false
			}
		}
	}
	return true
}

func (n *loadNode) process() *child {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.now
}

// lastWords is the end of the log as an error, for when something went wrong.
func (n *loadNode) lastWords() error {
	text, err := os.ReadFile(n.log)
	if err != nil || len(text) == 0 {
		return nil //nolint:nilerr // no log, no last words
	}
	if len(text) > 2000 {
		text = text[len(text)-2000:]
	}
	return fmt.Errorf("the node's log ends on:\n%s", bytes.TrimSpace(text))
}

// rss is the resident memory of the node in bytes, 0 when it is down.
func (n *loadNode) rss() int64 { return residentOf(n.process().cmd.Process.Pid) }

// watch notes the peak of memory until ctx ends.
func (n *loadNode) watch(ctx context.Context) {
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	for {
		n.peak.Store(max(n.peak.Load(), n.rss()))
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
