package delivery

import (
	"context"
	"time"

	"khaothi/internal/exam"
)

// ActionKind is what an invigilator or a board does to a running sitting.
type ActionKind string

// The kinds. Pauses, resumes and grants are of a candidate, a room or a
// sitting; the others of one candidate.
const (
	ActionPause      ActionKind = "pause"       // clocks stand from At, which may lie in the past: a power cut is noticed late
	ActionResume     ActionKind = "resume"      // ends the pause of exactly this scope
	ActionGrant      ActionKind = "grant"       // Amount more time
	ActionRelease    ActionKind = "release"     // any device may take the attempt over at once; the present holder is sent away
	ActionSubmit     ActionKind = "submit"      // seal now
	ActionReopen     ActionKind = "reopen"      // a seal before the deadline was a mistake
	ActionToPaper    ActionKind = "to_paper"    // seal now; the candidate goes on with a paper sheet
	ActionVoid       ActionKind = "void"        // seal now; the work does not count
	ActionUnvoid     ActionKind = "unvoid"      // it counts again
	ActionAdmitAsk   ActionKind = "admit_ask"   // proposes that late evidence (Incidents) counts
	ActionAdmit      ActionKind = "admit"       // a second person agrees with Proposal: the events join the record
	ActionAdmitDeny  ActionKind = "admit_deny"  // a second person disagrees
	ActionReplay     ActionKind = "replay"      // Sound may be started once more
	ActionRoomOutage ActionKind = "room_outage" // by the system: nearly a whole room, or with Room empty everybody, fell silent at At
)

// Action is one entry of a sitting's ledger: who did what to whom, and why. It
// is written before it takes effect, so that none is lost when a process dies
// between; Outcome says what came of it.
type Action struct {
	ID        string
	Kind      ActionKind
	Sitting   exam.SittingID
	Room      exam.RoomID    // scope: a room; empty with Attempt empty: the whole sitting
	Attempt   exam.AttemptID // scope: one candidate
	At        time.Time      // when it takes effect; zero: now
	Amount    time.Duration  // grant
	Sound     string         // replay: hash of the sound; empty: each sound whose starts are limited
	Incidents []int64        // admit_ask: ids of late events
	Proposal  string         // admit, admit_deny: id of the admit_ask
	Reason    string         // for the minutes; required but for resume
	Who       exam.Actor
	Outcome   string    // "" pending, OutcomeDone, or the code of the reason why it could not be done
	Rev       int64     // of the sitting, with this action: its place in the ledger
	Receipts  [2]string // of the attempt before and after, where the action changed it

	// As List returns them, for people.
	RoomName string
	Number   string // of the candidate
	Name     string
	Created  time.Time
}

// OutcomeDone is the outcome of an action that took effect.
const OutcomeDone = "done"

// LateEvent is an event that came after deadline and grace, or after the seal.
type LateEvent struct {
	Incident int64
	Attempt  exam.AttemptID
	Seq      int64
	Field    string
	Value    string
	At       time.Time
	State    string // "", or the kind of the last action on it: admit_ask, admit, admit_deny
	Proposal string // the admit_ask, where there is one
	// Typed is when it was made by the clock of the candidate's machine, for
	// what came in a rescue file; At is when the file came. Else zero.
	Typed time.Time
}

// Actions is the ledger of actions as the record keeps it.
type Actions interface {
	// AddAction writes a, its audit row and the sitting's new revision in one
	// transaction.
	AddAction(ctx context.Context, a *Action) error
	// ListActions returns the actions of a sitting in their order, of one room
	// and its candidates and of the whole sitting if room is not empty.
	ListActions(ctx context.Context, id exam.SittingID, room exam.RoomID) ([]Action, error)
	// GetAction returns one action.
	GetAction(ctx context.Context, id string) (Action, error)
	// FinishAction writes down what came of a pending action; where it is done
	// it marks the attempt as void, or as not void any more, with it. One that
	// is finished stays as it is.
	FinishAction(ctx context.Context, a *Action, outcome string) error
	// Admit lets the late events of a join the record and returns the outcome,
	// which it has written down: OutcomeDone, or why nothing was admitted.
	Admit(ctx context.Context, a *Action) (string, error)
	// LateEvents lists the late evidence of a sitting, or of one room of it.
	LateEvents(ctx context.Context, id exam.SittingID, room exam.RoomID) ([]LateEvent, error)
}

// Act is the shape of Node.Act: it checks a against the state of the sitting,
// writes it down, carries it out on this node, and returns it with its outcome.
// Other nodes follow within a second. An action with an ID is done once, however
// often it is asked for.
type Act func(ctx context.Context, a Action) (Action, error)
