package delivery

import (
	"sync/atomic"
	"time"
)

// Stats count what a node does since its start.
type Stats struct {
	Saved      atomic.Int64 // events acknowledged
	Late       atomic.Int64
	Conflicts  atomic.Int64
	Refused    atomic.Int64
	Replaced   atomic.Int64
	Recovered  atomic.Int64 // holders brought back after Live lost data
	Sealed     atomic.Int64
	Drained    atomic.Int64 // entries
	DrainNS    atomic.Int64 // age of the oldest entry that the last drain took
	Diverged   atomic.Int64 // alarms of the record
	Incomplete atomic.Int64 // alarms of the record
	PutAside   atomic.Int64 // entries that the record did not take: an alarm
	LoopErrors atomic.Int64

	DrainTook  *Histogram // seconds of one turn of the drain that carried something
	DrainBatch *Histogram // entries of it
	DrainAge   *Histogram // seconds between the oldest of them and its commit
	SealLate   *Histogram // seconds between deadline and grace and the seal by the server
}

func newHistograms(s *Stats) {
	s.DrainTook, s.DrainBatch, s.DrainAge, s.SealLate = Seconds(), Sizes(), Seconds(), Seconds()
}

// Histograms are those of Stats, to be read at any time.
func (n *Node) Histograms() *Stats { return &n.stats }

// Snapshot is Stats at one moment, for metrics.
type Snapshot struct {
	Holders    int
	Saved      int64
	Late       int64
	Conflicts  int64
	Refused    int64
	Replaced   int64
	Recovered  int64
	Sealed     int64
	Drained    int64
	DrainLag   time.Duration
	Diverged   int64
	Incomplete int64
	PutAside   int64
	LoopErrors int64
	ClockSkew  time.Duration
}

// Stats returns the counters as they are now.
func (n *Node) Stats() Snapshot {
	holders := 0
	for _, s := range n.shards {
		s.mu.Lock()
		holders += len(s.holders)
		s.mu.Unlock()
	}
	t := &n.stats
	return Snapshot{
		Holders: holders, Saved: t.Saved.Load(), Late: t.Late.Load(), Conflicts: t.Conflicts.Load(),
		Refused: t.Refused.Load(), Replaced: t.Replaced.Load(), Recovered: t.Recovered.Load(), Sealed: t.Sealed.Load(),
		Drained: t.Drained.Load(), DrainLag: time.Duration(t.DrainNS.Load()), Diverged: t.Diverged.Load(),
		Incomplete: t.Incomplete.Load(), PutAside: t.PutAside.Load(), LoopErrors: t.LoopErrors.Load(), ClockSkew: time.Duration(n.skew.Load()),
	}
}
