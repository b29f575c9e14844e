package delivery

import (
	"log/slog"
	"strings"
	"sync"

	"khaothi/internal/fault"
)

// Answer takes one event from the candidate.
func (h *Holder) Answer(seq int64, field, value string) {
	missing, err := h.fileMissing(field, value)
	if err != nil {
		h.node.cfg.Log.Warn("look for a file", slog.Any("err", err))
		h.close(codeUnavailable, 0)
		return
	}
	h.mu.Lock()
	for h.inFlight >= maxInFlight && !h.closed {
		h.room.Wait()
	}
	op := h.prepare(seq, field, value, missing)
	h.mu.Unlock()
	if op != nil {
		h.node.cfg.Live.Enqueue(op)
	}
}

// Crowded says that Answer would wait, as would all that hands an op to Live.
func (h *Holder) Crowded() bool {
	h.mu.Lock()
	full := h.inFlight >= maxInFlight && !h.closed
	h.mu.Unlock()
	return full || h.node.cfg.Live.Crowded(h.attempt)
}

// LooksUp says that Answer to this field asks the record first.
func (h *Holder) LooksUp(field string) bool { return h.paper.fields[field].Kind == KindUpload }

// prepare makes the op of an event, or answers at once and returns nil.
func (h *Holder) prepare(seq int64, field, value string, missing bool) *Op {
	if h.closed || h.recovering {
		return nil // after the recovery the client is told what to send again
	}
	code := h.objection(seq, field, value)
	if missing && code == "" && seq == h.next {
		code = ErrUploadMissing.Code
	}
	if code != "" {
		h.node.stats.Refused.Add(1)
		h.asked = 0 // what is on its way behind it is asked for anew
		h.out.Refused(seq, code)
		return nil
	}
	if seq > h.next {
		if h.asked != h.next {
			h.asked = h.next
			h.out.Resend(h.next)
		}
		return nil
	}
	op := opPool.Get().(*Op) // empty: member by member is a third of the bytes of a whole Op
	op.Kind, op.Attempt, op.Digest, op.Gen, op.Done = OpAnswer, h.attempt, DigestOf(field, value), h.gen, h.done
	e := &op.Event
	e.Attempt, e.Seq, e.Field, e.Value, e.At, e.Epoch = h.attempt, seq, field, value, h.node.cfg.Now(), h.epoch
	if seq == h.next {
		e.Chain(h.tip)
		h.next, h.tip = seq+1, e.Hash
		h.plays.send(field, value)
	}
	h.inFlight++
	return op
}

// objection says why an event may not be stored at all, or "". The state comes
// first: before the start a refusal must not tell what the paper holds. An
// event whose number is taken is only kept from being unstorable: the script
// decides whether it is a repeat.
func (h *Holder) objection(seq int64, field, value string) string {
	switch {
	case h.state == LiveWaiting:
		return "state.waiting"
	case h.state == LivePaused && seq >= h.next:
		return "state.paused"
	case seq > h.next:
		return "" // asked for: it may get another number
	}
	if len(field) > maxField || strings.IndexByte(field, 0) >= 0 {
		return ErrFieldUnknown.Code
	}
	if len(value) > h.paper.maxValue || strings.IndexByte(value, 0) >= 0 {
		return ErrValueInvalid.Code
	}
	if seq != h.next {
		return ""
	}
	if err := h.paper.fields.checkGiven(field, value, h.replays); err != nil {
		return fault.CodeOf(err) // field.unknown, value.invalid or play.limit
	}
	if err := h.plays.check(field, value); err != nil {
		return fault.CodeOf(err)
	}
	return ""
}

// opPool keeps empty ops.
var opPool = sync.Pool{New: func() any { return new(Op) }}

// answered takes the result of an event. It runs on the committer.
func (h *Holder) answered(op *Op) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.inFlight--
	h.room.Signal()
	h.tellArchived()
	r := &op.Result
	seq := op.Event.Seq
	switch r.Status {
	case StatusOK:
		h.node.stats.Saved.Add(1)
		h.plays.store(op.Event.Field, op.Event.Value)
		if seq >= h.next {
			h.next, h.tip = seq+1, op.Event.Hash
			h.gen++
		}
		h.acknowledge(seq, r.LogID)
	case StatusRepeat:
		h.acknowledge(seq, r.LogID)
	case StatusConflict:
		h.node.stats.Conflicts.Add(1)
		h.out.Conflict(seq)
		h.closeLocked(codeConflict, afterConflict)
	case StatusBarred: // behind a conflict: the connection is at its end
	case StatusLate:
		h.node.stats.Late.Add(1)
		h.out.Late(seq) // the numbers go on: what follows is late as well
	case StatusGap, StatusStale:
		h.misplaced(op)
	case StatusWaiting:
		if h.state == LiveRunning || h.state == LivePaused {
			h.recover() // Live lost the start
			break
		}
		h.refuse(op, "state.waiting")
	case StatusPaused:
		h.refuse(op, "state.paused")
	default:
		h.trouble(r.Status)
	}
	*op = Op{}
	opPool.Put(op)
}

func (h *Holder) acknowledge(seq int64, id LogID) {
	h.saved = max(h.saved, seq)
	h.addMark(id, h.saved)
	h.out.Saved(h.saved)
	h.written.Store(h.node.cfg.Now().UnixNano())
}

// refuse leaves the number free, once for all events that were on their way
// together.
func (h *Holder) refuse(op *Op, code string) {
	h.node.stats.Refused.Add(1)
	if op.Gen == h.gen && op.Event.Seq < h.next {
		h.next, h.tip = op.Event.Seq, op.Event.Prev
		h.plays.rewind()
		h.gen++
	}
	h.out.Refused(op.Event.Seq, code)
}

// misplaced follows Live to where it stands. Where that is behind the record,
// Live lost something: it is lifted from the record first.
func (h *Holder) misplaced(op *Op) {
	if op.Gen != h.gen {
		return
	}
	if op.Result.Last < h.archived {
		h.recover()
		return
	}
	h.fallBack(&op.Result)
	h.next, h.tip = op.Result.Last+1, op.Result.Hash
	h.plays.rewind()
	h.gen++
	h.asked = h.next
	h.out.Resend(h.next)
}

// trouble deals with what is no answer to the event itself.
func (h *Holder) trouble(s Status) {
	switch s {
	case StatusReplaced:
		h.node.stats.Replaced.Add(1)
		h.closeLocked(codeReplaced, 0)
	case StatusMissing, StatusRewound:
		h.recover()
	case StatusFailed:
		h.closeLocked(codeUnavailable, 0)
	}
}
