package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"khaothi/internal/localservers"
)

// Config is everything that an operator decides. It comes from DefaultConfig,
// then KHAOTHI_* variables, then flags; each later one wins.
type Config struct {
	DataDir        string // embedded servers and their secrets
	Addr           string // HOST:PORT to listen on
	BaseURL        string // how browsers reach us, where that is not Addr: https://thi.example.vn
	TLSCert        string // files; both or none
	TLSKey         string
	DatabaseURL    string // with RedisURL: servers of your own; without: embedded ones
	RedisURL       string
	RedisWait      int    // replicas that must have a write before it is acknowledged
	EduDatabaseURL string // the education database; empty with own servers: no export
	SecretFile     string // empty with embedded servers: DataDir/secrets.json
	LogLevel       string // debug info warn error
	LogFormat      string // text json
	MetricsAddr    string // HOST:PORT of /metrics; empty: none
	UIDir          string // serves the front end from disk; for development
	Chromium       string // prints papers as PDF; empty: looked for where programs are
	StopTimeout    time.Duration
	ScanReaders    int // scanned files of answer sheets that are read at once; 0: as many as cores
}

// DefaultConfig is a server for one school on embedded servers.
func DefaultConfig() Config {
	dir, err := localservers.DefaultDir()
	if err != nil {
		dir = "" // Validate asks for one
	}
	return Config{DataDir: dir, Addr: ":8080", LogLevel: "info", LogFormat: "text", StopTimeout: 20 * time.Second}
}

// option is one value of the configuration: its flag, its variable (KHAOTHI_ +
// the flag in capitals unless env says otherwise) and where it goes.
type option struct {
	flag, env, usage string
	value            pflag.Value
}

// options lists every value of c, for the environment and for flags.
func (c *Config) options() []option {
	return []option{
		{"data", "KHAOTHI_DATA", "directory of the embedded PostgreSQL and Redis", (*stringValue)(&c.DataDir)},
		{"addr", "KHAOTHI_ADDR", "HOST:PORT to listen on", (*stringValue)(&c.Addr)},
		{"base-url", "KHAOTHI_BASE_URL", "how browsers reach the server, where a proxy stands before it", (*stringValue)(&c.BaseURL)},
		{"tls-cert", "KHAOTHI_TLS_CERT", "file of the certificate chain (PEM)", (*stringValue)(&c.TLSCert)},
		{"tls-key", "KHAOTHI_TLS_KEY", "file of the certificate's key (PEM)", (*stringValue)(&c.TLSKey)},
		{"database-url", "KHAOTHI_DATABASE_URL", "PostgreSQL of your own (empty: embedded)", (*stringValue)(&c.DatabaseURL)},
		{"redis-url", "KHAOTHI_REDIS_URL", "Redis or Redis Cluster of your own (empty: embedded)", (*stringValue)(&c.RedisURL)},
		{"redis-wait", "KHAOTHI_REDIS_WAIT", "replicas that must have an answer before it is acknowledged", (*intValue)(&c.RedisWait)},
		{"edu-database-url", "KHAOTHI_EDU_DATABASE_URL", "the education database (empty: embedded, or no export)", (*stringValue)(&c.EduDatabaseURL)},
		{"secret-file", "KHAOTHI_SECRET_FILE", "file of the keys (empty: DATA/secrets.json)", (*stringValue)(&c.SecretFile)},
		{"log-level", "KHAOTHI_LOG_LEVEL", "debug, info, warn or error", (*stringValue)(&c.LogLevel)},
		{"log-format", "KHAOTHI_LOG_FORMAT", "text or json", (*stringValue)(&c.LogFormat)},
		{"metrics-addr", "KHAOTHI_METRICS_ADDR", "HOST:PORT for Prometheus, /metrics (empty: none)", (*stringValue)(&c.MetricsAddr)},
		{"chromium", "KHAOTHI_CHROMIUM", "the Chromium that prints papers as PDF (default: the one on PATH)", (*stringValue)(&c.Chromium)},
		{"scan-readers", "KHAOTHI_SCAN_READERS", "scanned files of answer sheets that this node reads at once (0: as many as cores)", (*intValue)(&c.ScanReaders)},
		{"ui-dir", "KHAOTHI_UI_DIR", "serve the front end from this folder (development)", (*stringValue)(&c.UIDir)},
		{"stop-timeout", "KHAOTHI_STOP_TIMEOUT", "how long an orderly stop may take", (*durationValue)(&c.StopTimeout)},
	}
}

// Bind reads the environment into c and makes flags that win over it. names
// picks flags; without names all of them are made. Values that cannot be read
// are reported together.
func (c *Config) Bind(getenv func(string) string, flags *pflag.FlagSet, names ...string) error {
	var errs []error
	for _, o := range c.options() {
		if v := getenv(o.env); v != "" {
			if err := o.value.Set(v); err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", o.env, err))
			}
		}
		if len(names) == 0 || contains(names, o.flag) {
			flags.Var(o.value, o.flag, o.usage+" ("+o.env+")")
		}
	}
	return errors.Join(errs...)
}

func contains(list []string, s string) bool {
	return slices.Contains(list, s)
}

// Embedded reports whether the program runs its own PostgreSQL and Redis.
func (c Config) Embedded() bool { return c.DatabaseURL == "" && c.RedisURL == "" }

// TLS reports whether the program itself speaks TLS.
func (c Config) TLS() bool { return c.TLSCert != "" && c.TLSKey != "" }

// SecureCookies reports whether browsers come over TLS, here or at a proxy.
func (c Config) SecureCookies() bool { return c.TLS() || strings.HasPrefix(c.BaseURL, "https://") }

