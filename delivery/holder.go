package delivery

import (
	"sync"
	"sync/atomic"
	"time"

	"khaothi/internal/exam"
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
	turn    turn // under the lock of its nodeShard
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
	untold   bool    // archived has risen since the candidate was told
	marks    [2]mark // what will be archived: the older and the newest
	nextTime time.Time
	n        int64
	receipt  string
	by       SealedBy

	starting   bool // a start is on its way
	sealing    bool // a seal is on its way
	recovering bool // Live lost the attempt; it is being restored
	claim      [8]byte
	stays      time.Time // before this a sealed attempt is not closed: its page may have late evidence
	closed     bool
}

// turn is when somebody became the holder, by Live: of one flush, by the epoch.
type turn struct {
	id    LogID
	epoch int64
}

func (t turn) before(other turn) bool {
	return t.id.Less(other.id) || t.id == other.id && t.epoch < other.epoch
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
	if h.recovering {
		return // what the marks stand for is lost: later entries say nothing of it
	}
	for range h.marks {
		m := h.marks[0]
		if m == (mark{}) || id.Less(m.id) {
			break
		}
		h.marks[0], h.marks[1] = h.marks[1], mark{}
		if m.seq > h.archived {
			h.archived, h.untold = m.seq, true
		}
		if h.inFlight == 0 {
			h.tellArchived()
		}
	}
	if h.state == LiveSealed && h.marks[0] == (mark{}) && !h.node.cfg.Now().Before(h.stays) {
		h.tellArchived()
		h.closeLocked(codeSealed, 0)
	}
}

// tellArchived tells the candidate what is archived. While an answer is on its
// way that waits for its acknowledgement, so that both are one message to write
// and to read.
func (h *Holder) tellArchived() {
	if h.untold {
		h.untold = false
		h.out.Archived(h.archived)
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
	begun := h.state == LiveRunning || h.state == LivePaused
	if r.Last < h.archived || begun && r.State == LiveWaiting {
		h.recover()
		return
	}
	if begun && (r.State != h.state || !r.Deadline.Equal(h.deadline)) && r.State != LiveSealed {
		h.clock(r)
		h.nextTime = h.node.cfg.Now()
	}
	h.keepUp()
	if h.inFlight == 0 && r.Last+1 != h.next {
		h.next, h.tip = r.Last+1, r.Hash
		h.plays.rewind()
		h.gen++
	}
	h.asked = 0
	h.fallBack(r)
	h.saved = r.Last
	h.out.Have(r.Last)
}

// fallBack forgets what was saved and Live does not hold any more: a replica
// took over that lacks it, and counts its log on.
func (h *Holder) fallBack(r *Result) {
	if r.Last < h.saved {
		h.saved, h.marks = r.Last, [2]mark{{r.LogID, r.Last}, {}}
	}
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
