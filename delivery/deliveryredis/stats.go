package deliveryredis

import (
	"sync/atomic"
	"time"
)

// Stats count what the committers do, since the start.
type Stats struct {
	Flushes atomic.Int64
	Ops     atomic.Int64
	Retries atomic.Int64 // flushes that had to be sent again
	FlushNS atomic.Int64 // sum over flushes: script, fsync and the way there and back
	SlowNS  atomic.Int64 // the slowest flush
	Queued  atomic.Int64 // of the shard that flushed last, when it did
}

func (s *Stats) flushed(ops, queued int, took time.Duration) {
	s.Flushes.Add(1)
	s.Ops.Add(int64(ops))
	s.FlushNS.Add(int64(took))
	s.Queued.Store(int64(queued))
	for {
		slow := s.SlowNS.Load()
		if int64(took) <= slow || s.SlowNS.CompareAndSwap(slow, int64(took)) {
			return
		}
	}
}

// Stats are the counters, to be read at any time.
func (s *Store) Stats() *Stats { return &s.stats }
