package deliveryws_test

import (
	"testing"
)

// TestASealThatAReplicaLacked: the master dies behind a seal that the record
// has, and the replica that is promoted never heard of it. The attempt does not
// open again.
func TestASealThatAReplicaLacked(t *testing.T) {
	t.Parallel()
	w, client, prefix := sharedWorld(t)
	n := w.node("n1")
	c := w.running(n)
	attempt := c.welcome.Attempt
	c.answer(1, "p1_1", "k3fz")
	c.savedUpTo(1)
	c.next("archived")
	old := map[string]string{} // the attempt as the replica has it
	for it := client.Scan(t.Context(), 0, prefix+"*:"+attempt, 1000).Iterator(); it.Next(t.Context()); {
		old[it.Val()] = client.Dump(t.Context(), it.Val()).Val()
	}
	if len(old) < 3 {
		t.Fatalf("the attempt has keys %v", old)
	}
	c.send(`{"t":"submit","n":1}`)
	receipt := c.next("sealed").Receipt
	if code := c.closed(); code != 4506 {
		t.Fatalf("closed with %d, want 4506: sealed and archived", code)
	}
	for key, value := range old {
		if err := client.RestoreReplace(t.Context(), key, 0, value).Err(); err != nil {
			t.Fatal(err)
		}
	}
	if m := w.join(n, c.ticket, "device-one").welcome; m.State != "sealed" || m.Receipt != receipt {
		t.Errorf("welcome after the failover: %s", m.raw)
	}
}
