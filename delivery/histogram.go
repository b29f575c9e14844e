package delivery

import (
	"slices"
	"sync/atomic"
	"time"
)

// Histogram counts values by size, for metrics. It may be used by many at once.
type Histogram struct {
	bounds []float64
	counts []atomic.Int64 // one more than bounds: what is above all of them
	sum    atomic.Int64   // in millionths
}

// Seconds are bounds for times from half a millisecond to half a minute.
func Seconds() *Histogram {
	return NewHistogram(.0005, .001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10, 30)
}

// Sizes are bounds for batches.
func Sizes() *Histogram {
	return NewHistogram(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000)
}

// NewHistogram returns one with ascending upper bounds.
func NewHistogram(bounds ...float64) *Histogram {
	return &Histogram{bounds: bounds, counts: make([]atomic.Int64, len(bounds)+1)}
}

// Observe counts v.
func (h *Histogram) Observe(v float64) {
	i, _ := slices.BinarySearch(h.bounds, v)
	h.counts[i].Add(1)
	h.sum.Add(int64(v * 1e6))
}

// Took counts a time in seconds.
func (h *Histogram) Took(d time.Duration) { h.Observe(d.Seconds()) }

// Counts are what was counted so far: how many, their sum, and for each upper
// bound how many were not above it.
func (h *Histogram) Counts() (n uint64, sum float64, upTo map[float64]uint64) {
	upTo = make(map[float64]uint64, len(h.bounds))
	for i := range h.counts {
		n += uint64(h.counts[i].Load())
		if i < len(h.bounds) {
			upTo[h.bounds[i]] = n
		}
	}
	return n, float64(h.sum.Load()) / 1e6, upTo
}
