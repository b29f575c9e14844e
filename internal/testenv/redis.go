package testenv

import (
	"context"
	"sync"
	"testing"

	"github.com/redis/go-redis/v9"

	"khaothi/internal/exam"
	"khaothi/internal/redisdb"
)

// sharedRedis is the client that tests share.
var sharedRedis = sync.OnceValues(func() (redis.UniversalClient, error) {
	url, err := redisServer()
	if err != nil {
		return nil, err
	}
	return redisdb.Open(context.Background(), url)
})

// Redis is a client of the shared Redis and a prefix for the test's own keys,
// which are removed when the test ends. Other tests use the same server: a
// test that flushes, kills or counts keys takes RedisDurable.
func Redis(t testing.TB) (client redis.UniversalClient, prefix string) {
	t.Helper()
	client, err := sharedRedis()
	if err != nil {
		t.Fatalf("Redis for tests: %v", err)
	}
	prefix = "t" + exam.NewID() + ":"
	t.Cleanup(func() { removeKeys(t, client, prefix) })
	return client, prefix
}

// removeKeys deletes every key with the prefix.
func removeKeys(t testing.TB, client redis.UniversalClient, prefix string) {
	t.Helper()
	ctx := context.Background()
	for it := client.Scan(ctx, 0, prefix+"*", 1000).Iterator(); it.Next(ctx); {
		if err := client.Unlink(ctx, it.Val()).Err(); err != nil {
			t.Errorf("remove the test's keys: %v", err)
			return
		}
	}
}
