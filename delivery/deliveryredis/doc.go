// Package deliveryredis is delivery.Live on Redis, one server or a cluster.
//
// The keys of a shard share its hash tag, so one script call touches one slot:
//
//	kt:{s07}:log       stream: what happened, on its way to the record; one entry a flush
//	kt:{s07}:up        hash: incarnation, since when all is up, what is archived
//	kt:{s07}:a:<id>    string: the attempt's core, with its newest few events
//	kt:{s07}:i:<id>    hash: what is rarely asked for
//	kt:{s07}:v:<id>    hash: the last value of each field  } without the few
//	kt:{s07}:d:<id>    string: 8 bytes of digest an event  } in the core
//
// Operations queue per shard. A flush is one call of commit.lua with all that
// queued while the flush before was on its way: one fsync for all of them.
package deliveryredis
