package web

import (
	"context"

	"khaothi/delivery"
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
