package delivery

import (
	"context"
	"time"

	"khaothi/internal/exam"
)

// Register is what a node reads of sittings, attempts and papers, and the
// changes of a sitting's state.
type Register interface {
	Actions
	// Sitting returns one sitting, closed long ago or not.
	Sitting(ctx context.Context, id exam.SittingID) (*Sitting, error)
	// Attempts lists the attempts of a sitting, of one room if room is not empty.
	Attempts(ctx context.Context, id exam.SittingID, room exam.RoomID) ([]Attempt, error)
	// Attempt returns one attempt.
	Attempt(ctx context.Context, id exam.AttemptID) (*Attempt, error)
	// Sittings lists the sittings that are open or running, those closed within
	// the last hour, and those with actions that are pending.
	Sittings(ctx context.Context) ([]Sitting, error)
	// ByNumber lists the attempts of a candidate number in those sittings.
	ByNumber(ctx context.Context, number string) ([]Attempt, error)
	// Paper returns a paper without its bytes.
	Paper(ctx context.Context, hash string) (*PaperInfo, error)
	// PaperBytes returns the encrypted paper.
	PaperBytes(ctx context.Context, hash string) ([]byte, error)
	// MarkRunning writes down that a sitting started at, if it is open.
	MarkRunning(ctx context.Context, id exam.SittingID, at time.Time) error
	// CloseFinished closes running sittings in which no attempt is waiting or
	// open any more, and returns them.
	CloseFinished(ctx context.Context) ([]exam.SittingID, error)
	// Due lists up to limit attempts with an id above after, in the order of
	// their ids, whose time was over before now without their being sealed in
	// the record. Of those who never began it knows no pauses and no grants of
	// others; paused ones are left out.
	Due(ctx context.Context, now time.Time, after exam.AttemptID, limit int) ([]DueAttempt, error)
	// Open lists the attempts of a sitting that are waiting or open.
	Open(ctx context.Context, id exam.SittingID) ([]DueAttempt, error)
}

// DueAttempt is an attempt that may have to be sealed.
type DueAttempt struct {
	ID      exam.AttemptID
	Sitting exam.SittingID
	Room    exam.RoomID
	Extra   time.Duration
	Waiting bool  // it never began
	Last    int64 // what the record holds of it
}

func (a *DueAttempt) place() Place { return Place{Attempt: a.ID, Room: a.Room, Extra: a.Extra} }

// Archive is the record as the drain writes it.
type Archive interface {
	// Lease takes or renews the shards 0…n-1 that nobody else drains, for ttl,
	// and returns those that node holds now.
	Lease(ctx context.Context, node string, n int, ttl time.Duration) ([]int, error)
	// Release gives the node's leases back.
	Release(ctx context.Context, node string) error
	// Announce writes down that the holder of shard has nothing in hand of any
	// other incarnation than this one. ErrLeaseLost if node holds it no more.
	Announce(ctx context.Context, node string, shard int, incarnation string) error
	// Announced returns the incarnation that a shard is drained for, or "".
	Announced(ctx context.Context, shard int) (string, error)
	// Append commits entries of shards that node holds, each once: what is there
	// already is left, and recorded as an incident where it differs.
	// ErrLeaseLost if node lost one of them: nothing is committed. fault.Invalid
	// if there is an entry that the record cannot take: nothing is committed.
	Append(ctx context.Context, node string, batch []ShardEntries) (Appended, error)
	// PutAside keeps an entry that Append cannot take, once, with an incident
	// that says why.
	PutAside(ctx context.Context, node string, shard int, e *LogEntry, why string) error
	// Seeds returns attempts as the record has them, each in one view.
	Seeds(ctx context.Context, ids []exam.AttemptID) (map[exam.AttemptID]*Seed, error)
}

// ShardEntries are log entries of one shard, in their order.
type ShardEntries struct {
	Shard   int
	Entries []LogEntry
}

// Appended is what came of an Append.
type Appended struct {
	Events    int              // events that are new in the record
	Repeated  int              // events that were there already
	Conflicts int              // events whose number holds another content: an alarm
	Orphans   int              // entries of attempts that the record does not know: an alarm
	Complete  []exam.AttemptID // sealed with all of 1…n, or absent: Live may forget them
	Missing   []exam.AttemptID // sealed, but incomplete: an alarm
}
