package loadtest

import (
	"math/bits"
	"sync/atomic"
	"time"
)

// Histogram counts durations in log-linear buckets: 64 to each doubling of
// microseconds, so a quantile is at most 1.6 % too high. It may be used from
// many goroutines.
type Histogram struct {
	buckets [64 * subBuckets]atomic.Int64
	count   atomic.Int64
	max     atomic.Int64
}

const (
	subBits    = 6
	subBuckets = 1 << subBits
)

// Record adds one duration.
func (h *Histogram) Record(d time.Duration) {
	us := max(d.Microseconds(), 0)
	h.buckets[bucketOf(us)].Add(1)
	h.count.Add(1)
	for {
		old := h.max.Load()
		if us <= old || h.max.CompareAndSwap(old, us) {
			return
		}
	}
}

// bucketOf is the index of a number of microseconds: the first 64 stand for
// themselves, then 64 buckets to each power of two.
func bucketOf(us int64) int {
	if us < subBuckets {
		return int(us)
	}
	shift := bits.Len64(uint64(us)) - 1 - subBits
	return (shift+1)*subBuckets + int(us>>shift) - subBuckets
}

// upperEdge is the highest number of microseconds of a bucket.
func upperEdge(b int) int64 {
	if b < subBuckets {
		return int64(b)
	}
	shift := b/subBuckets - 1
	return (int64(b%subBuckets)+subBuckets+1)<<shift - 1
}

// Quantile returns the duration in milliseconds that a share q of all recorded
// ones does not exceed, 0 when there are none.
func (h *Histogram) Quantile(q float64) float64 {
	total := h.count.Load()
	if total == 0 {
		return 0
	}
	rank := int64(q*float64(total-1)) + 1
	var seen int64
	for b := range h.buckets {
		if seen += h.buckets[b].Load(); seen >= rank {
			return float64(min(upperEdge(b), h.max.Load())) / 1000
		}
	}
	return h.Max()
}

// Max returns the longest duration in milliseconds.
func (h *Histogram) Max() float64 { return float64(h.max.Load()) / 1000 }

// Count returns how many durations were recorded.
func (h *Histogram) Count() int64 { return h.count.Load() }

// Counts is a Histogram in few words, to be handed to another process: pairs of
// bucket and count. Adding Counts is exact.
type Counts struct {
	Pairs [][2]int64 `json:"pairs,omitempty"`
	MaxUS int64      `json:"max_us,omitempty"`
}

func (h *Histogram) counts() Counts {
	c := Counts{MaxUS: h.max.Load()}
	for b := range h.buckets {
		if n := h.buckets[b].Load(); n > 0 {
			c.Pairs = append(c.Pairs, [2]int64{int64(b), n})
		}
	}
	return c
}

// add counts everything of c too. A bucket that does not exist is left out.
func (h *Histogram) add(c Counts) {
	for _, p := range c.Pairs {
		if p[0] >= 0 && p[0] < int64(len(h.buckets)) {
			h.buckets[p[0]].Add(p[1])
			h.count.Add(p[1])
		}
	}
	for {
		old := h.max.Load()
		if c.MaxUS <= old || h.max.CompareAndSwap(old, c.MaxUS) {
			return
		}
	}
}

// histogramOf is the sum of all.
func histogramOf(all ...Counts) *Histogram {
	h := &Histogram{}
	for _, c := range all {
		h.add(c)
	}
	return h
}

func (h *Histogram) quantiles() Quantiles {
	return Quantiles{h.Quantile(0.5), h.Quantile(0.99), h.Quantile(0.999), h.Max()}
}
