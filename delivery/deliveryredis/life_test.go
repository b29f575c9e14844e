package deliveryredis_test

import (
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/redisdb"
	"khaothi/internal/testenv"
)

// TestOnlyWhatIsSealedAndArchivedExpires looks at every key of an attempt in
// each state.
func TestOnlyWhatIsSealedAndArchivedExpires(t *testing.T) {
	t.Parallel()
	client, prefix := testenv.Redis(t)
	s := storeOn(t, client, prefix)
	id := exam.AttemptID(exam.NewID())
	terms := delivery.Terms{End: time.Now().Add(time.Hour), Duration: time.Hour}
	answer := answering(t, s, id, "p1_1", "k3fz")
	expires := func(what string, want bool) {
		t.Helper()
		for _, key := range keysOf(t, client, prefix+"*:"+string(id)) {
			if ttl := client.TTL(t.Context(), key).Val(); (ttl > 0) != want {
				t.Errorf("%s: %s lives for %v", what, key, ttl)
			}
		}
	}
	forget := delivery.Op{Kind: delivery.OpForget, Attempt: id}

	ask(t, s, delivery.Op{Kind: delivery.OpBeat, Node: "n1", Incarnation: "i"})
	ask(t, s, delivery.Op{Kind: delivery.OpRestore, Attempt: id, Incarnation: "i", Seed: &delivery.Seed{Attempt: id, State: delivery.LiveWaiting}})
	ask(t, s, delivery.Op{Kind: delivery.OpAttach, Attempt: id, Device: "device-1"})
	ask(t, s, delivery.Op{Kind: delivery.OpStart, Attempt: id, Terms: terms})
	for range 20 { // more than the core keeps
		answer()
	}
	if keys := keysOf(t, client, prefix+"*:"+string(id)); len(keys) != 4 {
		t.Fatalf("keys = %v", keys)
	}
	ask(t, s, forget)
	expires("under way", false)
	sealed := delivery.Op{Kind: delivery.OpForce, Attempt: id, By: delivery.SealedByInvigilator}
	if r := do(s, &sealed); r.Status != delivery.StatusSealed {
		t.Fatalf("seal: %+v", r)
	}
	expires("sealed, not archived", false)
	ask(t, s, forget)
	expires("sealed and archived", true)
	ask(t, s, delivery.Op{Kind: delivery.OpReopen, Attempt: id, Round: 1, Terms: terms})
	expires("reopened", false)
	answer()
	expires("going on", false)
	for _, key := range keysOf(t, client, prefix+"kt:{s00}:[lu]*") {
		if ttl := client.TTL(t.Context(), key).Val(); ttl > 0 {
			t.Errorf("%s lives for %v", key, ttl)
		}
	}
}

func keysOf(t *testing.T, client redis.UniversalClient, pattern string) (keys []string) {
	t.Helper()
	it := client.Scan(t.Context(), 0, pattern, 1000).Iterator()
	for it.Next(t.Context()) {
		keys = append(keys, it.Val())
	}
	if err := it.Err(); err != nil || len(keys) == 0 {
		t.Fatalf("keys %s: %v, %v", pattern, keys, err)
	}
	return keys
}

// TestARestartIsAnInterruption: Redis was away for less than a beat is allowed to
// take, and no call met it. Every grace begins anew all the same.
func TestARestartIsAnInterruption(t *testing.T) {
	t.Parallel()
	own := testenv.RedisDurable(t)
	beat := func() delivery.Beat {
		client, err := redisdb.Open(t.Context(), own.URL())
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close() //nolint:errcheck // the server goes as well
		s := storeOn(t, client, "")
		defer s.Close()
		return ask(t, s, delivery.Op{Kind: delivery.OpBeat, Node: "n1", Incarnation: "i"}).Beat
	}
	before := beat()
	if again := beat(); !again.Since.Equal(before.Since) {
		t.Errorf("without a restart: up since %v, before %v", again.Since, before.Since)
	}
	own.Kill()
	own.Start()
	if after := beat(); !after.Since.After(before.Since) || after.Incarnation != before.Incarnation {
		t.Errorf("after a restart: %+v, before %+v", after, before)
	}
}
