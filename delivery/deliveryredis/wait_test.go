package deliveryredis_test

import (
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/delivery/deliveryredis"
	"khaothi/internal/testenv"
)

// TestNothingIsAcknowledgedWithoutItsReplica asks for a replica of a Redis that
// has none: what it wrote is not acknowledged, however often it is tried.
func TestNothingIsAcknowledgedWithoutItsReplica(t *testing.T) {
	t.Parallel()
	client, prefix := testenv.Redis(t)
	s := deliveryredis.New(client, deliveryredis.Options{
		Prefix: prefix, Shards: 1, WaitReplicas: 1, WaitTimeout: 10 * time.Millisecond, GiveUp: 200 * time.Millisecond, Now: time.Now,
	})
	t.Cleanup(s.Close)
	if r := do(s, &delivery.Op{Kind: delivery.OpBeat, Node: "n1", Incarnation: "i"}); r.Status != delivery.StatusFailed {
		t.Errorf("without its replica: %+v", r)
	}
}
