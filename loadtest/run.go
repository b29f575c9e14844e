package loadtest

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// atOnce bounds sign-ins that are under way together: people do not type their
// tickets in the same millisecond.
const atOnce = 100

// run is one run under way.
type run struct {
	cfg        Config
	began      time.Time
	targets    []string // base URLs
	loopback   bool
	closedLoop bool
	dialer     websocket.Dialer
	http       *http.Client
	papers     papers
	meter      meter
	candidates []*candidate
	doors      chan struct{}
	mending    sync.WaitGroup

	mu          sync.Mutex
	timers      []*time.Timer
	lastWelcome time.Time
	startsAt    time.Time
	firstOpen   time.Time
	ends        time.Time // of the work; set when it begins, not changed after

	allIn   chan struct{} // closed when all were welcomed
	allOpen chan struct{} // closed when all have opened their paper
}

// Run simulates the candidates of cfg until every attempt is sealed, compares
// with the record, and returns what it found. An error means that the run
// could not be made; lost answers and other trouble stand in the Result.
func Run(ctx context.Context, cfg Config) (Result, error) {
	if err := cfg.Validate(); err != nil {
		return Result{}, err
	}
	r := newRun(cfg)
	ctx, cancel := context.WithCancel(ctx)
	var attending sync.WaitGroup
	defer attending.Wait()
	defer r.mending.Wait()
	defer cancel()
	for _, c := range r.candidates {
		attending.Go(func() { c.attend(ctx) })
	}
	defer r.stopTimers()
	return r.course(ctx)
}

func newRun(cfg Config) *run {
	u, _ := url.Parse(cfg.Target) // Validate has parsed it
	ip := net.ParseIP(u.Hostname())
	r := &run{
		cfg: cfg, began: time.Now(), closedLoop: cfg.Rate == 0,
		loopback: u.Hostname() == "localhost" || ip.IsLoopback(),
		dialer: websocket.Dialer{
			NetDialContext: dialFrom, HandshakeTimeout: 20 * time.Second,
			ReadBufferSize: 1024, WriteBufferSize: 1024, WriteBufferPool: &sync.Pool{},
		},
		http:  newHTTP(),
		doors: make(chan struct{}, atOnce),
		allIn: make(chan struct{}), allOpen: make(chan struct{}),
	}
	for _, target := range append([]string{cfg.Target}, cfg.Others...) {
		r.targets = append(r.targets, strings.TrimSuffix(target, "/"))
	}
	for i, t := range cfg.Tickets {
		rng := rand.New(rand.NewPCG(cfg.Seed, uint64(i))) //nolint:gosec // a simulation that can be repeated
		device := binary.BigEndian.AppendUint64(nil, rng.Uint64())
		r.candidates = append(r.candidates, &candidate{run: r, index: i, ticket: t, device: hex.EncodeToString(device), rng: rng, first: 1})
	}
	return r
}

// course leads the run through its phases.
func (r *run) course(ctx context.Context) (Result, error) {
	r.cfg.Log("%d candidates sign in at %s", len(r.candidates), strings.Join(r.targets, " and "))
	if err := r.wait(ctx, r.allIn, r.signInLimit(), "signed in", &r.meter.welcomed); err != nil {
		return Result{}, err
	}
	res := Result{Students: len(r.candidates), ConnectS: r.lastWelcome.Sub(r.began).Seconds()}
	r.cfg.Log("all are in after %.1f s", res.ConnectS)
	if r.cfg.Connected != nil {
		r.cfg.Connected()
	}
	if r.cfg.Begin != nil {
		at, err := r.cfg.Begin(ctx)
		if err != nil {
			return Result{}, fmt.Errorf("start the sitting: %w", err)
		}
		r.setStart(at)
	}
	if err := r.wait(ctx, r.allOpen, 10*time.Minute, "opened their paper", &r.meter.opened); err != nil {
		return Result{}, err
	}
	res.StartMS = StartMS{P50: r.meter.open.Quantile(0.5), P99: r.meter.open.Quantile(0.99)}
	r.cfg.Log("all papers are open: p50 %.0f ms, p99 %.0f ms after the start", res.StartMS.P50, res.StartMS.P99)
	if err := r.work(ctx); err != nil {
		return Result{}, err
	}
	if err := r.sealing(ctx, &res); err != nil {
		return Result{}, err
	}
	return res, r.reckon(ctx, &res)
}

