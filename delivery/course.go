package delivery

import (
	"time"

	"khaothi/internal/exam"
)

// welcome says to the new holder where the attempt stands.
func (h *Holder) welcome(a *Attempt, s *Sitting, r *Result) *Welcome {
	now := h.node.cfg.Now()
	w := &Welcome{
		Attempt: a, Subject: s.Subject, Practice: s.Practice, Epoch: h.epoch, State: h.state, Grace: s.Grace, PaperSize: h.paper.size,
		StoreKey: h.node.cfg.Keys.StoreKey(a.ID, h.device), Saved: h.saved, Archived: h.archived, Answers: r.Values,
		Replays: h.replays(), Receipt: h.receipt, SealedBy: h.by, ServerTime: now,
	}
	switch h.state {
	case LiveWaiting:
		if left := s.Planned.Sub(h.node.startNow()); !s.Planned.IsZero() && left > 0 {
			w.StartsIn = left
		}
	case LiveRunning, LivePaused:
		w.Key = &h.paper.key
		w.Remaining = h.remaining()
	}
	return w
}

// remaining is the time to the deadline, never negative and never more than there
// was at the start: the node knows Live's clock to a moment only. While the clock
// stands so does this.
func (h *Holder) remaining() time.Duration {
	if h.state == LivePaused {
		return max(h.deadline.Sub(h.paused), 0)
	}
	return max(h.deadline.Sub(later(h.node.liveNow(), h.started)), 0)
}

// liveNow is the node's idea of Live's clock, which decides deadlines.
func (n *Node) liveNow() time.Time { return n.cfg.Now().Add(time.Duration(n.skew.Load())) }

// startNow is the time by which sittings start: the node's, but Live's where
// the node is ahead of it, so that a wrong clock shows no paper early.
func (n *Node) startNow() time.Time {
	now, live := n.cfg.Now(), n.liveNow()
	if now.Sub(live) > maxSkew {
		return live
	}
	return now
}

// start starts the clock of a waiting attempt whose sitting runs. The key goes
// out with the result, for the deadline stands only then.
func (h *Holder) start(s *Sitting) {
	if h.starting || h.closed || h.recovering || h.state != LiveWaiting {
		return
	}
	terms := s.terms(h.place)
	if _, paused := terms.Paused(); paused {
		return // it starts when the pause ends
	}
	h.starting = true
	h.node.starts.add(&Op{Kind: OpStart, Attempt: h.attempt, Terms: terms, Done: h.startedBy})
}

func (h *Holder) startedBy(op *Op) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.starting = false
	r := &op.Result
	if r.Status != StatusOK {
		h.trouble(r.Status)
		return
	}
	if h.state != LiveWaiting {
		return
	}
	if r.State == LiveSealed {
		h.sealedNow(r)
		return
	}
	h.clock(r)
	h.nextTime = h.firstTime()
	h.out.Start(h.paper.key, h.remaining())
}

// Submit hands in with the events 1…n, where the sitting allows it by now.
func (h *Holder) Submit(n int64) {
	h.mu.Lock()
	s := h.node.sitting(h.sitting)
	early := s != nil && s.SubmitAfter > 0 && h.state == LiveRunning && h.node.liveNow().Before(h.started.Add(s.SubmitAfter))
	if h.closed || h.recovering || early || h.state == LiveWaiting {
		if early {
			h.out.Refused(0, "submit.too_early")
		}
		if h.state == LiveWaiting {
			h.out.Refused(0, "state.waiting")
		}
		h.mu.Unlock()
		return
	}
	op := &Op{Kind: OpSubmit, Attempt: h.attempt, Epoch: h.epoch, N: n}
	h.mu.Unlock()
	op.Done = func(op *Op) {
		h.mu.Lock()
		defer h.mu.Unlock()
		switch op.Result.Status {
		case StatusSealed:
			h.sealedNow(&op.Result)
		case StatusGap:
			h.out.Resend(op.Result.Last + 1)
		case StatusBehind:
			h.out.Refused(0, "submit.behind")
		case StatusPaused:
			h.out.Refused(0, "state.paused")
		case StatusBarred: // the conflict closes the connection
		default:
			h.trouble(op.Result.Status)
		}
	}
	h.node.cfg.Live.Enqueue(op)
}

