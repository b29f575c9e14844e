package delivery

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// behind is an Archive whose drain has announced an incarnation.
type behind struct {
	Archive
	announced string
	asked     int
}

func (b *behind) Announced(context.Context, int) (string, error) { return b.announced, nil }

var errAsked = errors.New("asked")

func (b *behind) Seeds(context.Context, []exam.AttemptID) (map[exam.AttemptID]*Seed, error) {
	b.asked++
	return nil, errAsked
}

// TestRestoreWaitsForTheDrain: what a drain still holds of the incarnation before
// is not in the record yet, and would be missing in what is restored from it.
func TestRestoreWaitsForTheDrain(t *testing.T) {
	t.Parallel()
	b := &behind{announced: "first"}
	n := NewNode(Config{Live: &asked{shards: 3}, Archive: b, Now: time.Now})
	restore := func() error {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		return n.restore(ctx, []exam.AttemptID{"a"})
	}
	for _, step := range []struct {
		heard, announced string
		waits            bool
	}{
		{"", "first", true}, // this node has not heard of any yet
		{"first", "first", false},
		{"second", "first", true}, // wiped, and the drain has something in hand
		{"second", "second", false},
	} {
		n.shardOf("a").incarnation, b.announced, b.asked = step.heard, step.announced, 0
		err := restore()
		if waited := fault.CodeOf(err) == "drain.behind"; waited != step.waits || b.asked > 0 == step.waits || errors.Is(err, errAsked) == step.waits {
			t.Errorf("heard %q, announced %q: asked %d times, %v", step.heard, step.announced, b.asked, err)
		}
	}
}

// willing is a Live that answers each op with a result, at once.
type willing struct {
	Live
	shards int
	result func(*Op) Result
	ops    []*Op
}

func (w *willing) Shards() int { return w.shards }

func (w *willing) Enqueue(op *Op) {
	w.ops = append(w.ops, op)
	op.Result = w.result(op)
	op.Done(op)
}

// whole is an Archive with every attempt in it.
type whole struct{ Archive }

func (whole) Announced(context.Context, int) (string, error) { return "first", nil }

func (whole) Seeds(_ context.Context, ids []exam.AttemptID) (map[exam.AttemptID]*Seed, error) {
	seeds := map[exam.AttemptID]*Seed{}
	for _, id := range ids {
		seeds[id] = &Seed{Attempt: id, State: LiveRunning}
	}
	return seeds, nil
}

// TestWhoIsGoneTakesNothingOver: a connection that ended while it waited to be
// restored would take the attempt from the one that came after it.
func TestWhoIsGoneTakesNothingOver(t *testing.T) {
	t.Parallel()
	live := &willing{shards: 1, result: func(*Op) Result { return Result{Status: StatusOK, State: LiveRunning} }}
	n := NewNode(Config{Live: live, Archive: whole{}, Now: time.Now})
	n.shards[0].incarnation = "first"
	here := &Holder{node: n, out: &told{}, attempt: "here", recovering: true}
	gone := &Holder{node: n, out: &told{}, attempt: "gone", recovering: true, closed: true}
	here.room.L, gone.room.L = &here.mu, &gone.mu
	if failed, err := n.recoverHolders(t.Context(), []*Holder{gone, here}); err != nil || len(failed) > 0 {
		t.Errorf("%d failed: %v", len(failed), err)
	}
	var attached []exam.AttemptID
	for _, op := range live.ops {
		if op.Kind == OpAttach {
			attached = append(attached, op.Attempt)
		}
	}
	if !slices.Equal(attached, []exam.AttemptID{"here"}) {
		t.Errorf("attached %q", attached)
	}
}
