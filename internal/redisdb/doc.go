// Package redisdb opens Redis, one server or a cluster, and says whether its
// settings keep an acknowledged write: append-only file, fsync before the
// reply, no eviction.
package redisdb
