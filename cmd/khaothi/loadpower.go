package main

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"time"

	"khaothi/cmd/khaothi/powercut"
	"khaothi/loadtest"
)

const (
	// powerVanish is the share of candidates whose room loses its power too. They
	// do not come back, so that what they were told is only where it was synced.
	powerVanish = 0.5
	// powerWait bounds the wait for the worst moment: in the middle of a flush,
	// of which there are many a second, or until enough is not synced.
	powerWait  = 300 * time.Millisecond
	unsafeWait = 5 * time.Second
	// powerAge is how old bytes that are not synced must be, where Redis does
	// not sync before it answers: their answers were acknowledged.
	powerAge = 600 * time.Millisecond
)

// cutPower takes the power from Redis, PostgreSQL and the nodes at once, at a
// moment when Redis holds bytes that are not synced. What it holds is gone.
func (r *loadRig) cutPower() *loadtest.Fault {
	var startRedis, startPostgres func(context.Context) error
	return &loadtest.Fault{
		For: 2 * time.Second, Vanish: powerVanish,
		Break: func(ctx context.Context) error {
			state, err := r.worstMoment(ctx)
			if err != nil {
				return err
			}
			if _, pid := r.servers.Pids(); pid == 0 || syscall.Kill(pid, syscall.SIGKILL) != nil {
				return errors.New("redis is down already")
			}
			var dying sync.WaitGroup
			for _, n := range r.nodes {
				dying.Go(n.process().kill)
			}
			dying.Go(func() { startRedis = r.servers.RedisDown() })
			dying.Go(func() { startPostgres = r.servers.PostgresDown() })
			dying.Wait()
			r.say("the power is cut with about %d bytes that were written %v ago and not synced; %d syncs so far",
				state.Held, state.Age.Round(time.Microsecond), state.Syncs)
			return nil
		},
		Mend: func(ctx context.Context) error {
			errs := make([]error, 2+len(r.nodes))
			var starting sync.WaitGroup
			starting.Go(func() { errs[0] = startRedis(ctx) })
			starting.Go(func() { errs[1] = startPostgres(ctx) })
			starting.Wait()
			for i, n := range r.nodes {
				starting.Go(func() { errs[2+i] = n.start(ctx) })
			}
			starting.Wait()
			return errors.Join(errs...)
		},
	}
}

// powerStatus is where the preloaded library tells how things stand.
func (r *loadRig) powerStatus() string {
	return filepath.Join(r.dir, "redis", "powercut.status")
}

// worstMoment waits until a cut takes as much as it can: with fsync before the
// reply some bytes in the middle of a flush, else those of many answers that
// were acknowledged.
func (r *loadRig) worstMoment(ctx context.Context) (powercut.Status, error) {
	wait := powerWait
	if !r.durable {
		wait = unsafeWait
	}
	for limit := time.Now().Add(wait); ; {
		s, err := powercut.Read(r.powerStatus())
		if err != nil {
			return s, err
		}
		if s.Writes == 0 {
			return s, errors.New("redis has written nothing through the library of the power cut: it is not in force")
		}
		if s.Held > 0 && (r.durable || s.Age > powerAge) || time.Now().After(limit) {
			return s, nil
		}
		if err := ctx.Err(); err != nil {
			return s, err
		}
		runtime.Gosched() // a flush takes less than a timer's tick
	}
}
