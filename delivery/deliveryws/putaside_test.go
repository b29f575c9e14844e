package deliveryws_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/testenv"
)

// TestARefusedEntryHoldsUpNobody puts into the logs what PostgreSQL does not
// take and what nobody can read: it is kept aside, and all else is archived.
func TestARefusedEntryHoldsUpNobody(t *testing.T) {
	t.Parallel()
	w, client, prefix := sharedWorld(t)
	n := w.node("a")
	id, tickets := w.sitting(seats(12))
	w.start(id)
	var clients []*known
	for i, ticket := range tickets {
		c := w.join(n, ticket, "device-"+ticket.Number)
		c.answer(1, "p1_1", "k3fz")
		c.savedUpTo(1)
		clients = append(clients, &known{c, exam.AttemptID(c.welcome.Attempt)})
		if i == 0 {
			w.poison(n, clients[0].attempt)
		}
	}
	for shard := range testShards {
		for _, b := range []string{"", "xx", "\x00\x00\x00\x02?\x00", "\x00\x00\x00\x09A\x03abc...."} {
			add := &redis.XAddArgs{Stream: fmt.Sprintf("%skt:{s%02d}:log", prefix, shard), Values: []string{"b", b}}
			if err := client.XAdd(t.Context(), add).Err(); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range clients[1:] {
		c.answer(2, "p2_1a", "D")
		c.savedUpTo(2)
	}
	testenv.Eventually(t, 15*time.Second, func() bool {
		for _, c := range clients[1:] {
			if len(w.rows(string(c.attempt))) != 2 {
				return false
			}
		}
		return n.Stats().PutAside == 1+3*testShards
	})
	var aside, incidents int
	if err := w.pool.QueryRow(t.Context(), `
		SELECT (SELECT count(*) FROM refused_entry), (SELECT count(*) FROM incident WHERE kind = 'refused')`).Scan(&aside, &incidents); err != nil {
		t.Fatal(err)
	}
	if aside != 1+3*testShards || incidents != aside {
		t.Errorf("%d entries put aside, %d incidents", aside, incidents)
	}
	var body string
	if err := w.pool.QueryRow(t.Context(), "SELECT convert_from(body, 'UTF8') FROM refused_entry WHERE attempt = $1",
		string(clients[0].attempt)).Scan(&body); err != nil || len(body) == 0 {
		t.Errorf("the refused event: %q, %v", body, err)
	}
}

type known struct {
	*client
	attempt exam.AttemptID
}

// poison stores event 2 with a value that no text of PostgreSQL can hold.
func (w *world) poison(n *node, attempt exam.AttemptID) {
	w.t.Helper()
	look := make(chan delivery.Result, 1)
	n.live.Enqueue(&delivery.Op{Kind: delivery.OpLook, Attempt: attempt, Done: func(op *delivery.Op) { look <- op.Result }})
	at := <-look
	e := delivery.Event{Attempt: attempt, Seq: 2, Field: "p3_1", Value: "1\x002", At: time.Now(), Epoch: at.Epoch}
	e.Chain(at.Hash)
	done := make(chan delivery.Result, 1)
	n.live.Enqueue(&delivery.Op{
		Kind: delivery.OpAnswer, Attempt: attempt, Event: e, Digest: delivery.DigestOf(e.Field, e.Value),
		Done: func(op *delivery.Op) { done <- op.Result },
	})
	if r := <-done; r.Status != delivery.StatusOK {
		w.t.Fatalf("poison: %+v", r)
	}
}
