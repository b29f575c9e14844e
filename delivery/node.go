package delivery

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"khaothi/internal/exam"
)

// Config is what a Node is made of.
type Config struct {
	Name     string // differs from every other process, and from this one's last life
	Live     Live
	Archive  Archive
	Register Register
	Keys     *Keys
	// Uploads keeps the files that candidates hand in; nil: none are taken.
	Uploads Uploads
	Now     func() time.Time
	Log     *slog.Logger
	// Guard says whether the record of a candidate may still be corrected: made
	// void, counted again, or added to. nil: always. An action that it refuses
	// is not written down.
	Guard func(ctx context.Context, sitting exam.SittingID, candidate exam.CandidateID) error
	// Silence is after how long without a sign of life another device may take
	// an attempt over. 0: 15 s.
	Silence time.Duration
}

const (
	defaultSilence = 15 * time.Second
	beatEvery      = 500 * time.Millisecond
	sweepEvery     = 250 * time.Millisecond
	// readEvery is how often the sittings are read: nobody waits longer for a
	// start or a pause that another node wrote down.
	readEvery = 500 * time.Millisecond
	sealEvery = time.Second
	// lateStay is how long a page that comes to a sealed attempt has to send
	// what it could not send before: evidence.
	lateStay = 3 * time.Second
	// maxSkew is the difference of clocks between Live and the node beyond
	// which nothing is sealed.
	maxSkew = 2 * time.Second
)

// Node is one process that serves candidates. Any number of nodes share one
// Live and one Archive; a candidate may come to any of them.
type Node struct {
	cfg      Config
	shards   []*nodeShard
	sittings atomic.Pointer[map[exam.SittingID]*Sitting]
	reading  sync.Mutex               // one reads the sittings at a time
	followed map[exam.SittingID]int64 // the revision up to which this node has done its part; under reading
	papers   sync.Map                 // hash → *openPaper
	limits   limiter
	departed departures
	starts   starts
	swept    int // turns of sweepNext
	recovery recovery
	skew     atomic.Int64 // Live's clock minus the node's, ns
	stats    Stats
	ctx      context.Context //nolint:containedctx // the life of the node, ended by Stop
	stop     context.CancelFunc
	stopOnce sync.Once
	drainCtx context.Context //nolint:containedctx // outlives ctx until all is drained
	stopped  context.CancelFunc
	work     sync.WaitGroup // loops that end with ctx
	drains   sync.WaitGroup
}

// nodeShard is what a node knows of one shard.
type nodeShard struct {
	mu          sync.Mutex
	holders     map[exam.AttemptID]*Holder
	ending      map[*Holder]struct{} // of sealed attempts: others came after them, nobody took over
	listed      []*Holder            // all of them, as list told it; nil since one came or went
	incarnation string
	fenced      string // the incarnation that the drain has announced
	since       time.Time
}

