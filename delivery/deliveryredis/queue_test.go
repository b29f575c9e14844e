package deliveryredis_test

import (
	"sync"
	"testing"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/testenv"
)

// TestWhatComesWhileRedisIsSlowGoesTogether holds one call back until the queue
// is half full: the store says that it is crowded, and once Redis answers few
// calls carry all that waited.
func TestWhatComesWhileRedisIsSlowGoesTogether(t *testing.T) {
	t.Parallel()
	client, prefix := testenv.Redis(t)
	slow, armed, cut := onCable(t, client)
	s := storeOn(t, slow, prefix)
	release := sync.OnceFunc(func() { close(cut) })
	t.Cleanup(release) // before the store is closed, which waits for the call
	armed.Store(true)
	id := exam.AttemptID(exam.NewID())
	var asked, told int64
	done := make(chan delivery.Result, 10_000)
	for ; !s.Crowded(id); asked++ {
		if asked == 7000 {
			t.Fatal("7000 wait, and it is not crowded")
		}
		s.Enqueue(&delivery.Op{Kind: delivery.OpLook, Attempt: id, Done: func(op *delivery.Op) { done <- op.Result }})
	}
	if asked < 4000 {
		t.Errorf("crowded by %d", asked)
	}
	release()
	for ; told < asked; told++ {
		if r := <-done; r.Status != delivery.StatusMissing {
			t.Fatalf("result = %+v", r)
		}
	}
	if n := s.Stats().Flushes.Load(); n > 10 {
		t.Errorf("%d calls for %d operations that waited", n, asked)
	}
	if s.Crowded(id) {
		t.Error("crowded by nobody")
	}
}
