package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"khaothi/internal/redisdb"
	"khaothi/loadtest"
)

// The faults of servers. Each is made once, by kill -9 or worse.
const (
	faultNone     = "none"
	faultRedis    = "redis-kill"    // started again by its keeper; in a cluster one master, whose replica is promoted
	faultWipe     = "redis-wipe"    // its data is deleted under it, then it is killed and comes back with nothing
	faultNode     = "node-kill"     // one node; the others go on
	faultPostgres = "postgres-kill" // PostgreSQL is away for a minute
	faultNet      = "net-drop"      // nothing passes between the candidates and the nodes
	faultPower    = "power-cut"     // of all servers, and of half of the candidates, who stay away
	faultByHand   = "by-hand"       // made by whoever runs the servers of --target
)

var loadFaults = []string{faultNone, faultRedis, faultWipe, faultNode, faultPostgres, faultNet, faultPower, faultByHand}

// fault returns the fault that o asks for, or nil.
func (r *loadRig) fault(o *loadOptions) *loadtest.Fault {
	f := r.faultNamed(o.fault, o.servers.count())
	if f == nil {
		return nil
	}
	f.At = o.servers.faultAt
	if o.servers.faultFor > 0 {
		f.For = o.servers.faultFor
	}
	return f
}

func (r *loadRig) faultNamed(name string, nodes int) *loadtest.Fault {
	switch name {
	case faultRedis:
		if r.cluster != nil {
			return r.killMaster()
		}
		return &loadtest.Fault{Break: r.killRedis}
	case faultWipe:
		return r.wipeRedis()
	case faultNode:
		return r.killNode(nodes)
	case faultPostgres:
		var start func(context.Context) error
		return &loadtest.Fault{
			For:   time.Minute,
			Break: func(context.Context) error { start = r.servers.PostgresDown(); return nil },
			Mend:  func(ctx context.Context) error { return start(ctx) },
		}
	case faultNet:
		return &loadtest.Fault{
			For:   10 * time.Second,
			Break: func(context.Context) error { r.cables.cut(); return nil },
			Mend:  func(context.Context) error { r.cables.mend(); return nil },
		}
	case faultPower:
		return r.cutPower()
	}
	return nil
}

// killRedis kills the one Redis; its keeper starts it again.
func (r *loadRig) killRedis(context.Context) error {
	_, pid := r.servers.Pids()
	if pid == 0 {
		return errors.New("redis is down already")
	}
	return syscall.Kill(pid, syscall.SIGKILL)
}

// killMaster kills a master of the cluster. Its replica mends that; the member
// itself comes back later.
func (r *loadRig) killMaster() *loadtest.Fault {
	f := &loadtest.Fault{For: 8 * time.Second}
	f.Break = func(ctx context.Context) error {
		masters := r.cluster.Masters(ctx)
		if len(masters) == 0 {
			return errors.New("the cluster has no master")
		}
		masters[0].Kill()
		r.later(ctx, f.For, masters[0].Start)
		return nil
	}
	return f
}

// wipeRedis deletes the data while Redis runs, lets the nodes work on that for
// a moment, and then kills it and deletes its files as well.
func (r *loadRig) wipeRedis() *loadtest.Fault {
	var start func(context.Context) error
	return &loadtest.Fault{
		Break: func(ctx context.Context) error {
			client, err := redisdb.Open(ctx, r.servers.RedisURL())
			if err != nil {
				return err
			}
			defer client.Close() //nolint:errcheck // nothing of it is needed
			if err := client.FlushAll(ctx).Err(); err != nil {
				return fmt.Errorf("flush redis: %w", err)
			}
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(1500 * time.Millisecond):
			}
			start = r.servers.RedisDown()
			return os.RemoveAll(filepath.Join(r.servers.RedisDir(), "appendonlydir"))
		},
		Mend: func(ctx context.Context) error { return start(ctx) },
	}
}

// killNode kills the last node. Alone it is started again as by a service
// manager that waits a second; beside others it stays away longer.
func (r *loadRig) killNode(nodes int) *loadtest.Fault {
	f := &loadtest.Fault{For: time.Second}
	if nodes > 1 {
		f.For = 8 * time.Second
	}
	f.Break = func(ctx context.Context) error {
		node := r.nodes[len(r.nodes)-1]
		node.process().kill()
		r.later(ctx, f.For, node.start)
		return nil
	}
	return f
}

// later does something in the background; close waits for it.
func (r *loadRig) later(ctx context.Context, wait time.Duration, f func(context.Context) error) {
	r.background.Go(func() {
		select {
		case <-ctx.Done():
		case <-time.After(wait):
			_ = f(ctx) // the run reports that nothing is acknowledged any more
		}
	})
}
