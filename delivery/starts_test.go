package delivery

import (
	"sync"
	"testing"
	"time"

	"khaothi/internal/exam"
)

// TestStartsGoAFewAtATime holds every start back: no more than startsAtOnce are
// on their way, and as they come back each of the others goes, once.
func TestStartsGoAFewAtATime(t *testing.T) {
	t.Parallel()
	const all = 3*startsAtOnce + 7
	sent := make(chan *Op, all)
	s := &starts{enqueue: func(op *Op) { sent <- op }}
	var done sync.WaitGroup
	done.Add(all)
	for range all {
		s.add(&Op{Kind: OpStart, Done: func(*Op) { done.Done() }})
	}
	held := make([]*Op, 0, startsAtOnce)
	for range startsAtOnce {
		held = append(held, <-sent)
	}
	select {
	case <-sent:
		t.Fatalf("more than %d are on their way", startsAtOnce)
	case <-time.After(50 * time.Millisecond):
	}
	for _, op := range held {
		op.Done(op)
	}
	seen := map[*Op]bool{}
	for range all - startsAtOnce {
		op := <-sent
		if seen[op] {
			t.Fatal("one was sent twice")
		}
		seen[op] = true
		op.Done(op)
	}
	done.Wait()
	if len(s.waiting) != 0 || s.onWay != 0 {
		t.Errorf("%d wait and %d are on their way at the end", len(s.waiting), s.onWay)
	}
}

// TestAStartIsNoticedWithinASecond: every node reads the sittings and sweeps its
// holders so often that a quarter of one is left for Live and the way.
func TestAStartIsNoticedWithinASecond(t *testing.T) {
	t.Parallel()
	if longest := readEvery + sweepEvery; longest > 750*time.Millisecond {
		t.Errorf("a start may go unnoticed for %v", longest)
	}
}

// TestTheTimeIsSpread: those who heard it in one moment hear it again within
// timeEvery, and not together.
func TestTheTimeIsSpread(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 6, 11, 7, 30, 0, 0, time.UTC)
	n := &Node{cfg: Config{Now: func() time.Time { return now }}}
	const holders, cells = 6000, 20
	var count [cells]int
	for range holders {
		h := &Holder{node: n, attempt: exam.AttemptID(exam.NewID())}
		wait := h.firstTime().Sub(now)
		if wait <= 0 || wait > timeEvery {
			t.Fatalf("the time is told again after %v", wait)
		}
		count[min(int(wait*cells/timeEvery), cells-1)]++
	}
	for i, n := range count {
		if n > 2*holders/cells {
			t.Errorf("%d of %d hear the time in part %d of %d", n, holders, i, cells)
		}
	}
}