// sealedBy takes the result of a seal that the server asked for.
func (h *Holder) sealedBy(op *Op) {
	h.sealing = false
	switch r := &op.Result; r.Status {
	case StatusSealed:
		if late := r.Now.Sub(h.deadline.Add(h.grace)); h.state == LiveRunning && late >= 0 {
			h.node.stats.SealLate.Took(late)
		}
		h.sealedNow(r)
	case StatusNotDue:
		h.nextTime = h.node.cfg.Now() // the deadline moved: tell it
	default:
		h.trouble(r.Status)
	}
}

func (h *Holder) sealedNow(r *Result) {
	if h.state == LiveSealed {
		return
	}
	h.node.stats.Sealed.Add(1)
	h.takeSeal(r)
	h.saved = max(h.saved, r.N)
	h.out.Sealed(h.n, h.receipt, h.by)
}

// clock takes over what Live says of the time.
func (h *Holder) clock(r *Result) {
	h.state, h.started, h.deadline, h.grace, h.paused = r.State, r.Started, r.Deadline, r.Grace, r.Paused
}

// adjusted takes a new deadline or state.
func (h *Holder) adjusted(r *Result) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed || h.recovering || r.State == LiveWaiting || h.state == LiveWaiting || h.state == LiveSealed {
		return
	}
	if r.State == LiveSealed {
		h.sealedNow(r)
		return
	}
	if h.state == r.State && h.deadline.Equal(r.Deadline) {
		return
	}
	h.clock(r)
	h.nextTime = h.firstTime()
	h.out.Time(h.state, h.remaining())
}

// keepUp has the clock set anew where the terms say another thing than Live did:
// they changed while this holder came, and adjust did not find it yet.
func (h *Holder) keepUp() {
	s := h.node.sitting(h.sitting)
	if s == nil || h.state != LiveRunning && h.state != LivePaused {
		return
	}
	const rounding = 2 * time.Millisecond
	terms := s.terms(h.place)
	deadline, since := terms.Deadline(h.started)
	if since.IsZero() == (h.state == LiveRunning) && deadline.Sub(h.deadline).Abs() <= rounding {
		return
	}
	op := &Op{Kind: OpAdjust, Attempt: h.attempt, Terms: terms, Done: func(op *Op) {
		if op.Result.Status == StatusOK {
			h.adjusted(&op.Result)
		}
	}}
	go h.node.cfg.Live.Enqueue(op) // the lock is held, and a full queue waits
}

// firstTime is when the time is told again after everybody heard it in the same
// moment: within timeEvery, but not with the others, else all would hear it
// together for ever.
func (h *Holder) firstTime() time.Time {
	const soonest, parts = timeEvery / 3, 1000
	part := time.Duration(ShardOf(h.attempt, parts))
	return h.node.cfg.Now().Add(soonest + (timeEvery-soonest)*part/parts)
}

// sweep does what time asks for: start, tell the time, seal.
func (h *Holder) sweep(s *Sitting, now, start, since time.Time, hold bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed || h.recovering || s == nil {
		return
	}
	switch h.state {
	case LiveWaiting:
		if s.Running(start) {
			h.start(s)
		}
	case LiveRunning, LivePaused:
		if !now.Before(h.nextTime) {
			h.nextTime = now.Add(timeEvery)
			h.out.Time(h.state, h.remaining())
		}
	}
	if !hold && s.Running(start) {
		h.sealOver(s, since)
	}
}

// sealOver has the attempt sealed if deadline and grace are over.
func (h *Holder) sealOver(s *Sitting, since time.Time) {
	past := func(end time.Time) bool {
		return !end.IsZero() && h.node.liveNow().After(later(end, since).Add(s.Grace))
	}
	if h.sealing || h.state == LiveSealed || h.state == LivePaused || h.state == LiveRunning && !past(h.deadline) {
		return
	}
	terms := s.terms(h.place)
	if _, paused := terms.Paused(); paused || h.state == LiveWaiting && !past(terms.hardEnd()) {
		return
	}
	h.sealing = true
	op := &Op{Kind: OpSeal, Attempt: h.attempt, Archived: h.archived, Terms: terms, Done: func(op *Op) {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.sealedBy(op)
	}}
	go h.node.cfg.Live.Enqueue(op) // the lock is held, and a full queue waits
}

// Attempt returns the id of the attempt that is held.
func (h *Holder) Attempt() exam.AttemptID { return h.attempt }
