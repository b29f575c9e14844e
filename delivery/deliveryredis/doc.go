// Package deliveryredis is delivery.Live on Redis, one server or a cluster.
//
// The keys of a shard share its hash tag, so one script call touches one slot:
//
//	kt:{s07}:log       stream: what happened, on its way to the record
//	kt:{s07}:up        hash: incarnation, since when all is up, what is archived
//	kt:{s07}:a:<id>    hash: the attempt
//	kt:{s07}:v:<id>    hash: the last value of each field
//	kt:{s07}:d:<id>    string: 8 bytes of digest an event
//
// Operations queue per shard. A flush is one call of commit.lua with all that
// queued while the flush before was on its way: one fsync for all of them.
package deliveryredis
