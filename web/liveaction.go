package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

// liveActionView is one entry of the ledger.
type liveActionView struct {
	ID        string    `json:"id"`
	Kind      string    `json:"kind" enum:"pause,resume,grant,release,submit,reopen,to_paper,void,unvoid,admit_ask,admit,admit_deny,room_outage,replay"`
	Scope     string    `json:"scope" enum:"candidate,room,sitting"`
	Room      string    `json:"room" doc:"id"`
	RoomName  string    `json:"room_name"`
	Attempt   string    `json:"attempt"`
	Number    string    `json:"number"`
	Name      string    `json:"name"`
	At        time.Time `json:"at" doc:"when it takes effect"`
	Created   time.Time `json:"created_at"`
	AmountMS  int64     `json:"amount_ms"`
	Sound     string    `json:"sound" doc:"replay: hash of the sound; empty: each that is limited"`
	Reason    string    `json:"reason"`
	Who       string    `json:"who"`
	Mine      string    `json:"who_id"`
	Proposal  string    `json:"proposal" doc:"admit, admit_deny: id of what was proposed"`
	Incidents int       `json:"incidents" doc:"admit_ask: how many late events"`
	Outcome   string    `json:"outcome" doc:"empty while it is under way, done, or a code of why it could not be done"`
}

type liveActionsView struct {
	Actions []liveActionView `json:"actions"`
}

func viewAction(a *delivery.Action) liveActionView {
	return liveActionView{
		ID: a.ID, Kind: string(a.Kind), Scope: string(a.Reach()), Room: string(a.Room), RoomName: a.RoomName,
		Attempt: string(a.Attempt), Number: a.Number, Name: a.Name, At: a.At.UTC(), Created: a.Created.UTC(),
		AmountMS: a.Amount.Milliseconds(), Sound: a.Sound, Reason: a.Reason, Who: a.Who.Name, Mine: string(a.Who.ID),
		Proposal: a.Proposal, Incidents: len(a.Incidents), Outcome: a.Outcome,
	}
}

// ledgerEvery is how often the ledger is read where the sitting's revision has
// not risen: outcomes come without a new one.
const ledgerEvery = 3 * time.Second

// readLedger adds the actions of a room, read anew where they may have changed.
func (d *liveDesk) readLedger(ctx context.Context, key feedKey, rev int64, room, last *liveRoom) error {
	room.rev, room.asked = rev, room.At
	if last != nil && last.rev == rev && room.At.Sub(last.asked) < ledgerEvery {
		room.Actions, room.Late, room.asked = last.Actions, last.Late, last.asked
		return nil
	}
	list, err := d.SeatRecord.ListActions(ctx, key.Sitting, key.Room)
	if err != nil {
		return err
	}
	for i := range list {
		room.Actions = append(room.Actions, viewAction(&list[i]))
	}
	late, err := d.SeatRecord.LateEvents(ctx, key.Sitting, key.Room)
	if err != nil {
		return err
	}
	for i := range late {
		if k := delivery.ActionKind(late[i].State); k == "" || k == delivery.ActionAdmitAsk {
			room.Late++
		}
	}
	return nil
}

func (d *liveDesk) actions(ctx context.Context, s identity.Session, in *liveSeatsInput) (liveActionsView, error) {
	if _, _, err := d.sitting(ctx, s, in.ID); err != nil {
		return liveActionsView{}, err
	}
	list, err := d.SeatRecord.ListActions(ctx, exam.SittingID(in.ID), exam.RoomID(in.Room))
	var out liveActionsView
	for i := range list {
		out.Actions = append(out.Actions, viewAction(&list[i]))
	}
	return out, err
}

// maxActed bounds how many candidates one call may be about: a large room.
const maxActed = 500

type actInput struct {
	ID   string `path:"id"`
	Body struct {
		Kind      string    `json:"kind" enum:"pause,resume,grant,release,submit,reopen,to_paper,void,unvoid,admit_ask,admit,admit_deny,replay"`
		Scope     string    `json:"scope" enum:"candidate,room,sitting"`
		Attempts  []string  `json:"attempts,omitempty" maxItems:"500" doc:"scope candidate: whom it is about"`
		Room      string    `json:"room,omitempty" maxLength:"40" doc:"scope room"`
		At        time.Time `json:"at,omitzero" required:"false" doc:"when it takes effect, not in the future; now without it"`
		AmountS   int       `json:"amount_s,omitempty" minimum:"0" maximum:"86400" doc:"grant"`
		Sound     string    `json:"sound,omitempty" maxLength:"64" doc:"replay: hash of the sound that may be started once more; without it each that is limited"`
		Incidents []int64   `json:"incidents,omitempty" maxItems:"1000" doc:"admit_ask: which late events"`
		Proposal  string    `json:"proposal,omitempty" maxLength:"40" doc:"admit, admit_deny"`
		Reason    string    `json:"reason,omitempty" maxLength:"500"`
		Request   string    `json:"request,omitempty" minLength:"12" maxLength:"40" doc:"made up by chance for one decision: sent again after a broken line, nothing is done twice"`
	}
}

