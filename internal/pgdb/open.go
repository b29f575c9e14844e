package pgdb

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// The pool's limits. PostgreSQL works best with a few connections a core; the
// floor leaves room for the drain, jobs and pages on a small machine.
const (
	minPoolSize     = 16
	maxPoolSize     = 64
	connsPerCore    = 4
	connectTimeout  = 5 * time.Second
	maxConnLifetime = time.Hour
	maxConnIdleTime = 5 * time.Minute
)

// Open connects to the database at url and asks it once, so that a wrong URL
// is an error here and not at the first query. Sessions speak UTC. Parameters
// of pgxpool in the url (pool_max_conns=…) win over the defaults.
func Open(ctx context.Context, url string) (*pgxpool.Pool, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("read database URL: %w", err) // pgx hides the password
	}
	if !strings.Contains(url, "pool_max_conns") {
		cfg.MaxConns = int32(min(maxPoolSize, max(minPoolSize, connsPerCore*runtime.NumCPU())))
	}
	cfg.MaxConnLifetime = maxConnLifetime
	cfg.MaxConnLifetimeJitter = maxConnLifetime / 10
	cfg.MaxConnIdleTime = maxConnIdleTime
	if cfg.ConnConfig.ConnectTimeout == 0 {
		cfg.ConnConfig.ConnectTimeout = connectTimeout
	}
	cfg.ConnConfig.RuntimeParams["timezone"] = "UTC"
	if cfg.ConnConfig.RuntimeParams["application_name"] == "" {
		cfg.ConnConfig.RuntimeParams["application_name"] = "khaothi"
	}
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("open database: %w", MapError(err))
	}
	return pool, nil
}
