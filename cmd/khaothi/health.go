package main

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"khaothi/internal/redisdb"
)

// readyTimeout bounds one question to all servers.
const readyTimeout = 3 * time.Second

// readiness answers /readyz: whether this node can take candidates' answers
// and keep its promise about them.
type readiness struct {
	checks   map[string]func(context.Context) []string // reasons against, by part
	stopping atomic.Bool
}

// newReadiness checks the database and Redis, whose settings must make an
// acknowledged answer durable.
func newReadiness(pool *pgxpool.Pool, client redisdb.Client) *readiness {
	return &readiness{checks: map[string]func(context.Context) []string{
		"postgres": func(ctx context.Context) []string {
			if err := pool.Ping(ctx); err != nil {
				return []string{"PostgreSQL does not answer"}
			}
			return nil
		},
		"redis": func(ctx context.Context) []string {
			problems, err := redisdb.CheckDurable(ctx, client)
			if err != nil {
				return []string{"Redis does not answer"}
			}
			return problems
		},
	}}
}

// readyReport is the body of /readyz.
type readyReport struct {
	Ready   bool                `json:"ready"`
	Reasons map[string][]string `json:"reasons"` // by part; empty when ready
}

// report asks all parts at the same time.
func (r *readiness) report(ctx context.Context) readyReport {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	var (
		wg  sync.WaitGroup
		mu  sync.Mutex
		out = readyReport{Reasons: map[string][]string{}}
	)
	for name, check := range r.checks {
		wg.Go(func() {
			if reasons := check(ctx); len(reasons) > 0 {
				mu.Lock()
				defer mu.Unlock()
				out.Reasons[name] = reasons
			}
		})
	}
	wg.Wait()
	if r.stopping.Load() {
		out.Reasons["node"] = []string{"the node is stopping"}
	}
	out.Ready = len(out.Reasons) == 0
	return out
}

// ServeHTTP implements http.Handler: 200 or 503.
func (r *readiness) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	report := r.report(req.Context())
	status := http.StatusOK
	if !report.Ready {
		status = http.StatusServiceUnavailable
	}
	writeJSON(w, status, report)
}

// alive answers /healthz: the process runs and serves.
func alive(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]string{"status": "alive", "version": version})
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the asker has gone
}
