package deliveryredis_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"khaothi/delivery"
	"khaothi/delivery/deliveryredis"
	"khaothi/internal/exam"
	"khaothi/internal/redisdb"
	"khaothi/internal/seal"
	"khaothi/internal/testenv"
)

// BenchmarkAnswers is one durable answer in flushes as full as they get: what
// Redis alone allows.
func BenchmarkAnswers(b *testing.B) {
	own := testenv.RedisDurable(b)
	client, err := redisdb.Open(b.Context(), own.URL())
	if err != nil {
		b.Fatal(err)
	}
	live := deliveryredis.New(client, deliveryredis.Options{Shards: 2, Now: time.Now})
	defer live.Close()
	const attempts = 1000
	done := make(chan *delivery.Op, attempts)
	do := func(op *delivery.Op) {
		op.Done = func(op *delivery.Op) { done <- op }
		live.Enqueue(op)
	}
	for shard := range 2 {
		do(&delivery.Op{Kind: delivery.OpBeat, Shard: shard, Node: "n", Incarnation: "i"})
		<-done
	}
	var tips [attempts]seal.Hash
	ids := make([]exam.AttemptID, attempts)
	for i := range ids {
		ids[i] = exam.AttemptID(exam.NewID())
		do(&delivery.Op{Kind: delivery.OpRestore, Attempt: ids[i], Incarnation: "i", Seed: &delivery.Seed{
			Attempt: ids[i], State: delivery.LiveRunning, Epoch: 1, Started: time.Now(), Deadline: time.Now().Add(time.Hour),
		}})
	}
	for range ids {
		<-done
	}
	used := redisCPU(b, client)
	b.ResetTimer()
	for from := 0; from < b.N; from += attempts {
		for i, id := range ids {
			e := delivery.Event{Attempt: id, Seq: int64(from/attempts + 1), Field: fmt.Sprintf("p1_%d", from%40), Value: "k3fz", At: time.Now(), Epoch: 1}
			e.Chain(tips[i])
			tips[i] = e.Hash
			do(&delivery.Op{Kind: delivery.OpAnswer, Attempt: id, Event: e, Digest: delivery.DigestOf(e.Field, e.Value)})
		}
		for range ids {
			if op := <-done; op.Result.Status != delivery.StatusOK {
				b.Fatalf("status %d: %v", op.Result.Status, op.Result.Err)
			}
		}
	}
	b.StopTimer()
	b.ReportMetric((redisCPU(b, client)-used)*1e6/float64(b.N), "redis-us/op")
	b.ReportMetric(float64(live.Stats().Ops.Load())/float64(live.Stats().Flushes.Load()), "ops/flush")
}

// redisCPU is the processor time that Redis and its children took so far, in
// seconds: what other load on the machine changes least.
func redisCPU(b *testing.B, client redis.UniversalClient) (sum float64) {
	b.Helper()
	info, err := client.Info(b.Context(), "cpu").Result()
	if err != nil {
		b.Fatal(err)
	}
	for _, name := range []string{"used_cpu_sys", "used_cpu_user", "used_cpu_sys_children", "used_cpu_user_children"} {
		_, after, _ := strings.Cut(info, "\r\n"+name+":")
		text, _, _ := strings.Cut(after, "\r\n")
		seconds, err := strconv.ParseFloat(text, 64)
		if err != nil {
			b.Fatal(err)
		}
		sum += seconds
	}
	return sum
}
