package delivery

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// recoverBatch is how many attempts are read from the record at once.
const recoverBatch = 500

// recovery is the queue of holders whose attempt Live lost.
type recovery struct {
	mu   sync.Mutex
	list []*Holder
	wake chan struct{}
}

func (r *recovery) add(h *Holder) {
	r.mu.Lock()
	r.list = append(r.list, h)
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default: // it is awake
	}
}

func (r *recovery) take() []*Holder {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := min(len(r.list), recoverBatch)
	batch := r.list[:n:n]
	r.list = r.list[n:]
	return batch
}

// recover has the attempt restored in Live and attached anew. Until then the
// candidate's events are passed over: they will be asked for again.
func (h *Holder) recover() {
	if h.recovering || h.closed {
		return
	}
	h.recovering = true
	_, _ = rand.Read(h.claim[:]) // crypto/rand.Read never fails
	h.gen++
	h.node.recovery.add(h)
}

// recoverLoop brings holders back, many at once, until the node stops. What
// fails is tried again: as long as Live or the record does not answer, the
// candidates wait.
func (n *Node) recoverLoop() {
	for {
		select {
		case <-n.ctx.Done():
			return
		case <-n.recovery.wake:
		}
		for batch := n.recovery.take(); len(batch) > 0; batch = n.recovery.take() {
			ctx, cancel := context.WithTimeout(n.ctx, 10*time.Second)
			failed, err := n.recoverHolders(ctx, batch)
			cancel()
			if err == nil {
				continue
			}
			n.stats.LoopErrors.Add(1)
			n.cfg.Log.Warn("recover attempts", slog.Int("attempts", len(failed)), slog.Any("err", err))
			select {
			case <-n.ctx.Done():
				return
			case <-time.After(200 * time.Millisecond):
			}
			for _, h := range failed {
				n.recovery.add(h)
			}
		}
	}
}

// recoverHolders restores and attaches. It returns those to try again.
func (n *Node) recoverHolders(ctx context.Context, batch []*Holder) ([]*Holder, error) {
	ids := make([]exam.AttemptID, len(batch))
	for i, h := range batch {
		ids[i] = h.attempt
	}
	if err := n.restore(ctx, ids); err != nil {
		return batch, err
	}
	batch = slices.DeleteFunc(batch, (*Holder).gone) // whoever came after them has the attempt
	ops := make([]*Op, len(batch))
	for i, h := range batch {
		ops[i] = h.attachAgain()
	}
	if err := n.doAll(ctx, ops); err != nil {
		return batch, err
	}
	var failed []*Holder
	for i, h := range batch {
		if !h.recovered(&ops[i].Result) {
			failed = append(failed, h)
		}
	}
	if len(failed) > 0 {
		return failed, fault.New(fault.Unavailable, "attempt.not_recovered").With("attempts", len(failed))
	}
	return nil, nil
}

// attachAgain takes the next epoch unless another holder has done so, on
// whichever node. Tried again it has the claim that it had.
func (h *Holder) attachAgain() *Op {
	h.mu.Lock()
	defer h.mu.Unlock()
	return &Op{
		Kind: OpAttach, Attempt: h.attempt, Device: h.device, Machine: h.machine, Claim: h.claim, Silence: h.node.cfg.Silence, Epoch: h.epoch,
	}
}

// gone says that the connection has ended.
func (h *Holder) gone() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.closed
}

// recovered goes on with what Live holds now; false if that has to be tried
// again.
func (h *Holder) recovered(r *Result) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch r.Status {
	case StatusOK:
	case StatusBusy, StatusReplaced:
		h.recovering = false
		h.closeLocked(codeReplaced, 0)
		return true
	default:
		return h.closed
	}
	h.node.stats.Recovered.Add(1)
	h.starting, h.sealing = false, false
	h.node.tookAgain(h, r)
	state, deadline := h.state, h.deadline
	h.stand(r, min(h.archived, r.Last))
	if h.state != state || !h.deadline.Equal(deadline) {
		h.nextTime = h.node.cfg.Now() // changed meanwhile: tell it
	}
	if s := h.node.sitting(h.sitting); h.state == LiveWaiting && s != nil && s.Running(h.node.startNow()) {
		h.restart(s)
		return true
	}
	h.recovering = false
	h.goOn()
	h.keepUp()
	return true
}

