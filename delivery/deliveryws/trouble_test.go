package deliveryws_test

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/delivery/deliverypg"
	"khaothi/internal/pgdb"
	"khaothi/internal/redisdb"
	"khaothi/internal/testenv"
)

// ownPostgres puts the record of w on a PostgreSQL of its own, to be killed.
func (w *world) ownPostgres() *testenv.Own {
	w.t.Helper()
	own := testenv.PostgresServer(w.t)
	if _, err := pgdb.Migrate(w.t.Context(), own.URL()); err != nil {
		w.t.Fatal(err)
	}
	pool, err := pgdb.Open(w.t.Context(), own.URL())
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(pool.Close)
	w.pool, w.record = pool, deliverypg.New(pool)
	w.org = delivery.NewOrganizer(w.record, w.keys, time.Now)
	return own
}

// TestPostgresDownWhileCandidatesAnswer kills PostgreSQL: who is connected goes
// on answering and is told saved all the while, nobody new gets in, and
// afterwards everything reaches the record, once.
func TestPostgresDownWhileCandidatesAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	own := w.ownPostgres()
	n := w.node("n1")
	_, tickets := w.sitting(seats(1))
	c := w.crowd(20, 300, 20*time.Millisecond, n)
	c.after(400)
	own.Kill()
	before := c.saved()
	c.after(before + 2000) // a hundred each, with the record down
	if err := n.Ready(t.Context()); err == nil {
		t.Error("ready without a record")
	}
	late := w.dial(n)
	late.hello(tickets[0].Number, tickets[0].Code, "device-of-a-late-one")
	if m := late.next("error"); m.Code != "server.unavailable" || m.Final {
		t.Errorf("somebody new, with the record down: %s", m.raw)
	}
	own.Start()
	c.finish(90 * time.Second)
}

// smallDisk is a Redis that can write no more than a number of bytes to one
// file: what follows fails as on a full disk.
type smallDisk struct {
	t      *testing.T
	dir    string
	cmd    *exec.Cmd
	output *bytes.Buffer
}

func (s *smallDisk) url() string { return "unix://" + filepath.Join(s.dir, "r.sock") }

// start runs it with room for blocks of 512 bytes a file; "unlimited" for a
// disk that was emptied.
func (s *smallDisk) start(blocks string) {
	s.t.Helper()
	// SIGXFSZ is ignored: the write fails and is not answered by a signal.
	s.output = &bytes.Buffer{}
	s.cmd = exec.Command("sh", "-c", `trap "" XFSZ; ulimit -f "$0"; exec redis-server "$@"`, blocks, //nolint:noctx // ended by the test
		"--port", "0", "--unixsocket", filepath.Join(s.dir, "r.sock"), "--dir", s.dir, "--save", "", "--appendonly", "yes",
		"--appendfsync", "always", "--no-appendfsync-on-rewrite", "no", "--maxmemory-policy", "noeviction")
	s.cmd.Stdout, s.cmd.Stderr = s.output, s.output
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	testenv.Eventually(s.t, 20*time.Second, func() bool {
		ctx, cancel := context.WithTimeout(s.t.Context(), time.Second)
		defer cancel()
		client, err := redisdb.Open(ctx, s.url())
		if err != nil {
			return false
		}
		return client.Close() == nil
	})
}

// TestTheDiskOfRedisIsFull lets the disk fill up while candidates answer:
// Redis ends rather than to say yes to what it cannot keep. With room made and
// Redis started again everybody goes on, and nothing acknowledged is missing.
func TestTheDiskOfRedisIsFull(t *testing.T) {
	t.Parallel()
	s := &smallDisk{t: t, dir: testenv.Dir(t)}
	s.start("400") // 200 KB
	t.Cleanup(func() {
		_ = s.cmd.Process.Kill() // it may have ended
		_ = s.cmd.Wait()
	})
	w, _ := worldAt(t, s.url())
	c := w.crowd(20, 200, 20*time.Millisecond, w.node("n1"))
	full := make(chan error, 1)
	go func() { full <- s.cmd.Wait() }()
	select {
	case <-full:
	case <-time.After(60 * time.Second):
		t.Fatalf("Redis goes on with a full disk, %d events acknowledged", c.saved())
	}
	if log := s.output.String(); !strings.Contains(log, "AOF write error") && !strings.Contains(log, "Error writing to the AOF") {
		t.Errorf("Redis ended for another reason: %s", log)
	}
	if got := c.saved(); got == 0 || got == 20*200 {
		t.Fatalf("%d events acknowledged when the disk was full: the test proves nothing", got)
	}
	s.start("unlimited")
	c.finish(60 * time.Second)
}

// TestClocksApart has a node whose clock is 5 seconds before Redis's: it takes
// answers, and seals nothing. One with a right clock does.
func TestClocksApart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	wrong := w.nodeAt("wrong", func() time.Time { return time.Now().Add(5 * time.Second) })
	id, tickets := w.sitting(duration(time.Second, time.Second))
	w.start(id)
	c := w.join(wrong, tickets[0], "device-1")
	c.answer(1, "p1_1", "k3fz")
	c.savedUpTo(1)
	testenv.Eventually(t, 10*time.Second, func() bool { return wrong.Stats().ClockSkew < -4*time.Second })
	over := time.Now().Add(5 * time.Second) // deadline, grace and a second to spare
	testenv.Eventually(t, 10*time.Second, func() bool { return time.Now().After(over) })
	if x := w.works(id)[tickets[0].Number]; x.State != delivery.AttemptOpen {
		t.Errorf("sealed by a node with a wrong clock: %+v", x)
	}
	w.node("right")
	testenv.Eventually(t, 20*time.Second, func() bool { return w.works(id)[tickets[0].Number].State == delivery.AttemptSealed })
	if x := w.works(id)[tickets[0].Number]; x.N != 1 || fmt.Sprint(x.Values) != "map[p1_1:k3fz]" {
		t.Errorf("sealed as %+v", x)
	}
}
