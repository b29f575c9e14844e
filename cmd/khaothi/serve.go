package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"khaothi/bank"
	"khaothi/internal/identity"
	"khaothi/internal/workflow"
	"khaothi/internal/workflow/workflowpg"
	"khaothi/scoring/edudbpg"
	"khaothi/web"
)

// Main is the server from its first open to its last close.
type Main struct {
	Config Config
	Log    *slog.Logger
	Data   *Data // set by Run
	// StopWithParent ends embedded servers with this program, even by kill -9.
	StopWithParent bool

	DB       *workflowpg.DB // set by Run, as all below
	Flow     *workflow.Flow
	Identity *identity.Service

	desk     *bank.Desk
	ready    *readiness
	web      *web.App
	node     node
	scoring  *loop
	reading  *loop
	checking *loop

	analyst   *workflow.Analyst
	analysing *loop
	proving   *loop
	bank      *loop
	edu       *edudbpg.Store
	server    *http.Server
	metrics   *http.Server // nil: nobody asked
	listener  net.Listener
	failed    chan error
}

// NewMain makes a server that does nothing yet.
func NewMain(c Config, log *slog.Logger) *Main {
	return &Main{Config: c, Log: log, failed: make(chan error, 1)}
}

// Run opens everything in order, servers first and the listener last, and
// returns when requests are answered. After an error Close must still be
// called.
func (m *Main) Run(ctx context.Context) (err error) {
	if err := m.Config.Validate(); err != nil {
		return err
	}
	m.Data, err = openData(ctx, m.Config, m.Log, dataOptions{Own: true, StopWithParent: m.StopWithParent})
	if err != nil {
		return err
	}
	if len(m.Data.Migrated) > 0 {
		m.Log.Info("migrated", "migrations", m.Data.Migrated)
	}
	m.ready = newReadiness(m.Data.Pool, m.Data.Redis)
	app, err := m.wire(ctx)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", alive)
	mux.Handle("GET /readyz", m.ready)
	mux.Handle("/", app)
	return m.listen(ctx, mux)
}

// The limits of one connection. There is none for a whole answer: scans,
// back-ups and event streams take their time.
const (
	headerTimeout  = 10 * time.Second
	idleTimeout    = 2 * time.Minute
	maxHeaderBytes = 64 << 10
)

// listen opens the port and serves h in the background.
func (m *Main) listen(ctx context.Context, h http.Handler) (err error) {
	m.listener, err = (&net.ListenConfig{}).Listen(ctx, "tcp", m.Config.Addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w: choose another one with --addr", m.Config.Addr, err)
	}
	m.server = &http.Server{
		Handler: h, ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes,
		ErrorLog: slog.NewLogLogger(m.Log.Handler(), slog.LevelDebug), // broken handshakes and the like
	}
	serve := func() error { return m.server.Serve(m.listener) }
	if m.Config.TLS() {
		cert, err := tls.LoadX509KeyPair(m.Config.TLSCert, m.Config.TLSKey)
		if err != nil {
			return fmt.Errorf("read the certificate %s: %w", m.Config.TLSCert, err)
		}
		m.server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
		serve = func() error { return m.server.ServeTLS(m.listener, "", "") }
	}
	go func() {
		if err := serve(); !errors.Is(err, http.ErrServerClosed) {
			m.failed <- fmt.Errorf("serve: %w", err)
		}
	}()
	m.Log.Info("serving", "url", m.URL(), "config", m.Config.String())
	return nil
}

// URL is where browsers reach the server.
func (m *Main) URL() string {
	if m.Config.BaseURL != "" {
		return strings.TrimSuffix(m.Config.BaseURL, "/")
	}
	return m.localURL()
}

// localURL is where this machine reaches the server.
func (m *Main) localURL() string {
	scheme := "http"
	if m.Config.TLS() {
		scheme = "https"
	}
	host, port, err := net.SplitHostPort(m.listener.Addr().String())
	if err != nil {
		return ""
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "localhost"
	}
	return scheme + "://" + net.JoinHostPort(host, port)
}

// Wait returns when ctx ends or the server fails.
func (m *Main) Wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case err := <-m.failed:
		return err
	}
}

// Close stops in the order in which nothing is lost: no new connections,
// candidates are told to reconnect (4001), answers are drained, pools are
// closed, embedded servers stop. It may be called twice and after a Run that
// failed.
func (m *Main) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), m.Config.StopTimeout)
	defer cancel()
	var errs []error
	if m.ready != nil {
		m.ready.stopping.Store(true)
	}
	if m.listener != nil {
		_ = m.listener.Close() // Shutdown closes it again
	}
	if m.web != nil {
		m.web.Close() // streams have no end of their own
		m.web = nil
	}
	if m.analysing != nil {
		m.analysing.stop()
		m.analysing = nil
	}
	if m.analyst != nil {
		m.analyst.Close() // what runs is kept as stopped
		m.analyst = nil
	}
	if m.reading != nil {
		m.reading.stop()
		m.reading = nil
	}
	if m.checking != nil {
		m.checking.stop()
		m.checking = nil
	}
	if m.scoring != nil {
		m.scoring.stop()
		m.scoring = nil
	}
	if m.proving != nil {
		m.proving.stop()
		m.proving = nil
	}
	if m.bank != nil {
		m.bank.stop()
		m.bank = nil
	}
	if m.node != nil {
		errs = append(errs, m.node.Stop(ctx))
		m.node = nil
	}
	if m.metrics != nil {
		_ = m.metrics.Close() // nothing is lost
		m.metrics = nil
	}
	if m.server != nil {
		if err := m.server.Shutdown(ctx); err != nil {
			_ = m.server.Close() // what did not end in time is cut off
		}
		m.server = nil
	}
	if m.edu != nil {
		m.edu.Close()
		m.edu = nil
	}
	if m.Data != nil {
		errs = append(errs, m.Data.Close())
		m.Data = nil
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("stop: %w", err)
	}
	return nil
}

// serveCmd is the server in production.
func serveCmd() *cobra.Command {
	c := DefaultConfig()
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "serve candidates and staff",
		Long: `Serves candidates and staff until it is told to stop. Without KHAOTHI_DATABASE_URL
and KHAOTHI_REDIS_URL it runs a PostgreSQL and a Redis of its own in --data: a
school's one server is khaothi serve --data DIR. Every flag has a variable, named
in brackets; a flag wins over its variable. /healthz says that it is alive,
/readyz whether it can take answers, and if not, why.`,
		Example: "  khaothi serve --data /srv/khaothi --addr :443 --tls-cert cert.pem --tls-key key.pem",
		Args:    cobra.NoArgs,
	}
	envErr := c.Bind(loadEnv, cmd.Flags())
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := errors.Join(envErr, c.Validate()); err != nil {
			return err
		}
		log := newLog(cmd.ErrOrStderr(), c)
		slog.SetDefault(log)
		m := NewMain(c, log)
		err := m.Run(cmd.Context())
		if err == nil {
			err = m.Wait(cmd.Context())
		}
		log.Info("stopping")
		return errors.Join(err, m.Close())
	}
	return cmd
}