// NewNode returns a Node; Start sets it to work.
func NewNode(cfg Config) *Node {
	if cfg.Silence == 0 {
		cfg.Silence = defaultSilence
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	n := &Node{cfg: cfg, followed: map[exam.SittingID]int64{}}
	for range cfg.Live.Shards() {
		n.shards = append(n.shards, &nodeShard{
			holders: map[exam.AttemptID]*Holder{}, ending: map[*Holder]struct{}{},
		})
	}
	n.starts.enqueue = cfg.Live.Enqueue
	newHistograms(&n.stats)
	n.limits.now = cfg.Now
	n.sittings.Store(&map[exam.SittingID]*Sitting{})
	n.recovery.wake = make(chan struct{}, 1)
	return n
}

// Start reads the sittings, tells every shard that this node lives, looks back
// at what happened while none did, and sets the loops to work. It returns when the node can serve.
func (n *Node) Start(ctx context.Context) error {
	if err := n.Ready(ctx); err != nil {
		n.cfg.Log.Error("not ready", slog.Any("err", err)) // /readyz goes on saying so
	}
	n.ctx, n.stop = context.WithCancel(context.Background())
	n.drainCtx, n.stopped = context.WithCancel(context.Background())
	if err := n.readSittings(ctx); err != nil {
		return err
	}
	if err := n.beat(ctx); err != nil {
		return err
	}
	if err := n.lookBack(ctx); err != nil {
		return err
	}
	n.work.Go(func() { n.every(beatEvery, "beat", n.beat) })
	n.work.Go(func() { n.every(readEvery, "read sittings", n.readSittings) })
	n.work.Go(func() { n.every(sweepEvery/time.Duration(len(n.shards)), "sweep", n.sweepNext) })
	n.work.Go(func() { n.every(sealEvery, "seal", n.sealDue) })
	n.work.Go(func() { n.every(outageEvery, "watch rooms", n.watchRooms) })
	n.work.Go(n.recoverLoop)
	n.drains.Go(func() { newDrain(n).run(n.drainCtx) })
	return nil
}

// Ready says whether this node may take answers: Live keeps its promise and
// the record answers. It is asked again and again, so that a Redis that came
// back with other settings is noticed.
func (n *Node) Ready(ctx context.Context) error {
	if err := n.cfg.Live.Check(ctx); err != nil {
		return err
	}
	_, err := n.cfg.Archive.Announced(ctx, 0)
	return err
}

// stopDrain bounds how long Stop waits for the drain to empty the logs.
const stopDrain = 5 * time.Second

// Stop sends every candidate away to connect again, leaves the shards, lets
// the drain carry what is left to the record, and waits. It may be called
// twice.
func (n *Node) Stop() {
	n.stopOnce.Do(func() {
		if n.stop == nil {
			return
		}
		n.stop()
		for _, h := range n.allHolders() {
			h.close(codeRestart, 0)
		}
		n.work.Wait()
		ctx, cancel := context.WithTimeout(context.Background(), stopDrain)
		defer cancel()
		for i := range n.shards {
			_, _ = n.do(ctx, &Op{Kind: OpLeave, Shard: i, Node: n.cfg.Name}) // else the others notice in 3 s
		}
		n.stopped()
		n.drains.Wait()
		_ = newDrain(n).empty(ctx)                 // another node carries on with what is left
		_ = n.cfg.Archive.Release(ctx, n.cfg.Name) // else the lease runs out
	})
}

// every calls f again and again until the node stops. f's errors are logged:
// the next turn tries again.
func (n *Node) every(d time.Duration, what string, f func(context.Context) error) {
	tick := time.NewTicker(d)
	defer tick.Stop()
	for {
		select {
		case <-n.ctx.Done():
			return
		case <-tick.C:
		}
		ctx, cancel := context.WithTimeout(n.ctx, 10*time.Second)
		if err := f(ctx); err != nil && n.ctx.Err() == nil {
			n.stats.LoopErrors.Add(1)
			n.cfg.Log.Warn("a turn of the node did not go through", slog.String("what", what), slog.Any("err", err))
		}
		cancel()
	}
}

// do hands op over and waits for its result.
func (n *Node) do(ctx context.Context, op *Op) (Result, error) {
	done := make(chan struct{})
	op.Done = func(*Op) { close(done) }
	n.cfg.Live.Enqueue(op)
	select {
	case <-done:
		return op.Result, op.Result.Err
	case <-ctx.Done():
		return Result{}, ErrUnavailable.Wrap(ctx.Err())
	}
}

// doAll hands ops over at once and waits for all of them.
func (n *Node) doAll(ctx context.Context, ops []*Op) error {
	var left atomic.Int64
	left.Store(int64(len(ops)))
	done := make(chan struct{})
	if len(ops) == 0 {
		return nil
	}
	for _, op := range ops {
		op.Done = func(*Op) {
			if left.Add(-1) == 0 {
				close(done)
			}
		}
		n.cfg.Live.Enqueue(op)
	}
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ErrUnavailable.Wrap(ctx.Err())
	}
}

// shardOf returns the shard of an attempt.
func (n *Node) shardOf(id exam.AttemptID) *nodeShard {
	return n.shards[ShardOf(id, len(n.shards))]
}

// register makes h the holder of its attempt on this node and returns the
// holder before, who is replaced; h itself where somebody came after it and was
// quicker here. A sealed attempt has nothing to hold: who was there before waits
// on until all is archived.
func (n *Node) register(h *Holder, sealed bool) *Holder {
	s := n.shardOf(h.attempt)
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.holders[h.attempt]
	if !sealed && old != nil && h.turn.before(old.turn) {
		return h
	}
	s.holders[h.attempt], s.listed = h, nil
	if sealed && old != nil {
		s.ending[old] = struct{}{}
		return nil
	}
	return old
}

// tookAgain notes that h became the holder once more.
func (n *Node) tookAgain(h *Holder, r *Result) {
	s := n.shardOf(h.attempt)
	s.mu.Lock()
	defer s.mu.Unlock()
	h.turn = turn{r.LogID, r.Epoch}
}

func (n *Node) unregister(h *Holder) {
	s := n.shardOf(h.attempt)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.holders[h.attempt] == h {
		delete(s.holders, h.attempt)
	}
	delete(s.ending, h)
	s.listed = nil
}

// holder returns who holds the attempt on this node, or nil.
func (n *Node) holder(id exam.AttemptID) *Holder {
	s := n.shardOf(id)
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.holders[id]
}

// list returns the holders of this shard. Many times a second they are gone
// through, and who they are changes rarely: nobody writes into what it returns.
func (s *nodeShard) list() []*Holder {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listed == nil {
		s.listed = make([]*Holder, 0, len(s.holders)+len(s.ending))
		s.listed = slices.AppendSeq(s.listed, maps.Values(s.holders))
		s.listed = slices.AppendSeq(s.listed, maps.Keys(s.ending))
	}
	return s.listed
}

func (n *Node) allHolders() []*Holder {
	var all []*Holder
	for _, s := range n.shards {
		all = append(all, s.list()...)
	}
	return all
}

func (n *Node) sitting(id exam.SittingID) *Sitting { return (*n.sittings.Load())[id] }
