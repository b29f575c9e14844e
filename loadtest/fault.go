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
func (c *course) breakIt(ctx context.Context) error {
	f := c.cfg.Fault
	if f == nil {
		return nil
	}
	if err := c.watch(ctx, c.firstOpen.Add(f.at(c.ends.Sub(c.firstOpen)))); err != nil {
		return err
	}
	if err := f.Break(ctx); err != nil {
		return fmt.Errorf("make the fault: %w", err)
	}
	at := time.Now()
	if f.Mend == nil {
		c.from = at
	}
	if err := c.tell(ctx, Notice{Broken: at.UnixNano(), Mends: f.Mend == nil, Vanish: f.Vanish}); err != nil {
		return err
	}
	c.mark("fault", at)
	c.cfg.Log("the fault is made")
	return c.mend(ctx, f)
}

// mend waits as long as it shall stay broken, and mends it.
func (c *course) mend(ctx context.Context, f *Fault) error {
	if f.Mend == nil {
		return nil
	}
	if err := c.watch(ctx, time.Now().Add(f.For)); err != nil {
		return err
	}
	c.from = time.Now()
	if err := c.tell(ctx, Notice{Mending: c.from.UnixNano()}); err != nil {
		return err
	}
	c.mark("mended", c.from)
	if err := f.Mend(ctx); err != nil {
		return fmt.Errorf("mend the fault: %w", err)
	}
	c.cfg.Log("the fault is mended")
	return nil
}

// vanish takes the power from the machines of a share of all candidates.
func (c *crowd) vanish(share float64) {
	n := int(share * float64(c.plan.Total))
	for _, one := range c.candidates {
		if one.index >= n {
			return
		}
		one.mu.Lock()
		one.vanished = true
		one.stopClocks()
		if one.ws != nil {
			_ = one.ws.UnderlyingConn().Close() // without a word
			one.ws = nil
		}
		one.mu.Unlock()
		c.meter.vanished.Add(1)
	}
}
