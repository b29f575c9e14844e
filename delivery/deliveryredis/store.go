package deliveryredis

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/redisdb"
)

// Options say how a Store works.
type Options struct {
	// Prefix stands before every key; tests use it to keep apart.
	Prefix string
	// Shards is the constant that is recorded with the data.
	Shards int
	// WaitReplicas is how many replicas must have a write before it is
	// acknowledged, within WaitTimeout. WAIT says that they received it, not
	// that it is on their disks.
	WaitReplicas int
	WaitTimeout  time.Duration
	// GiveUp is for how long a flush is tried again while Redis does not
	// answer; then its operations fail.
	GiveUp time.Duration
	Now    func() time.Time
	Log    *slog.Logger
}

// Store is delivery.Live on Redis. Close it after use.
type Store struct {
	client redis.UniversalClient
	opt    Options
	shards []*shard
	stats  Stats
	done   context.Context //nolint:containedctx // ends the committers, not a call
	stop   context.CancelFunc
	wg     sync.WaitGroup
}

var _ delivery.Live = (*Store)(nil)

const (
	defaultGiveUp = 30 * time.Second
	defaultWait   = time.Second
)

// New starts one committer a shard.
func New(client redis.UniversalClient, opt Options) *Store {
	if opt.GiveUp == 0 {
		opt.GiveUp = defaultGiveUp
	}
	if opt.WaitTimeout == 0 {
		opt.WaitTimeout = defaultWait
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	s := &Store{client: client, opt: opt, stats: Stats{
		Wait: delivery.Seconds(), Flush: delivery.Seconds(), Batch: delivery.Sizes(),
	}}
	s.done, s.stop = context.WithCancel(context.Background())
	for i := range opt.Shards {
		sh := newShard(s, i)
		s.shards = append(s.shards, sh)
		s.wg.Go(sh.run)
	}
	return s
}

// Close lets the committers finish what is queued, gives up on what Redis
// does not take, and waits for them. Enqueue after Close fails its op.
func (s *Store) Close() {
	s.stop()
	s.wg.Wait()
}

// Shards implements delivery.Live.
func (s *Store) Shards() int { return len(s.shards) }

// Enqueue implements delivery.Live.
func (s *Store) Enqueue(op *delivery.Op) {
	n := op.Shard
	if op.Kind != delivery.OpBeat && op.Kind != delivery.OpLeave {
		n = delivery.ShardOf(op.Attempt, len(s.shards))
	}
	s.shards[n].enqueue(op)
}

// Crowded implements delivery.Live: half of a queue is there for who waits.
func (s *Store) Crowded(id exam.AttemptID) bool {
	return len(s.shards[delivery.ShardOf(id, len(s.shards))].queue) >= queueLength/2
}

// readAtOnce is how many entries of the stream one call reads: each holds what
// one flush decided, 1 to maxFlush frames.
const readAtOnce = 32

// readBytes ends a reading of the log early: one of essays fills memory, not
// the count of entries.
const readBytes = 8 << 20

// ReadLog implements delivery.Live. It returns whole entries of the stream, so
// somewhat more than limit at times. Many essays end it before limit.
func (s *Store) ReadLog(ctx context.Context, shard, limit int) ([]delivery.LogEntry, error) {
	var entries []delivery.LogEntry
	from, bytes := "-", 0
	for {
		messages, err := s.client.XRangeN(ctx, s.shards[shard].keys.log, from, "+", readAtOnce).Result()
		if err != nil {
			return nil, unavailable(err)
		}
		entries = slices.Grow(entries, framesIn(messages))
		for _, m := range messages {
			b, ok := m.Values["b"].(string)
			if !ok { // written by another version
				entries = append(entries, unreadable(delivery.ParseLogID(m.ID), fmt.Sprint(m.Values)))
				continue
			}
			entries = decodeFrames(entries, m.ID, b)
			bytes += len(b)
		}
		if len(messages) < readAtOnce || len(entries) >= limit || bytes >= readBytes {
			return entries, nil
		}
		from = "(" + messages[len(messages)-1].ID
	}
}

// framesIn is how many entries messages hold.
func framesIn(messages []redis.XMessage) (n int) {
	for _, m := range messages {
		b, _ := m.Values["b"].(string)
		for r := (reader{b: b}); r.b != ""; n++ {
			r.take(int(r.uint32()))
		}
	}
	return n
}

// TrimLog implements delivery.Live.
func (s *Store) TrimLog(ctx context.Context, shard int, upTo delivery.LogID) error {
	keys := s.shards[shard].keys
	next := delivery.LogID{MS: upTo.MS, Seq: upTo.Seq + 1}
	_, err := s.client.TxPipelined(ctx, func(p redis.Pipeliner) error {
		p.HSet(ctx, keys.up, "drained", upTo.String())
		p.XTrimMinID(ctx, keys.log, next.String())
		return nil
	})
	return unavailable(err)
}

// Check implements delivery.Live.
func (s *Store) Check(ctx context.Context) error {
	problems, err := redisdb.CheckDurable(ctx, s.client)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return fault.New(fault.Unavailable, "redis.not_durable").With("problems", strings.Join(problems, "; "))
	}
	return nil
}

// unavailable gives errors of the connection their kind.
func unavailable(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	return fault.New(fault.Unavailable, "redis.unavailable").Wrap(err)
}
