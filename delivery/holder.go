package delivery

import (
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/seal"
)

const (
	codeReplaced    = "holder.replaced"
	codeRestart     = "server.restart"
	codeUnavailable = "server.unavailable"
	codeSealed      = "attempt.sealed"
	codeConflict    = "events.conflict"

	// maxInFlight bounds the events of one holder that are on their way to
	// Live; beyond it the reader waits, and TCP with it.
	maxInFlight = 64
	// seenEvery is how often a quiet holder's sign of life is written down. It
	// must stay well below Silence.
	seenEvery = 5 * time.Second
	timeEvery = 30 * time.Second
	// afterConflict is when a client may come back after a conflict: at once,
	// but a mistaken one must not spin.
	afterConflict = 200 * time.Millisecond
)

// Holder is one connection's hold on an attempt. Answer, Submit, Focus and
// Seen are called by its one reader.
type Holder struct {
	node    *Node
	attempt exam.AttemptID
	sitting exam.SittingID
	device  string
	machine string
	place   Place
	paper   *openPaper
	out     Outbox
	done    func(*Op)    // answered, bound once
	seen    atomic.Int64 // last sign of life, unix ns
	written atomic.Int64 // when that was last written to Live
	lost    atomic.Bool  // focus

	mu       sync.Mutex
	room     sync.Cond // inFlight fell, or closed
	epoch    int64
	state    LiveState
	started  time.Time
	deadline time.Time
	paused   time.Time // since when, while paused
	grace    time.Duration
	next     int64     // the number that the next new event must carry
	tip      seal.Hash // hash of event next-1
	gen      uint32    // rises when next and tip are set back: older ops do not count
	asked    int64     // resend was sent for this number
	plays    plays
	inFlight int
	saved    int64
	archived int64
	marks    [2]mark // what will be archived: the older and the newest
	nextTime time.Time
	n        int64
	receipt  string
	by       SealedBy

	starting   bool // a start is on its way
	sealing    bool // a seal is on its way
	recovering bool // Live lost the attempt; it is being restored
	closed     bool
}

// mark says that events 1…seq stand in the log at or before id.
type mark struct {
	id  LogID
	seq int64
}

func newHolder(n *Node, a *Attempt, c *Claim, p *openPaper, out Outbox) *Holder {
	h := &Holder{
		node: n, attempt: a.ID, sitting: a.Sitting, device: c.Device, machine: c.Machine, place: a.Place(), paper: p, out: out,
		archived: a.LastSeq, nextTime: n.cfg.Now().Add(timeEvery),
	}
	h.room.L, h.done = &h.mu, h.answered
	h.Seen(n.cfg.Now())
	h.written.Store(h.seen.Load())
	return h
}

// stand takes over what Live says of the attempt.
func (h *Holder) stand(r *Result, archived int64) {
	h.epoch = r.Epoch
	h.clock(r)
	h.next, h.tip = r.Last+1, r.Hash
	h.saved, h.archived = r.Last, max(archived, 0)
	h.marks = [2]mark{{r.LogID, r.Last}, {}}
	h.plays.read(r.Values)
	h.gen++
	h.asked = 0
	if r.State == LiveSealed {
		h.takeSeal(r)
	}
}

func (h *Holder) takeSeal(r *Result) {
	h.state, h.n, h.by = LiveSealed, r.N, r.By
	if !r.Absent {
		h.receipt = Receipt(h.attempt, r.N, r.Hash)
	}
	h.addMark(r.LogID, r.N)
}

// MaxValue is the longest value that the paper asks for, in bytes.
func (h *Holder) MaxValue() int { return h.paper.maxValue }

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
	if err := h.paper.fields.Check(field, value); err != nil {
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

// addMark remembers that 1…seq are in the log at or before id. Only two marks
// are kept: the older moves on when it is archived.
func (h *Holder) addMark(id LogID, seq int64) {
	if h.marks[0].seq <= h.archived {
		h.marks[0] = mark{id, seq}
		h.marks[1] = mark{}
		return
	}
	h.marks[1] = mark{id, seq}
}

// archivedUpTo says that the log is in the record up to id.
func (h *Holder) archivedUpTo(id LogID) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for range h.marks {
		m := h.marks[0]
		if m == (mark{}) || id.Less(m.id) {
			break
		}
		h.marks[0], h.marks[1] = h.marks[1], mark{}
		if m.seq > h.archived {
			h.archived = m.seq
			h.out.Archived(m.seq)
		}
		if h.state == LiveSealed && h.marks[0] == (mark{}) {
			h.closeLocked(codeSealed, 0)
		}
	}
}

// Seen notes a sign of life at this moment, and writes it down now and then so
// that every node knows.
func (h *Holder) Seen(at time.Time) {
	now := at.UnixNano()
	h.seen.Store(now)
	if now-h.written.Load() < int64(seenEvery) {
		return
	}
	h.written.Store(now)
	h.lookAlive(false)
}

// lookAlive writes the sign of life down and hears if the attempt is sealed.
// With tell it hears where the attempt stands, and so does the client.
func (h *Holder) lookAlive(tell bool) {
	h.mu.Lock()
	if h.closed || h.epoch == 0 || h.recovering {
		h.mu.Unlock()
		return
	}
	op := &Op{Kind: OpSeen, Attempt: h.attempt, Epoch: h.epoch, Lost: h.lost.Load(), Tell: tell, Gen: h.gen}
	h.mu.Unlock()
	op.Done = func(op *Op) {
		h.mu.Lock()
		defer h.mu.Unlock()
		if op.Result.Status != StatusOK {
			if op.Result.Status != StatusFailed {
				h.trouble(op.Result.Status)
			}
			return
		}
		if h.recovering || h.closed {
			return
		}
		if op.Result.State == LiveSealed && h.state != LiveSealed {
			h.sealedNow(&op.Result)
		}
		if tell {
			h.told(&op.Result)
		}
	}
	h.node.cfg.Live.Enqueue(op)
}

// told says to the client what Live holds after trouble.
func (h *Holder) told(r *Result) {
	if r.Last < h.archived {
		h.recover()
		return
	}
	if h.inFlight == 0 && r.Last+1 != h.next {
		h.next, h.tip = r.Last+1, r.Hash
		h.plays.rewind()
		h.gen++
	}
	h.asked = 0
	h.saved = r.Last
	h.out.Have(r.Last)
}

// Focus notes that the page lost or regained the focus.
func (h *Holder) Focus(lost bool) {
	if h.lost.Swap(lost) != lost {
		h.written.Store(h.node.cfg.Now().UnixNano())
		h.lookAlive(false)
	}
}

// Detach ends the hold because the connection is gone. The attempt goes on.
func (h *Holder) Detach() {
	h.node.unregister(h)
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.closed && h.state == LiveRunning {
		h.node.departed.note(roomKey{h.sitting, h.place.Room}, h.node.cfg.Now())
	}
	h.closed = true
	h.room.Broadcast()
}

func (h *Holder) close(code string, retry time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closeLocked(code, retry)
}

func (h *Holder) closeLocked(code string, retry time.Duration) {
	if h.closed {
		return
	}
	h.closed = true
	h.room.Broadcast()
	h.out.Close(code, retry)
}
