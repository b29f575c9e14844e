package web

import (
	"context"
	"net/http"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/identity"
)

// RescueFile takes a rescue file in; delivery.Rescuer does it.
type RescueFile func(ctx context.Context, who exam.Actor, file []byte, may func(t *delivery.RescueTarget) bool) (*delivery.RescueReport, error)

type rescueView struct {
	Attempt    string `json:"attempt"`
	Number     string `json:"number"`
	Name       string `json:"name"`
	State      string `json:"state" enum:"waiting,open,sealed,incomplete,absent"`
	Events     int    `json:"events" doc:"in the file"`
	Held       int    `json:"held" doc:"the record holds them already"`
	Known      int    `json:"known" doc:"late evidence already"`
	Kept       int    `json:"kept" doc:"late evidence now: it counts when two people admit it"`
	Invalid    int    `json:"invalid" doc:"the paper has no such field or value"`
	Unreadable int    `json:"unreadable" doc:"no key opens them"`
}

func rescueRoutes(d Deps) []Route {
	return []Route{
		upload("/api/live/sittings/{id}/rescue", watchRoles, "Take in a rescue file of a candidate's machine", delivery.MaxRescue,
			func(ctx context.Context, s identity.Session, r *http.Request, file Upload) (rescueView, error) {
				return d.rescue(ctx, s, exam.SittingID(r.PathValue("id")), file)
			}),
	}
}

// rescue takes a file in whose attempt is one of the sitting.
func (d Deps) rescue(ctx context.Context, s identity.Session, id exam.SittingID, file Upload) (rescueView, error) {
	r, err := d.Rescue(ctx, s.Actor(), file.Data, func(t *delivery.RescueTarget) bool {
		if t.Attempt.Sitting != id {
			return false
		}
		_, err := d.examFor(ctx, s, string(t.Exam), watchRoles)
		return err == nil // an exam of others does not exist for them
	})
	if err != nil {
		return rescueView{}, err
	}
	return rescueView{
		Attempt: string(r.Attempt), Number: r.Number, Name: r.Name, State: string(r.State), Events: r.Events, Held: r.Held,
		Known: r.Known, Kept: r.Kept, Invalid: r.Invalid, Unreadable: r.Unreadable,
	}, nil
}
