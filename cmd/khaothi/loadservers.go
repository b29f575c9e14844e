package main

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/pflag"
)

// loadServers are the flags about the servers that a load test starts.
type loadServers struct {
	nodes    int
	redis    string
	wait     int
	fsync    string
	tls      bool
	faultFor time.Duration
	faultAt  time.Duration
	grace    time.Duration
}

const (
	redisSingle  = "single"
	redisCluster = "cluster"
	fsyncAlways  = "always"
)

// bind makes the flags.
func (s *loadServers) bind(f *pflag.FlagSet) {
	f.IntVar(&s.nodes, "nodes", 1, "khaothi serve processes that share one Redis and one PostgreSQL; each connection goes to any of them")
	f.StringVar(&s.redis, "redis", redisSingle, "single, or cluster: three masters with a replica each")
	f.IntVar(&s.wait, "redis-wait", 0, "replicas that must have an answer before it is acknowledged, with --redis cluster")
	f.StringVar(&s.fsync, "appendfsync", fsyncAlways, "of Redis: always; everysec and no are controls, which a power cut must find losing answers")
	f.BoolVar(&s.tls, "tls", false, "candidates connect over TLS, to a certificate that is made for the run; so does --echo")
	f.DurationVar(&s.faultFor, "fault-for", 0, "how long it stays broken (default: as long as suits the fault, 60s for postgres-kill)")
	f.DurationVar(&s.grace, "grace", 0, "after the deadline, in which answers on their way count (default 5s; 10s with a fault before the deadline)")
	f.DurationVar(&s.faultAt, "fault-at", 0, "when it breaks, after the begin of the work; below 0: before the deadline (default: in the middle)")
}

// count is how many nodes there are; the zero value is one.
func (s *loadServers) count() int { return max(s.nodes, 1) }

func (s *loadServers) cluster() bool { return s.redis == redisCluster }

// durable reports whether Redis syncs before it answers.
func (s *loadServers) durable() bool { return s.fsync == "" || s.fsync == fsyncAlways }

func (s *loadServers) validate(fault string, target bool) error {
	var errs []error
	if s.nodes < 0 || s.nodes > 20 {
		errs = append(errs, fmt.Errorf("--nodes %d: want 1 to 20", s.nodes))
	}
	if !slices.Contains([]string{"", redisSingle, redisCluster}, s.redis) {
		errs = append(errs, fmt.Errorf("--redis %q: want single or cluster", s.redis))
	}
	if s.wait < 0 || s.wait > 1 || s.wait > 0 && !s.cluster() {
		errs = append(errs, fmt.Errorf("--redis-wait %d: want 0 or 1, and --redis cluster: a master there has one replica", s.wait))
	}
	if !slices.Contains([]string{"", fsyncAlways, "everysec", "no"}, s.fsync) {
		errs = append(errs, fmt.Errorf("--appendfsync %q: want always, everysec or no", s.fsync))
	}
	if s.cluster() && (fault == faultWipe || fault == faultPower || !s.durable()) {
		errs = append(errs, fmt.Errorf("--fault %s and --appendfsync: only with --redis single", fault))
	}
	if s.faultFor < 0 || s.grace < 0 {
		errs = append(errs, fmt.Errorf("--fault-for %v, --grace %v: want a time", s.faultFor, s.grace))
	}
	if target && (s.nodes > 1 || s.cluster() || s.wait > 0 || !s.durable() || s.tls) {
		errs = append(errs, errors.New("--nodes, --redis, --redis-wait, --appendfsync and --tls: only for servers that loadtest starts itself; leave --target away"))
	}
	return errors.Join(errs...)
}
