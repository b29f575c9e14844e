package deliveryredis

import "fmt"

// shardKeys are the names of one shard's keys.
type shardKeys struct{ prefix, log, up string }

func newShardKeys(prefix string, shard int) shardKeys {
	p := fmt.Sprintf("%skt:{s%02d}:", prefix, shard)
	return shardKeys{prefix: p, log: p + "log", up: p + "up"}
}
