package web

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"khaothi/bank"
	"khaothi/bank/assemble"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

type drawInput struct {
	ID   string `path:"id"`
	Body struct {
		Bases       int    `json:"bases" minimum:"1" maximum:"50" doc:"different forms to draw"`
		Overlap     *int   `json:"overlap,omitempty" minimum:"0" doc:"questions that two of them may share; left out: as few as the bank allows"`
		Seed        uint64 `json:"seed,omitempty" doc:"picks among draws that are equally good"`
		Information string `json:"information,omitempty" maxLength:"1500000" doc:"CSV: item,ability,value or item and one column for each ability"`
	}
}

type drawsView struct {
	Draws []drawView `json:"draws"`
}

// drawView is a draw with its report.
type drawView struct {
	ID        string         `json:"id"`
	Blueprint string         `json:"blueprint_id"`
	State     string         `json:"state" enum:"running,done,conflict,failed,cancelled"`
	Done      int            `json:"done" doc:"per cent"`
	Stage     assemble.Stage `json:"stage"`
	Report    drawReport     `json:"report"`
	Forms     []exam.FormID  `json:"forms" doc:"drafts, one for each different form"`
	CreatedAt string         `json:"created_at" format:"date-time"`
}

// drawReport is what a draw has to say when it is over.
type drawReport struct {
	Usable    int               `json:"usable"`
	LeftOut   map[string]int    `json:"left_out" doc:"questions that could not be drawn, by reason"`
	Unknown   []string          `json:"unknown" doc:"names in the blueprint that no question has"`
	Objective float64           `json:"objective"`
	Bound     float64           `json:"bound"`
	Gap       float64           `json:"gap"`
	Sums      [][]float64       `json:"sums" doc:"of each target, by form"`
	Short     []assemble.Demand `json:"short" doc:"cells that have too few questions by themselves"`
	Conflict  []assemble.Demand `json:"conflict" doc:"wishes that cannot all be granted"`
	Problem   string            `json:"problem" doc:"a code, where it failed for another reason"`

	Calibrated calibratedNumbers `json:"calibrated"`
}

func drawRoutes(d Deps, dr *drawer) []Route {
	return []Route{
		post("/api/blueprints/{id}/draws", itemRoles, "Draw forms for a blueprint, in the background",
			func(ctx context.Context, s identity.Session, in *drawInput) (drawView, error) {
				return dr.start(ctx, s, in)
			}),
		get("/api/blueprints/{id}/draws", itemRoles, "The last draws of a blueprint", d.listDraws),
		get("/api/draws/{id}", itemRoles, "How far a draw is, and what came of it",
			func(ctx context.Context, s identity.Session, in *itemInput) (drawView, error) {
				draw, err := d.drawFor(ctx, s, in.ID)
				return viewDraw(draw), err
			}),
		post("/api/draws/{id}/cancel", itemRoles, "Stop a draw",
			func(ctx context.Context, s identity.Session, in *itemInput) (none, error) {
				if _, err := d.drawFor(ctx, s, in.ID); err != nil {
					return none{}, err
				}
				return none{}, d.Bank.CancelDraw(ctx, s.Actor(), in.ID)
			}),
	}
}

// drawFor returns a draw whose blueprint the person may see.
func (d Deps) drawFor(ctx context.Context, s identity.Session, id string) (bank.Draw, error) {
	draw, err := d.Bank.Draw(ctx, id)
	if err != nil {
		return bank.Draw{}, err
	}
	if _, err := d.blueprintFor(ctx, s, draw.Blueprint); err != nil {
		return bank.Draw{}, fault.New(fault.NotFound, "draw.not_found")
	}
	return draw, nil
}

func (d Deps) listDraws(ctx context.Context, s identity.Session, in *itemInput) (drawsView, error) {
	if _, err := d.blueprintFor(ctx, s, in.ID); err != nil {
		return drawsView{}, err
	}
	list, err := d.Bank.Draws(ctx, in.ID, 20)
	var out drawsView
	for _, draw := range list {
		out.Draws = append(out.Draws, viewDraw(draw))
	}
	return out, err
}

func viewDraw(d bank.Draw) drawView {
	v := drawView{
		ID: d.ID, Blueprint: d.Blueprint, State: string(d.State), Done: d.Done, Forms: d.Forms,
		CreatedAt: d.CreatedAt.UTC().Format("2006-01-02T15:04:05Z07:00"),
	}
	_ = json.Unmarshal(d.Stage, &v.Stage)   // ours; an old shape shows less
	_ = json.Unmarshal(d.Report, &v.Report) // as above
	return v
}

// prepare reads everything that a draw needs before it runs.
func (d Deps) prepare(ctx context.Context, s identity.Session, in *drawInput) (work drawWork, err error) {
	saved, err := d.blueprintFor(ctx, s, in.ID)
	if err != nil {
		return work, err
	}
	b, err := assemble.Read(saved.Body)
	if err != nil {
		return work, fault.New(fault.Invalid, "blueprint.syntax").Wrap(err)
	}
	b.Forms = assemble.Forms{Count: in.Body.Bases, Bases: in.Body.Bases, Overlap: in.Body.Overlap}
	for _, p := range b.Check() {
		if !p.Warning {
			return work, fault.New(fault.Invalid, "blueprint.not_ready").With("problem", p.Message)
		}
	}
	table := assemble.NewTable()
	if in.Body.Information != "" {
		if table, err = assemble.ReadTable([]byte(in.Body.Information)); err != nil {
			why := strings.TrimPrefix(err.Error(), assemble.ErrTable.Error()+": ")
			return work, fault.New(fault.Invalid, "blueprint.information").With("why", why).Wrap(err)
		}
	}
	list, err := d.Bank.Drawables(ctx, filterOf(s, b))
	if err != nil {
		return work, err
	}
	work = drawWork{who: s.Actor(), b: b, unit: saved.Unit, list: list, table: table, seed: in.Body.Seed}
	for _, item := range list {
		work.items = append(work.items, assemble.ItemFrom(item))
		if item.Easy != nil {
			if _, known := table.Value(work.items[len(work.items)-1], "p"); !known {
				table.Set(string(item.ItemID), "p", float64(*item.Easy)/1000)
			}
		}
	}
	return work, d.numbers(ctx, &work)
}

// drawWork is one draw to be made.
type drawWork struct {
	who   exam.Actor
	draw  bank.Draw
	b     assemble.Blueprint
	unit  exam.UnitID
	list  []bank.Drawable
	items []assemble.Item
	table *assemble.Table
	seed  uint64

	calibrated calibratedNumbers
}

// forms makes draft forms of what was drawn.
func (w drawWork) forms(drawn assemble.Drawn) []bank.Form {
	var out []bank.Form
	for i, d := range drawn.Draws {
		name := w.b.Name
		if len(drawn.Draws) > 1 {
			name = fmt.Sprintf("%s · đề gốc %d", name, i+1)
		}
		f := w.b.Form(name, d, func(item int) bank.Pin {
			return bank.Pin{ItemID: w.list[item].ItemID, Version: w.list[item].Version}
		})
		f.Unit = w.unit
		out = append(out, f)
	}
	return out
}
