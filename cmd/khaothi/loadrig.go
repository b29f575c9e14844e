package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"khaothi/cmd/khaothi/powercut"
	"khaothi/internal/localservers"
	"khaothi/internal/pgdb"
)

// loadRig is everything that a load test without --target runs on.
type loadRig struct {
	dir     string
	remove  func() error // removes dir, if it is ours; happens by itself should this program be killed
	servers *localservers.Servers
	cluster *loadCluster // nil: the Redis of servers
	pool    *pgxpool.Pool
	nodes   []*loadNode
	cables  *cables  // nil: candidates connect to the nodes themselves
	targets []string // base URLs that candidates connect to
	unwatch context.CancelFunc
	durable bool // Redis syncs before it answers
	tls     loadTLS
	say     func(string, ...any)

	background sync.WaitGroup // what faults have set off

	sitting *loadSitting
}

const (
	loadDatabase = "khaothi"
	loadSecrets  = "loadtest-secrets.json"
)

// newLoadRig starts the servers and a node and prepares the sitting.
func newLoadRig(ctx context.Context, o *loadOptions, say func(string, ...any)) (rig *loadRig, err error) {
	if err := enoughFiles(o.students * o.descriptors()); err != nil {
		return nil, err
	}
	r := &loadRig{say: say, durable: o.servers.durable()}
	defer func() {
		if err != nil {
			err = errors.Join(err, r.close())
		}
	}()
	if err := r.makeDir(o.data); err != nil {
		return nil, err
	}
	if o.servers.tls {
		if r.tls, err = newLoadTLS(r.dir); err != nil {
			return nil, err
		}
	}
	say("starting PostgreSQL and Redis in %s", r.dir)
	if err := r.startServers(ctx, o); err != nil {
		return nil, err
	}
	fsyncMS, err := measureFsync(r.dir)
	if err != nil {
		return nil, err
	}
	secretFile := filepath.Join(r.dir, loadSecrets)
	secrets, err := newSecrets(secretFile)
	if err != nil {
		return nil, err
	}
	if err := r.prepare(ctx, secrets, o); err != nil {
		return nil, fmt.Errorf("prepare the sitting: %w", err)
	}
	say("a sitting with %d attempts is prepared; one fsync takes %.2f ms here", len(r.sitting.tickets), fsyncMS)
	return r, r.startNodes(ctx, o, secretFile)
}

// makeDir chooses where the data lies. Not in /tmp, which may be memory: an
// fsync has to cost what it costs.
func (r *loadRig) makeDir(data string) (err error) {
	if data != "" {
		r.dir = data
		return nil
	}
	if r.dir, err = os.MkdirTemp("/var/tmp", "khaothi-load-"); err != nil {
		return fmt.Errorf("make a directory for the servers: %w", err)
	}
	if r.remove, err = localservers.Watchdog(r.dir); err != nil {
		return errors.Join(err, os.Remove(r.dir))
	}
	return os.Chmod(r.dir, 0o711) //nolint:gosec // as root, the servers' own user passes through
}

func (r *loadRig) startServers(ctx context.Context, o *loadOptions) error {
	c := localservers.Config{
		Dir: r.dir, Databases: []string{loadDatabase}, StopWithParent: true, RedisFsync: o.servers.fsync,
		Log: slog.New(slog.DiscardHandler),
	}
	if o.fault == faultPower {
		lib, err := powercut.Build(ctx, r.dir)
		if err != nil {
			return err
		}
		c.RedisEnv = powercut.Env(lib, r.powerStatus())
	}
	r.servers = localservers.New(c)
	if err := r.servers.Start(ctx); err != nil {
		return err
	}
	if o.servers.cluster() {
		var err error
		if r.cluster, err = startLoadCluster(ctx, r.dir); err != nil {
			return err
		}
	}
	url := r.servers.DatabaseURL(loadDatabase)
	if _, err := pgdb.Migrate(ctx, url); err != nil {
		return err
	}
	var err error
	r.pool, err = pgdb.Open(ctx, url)
	return err
}

// prepare opens the sitting that the candidates will sit, through the same
// code as a board.
func (r *loadRig) prepare(ctx context.Context, s Secrets, o *loadOptions) (err error) {
	r.sitting, err = newLoadSitting(ctx, r.pool, s, loadPlan{o.students, o.duration, o.grace()})
	return err
}

// The time after the deadline in which answers on their way count: short, so
// that a run ends soon, or that of a real sitting where the fault comes at the
// deadline.
const (
	loadGrace  = 5 * time.Second
	faultGrace = 10 * time.Second
)

func (o *loadOptions) grace() time.Duration {
	if o.servers.grace > 0 {
		return o.servers.grace
	}
	if o.servers.faultAt < 0 {
		return faultGrace
	}
	return loadGrace
}

// close stops and removes everything.
func (r *loadRig) close() error {
	if r.unwatch != nil {
		r.unwatch()
	}
	r.background.Wait()
	for _, n := range r.nodes {
		n.process().stop()
	}
	if r.cables != nil {
		r.cables.close()
	}
	if r.pool != nil {
		r.pool.Close()
	}
	var err error
	if r.cluster != nil {
		err = r.cluster.close()
	}
	if r.servers != nil {
		err = errors.Join(err, r.servers.Stop())
	}
	if r.remove != nil {
		err = errors.Join(err, r.remove())
	}
	return err
}

// enoughFiles refuses a run that would break for lack of descriptors, which
// each connection takes one of, here and in the node.
func enoughFiles(students int) error {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return fmt.Errorf("ask for the limit of open files: %w", err)
	}
	need := uint64(students) + 300 //nolint:gosec // validated: at least 1
	if limit.Cur >= need {         // the Go runtime has raised it as far as it goes
		return nil
	}
	return fmt.Errorf("%d candidates need %d open files and the limit is %d: raise it (ulimit -n %d) or take fewer", students, need, limit.Cur, need)
}

// measureFsync returns the median time in milliseconds of a small write and an
// fsync in dir.
func measureFsync(dir string) (ms float64, err error) {
	f, err := os.CreateTemp(dir, "fsync-")
	if err != nil {
		return 0, fmt.Errorf("measure fsync: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close(), os.Remove(f.Name())) }()
	var all []float64
	block := make([]byte, 4096)
	for range 51 {
		began := time.Now()
		if _, err := f.Write(block); err != nil {
			return 0, fmt.Errorf("measure fsync: %w", err)
		}
		if err := f.Sync(); err != nil {
			return 0, fmt.Errorf("measure fsync: %w", err)
		}
		all = append(all, float64(time.Since(began).Microseconds())/1000)
	}
	slices.Sort(all)
	return all[len(all)/2], nil
}
