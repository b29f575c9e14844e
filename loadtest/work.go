package loadtest

import (
	"time"
)

// handInShare is the percentage of the working time after which the candidates
// of the profile submit all hand in.
const handInShare = 80

// begin starts the work of a candidate whose paper has just opened. mu is held.
func (c *candidate) begin() {
	now := time.Now()
	if c.run.cfg.Profile == Mixed && c.rng.IntN(20) == 0 {
		c.run.after(c.share(0.2, 0.8), c.drop)
	}
	if c.run.cfg.Profile == Submit {
		c.run.after(time.Until(c.run.workBegan().Add(c.run.cfg.Duration*handInShare/100)), c.handIn)
	}
	if c.run.cfg.Profile == Mixed && c.rng.IntN(2) == 0 {
		c.run.after(c.share(0.6, 0.9), c.handIn)
	}
	if c.run.closedLoop {
		c.wake(now)
		return
	}
	c.timer = time.AfterFunc(c.pause(), c.tick)
}

// share is a random moment between two shares of the working time.
func (c *candidate) share(from, to float64) time.Duration {
	return time.Duration((from + c.rng.Float64()*(to-from)) * float64(c.run.cfg.Duration))
}

// pause is the time to the next answer of one candidate of an open loop:
// exponential, so that all together make a Poisson stream of the wanted rate.
func (c *candidate) pause() time.Duration {
	mean := float64(len(c.run.candidates)) / c.run.cfg.Rate * float64(time.Second)
	return min(time.Duration(c.rng.ExpFloat64()*mean), time.Hour)
}

// tick makes one answer of the open loop and sets the clock for the next. The
// next is counted from when this one was due, not from when it was made.
func (c *candidate) tick() {
	now := time.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.sealed || c.submitted || c.vanished || c.lateFrom != 0 || !now.Before(c.deadline) {
		return
	}
	if c.mayAnswer(now) {
		c.answer(now)
	}
	c.timer.Reset(c.pause())
}

// wake lets a candidate of the closed loop make the next answer, if none is on
// its way. mu is held.
func (c *candidate) wake(now time.Time) {
	if c.run.closedLoop && c.acked == c.last() && c.mayAnswer(now) {
		c.answer(now)
	}
}

// drop cuts the connection without a word, as a pulled cable does.
func (c *candidate) drop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ws != nil && !c.sealed {
		_ = c.ws.UnderlyingConn().Close() // the reader sees it
	}
}

// handIn submits before the deadline.
func (c *candidate) handIn() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.sealed || c.vanished || c.fields == nil {
		return
	}
	c.submitted = true
	if c.ws != nil {
		c.sendSubmit()
	}
}
