package delivery

import (
	"context"
	"errors"
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
