package loadtest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// look is how often the parts are asked how far they are.
const look = 50 * time.Millisecond

// openLimit is how long the start of the sitting may be away.
const openLimit = 10 * time.Minute

// course leads the parts of one run through its phases.
type course struct {
	cfg   Config
	parts []part
	began time.Time

	startsAt  time.Time // of the sitting
	firstOpen time.Time // the begin of the work
	ends      time.Time // of the work
	attempts  []string
	from      time.Time // when what the fault broke began to come up
	untold    int64     // candidates who did not hear of their seal
	timeline  Timeline
	handIn    bool // all hand in at ends; nobody waits for the deadline
}

// Run simulates the candidates of cfg until every attempt is sealed, compares
// with the record, and returns what it found. An error means that the run
// could not be made; lost answers and other trouble stand in the Result.
func Run(ctx context.Context, cfg Config) (Result, error) {
	if err := cfg.Validate(); err != nil {
		return Result{}, err
	}
	c := &course{cfg: cfg, began: time.Now()}
	defer func() {
		for _, p := range c.parts {
			p.close()
		}
	}()
	if err := c.gather(ctx); err != nil {
		return Result{}, err
	}
	return c.run(ctx)
}

// gather makes the parts; their candidates begin to sign in at once.
func (c *course) gather(ctx context.Context) error {
	plans := c.cfg.plans(max(c.cfg.Generators, 1), c.began)
	if len(plans) == 1 {
		local := newCrowd(plans[0])
		local.record = c.cfg.Record
		local.start(ctx)
		c.parts = append(c.parts, local)
		return nil
	}
	for i, p := range plans {
		r, err := startRemote(ctx, c.cfg.Spawn, fmt.Sprintf("generator %d of %d", i+1, len(plans)))
		if err != nil {
			return err
		}
		c.parts = append(c.parts, r)
		if err := r.begin(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

func (c *course) run(ctx context.Context) (Result, error) {
	n := len(c.cfg.Tickets)
	res := Result{Students: n, Generators: len(c.parts)}
	c.cfg.Log("%d candidates sign in at %s", n, strings.Join(c.cfg.targets(), " and "))
	s, err := c.wait(ctx, phase{"signed in", c.signInLimit(), func(s Status) int64 { return s.Welcomed }})
	if err != nil {
		return res, err
	}
	if s.Told > 0 {
		return res, fmt.Errorf("%d of the attempts are sealed already, their tickets are used up: take others, or another sitting", s.Told)
	}
	res.ConnectS = time.Duration(s.LastWelcome - c.began.UnixNano()).Seconds()
	c.mark("all signed in", time.Unix(0, s.LastWelcome))
	c.cfg.Log("all are in after %.1f s", res.ConnectS)
	if c.cfg.Connected != nil {
		c.cfg.Connected()
	}
	if err := c.start(ctx); err != nil {
		return res, err
	}
	if err := c.work(ctx); err != nil {
		return res, err
	}
	if c.cfg.Ending != nil {
		c.cfg.Ending()
	}
	if err := c.sealing(ctx, &res); err != nil {
		return res, err
	}
	return res, c.reckon(ctx, &res)
}

func (c *course) signInLimit() time.Duration {
	return time.Minute + time.Duration(len(c.cfg.Tickets))*20*time.Millisecond
}

// mark puts an instant on the timeline.
func (c *course) mark(name string, at time.Time) {
	c.timeline.Marks = append(c.timeline.Marks, Mark{AtS: at.Sub(c.began).Seconds(), Name: name})
}

// status asks all parts and adds up.
func (c *course) status(ctx context.Context, detail bool) (Status, error) {
	var sum Status
	for _, p := range c.parts {
		s, err := p.status(ctx, detail)
		if err != nil {
			return sum, err
		}
		if detail {
			sum.add(s)
			continue
		}
		sum.addCounts(s)
	}
	return sum, nil
}

func (c *course) tell(ctx context.Context, n Notice) error {
	for _, p := range c.parts {
		if err := p.tell(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// phase is something that all candidates have to do before the run goes on.
type phase struct {
	what  string
	limit time.Duration
	count func(Status) int64
}

// wait waits for a phase to be complete and tells how far it is meanwhile.
func (c *course) wait(ctx context.Context, p phase) (Status, error) {
	over := time.Now().Add(p.limit)
	n := int64(len(c.cfg.Tickets))
	for said := time.Now(); ; {
		s, err := c.status(ctx, false)
		if err != nil || p.count(s) >= n {
			return s, err
		}
		if time.Now().After(over) {
			return s, c.stuck(ctx, p)
		}
		if time.Since(said) > 5*time.Second {
			said = time.Now()
			c.cfg.Log("%d of %d have %s", p.count(s), n, p.what)
		}
		if !sleep(ctx, look) {
			return s, ctx.Err()
		}
	}
}

// stuck is the error of a phase that is not complete in time.
func (c *course) stuck(ctx context.Context, p phase) error {
	s, err := c.status(ctx, true)
	if err != nil {
		return err
	}
	trouble, _ := kindList(s.Kinds)
	err = fmt.Errorf("only %d of %d have %s within %v; trouble so far: %v", p.count(s), len(c.cfg.Tickets), p.what, p.limit, trouble)
	if len(trouble) == 0 && p.count(s) == 0 {
		err = errors.Join(err, errors.New("is the sitting open, does it start soon, and do the tickets belong to it?"))
	}
	return err
}

// start starts the sitting and waits until every paper is open.
func (c *course) start(ctx context.Context) error {
	if c.cfg.Begin != nil {
		at, err := c.cfg.Begin(ctx)
		if err != nil {
			return fmt.Errorf("start the sitting: %w", err)
		}
		c.startsAt = at
	}
	s, err := c.wait(ctx, phase{"opened their paper", openLimit, func(s Status) int64 { return s.Opened }})
	if err != nil {
		return err
	}
	c.firstOpen = time.Unix(0, s.FirstOpen)
	if c.startsAt.IsZero() { // a sitting that starts by itself: counted from the first
		c.startsAt = c.firstOpen
	}
	c.mark("start", c.startsAt)
	return c.plan(ctx)
}

// plan sets the end of the work: the last deadline, or when all hand in.
func (c *course) plan(ctx context.Context) error {
	h, err := c.horizon(ctx)
	if err != nil {
		return err
	}
	c.attempts, c.ends = h.Attempts, time.Unix(0, h.Deadline)
	var n Notice
	whole := c.firstOpen.Add(c.cfg.Duration)
	switch {
	case c.cfg.Profile == Submit:
		c.ends = c.firstOpen.Add(c.cfg.Duration * handInShare / 100)
		n.HandIn = c.ends.UnixNano()
	case c.ends.Sub(whole) > 10*time.Second:
		c.cfg.Log("the sitting goes on for %v; all hand in after %v", time.Until(c.ends).Round(time.Second), c.cfg.Duration)
		c.ends, n.HandIn = whole, whole.UnixNano()
	}
	c.handIn = n.HandIn != 0
	n.Ends = c.ends.UnixNano()
	return c.tell(ctx, n)
}

func (c *course) horizon(ctx context.Context) (Horizon, error) {
	var all Horizon
	for _, p := range c.parts {
		h, err := p.horizon(ctx)
		if err != nil {
			return all, err
		}
		all.Attempts = append(all.Attempts, h.Attempts...)
		all.Deadline, all.SealDue = max(all.Deadline, h.Deadline), max(all.SealDue, h.SealDue)
	}
	return all, nil
}

// work lasts from the start to the deadline, with the fault in its middle.
func (c *course) work(ctx context.Context) error {
	if c.cfg.Working != nil {
		c.cfg.Working()
	}
	if err := c.breakIt(ctx); err != nil {
		return err
	}
	return c.watch(ctx, c.ends)
}

// watch tells what happens until an instant. A generator that dies ends it.
func (c *course) watch(ctx context.Context, until time.Time) error {
	var last Status
	for said := time.Now(); time.Now().Before(until); {
		if !sleep(ctx, min(250*time.Millisecond, time.Until(until))) {
			return ctx.Err()
		}
		now := time.Now()
		told := now.Sub(said) >= 5*time.Second
		s, err := c.status(ctx, told)
		if err != nil {
			return err
		}
		if !told {
			continue
		}
		c.cfg.Log("%d answers acknowledged, %.0f a second, p99 %.1f ms so far", s.Acked, float64(s.Acked-last.Acked)/now.Sub(said).Seconds(),
			histogramOf(s.Ack).Quantile(0.99))
		last, said = s, now
	}
	return nil
}
