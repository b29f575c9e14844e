package loadtest

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestHistogramQuantilesAreClose(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	var h Histogram
	var all []float64
	for range 100_000 {
		d := time.Duration(rng.ExpFloat64() * float64(20*time.Millisecond)).Truncate(time.Microsecond)
		h.Record(d)
		all = append(all, float64(d.Microseconds())/1000)
	}
	slices.Sort(all)
	for _, q := range []float64{0.01, 0.5, 0.9, 0.99, 0.999} {
		want := all[int(q*float64(len(all)-1))]
		if got := h.Quantile(q); got < want*0.999 || got > want*1.016+0.001 {
			t.Errorf("Quantile(%v) = %v ms, want %v within 1.6 %%", q, got, want)
		}
	}
	if h.Max() != all[len(all)-1] || h.Count() != 100_000 {
		t.Errorf("Max, Count = %v, %d", h.Max(), h.Count())
	}
}

func TestBucketsAreWithoutGap(t *testing.T) {
	t.Parallel()
	last := -1
	for us := range int64(1 << 16) {
		b := bucketOf(us)
		if b != last && b != last+1 {
			t.Fatalf("bucket jumps from %d to %d at %d µs", last, b, us)
		}
		if us > upperEdge(b) || (b > 0 && us <= upperEdge(b-1)) {
			t.Fatalf("%d µs is outside of bucket %d", us, b)
		}
		last = b
	}
	var empty Histogram
	if empty.Quantile(0.5) != 0 {
		t.Error("a quantile of nothing is not 0")
	}
}