// restoreAll is restore of any number.
func (n *Node) restoreAll(ctx context.Context, ids []exam.AttemptID) error {
	for batch := range slices.Chunk(ids, recoverBatch) {
		if err := n.restore(ctx, batch); err != nil {
			return err
		}
	}
	return nil
}

// restore creates attempts in Live from the record, and lifts those that are
// behind it. It waits until no drain holds events of an earlier incarnation:
// what is not in the record then is nowhere but with the candidates.
func (n *Node) restore(ctx context.Context, ids []exam.AttemptID) error {
	incarnations := map[int]string{}
	for _, id := range ids {
		shard := ShardOf(id, len(n.shards))
		if _, ok := incarnations[shard]; ok {
			continue
		}
		inc, err := n.fence(ctx, shard)
		if err != nil {
			return err
		}
		incarnations[shard] = inc
	}
	seeds, err := n.cfg.Archive.Seeds(ctx, ids)
	if err != nil {
		return err
	}
	ops := make([]*Op, 0, len(ids))
	for _, id := range ids {
		seed := seeds[id]
		if seed == nil {
			return fault.New(fault.NotFound, "attempt.not_found").With("attempt", string(id))
		}
		op := &Op{Kind: OpRestore, Attempt: id, Seed: seed, Incarnation: incarnations[ShardOf(id, len(n.shards))]}
		if s := n.sitting(seed.Sitting); s != nil {
			op.Terms = s.terms(seed.place())
		}
		ops = append(ops, op)
	}
	if err := n.doAll(ctx, ops); err != nil {
		return err
	}
	for _, op := range ops {
		if op.Result.Status == StatusOldLife {
			return n.beat(ctx) // wiped just now; the caller finds it missing and comes again
		}
		if op.Result.Status != StatusOK {
			return fmt.Errorf("restore attempt %s: status %d: %w", op.Attempt, op.Result.Status, op.Result.Err)
		}
	}
	return n.again(ctx, ops)
}

// again carries out what was ordered of restored attempts and got lost with
// Live before the record had it: a seal, or a reopening.
func (n *Node) again(ctx context.Context, restored []*Op) error {
	var ops []*Op
	for _, op := range restored {
		s := n.sitting(op.Seed.Sitting)
		if s == nil || s.clocks == nil {
			continue
		}
		round, by := s.clocks.rounds[op.Attempt], s.clocks.seals[op.Attempt]
		switch {
		case round > op.Result.Round && op.Result.State == LiveSealed:
			ops = append(ops, &Op{Kind: OpReopen, Attempt: op.Attempt, Round: round, Terms: op.Terms})
		case by != "" && op.Result.State != LiveSealed:
			ops = append(ops, &Op{Kind: OpForce, Attempt: op.Attempt, Archived: op.Seed.Last, Round: round, By: by})
		}
	}
	return n.doAll(ctx, ops)
}

// fence waits until the drain of a shard has announced the incarnation that
// this node sees, and returns it.
func (n *Node) fence(ctx context.Context, shard int) (string, error) {
	s := n.shards[shard]
	for {
		s.mu.Lock()
		inc, fenced := s.incarnation, s.fenced
		s.mu.Unlock()
		if inc != "" && inc == fenced {
			return inc, nil
		}
		announced, err := n.cfg.Archive.Announced(ctx, shard)
		if err != nil {
			return "", err
		}
		if inc != "" && announced == inc {
			s.mu.Lock()
			s.fenced = inc
			s.mu.Unlock()
			continue
		}
		select {
		case <-ctx.Done():
			return "", fault.New(fault.Unavailable, "drain.behind").With("shard", shard).Wrap(ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}
