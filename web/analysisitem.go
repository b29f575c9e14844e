package web

import (
	"context"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

// runItems leaves out what only the page of an item shows.
func (d Deps) runItems(ctx context.Context, s identity.Session, in *runInput) (runItemsView, error) {
	rep, _, _, err := d.reportOf(ctx, s, in.Run)
	if err != nil {
		return runItemsView{}, err
	}
	for i := range rep.Items {
		it := &rep.Items[i]
		it.Stem, it.Options, it.Statements, it.Curve = "", nil, nil, nil
	}
	return runItemsView{Items: rep.Items}, nil
}

func (d Deps) runItem(ctx context.Context, s identity.Session, in *runItemInput) (runItemView, error) {
	rep, _, _, err := d.reportOf(ctx, s, in.Run)
	if err != nil {
		return runItemView{}, err
	}
	out := runItemView{Theta: rep.Test.Theta}
	for i := range rep.Items {
		if rep.Items[i].Key == in.Key {
			out.Item = rep.Items[i]
		}
	}
	if out.Item.Key == "" {
		return out, fault.New(fault.NotFound, "analysis.item_not_found")
	}
	for _, g := range rep.DIF {
		rows := g.Rows
		g.Rows = nil
		for _, row := range rows {
			if row.Key == in.Key {
				g.Rows = append(g.Rows, row)
			}
		}
		if len(g.Rows) > 0 {
			out.DIF = append(out.DIF, g)
		}
	}
	past, err := d.Analyses.History(ctx, exam.ItemID(out.Item.ItemID))
	exams := map[exam.ExamID]bool{}
	for i := range past { // of one exam the newest run, and the one that the page shows
		if p := &past[i]; !exams[p.Exam] || p.Run == in.Run {
			exams[p.Exam] = true
			out.History = append(out.History, viewPast(p))
		}
	}
	return out, err
}
