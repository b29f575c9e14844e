package web

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"khaothi/bank"
	"khaothi/bank/assemble"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
	"khaothi/internal/jobs"
)

// drawer makes draws in the background.
type drawer struct {
	d    Deps
	jobs *jobs.Runner
}

// maxDraws is how many draws a person may have running or waiting on a node, and
// drawTime bounds one.
const (
	maxDraws = 3
	drawTime = 2 * time.Minute
)

func newDrawer(d Deps) *drawer {
	return &drawer{d: d, jobs: jobs.New(jobs.Config{PerPerson: maxDraws, Many: "draw.many", Time: drawTime + 30*time.Second, Log: d.Log})}
}

// start prepares a draw and leaves it to the background.
func (dr *drawer) start(ctx context.Context, s identity.Session, in *drawInput) (drawView, error) {
	work, err := dr.d.prepare(ctx, s, in)
	if err != nil {
		return drawView{}, err
	}
	err = dr.jobs.Start(work.who.ID, func() (jobs.Job, error) {
		body, err := assemble.Write(work.b)
		if err == nil {
			work.draw, err = dr.d.Bank.StartDraw(ctx, work.who, bank.Draw{Blueprint: in.ID, Unit: work.unit, Body: body})
		}
		return dr.job(work), err
	})
	if err != nil {
		return drawView{}, err
	}
	return viewDraw(work.draw), nil
}

// job is a draw as the background does it.
func (dr *drawer) job(work drawWork) jobs.Job {
	var drawn assemble.Drawn
	return jobs.Job{
		ID: work.draw.ID,
		Work: func(ctx context.Context, p *jobs.Progress) (err error) {
			drawn, err = assemble.Make(ctx, work.b, work.items, work.table, assemble.Options{
				Time: drawTime, Seed: work.seed, Now: dr.d.Now, Progress: func(done float64, s assemble.Stage) { p.Set(done, s) },
			})
			return err
		},
		See: func(ctx context.Context, done int, stage any) (bool, error) {
			text, err := json.Marshal(stage)
			if err != nil {
				return false, err
			}
			return dr.d.Bank.SeeDraw(ctx, work.draw.ID, done, text)
		},
		End: func(ctx context.Context, how jobs.How, err error) error {
			draw, forms := dr.outcome(work, drawn, err, how)
			_, err = dr.d.Bank.EndDraw(ctx, work.who, draw, forms)
			if fault.CodeOf(err) == "draw.over" && draw.State != bank.DrawCancelled { // cancelled in the last moment
				draw.State = bank.DrawCancelled
				_, err = dr.d.Bank.EndDraw(ctx, work.who, draw, nil)
			}
			return err
		},
	}
}

// outcome turns what Make returned into the end of a draw.
func (dr *drawer) outcome(work drawWork, drawn assemble.Drawn, err error, how jobs.How) (bank.Draw, []bank.Form) {
	draw, forms := work.draw, []bank.Form(nil)
	r := drawReport{Usable: drawn.Usable, LeftOut: drawn.LeftOut, Unknown: drawn.Unknown, Objective: drawn.Objective, Bound: drawn.Bound, Gap: drawn.Gap, Calibrated: work.calibrated}
	var conflict *assemble.ConflictError
	switch {
	case err == nil:
		draw.State, forms = bank.DrawDone, work.forms(drawn)
		for _, d := range drawn.Draws {
			r.Sums = append(r.Sums, d.Sums)
		}
	case how == jobs.Cancelled:
		draw.State = bank.DrawCancelled
	case errors.As(err, &conflict):
		draw.State, r.Short, r.Conflict = bank.DrawConflict, conflict.Short, conflict.Demands
	case errors.Is(err, assemble.ErrTime):
		draw.State, r.Problem = bank.DrawFailed, "draw.time"
	default:
		draw.State, r.Problem = bank.DrawFailed, "draw.stopped"
		if how != jobs.Stopped {
			dr.d.Log.Error("draw forms", "draw", draw.ID, "err", err)
		}
	}
	report, err := json.Marshal(r)
	if err != nil { // numbers that JSON does not have
		dr.d.Log.Error("report a draw", "draw", draw.ID, "err", err)
		report = json.RawMessage(`{}`)
	}
	draw.Report = report
	return draw, forms
}
