package powercut_test

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"khaothi/cmd/khaothi/powercut"
	"khaothi/internal/localservers"
	"khaothi/internal/redisdb"
	"khaothi/internal/testenv"
)

// site is a Redis whose power can be cut.
type site struct {
	t      *testing.T
	server *localservers.Server
	status string
	client redis.UniversalClient
}

func newSite(t *testing.T, fsync string) *site {
	t.Helper()
	dir := testenv.Dir(t)
	lib, err := powercut.Build(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	s := &site{t: t, status: filepath.Join(dir, "r", "powercut.status")}
	s.server = localservers.NewRedis(localservers.Options{
		DataDir: filepath.Join(dir, "r"), SocketDir: filepath.Join(dir, "s"), Fsync: fsync,
		Env: powercut.Env(lib, s.status), Log: slog.New(slog.DiscardHandler),
	})
	s.start()
	t.Cleanup(func() { _ = s.server.Stop() })
	return s
}

func (s *site) start() {
	s.t.Helper()
	if err := s.server.Start(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	client, err := redisdb.Open(s.t.Context(), s.server.URL())
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = client.Close() })
	s.client = client
}

func (s *site) read() powercut.Status {
	s.t.Helper()
	st, err := powercut.Read(s.status)
	if err != nil {
		s.t.Fatal(err)
	}
	return st
}

// fill writes n keys, each acknowledged.
func (s *site) fill(prefix string, n int) {
	s.t.Helper()
	for i := range n {
		if err := s.client.Set(s.t.Context(), fmt.Sprint(prefix, i), "value", 0).Err(); err != nil {
			s.t.Fatal(err)
		}
	}
}

func (s *site) want(prefix string, n int) {
	s.t.Helper()
	for i := range n {
		if v := s.client.Get(s.t.Context(), fmt.Sprint(prefix, i)).Val(); v != "value" {
			s.t.Fatalf("%s%d is %q after the cut", prefix, i, v)
		}
	}
}

// TestNothingAcknowledgedIsLostWithAlways cuts the power behind
// acknowledgements, behind a rewrite of the file, and after an orderly stop.
func TestNothingAcknowledgedIsLostWithAlways(t *testing.T) {
	t.Parallel()
	s := newSite(t, "always")
	s.fill("a", 100)
	if st := s.read(); st.Writes < 100 || st.Syncs < 100 || st.Held != 0 {
		t.Fatalf("status = %+v: the library holds nothing back", st)
	}
	s.server.Kill()
	s.start()
	s.want("a", 100)
	if err := s.client.BgRewriteAOF(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	s.fill("b", 100)
	testenv.Eventually(t, 20*time.Second, func() bool {
		info := s.client.InfoMap(t.Context(), "persistence").Val()["Persistence"]
		return info["aof_rewrite_in_progress"] == "0" && info["aof_rewrite_scheduled"] == "0"
	})
	s.fill("c", 100)
	s.server.Kill()
	s.start()
	for _, prefix := range []string{"a", "b", "c"} {
		s.want(prefix, 100)
	}
}

// TestTheCutTakesWhatWasNotSynced is the control: without fsync what was
// acknowledged is gone, though kill -9 alone would have left it.
func TestTheCutTakesWhatWasNotSynced(t *testing.T) {
	t.Parallel()
	s := newSite(t, "no")
	s.fill("a", 100)
	st := s.read()
	if st.Held < 1000 || st.Age <= 0 || st.Age > time.Minute {
		t.Fatalf("status = %+v", st)
	}
	size := s.client.InfoMap(t.Context(), "persistence").Val()["Persistence"]["aof_current_size"]
	if size == "0" {
		t.Error("Redis thinks that its file is empty")
	}
	s.server.Kill()
	s.start()
	if n := s.client.DBSize(t.Context()).Val(); n != 0 {
		t.Errorf("%d keys are there after the cut", n)
	}
	s.fill("b", 10)
	if err := s.server.Stop(); err != nil {
		t.Fatal(err)
	}
	s.start()
	s.want("b", 10) // an orderly end is no cut
}
