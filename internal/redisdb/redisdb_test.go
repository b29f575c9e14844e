package redisdb_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"

	"khaothi/internal/fault"
	"khaothi/internal/redisdb"
	"khaothi/internal/testenv"
)

func TestOpenTellsWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, url string
		kind      fault.Kind
	}{
		{"nobody listens", "unix:///nonexistent/redis.sock", fault.Unavailable},
		{"nobody listens, cluster", "redis-cluster://127.0.0.1:1,127.0.0.1:2", fault.Unavailable},
		{"no URL", "redis//secret", ""},
		{"unknown parameter", "redis://:secret@localhost/0?nonsense=1", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, err := redisdb.Open(t.Context(), tt.url)
			if err == nil {
				_ = client.Close()
				t.Fatal("it opened")
			}
			if got := fault.KindOf(err); got != tt.kind {
				t.Errorf("kind = %q, want %q (%v)", got, tt.kind, err)
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("the error shows the URL's secret: %v", err)
			}
		})
	}
}

func TestIsCluster(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]bool{
		"redis-cluster://a:1,b:2":      true,
		"redis://a:1?addr=b:2&addr=c3": true,
		"redis://a:1/0":                false,
		"unix:///run/x/redis.sock":     false,
	} {
		if got := redisdb.IsCluster(url); got != want {
			t.Errorf("IsCluster(%q) = %v", url, got)
		}
	}
}

func TestCheckDurableNamesEachWrongSetting(t *testing.T) {
	t.Parallel()
	client, err := redisdb.Open(t.Context(), testenv.RedisDurable(t).URL())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	check := func(want []string) {
		t.Helper()
		got, err := redisdb.CheckDurable(t.Context(), client)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("problems (-want +got):\n%s", diff)
		}
	}
	check(nil)
	set(t, client, "appendfsync", "everysec")
	set(t, client, "maxmemory-policy", "allkeys-lru")
	check([]string{
		`redis: appendfsync is "everysec", must be "always"`,
		`redis: maxmemory-policy is "allkeys-lru", must be "noeviction"`,
	})
}

func set(t *testing.T, client redis.Cmdable, name, value string) {
	t.Helper()
	if err := client.ConfigSet(t.Context(), name, value).Err(); err != nil {
		t.Fatal(err)
	}
}
