package localservers

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// redisServer is the kind of Server that runs Redis.
type redisServer struct {
	o   Options
	in  *membership // nil: a server by itself
	bin string      // path of the program, chosen by prepare
}

// NewRedis returns a Redis with its data under o.DataDir. Unless o.Throwaway
// says otherwise, a reply to a write means that the write is on disk.
func NewRedis(o Options) *Server {
	return &Server{kind: &redisServer{o: o}, o: o}
}

func (r *redisServer) program() string { return "redis" }

func (r *redisServer) url() string { return "unix://" + r.socket() }

func (r *redisServer) socket() string { return filepath.Join(r.o.SocketDir, "redis.sock") }

func (r *redisServer) stopSignal() syscall.Signal { return syscall.SIGTERM }

func (r *redisServer) prepare(_ context.Context, a account) (changed bool, err error) {
	if err := checkSocketPath(r.socket()); err != nil {
		return false, err
	}
	if r.bin, err = exec.LookPath("redis-server"); err != nil {
		return false, errors.New("Redis is not installed: apt-get install redis-server (its own service is not needed)") //nolint:staticcheck // a name
	}
	return writeSettings(r.confPath(), r.settings(), a)
}

func (r *redisServer) confPath() string { return filepath.Join(r.o.DataDir, "redis.conf") }

// settings is the whole of redis.conf.
func (r *redisServer) settings() string {
	yes, always := "yes", "always"
	if r.o.Fsync != "" {
		always = r.o.Fsync
	}
	if r.o.Throwaway {
		yes, always = "no", "no"
	}
	lines := []string{
		"# Written by khaothi at each start.",
		"unixsocket " + quoteRedis(r.socket()),
		"unixsocketperm 700",
		"dir " + quoteRedis(r.o.DataDir),
		"pidfile " + quoteRedis(filepath.Join(r.o.DataDir, "redis.pid")),
		"daemonize no",
		`logfile ""`,
		`save ""`,
		"appendonly " + yes,
		"appendfsync " + always,
		"no-appendfsync-on-rewrite no",
		"maxmemory-policy noeviction",
		// An append-only file cut by a power failure is loaded up to the cut:
		// what is behind it was never acknowledged.
		"aof-load-truncated yes",
		"auto-aof-rewrite-percentage 100",
		"auto-aof-rewrite-min-size 64mb",
		"maxclients 4096",
		"timeout 0",
	}
	lines = append(lines, r.in.settings()...)
	return strings.Join(lines, "\n") + "\n"
}

func (r *redisServer) command(account) *exec.Cmd {
	cmd := exec.Command(r.bin, r.confPath()) //nolint:gosec,noctx // outlives every context; the paths are ours
	cmd.Env = append(serverEnv(), r.o.Env...)
	return cmd
}

// beforeStart removes the socket and pid file of a Redis that is dead for
// certain.
func (r *redisServer) beforeStart() error {
	for _, path := range []string{r.socket(), filepath.Join(r.o.DataDir, "redis.pid")} {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("remove what a dead Redis left: %w", err)
		}
	}
	return nil
}

// ready pings: a Redis that still loads its file answers with an error.
func (r *redisServer) ready(ctx context.Context) error {
	answer, err := r.ask(ctx, "PING")
	if err == nil && answer != "PONG" {
		err = fmt.Errorf("Redis answers %q", answer) //nolint:staticcheck // a name
	}
	return err
}

// ask sends one command without blanks in its words and returns a simple
// answer or a string.
func (r *redisServer) ask(ctx context.Context, command string) (string, error) {
	conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "unix", r.socket())
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close() }() // nothing was sent that could be lost
	_ = conn.SetDeadline(time.Now().Add(5 * time.Second))
	if _, err := conn.Write([]byte(command + "\r\n")); err != nil {
		return "", err
	}
	in := bufio.NewReader(conn)
	line, err := in.ReadString('\n')
	if err != nil {
		return "", err
	}
	kind, rest := line[0], strings.TrimSuffix(line[1:], "\r\n")
	switch kind {
	case '+', ':':
		return rest, nil
	case '$':
		n, err := strconv.Atoi(rest)
		if err != nil || n < 0 {
			return "", fmt.Errorf("Redis answers %q", line) //nolint:staticcheck // a name
		}
		text := make([]byte, n)
		_, err = io.ReadFull(in, text)
		return string(text), err
	}
	return "", fmt.Errorf("Redis answers %q to %s", rest, command) //nolint:staticcheck // a name
}

// quoteRedis quotes an argument of a line of redis.conf.
func quoteRedis(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}
