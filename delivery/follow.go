package delivery

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// readSittings reads the sittings, writes down those that have started by
// their plan, does this node's part of what was ordered, and closes those that
// are finished. Every node does so twice a second.
func (n *Node) readSittings(ctx context.Context) error {
	n.reading.Lock()
	defer n.reading.Unlock()
	list, err := n.cfg.Register.Sittings(ctx)
	if err != nil {
		return err
	}
	old := *n.sittings.Load()
	next := make(map[exam.SittingID]*Sitting, len(list))
	var errs []error
	for i := range list {
		s := &list[i]
		if before := old[s.ID]; before != nil && before.Rev == s.Rev {
			s.clocks, s.actions = before.clocks, before.actions
		} else if err := n.readActions(ctx, s); err != nil {
			errs = append(errs, err)
			if s = before; s == nil {
				continue
			}
		}
		next[s.ID] = s
	}
	n.sittings.Store(&next)
	if begun(old, next, n.startNow()) {
		for _, shard := range n.shards {
			n.sweep(shard) // a start does not wait for its turn
		}
	}
	for _, s := range next {
		if err := n.follow(ctx, s); err != nil {
			errs = append(errs, fmt.Errorf("follow sitting %s: %w", s.ID, err))
		}
	}
	_, err = n.cfg.Register.CloseFinished(ctx)
	return errors.Join(append(errs, err)...)
}

// begun says whether one of the sittings runs that did not before.
func begun(old, next map[exam.SittingID]*Sitting, now time.Time) bool {
	for id, s := range next {
		if before := old[id]; before != nil && before.State != s.State && s.Running(now) {
			return true
		}
	}
	return false
}

// readActions reads the ledger of s up to its revision.
func (n *Node) readActions(ctx context.Context, s *Sitting) error {
	actions, err := n.cfg.Register.ListActions(ctx, s.ID, "")
	if err != nil {
		return err
	}
	for len(actions) > 0 && actions[len(actions)-1].Rev > s.Rev {
		actions = actions[:len(actions)-1] // the next turn reads them
	}
	s.actions, s.clocks = actions, NewClocks(s, actions)
	return nil
}

// follow does this node's part of what is new in s: it starts by the plan,
// passes new deadlines on, and carries out what is pending. What fails is tried
// again at the next turn; twice is harmless.
func (n *Node) follow(ctx context.Context, s *Sitting) error {
	if s.State == exam.SittingOpen && s.Running(n.startNow()) {
		if err := n.cfg.Register.MarkRunning(ctx, s.ID, s.Planned); err != nil {
			return err
		}
	}
	from, known := n.followed[s.ID]
	if known && from == s.Rev {
		return nil
	}
	fresh := s.actions
	for len(fresh) > 0 && fresh[0].Rev <= from {
		fresh = fresh[1:]
	}
	if err := n.adjust(ctx, s, affected(s, fresh, from)); err != nil {
		return err
	}
	for i := range fresh {
		if err := n.carryOut(ctx, s, &fresh[i]); err != nil {
			return err
		}
	}
	n.followed[s.ID] = s.Rev
	return nil
}

// affected returns the scopes whose clocks changed after revision from: those
// of fresh actions, and the whole sitting where it was closed by hand. The
// start of a sitting moves no clock that has begun.
func affected(s *Sitting, fresh []Action, from int64) map[scope]bool {
	if !s.Cut.IsZero() && int64(len(fresh)) != s.Rev-from {
		return map[scope]bool{{}: true}
	}
	scopes := map[scope]bool{}
	for i := range fresh {
		switch fresh[i].Kind {
		case ActionPause, ActionResume, ActionGrant:
			scopes[fresh[i].scope()] = true
		default:
		}
	}
	return scopes
}

// adjust gives the open attempts in scopes their deadline and state anew. Every
// node does it and comes to the same.
func (n *Node) adjust(ctx context.Context, s *Sitting, scopes map[scope]bool) error {
	if len(scopes) == 0 || !s.Running(n.startNow()) {
		return nil
	}
	open, err := n.cfg.Register.Open(ctx, s.ID)
	if err != nil {
		return err
	}
	for range attachTries {
		lost, err := n.adjustOpen(ctx, s, scopes, open)
		if err != nil || len(lost) == 0 {
			return err
		}
		if err := n.restoreAll(ctx, lost); err != nil {
			return err
		}
	}
	return ErrUnavailable
}

// adjustOpen returns who has begun and is not in Live: the record may say that
// their clocks stand, and would do so for ever.
func (n *Node) adjustOpen(ctx context.Context, s *Sitting, scopes map[scope]bool, open []DueAttempt) (lost []exam.AttemptID, err error) {
	ops := make([]*Op, 0, len(open))
	begun := map[exam.AttemptID]bool{}
	for i := range open {
		begun[open[i].ID] = !open[i].Waiting
		p := open[i].place()
		for _, k := range scopesOf(&p) {
			if scopes[k] {
				ops = append(ops, &Op{Kind: OpAdjust, Attempt: p.Attempt, Terms: s.terms(p)})
				break
			}
		}
	}
	if err := n.doAll(ctx, ops); err != nil {
		return nil, err
	}
	for _, op := range ops {
		if op.Result.Status == StatusFailed {
			return nil, op.Result.Err
		}
		if op.Result.Status == StatusMissing && begun[op.Attempt] {
			lost = append(lost, op.Attempt)
		}
		if h := n.holder(op.Attempt); h != nil && op.Result.Status == StatusOK {
			h.adjusted(&op.Result)
		}
	}
	return lost, nil
}

