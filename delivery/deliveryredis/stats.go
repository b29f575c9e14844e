package deliveryredis

import (
	"sync/atomic"
	"time"

	"khaothi/delivery"
)

// Stats count what the committers do, since the start.
type Stats struct {
	Flushes atomic.Int64
	Ops     atomic.Int64
	Retries atomic.Int64 // flushes that had to be sent again
	FlushNS atomic.Int64 // sum over flushes: script, fsync and the way there and back
	SlowNS  atomic.Int64 // the slowest flush
	Queued  atomic.Int64 // of the shard that flushed last, when it did

	Wait  *delivery.Histogram // seconds that the oldest answer of a flush had waited
	Flush *delivery.Histogram // seconds of a flush
	Batch *delivery.Histogram // operations of a flush
}

func (s *Stats) flushed(ops, queued int, took time.Duration) {
	s.Flushes.Add(1)
	s.Ops.Add(int64(ops))
	s.FlushNS.Add(int64(took))
	s.Flush.Took(took)
	s.Batch.Observe(float64(ops))
	s.Queued.Store(int64(queued))
	for {
		slow := s.SlowNS.Load()
		if int64(took) <= slow || s.SlowNS.CompareAndSwap(slow, int64(took)) {
			return
		}
	}
}

// Slow says how long a flush takes now: of the shards, the one that takes
// longest, what is under way included.
func (s *Store) Slow() time.Duration {
	var slow time.Duration
	now := s.opt.Now().UnixNano()
	for _, sh := range s.shards {
		took := time.Duration(sh.usual.Load())
		if began := sh.began.Load(); began > 0 {
			took = max(took, time.Duration(now-began))
		}
		slow = max(slow, took)
	}
	return slow
}

// Stats are the counters, to be read at any time.
func (s *Store) Stats() *Stats { return &s.stats }
