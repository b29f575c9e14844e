package loadtest

import (
	"context"
	"fmt"
	"time"
)

// sealing waits until the record says that every attempt is sealed and every
// candidate was told so.
func (r *run) sealing(ctx context.Context, res *Result) error {
	due := r.sealDue()
	if !sleep(ctx, time.Until(due)) {
		return ctx.Err()
	}
	names := make([]string, 0, len(r.candidates))
	for _, c := range r.candidates {
		c.mu.Lock()
		names = append(names, c.attempt)
		c.mu.Unlock()
	}
	limit := time.Now().Add(90*time.Second + time.Duration(len(names))*5*time.Millisecond)
	for said := time.Now(); ; {
		n, err := r.cfg.Record.Sealed(ctx, names)
		if err != nil {
			return fmt.Errorf("read the record: %w", err)
		}
		res.Sealed = n
		if n == len(names) {
			break
		}
		if time.Now().After(limit) {
			r.meter.fail("%d attempts are not sealed", len(names)-n)
			break
		}
		if time.Since(said) > 5*time.Second {
			said = time.Now()
			r.cfg.Log("%d of %d are sealed in the record", n, len(names))
		}
		if !sleep(ctx, 100*time.Millisecond) {
			return ctx.Err()
		}
	}
	res.SealS = max(time.Since(due).Seconds(), 0)
	r.cfg.Log("%d of %d are sealed in the record %.1f s after it was due", res.Sealed, len(names), res.SealS)
	return r.farewells(ctx)
}

// sealDue is the last instant at which somebody's deadline and grace are over;
// for those who handed in it is the end of their work.
func (r *run) sealDue() time.Time {
	last := r.ends
	if r.cfg.Profile == Submit {
		return last
	}
	for _, c := range r.candidates {
		c.mu.Lock()
		due := c.deadline.Add(c.grace)
		if c.sealed || c.submitted {
			due = r.ends
		}
		c.mu.Unlock()
		if due.After(last) {
			last = due
		}
	}
	return last
}

// farewells gives the candidates who are connected the time to hear of the
// seal: the record may know it first.
func (r *run) farewells(ctx context.Context) error {
	limit := time.Now().Add(30 * time.Second)
	for r.meter.sealed.Load() < int64(len(r.candidates))-r.meter.vanished.Load() {
		if time.Now().After(limit) {
			r.meter.fail("%d candidates were not told that they are sealed", int64(len(r.candidates))-r.meter.vanished.Load()-r.meter.sealed.Load())
			return nil
		}
		if !sleep(ctx, 50*time.Millisecond) {
			return ctx.Err()
		}
	}
	return nil
}

// reckon fills in the numbers and compares with the record.
func (r *run) reckon(ctx context.Context, res *Result) error {
	logs := make([]Log, 0, len(r.candidates))
	for _, c := range r.candidates {
		logs = append(logs, c.log())
	}
	found, err := Compare(ctx, r.cfg.Record, logs)
	if err != nil {
		return err
	}
	if found.Foreign > 0 {
		r.meter.fail("%d rows of the record were never sent", found.Foreign)
	}
	if found.Unsealed > 0 {
		r.meter.fail("%d attempts stand in the record as not sealed", found.Unsealed)
	}
	m := &r.meter
	res.Acked, res.Lost, res.Duplicated, res.Late = found.Acked, found.Lost, found.Duplicated, m.late.Load()
	res.AnswersPerS = float64(found.Acked) / r.ends.Sub(r.workBegan()).Seconds()
	res.AckMS = Quantiles{m.ack.Quantile(0.5), m.ack.Quantile(0.99), m.ack.Quantile(0.999), m.ack.Max()}
	res.DrainLagMS = m.drain.Quantile(0.99)
	r.reckonFault(res)
	res.Reconnects = m.reconnects.Load()
	res.Errors, res.ErrorKinds = m.errors.Load(), m.errorKinds()
	return nil
}

// reckonFault fills in how the work went on after the fault.
func (r *run) reckonFault(res *Result) {
	res.Vanished = r.meter.vanished.Load()
	if r.cfg.Fault == nil {
		return
	}
	first, all, ok := r.meter.back.seconds()
	res.BackS, res.BackAllS = first, all
	if !ok && r.sinceFault() {
		r.meter.fail("no answer made after the fault was acknowledged and archived")
	}
}

// sinceFault reports whether somebody made an answer after the fault.
func (r *run) sinceFault() bool {
	for _, c := range r.candidates {
		c.mu.Lock()
		n := len(c.events)
		late := n > 0 && !c.vanished && r.meter.back.after(r.began.Add(time.Duration(c.events[n-1].at)))
		c.mu.Unlock()
		if late {
			return true
		}
	}
	return false
}

// log is the candidate's own log in the form of the comparison.
func (c *candidate) log() Log {
	c.mu.Lock()
	defer c.mu.Unlock()
	l := Log{Attempt: c.attempt, First: c.first, Acked: c.acked, Events: make([]Answered, len(c.events))}
	for i, e := range c.events {
		l.Events[i] = Answered{e.field, e.value}
	}
	return l
}