// Validate reports everything that is wrong, at once.
func (c Config) Validate() error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		bad("--addr %q: want HOST:PORT, such as :8080", c.Addr)
	}
	if _, _, err := net.SplitHostPort(c.MetricsAddr); c.MetricsAddr != "" && err != nil {
		bad("--metrics-addr %q: want HOST:PORT, such as 127.0.0.1:9090", c.MetricsAddr)
	}
	if c.Embedded() && c.DataDir == "" {
		bad("--data: choose a directory for the embedded servers")
	}
	if (c.DatabaseURL == "") != (c.RedisURL == "") {
		bad("give both KHAOTHI_DATABASE_URL and KHAOTHI_REDIS_URL for servers of your own, or neither for embedded ones")
	}
	if !c.Embedded() && c.SecretFile == "" {
		bad("KHAOTHI_SECRET_FILE: servers of your own need a file of keys: make one with khaothi admin new-secrets FILE")
	}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		bad("give both --tls-cert and --tls-key, or neither")
	}
	errs = append(errs, checkURLs(c)...)
	if c.RedisWait < 0 || c.RedisWait > 10 {
		bad("--redis-wait %d: want 0 to 10", c.RedisWait)
	}
	if c.ScanReaders < 0 || c.ScanReaders > 256 {
		bad("--scan-readers %d: want 0 (as many as cores) to 256", c.ScanReaders)
	}
	if err := new(slog.Level).UnmarshalText([]byte(c.LogLevel)); err != nil {
		bad("--log-level %q: want debug, info, warn or error", c.LogLevel)
	}
	if c.LogFormat != "text" && c.LogFormat != "json" {
		bad("--log-format %q: want text or json", c.LogFormat)
	}
	if c.StopTimeout <= 0 {
		bad("--stop-timeout %v: want a time above 0, such as 20s", c.StopTimeout)
	}
	return errors.Join(errs...)
}

// checkURLs looks at the schemes; whether a server answers is seen at start.
func checkURLs(c Config) []error {
	var errs []error
	for _, u := range []struct {
		name, value string
		schemes     []string
	}{
		{"KHAOTHI_DATABASE_URL", c.DatabaseURL, []string{"postgres://", "postgresql://"}},
		{"KHAOTHI_EDU_DATABASE_URL", c.EduDatabaseURL, []string{"postgres://", "postgresql://"}},
		{"KHAOTHI_REDIS_URL", c.RedisURL, []string{"redis://", "rediss://", "unix://", "redis-cluster://"}},
		{"--base-url", c.BaseURL, []string{"http://", "https://"}},
	} {
		if u.value != "" && !hasScheme(u.value, u.schemes) {
			errs = append(errs, fmt.Errorf("%s: want a URL that begins with %s", u.name, strings.Join(u.schemes, " or ")))
		}
	}
	return errs
}

func hasScheme(value string, schemes []string) bool {
	for _, s := range schemes {
		if strings.HasPrefix(value, s) {
			return true
		}
	}
	return false
}

// String is c for a log: every URL without its password and parameters.
func (c Config) String() string {
	var b strings.Builder
	for _, o := range c.options() {
		value := o.value.String()
		if strings.HasSuffix(o.flag, "-url") {
			value = withoutSecrets(value)
		}
		if value != "" {
			_, _ = fmt.Fprintf(&b, "%s=%s ", o.flag, value)
		}
	}
	return strings.TrimSpace(b.String())
}

// withoutSecrets keeps of a URL what may be seen.
func withoutSecrets(raw string) string {
	if raw == "" {
		return ""
	}
	u, err := url.Parse(raw)
	if err != nil || u.Scheme == "" {
		return "(hidden)"
	}
	return u.Scheme + "://" + u.Host + u.Path
}

// loadEnv is where Bind reads variables outside of tests.
func loadEnv(name string) string { return os.Getenv(name) }

// The flag values.
type (
	stringValue   string
	intValue      int
	durationValue time.Duration
)

// Set implements pflag.Value.
func (v *stringValue) Set(s string) error { *v = stringValue(s); return nil }

// String implements pflag.Value.
func (v *stringValue) String() string { return string(*v) }

// Type implements pflag.Value.
func (v *stringValue) Type() string { return "string" }

// Set implements pflag.Value.
func (v *intValue) Set(s string) error {
	n, err := strconv.Atoi(s)
	if err != nil {
		return fmt.Errorf("%q is not a number", s)
	}
	*v = intValue(n)
	return nil
}

// String implements pflag.Value.
func (v *intValue) String() string { return strconv.Itoa(int(*v)) }

// Type implements pflag.Value.
func (v *intValue) Type() string { return "int" }

// Set implements pflag.Value.
func (v *durationValue) Set(s string) error {
	d, err := time.ParseDuration(s)
	if err != nil {
		return fmt.Errorf("%q is not a time such as 20s or 5m", s)
	}
	*v = durationValue(d)
	return nil
}

// String implements pflag.Value.
func (v *durationValue) String() string { return time.Duration(*v).String() }

// Type implements pflag.Value.
func (v *durationValue) Type() string { return "duration" }

// origins are the further origins of our own pages: that of a proxy which
// changes Host.
func (c Config) origins() []string {
	u, err := url.Parse(c.BaseURL)
	if err != nil || u.Host == "" {
		return nil
	}
	return []string{u.Scheme + "://" + u.Host}
}

// hosts are the further host names under which browsers know the server.
func (c Config) hosts() []string {
	u, err := url.Parse(c.BaseURL)
	if err != nil || u.Host == "" {
		return nil
	}
	return []string{u.Host}
}
