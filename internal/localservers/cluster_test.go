package localservers_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"khaothi/internal/localservers"
	"khaothi/internal/testenv"
)

// TestClusterPromotesAReplica kills a master: another member takes its place,
// and it comes back as a replica. A cluster that was stopped comes up as it
// was.
func TestClusterPromotesAReplica(t *testing.T) {
	t.Parallel()
	dir := testenv.Dir(t)
	c, err := localservers.NewCluster(localservers.Options{
		DataDir: filepath.Join(dir, "c"), SocketDir: filepath.Join(dir, "s"), Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	start := func() {
		t.Helper()
		if err := c.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	start()
	t.Cleanup(func() {
		if err := c.Stop(); err != nil {
			t.Error(err)
		}
	})
	masters := c.Masters(t.Context())
	if len(masters) != 3 {
		t.Fatalf("%d masters", len(masters))
	}
	victim := masters[1]
	victim.Kill()
	testenv.Eventually(t, 30*time.Second, func() bool { return len(c.Masters(t.Context())) == 3 })
	if err := victim.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if err := c.WaitWhole(ctx); err != nil {
		t.Fatal(err)
	}
	for _, m := range c.Masters(t.Context()) {
		if m == victim {
			t.Error("the one that was dead is master again")
		}
	}
	if err := c.Stop(); err != nil {
		t.Fatal(err)
	}
	start()
}
