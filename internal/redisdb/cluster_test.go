package redisdb_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"khaothi/internal/redisdb"
	"khaothi/internal/testenv"
)

// TestCheckDurableAsksEveryMember: a wrong setting of any one master or
// replica is found, and named with its address.
func TestCheckDurableAsksEveryMember(t *testing.T) {
	t.Parallel()
	client, err := redisdb.Open(t.Context(), testenv.RedisCluster(t).URL())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	cluster := client.(*redis.ClusterClient)
	problems := func() string {
		t.Helper()
		// A fresh cluster tells of a replica only once it has said how far it is.
		cluster.ReloadState(t.Context())
		list, err := redisdb.CheckDurable(t.Context(), client)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(list, "\n")
	}
	if got := problems(); got != "" {
		t.Fatalf("CheckDurable = %s", got)
	}
	type each func(context.Context, func(context.Context, *redis.Client) error) error
	for _, members := range []each{cluster.ForEachMaster, cluster.ForEachSlave} {
		some := make(chan *redis.Client, 6)
		testenv.Eventually(t, 20*time.Second, func() bool {
			cluster.ReloadState(t.Context())
			err := members(t.Context(), func(_ context.Context, c *redis.Client) error { some <- c; return nil })
			return err == nil && len(some) > 0
		})
		one := <-some
		set(t, one, "appendfsync", "everysec")
		want := one.Options().Addr + `: appendfsync is "everysec", must be "always"`
		testenv.Eventually(t, 20*time.Second, func() bool { return problems() == want })
		set(t, one, "appendfsync", "always")
	}
}
