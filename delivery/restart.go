package delivery

// restart starts the clock of an attempt anew whose start was lost with the
// data of Live. Until it runs the holder stays in recovery: events that came
// before it would only be refused as too early.
func (h *Holder) restart(s *Sitting) {
	op := &Op{Kind: OpStart, Attempt: h.attempt, Terms: s.terms(h.place), Done: h.restarted}
	go h.node.cfg.Live.Enqueue(op) // the lock is held, and a full queue waits
}

// restarted goes on with the running attempt, or recovers it once more.
func (h *Holder) restarted(op *Op) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.recovering = false
	r := &op.Result
	if r.Status == StatusPaused { // paused meanwhile: it starts when that ends
		h.goOn()
		return
	}
	if r.Status != StatusOK {
		h.trouble(r.Status)
		return
	}
	h.stand(r, min(h.archived, r.Last))
	if h.state == LiveRunning {
		h.out.Start(h.paper.key, h.remaining())
	}
	h.goOn()
}

// goOn asks the candidate for everything that Live does not hold.
func (h *Holder) goOn() {
	h.out.Have(h.saved)
	if h.state == LiveSealed {
		h.out.Sealed(h.n, h.receipt, h.by)
	}
}
