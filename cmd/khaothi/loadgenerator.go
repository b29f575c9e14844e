package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"khaothi/internal/pgdb"
	"khaothi/loadtest"
)

// envLoadRecord tells a generator the database of the record: an address in
// the arguments could be read by everybody on the machine.
const envLoadRecord = "KHAOTHI_LOADTEST_RECORD_URL"

// loadGenerators are the flags about the processes that simulate.
type loadGenerators struct{ count int }

func (g *loadGenerators) bind(f *pflag.FlagSet) {
	f.IntVar(&g.count, "generators", 1, "processes that the candidates are spread over; one holds about 19,000 connections")
}

func (g *loadGenerators) validate() error {
	if g.count < 0 || g.count > 64 {
		return fmt.Errorf("--generators %d: want 1 to 64", g.count)
	}
	return nil
}

// loadGeneratorCmd is one of the processes, driven over its standard input.
func loadGeneratorCmd() *cobra.Command {
	return &cobra.Command{
		Use:    "generator",
		Short:  "simulate a part of the candidates; used by loadtest --generators",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			url := os.Getenv(envLoadRecord)
			if url == "" {
				return loadtest.Serve(cmd.Context(), cmd.InOrStdin(), cmd.OutOrStdout(), nil)
			}
			pool, err := pgdb.Open(cmd.Context(), url)
			if err != nil {
				return fmt.Errorf("open the record: %w", err)
			}
			defer pool.Close()
			return loadtest.Serve(cmd.Context(), cmd.InOrStdin(), cmd.OutOrStdout(), sqlRecord{pool})
		},
	}
}

// generator is the process as a child.
type generator struct {
	cmd *exec.Cmd
	io.Reader
	io.WriteCloser
	said  lastBytes // its standard error
	close func() error
}

var _ loadtest.Generator = (*generator)(nil)

// spawnGenerators returns what starts a generator that compares with the
// record in the database at url.
func spawnGenerators(url string) func(context.Context) (loadtest.Generator, error) {
	return func(context.Context) (loadtest.Generator, error) {
		self, err := os.Executable()
		if err != nil {
			return nil, fmt.Errorf("find this program: %w", err)
		}
		cmd := exec.Command(self, "loadtest", "generator") //nolint:gosec,noctx // this program; Close ends it
		cmd.Env = append(os.Environ(), envLoadRecord+"="+url)
		cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
		g := &generator{cmd: cmd}
		cmd.Stderr = &g.said
		in, err := cmd.StdinPipe()
		if err != nil {
			return nil, err
		}
		out, err := cmd.StdoutPipe()
		if err != nil {
			return nil, err
		}
		if err := cmd.Start(); err != nil {
			return nil, err
		}
		g.Reader, g.WriteCloser = out, in
		g.close = sync.OnceValue(g.end)
		return g, nil
	}
}

// Close lets it end by the end of its input, and waits; after a time it kills.
func (g *generator) Close() error { return g.close() }

func (g *generator) end() error {
	err := g.WriteCloser.Close()
	late := time.AfterFunc(20*time.Second, func() { _ = g.cmd.Process.Kill() }) // fails only when it has ended
	defer late.Stop()
	return errors.Join(err, g.cmd.Wait())
}

// LastWords implements loadtest.Generator.
func (g *generator) LastWords() string { return g.said.String() }

// lastBytes keeps the end of what is written to it.
type lastBytes struct {
	mu  sync.Mutex
	end []byte
}

const lastBytesKept = 2000

func (l *lastBytes) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.end = append(l.end, b...)
	l.end = l.end[max(0, len(l.end)-lastBytesKept):]
	return len(b), nil
}

func (l *lastBytes) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(bytes.TrimSpace(l.end))
}
