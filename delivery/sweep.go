package delivery

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"khaothi/internal/exam"
)

// beat tells every shard that this node lives, and hears of its incarnation,
// of interruptions, and of what the drains have archived.
func (n *Node) beat(ctx context.Context) error {
	ops := make([]*Op, len(n.shards))
	for i := range ops {
		ops[i] = &Op{Kind: OpBeat, Shard: i, Node: n.cfg.Name, Incarnation: exam.NewID()}
	}
	sent := n.cfg.Now()
	if err := n.doAll(ctx, ops); err != nil {
		return err
	}
	middle := sent.Add(n.cfg.Now().Sub(sent) / 2)
	for i, op := range ops {
		if op.Result.Err != nil {
			return op.Result.Err
		}
		n.skew.Store(int64(op.Result.Now.Sub(middle)))
		n.heard(n.shards[i], &op.Result.Beat)
	}
	return nil
}

// heard acts on what a shard told.
func (n *Node) heard(s *nodeShard, b *Beat) {
	s.mu.Lock()
	wiped := s.incarnation != "" && s.incarnation != b.Incarnation
	interrupted := !s.since.IsZero() && !s.since.Equal(b.Since)
	s.incarnation, s.since = b.Incarnation, b.Since
	s.mu.Unlock()
	for _, h := range s.list() {
		switch {
		case wiped:
			h.mu.Lock()
			h.recover()
			h.mu.Unlock()
		case interrupted:
			h.lookAlive(true)
		default:
			h.archivedUpTo(b.Archived)
		}
	}
}

// clocksApart says whether Live's clock and the node's differ so much that
// nothing may be sealed, and raises the alarm.
func (n *Node) clocksApart() bool {
	skew := time.Duration(n.skew.Load())
	if skew.Abs() <= maxSkew {
		return false
	}
	n.cfg.Log.Error("clocks of Redis and this node differ: sealing waits", slog.Duration("skew", skew))
	return true
}

// sweepNext sweeps one shard after the other: all at once would hold a processor
// for a while, and answers would wait.
func (n *Node) sweepNext(context.Context) error {
	n.sweep(n.shards[n.swept%len(n.shards)])
	n.swept++
	return nil
}

// sweep starts, reminds and seals those of a shard who are connected here.
func (n *Node) sweep(s *nodeShard) {
	now, start := n.cfg.Now(), n.startNow()
	skew := time.Duration(n.skew.Load()).Abs() > maxSkew
	s.mu.Lock()
	since := s.since
	s.mu.Unlock()
	var sitting *Sitting // of the holder before, most often of this one too
	for _, h := range s.list() {
		if sitting == nil || sitting.ID != h.sitting {
			sitting = n.sitting(h.sitting)
		}
		h.sweep(sitting, now, start, since, skew)
	}
}

const (
	// sealLimit is how many attempts are sealed at once.
	sealLimit = 5000
	// sealDelay leaves those who are connected to their own node.
	sealDelay = 1500 * time.Millisecond
)

// sealDue seals what is over by the record, connected or not, on whichever
// node: the script decides, so that any number of nodes may do it.
func (n *Node) sealDue(ctx context.Context) error {
	if n.clocksApart() {
		return nil
	}
	now := n.liveNow()
	for after := exam.AttemptID(""); ; {
		due, err := n.cfg.Register.Due(ctx, now.Add(-sealDelay), after, sealLimit)
		if err != nil || len(due) == 0 {
			return err
		}
		after = due[len(due)-1].ID
		if err := n.sealPage(ctx, n.over(due, now)); err != nil {
			return err
		}
		if len(due) < sealLimit {
			return nil
		}
	}
}

// over leaves out who never began and has time left by the terms, of which the
// record's list does not know.
func (n *Node) over(due []DueAttempt, now time.Time) []DueAttempt {
	return slices.DeleteFunc(due, func(a DueAttempt) bool {
		s := n.sitting(a.Sitting)
		if s == nil {
			return true
		}
		if !a.Waiting {
			return false
		}
		t := s.terms(a.place())
		_, paused := t.Paused()
		return paused || now.Before(t.hardEnd().Add(t.Grace))
	})
}

// sealPage seals attempts, and makes those in Live first that are not there.
func (n *Node) sealPage(ctx context.Context, due []DueAttempt) error {
	missing, err := n.seal(ctx, due)
	if err != nil || len(missing) == 0 {
		return err
	}
	ids := make([]exam.AttemptID, len(missing))
	for i, a := range missing {
		ids[i] = a.ID
	}
	if err := n.restoreAll(ctx, ids); err != nil {
		return err
	}
	_, err = n.seal(ctx, missing)
	return err
}

// seal asks for the seal of attempts and returns those that Live lacks.
func (n *Node) seal(ctx context.Context, due []DueAttempt) ([]DueAttempt, error) {
	ops := make([]*Op, 0, len(due))
	for _, a := range due {
		s := n.sitting(a.Sitting)
		if s == nil {
			continue
		}
		ops = append(ops, &Op{Kind: OpSeal, Attempt: a.ID, Archived: a.Last, Terms: s.terms(a.place())})
	}
	if err := n.doAll(ctx, ops); err != nil {
		return nil, err
	}
	lacking := map[exam.AttemptID]bool{}
	for _, op := range ops {
		switch op.Result.Status {
		case StatusMissing:
			lacking[op.Attempt] = true
		case StatusSealed:
			if h := n.holder(op.Attempt); h != nil {
				h.mu.Lock()
				h.sealedBy(op)
				h.mu.Unlock()
			}
		}
	}
	var missing []DueAttempt
	for _, a := range due {
		if lacking[a.ID] {
			missing = append(missing, a)
		}
	}
	return missing, nil
}
