package delivery

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/seal"
)

// Live holds attempts while they are worked on. Everything that changes an
// attempt is an Op; the ops of one shard are decided in the order in which
// they are handed over, many in one step, and their results are durable when
// Done is called.
type Live interface {
	// Shards is how many shards attempts are spread over.
	Shards() int
	// Enqueue hands op over and waits only while the shard's queue is full.
	// op.Done is called once, from another goroutine, and must not block.
	Enqueue(op *Op)
	// Crowded says that the queue of an attempt's shard is long: who must not
	// wait does not hand over.
	Crowded(id exam.AttemptID) bool
	// ReadLog returns up to limit entries from the start of a shard's log.
	ReadLog(ctx context.Context, shard, limit int) ([]LogEntry, error)
	// TrimLog drops the entries up to and including upTo, which are archived,
	// and tells all nodes so.
	TrimLog(ctx context.Context, shard int, upTo LogID) error
	// Check says whether the store keeps its promise: durable, nothing evicted.
	Check(ctx context.Context) error
}

// ShardOf spreads attempts over n shards, the same on every node for ever:
// FNV-1a of the id modulo n.
func ShardOf(id exam.AttemptID, n int) int {
	h := uint32(2166136261)
	for i := range len(id) {
		h = (h ^ uint32(id[i])) * 16777619
	}
	return int(h % uint32(n))
}

// LiveState is where an attempt stands in Live.
type LiveState byte

// The states. Waiting attempts were never started.
const (
	LiveWaiting LiveState = 'w'
	LiveRunning LiveState = 'r'
	LivePaused  LiveState = 'p'
	LiveSealed  LiveState = 'z'
)

// OpKind says what an Op does.
type OpKind byte

// The kinds of ops and the members of Op that they read.
const (
	OpAnswer  OpKind = 'A' // Event: store one event
	OpAttach  OpKind = 'H' // Device, Machine, Claim, Archived, Silence, Epoch: take the next epoch; with Epoch, only if nobody took a later one than that
	OpStart   OpKind = 'S' // Terms: start the clock of a waiting attempt; not while it is paused
	OpAdjust  OpKind = 'X' // Terms: deadline and state of a running or paused attempt anew
	OpSubmit  OpKind = 'U' // Epoch, N: seal at the holder's wish
	OpSeal    OpKind = 'Z' // Archived, Terms: as OpAdjust, then seal if deadline and grace are over
	OpForce   OpKind = 'F' // Archived, Round, By: seal now, unless it was reopened more often than Round
	OpReopen  OpKind = 'N' // Terms, Round: a sealed attempt of an earlier round goes on, if time is left
	OpRelease OpKind = 'G' // Terms.Rev: any device may attach at once; the present holder is replaced. Once for each Rev
	OpSeen    OpKind = 'V' // Epoch, Lost, Tell: the holder is alive; with Tell, or once sealed, tells where it stands
	OpLook    OpKind = 'K' // changes nothing; tells where the attempt stands
	OpRestore OpKind = 'R' // Seed, Incarnation, Terms: create if absent, lift if behind
	OpForget  OpKind = 'E' // a sealed attempt may expire
	OpBeat    OpKind = 'T' // Shard, Node, Incarnation as proposal: this node lives
	OpLeave   OpKind = 'Q' // Shard, Node: this node stops
)

// Op is one operation on an attempt (or, for OpBeat and OpLeave, a shard).
type Op struct {
	Kind     OpKind
	Attempt  exam.AttemptID
	Event    Event
	Digest   Digest
	Epoch    int64
	Device   string
	Machine  string        // label of the computer, may be empty
	Claim    [8]byte       // random per attach: a repeated attach takes no second epoch
	Archived int64         // what the record holds: Live must not be behind
	Silence  time.Duration // after which another device may take over
	Terms    Terms
	N        int64
	Lost     bool // the page lost the focus
	Tell     bool
	Seed     *Seed
	By       SealedBy
	Round    int

	Shard       int
	Node        string
	Incarnation string

	Gen    uint32 // free for the caller
	Done   func(*Op)
	Result Result
}

// Status is how an op ended.
type Status int

// The statuses. StatusFailed means that the outcome is unknown: it may have
// happened, and may be asked for again.
const (
	StatusOK       Status = 0
	StatusRepeat   Status = 1 // stored before, with the same content
	StatusLate     Status = 2 // after deadline and grace, or sealed: kept as evidence
	StatusConflict Status = 3 // another event has this number: kept as evidence
	StatusGap      Status = 4 // seq > last+1, or submit with n > last; Last and Hash tell
	StatusStale    Status = 5 // the chain does not follow; Last and Hash tell
	StatusReplaced Status = 6 // the epoch is over: kept as evidence
	StatusWaiting  Status = 7
	StatusPaused   Status = 8  // also a start with Terms that Live knows to be old
	StatusMissing  Status = 9  // no such attempt in Live, or one behind Archive: restore it
	StatusBusy     Status = 10 // another device holds it; Wait tells how long
	StatusNotDue   Status = 11 // seal: deadline and grace are not over; Wait tells
	StatusSealed   Status = 12 // sealed, now or before; N and Hash tell
	StatusRewound  Status = 13 // Live knows only earlier epochs: attach again
	StatusOldLife  Status = 14 // restore for another incarnation
	StatusBarred   Status = 15 // this epoch had a conflict: it writes nothing more
	StatusBehind   Status = 16 // submit with n < last; Last and Hash tell
	StatusOver     Status = 17 // reopen: no time is left
	StatusFailed   Status = -1
)

