package deliveryredis

import (
	"context"
	"crypto/sha1" //nolint:gosec // the name that Redis gives a script
	_ "embed"
	"encoding/hex"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"khaothi/delivery"
	"khaothi/internal/fault"
)

//go:embed commit.lua
var commitLua string

var commitSHA = func() string {
	sum := sha1.Sum([]byte(commitLua)) //nolint:gosec // as above
	return hex.EncodeToString(sum[:])
}()

const (
	// maxFlush bounds one call: 1,000 answers take Redis about 10 ms.
	maxFlush = 1000
	// maxFlushBytes is how many bytes of answers end a call early: essays of
	// 32 KB must not make it long for those who tick a box.
	maxFlushBytes = 256 << 10
	// queueLength bounds what waits for one shard; beyond it Enqueue blocks,
	// and with it the readers of the connections.
	queueLength = 8192
	retryFirst  = 20 * time.Millisecond
	retryMost   = 500 * time.Millisecond
)

// shard is the queue and the committer of one shard.
type shard struct {
	store  *Store
	number int
	keys   shardKeys
	queue  chan *delivery.Op
	buf    []byte
	args   []any
	began  atomic.Int64 // of the flush under way, unix ns; 0: none
	usual  atomic.Int64 // what a flush took lately, ns

	count   int       // operations since
	counted time.Time // then
	rate    float64   // operations a second, before
}

func newShard(s *Store, n int) *shard {
	return &shard{store: s, number: n, keys: newShardKeys(s.opt.Prefix, n), queue: make(chan *delivery.Op, queueLength)}
}

func (sh *shard) enqueue(op *delivery.Op) {
	select {
	case <-sh.store.done.Done():
		fail(op, errClosed)
		return
	default:
	}
	select {
	case sh.queue <- op:
	case <-sh.store.done.Done():
		fail(op, errClosed)
	}
}

var errClosed = fault.New(fault.Unavailable, "server.stopping")

func fail(op *delivery.Op, err error) {
	op.Result = delivery.Result{Status: delivery.StatusFailed, Err: err}
	op.Done(op)
}

// run flushes whatever queued while the flush before was on its way, until
// the store is closed and the queue is empty.
func (sh *shard) run() {
	batch := make([]*delivery.Op, 0, maxFlush)
	for {
		select {
		case op := <-sh.queue:
			batch = append(batch[:0], op)
		case <-sh.store.done.Done():
			select {
			case op := <-sh.queue:
				batch = append(batch[:0], op)
			default:
				return
			}
		}
		sh.gather()
		batch = sh.take(batch)
		sh.count += len(batch)
		sh.flush(batch)
		for _, op := range batch {
			op.Done(op)
		}
		clear(batch)
	}
}

const (
	// gatherAbove is the rate of operations of one shard, a second, above which
	// a flush waits for company: below it each would wait alone.
	gatherAbove = 200
	// gatherFor is the grid of time on which such flushes leave, those of all
	// shards together, so that Redis does one fsync for them. At 3,000 answers a
	// second a flush carried 1 operation without it.
	gatherFor = 5 * time.Millisecond
	// enough is what a flush carries without waiting: with 64 the processors had
	// now and then nothing to do.
	enough = 32
	// rateOver is over how long the rate is measured.
	rateOver = 100 * time.Millisecond
)

// gather waits a little where that lets a flush carry more.
func (sh *shard) gather() {
	now := sh.store.opt.Now()
	if over := now.Sub(sh.counted); over >= rateOver {
		sh.rate, sh.count, sh.counted = float64(sh.count)/over.Seconds(), 0, now
	}
	if sh.rate < gatherAbove || len(sh.queue) >= enough {
		return
	}
	<-time.After(gatherFor - now.Sub(now.Truncate(gatherFor)))
}

// take adds to batch what is queued already.
func (sh *shard) take(batch []*delivery.Op) []*delivery.Op {
	for bytes := len(batch[0].Event.Value); len(batch) < maxFlush && bytes < maxFlushBytes; {
		select {
		case op := <-sh.queue:
			batch = append(batch, op)
			bytes += len(op.Event.Value)
		default:
			return batch
		}
	}
	return batch
}

