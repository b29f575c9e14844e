package loadtest

import (
	"context"
	"fmt"
	"time"
)

// sealing waits until the record says that every attempt is sealed and every
// candidate was told so.
func (c *course) sealing(ctx context.Context, res *Result) error {
	due, err := c.sealDue(ctx)
	if err != nil {
		return err
	}
	if !sleep(ctx, time.Until(due)) {
		return ctx.Err()
	}
	n := len(c.attempts)
	limit := time.Now().Add(90*time.Second + time.Duration(n)*5*time.Millisecond)
	for said := time.Now(); ; {
		if res.Sealed, err = c.cfg.Record.Sealed(ctx, c.attempts); err != nil {
			return fmt.Errorf("read the record: %w", err)
		}
		if res.Sealed == n || time.Now().After(limit) {
			break
		}
		if time.Since(said) > 5*time.Second {
			said = time.Now()
			c.cfg.Log("%d of %d are sealed in the record", res.Sealed, n)
		}
		if !sleep(ctx, 2*look) {
			return ctx.Err()
		}
	}
	res.Due = due
	res.SealS = max(time.Since(due).Seconds(), 0)
	c.mark("deadline + grace", due)
	c.mark("all sealed", time.Now())
	c.cfg.Log("%d of %d are sealed in the record %.1f s after it was due", res.Sealed, n, res.SealS)
	return c.farewells(ctx, res)
}

// sealDue is the last instant at which somebody's deadline and grace are over;
// where all hand in it is the end of their work, whether or not each has done so
// by the time that this asks.
func (c *course) sealDue(ctx context.Context) (time.Time, error) {
	if !sleep(ctx, time.Until(c.ends)) || c.handIn {
		return c.ends, ctx.Err()
	}
	h, err := c.horizon(ctx)
	if due := time.Unix(0, h.SealDue); err == nil && due.After(c.ends) {
		return due, nil
	}
	return c.ends, err
}

// farewells gives the candidates who are connected the time to hear of the
// seal: the record may know it first.
func (c *course) farewells(ctx context.Context, res *Result) error {
	limit := time.Now().Add(30 * time.Second)
	for {
		s, err := c.status(ctx, false)
		if err != nil || s.Told >= int64(res.Students) {
			return err
		}
		if time.Now().After(limit) {
			c.untold = int64(res.Students) - s.Told
			return nil
		}
		if !sleep(ctx, look) {
			return ctx.Err()
		}
	}
}

// clockSlack is by how much the record's times may differ from this machine's
// clock before they count as wrong: the server may be another machine.
const clockSlack = 5 * time.Second

// reckon collects the reports of all parts and fills in the numbers.
func (c *course) reckon(ctx context.Context, res *Result) error {
	b := bounds{Starts: c.startsAt.UnixNano(), From: c.startsAt.Add(-clockSlack).UnixNano(), To: time.Now().Add(clockSlack).UnixNano()}
	if c.cfg.Begin == nil {
		b.From = 0 // it may have run for long
	}
	var all Report
	for _, p := range c.parts {
		r, err := p.report(ctx, b)
		if err != nil {
			return err
		}
		all.add(r)
	}
	c.judge(&all, *res)
	if c.cfg.Fault != nil && all.Back.Since && !all.Back.through() {
		all.fail(1, "no answer made after the fault was acknowledged and archived")
	}
	all.fill(res)
	c.reckonBack(all.Back, res)
	if seconds := c.ends.Sub(c.firstOpen).Seconds(); seconds > 0 {
		res.AnswersPerS = float64(all.Found.Acked) / seconds
	}
	c.timeline.Width = intervalOf(c.cfg.Duration).Seconds()
	c.timeline.Slices = all.Slices
	res.Timeline = &c.timeline
	return nil
}

// reckonBack fills in how the work went on after the fault.
func (c *course) reckonBack(b Comeback, res *Result) {
	if c.cfg.Fault == nil || !b.through() {
		return
	}
	res.BackS, res.BackAllS = b.seconds(c.from)
	c.mark("back", c.from.Add(time.Duration(res.BackS*float64(time.Second))))
}

// judge adds to the trouble what only shows when all is known.
func (c *course) judge(all *Report, res Result) {
	seen := map[string]bool{}
	for _, a := range c.attempts {
		if seen[a] {
			all.fail(1, "two tickets led to the same attempt")
		}
		seen[a] = true
	}
	all.fail(int64(res.Students-res.Sealed), "attempts are not sealed")
	all.fail(c.untold, "candidates were not told that they are sealed")
	all.fail(all.Found.Foreign, "rows of the record were never sent")
	all.fail(int64(all.Found.Unsealed), "attempts stand in the record as not sealed")
	all.fail(all.Found.Mistimed, "rows of the record have a time at which the sitting did not run")
	all.fail(all.Found.Disordered, "rows of the record are older than the one before")
	all.fail(all.Found.Admitted, "answers were called late and stand in the record")
}
