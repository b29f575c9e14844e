package delivery

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"khaothi/internal/exam"
)

const (
	leaseTTL   = 5 * time.Second
	leaseRenew = 1500 * time.Millisecond
	drainPause = 100 * time.Millisecond
	drainRetry = 300 * time.Millisecond
	// maxTxEvents bounds one transaction, of all shards together: about 8 MB
	// here and a fifth of a second there. drainLeast is what one of very many
	// shards may bring in any case.
	maxTxEvents = 32_000
	drainLeast  = 500
	// drainMore is how many make a turn a busy one: there the pause is longer, so
	// that the next one finds several answers of each attempt, which cost the
	// record less together. After drainMuch there is much more already.
	drainMore = 2000
	drainMuch = 16_000
	drainBusy = 250 * time.Millisecond
)

// drain carries the log of the shards that this node leases to the record:
// read from the start, commit, trim. Two drains at once are harmless: what is
// there already is left.
type drain struct {
	node      *Node
	held      []int
	renewed   time.Time
	announced map[int]string
}

func newDrain(n *Node) *drain { return &drain{node: n, announced: map[int]string{}} }

func (d *drain) run(ctx context.Context) {
	for ctx.Err() == nil {
		n, err := d.turn(ctx)
		wait := drainPause
		if n >= drainMore {
			wait = drainBusy
		}
		if err != nil && ctx.Err() == nil {
			d.held, d.renewed, d.announced = nil, time.Time{}, map[int]string{}
			d.node.stats.LoopErrors.Add(1)
			d.node.cfg.Log.Warn("drain", slog.Any("err", err))
			wait = drainRetry
		}
		if n >= drainMuch && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

// empty drains until nothing is left.
func (d *drain) empty(ctx context.Context) error {
	for {
		n, err := d.turn(ctx)
		if err != nil || n == 0 {
			return err
		}
	}
}

// turn drains what is there and returns how many entries that were.
func (d *drain) turn(ctx context.Context) (int, error) {
	if err := d.lease(ctx); err != nil {
		return 0, err
	}
	batch, total, err := d.read(ctx)
	if err != nil {
		return 0, err
	}
	if total == 0 {
		d.node.stats.DrainNS.Store(0)
		return 0, nil
	}
	began := d.node.cfg.Now()
	err = d.carry(ctx, batch, total)
	d.node.stats.DrainTook.Took(d.node.cfg.Now().Sub(began))
	return total, err
}

// read takes what stands at the head of the logs, all of them at the same time:
// a busy Redis lets each call wait.
func (d *drain) read(ctx context.Context) (batch []ShardEntries, total int, err error) {
	all := make([]ShardEntries, len(d.held))
	err = together(len(all), func(i int) (err error) {
		all[i].Shard = d.held[i]
		all[i].Entries, err = d.node.cfg.Live.ReadLog(ctx, d.held[i], max(maxTxEvents/len(all), drainLeast))
		return err
	})
	for _, one := range all {
		if len(one.Entries) > 0 {
			batch = append(batch, one)
			total += len(one.Entries)
		}
	}
	return batch, total, err
}

// together calls f for 0…n-1 at the same time and returns what went wrong.
func together(n int, f func(i int) error) error {
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { errs[i] = f(i) })
	}
	wg.Wait()
	return errors.Join(errs...)
}

// lease renews what this node drains. At this point it has nothing in hand, so
// it may announce the incarnation that it will read from now on.
func (d *drain) lease(ctx context.Context) error {
	now := d.node.cfg.Now()
	if now.Sub(d.renewed) > leaseRenew || now.Before(d.renewed) {
		held, err := d.node.cfg.Archive.Lease(ctx, d.node.cfg.Name, len(d.node.shards), leaseTTL)
		if err != nil {
			return err
		}
		for _, shard := range held {
			if !slices.Contains(d.held, shard) {
				delete(d.announced, shard) // others had it meanwhile
			}
		}
		d.held, d.renewed = held, now
	}
	for _, shard := range d.held {
		s := d.node.shards[shard]
		s.mu.Lock()
		inc := s.incarnation
		s.mu.Unlock()
		if inc == "" || d.announced[shard] == inc {
			continue
		}
		if err := d.node.cfg.Archive.Announce(ctx, d.node.cfg.Name, shard, inc); err != nil {
			return err
		}
		d.announced[shard] = inc
	}
	return nil
}

// carry commits a batch, then trims it from the logs and tells the holders.
func (d *drain) carry(ctx context.Context, batch []ShardEntries, total int) error {
	n := d.node
	done, err := d.append(ctx, batch)
	if err != nil {
		return err
	}
	d.alarm(&done)
	oldest := batch[0].Entries[0].ID.MS
	for _, b := range batch {
		oldest = min(oldest, b.Entries[0].ID.MS)
	}
	err = together(len(batch), func(i int) error {
		last := batch[i].Entries[len(batch[i].Entries)-1].ID
		if err := n.cfg.Live.TrimLog(ctx, batch[i].Shard, last); err != nil {
			return err
		}
		for _, h := range n.shards[batch[i].Shard].list() {
			h.archivedUpTo(last)
		}
		return nil
	})
	if err != nil {
		return err
	}
	n.stats.Drained.Add(int64(total))
	age := n.liveNow().Sub(time.UnixMilli(int64(oldest)))
	n.stats.DrainNS.Store(int64(age))
	n.stats.DrainAge.Took(max(age, 0))
	n.stats.DrainBatch.Observe(float64(total))
	return n.forget(ctx, done.Complete)
}

// forget lets sealed and archived attempts expire. One that was reopened
// meanwhile stays.
func (n *Node) forget(ctx context.Context, ids []exam.AttemptID) error {
	ops := make([]*Op, len(ids))
	for i, id := range ids {
		ops[i] = &Op{Kind: OpForget, Attempt: id}
	}
	return n.doAll(ctx, ops)
}

// alarm says aloud what must never happen.
func (d *drain) alarm(done *Appended) {
	n := d.node
	if done.Conflicts+done.Orphans > 0 {
		n.stats.Diverged.Add(int64(done.Conflicts + done.Orphans))
		n.cfg.Log.Error("the record holds other events than Redis: see the incidents",
			slog.Int("diverged", done.Conflicts), slog.Int("orphans", done.Orphans))
	}
	if len(done.Missing) > 0 {
		n.stats.Incomplete.Add(int64(len(done.Missing)))
		n.cfg.Log.Error("attempts sealed with events missing", slog.Any("attempts", done.Missing))
	}
}
