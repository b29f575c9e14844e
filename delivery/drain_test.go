package delivery

import (
	"context"
	"errors"
	"testing"
	"time"
)

// backlog is a log with much in it.
type backlog struct {
	Live
	read int
}

func (*backlog) Shards() int { return 1 }

func (b *backlog) ReadLog(context.Context, int, int) ([]LogEntry, error) {
	b.read++
	return make([]LogEntry, drainMuch), nil
}

// full is an Archive that has no room.
type full struct{ Archive }

func (full) Lease(context.Context, string, int, time.Duration) ([]int, error) { return []int{0}, nil }

func (full) Append(context.Context, string, []ShardEntries) (Appended, error) {
	return Appended{}, errors.New("no space left on device")
}

// TestADrainThatFailsWaits, however much is left: a record that takes nothing
// must not be asked without end, nor Redis read.
func TestADrainThatFailsWaits(t *testing.T) {
	t.Parallel()
	log := &backlog{}
	d := newDrain(NewNode(Config{Live: log, Archive: full{}, Now: time.Now}))
	ctx, cancel := context.WithTimeout(t.Context(), drainRetry/2)
	defer cancel()
	d.run(ctx)
	if log.read != 1 {
		t.Errorf("read %d times in %v", log.read, drainRetry/2)
	}
}