// Result is what came of an op. Members beside Status are set where the kind
// says so.
type Result struct {
	Status   Status
	Err      error // with StatusFailed
	State    LiveState
	Epoch    int64
	Last     int64
	Hash     seal.Hash
	Started  time.Time
	Deadline time.Time // zero while waiting
	Grace    time.Duration
	N        int64
	Absent   bool      // sealed without ever having started
	By       SealedBy  // once sealed
	Paused   time.Time // while paused: since when
	Round    int       // how often it was reopened
	Wait     time.Duration
	Values   map[string]string
	Answered int       // look: fields that hold a value, flags left out
	Seen     time.Time // look: last sign of life of the holder
	Lost     bool      // look: the page had lost the focus then
	Machine  string    // look: of the holder
	Now      time.Time // Live's clock
	LogID    LogID     // the last log entry of the shard when the op was decided
	Beat     Beat
}

// Beat is what a shard tells a living node.
type Beat struct {
	Incarnation string
	Since       time.Time // since when Live and all nodes have been up
	Archived    LogID     // entries up to here are in the record
}

// LogID is the place of an entry in a shard's log.
type LogID struct{ MS, Seq uint64 }

// ParseLogID reads "ms-seq"; what is not one is the zero LogID.
func ParseLogID(s string) LogID {
	ms, seq, ok := strings.Cut(s, "-")
	if !ok {
		return LogID{}
	}
	a, errA := strconv.ParseUint(ms, 10, 64)
	b, errB := strconv.ParseUint(seq, 10, 64)
	if errA != nil || errB != nil {
		return LogID{}
	}
	return LogID{a, b}
}

func (id LogID) String() string { return fmt.Sprintf("%d-%d", id.MS, id.Seq) }

// Less orders entries.
func (id LogID) Less(other LogID) bool {
	return id.MS < other.MS || id.MS == other.MS && id.Seq < other.Seq
}

// MaxEvidence bounds the late, conflicting and replaced events that are kept of
// one attempt. Beyond it they are answered alike, and no longer kept.
const MaxEvidence = 1000

// EntryKind says what a log entry records.
type EntryKind byte

// The kinds of log entries.
const (
	EntryAnswer   EntryKind = 'A'
	EntryAttach   EntryKind = 'H'
	EntryStart    EntryKind = 'S'
	EntryAdjust   EntryKind = 'X'
	EntrySeal     EntryKind = 'Z'
	EntryReopen   EntryKind = 'N'
	EntryLate     EntryKind = 'L'
	EntryConflict EntryKind = 'C'
	EntryOldEpoch EntryKind = 'O'
	EntryFull     EntryKind = 'F' // MaxEvidence is reached: what follows is not kept
	// EntryUnreadable is what this version cannot read: Raw holds it.
	EntryUnreadable EntryKind = '?'
)

// LogEntry is one entry of a shard's log, on its way to the record.
type LogEntry struct {
	ID       LogID
	Kind     EntryKind
	Attempt  exam.AttemptID
	Event    Event // answer, late, conflict, old epoch
	Epoch    int64 // attach
	Device   string
	Machine  string    // attach
	At       time.Time // attach, start, adjust, seal, reopen, full: Live's clock
	Deadline time.Time // start, adjust, reopen
	Paused   bool      // adjust, reopen
	Round    int       // seal, reopen
	N        int64     // seal
	Hash     seal.Hash // seal: of event n
	Absent   bool      // seal
	By       SealedBy  // seal
	Raw      []byte    // unreadable
}

// SealedBy says why an attempt was sealed.
type SealedBy string

// The reasons.
const (
	SealedByDeadline    SealedBy = "deadline"
	SealedBySubmit      SealedBy = "submit"      // by the candidate
	SealedByInvigilator SealedBy = "invigilator" // ActionSubmit
	SealedByPaper       SealedBy = "paper"       // ActionToPaper
	SealedByVoid        SealedBy = "void"        // ActionVoid
)

// Seed is an attempt as the record has it, to be created in Live. Its Place
// and Sitting say which terms it has.
type Seed struct {
	Attempt  exam.AttemptID
	Sitting  exam.SittingID
	Room     exam.RoomID
	Extra    time.Duration
	Machine  string
	Round    int
	By       SealedBy
	State    LiveState
	Epoch    int64
	Device   string
	Last     int64
	Hash     seal.Hash
	Digests  []Digest // of events 1…Last
	Values   map[string]string
	Started  time.Time
	Deadline time.Time
	Grace    time.Duration
	N        int64
	Absent   bool
}

func (s *Seed) place() Place { return Place{Attempt: s.Attempt, Room: s.Room, Extra: s.Extra} }
