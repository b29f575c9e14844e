package web

import (
	"context"
	"time"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/identity"
)

// lateView is one event that came too late to count, in the words of the
// candidate's paper.
type lateView struct {
	Incident int64     `json:"incident"`
	Attempt  string    `json:"attempt"`
	Number   string    `json:"number"`
	Name     string    `json:"name"`
	Room     string    `json:"room"`
	At       time.Time `json:"at"`
	// TypedAt is by the clock of the candidate's machine.
	TypedAt  *time.Time `json:"typed_at,omitempty" doc:"of what came in a rescue file: by the clock of the candidate's machine"`
	Part     int        `json:"part" doc:"0: the paper has no such field"`
	No       int        `json:"no"`
	Letter   string     `json:"letter" doc:"of a statement"`
	Shown    string     `json:"shown" doc:"as the candidate saw it; empty: the answer was taken back"`
	Flag     bool       `json:"flag" doc:"a mark to look again, which never counts"`
	State    string     `json:"state" enum:",admit_ask,admit,admit_deny"`
	Proposal string     `json:"proposal"`
}

type lateListView struct {
	Late []lateView `json:"late"`
}

func (d *liveDesk) late(ctx context.Context, s identity.Session, in *liveSeatsInput) (lateListView, error) {
	if _, _, err := d.sitting(ctx, s, in.ID); err != nil {
		return lateListView{}, err
	}
	list, err := d.lateViews(ctx, exam.SittingID(in.ID), exam.RoomID(in.Room))
	return lateListView{Late: list}, err
}

// lateViews lists what came late, told by the outlines of the papers.
func (d *liveDesk) lateViews(ctx context.Context, id exam.SittingID, room exam.RoomID) ([]lateView, error) {
	events, err := d.SeatRecord.LateEvents(ctx, id, room)
	if err != nil || len(events) == 0 {
		return nil, err
	}
	attempts, err := d.SeatRecord.Attempts(ctx, id, room)
	if err != nil {
		return nil, err
	}
	of := make(map[exam.AttemptID]*delivery.Attempt, len(attempts))
	for i := range attempts {
		of[attempts[i].ID] = &attempts[i]
	}
	list := make([]lateView, 0, len(events))
	for i := range events {
		a := of[events[i].Attempt]
		if a == nil {
			continue // of another room
		}
		v, err := d.viewLate(ctx, &events[i], a)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

func (d *liveDesk) viewLate(ctx context.Context, e *delivery.LateEvent, a *delivery.Attempt) (lateView, error) {
	v := lateView{
		Incident: e.Incident, Attempt: string(e.Attempt), Number: a.Number, Name: a.Name, Room: a.Room, At: e.At.UTC(),
		State: e.State, Proposal: e.Proposal,
	}
	if !e.Typed.IsZero() {
		typed := e.Typed.UTC()
		v.TypedAt = &typed
	}
	o, err := d.outline(ctx, a.Paper)
	if err != nil {
		return v, err
	}
	field, flag := delivery.Unflagged(e.Field)
	place, shown, _ := o.Show(field, e.Value)
	v.Part, v.No, v.Letter, v.Shown, v.Flag = place.Part, place.No, place.Letter, shown, flag
	return v, nil
}

// maxOutlines bounds what is remembered of papers: the forms of a province's
// day.
const maxOutlines = 500

// outline returns the outline of a paper, which never changes.
func (d *liveDesk) outline(ctx context.Context, hash string) (*delivery.Outline, error) {
	d.mu.Lock()
	o := d.outlines[hash]
	d.mu.Unlock()
	if o != nil {
		return o, nil
	}
	o, err := d.Outline(ctx, hash)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.outlines) >= maxOutlines {
		clear(d.outlines)
	}
	d.outlines[hash] = o
	return o, nil
}
