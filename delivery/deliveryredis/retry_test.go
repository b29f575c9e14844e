package deliveryredis_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"khaothi/delivery"
	"khaothi/delivery/deliveryredis"
	"khaothi/internal/exam"
	"khaothi/internal/testenv"
)

// cable is a connection that may lose one call of the script: it is sent, never
// arrives, and breaks when told to. Whether it arrived nobody can know.
type cable struct {
	net.Conn
	armed *atomic.Bool
	lost  atomic.Bool
	cut   <-chan struct{}
}

func (c *cable) Write(b []byte) (int, error) {
	if bytes.Contains(b, []byte("evalsha")) && c.armed.CompareAndSwap(true, false) {
		c.lost.Store(true)
		return len(b), nil
	}
	return c.Conn.Write(b)
}

func (c *cable) Read(b []byte) (int, error) {
	if c.lost.Load() {
		<-c.cut
		return 0, io.ErrUnexpectedEOF
	}
	return c.Conn.Read(b)
}

// onCable is client on cables that lose the next call once armed.
func onCable(t *testing.T, client redis.UniversalClient) (broken redis.UniversalClient, armed *atomic.Bool, cut chan struct{}) {
	t.Helper()
	cut, armed = make(chan struct{}), &atomic.Bool{}
	plugged := *client.(*redis.Client).Options()
	dial := plugged.Dialer
	plugged.MaxRetries = -1 // as redisdb: the store itself tries again
	plugged.Dialer = func(ctx context.Context, network, addr string) (net.Conn, error) {
		c, err := dial(ctx, network, addr)
		return &cable{Conn: c, armed: armed, cut: cut}, err
	}
	broken = redis.NewClient(&plugged)
	t.Cleanup(func() { _ = broken.Close() })
	return broken, armed, cut
}

// TestAnAnswerThatWasCutOffWithinTheGraceCounts: it was sent in time, the line
// to Redis broke before it was known whether it arrived, and the try after it
// came when the grace was over. For Redis all was well: other nodes beat.
func TestAnAnswerThatWasCutOffWithinTheGraceCounts(t *testing.T) {
	t.Parallel()
	client, prefix := testenv.Redis(t)
	broken, armed, cut := onCable(t, client)
	calm, shaky := storeOn(t, client, prefix), storeOn(t, broken, prefix)

	const grace = 400 * time.Millisecond
	first, second := exam.AttemptID(exam.NewID()), exam.AttemptID(exam.NewID())
	beat := ask(t, calm, delivery.Op{Kind: delivery.OpBeat, Node: "n1", Incarnation: "i"})
	for _, id := range []exam.AttemptID{first, second} {
		ask(t, calm, delivery.Op{
			Kind: delivery.OpRestore, Attempt: id, Incarnation: beat.Beat.Incarnation,
			Seed: &delivery.Seed{Attempt: id, State: delivery.LiveWaiting, Grace: grace},
		})
		ask(t, calm, delivery.Op{Kind: delivery.OpAttach, Attempt: id, Device: "device-1"})
		ask(t, calm, delivery.Op{Kind: delivery.OpStart, Attempt: id, Terms: delivery.Terms{
			End: time.Now().Add(50 * time.Millisecond), Duration: time.Hour, Grace: grace,
		}})
	}
	over := time.Now().Add(50*time.Millisecond + grace + 50*time.Millisecond)

	armed.Store(true)
	done := make(chan delivery.Result, 1)
	op := answerOf(first)
	op.Done = func(op *delivery.Op) { done <- op.Result }
	shaky.Enqueue(&op)
	<-time.After(time.Until(over))
	late := ask(t, calm, answerOf(second))
	close(cut)
	if late.Status != delivery.StatusLate {
		t.Fatalf("an answer behind the grace: status %d, want late: the test shows nothing", late.Status)
	}
	if r := <-done; r.Status != delivery.StatusOK {
		t.Errorf("the answer that was cut off: status %d, want it stored", r.Status)
	}
	if armed.Load() || shaky.Stats().Retries.Load() == 0 {
		t.Error("nothing was cut off")
	}
}

func storeOn(t *testing.T, client redis.UniversalClient, prefix string) *deliveryredis.Store {
	t.Helper()
	s := deliveryredis.New(client, deliveryredis.Options{Prefix: prefix, Shards: 1, Now: time.Now})
	t.Cleanup(s.Close)
	return s
}

func ask(t *testing.T, s *deliveryredis.Store, op delivery.Op) delivery.Result {
	t.Helper()
	r := do(s, &op)
	if r.Status != delivery.StatusOK && r.Status != delivery.StatusLate {
		t.Fatalf("operation %c: %+v", op.Kind, r)
	}
	return r
}

func answerOf(id exam.AttemptID) delivery.Op {
	e := delivery.Event{Attempt: id, Seq: 1, Field: "p1_1", Value: "k3fz", At: time.Now().Truncate(time.Millisecond), Epoch: 1}
	return delivery.Op{Kind: delivery.OpAnswer, Attempt: id, Event: e, Digest: delivery.DigestOf(e.Field, e.Value)}
}

// answering returns what stores the answer to field with the next number.
func answering(t *testing.T, s *deliveryredis.Store, id exam.AttemptID, field, value string) func() {
	t.Helper()
	last := delivery.Event{Attempt: id, Field: field, Value: value, Epoch: 1}
	return func() {
		prev := last.Hash
		last.Seq, last.At = last.Seq+1, time.Now()
		last.Chain(prev)
		ask(t, s, delivery.Op{Kind: delivery.OpAnswer, Attempt: id, Event: last, Digest: delivery.DigestOf(field, value)})
	}
}
