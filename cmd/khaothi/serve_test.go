package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"khaothi/internal/redisdb"
	"khaothi/internal/testenv"
)

var quiet = slog.New(slog.DiscardHandler)

// ownServers is a configuration on servers of the test's own, with the handles
// to kill them.
func ownServers(t *testing.T) (Config, *testenv.Own, *testenv.Own) {
	t.Helper()
	pg, redis := testenv.PostgresServer(t), testenv.RedisDurable(t)
	c := DefaultConfig()
	c.Addr, c.DatabaseURL, c.RedisURL = "127.0.0.1:0", pg.URL(), redis.URL()
	c.SecretFile = filepath.Join(t.TempDir(), "secrets.json")
	if _, err := newSecrets(c.SecretFile); err != nil {
		t.Fatal(err)
	}
	return c, pg, redis
}

// start runs a server and closes it when the test ends.
func start(t *testing.T, c Config) *Main {
	t.Helper()
	m := NewMain(c, quiet)
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := m.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	return m
}

func get(t *testing.T, url string) (int, []byte) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, b
}

func readyz(t *testing.T, m *Main) (int, readyReport) {
	t.Helper()
	status, b := get(t, m.URL()+"/readyz")
	var r readyReport
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatalf("%s: %v", b, err)
	}
	return status, r
}

func TestReadyzSaysWhyNot(t *testing.T) {
	t.Parallel()
	c, pg, redis := ownServers(t)
	m := start(t, c)
	expect := func(status int, reasons map[string][]string) {
		t.Helper()
		got, r := readyz(t, m)
		if (len(r.Reasons["delivery"]) > 0) != (len(reasons) > 0) {
			t.Errorf("the delivery says %v", r.Reasons["delivery"])
		}
		delete(r.Reasons, "delivery")
		if diff := cmp.Diff(readyReport{Ready: len(reasons) == 0, Reasons: reasons}, r); got != status || diff != "" {
			t.Errorf("/readyz: %d (-want +got):\n%s", got, diff)
		}
	}
	if status, _ := get(t, m.URL()+"/healthz"); status != http.StatusOK {
		t.Errorf("/healthz: %d", status)
	}
	expect(http.StatusOK, map[string][]string{})
	if err := m.Data.Redis.ConfigSet(t.Context(), "appendfsync", "everysec").Err(); err != nil {
		t.Fatal(err)
	}
	expect(http.StatusServiceUnavailable, map[string][]string{"redis": {`redis: appendfsync is "everysec", must be "always"`}})
	redis.Kill()
	expect(http.StatusServiceUnavailable, map[string][]string{"redis": {"Redis does not answer"}})
	redis.Start()
	testenv.Eventually(t, 10*time.Second, func() bool { status, _ := readyz(t, m); return status == http.StatusOK })
	pg.Kill()
	expect(http.StatusServiceUnavailable, map[string][]string{"postgres": {"PostgreSQL does not answer"}})
	if status, _ := get(t, m.URL()+"/healthz"); status != http.StatusOK {
		t.Errorf("/healthz with PostgreSQL down: %d", status)
	}
}

func TestARedisThatMayLoseAnswersIsTold(t *testing.T) {
	t.Parallel()
	c, _, redis := ownServers(t)
	client, err := redisdb.Open(t.Context(), redis.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = client.Close() }()
	if err := client.ConfigSet(t.Context(), "appendonly", "no").Err(); err != nil {
		t.Fatal(err)
	}
	m := start(t, c)
	status, r := readyz(t, m)
	if status != http.StatusServiceUnavailable || len(r.Reasons["redis"]) != 1 || len(r.Reasons["delivery"]) != 1 {
		t.Errorf("/readyz: %d %+v", status, r)
	}
	if status, _ := get(t, m.URL()+"/healthz"); status != http.StatusOK {
		t.Errorf("staff are not served: %d", status)
	}
	if err := client.ConfigSet(t.Context(), "appendonly", "yes").Err(); err != nil {
		t.Fatal(err)
	}
	testenv.Eventually(t, 10*time.Second, func() bool { status, _ := readyz(t, m); return status == http.StatusOK })
}

func TestMetricsHaveAnAddressOfTheirOwn(t *testing.T) {
	t.Parallel()
	c, _, _ := ownServers(t)
	c.MetricsAddr = "127.0.0.1:0"
	m := start(t, c)
	_, body := get(t, "http://"+m.metrics.Addr+"/metrics")
	for _, name := range []string{"khaothi_candidates 0", "khaothi_answers_saved_total 0", "khaothi_drain_lag_seconds", "khaothi_db_connections"} {
		if !strings.Contains(string(body), name) {
			t.Errorf("the metrics lack %s", name)
		}
	}
	if status, _ := get(t, m.URL()+"/metrics"); status == http.StatusOK {
		_, page := get(t, m.URL()+"/metrics")
		if strings.Contains(string(page), "khaothi_candidates") {
			t.Error("candidates can read the metrics")
		}
	}
}

