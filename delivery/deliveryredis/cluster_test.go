package deliveryredis_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"khaothi/delivery"
	"khaothi/delivery/deliveryredis"
	"khaothi/delivery/deliverytest"
	"khaothi/internal/exam"
	"khaothi/internal/redisdb"
	"khaothi/internal/testenv"
)

// onCluster opens a client of a cluster of the test's own.
func onCluster(t *testing.T) (*testenv.Cluster, redis.UniversalClient) {
	t.Helper()
	cluster := testenv.RedisCluster(t)
	client, err := redisdb.Open(t.Context(), cluster.URL())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return cluster, client
}

// TestConformanceOnACluster: the same code, the same behaviour. Eight shards
// lie on all masters.
func TestConformanceOnACluster(t *testing.T) {
	t.Parallel()
	_, client := onCluster(t)
	deliverytest.RunLive(t, func(t *testing.T) delivery.Live {
		t.Helper()
		s := deliveryredis.New(client, deliveryredis.Options{Prefix: "t" + exam.NewID() + ":", Shards: 8, WaitReplicas: 1, Now: time.Now})
		t.Cleanup(s.Close)
		if err := s.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
		return s
	})
}

// scribe writes one attempt as a node and its candidate do: it goes on from
// where Redis stands, and remembers what was acknowledged.
type scribe struct {
	store *deliveryredis.Store
	id    exam.AttemptID
	last  delivery.Event
	acked int64

	written atomic.Int64 // how many were acknowledged
}

func do(store *deliveryredis.Store, op *delivery.Op) delivery.Result {
	done := make(chan delivery.Result, 1)
	op.Done = func(op *delivery.Op) { done <- op.Result }
	store.Enqueue(op)
	return <-done
}

// newScribe makes an attempt that is under way.
func newScribe(t *testing.T, store *deliveryredis.Store, n int) *scribe {
	t.Helper()
	s := &scribe{store: store, id: exam.AttemptID(fmt.Sprintf("a%04d", n))}
	shard := delivery.ShardOf(s.id, store.Shards())
	beat := do(store, &delivery.Op{Kind: delivery.OpBeat, Shard: shard, Node: "n1", Incarnation: "i"})
	for _, op := range []delivery.Op{
		{Kind: delivery.OpRestore, Incarnation: beat.Beat.Incarnation, Seed: &delivery.Seed{Attempt: s.id, State: delivery.LiveWaiting}},
		{Kind: delivery.OpAttach, Device: "device-1", Claim: [8]byte{1}},
		{Kind: delivery.OpStart, Terms: delivery.Terms{End: time.Now().Add(time.Hour), Duration: time.Hour}},
	} {
		op.Attempt = s.id
		if r := do(store, &op); r.Status != delivery.StatusOK {
			t.Fatalf("prepare: operation %c: %+v", op.Kind, r)
		}
	}
	return s
}

// write adds one event and reports whether it was acknowledged.
func (s *scribe) write() bool {
	e := delivery.Event{Attempt: s.id, Seq: s.last.Seq + 1, Field: "p1_1", Value: fmt.Sprint(s.last.Seq + 1), At: time.Now(), Epoch: 1}
	e.Chain(s.last.Hash)
	r := do(s.store, &delivery.Op{Kind: delivery.OpAnswer, Attempt: s.id, Event: e, Digest: delivery.DigestOf(e.Field, e.Value)})
	switch r.Status {
	case delivery.StatusOK, delivery.StatusRepeat:
		s.last, s.acked = e, e.Seq
		s.written.Add(1)
		return true
	case delivery.StatusGap, delivery.StatusStale: // Redis stands elsewhere
		s.last = delivery.Event{Seq: r.Last, Hash: r.Hash}
	}
	return false
}

// TestAMasterDies kills a master while attempts of every shard are written.
// Its replica is promoted and the work goes on. With WAIT the replica had
// everything that was acknowledged; and with one replica to a master it goes
// on only once the dead one is back.
func TestAMasterDies(t *testing.T) {
	t.Parallel()
	for _, wait := range []int{0, 1} {
		t.Run(fmt.Sprintf("WAIT %d", wait), func(t *testing.T) {
			t.Parallel()
			cluster, client := onCluster(t)
			store := deliveryredis.New(client, deliveryredis.Options{Shards: 8, WaitReplicas: wait, GiveUp: time.Minute, Now: time.Now})
			t.Cleanup(store.Close)
			var scribes []*scribe
			for n := range 24 {
				scribes = append(scribes, newScribe(t, store, n))
			}
			stop := make(chan struct{})
			var writing sync.WaitGroup
			for _, s := range scribes {
				writing.Go(func() {
					for s.write(); ; s.write() {
						select {
						case <-stop:
							return
						default:
						}
					}
				})
			}
			start := cluster.KillMaster(0)
			promoted := time.Now()
			if wait == 0 {
				for _, s := range scribes { // while the dead one stays dead
					before := s.written.Load()
					testenv.Eventually(t, 6*time.Second, func() bool { return s.written.Load() > before })
				}
				t.Logf("every shard takes answers %v after the promotion", time.Since(promoted).Round(time.Millisecond))
			}
			start()
			cluster.WaitWhole()
			close(stop)
			writing.Wait()
			for _, s := range scribes {
				look := do(store, &delivery.Op{Kind: delivery.OpLook, Attempt: s.id})
				if look.Status != delivery.StatusOK || wait > 0 && look.Last < s.acked {
					t.Errorf("attempt %s: %d acknowledged, Redis holds %+v", s.id, s.acked, look)
				}
				before := look.Last
				testenv.Eventually(t, 20*time.Second, func() bool { return s.write() && s.acked > before })
			}
			if err := store.Check(t.Context()); err != nil {
				t.Error(err)
			}
			forgetAll(t, store, scribes)
		})
	}
}

// forgetAll forgets the attempts and trims every log.
func forgetAll(t *testing.T, store *deliveryredis.Store, scribes []*scribe) {
	t.Helper()
	for _, s := range scribes {
		done := make(chan delivery.Result, 1)
		store.Enqueue(&delivery.Op{Kind: delivery.OpForget, Attempt: s.id, Done: func(op *delivery.Op) { done <- op.Result }})
		if r := <-done; r.Status != delivery.StatusOK {
			t.Errorf("forget %s: %+v", s.id, r)
		}
	}
	for shard := range store.Shards() {
		entries, err := store.ReadLog(t.Context(), shard, 100)
		if err != nil || len(entries) == 0 {
			t.Fatalf("shard %d: %d entries, %v", shard, len(entries), err)
		}
		if err := store.TrimLog(t.Context(), shard, entries[len(entries)-1].ID); err != nil {
			t.Error(err)
		}
	}
}
