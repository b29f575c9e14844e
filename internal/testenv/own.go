package testenv

import (
	"context"
	"path/filepath"
	"testing"

	"khaothi/internal/exam"
	"khaothi/internal/localservers"
)

// Own is a server of the test's own, as in production: fsync before the reply.
// It stays down after Kill until Start, and stops when the test ends.
type Own struct {
	server *localservers.Server
	t      testing.TB
	dir    string
}

// URL is where it is reached, before and after a Kill alike.
func (o *Own) URL() string { return o.server.URL() }

// DataDir is where its files lie.
func (o *Own) DataDir() string { return o.dir }

// Kill ends it as kill -9 does and returns when it is gone.
func (o *Own) Kill() {
	o.t.Helper()
	o.server.Kill()
}

// Start brings it back and returns when it answers.
func (o *Own) Start() {
	o.t.Helper()
	if err := o.server.Start(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
}

// Stop ends it in an orderly way.
func (o *Own) Stop() {
	o.t.Helper()
	if err := o.server.Stop(); err != nil {
		o.t.Fatal(err)
	}
}

// RedisDurable is a Redis of the test's own with appendonly yes and
// appendfsync always.
func RedisDurable(t testing.TB) *Own {
	t.Helper()
	return own(t, "r", localservers.NewRedis)
}

// PostgresServer is a PostgreSQL of the test's own with fsync on. Its database
// is empty: pgdb.Migrate fills it.
func PostgresServer(t testing.TB) *Own {
	t.Helper()
	return own(t, "p", localservers.NewPostgres)
}

// own starts a server under the binary's directory.
func own(t testing.TB, kind string, make func(localservers.Options) *localservers.Server) *Own {
	t.Helper()
	opt, err := options(kind + exam.NewID())
	if err != nil {
		t.Fatal(err)
	}
	o := &Own{server: make(opt), t: t, dir: filepath.Clean(opt.DataDir)}
	if err := o.server.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := o.server.Stop(); err != nil {
			t.Error(err)
		}
	})
	return o
}