// actedView says what came of an action for each whom it was about.
type actedView struct {
	Results []actedResult `json:"results"`
}

type actedResult struct {
	Attempt string         `json:"attempt" doc:"empty for a room or a sitting"`
	Action  liveActionView `json:"action"`
	Code    string         `json:"code" doc:"empty, or why it was refused; nothing was written down then"`
}

// act does one thing to several candidates, a room or a sitting. What is
// refused for one candidate of several is told beside the others; what is
// about one only is an error.
func (d *liveDesk) act(ctx context.Context, s identity.Session, in *actInput) (actedView, error) {
	p, e, err := d.sitting(ctx, s, in.ID)
	if err != nil {
		return actedView{}, err
	}
	list, err := d.asked(ctx, p, in)
	if err != nil {
		return actedView{}, err
	}
	var out actedView
	for i := range list {
		a := &list[i]
		a.Who = s.Actor()
		a.ID = requested(in.Body.Request, a)
		result := actedResult{Attempt: string(a.Attempt)}
		done, err := d.actOne(ctx, s, e.UnitID, *a)
		if err != nil && (len(list) == 1 || fault.KindOf(err) == "" || fault.KindOf(err) == fault.Unavailable) {
			return out, err
		}
		if err != nil {
			result.Code, result.Action = fault.CodeOf(err), viewAction(a)
		} else {
			result.Action = viewAction(&done)
		}
		out.Results = append(out.Results, result)
	}
	return out, nil
}

// requested names an action by the request of its person, so that the same one
// again is known. Without a request it gets a name of its own.
func requested(request string, a *delivery.Action) string {
	if request == "" {
		return ""
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q %q %q %q %d %q %q", request, a.Who.ID, a.Sitting, a.Kind, a.Room, a.Attempt, a.Amount, a.Proposal, a.Sound))
	return "r" + hex.EncodeToString(sum[:15])
}

func (d *liveDesk) actOne(ctx context.Context, s identity.Session, unit exam.UnitID, a delivery.Action) (delivery.Action, error) {
	if err := delivery.May(rolesIn(s, unit), &a); err != nil {
		return delivery.Action{}, err
	}
	return d.Act(ctx, a)
}

// asked makes the actions that a call asks for: one a candidate, or one of the
// room or the sitting. Candidates and rooms of another sitting do not exist.
func (d *liveDesk) asked(ctx context.Context, p *delivery.Sitting, in *actInput) ([]delivery.Action, error) {
	b := &in.Body
	base := delivery.Action{
		Kind: delivery.ActionKind(b.Kind), Sitting: p.ID, At: b.At, Amount: time.Duration(b.AmountS) * time.Second,
		Sound: b.Sound, Incidents: b.Incidents, Proposal: b.Proposal, Reason: strings.TrimSpace(b.Reason),
	}
	if b.Scope == "sitting" {
		return []delivery.Action{base}, nil
	}
	attempts, err := d.SeatRecord.Attempts(ctx, p.ID, "")
	if err != nil {
		return nil, err
	}
	if b.Scope == "room" {
		for i := range attempts {
			if b.Room != "" && string(attempts[i].RoomID) == b.Room {
				base.Room, base.RoomName = attempts[i].RoomID, attempts[i].Room
				return []delivery.Action{base}, nil
			}
		}
		return nil, fault.New(fault.NotFound, "room.not_in_sitting").With("id", b.Room)
	}
	return ofCandidates(base, attempts, b.Attempts)
}

func ofCandidates(base delivery.Action, attempts []delivery.Attempt, ids []string) ([]delivery.Action, error) {
	if len(ids) == 0 || len(ids) > maxActed {
		return nil, fault.New(fault.Invalid, "action.nobody")
	}
	known := make(map[string]*delivery.Attempt, len(attempts))
	for i := range attempts {
		known[string(attempts[i].ID)] = &attempts[i]
	}
	list := make([]delivery.Action, 0, len(ids))
	for _, id := range ids {
		of := known[id]
		if of == nil {
			return nil, fault.New(fault.NotFound, "attempt.not_in_sitting").With("id", id)
		}
		delete(known, id) // named twice: not there the second time
		a := base
		a.Attempt, a.Number, a.Name, a.RoomName = of.ID, of.Number, of.Name, of.Room
		list = append(list, a)
	}
	return list, nil
}