func TestTLSByFiles(t *testing.T) {
	t.Parallel()
	c, _, _ := ownServers(t)
	made, err := newLoadTLS(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	c.TLSCert, c.TLSKey = made.cert, made.key
	m := start(t, c)
	if !strings.HasPrefix(m.URL(), "https://") {
		t.Fatalf("URL = %s", m.URL())
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, m.URL()+"/healthz", nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := made.client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Errorf("/healthz over TLS: %d", res.StatusCode)
	}
}

func TestAnEmbeddedServerStartsStopsAndStartsAgain(t *testing.T) {
	t.Parallel()
	c := DefaultConfig()
	c.Addr, c.DataDir = "127.0.0.1:0", filepath.Join(testenv.Dir(t), "data")
	for range 2 {
		m := NewMain(c, quiet)
		if err := m.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if status, r := readyz(t, m); status != http.StatusOK {
			t.Errorf("/readyz: %+v", r)
		}
		if m.Data.EduDatabaseURL == "" || m.Data.EduDatabaseURL == m.Data.DatabaseURL {
			t.Errorf("education database at %q", m.Data.EduDatabaseURL)
		}
		for range 2 { // Close may be called twice
			if err := m.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestRunFailsCleanly(t *testing.T) {
	t.Parallel()
	c, _, _ := ownServers(t)
	taken := start(t, c)
	for _, tt := range []struct {
		name, want string
		change     func(*Config)
	}{
		{"a port in use", "--addr", func(c *Config) { c.Addr = strings.TrimPrefix(taken.URL(), "http://") }},
		{"no database", "database", func(c *Config) { c.DatabaseURL = "postgres:///x?host=/nonexistent&user=x" }},
		{"no keys", "secret file", func(c *Config) { c.SecretFile = "/nonexistent" }},
		{"no certificate", "certificate", func(c *Config) { c.TLSCert, c.TLSKey = "/nonexistent", "/nonexistent" }},
		{"a wrong value", "--log-level", func(c *Config) { c.LogLevel = "loud" }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := c
			tt.change(&c)
			m := NewMain(c, quiet)
			err := m.Run(t.Context())
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Run = %v", err)
			}
			if err := m.Close(); err != nil {
				t.Errorf("Close after a Run that failed: %v", err)
			}
		})
	}
}

// command runs one command line and returns what it printed.
func command(t *testing.T, stdin string, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	root := rootCmd()
	root.SetArgs(args)
	root.SetIn(strings.NewReader(stdin))
	root.SetOut(&out)
	root.SetErr(io.Discard)
	err := root.ExecuteContext(t.Context())
	return out.String(), err
}

func TestAdminMakesTheFirstAccount(t *testing.T) {
	t.Parallel()
	c, _, _ := ownServers(t)
	where := []string{"--json", "--database-url", c.DatabaseURL, "--redis-url", c.RedisURL, "--secret-file", c.SecretFile}
	user := append([]string{"admin", "create-user", "--full-name", "Nguyễn Thị Lan", "--unit", "SGD"}, where...)
	if out, err := command(t, "", append([]string{"migrate"}, where...)...); err != nil || !strings.Contains(out, "0001_base") {
		t.Fatalf("migrate: %v: %s", err, out)
	}
	if out, err := command(t, "", append([]string{"migrate"}, where...)...); err != nil || strings.Contains(out, "0001_base") {
		t.Fatalf("a second migrate: %v: %s", err, out)
	}
	if _, err := command(t, "", append(user, "--username", "lan", "--role", "admin")...); err == nil || !strings.Contains(err.Error(), "--unit-name") {
		t.Errorf("without a unit: %v", err)
	}
	if _, err := command(t, "", append(user, "--username", "lan", "--role", "king", "--unit-name", "Sở GDĐT")...); err == nil || !strings.Contains(err.Error(), "auditor") {
		t.Errorf("an unknown role: %v", err)
	}
	out, err := command(t, "", append(user, "--username", "Lan", "--role", "admin", "--unit-name", "Sở GDĐT")...)
	var made createdUser
	if err := errors.Join(err, json.Unmarshal([]byte(out), &made)); err != nil {
		t.Fatal(err)
	}
	if made.Username != "lan" || len(made.TemporaryPassword) < 8 {
		t.Errorf("made %+v", made)
	}
	if _, err := command(t, "", append(user, "--username", "lan", "--role", "admin")...); err == nil || !strings.Contains(err.Error(), "taken") {
		t.Errorf("a name twice: %v", err)
	}
	if out, err = command(t, "correct horse\n", append(user, "--username", "minh", "--role", "auditor", "--password-stdin")...); err != nil || strings.Contains(out, "temporary") {
		t.Errorf("a password of one's own: %v: %s", err, out)
	}
	checkTrail(t, c, where)
}

// checkTrail verifies the trail, plants a change and verifies it again.
func checkTrail(t *testing.T, c Config, where []string) {
	t.Helper()
	verify := append([]string{"admin", "verify-audit"}, where...)
	var r verifyReport
	out, err := command(t, "", verify...)
	if err := errors.Join(err, json.Unmarshal([]byte(out), &r)); err != nil || !r.Intact || r.Rows < 3 {
		t.Fatalf("%v: %s", err, out)
	}
	d, err := openData(t.Context(), c, quiet, dataOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	if _, err := d.Pool.Exec(context.Background(), "UPDATE audit_log SET actor_name = 'nobody' WHERE seq = 2"); err != nil {
		t.Fatal(err)
	}
	var e exitError
	if out, err = command(t, "", verify...); !errors.As(err, &e) || e.code != exitRefused || !strings.Contains(out, `"seq": 2`) {
		t.Errorf("a planted change: %v: %s", err, out)
	}
}

func TestEveryCommandHasHelp(t *testing.T) {
	t.Parallel()
	for _, cmd := range rootCmd().Commands() {
		if cmd.Short == "" {
			t.Errorf("khaothi %s does not say what it does", cmd.Name())
		}
		if _, err := command(t, "", cmd.Name(), "--help"); err != nil {
			t.Errorf("khaothi %s --help: %v", cmd.Name(), err)
		}
	}
}
