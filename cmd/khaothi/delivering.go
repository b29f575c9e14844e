package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"khaothi/delivery"
	"khaothi/delivery/deliverypg"
	"khaothi/delivery/deliveryredis"
	"khaothi/delivery/deliveryws"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/web/candidate"
)

// deliveryShards is over how many shards attempts are spread. It is recorded
// with the data: the place of an answer in Redis follows from it.
const deliveryShards = 8

// startRetry is how long to wait before the node is started again, after Redis
// or its settings did not let it start.
const startRetry = 2 * time.Second

// delivering is the delivery as this process runs it.
type delivering struct {
	live      *deliveryredis.Store
	record    *deliverypg.Store
	keys      *delivery.Keys
	organizer *delivery.Organizer
	node      *delivery.Node
	ws        *deliveryws.Server
	log       *slog.Logger

	started atomic.Bool
	problem atomic.Pointer[string] // why the node does not start
	cancel  context.CancelFunc
	trying  sync.WaitGroup
}

// newDelivering joins Redis, the record, the keys and m.Flow, which guards what
// is published. Nothing runs yet but the committers.
func newDelivering(ctx context.Context, m *Main, keys *delivery.Keys) (*delivering, error) {
	log, record := m.Log, deliverypg.New(m.Data.Pool)
	if err := record.FixShards(ctx, deliveryShards); err != nil {
		return nil, err
	}
	live := deliveryredis.New(m.Data.Redis, deliveryredis.Options{Shards: deliveryShards, WaitReplicas: m.Config.RedisWait, Now: time.Now, Log: log})
	node := delivery.NewNode(delivery.Config{
		Name: nodeName(), Live: live, Archive: record, Register: record, Keys: keys, Uploads: record,
		Guard: m.Flow.Correctable, Now: time.Now, Log: log,
	})
	return &delivering{
		live: live, record: record, keys: keys, log: log, node: node,
		organizer: delivery.NewOrganizer(record, keys, time.Now),
		ws:        deliveryws.New(node, deliveryws.Options{Origins: m.Config.origins(), Slow: live.Slow, Now: time.Now, Log: log}),
	}, nil
}

// nodeName differs from every other process and from this one's last life.
func nodeName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "node"
	}
	var b [4]byte
	_, _ = rand.Read(b[:]) // crypto/rand.Read never fails
	return fmt.Sprintf("%s-%d-%s", host, os.Getpid(), hex.EncodeToString(b[:]))
}

// start sets the node to work. Where Redis or its settings are against it,
// the program serves staff, says so in /readyz, and tries again.
func (d *delivering) start(ctx context.Context) {
	ctx, d.cancel = context.WithCancel(context.WithoutCancel(ctx))
	if d.try(ctx) {
		return
	}
	d.trying.Go(func() {
		tick := time.NewTicker(startRetry)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				if d.try(ctx) {
					return
				}
			}
		}
	})
}

// try starts the node once and notes why it does not start.
func (d *delivering) try(ctx context.Context) bool {
	if err := d.node.Start(ctx); err != nil {
		reason := "the node does not start: " + fault.CodeOf(err)
		d.problem.Store(&reason)
		d.log.Error("the delivery node does not start; trying again", "err", err)
		return false
	}
	d.problem.Store(nil)
	d.started.Store(true)
	return true
}

// reasons say why this node takes no answers.
func (d *delivering) reasons(ctx context.Context) []string {
	if reason := d.problem.Load(); reason != nil {
		return []string{*reason}
	}
	if err := d.node.Ready(ctx); err != nil {
		return []string{"the node is not ready: " + fault.CodeOf(err)}
	}
	return nil
}

// gate answers 503 in the place of h until the node works.
func (d *delivering) gate(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !d.started.Load() {
			w.Header().Set("Retry-After", "2")
			writeJSON(w, http.StatusServiceUnavailable, map[string]any{
				"code": "server.unavailable", "message": http.StatusText(http.StatusServiceUnavailable), "detail": map[string]any{},
			})
			return
		}
		h.ServeHTTP(w, r)
	})
}

// mounts are what candidates reach, by pattern.
func (d *delivering) mounts() map[string]http.Handler {
	pages := d.gate(candidate.New(d.node, d.record, time.Now, d.log))
	return map[string]http.Handler{"/ws": d.gate(d.ws), "/papers/": pages, "/api/candidate/": pages}
}

// watch says how the seats of a room stand, whichever node holds them.
func (d *delivering) watch(ctx context.Context, id exam.SittingID, room exam.RoomID) ([]delivery.SeatStatus, error) {
	return d.node.Watch(ctx, d.record, id, room)
}

// Stop implements node.
func (d *delivering) Stop(context.Context) error {
	if d.cancel != nil {
		d.cancel()
		d.trying.Wait()
	}
	d.started.Store(false) // who connects now is told to come back
	d.node.Stop()
	d.ws.Stop()
	d.live.Close()
	return nil
}
