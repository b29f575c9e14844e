package loadtest

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// pipes is a generator in this process: the same bytes go to and fro as between
// two.
type pipes struct {
	io.ReadCloser
	io.WriteCloser
	done chan error
}

func (p *pipes) Close() error {
	err := errors.Join(p.WriteCloser.Close(), p.ReadCloser.Close())
	<-p.done
	return err
}

func (p *pipes) LastWords() string { return "" }

// spawn makes generators that compare with the record; count is how many were
// made, and each ends by itself after life (0: never).
func spawn(record Record, count *atomic.Int64, life time.Duration) func(context.Context) (Generator, error) {
	return func(ctx context.Context) (Generator, error) {
		mine, theirs := io.Pipe()
		orders, answers := io.Pipe()
		p := &pipes{mine, answers, make(chan error, 1)}
		if count.Add(1) == 2 && life > 0 {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, life)
			context.AfterFunc(ctx, func() { cancel(); _ = orders.Close() })
		}
		go func() {
			p.done <- Serve(ctx, orders, theirs, record)
			_ = theirs.Close() // its end
		}()
		return p, nil
	}
}

func TestGeneratorsAddUp(t *testing.T) {
	t.Parallel()
	p, url := newPeer(t, time.Second)
	cfg := p.config(url, 9)
	var made atomic.Int64
	cfg.Generators, cfg.Spawn = 4, spawn(p, &made, 0)
	res, err := Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if !res.Good() || made.Load() != 4 || res.Generators != 4 || res.Students != 9 || res.Sealed != 9 {
		t.Errorf("%d generators: %+v", made.Load(), res)
	}
	var inSlices, conns int64
	for _, s := range res.Timeline.Slices {
		inSlices += histogramOf(s.Ack).Count()
		conns = max(conns, s.Conns)
	}
	if inSlices != res.Acked || conns != 9 {
		t.Errorf("the intervals hold %d answers and %d connections, the run %d and 9", inSlices, conns, res.Acked)
	}
}

// TestADeadGeneratorFailsTheRun: what its candidates were told is gone, so no
// figure of such a run may come out.
func TestADeadGeneratorFailsTheRun(t *testing.T) {
	t.Parallel()
	p, url := newPeer(t, 5*time.Second)
	cfg := p.config(url, 6)
	cfg.Rate = 50
	var made atomic.Int64
	cfg.Generators, cfg.Spawn = 2, spawn(p, &made, time.Second)
	if res, err := Run(t.Context(), cfg); err == nil || !strings.Contains(err.Error(), "generator 2 of 2 died") {
		t.Errorf("Run = %+v, %v, want the death of generator 2", res, err)
	}
}

// TestCandidatesDoNotDependOnTheNumberOfGenerators: the same seed is the same
// people.
func TestCandidatesDoNotDependOnTheNumberOfGenerators(t *testing.T) {
	t.Parallel()
	cfg := Config{Target: "http://127.0.0.1:1", Duration: time.Minute, ClientFault: SlowReader, Seed: 7}
	for i := range 1000 {
		cfg.Tickets = append(cfg.Tickets, Ticket{Number: string(rune('A' + i))})
	}
	list := func(parts int) (all []*candidate) {
		for _, p := range cfg.plans(parts, time.Now()) {
			all = append(all, newCrowd(p).candidates...)
		}
		return all
	}
	alone := list(1)
	for _, parts := range []int{2, 3, 7} {
		got := list(parts)
		if len(got) != len(alone) {
			t.Fatalf("%d generators: %d candidates, want %d", parts, len(got), len(alone))
		}
		for i, c := range got {
			if a := alone[i]; c.index != i || c.device != a.device || c.role != a.role || c.ticket != a.ticket || c.rng.Uint64() != cloneOf(a).rng.Uint64() {
				t.Fatalf("%d generators: candidate %d is somebody else", parts, i)
			}
		}
	}
}

// cloneOf is the candidate as it was made.
func cloneOf(c *candidate) *candidate { return newCandidate(c.crowd, c.index, c.ticket) }

func TestServeRefusesOrdersThatMakeNoSense(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`{"status":true}`:  "first order",
		`{"plan":{}}`:      "without a target",
		`{"plan":{}`:       "",
		`{"status":"yes"}`: "",
	} {
		var out strings.Builder
		err := Serve(t.Context(), strings.NewReader(in), &out, nil)
		if want == "" && err == nil || !strings.Contains(out.String(), want) {
			t.Errorf("Serve(%s) = %v, answers %q, want %q", in, err, out.String(), want)
		}
	}
}
