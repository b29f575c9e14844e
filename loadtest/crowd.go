package loadtest

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// crowd is the candidates of one process.
type crowd struct {
	plan       plan
	record     Record // set before report
	began      time.Time
	loopback   bool
	closedLoop bool
	dialer     websocket.Dialer
	http       *http.Client
	papers     papers
	meter      meter
	candidates []*candidate
	doors      chan struct{}

	mu          sync.Mutex
	timers      []*time.Timer
	lastWelcome time.Time
	firstOpen   time.Time

	life      context.Context //nolint:containedctx // of what candidates do by themselves; close ends it
	stop      context.CancelFunc
	attending sync.WaitGroup
}

func newCrowd(p plan) *crowd {
	now := time.Now()
	u, _ := url.Parse(p.Targets[0]) // Validate has parsed it
	ip := net.ParseIP(u.Hostname())
	c := &crowd{
		plan: p, began: now, closedLoop: p.Rate == 0 && p.Profile != Exam,
		loopback: u.Hostname() == "localhost" || ip.IsLoopback(),
		dialer: websocket.Dialer{
			NetDialContext: dialFrom, HandshakeTimeout: 20 * time.Second,
			ReadBufferSize: 1024, WriteBufferSize: 1024, WriteBufferPool: &sync.Pool{}, TLSClientConfig: Trusting(p.Roots),
		},
		http:  newHTTP(p.Roots),
		doors: make(chan struct{}, max(p.Doors, 1)),
	}
	c.meter.series = newSeries(p, now)
	for i, t := range p.Tickets {
		c.candidates = append(c.candidates, newCandidate(c, p.First+i, t))
	}
	return c
}

func newCandidate(of *crowd, index int, t Ticket) *candidate {
	rng := rand.New(rand.NewPCG(of.plan.Seed, uint64(index))) //nolint:gosec // a simulation that can be repeated
	device := binary.BigEndian.AppendUint64(nil, rng.Uint64())
	return &candidate{
		crowd: of, index: index, ticket: t, device: hex.EncodeToString(device), rng: rng, first: 1,
		role: roleOf(of.plan.ClientFault, index),
	}
}

// start lets everybody sign in.
func (c *crowd) start(ctx context.Context) {
	ctx, c.stop = context.WithCancel(ctx)
	c.life = ctx
	for _, one := range c.candidates {
		c.attending.Go(func() { one.attend(ctx) })
	}
}

// close ends all connections and waits until everybody is gone.
func (c *crowd) close() {
	c.stop()
	c.stopTimers()
	c.attending.Wait()
	c.stopTimers() // those that were set meanwhile
	c.http.CloseIdleConnections()
}

// status is how far they are; it takes no lock of a candidate.
func (c *crowd) status(_ context.Context, detail bool) (Status, error) {
	m := &c.meter
	c.mu.Lock()
	s := Status{
		Candidates: len(c.candidates), Welcomed: m.welcomed.Load(), Opened: m.opened.Load(), Told: m.sealed.Load() + m.vanished.Load(), Acked: m.acked.Load(),
		LastWelcome: nanos(c.lastWelcome), FirstOpen: nanos(c.firstOpen),
	}
	c.mu.Unlock()
	if detail {
		s.Kinds = m.kindsNow()
		s.Ack = m.series.total()
	}
	return s, nil
}

// horizon asks every candidate for attempt and deadline.
func (c *crowd) horizon(context.Context) (Horizon, error) {
	h := Horizon{Attempts: make([]string, 0, len(c.candidates))}
	for _, one := range c.candidates {
		one.mu.Lock()
		h.Attempts = append(h.Attempts, one.attempt)
		h.Deadline = max(h.Deadline, nanos(one.deadline))
		if !one.sealed && !one.submitted {
			h.SealDue = max(h.SealDue, nanos(one.deadline.Add(one.grace)))
		}
		one.mu.Unlock()
	}
	return h, nil
}

// tell passes on what happened or is to happen.
func (c *crowd) tell(_ context.Context, n Notice) error {
	if n.Broken != 0 {
		c.meter.back.broken(time.Unix(0, n.Broken), n.Mends)
		c.vanish(n.Vanish)
	}
	if n.Mending != 0 {
		c.meter.back.mendingFrom(time.Unix(0, n.Mending))
	}
	if n.HandIn != 0 {
		for _, one := range c.candidates {
			c.after(time.Until(time.Unix(0, n.HandIn)), one.handIn)
		}
	}
	if n.Ends != 0 && c.plan.ClientFault == SlowReader {
		c.stall(time.Unix(0, n.Ends))
	}
	return nil
}

func (c *crowd) welcomed(now time.Time) {
	c.mu.Lock()
	c.lastWelcome = now
	c.mu.Unlock()
	c.meter.welcomed.Add(1)
}

// opened notes when a candidate first saw the questions.
func (c *crowd) opened(now time.Time) {
	c.mu.Lock()
	if c.firstOpen.IsZero() {
		c.firstOpen = now
	}
	c.mu.Unlock()
	c.meter.opened.Add(1)
}

// after runs f later, unless the run is over by then.
func (c *crowd) after(d time.Duration, f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.timers = append(c.timers, time.AfterFunc(d, f))
}

func (c *crowd) stopTimers() {
	c.mu.Lock()
	for _, t := range c.timers {
		t.Stop()
	}
	c.mu.Unlock()
	for _, one := range c.candidates {
		one.mu.Lock()
		one.stopClocks()
		one.mu.Unlock()
	}
}

// enter takes one of the doors to sign in through.
func (c *crowd) enter(ctx context.Context) (release func(), ok bool) {
	select {
	case c.doors <- struct{}{}:
		return sync.OnceFunc(func() { <-c.doors }), true
	case <-ctx.Done():
		return nil, false
	}
}

// nanos is an instant in nanoseconds since 1970, 0 for none.
func nanos(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}
