package delivery

import (
	"fmt"
	"testing"
	"time"

	"khaothi/internal/exam"
)

// asked is a Live that keeps what it is asked for, and does nothing of it.
type asked struct {
	Live
	shards int
	ops    chan *Op
}

func (a *asked) Shards() int { return a.shards }

func (a *asked) Enqueue(op *Op) { a.ops <- op }

// expect reads as many ops as are wanted, and waits a moment for one too many.
func (a *asked) expect(t *testing.T, what string, want map[exam.AttemptID]OpKind) {
	t.Helper()
	got := map[exam.AttemptID]OpKind{}
	for range want {
		select {
		case op := <-a.ops:
			got[op.Attempt] = op.Kind
		case <-time.After(10 * time.Second):
			t.Fatalf("%s: asked for %q, want %q", what, got, want)
		}
	}
	select {
	case op := <-a.ops:
		t.Errorf("%s: %c of %s was asked for as well", what, op.Kind, op.Attempt)
	case <-time.After(20 * time.Millisecond):
	}
	for id, kind := range want {
		if got[id] != kind {
			t.Errorf("%s: %s: %q, want %q", what, id, got[id], kind)
		}
	}
}

// sweepAt is a node with a clock that stands, and a sitting of an hour that
// began 61 minutes ago, with a grace of 10 s.
func sweepAt(now time.Time) (*Node, *asked, *Sitting) {
	live := &asked{shards: 3, ops: make(chan *Op, 100)}
	n := NewNode(Config{Live: live, Now: func() time.Time { return now }})
	begin := now.Add(-61 * time.Minute)
	s := &Sitting{
		ID: "s", State: exam.SittingRunning, Started: begin, End: begin.Add(time.Hour), Duration: time.Hour, Grace: 10 * time.Second,
	}
	n.sittings.Store(&map[exam.SittingID]*Sitting{s.ID: s})
	return n, live, s
}

// TestEveryShardHasItsTurn: in as many turns as there are shards each holder is
// swept once, those that came between two turns too.
func TestEveryShardHasItsTurn(t *testing.T) {
	t.Parallel()
	n, live, s := sweepAt(time.Unix(1_790_000_000, 0))
	for round := range 3 {
		want := map[exam.AttemptID]OpKind{}
		for i := range 12 {
			id := exam.AttemptID(fmt.Sprint("attempt ", round, i))
			n.register(&Holder{node: n, attempt: id, sitting: s.ID, state: LiveRunning, deadline: s.End, nextTime: n.cfg.Now().Add(time.Hour)}, false)
			want[id] = OpSeal
		}
		for range n.shards {
			if err := n.sweepNext(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		live.expect(t, fmt.Sprint("round ", round), want)
	}
}

// TestASweepAsksForWhatIsDue, and for nothing else.
func TestASweepAsksForWhatIsDue(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_790_000_000, 0)
	const grace, long = 10 * time.Second, time.Minute
	pause := func(s *Sitting) {
		s.clocks = NewClocks(s, []Action{{Kind: ActionPause, At: now.Add(-2 * time.Minute)}})
	}
	planned := func(in time.Duration) func(*Sitting) {
		return func(s *Sitting) {
			s.State, s.Planned, s.Started, s.End = exam.SittingOpen, now.Add(in), time.Time{}, now.Add(long)
		}
	}
	for _, tt := range []struct {
		what  string
		state LiveState
		ago   time.Duration // since the deadline
		up    time.Duration // since all was up again; 0: for long
		skew  time.Duration
		set   func(*Sitting)
		mark  func(*Holder)
		want  OpKind
	}{
		{what: "over", state: LiveRunning, ago: grace + 1, want: OpSeal},
		{what: "in the grace", state: LiveRunning, ago: grace},
		{what: "down within the grace", state: LiveRunning, ago: long, up: grace},
		{what: "down before the grace", state: LiveRunning, ago: long, up: grace + 1, want: OpSeal},
		{what: "clocks differ", state: LiveRunning, ago: long, skew: -maxSkew - 1},
		{what: "Live is ahead, and there it is over", state: LiveRunning, ago: grace, skew: time.Second, want: OpSeal},
		{what: "the clock stands by the terms", state: LiveRunning, ago: long, set: pause},
		{what: "paused", state: LivePaused, ago: long},
		{what: "sealed", state: LiveSealed, ago: long},
		{what: "a seal is on its way", state: LiveRunning, ago: long, mark: func(h *Holder) { h.sealing = true }},
		{what: "being restored", state: LiveRunning, ago: long, mark: func(h *Holder) { h.recovering = true }},
		{what: "gone", state: LiveRunning, ago: long, mark: func(h *Holder) { h.closed = true }},
		{what: "no deadline is known", state: LiveRunning, mark: func(h *Holder) { h.deadline = time.Time{} }},
		{what: "closed", state: LiveRunning, ago: long, set: func(s *Sitting) { s.State = exam.SittingClosed }},
		{what: "never began, over", state: LiveWaiting, mark: func(h *Holder) { h.starting = true }, want: OpSeal},
		{what: "never began, the clock stands", state: LiveWaiting, set: pause},
		{what: "waits, there is time", state: LiveWaiting, set: func(s *Sitting) { s.End = now.Add(long) }, want: OpStart},
		{what: "waits, the plan says now", state: LiveWaiting, set: planned(-5 * time.Second), want: OpStart},
		{what: "waits, the node is ahead of the start", state: LiveWaiting, skew: -10 * time.Second, set: planned(-5 * time.Second)},
		{what: "waits, Live is ahead of the start", state: LiveWaiting, skew: 10 * time.Second, set: planned(5 * time.Second)},
		{what: "waits, not yet begun", state: LiveWaiting, set: func(s *Sitting) { s.State = exam.SittingOpen }},
	} {
		t.Run(tt.what, func(t *testing.T) {
			t.Parallel()
			n, live, s := sweepAt(now)
			h := &Holder{node: n, attempt: "a", sitting: s.ID, state: tt.state, deadline: now.Add(-tt.ago), nextTime: now.Add(long)}
			if tt.set != nil {
				tt.set(s)
			}
			if tt.mark != nil {
				tt.mark(h)
			}
			n.skew.Store(int64(tt.skew))
			n.register(h, false)
			shard := n.shardOf(h.attempt)
			if tt.up != 0 {
				shard.since = now.Add(-tt.up)
			}
			n.sweep(shard)
			n.sweep(shard) // what is on its way is not asked for again
			want := map[exam.AttemptID]OpKind{}
			if tt.want != 0 {
				want[h.attempt] = tt.want
			}
			live.expect(t, tt.what, want)
		})
	}
}
