package bank

import (
	"context"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// Step is what a person does with an item on its way to a form.
type Step string

// The steps. A new version of an item is a draft again, whatever it was.
const (
	Submit    Step = "submit"    // its author hands it to the reviewers
	Withdraw  Step = "withdraw"  // its author takes it back
	Return    Step = "return"    // a reviewer wants something changed, and says what
	Approve   Step = "approve"   // another person than its author: four eyes
	Retire    Step = "retire"    // no new form may take it
	Reinstate Step = "reinstate" // a retired item is a draft again
)

// Move is one row of the table of steps.
type Move struct {
	Step  Step
	From  []State
	To    State
	Note  bool // a reason is asked for
	Other bool // not by who wrote the current version
	Mine  bool // only by who wrote it
	Ready bool // nothing may be missing
	Free  bool // not while the item stands in a sitting that is not over
}

// Moves is the way of an item from draft to retired. An imported item may be
// approved without having been handed in: its file was.
func Moves() []Move {
	return []Move{
		{Step: Submit, From: []State{Draft}, To: InReview, Ready: true},
		{Step: Withdraw, From: []State{InReview}, To: Draft, Mine: true},
		{Step: Return, From: []State{InReview}, To: Draft, Note: true},
		{Step: Approve, From: []State{Draft, InReview}, To: Approved, Other: true, Ready: true},
		{Step: Retire, From: []State{Approved}, To: Retired, Note: true, Free: true},
		{Step: Reinstate, From: []State{Retired}, To: Draft, Note: true},
	}
}

// MoveOf returns the row of a step, or item.step.
func MoveOf(step Step) (Move, error) {
	for _, m := range Moves() {
		if m.Step == step {
			return m, nil
		}
	}
	return Move{}, fault.New(fault.Invalid, "item.step").With("step", string(step))
}

// Seen names the version of an item that a person had before them: a decision
// is about that one, and not about what somebody else saved in the meantime.
type Seen struct {
	ID   exam.ItemID `json:"id"`
	Hash string      `json:"hash" pattern:"^[0-9a-f]{64}$" doc:"of the version that was read; if another one is current now: 409"`
}

// Decision is a step that a person takes with some items, all or none.
type Decision struct {
	Step  Step
	Items []Seen
	Note  string
}

// IDs are the items of the decision.
func (d Decision) IDs() []exam.ItemID {
	out := make([]exam.ItemID, len(d.Items))
	for i, it := range d.Items {
		out[i] = it.ID
	}
	return out
}

// Changed is an item that has another version now than the one that was read.
type Changed struct {
	ID   exam.ItemID `json:"id"`
	Seen int         `json:"seen"` // number of the version that was read; 0: it has no such version
	No   int         `json:"no"`   // of the current one
	Hash string      `json:"hash"` // of the current one
	At   time.Time   `json:"at"`
	Tags bool        `json:"tags"` // nothing but tags changed in between
}

// ChangedSince refuses a decision about items that were changed since they were
// read, naming each; nil for none.
func ChangedSince(items []Changed) error {
	if len(items) == 0 {
		return nil
	}
	return fault.New(fault.Conflict, "item.changed_since").With("items", items)
}

// maxDecision bounds the items of one decision, maxNote a note or a comment.
const (
	maxDecision = 500
	maxNote     = 4000
)

// Check returns the row of the decision, or why it says nothing.
func (d *Decision) Check() (Move, error) {
	m, err := MoveOf(d.Step)
	if err != nil {
		return m, err
	}
	d.Note = NormText(d.Note)
	if m.Note && d.Note == "" || len(d.Note) > maxNote {
		return m, fault.New(fault.Invalid, "item.note").With("step", string(d.Step))
	}
	if len(d.Items) == 0 || len(d.Items) > maxDecision {
		return m, fault.New(fault.Invalid, "item.count").With("max", maxDecision)
	}
	named := make(map[exam.ItemID]bool, len(d.Items))
	for _, it := range d.Items {
		if named[it.ID] {
			return m, fault.New(fault.Invalid, "item.twice").With("items", []exam.ItemID{it.ID})
		}
		named[it.ID] = true
	}
	return m, nil
}

// Standing is what decides whether a step may be taken with one item.
type Standing struct {
	ID     exam.ItemID
	State  State
	Ready  bool
	Author exam.AccountID // of the current version
	Live   bool           // it stands in a sitting that is not over
}

// Allows says why a step may not be taken: not from this state, not by this
// person, not yet, not now.
func (m Move) Allows(who exam.Actor, s Standing) error {
	refuse := func(code string) error { return fault.New(fault.Conflict, code).With("items", []exam.ItemID{s.ID}) }
	switch {
	case !slices.Contains(m.From, s.State):
		return refuse("item.state")
	case m.Ready && !s.Ready:
		return refuse("item.not_ready")
	case m.Other && s.Author == who.ID:
		return fault.New(fault.Forbidden, "item.own").With("items", []exam.ItemID{s.ID})
	case m.Mine && s.Author != who.ID:
		return fault.New(fault.Forbidden, "item.not_own").With("items", []exam.ItemID{s.ID})
	case m.Free && s.Live:
		return refuse("item.live")
	}
	return nil
}

// Taken is a step that was taken: the history of an item.
type Taken struct {
	Step    Step      `json:"step"`
	Version int       `json:"version"`
	Note    string    `json:"note,omitempty"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
}

// Comment is what a person says about a version of an item.
type Comment struct {
	ID         string     `json:"id"`
	Version    int        `json:"version"`
	Place      string     `json:"place,omitempty"` // as in Problem: stem, option A, …
	Text       string     `json:"text"`
	By         string     `json:"by"`
	At         time.Time  `json:"at"`
	ResolvedBy string     `json:"resolved_by,omitempty"`
	ResolvedAt *time.Time `json:"resolved_at,omitempty"`
}

// CheckComment composes a comment and where it belongs, or says what is wrong.
func CheckComment(place, text string) (cleanPlace, cleanText string, err error) {
	place, text = NormText(place), strings.TrimSpace(norm.NFC.String(text))
	if text == "" || len(text) > maxNote || len(place) > 40 {
		return "", "", fault.New(fault.Invalid, "comment.text").With("max", maxNote)
	}
	return place, text, nil
}

// Use is one sitting that an item stood in, or a form that no sitting has yet.
type Use struct {
	Form       exam.FormID    `json:"form_id"`
	FormName   string         `json:"form_name"`
	Version    int            `json:"version"`
	Field      string         `json:"field"`
	Sitting    exam.SittingID `json:"sitting_id,omitempty"`
	Name       string         `json:"sitting_name,omitempty"`
	StartsAt   *time.Time     `json:"starts_at,omitempty"`
	State      string         `json:"state,omitempty"` // planned, open, running, closed
	Locked     bool           `json:"locked"`          // the form cannot change any more
	Candidates int            `json:"candidates"`      // who had the form before them
}

// Live reports whether candidates have the item before them, or will have.
func (u Use) Live() bool { return u.Locked && u.Sitting != "" && u.State != "closed" }

// Reviews stores what people decide and say about items.
type Reviews interface {
	// Decide takes a step with items, all or none, and returns how many there
	// were. One that has another version now than was seen is item.changed_since.
	Decide(ctx context.Context, who exam.Actor, d Decision) (int, error)
	// Steps lists what was decided about an item, newest first.
	Steps(ctx context.Context, id exam.ItemID) ([]Taken, error)
	// Comments lists what was said about an item, oldest first.
	Comments(ctx context.Context, id exam.ItemID) ([]Comment, error)
	// Say adds a comment to the current version.
	Say(ctx context.Context, who exam.Actor, id exam.ItemID, place, text string) (Comment, error)
	// Resolve marks a comment as dealt with.
	Resolve(ctx context.Context, who exam.Actor, id exam.ItemID, comment string) error
	// Version returns one version of an item by its number.
	Version(ctx context.Context, id exam.ItemID, no int) (Version, error)
	// Uses lists where an item stood, the latest first.
	Uses(ctx context.Context, id exam.ItemID) ([]Use, error)
}
