package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"
)

// valid is a configuration that passes.
func valid() Config {
	c := DefaultConfig()
	c.DataDir = "/srv/khaothi"
	return c
}

func TestLaterValuesWin(t *testing.T) {
	t.Parallel()
	env := map[string]string{
		"KHAOTHI_ADDR": ":1", "KHAOTHI_REDIS_WAIT": "2", "KHAOTHI_STOP_TIMEOUT": "5s", "KHAOTHI_DATABASE_URL": "postgres://db/k",
	}
	c := DefaultConfig()
	flags := pflag.NewFlagSet("t", pflag.ContinueOnError)
	if err := c.Bind(func(name string) string { return env[name] }, flags); err != nil {
		t.Fatal(err)
	}
	if err := flags.Parse([]string{"--addr", ":2", "--log-level", "debug"}); err != nil {
		t.Fatal(err)
	}
	want := DefaultConfig()
	want.Addr, want.RedisWait, want.StopTimeout, want.DatabaseURL, want.LogLevel = ":2", 2, 5*time.Second, "postgres://db/k", "debug"
	if diff := cmp.Diff(want, c); diff != "" {
		t.Errorf("config (-want +got):\n%s", diff)
	}
}

func TestBindReportsEveryBadVariable(t *testing.T) {
	t.Parallel()
	env := map[string]string{"KHAOTHI_REDIS_WAIT": "two", "KHAOTHI_STOP_TIMEOUT": "soon"}
	c := DefaultConfig()
	err := c.Bind(func(name string) string { return env[name] }, pflag.NewFlagSet("t", pflag.ContinueOnError))
	for name := range env {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("the error does not name %s: %v", name, err)
		}
	}
}

func TestValidateReportsAllFaultsAtOnce(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		change func(*Config)
		want   []string // parts of the message; none: valid
	}{
		{"embedded", func(*Config) {}, nil},
		{"own servers", func(c *Config) {
			c.DatabaseURL, c.RedisURL, c.SecretFile = "postgres://db/k", "redis-cluster://a:1,b:2", "/etc/khaothi/secrets.json"
		}, nil},
		{"one server of two", func(c *Config) { c.DatabaseURL = "postgres://db/k" }, []string{"KHAOTHI_REDIS_URL", "KHAOTHI_SECRET_FILE", "new-secrets"}},
		{"half of TLS", func(c *Config) { c.TLSCert = "cert.pem" }, []string{"--tls-key"}},
		{"schemes", func(c *Config) { c.EduDatabaseURL, c.BaseURL = "mysql://x", "thi.example.vn" }, []string{"KHAOTHI_EDU_DATABASE_URL", "--base-url"}},
		{"many", func(c *Config) {
			c.Addr, c.DataDir, c.LogLevel, c.LogFormat, c.RedisWait, c.StopTimeout = "8080", "", "loud", "xml", -1, 0
		}, []string{"--addr", "--data", "--log-level", "--log-format", "--redis-wait", "--stop-timeout"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := valid()
			tt.change(&c)
			err := c.Validate()
			if len(tt.want) == 0 && err != nil {
				t.Errorf("Validate = %v", err)
			}
			for _, part := range tt.want {
				if err == nil || !strings.Contains(err.Error(), part) {
					t.Errorf("the error does not name %s: %v", part, err)
				}
			}
		})
	}
}

func TestConfigHidesSecrets(t *testing.T) {
	t.Parallel()
	c := valid()
	c.DatabaseURL = "postgres://khaothi:hunter2@db.example.vn/k?sslpassword=hunter2"
	c.RedisURL = "redis-cluster://:hunter2@a:1,b:2"
	c.EduDatabaseURL = "postgres://hunter2%zz"
	s := c.String()
	if strings.Contains(s, "hunter2") {
		t.Errorf("String shows a password: %s", s)
	}
	if !strings.Contains(s, "db.example.vn/k") {
		t.Errorf("String hides the server: %s", s)
	}
}

func TestExitCode(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, stderr string
		err          error
		want         int
	}{
		{"good", "", nil, 0},
		{"any error", "khaothi: no\n", errors.New("no"), 1},
		{"refusals", "khaothi: 3 rows\n", exitError{code: exitRefused, err: errors.New("3 rows")}, 2},
		{"wrapped", "khaothi: read: x\n", fmt.Errorf("read: %w", exitError{code: exitInfeasible, err: errors.New("x")}), 3},
		{"all is said", "", exitError{code: exitRefused}, 2},
	} {
		var stderr bytes.Buffer
		if got := exitCode(tt.err, &stderr); got != tt.want || stderr.String() != tt.stderr {
			t.Errorf("%s: code %d, stderr %q", tt.name, got, stderr.String())
		}
	}
}

func TestSecretsSurviveAndAreGuarded(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "secrets.json")
	made, err := newSecrets(path)
	if err != nil {
		t.Fatal(err)
	}
	read, err := readSecrets(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(made.Wrap, read.Wrap) || !bytes.Equal(made.Sign, read.Sign) || bytes.Equal(made.Wrap, made.Ticket) {
		t.Error("the keys read differ from those made, or are alike")
	}
	if len(read.Delivery()) != 2*secretSize {
		t.Errorf("the delivery's secret has %d bytes", len(read.Delivery()))
	}
	if _, err := read.Signer(); err != nil {
		t.Error(err)
	}
	if s := fmt.Sprintf("%v %+v %#v", read, read, read); strings.Contains(s, fmt.Sprint(read.Wrap)) {
		t.Errorf("printing shows a key: %s", s)
	}
	if _, err := newSecrets(path); !errors.Is(err, os.ErrExist) {
		t.Errorf("a second newSecrets: %v", err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := readSecrets(path); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("a file that others can read: %v", err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("%d files are left (%v)", len(entries), err)
	}
}

func TestBrokenSecretFilesAreRefused(t *testing.T) {
	t.Parallel()
	const short = `{"ticket_key":"c2VjcmV0","wrap_key":"","session_key":"","sign_key":""}`
	for name, tt := range map[string]struct{ text, want string }{
		"not JSON":    {"secret", "new-secrets"},
		"short keys":  {short, "ticket_key has 6 bytes"},
		"unknown key": {`{"c2VjcmV0":""}`, "new-secrets"},
	} {
		path := filepath.Join(t.TempDir(), "s.json")
		if err := os.WriteFile(path, []byte(tt.text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := readSecrets(path)
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "c2VjcmV0") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLostSecretsAreNotReplaced(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "postgres"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "postgres", "PG_VERSION"), []byte("15\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := embeddedSecrets(dir); err == nil || !strings.Contains(err.Error(), "backup") {
		t.Errorf("data without its keys: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "secrets.json")); !errors.Is(err, os.ErrNotExist) {
		t.Error("new keys were made")
	}
}
