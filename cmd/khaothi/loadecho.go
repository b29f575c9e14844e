package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"khaothi/loadtest"
)

// loadEchoCmd is the bare server that the node is measured against, in a
// process of its own as the node is.
func loadEchoCmd() *cobra.Command {
	return &cobra.Command{
		Use:    "echo-server",
		Short:  "echo websocket messages on a free port; used by loadtest --echo",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			l, err := (&net.ListenConfig{}).Listen(cmd.Context(), "tcp", "127.0.0.1:0")
			if err != nil {
				return err
			}
			if _, err := fmt.Fprintln(cmd.OutOrStdout(), l.Addr()); err != nil {
				return err
			}
			s := &http.Server{Handler: loadtest.EchoHandler(), ReadHeaderTimeout: 10 * time.Second}
			stop := context.AfterFunc(cmd.Context(), func() { _ = s.Close() }) // Serve reports it
			defer stop()
			serve := func() error { return s.Serve(l) }
			if cert := os.Getenv("KHAOTHI_TLS_CERT"); cert != "" {
				serve = func() error { return s.ServeTLS(l, cert, os.Getenv("KHAOTHI_TLS_KEY")) }
			}
			if err := serve(); !errors.Is(err, http.ErrServerClosed) {
				return err
			}
			return nil
		},
	}
}

// echoServer is the echo server as a child.
type echoServer struct {
	*child
	address string
}

func startEcho(ctx context.Context, cert loadTLS) (*echoServer, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("start the echo server: %w", err)
	}
	defer r.Close() //nolint:errcheck // read only
	c, err := startChild([]string{"loadtest", "echo-server"}, cert.env(), w)
	_ = w.Close() // the child has its own
	if err != nil {
		return nil, err
	}
	_ = r.SetReadDeadline(time.Now().Add(10 * time.Second)) // the read reports
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil || ctx.Err() != nil {
		c.kill()
		return nil, fmt.Errorf("start the echo server: %w", errors.Join(err, ctx.Err()))
	}
	return &echoServer{c, strings.TrimSpace(line)}, nil
}

// besideEcho makes a run and measures a bare echo half before and half after
// it: the speed of a machine drifts, and the run is compared with the middle.
func (o *loadOptions) besideEcho(
	ctx context.Context, say func(string, ...any), conns int, cert loadTLS, run func() (loadtest.Result, error),
) (loadtest.Result, error) {
	if !o.echo {
		return run()
	}
	before, err := o.measureEcho(ctx, conns, cert)
	if err != nil {
		return loadtest.Result{}, err
	}
	res, err := run()
	if err != nil {
		return res, err
	}
	after, err := o.measureEcho(ctx, conns, cert)
	if err != nil {
		return res, err
	}
	res.EchoPerS = (before + after) / 2
	res.RatioToEcho = res.AnswersPerS / res.EchoPerS
	say("a bare echo does %.0f a second before and %.0f after: ratio %.2f", before, after, res.RatioToEcho)
	return res, nil
}

// measureEcho is what a bare echo server does a second on this machine.
func (o *loadOptions) measureEcho(ctx context.Context, conns int, cert loadTLS) (float64, error) {
	echo, err := startEcho(ctx, cert)
	if err != nil {
		return 0, err
	}
	defer echo.kill()
	perS, err := loadtest.MeasureEcho(ctx, loadtest.EchoConfig{
		Address: echo.address, Conns: conns, Roots: cert.roots, Duration: min(o.duration, 10*time.Second) / 2, Generators: o.gens.count, Spawn: spawnGenerators(""),
	})
	if err != nil {
		return 0, fmt.Errorf("measure the echo: %w", err)
	}
	return perS, nil
}
