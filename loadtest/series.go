package loadtest

import (
	"sync/atomic"
	"time"
)

// maxCells bounds the series: what comes after the last interval counts there.
const maxCells = 1024

// series is what happened in each interval of a run.
type series struct {
	began time.Time     // of this process's part
	after time.Duration // from the begin of the first interval to began
	width time.Duration
	cells [maxCells]atomic.Pointer[cell]
	conns atomic.Int64 // connections that stand now
}

// cell is one interval.
type cell struct {
	ack   Histogram
	conns atomic.Int64 // connections at its last change + 1; 0: it saw none
}

func newSeries(p plan, now time.Time) *series {
	return &series{began: now, after: time.Duration(now.UnixNano() - p.Base), width: max(p.Interval, time.Millisecond)}
}

// at returns the cell of an instant.
func (s *series) at(now time.Time) *cell {
	i := min(max(int((now.Sub(s.began)+s.after)/s.width), 0), maxCells-1)
	if c := s.cells[i].Load(); c != nil {
		return c
	}
	s.cells[i].CompareAndSwap(nil, &cell{})
	return s.cells[i].Load()
}

// connected notes that a connection was made (1) or ended (-1).
func (s *series) connected(by int64) {
	s.at(time.Now()).conns.Store(s.conns.Add(by) + 1)
}

// slices are the intervals so far, each with the connections at its end.
func (s *series) slices() []Slice {
	last := 0
	for i := range s.cells {
		if s.cells[i].Load() != nil {
			last = i + 1
		}
	}
	list := make([]Slice, last)
	var conns int64
	for i := range list {
		if c := s.cells[i].Load(); c != nil {
			if n := c.conns.Load(); n > 0 {
				conns = n - 1
			}
			list[i].Ack = c.ack.counts()
		}
		list[i].Conns = conns
	}
	return list
}

// total is all of them in one histogram: exactly what was recorded.
func (s *series) total() Counts {
	var all Histogram
	for i := range s.cells {
		if c := s.cells[i].Load(); c != nil {
			all.add(c.ack.counts())
		}
	}
	return all.counts()
}

// Slice is one interval of a run.
type Slice struct {
	Ack   Counts `json:"ack"`
	Conns int64  `json:"conns"` // connections at its end
}
