package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"khaothi/internal/localservers"
)

// loadCluster is a Redis Cluster of the load test's own.
type loadCluster struct {
	*localservers.Cluster
	sockets string       // directory; short, which the data's may not be
	bite    func() error // stops what is left, and removes the data
}

// startLoadCluster starts one with its data under dir, on whose disk an fsync
// costs what it costs.
func startLoadCluster(ctx context.Context, dir string) (c *loadCluster, err error) {
	c = &loadCluster{}
	defer func() {
		if err != nil {
			c, err = nil, errors.Join(err, c.close())
		}
	}()
	data := filepath.Join(dir, "cluster")
	if err := localservers.MakeDir(data); err != nil {
		return c, err
	}
	if c.sockets, err = os.MkdirTemp("/tmp", "khaothi-cluster-"); err != nil {
		return c, fmt.Errorf("make a directory for sockets: %w", err)
	}
	if err := os.Chmod(c.sockets, 0o711); err != nil { //nolint:gosec // as root, the servers' own user passes through
		return c, fmt.Errorf("open the directory for sockets: %w", err)
	}
	if c.bite, err = localservers.Watchdog(data); err != nil {
		return c, err
	}
	c.Cluster, err = localservers.NewCluster(localservers.Options{
		DataDir: data, SocketDir: c.sockets, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return c, err
	}
	return c, c.Start(ctx)
}

func (c *loadCluster) close() error {
	var errs []error
	if c.Cluster != nil {
		errs = append(errs, c.Stop())
	}
	if c.bite != nil {
		errs = append(errs, c.bite())
	}
	if c.sockets != "" {
		errs = append(errs, os.RemoveAll(c.sockets))
	}
	return errors.Join(errs...)
}
