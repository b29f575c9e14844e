package web

import (
	"context"
	"slices"

	"khaothi/delivery"
	"khaothi/delivery/deliverypdf"
	"khaothi/internal/exam"
	"khaothi/internal/identity"
)

// limitedSoundView is a sound that one candidate may start a limited number of times.
type limitedSoundView struct {
	Sound   string `json:"sound" doc:"its hash"`
	Part    int    `json:"part" doc:"where the candidate meets it first"`
	No      int    `json:"no"`
	Plays   int    `json:"plays" doc:"starts that the paper allows"`
	Given   int    `json:"given" doc:"starts given on top of them"`
	Started int    `json:"started" doc:"starts that are in the record"`
}

type limitedSoundsView struct {
	Sounds []limitedSoundView `json:"sounds"`
}

type attemptPath struct {
	ID      string `path:"id"`
	Attempt string `path:"attempt"`
}

// sounds tells of which sounds a start can be given back.
func (d *liveDesk) sounds(ctx context.Context, s identity.Session, in *attemptPath) (limitedSoundsView, error) {
	p, _, err := d.sitting(ctx, s, in.ID)
	if err != nil {
		return limitedSoundsView{}, err
	}
	if !p.Running(d.Now()) && p.State != exam.SittingClosed {
		return limitedSoundsView{}, delivery.ErrSittingNotYet // a paper stays shut until the start
	}
	a, err := d.attempt(ctx, p.ID, exam.AttemptID(in.Attempt))
	if err != nil {
		return limitedSoundsView{}, err
	}
	o, err := d.outline(ctx, a.Paper)
	if err != nil {
		return limitedSoundsView{}, err
	}
	actions, err := d.SeatRecord.ListActions(ctx, p.ID, a.RoomID)
	if err != nil {
		return limitedSoundsView{}, err
	}
	info, err := d.SeatRecord.Paper(ctx, a.Paper)
	if err != nil {
		return limitedSoundsView{}, err
	}
	last, err := d.SeatRecord.LastAnswers(ctx, a.ID)
	if err != nil {
		return limitedSoundsView{}, err
	}
	given, started := delivery.Replays(actions, a.ID, info.Fields), delivery.Started(last)
	out := limitedSoundsView{Sounds: []limitedSoundView{}}
	for _, x := range o.Sounds {
		out.Sounds = append(out.Sounds, limitedSoundView{
			Sound: x.Hash, Part: x.Place.Part, No: x.Place.No, Plays: x.Plays, Given: given[x.Hash], Started: started[x.Hash],
		})
	}
	return out, nil
}

// soundPlaces says of every start of one sound that was given back where the
// sound stands on the candidate's paper, by action.
func (d *liveDesk) soundPlaces(ctx context.Context, actions []delivery.Action, attempts []delivery.Attempt) (map[string]string, error) {
	places := map[string]string{}
	for i := range actions {
		at := slices.IndexFunc(attempts, func(a delivery.Attempt) bool { return a.ID == actions[i].Attempt })
		if at < 0 || actions[i].Sound == "" {
			continue
		}
		o, err := d.outline(ctx, attempts[at].Paper)
		if err != nil {
			return nil, err
		}
		if place, ok := o.SoundPlace(actions[i].Sound); ok {
			places[actions[i].ID] = deliverypdf.PlaceText(place)
		}
	}
	return places, nil
}
