package loadtest

import (
	"context"
	"net"
	"syscall"
	"time"
)

// The share of the work during which slow readers do not read.
const (
	stallFrom = 0.2
	stallTo   = 0.7
)

// slowWindow is the receive buffer of a slow reader: what it does not read
// fills it soon, and then it is the server that has to hold it.
const slowWindow = 4 << 10

// stall lets the slow readers stop reading for the middle of the work, which
// begins now.
func (c *crowd) stall(ends time.Time) {
	work := time.Until(ends)
	from, to := time.Now().Add(time.Duration(stallFrom*float64(work))), time.Now().Add(time.Duration(stallTo*float64(work)))
	for _, one := range c.candidates {
		if !one.role.slow() {
			continue
		}
		c.after(time.Until(from), func() { one.stopReading(to) })
	}
}

func (c *candidate) stopReading(until time.Time) {
	c.mu.Lock()
	c.stallEnd = until
	flood := c.role == roleFlood
	c.mu.Unlock()
	if flood {
		c.crowd.attending.Go(func() { c.flood(c.crowd.life, until) })
	}
}

// stallLeft is how long the candidate will not read yet.
func (c *candidate) stallLeft() time.Duration {
	if !c.role.slow() {
		return 0
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Until(c.stallEnd)
}

// pauseReading waits until the candidate reads again.
func (c *candidate) pauseReading(ctx context.Context) {
	for left := c.stallLeft(); left > 0; left = c.stallLeft() {
		if !sleep(ctx, left) {
			return
		}
	}
}

// flood repeats the last event as fast as the server takes it, which has to
// answer each: the server must hold this one back, or drop it.
func (c *candidate) flood(ctx context.Context, until time.Time) {
	for time.Now().Before(until) {
		c.mu.Lock()
		over := c.sealed || c.over
		sent := c.ws != nil && c.acked >= c.first && c.write(c.acked)
		c.mu.Unlock()
		if over {
			return
		}
		if !sent && !sleep(ctx, 50*time.Millisecond) {
			return
		}
	}
}

// heldBack notes that a slow reader could not write any more. mu is held.
func (c *candidate) heldBack() {
	if c.role.slow() && time.Now().Before(c.stallEnd) {
		c.crowd.meter.stalled.Add(1)
	}
}

// caughtUp notes when a slow reader has everything acknowledged again after it
// began to read again. mu is held.
func (c *candidate) caughtUp(now time.Time) {
	if !c.role.slow() || c.caught || c.stallEnd.IsZero() || now.Before(c.stallEnd) || c.acked < c.last() {
		return
	}
	c.caught = true
	c.crowd.meter.slowest(now.Sub(c.stallEnd))
}

// narrow gives a slow reader's connection a small receive buffer before it is
// made: later the window has been promised already.
func narrow(d *net.Dialer) {
	d.Control = func(_, _ string, raw syscall.RawConn) error {
		var failed error
		err := raw.Control(func(fd uintptr) {
			failed = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, slowWindow) //nolint:gosec // a descriptor fits
		})
		if err != nil {
			return err
		}
		return failed
	}
}
