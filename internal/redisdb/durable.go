package redisdb

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/redis/go-redis/v9"

	"khaothi/internal/fault"
)

// durableSettings are what an acknowledged answer rests on (docs/protocol.md,
// promise 1).
var durableSettings = []struct{ name, want string }{
	{"appendonly", "yes"},
	{"appendfsync", "always"},
	{"maxmemory-policy", "noeviction"},
	{"no-appendfsync-on-rewrite", "no"},
}

// CheckDurable asks for the settings of every server of client and returns
// what is wrong with them, one sentence each; none means that a reply to a
// write stands for a write on disk. The error is fault.Unavailable when a
// server does not answer; a replica may be down, but one that answers is
// judged as a master, which it may become at any time.
func CheckDurable(ctx context.Context, client redis.UniversalClient) ([]string, error) {
	cluster, ok := client.(*redis.ClusterClient)
	if !ok {
		return checkServer(ctx, client, "redis")
	}
	var (
		mu       sync.Mutex // the cluster asks them at the same time
		problems []string
	)
	check := func(ctx context.Context, server *redis.Client) error {
		found, err := checkServer(ctx, server, server.Options().Addr)
		mu.Lock()
		defer mu.Unlock()
		problems = append(problems, found...)
		return err
	}
	err := cluster.ForEachMaster(ctx, check)
	if err == nil {
		_ = cluster.ForEachSlave(ctx, check) // one that is down breaks no promise
	} else {
		cluster.ReloadState(ctx) // perhaps another has taken its place
	}
	if err != nil && fault.KindOf(err) == "" {
		err = fault.New(fault.Unavailable, "redis.unavailable").Wrap(err)
	}
	slices.Sort(problems)
	return problems, err
}

// checkServer compares one server with durableSettings.
func checkServer(ctx context.Context, c redis.Cmdable, name string) ([]string, error) {
	var problems []string
	for _, s := range durableSettings {
		got, err := c.ConfigGet(ctx, s.name).Result()
		if err != nil {
			return nil, fault.New(fault.Unavailable, "redis.unavailable").Wrap(err)
		}
		if got[s.name] != s.want {
			problems = append(problems, fmt.Sprintf("%s: %s is %q, must be %q", name, s.name, got[s.name], s.want))
		}
	}
	return problems, nil
}
