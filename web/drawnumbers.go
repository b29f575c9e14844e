package web

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"khaothi/bank/assemble"
	"khaothi/internal/analysis"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// calibratedNumbers says what a draw took from the parameters that people
// applied to the bank.
type calibratedNumbers struct {
	Items   int      `json:"items" doc:"questions whose parameters gave the numbers"`
	Runs    int      `json:"runs" doc:"analyses they come from: more than one may be on different scales"`
	Missing []string `json:"missing" doc:"questions without the numbers that the blueprint asks for, by label or id; the first of them"`
	Lacking int      `json:"lacking" doc:"how many those are"`
}

// mostMissing bounds how many questions a report names.
const mostMissing = 50

// numbers fills in what the targets of a blueprint ask of the questions: the
// information at an ability, by the parameters that hold in the bank, where the
// file of the person has none. Parameters of a question that was changed since do
// not count. A column that no question has is blueprint.column, an ability
// blueprint.no_parameters.
func (d Deps) numbers(ctx context.Context, work *drawWork) error {
	var abilities []float64
	for _, t := range work.b.Targets {
		if x, err := strconv.ParseFloat(t.Column, 64); err == nil {
			abilities = append(abilities, x)
		}
	}
	if len(abilities) > 0 {
		if err := d.information(ctx, work, abilities); err != nil {
			return err
		}
	}
	for _, t := range work.b.Targets {
		if work.table.Has(t.Column) {
			continue
		}
		code := "blueprint.column"
		if _, err := strconv.ParseFloat(t.Column, 64); err == nil {
			code = "blueprint.no_parameters"
		}
		return fault.New(fault.Invalid, code).With("column", t.Column)
	}
	c := &work.calibrated
	for _, it := range work.items {
		if lacks(work.table, it, work.b.Targets) {
			if c.Lacking++; c.Lacking <= mostMissing {
				c.Missing = append(c.Missing, cmp.Or(it.Label, it.ID))
			}
		}
	}
	return nil
}

func lacks(table *assemble.Table, it assemble.Item, targets []assemble.Target) bool {
	for _, t := range targets {
		if _, ok := table.Value(it, t.Column); !ok {
			return true
		}
	}
	return false
}

// information puts the information of the questions at some abilities into the
// table of a draw.
func (d Deps) information(ctx context.Context, work *drawWork, abilities []float64) error {
	if d.Analyses == nil {
		return nil
	}
	ids := make([]exam.ItemID, len(work.list))
	for i := range work.list {
		ids[i] = work.list[i].ItemID
	}
	list, err := d.Analyses.Applied(ctx, ids)
	if err != nil {
		return err
	}
	applied := map[exam.ItemID]*analysis.Finding{}
	for i := range list {
		applied[list[i].Item] = &list[i]
	}
	runs := map[string]bool{}
	for i := range work.list {
		f := applied[work.list[i].ItemID]
		if f == nil || !slices.Contains(work.list[i].Alike, f.Version) {
			continue
		}
		values, ok := f.Information(abilities)
		if !ok {
			continue
		}
		used := false
		for k, x := range abilities {
			column := strconv.FormatFloat(x, 'g', -1, 64)
			if _, given := work.table.Value(work.items[i], column); !given {
				work.table.Set(work.items[i].ID, column, values[k])
				used = true
			}
		}
		if used {
			work.calibrated.Items++
			runs[f.Run] = true
		}
	}
	work.calibrated.Runs = len(runs)
	return nil
}