// carryOut carries a pending action out and writes down what came of it. Of
// one that another node did, the holder here hears.
func (n *Node) carryOut(ctx context.Context, s *Sitting, a *Action) error {
	if a.Outcome != "" {
		n.hear(a)
		return nil
	}
	outcome, err := n.effect(ctx, s, a)
	if err != nil {
		return fmt.Errorf("carry out %s %s: %w", a.Kind, a.ID, err)
	}
	if a.Kind != ActionAdmit {
		if err := n.cfg.Register.FinishAction(ctx, a, outcome); err != nil {
			return err
		}
	}
	if outcome != OutcomeDone {
		n.cfg.Log.Warn("an action could not be done", slog.String("action", a.ID), slog.String("kind", string(a.Kind)),
			slog.String("outcome", outcome))
	}
	return nil
}

// effect does what a asks for, and returns the outcome. Pauses, resumptions and
// grants have taken effect by adjust.
func (n *Node) effect(ctx context.Context, s *Sitting, a *Action) (string, error) {
	switch a.Kind {
	case ActionRelease:
		return n.apply(ctx, a, Op{Kind: OpRelease, Terms: Terms{Rev: a.Rev}})
	case ActionSubmit, ActionToPaper, ActionVoid:
		attempt, err := n.cfg.Register.Attempt(ctx, a.Attempt)
		if err != nil {
			return "", err
		}
		return n.apply(ctx, a, Op{
			Kind: OpForce, Archived: attempt.LastSeq, Round: s.clocks.rounds[a.Attempt], By: sealsBy[a.Kind],
		})
	case ActionReplay:
		n.hear(a)
		return OutcomeDone, nil
	case ActionReopen:
		return n.reopen(ctx, s, a)
	case ActionAdmit:
		outcome, err := n.cfg.Register.Admit(ctx, a)
		if err != nil || outcome != OutcomeDone {
			return outcome, err
		}
		return outcome, n.restore(ctx, []exam.AttemptID{a.Attempt}) // Live shows the new receipt
	default:
		return OutcomeDone, nil
	}
}

func (n *Node) reopen(ctx context.Context, s *Sitting, a *Action) (string, error) {
	attempt, err := n.cfg.Register.Attempt(ctx, a.Attempt)
	if err != nil {
		return "", err
	}
	round := s.clocks.rounds[a.Attempt]
	return n.apply(ctx, a, Op{Kind: OpReopen, Round: round, Terms: s.terms(attempt.Place())})
}

// apply does op on the attempt of a, which is made in Live first where it is
// not there.
func (n *Node) apply(ctx context.Context, a *Action, op Op) (string, error) {
	op.Attempt = a.Attempt
	for range attachTries {
		try := op
		r, err := n.do(ctx, &try)
		if err != nil {
			return "", err
		}
		switch r.Status {
		case StatusMissing:
			if err := n.restore(ctx, []exam.AttemptID{a.Attempt}); err != nil {
				return "", err
			}
			continue
		case StatusOver:
			return fault.CodeOf(ErrNoTimeLeft), nil
		case StatusSealed:
			n.tellSealed(a.Attempt, &r)
			if r.By != op.By && a.Kind != ActionVoid {
				return fault.CodeOf(ErrAttemptSealed), nil // a moment ago, by somebody else
			}
		default:
			n.hear(a)
		}
		return OutcomeDone, nil
	}
	return "", ErrUnavailable
}

func (n *Node) tellSealed(id exam.AttemptID, r *Result) {
	h := n.holder(id)
	if h == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.closed && !h.recovering {
		h.sealedNow(r)
	}
}

// hear lets the holder on this node know of an action that was done.
func (n *Node) hear(a *Action) {
	if a.Attempt == "" || a.Outcome != "" && a.Outcome != OutcomeDone {
		return
	}
	h := n.holder(a.Attempt)
	if h == nil {
		return
	}
	switch a.Kind {
	case ActionReopen:
		h.mu.Lock()
		if h.state == LiveSealed {
			h.closeLocked(codeRestart, 0) // it signs in again and goes on
		}
		h.mu.Unlock()
	case ActionReplay:
		h.mu.Lock()
		if !h.closed {
			h.out.Replays(h.replays())
		}
		h.mu.Unlock()
	case ActionRelease, ActionSubmit, ActionToPaper, ActionVoid:
		h.lookAlive(false) // it is replaced, or hears of its seal
	default:
	}
}