func (r *run) signInLimit() time.Duration {
	return time.Minute + time.Duration(len(r.candidates))*20*time.Millisecond
}

// wait waits for a phase to be complete and tells how far it is meanwhile.
func (r *run) wait(ctx context.Context, done <-chan struct{}, limit time.Duration, what string, n interface{ Load() int64 }) error {
	tick := time.NewTicker(5 * time.Second)
	defer tick.Stop()
	over := time.NewTimer(limit)
	defer over.Stop()
	for {
		select {
		case <-done:
			return nil
		case <-tick.C:
			r.cfg.Log("%d of %d have %s", n.Load(), len(r.candidates), what)
		case <-over.C:
			return fmt.Errorf("only %d of %d have %s within %v; trouble so far: %v", n.Load(), len(r.candidates), what, limit, r.meter.errorKinds())
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// work lasts from the start to the deadline, with the fault in its middle.
func (r *run) work(ctx context.Context) error {
	r.ends = r.workEnds()
	if err := r.breakIt(ctx); err != nil {
		return err
	}
	last, at := r.meter.acked.Load(), time.Now()
	for time.Now().Before(r.ends) {
		if !sleep(ctx, min(5*time.Second, time.Until(r.ends))) {
			return ctx.Err()
		}
		n, now := r.meter.acked.Load(), time.Now()
		r.cfg.Log("%d answers acknowledged, %.0f a second, p99 %.1f ms", n, float64(n-last)/now.Sub(at).Seconds(), r.meter.ack.Quantile(0.99))
		last, at = n, now
	}
	return nil
}

// workBegan is when the first paper was open: the begin of the work.
func (r *run) workBegan() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.firstOpen
}

// workEnds is the last deadline of all candidates, or when all hand in.
func (r *run) workEnds() time.Time {
	if r.cfg.Profile == Submit {
		return r.workBegan().Add(r.cfg.Duration * handInShare / 100)
	}
	var last time.Time
	for _, c := range r.candidates {
		c.mu.Lock()
		if c.deadline.After(last) {
			last = c.deadline
		}
		c.mu.Unlock()
	}
	return last
}

func (r *run) welcomed(now time.Time) {
	r.mu.Lock()
	r.lastWelcome = now
	r.mu.Unlock()
	if r.meter.welcomed.Add(1) == int64(len(r.candidates)) {
		close(r.allIn)
	}
}

// setStart notes the instant at which the sitting starts, by which opening
// times are counted.
func (r *run) setStart(at time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.startsAt = at
}

func (r *run) opened(now time.Time) {
	r.mu.Lock()
	if r.firstOpen.IsZero() {
		r.firstOpen = now
		if r.startsAt.IsZero() { // a sitting that starts by itself: counted from the first
			r.startsAt = now
		}
	}
	at := r.startsAt
	r.mu.Unlock()
	r.meter.open.Record(now.Sub(at))
	if r.meter.opened.Add(1) == int64(len(r.candidates)) {
		close(r.allOpen)
	}
}

// after runs f later, unless the run is over by then.
func (r *run) after(d time.Duration, f func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.timers = append(r.timers, time.AfterFunc(d, f))
}

func (r *run) stopTimers() {
	r.mu.Lock()
	for _, t := range r.timers {
		t.Stop()
	}
	r.mu.Unlock()
	for _, c := range r.candidates {
		c.mu.Lock()
		if c.timer != nil {
			c.timer.Stop()
		}
		c.mu.Unlock()
	}
	r.http.CloseIdleConnections()
}

// enter takes one of the doors to sign in through.
func (r *run) enter(ctx context.Context) (release func(), ok bool) {
	select {
	case r.doors <- struct{}{}:
		return func() { <-r.doors }, true
	case <-ctx.Done():
		return nil, false
	}
}
