package delivery

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// RescueTarget is the attempt that a rescue file belongs to, as the record has
// it.
type RescueTarget struct {
	Attempt Attempt
	Exam    exam.ExamID
	Fields  Fields
	Actions []Action // of the sitting: some give a start of a sound back
	Devices []string // that ever held it
	Events  []Event  // of the record
	Late    []Rescued
}

// Rescues is the record as rescue files come into it.
type Rescues interface {
	// RescueTarget returns an attempt, or fault.NotFound.
	RescueTarget(ctx context.Context, id exam.AttemptID) (*RescueTarget, error)
	// KeepRescued keeps events as late evidence with an audit row that names
	// the file, each once however often and from how many sides it comes, and
	// returns how many were new.
	KeepRescued(ctx context.Context, who exam.Actor, id exam.AttemptID, file string, events []Rescued) (int, error)
}

// RescueReport says what came of a rescue file.
type RescueReport struct {
	Attempt    exam.AttemptID `json:"attempt"`
	Sitting    exam.SittingID `json:"sitting"`
	Number     string         `json:"number"`
	Name       string         `json:"name"`
	State      AttemptState   `json:"state"`
	Events     int            `json:"events"`     // in the file
	Held       int            `json:"held"`       // the record holds them already
	Known      int            `json:"known"`      // late evidence already, of an earlier upload or by the network
	Kept       int            `json:"kept"`       // late evidence now
	Invalid    int            `json:"invalid"`    // the paper has no such field or value: left out
	Unreadable int            `json:"unreadable"` // no key opens them: of another server, or changed
}

// Rescuer takes rescue files in. What they hold and the record does not becomes
// late evidence, which counts only when two people admit it.
type Rescuer struct {
	Record Rescues
	Keys   *Keys
}

// The refusals of Import beside those of ParseRescue.
var (
	ErrRescueUnknown    = fault.New(fault.NotFound, "rescue.attempt_unknown") // another sitting's, or another server's
	ErrRescueOther      = fault.New(fault.Invalid, "rescue.other_candidate")  // the note names somebody else
	ErrRescueUnreadable = fault.New(fault.Invalid, "rescue.unreadable")       // no event can be decrypted
)

// Import takes a file in. may says whether who may do it for this attempt; nil
// allows all.
func (r *Rescuer) Import(ctx context.Context, who exam.Actor, file []byte, may func(t *RescueTarget) bool) (*RescueReport, error) {
	f, err := ParseRescue(file)
	if err != nil {
		return nil, err
	}
	t, err := r.Record.RescueTarget(ctx, f.Attempt)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return nil, ErrRescueUnknown
	case err != nil:
		return nil, fmt.Errorf("rescue of attempt %s: %w", f.Attempt, err)
	case may != nil && !may(t):
		return nil, ErrRescueUnknown
	case t.Attempt.Number != f.Number:
		return nil, ErrRescueOther.With("number", t.Attempt.Number)
	}
	keys := make([][]byte, 0, len(t.Devices)+1)
	for _, device := range append([]string{f.Device}, t.Devices...) {
		keys = append(keys, r.Keys.StoreKey(f.Attempt, device))
	}
	events, unreadable := f.Open(keys)
	if len(events) == 0 {
		return nil, ErrRescueUnreadable.With("events", unreadable)
	}
	report := &RescueReport{
		Attempt: t.Attempt.ID, Sitting: t.Attempt.Sitting, Number: t.Attempt.Number, Name: t.Attempt.Name, State: t.Attempt.State,
		Events: len(f.Parcels), Unreadable: unreadable,
	}
	missing := t.sort(events, report)
	sum := sha256.Sum256(file)
	kept, err := r.Record.KeepRescued(ctx, who, f.Attempt, hex.EncodeToString(sum[:]), missing)
	if err != nil {
		return nil, fmt.Errorf("keep what was rescued of attempt %s: %w", f.Attempt, err)
	}
	report.Kept = kept
	report.Known += len(missing) - kept
	return report, nil
}

// sort counts what is there already and returns what is not, in the order in
// which it was typed.
func (t *RescueTarget) sort(events []Rescued, report *RescueReport) []Rescued {
	type content struct {
		seq          int64
		field, value string
	}
	held, late := map[content]bool{}, map[content]bool{}
	for i := range t.Events {
		held[content{t.Events[i].Seq, t.Events[i].Field, t.Events[i].Value}] = true
	}
	for i := range t.Late {
		late[content{t.Late[i].Seq, t.Late[i].Field, t.Late[i].Value}] = true
	}
	given := func() map[string]int { return Replays(t.Actions, t.Attempt.ID, t.Fields) }
	var missing []Rescued
	for _, e := range events {
		c := content{e.Seq, e.Field, e.Value}
		switch {
		case held[c]:
			report.Held++
		case late[c]:
			report.Known++
		case t.Fields.checkGiven(e.Field, e.Value, given) != nil:
			report.Invalid++
		default:
			late[c] = true
			missing = append(missing, e)
		}
	}
	slices.SortStableFunc(missing, func(a, b Rescued) int { return int(a.Seq - b.Seq) })
	return missing
}
