package redisdb

import (
	"context"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

// ScriptTime is how long the masters of client have spent in scripts since
// their start: what a flush takes beyond it is the fsync and the way.
func ScriptTime(ctx context.Context, client redis.UniversalClient) (time.Duration, error) {
	cluster, ok := client.(*redis.ClusterClient)
	if !ok {
		return scriptTimeOf(ctx, client)
	}
	var sum atomic.Int64 // ForEachMaster asks them at the same time
	err := cluster.ForEachMaster(ctx, func(ctx context.Context, master *redis.Client) error {
		d, err := scriptTimeOf(ctx, master)
		sum.Add(int64(d))
		return err
	})
	return time.Duration(sum.Load()), err
}

func scriptTimeOf(ctx context.Context, c redis.Cmdable) (time.Duration, error) {
	text, err := c.Info(ctx, "commandstats").Result()
	if err != nil {
		return 0, err
	}
	var sum time.Duration
	for line := range strings.Lines(text) { // cmdstat_evalsha:calls=2,usec=71,usec_per_call=35.50,…
		name, rest, _ := strings.Cut(line, ":")
		if name != "cmdstat_evalsha" && name != "cmdstat_eval" {
			continue
		}
		for part := range strings.SplitSeq(rest, ",") {
			if v, ok := strings.CutPrefix(part, "usec="); ok {
				us, err := strconv.ParseInt(v, 10, 64)
				if err != nil {
					return 0, err
				}
				sum += time.Duration(us) * time.Microsecond
			}
		}
	}
	return sum, nil
}
