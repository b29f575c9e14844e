package localservers_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"khaothi/internal/localservers"
	"khaothi/internal/pgdb"
	"khaothi/internal/redisdb"
	"khaothi/internal/testenv"
)

// write leaves a row and a key behind.
func write(t *testing.T, s *localservers.Servers) {
	t.Helper()
	pool, err := pgdb.Open(t.Context(), s.DatabaseURL("khaothi"))
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if _, err := pool.Exec(t.Context(), "CREATE TABLE kept AS SELECT 42 AS n"); err != nil {
		t.Fatal(err)
	}
	client, err := redisdb.Open(t.Context(), s.RedisURL())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = client.Close() }()
	if err := client.Set(t.Context(), "kept", "42", 0).Err(); err != nil {
		t.Fatal(err)
	}
}

// kept reports whether both servers answer with what write left.
func kept(ctx context.Context, s *localservers.Servers) bool {
	pool, err := pgdb.Open(ctx, s.DatabaseURL("khaothi"))
	if err != nil {
		return false
	}
	defer pool.Close()
	n, err := pgdb.One[int](ctx, pool, "SELECT n FROM kept", nil)
	if err != nil || n != 42 {
		return false
	}
	client, err := redisdb.Open(ctx, s.RedisURL())
	if err != nil {
		return false
	}
	defer func() { _ = client.Close() }()
	return client.Get(ctx, "kept").Val() == "42"
}

func TestServersAreSafeAndKeepTheirData(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	s := pair(t, dir)
	write(t, s)
	pool, err := pgdb.Open(t.Context(), s.DatabaseURL("khaothi_edu"))
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	for name, want := range map[string]string{
		"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "listen_addresses": "", "server_encoding": "UTF8",
	} {
		if got, err := pgdb.One[string](t.Context(), pool, "SELECT current_setting('"+name+"')", nil); err != nil || got != want {
			t.Errorf("%s = %q, want %q (%v)", name, got, want, err)
		}
	}
	client, err := redisdb.Open(t.Context(), s.RedisURL())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = client.Close() }()
	if problems, err := redisdb.CheckDurable(t.Context(), client); err != nil || len(problems) > 0 {
		t.Errorf("CheckDurable = %v, %v", problems, err)
	}
	if port := client.ConfigGet(t.Context(), "port").Val()["port"]; port != "0" {
		t.Errorf("Redis listens on port %s", port)
	}
	for range 2 { // Stop may be called twice
		if err := s.Stop(); err != nil {
			t.Fatal(err)
		}
	}
	nothingLeft(t, dir, s)
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !kept(t.Context(), s) {
		t.Error("the data is gone after a stop and a start")
	}
}

// nothingLeft fails when a process works under dir or sockets are left.
func nothingLeft(t *testing.T, dir string, s *localservers.Servers) {
	t.Helper()
	if pids := workingUnder(dir); len(pids) > 0 {
		t.Errorf("processes %v are left under %s", pids, dir)
	}
	if _, err := os.Stat(socketDir(s)); !os.IsNotExist(err) {
		t.Errorf("the runtime directory %s is left: %v", socketDir(s), err)
	}
}

func socketDir(s *localservers.Servers) string {
	return filepath.Dir(strings.TrimPrefix(s.RedisURL(), "unix://"))
}