// flush decides batch, trying again while Redis does not answer. An outcome
// that is not known is no trouble: every operation may be repeated.
func (sh *shard) flush(batch []*delivery.Op) {
	opt := &sh.store.opt
	began := opt.Now()
	sh.began.Store(began.UnixNano())
	defer func() {
		sh.began.Store(0)
		sh.usual.Add((int64(opt.Now().Sub(began)) - sh.usual.Load()) / 4)
	}()
	if first := batch[0]; first.Kind == delivery.OpAnswer {
		sh.store.stats.Wait.Took(began.Sub(first.Event.At))
	}
	args := sh.encode(batch)
	wait := retryFirst
	for {
		reply, err := sh.call(args)
		if err == nil {
			if err = decodeReply(reply, batch); err == nil {
				sh.store.stats.flushed(len(batch), len(sh.queue), opt.Now().Sub(began))
				return
			}
		}
		tired := opt.Now().Sub(began) > opt.GiveUp || sh.store.done.Err() != nil
		if tired || isScriptError(err) {
			opt.Log.Error("flush", slog.Int("shard", sh.number), slog.Int("ops", len(batch)), slog.Any("err", err))
			for _, op := range batch {
				op.Result = delivery.Result{Status: delivery.StatusFailed, Err: unavailable(err)}
			}
			return
		}
		sh.store.stats.Retries.Add(1)
		sh.findMaster()
		args[argRetried] = "1"
		<-time.After(wait) // between two tries; Close waits for it at most once
		wait = min(2*wait, retryMost)
	}
}

// argRetried is where the call says that it was tried before.
const argRetried = 6

// encode builds the arguments of one call; they live until the next.
func (sh *shard) encode(batch []*delivery.Op) []any {
	sh.buf = sh.buf[:0]
	for _, op := range batch {
		sh.buf = appendFrame(sh.buf, op)
	}
	sh.args = append(sh.args[:0], "evalsha", commitSHA, 2, sh.keys.log, sh.keys.up, sh.keys.prefix, "0", sh.buf)
	return sh.args
}

// call runs the script and loads it where Redis does not know it.
func (sh *shard) call(args []any) (any, error) {
	ctx := context.Background() // go-redis bounds each try; Close must not cut a flush in two
	args[0], args[1] = "evalsha", commitSHA
	reply, err := sh.send(ctx, args)
	if err != nil && strings.HasPrefix(err.Error(), "NOSCRIPT") {
		args[0], args[1] = "eval", commitLua
		reply, err = sh.send(ctx, args)
	}
	return reply, err
}

// send runs one command and, where replicas must have it, WAIT on the same
// connection.
func (sh *shard) send(ctx context.Context, args []any) (any, error) {
	opt := &sh.store.opt
	if opt.WaitReplicas == 0 {
		return sh.store.client.Do(ctx, args...).Result()
	}
	client, err := sh.master(ctx)
	if err != nil {
		return nil, err
	}
	return waitFor(ctx, client, args, opt)
}

// findMaster asks the cluster who serves the shards now. A dead master leads
// nobody to its successor, and go-redis would ask it again for ten seconds.
func (sh *shard) findMaster() {
	if cluster, ok := sh.store.client.(*redis.ClusterClient); ok {
		cluster.ReloadState(context.Background()) // it returns at once
	}
}

// waitFor runs one command and WAIT behind it.
func waitFor(ctx context.Context, client redis.Cmdable, args []any, opt *Options) (any, error) {
	pipe := client.Pipeline()
	eval := pipe.Do(ctx, args...)
	wait := pipe.Do(ctx, "wait", opt.WaitReplicas, opt.WaitTimeout.Milliseconds())
	_, _ = pipe.Exec(ctx) // each command holds its own error
	if err := eval.Err(); err != nil {
		return nil, err
	}
	n, err := wait.Int()
	if err != nil {
		return nil, err
	}
	if n < opt.WaitReplicas {
		return nil, errReplicas
	}
	return eval.Val(), nil
}

var errReplicas = errors.New("too few replicas have the write")

// master is the server that holds this shard.
func (sh *shard) master(ctx context.Context) (redis.Cmdable, error) {
	cluster, ok := sh.store.client.(*redis.ClusterClient)
	if !ok {
		return sh.store.client, nil
	}
	return cluster.MasterForKey(ctx, sh.keys.log)
}

// isScriptError tells what will never work from what may work soon.
func isScriptError(err error) bool {
	var reply redis.Error
	if errors.Is(err, errReply) {
		return true
	}
	return errors.As(err, &reply) && (strings.HasPrefix(reply.Error(), "ERR ") || strings.Contains(reply.Error(), "user_script"))
}
