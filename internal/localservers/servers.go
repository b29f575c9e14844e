package localservers

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Config says where the pair of servers lives.
type Config struct {
	Dir string // data: DIR/postgres and DIR/redis, their logs beside them
	// Databases are made with the data directory.
	Databases []string
	// StopWithParent stops the servers when this program ends, even by
	// kill -9. Otherwise they go on, lose nothing, and the next program on the
	// same Dir adopts them.
	StopWithParent bool
	Log            *slog.Logger // nil: slog.Default()
	// RedisFsync and RedisEnv are Fsync and Env of Options, for Redis; for
	// those who try what a Redis loses.
	RedisFsync string
	RedisEnv   []string

	minFree uint64 // tests ask for more than any disk has
}

// Servers are a PostgreSQL and a Redis that belong together, watched and
// started again when they end by themselves.
type Servers struct {
	c        Config
	runtime  string
	postgres *Server
	redis    *Server

	mu      sync.Mutex
	lock    *os.File
	bite    func() error // ends the watchdog
	cancel  context.CancelFunc
	watched sync.WaitGroup

	downMu sync.Mutex
	down   map[*Server]chan struct{} // held down; closed when that is over
}

// New prepares the pair; nothing runs yet.
func New(c Config) *Servers {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.minFree == 0 {
		c.minFree = minFree
	}
	if abs, err := filepath.Abs(c.Dir); err == nil {
		c.Dir = abs
	}
	s := &Servers{c: c, runtime: runtimeDir(c.Dir), down: map[*Server]chan struct{}{}}
	s.place()
	return s
}

// place derives both servers from the directories.
func (s *Servers) place() {
	o := Options{SocketDir: s.runtime, Databases: s.c.Databases, Log: s.c.Log}
	o.DataDir = filepath.Join(s.c.Dir, "postgres")
	s.postgres = NewPostgres(o)
	o.DataDir, o.Fsync, o.Env = filepath.Join(s.c.Dir, "redis"), s.c.RedisFsync, s.c.RedisEnv
	s.redis = NewRedis(o)
}

// DatabaseURL is the URL of one of the databases.
func (s *Servers) DatabaseURL(database string) string { return PostgresURL(s.postgres, database) }

// RedisURL is the URL of the Redis.
func (s *Servers) RedisURL() string { return s.redis.URL() }

// Answer reports whether both servers run already and answer, whoever started
// them.
func (s *Servers) Answer(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return s.postgres.kind.ready(ctx) == nil && s.redis.kind.ready(ctx) == nil
}

// Start takes the data directory, starts or adopts both servers and returns
// when they answer. From then on they are kept running until Stop.
func (s *Servers) Start(ctx context.Context) (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cancel != nil {
		return nil
	}
	if err := s.take(ctx); err != nil {
		s.release()
		return err
	}
	if err := s.both(func(server *Server) error { return server.Start(ctx) }); err != nil {
		_ = s.both((*Server).Stop) // the error of the start is the one to tell
		s.release()
		return err
	}
	watchCtx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	s.cancel = cancel
	for _, server := range []*Server{s.postgres, s.redis} {
		s.watched.Go(func() { s.watch(watchCtx, server) })
	}
	return nil
}

// take makes the directories, locks the data and starts the watchdog.
func (s *Servers) take(ctx context.Context) (err error) {
	if err := MakeDir(s.c.Dir); err != nil {
		return err
	}
	if err := checkDisk(s.c.Dir, s.c.minFree); err != nil {
		return err
	}
	if s.lock, err = lockDir(ctx, s.c.Dir); err != nil {
		return err
	}
	// The name of the runtime directory comes from the real path, which is
	// known now.
	s.runtime = runtimeDir(s.c.Dir)
	s.place()
	who, err := findAccount(filepath.Join(s.c.Dir, "postgres"))
	if err != nil {
		return err
	}
	if err := makeRuntimeDir(s.runtime, who); err != nil {
		return err
	}
	if s.c.StopWithParent {
		s.bite, err = watchdog(s.c.Dir, s.lock, s.runtime)
	}
	return err
}

// Stop ends both servers in an orderly way, removes their sockets and gives
// the data directory back. It may be called twice.
func (s *Servers) Stop() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cancel == nil {
		return nil
	}
	s.cancel()
	s.watched.Wait()
	err := s.both((*Server).Stop)
	s.cancel = nil
	s.release()
	return err
}

// release undoes take.
func (s *Servers) release() {
	if s.lock == nil {
		return // the directories are not ours
	}
	_ = os.RemoveAll(s.runtime) // empty sockets; the next start removes them too
	if s.bite != nil {
		_ = s.bite() // what it would end is down
		s.bite = nil
	}
	_ = s.lock.Close() // frees the lock; nothing is written
	s.lock = nil
}

// both runs f for the two servers at the same time.
func (s *Servers) both(f func(*Server) error) error {
	var (
		wg          sync.WaitGroup
		pgErr, rErr error
	)
	wg.Go(func() { pgErr = f(s.postgres) })
	wg.Go(func() { rErr = f(s.redis) })
	wg.Wait()
	return errors.Join(pgErr, rErr)
}

// How long to wait before the next try to start a server that keeps ending.
const (
	firstBackoff = 100 * time.Millisecond
	maxBackoff   = 10 * time.Second
	// steady is how long a server must have run for its end to count as the
	// first one again, which is mended at once.
	steady = 5 * time.Second
)

// watch starts a server again whenever it ends by itself, until ctx ends.
func (s *Servers) watch(ctx context.Context, server *Server) {
	backoff := firstBackoff
	for {
		began := time.Now()
		select {
		case <-ctx.Done():
			return
		case <-server.done():
		}
		if down := s.heldDown(server); down != nil {
			select {
			case <-ctx.Done():
				return
			case <-down:
			}
			continue
		}
		log := s.c.Log.With("server", server.kind.program())
		log.Error("a server ended; starting it again", "log", server.logPath())
		if time.Since(began) >= steady {
			backoff = firstBackoff
		} else if !pause(ctx, backoff) {
			return
		}
		for {
			err := server.Start(ctx)
			if err == nil {
				break
			}
			backoff = min(backoff*2, maxBackoff)
			log.Error("a server does not start", "err", err, "next_try_in", backoff)
			if !pause(ctx, backoff) {
				return
			}
		}
	}
}

// pause waits for d and reports whether ctx still lives.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
