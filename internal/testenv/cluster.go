package testenv

import (
	"context"
	"testing"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/localservers"
)

// Cluster is a Redis Cluster of the test's own: three masters with a replica
// each, fsync before the reply. It stops when the test ends.
type Cluster struct {
	c *localservers.Cluster
	t testing.TB
}

// RedisCluster starts one. It takes a few seconds.
func RedisCluster(t testing.TB) *Cluster {
	t.Helper()
	opt, err := options("c" + exam.NewID())
	if err != nil {
		t.Fatal(err)
	}
	c, err := localservers.NewCluster(opt)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Stop(); err != nil {
			t.Error(err)
		}
	})
	return &Cluster{c: c, t: t}
}

// URL is where it is reached.
func (c *Cluster) URL() string { return c.c.URL() }

// KillMaster ends one of the masters as kill -9 does and returns what brings
// the member back; it returns when the others have promoted its replica.
func (c *Cluster) KillMaster(n int) (start func()) {
	c.t.Helper()
	victim := c.c.Masters(c.t.Context())[n]
	victim.Kill()
	Eventually(c.t, time.Minute, func() bool { return len(c.c.Masters(c.t.Context())) == 3 })
	return func() {
		c.t.Helper()
		if err := victim.Start(c.t.Context()); err != nil {
			c.t.Fatal(err)
		}
	}
}

// WaitWhole waits until every master has its replica.
func (c *Cluster) WaitWhole() {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), time.Minute)
	defer cancel()
	if err := c.c.WaitWhole(ctx); err != nil {
		c.t.Fatal(err)
	}
}
