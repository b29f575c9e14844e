package deliveryredis_test

import (
	"strings"
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/delivery/deliveryredis"
	"khaothi/delivery/deliverytest"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/testenv"
)

func open(t *testing.T) *deliveryredis.Store {
	t.Helper()
	client, prefix := testenv.Redis(t)
	s := deliveryredis.New(client, deliveryredis.Options{Prefix: prefix, Shards: 3, Now: time.Now})
	t.Cleanup(s.Close)
	return s
}

func TestConformance(t *testing.T) {
	t.Parallel()
	deliverytest.RunLive(t, func(t *testing.T) delivery.Live { return open(t) })
}

func TestScriptsAreLoadedAgain(t *testing.T) {
	t.Parallel()
	s := open(t)
	client, _ := testenv.Redis(t)
	for range 2 {
		done := make(chan delivery.Result, 1)
		s.Enqueue(&delivery.Op{
			Kind: delivery.OpBeat, Node: "n1", Incarnation: "i", Done: func(op *delivery.Op) { done <- op.Result },
		})
		if r := <-done; r.Status != delivery.StatusOK {
			t.Fatalf("beat: %+v", r)
		}
		if err := client.ScriptFlush(t.Context()).Err(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAClosedStoreFailsItsOps(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.Close()
	done := make(chan delivery.Result, 1)
	s.Enqueue(&delivery.Op{Kind: delivery.OpLook, Attempt: "a", Done: func(op *delivery.Op) { done <- op.Result }})
	if r := <-done; r.Status != delivery.StatusFailed || fault.KindOf(r.Err) != fault.Unavailable {
		t.Errorf("result = %+v", r)
	}
}

func TestCheckNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	err := open(t).Check(t.Context()) // the shared Redis of tests keeps nothing on disk
	if fault.CodeOf(err) != "redis.not_durable" || !strings.Contains(err.Error(), "appendfsync") {
		t.Errorf("Check = %v", err)
	}
}

// TestReadLogTakesRoomForWhatIsThere: an entry of the stream with an essay is as
// long as one of hundreds of plain answers.
func TestReadLogTakesRoomForWhatIsThere(t *testing.T) {
	t.Parallel()
	client, prefix := testenv.Redis(t)
	s := storeOn(t, client, prefix)
	id := exam.AttemptID(exam.NewID())
	ask(t, s, delivery.Op{Kind: delivery.OpBeat, Node: "n1", Incarnation: "i"})
	ask(t, s, delivery.Op{Kind: delivery.OpRestore, Attempt: id, Incarnation: "i", Seed: &delivery.Seed{
		Attempt: id, State: delivery.LiveRunning, Epoch: 1, Started: time.Now(), Deadline: time.Now().Add(time.Hour),
	}})
	const essays = 10
	answer := answering(t, s, id, "p4_1", strings.Repeat("a", delivery.MaxEssay))
	for range essays {
		answer()
	}
	entries, err := s.ReadLog(t.Context(), 0, 10_000)
	if err != nil || len(entries) != essays || cap(entries) > 2*essays {
		t.Errorf("%d entries in a list for %d, %v; want %d", len(entries), cap(entries), err, essays)
	}
}
