package delivery

import (
	"slices"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// Reach is how much of a sitting an action touches.
type Reach string

// The reaches.
const (
	ReachCandidate Reach = "candidate"
	ReachRoom      Reach = "room"
	ReachSitting   Reach = "sitting"
)

// Power is one row of the table that says who may do what.
type Power struct {
	Role  exam.Role
	Kind  ActionKind
	Reach Reach
	Most  time.Duration // of one grant; 0: as much as any
}

// grantMost is what an invigilator may grant at a time; more is the board's.
const grantMost = 10 * time.Minute

// Powers is the table. What has no row is forbidden. The unit is judged
// elsewhere: a role counts only where it reaches the sitting's unit.
func Powers() []Power {
	var table []Power
	for _, reach := range []Reach{ReachCandidate, ReachRoom} {
		table = append(table,
			Power{Role: exam.RoleInvigilator, Kind: ActionPause, Reach: reach},
			Power{Role: exam.RoleInvigilator, Kind: ActionResume, Reach: reach},
			Power{Role: exam.RoleInvigilator, Kind: ActionGrant, Reach: reach, Most: grantMost})
	}
	for _, kind := range []ActionKind{ActionRelease, ActionReplay, ActionSubmit, ActionToPaper, ActionAdmitAsk} {
		table = append(table, Power{Role: exam.RoleInvigilator, Kind: kind, Reach: ReachCandidate})
	}
	for _, reach := range []Reach{ReachCandidate, ReachRoom, ReachSitting} {
		for _, kind := range []ActionKind{ActionPause, ActionResume, ActionGrant} {
			table = append(table, Power{Role: exam.RoleBoard, Kind: kind, Reach: reach})
		}
	}
	for _, kind := range []ActionKind{
		ActionRelease, ActionReplay, ActionSubmit, ActionToPaper, ActionReopen, ActionVoid, ActionUnvoid, ActionAdmitAsk, ActionAdmit, ActionAdmitDeny,
	} {
		table = append(table, Power{Role: exam.RoleBoard, Kind: kind, Reach: ReachCandidate})
	}
	return table
}

// What May refuses with.
var (
	ErrNotYours  = fault.New(fault.Forbidden, "action.forbidden")
	ErrTooMuch   = fault.New(fault.Forbidden, "action.too_much") // detail most_s
	errNoOutages = fault.New(fault.Forbidden, "action.system")
)

// Reach says how much of the sitting a touches. A decision is of the candidate
// whom the proposal is of.
func (a *Action) Reach() Reach {
	switch {
	case a.Attempt != "" || a.Proposal != "":
		return ReachCandidate
	case a.Room != "":
		return ReachRoom
	}
	return ReachSitting
}

// May says whether somebody with these roles in the sitting's unit may do a. A
// room outage is only noticed by the system.
func May(roles []exam.Role, a *Action) error {
	if a.Kind == ActionRoomOutage {
		return errNoOutages
	}
	refusal := error(ErrNotYours)
	for _, p := range Powers() {
		if p.Kind != a.Kind || p.Reach != a.Reach() || !slices.Contains(roles, p.Role) {
			continue
		}
		if p.Most == 0 || a.Amount <= p.Most {
			return nil
		}
		refusal = ErrTooMuch.With("most_s", int(p.Most.Seconds()))
	}
	return refusal
}