// workingUnder finds processes by their working directory.
func workingUnder(dir string) []int {
	var pids []int
	links, _ := filepath.Glob("/proc/[0-9]*/cwd")
	for _, link := range links {
		cwd, err := os.Readlink(link)
		if err != nil || !strings.HasPrefix(cwd, dir+"/") {
			continue
		}
		if pid, err := strconv.Atoi(strings.Split(link, "/")[2]); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}

// mainPids are the pids of the two servers, as their own pid files say.
func mainPids(t *testing.T, dir string) (postgres, redis int) {
	t.Helper()
	return readPid(t, filepath.Join(dir, "postgres", "postmaster.pid")), readPid(t, filepath.Join(dir, "redis", "redis.pid"))
}

func readPid(t *testing.T, path string) int {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(b), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

func TestKilledServersComeBackWithTheirData(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	s := pair(t, dir)
	write(t, s)
	for range 2 { // once fresh, once after a restart
		pg, redis := mainPids(t, dir)
		for _, pid := range []int{pg, redis} {
			if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
				t.Fatal(err)
			}
		}
		testenv.Eventually(t, 20*time.Second, func() bool { return kept(t.Context(), s) })
		if pg2, redis2 := mainPids(t, dir); pg2 == pg || redis2 == redis {
			t.Errorf("the same processes answer: %d, %d", pg2, redis2)
		}
	}
}

func TestServersOfAKilledParentAreAdopted(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	parent := startOther(t, dir, 0)
	parent.mustBeReady(t)
	write(t, newPair(dir)) // its URLs are the same
	parent.kill()
	pg, redis := mainPids(t, dir)
	s := pair(t, dir)
	if pg2, redis2 := mainPids(t, dir); pg2 != pg || redis2 != redis {
		t.Errorf("not adopted: %d became %d, %d became %d", pg, pg2, redis, redis2)
	}
	if !kept(t.Context(), s) {
		t.Error("the data is gone")
	}
	// An adopted server is watched like a child.
	if err := syscall.Kill(redis, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	testenv.Eventually(t, 20*time.Second, func() bool { return kept(t.Context(), s) })
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	nothingLeft(t, dir, s)
}

func TestServersWithOtherSettingsAreReplaced(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	parent := startOther(t, dir, 0)
	parent.mustBeReady(t)
	write(t, newPair(dir))
	parent.kill()
	pg, redis := mainPids(t, dir)
	for _, name := range []string{"postgres/postgresql.conf", "redis/redis.conf"} { // as an older khaothi would have written them
		appendTo(t, filepath.Join(dir, name), "# older\n")
	}
	s := pair(t, dir)
	if pg2, redis2 := mainPids(t, dir); pg2 == pg || redis2 == redis {
		t.Error("servers with other settings were adopted")
	}
	if !kept(t.Context(), s) {
		t.Error("the data is gone")
	}
}

func appendTo(t *testing.T, path, text string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
}

func TestServersBoundToTheirParentEndWithIt(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	parent := startOther(t, dir, 0, helperVar+"_BOUND=1")
	parent.mustBeReady(t)
	write(t, newPair(dir))
	parent.kill()
	// The next one waits for the watchdog and then starts servers of its own.
	s := pair(t, dir)
	if !kept(t.Context(), s) {
		t.Error("the data is gone")
	}
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	bound := startOther(t, dir, 0, helperVar+"_BOUND=1")
	bound.mustBeReady(t)
	bound.kill()
	testenv.Eventually(t, 10*time.Second, func() bool {
		_, err := os.Stat(socketDir(s))
		return len(workingUnder(dir)) == 0 && os.IsNotExist(err)
	})
}

func TestStalePidFilesDoNoHarm(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	s := pair(t, dir)
	write(t, s)
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	// The numbers belong to a live process that is no server: this one.
	me := strconv.Itoa(os.Getpid())
	lines := me + "\n" + filepath.Join(dir, "postgres") + "\n1700000000\n5432\n" + socketDir(s) + "\n\n 0 0\nready\n"
	for name, text := range map[string]string{"postgres/postmaster.pid": lines, "redis/redis.pid": me + "\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !kept(t.Context(), s) {
		t.Error("the data is gone")
	}
}

func TestTheSecondOnTheSameDataIsRefused(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	s := pair(t, dir)
	write(t, s)
	second := startOther(t, dir, 0)
	line := second.says(t)
	for _, part := range []string{"error", dir, "in use by another khaothi", strconv.Itoa(os.Getpid()), "--data"} {
		if !strings.Contains(line, part) {
			t.Errorf("the message lacks %q: %s", part, line)
		}
	}
	if !kept(t.Context(), s) {
		t.Error("the second one disturbed the first")
	}
}

func TestAnInitialisationCutShortIsDoneAgain(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	half := filepath.Join(dir, "postgres", "new", "base")
	if err := os.MkdirAll(half, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(half, "rubbish"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	write(t, pair(t, dir))
}

// TestAServerKeptDown: the keeper starts Redis again when it dies, and leaves
// the PostgreSQL alone that is kept down, until it is told.
func TestAServerKeptDown(t *testing.T) {
	t.Parallel()
	s := pair(t, dataDir(t))
	write(t, s)
	start := s.PostgresDown()
	_, redis := s.Pids()
	if err := syscall.Kill(redis, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	testenv.Eventually(t, 20*time.Second, func() bool {
		_, now := s.Pids()
		return now != 0 && now != redis
	})
	if pg, _ := s.Pids(); pg != 0 {
		t.Error("PostgreSQL runs")
	}
	if err := start(t.Context()); err != nil {
		t.Fatal(err)
	}
	startRedis := s.RedisDown()
	if err := startRedis(t.Context()); err != nil {
		t.Fatal(err)
	}
	testenv.Eventually(t, 20*time.Second, func() bool { return kept(t.Context(), s) })
	pg, _ := s.Pids()
	if err := syscall.Kill(pg, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	testenv.Eventually(t, 30*time.Second, func() bool { now, _ := s.Pids(); return now != 0 && now != pg })
}
