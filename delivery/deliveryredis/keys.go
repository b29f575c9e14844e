package deliveryredis

import (
	"fmt"

	"khaothi/internal/exam"
)

// shardKeys are the names of one shard's keys.
type shardKeys struct{ prefix, log, up string }

func newShardKeys(prefix string, shard int) shardKeys {
	p := fmt.Sprintf("%skt:{s%02d}:", prefix, shard)
	return shardKeys{prefix: p, log: p + "log", up: p + "up"}
}

// ofAttempt returns the four keys of one attempt.
func (k shardKeys) ofAttempt(id exam.AttemptID) []string {
	s := string(id)
	return []string{k.prefix + "a:" + s, k.prefix + "i:" + s, k.prefix + "v:" + s, k.prefix + "d:" + s}
}
