package testenv

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"khaothi/internal/localservers"
)

// The variables that name servers to use instead of private ones.
const (
	pgVar    = "KHAOTHI_TEST_PG_URL"
	redisVar = "KHAOTHI_TEST_REDIS_URL"
)

// The servers of this test binary, each started when a test first asks.
var (
	root        = sync.OnceValues(makeRoot)
	pgServer    = sync.OnceValues(startPostgres)
	redisServer = sync.OnceValues(startRedis)
)

// makeRoot makes the directory of this binary's servers and the watchdog that
// stops them and removes it. The path is short, for the sockets.
func makeRoot() (string, error) {
	base := os.TempDir()
	if len(base) > 40 {
		base = "/tmp"
	}
	dir, err := os.MkdirTemp(base, "kt")
	if err != nil {
		return "", fmt.Errorf("make a directory for test servers: %w", err)
	}
	if err := os.Chmod(dir, 0o711); err != nil { //nolint:gosec // the servers' user passes through
		return "", fmt.Errorf("open the directory for test servers: %w", err)
	}
	if _, err := localservers.Watchdog(dir); err != nil {
		return "", err
	}
	return dir, nil
}

// startPostgres returns the URL of the PostgreSQL that tests share.
func startPostgres() (string, error) {
	if url := os.Getenv(pgVar); url != "" {
		return url, nil
	}
	o, err := options("pg")
	if err != nil {
		return "", err
	}
	o.Throwaway = true
	s := localservers.NewPostgres(o)
	return s.URL(), s.Start(context.Background())
}

// startRedis returns the URL of the Redis that tests share.
func startRedis() (string, error) {
	if url := os.Getenv(redisVar); url != "" {
		return url, nil
	}
	o, err := options("redis")
	if err != nil {
		return "", err
	}
	o.Throwaway = true
	s := localservers.NewRedis(o)
	return s.URL(), s.Start(context.Background())
}

// options places a server under the binary's directory.
func options(name string) (localservers.Options, error) {
	dir, err := root()
	if err != nil {
		return localservers.Options{}, err
	}
	return localservers.Options{
		DataDir:   filepath.Join(dir, name),
		SocketDir: filepath.Join(dir, name+".s"),
		Databases: []string{"khaothi"},
		Log:       slog.New(slog.DiscardHandler),
	}, nil
}

// Dir is a directory of the test's own with a short path, which the servers'
// user may enter: for tests that start servers of their own. What works in it
// is stopped, and it is removed, when the test binary ends.
func Dir(t testing.TB) string {
	t.Helper()
	base, err := root()
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp(base, "t")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o711); err != nil { //nolint:gosec // the servers' user passes through
		t.Fatal(err)
	}
	return dir
}
