package loadtest

import (
	"context"
	"fmt"
	"time"
)

// Fault is what breaks once during the work.
type Fault struct {
	At time.Duration // after the begin of the work; 0: in its middle, below 0: before its end
	// Break breaks something and returns when it is broken.
	Break func(ctx context.Context) error
	// For is how long it stays broken; then Mend returns when it is mended, or
	// on its way to be. A nil Mend: it mends by itself, from the break on.
	For  time.Duration
	Mend func(ctx context.Context) error
	// Vanish is the share of candidates whose machines die right after the
	// break and stay away: they send nothing again.
	Vanish float64
}

// at is how long after the begin of the work the fault comes.
func (f *Fault) at(work time.Duration) time.Duration {
	switch {
	case f.At > 0:
		return f.At
	case f.At < 0:
		return work + f.At
	}
	return work / 2
}

// breakIt makes the fault at its time and sets off what mends it.
func (r *run) breakIt(ctx context.Context) error {
	f := r.cfg.Fault
	if f == nil {
		return nil
	}
	if !sleep(ctx, time.Until(r.workBegan().Add(f.at(r.cfg.Duration)))) {
		return ctx.Err()
	}
	if err := f.Break(ctx); err != nil {
		return fmt.Errorf("make the fault: %w", err)
	}
	r.meter.back.broken(time.Now(), f.Mend == nil)
	r.vanish(f.Vanish)
	r.cfg.Log("the fault is made with %d answers acknowledged", r.meter.acked.Load())
	if f.Mend == nil {
		return nil
	}
	r.mending.Go(func() { r.mend(ctx, f) })
	return nil
}

func (r *run) mend(ctx context.Context, f *Fault) {
	if !sleep(ctx, f.For) {
		return
	}
	r.meter.back.mendingFrom(time.Now())
	if err := f.Mend(ctx); err != nil {
		r.meter.fail("mend the fault: %v", err)
		return
	}
	r.cfg.Log("the fault is mended")
}

// vanish takes the power from the machines of a share of the candidates.
func (r *run) vanish(share float64) {
	n := int(share * float64(len(r.candidates)))
	for i, c := range r.candidates {
		if i >= n {
			return
		}
		c.mu.Lock()
		c.vanished = true
		if c.timer != nil {
			c.timer.Stop()
		}
		if c.ws != nil {
			_ = c.ws.UnderlyingConn().Close() // without a word
			c.ws = nil
		}
		c.mu.Unlock()
		r.meter.vanished.Add(1)
	}
}
