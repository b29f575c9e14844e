package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
)

// startNodes starts the nodes, and cables to them where one is to be cut.
func (r *loadRig) startNodes(ctx context.Context, o *loadOptions, secretFile string) error {
	env := []string{
		"KHAOTHI_DATABASE_URL=" + r.servers.DatabaseURL(loadDatabase), "KHAOTHI_REDIS_URL=" + r.redisURL(),
		"KHAOTHI_REDIS_WAIT=" + strconv.Itoa(o.servers.wait),
		"KHAOTHI_SECRET_FILE=" + secretFile, "KHAOTHI_EDU_DATABASE_URL=", "KHAOTHI_LOG_LEVEL=warn",
	}
	for i := range o.servers.count() {
		log := filepath.Join(r.dir, fmt.Sprintf("node%d.log", i+1))
		n, err := startNode(ctx, log, env, r.tls, !r.durable)
		if err != nil {
			return err
		}
		r.nodes = append(r.nodes, n)
		r.targets = append(r.targets, n.base)
	}
	if o.fault == faultNet {
		var err error
		if r.cables, r.targets, err = newCables(ctx, r.targets); err != nil {
			return err
		}
	}
	watch, cancel := context.WithCancel(ctx)
	r.unwatch = cancel
	for _, n := range r.nodes {
		go n.watch(watch)
	}
	return nil
}

func (r *loadRig) redisURL() string {
	if r.cluster != nil {
		return r.cluster.URL()
	}
	return r.servers.RedisURL()
}

// rss is the resident memory of all nodes.
func (r *loadRig) rss() (sum int64) {
	for _, n := range r.nodes {
		sum += n.rss()
	}
	return sum
}

// peak is the sum of each node's peak.
func (r *loadRig) peak() (sum int64) {
	for _, n := range r.nodes {
		sum += n.peak.Load()
	}
	return sum
}

// lastWords are the ends of the nodes' logs.
func (r *loadRig) lastWords() error {
	var errs []error
	for _, n := range r.nodes {
		errs = append(errs, n.lastWords())
	}
	return errors.Join(errs...)
}

// descriptors is how many open files one candidate takes here.
func (o *loadOptions) descriptors() int {
	if o.fault == faultNet {
		return 3 // its own, and both ends of its cable
	}
	return 1
}
