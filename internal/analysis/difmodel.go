package analysis

import (
	"khaothi/psychometrics"
	"khaothi/psychometrics/dif"
	"khaothi/psychometrics/irt"
)

// The methods of comparison that calibrate, which a person asks for.
const (
	DIFLord  = "lord"  // Lord's test and Raju's areas: two calibrations of each pair of groups
	DIFRatio = "ratio" // likelihood ratio: one for each item and more
)

// compareByModel adds what calibrations say of the right/wrong items of two
// groups. What cannot be calibrated is a note of the grouping.
func (w *work) compareByModel(g *Grouping, r *psychometrics.Responses, rows []*DIFRow) error {
	model := irt.TwoPL
	switch {
	case len(w.s.DIF) == 0:
		return nil
	case w.cal.fit == nil:
		g.note("dif.no_model", "", "no model was calibrated: the groups are compared by Mantel–Haenszel and logistic regression only")
		return nil
	case w.rep.Calibration.Model == ModelRasch:
		model = irt.Rasch
	}
	r = varying(r)
	by := map[string]*DIFRow{}
	for _, row := range rows {
		by[row.Key] = row
	}
	for _, method := range w.s.DIF {
		compare := w.lord
		if method == DIFRatio {
			compare = w.ratio
		}
		p, err := compare(r, irt.Options{Model: model, Threads: w.o.Threads}, by)
		if w.ctx.Err() != nil {
			return w.ctx.Err()
		}
		if err != nil {
			g.note("dif.refused", method, err.Error())
			continue
		}
		g.Purified = g.Purified && p.Settled
	}
	return nil
}

func (g *Grouping) note(code, method, text string) {
	for _, n := range g.Notes {
		if n.Code == code && n.Args["method"] == method {
			return // of another booklet
		}
	}
	g.Notes = append(g.Notes, Note{Code: code, Text: text, Args: map[string]any{"method": method}})
}

// lord calibrates each group by itself and compares the curves.
func (w *work) lord(r *psychometrics.Responses, o irt.Options, rows map[string]*DIFRow) (dif.Purification, error) {
	found, p, err := dif.Calibrated(w.ctx, r, Rest, "focal", dif.CurveOptions{Options: o, Purify: true})
	for i := range found {
		f := &found[i]
		row := rows[f.Item]
		if row == nil {
			continue
		}
		row.Lord = &LordRow{
			Chi2: num(f.Lord.Chi2), DF: f.Lord.DF, P: num(f.Lord.P), Delta: num(f.Delta), Class: string(f.Class), InAnchor: f.InAnchor,
		}
		row.Raju = &RajuRow{
			Signed: num(f.Signed.H), SignedP: num(f.Signed.P), Area: num(f.Unsigned.Area), P: num(f.Unsigned.P), Class: string(f.RajuClass),
		}
	}
	return p, err
}

// ratio is the likelihood ratio of one item after the other, with anchors that
// are found anew until they settle.
func (w *work) ratio(r *psychometrics.Responses, o irt.Options, rows map[string]*DIFRow) (dif.Purification, error) {
	found, p, err := dif.PurifiedRatio(w.ctx, r, Rest, "focal", o)
	for i := range found {
		if row := rows[found[i].Item]; row != nil {
			row.Ratio = ratioRow(&found[i])
		}
	}
	return p, err
}

func ratioRow(f *dif.RatioDIF) *LordRow {
	return &LordRow{
		Chi2: num(f.Chi2), DF: f.DF, P: num(f.P), Delta: num(f.Delta), Class: string(f.Class), InAnchor: f.InAnchor, Note: f.Note,
	}
}

// varying are the right/wrong items that somebody in each group has right and
// somebody wrong: without both a group has no difficulty.
func varying(r *psychometrics.Responses) *psychometrics.Responses {
	seen := make([][2][2]bool, r.J())
	high := make([]int8, r.J())
	for i := range r.N() {
		for j, x := range r.Row(i) {
			if high[j] = max(high[j], x); x == 0 || x == 1 {
				seen[j][r.Group[i]][x] = true
			}
		}
	}
	var names []string
	for j, s := range seen {
		if high[j] == 1 && s[0][0] && s[0][1] && s[1][0] && s[1][1] {
			names = append(names, r.Items[j])
		}
	}
	out, _ := r.Select(names) // its own names
	return out
}
