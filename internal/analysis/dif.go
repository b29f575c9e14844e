package analysis

import (
	"fmt"
	"slices"

	"khaothi/psychometrics/dif"
)

// Rest is the reference group of a grouping with several groups: everybody else.
const Rest = "*"

// maxFocal bounds how many groups of a grouping are compared, the largest first.
const maxFocal = 12

// dif compares the items between groups.
func (w *work) dif() error {
	for _, by := range w.s.Groupings {
		sizes := map[string]int{}
		for i := range w.m.Persons {
			if g, _ := w.m.Persons[i].of(by); g != "" {
				sizes[g]++
			}
		}
		groups := sortedKeys(sizes)
		slices.SortStableFunc(groups, func(a, b string) int { return sizes[b] - sizes[a] })
		for _, pair := range comparisons(by, groups, sizes, w.o.Thresholds.DIFPersons) {
			if err := w.ctx.Err(); err != nil {
				return err
			}
			g, err := w.compare(by, pair[0], pair[1])
			if err != nil {
				return err
			}
			w.rep.DIF = append(w.rep.DIF, g)
			w.log("compared", fmt.Sprintf("%s: %s compared with %s, %d items", by, pair[1], pair[0], len(g.Rows)),
				map[string]any{"by": by, "reference": g.Reference, "focal": g.Focal, "name": g.Name, "items": len(g.Rows)})
		}
		if n := len(w.rep.DIF); n == 0 || w.rep.DIF[n-1].By != by {
			w.rep.DIF = append(w.rep.DIF, Grouping{By: by, Note: w.tooFew(by, sizes)})
		}
	}
	return nil
}

// tooFew says why nothing is compared: nobody's group is recorded, or there are
// not two with enough persons.
func (w *work) tooFew(by string, sizes map[string]int) *Note {
	known := 0
	for _, n := range sizes {
		known += n
	}
	need := w.o.Thresholds.DIFPersons
	if known == 0 {
		return &Note{Code: "dif.unknown", Args: map[string]any{"by": by}, Text: "nobody's group is recorded"}
	}
	return &Note{
		Code: "dif.groups", Args: map[string]any{"known": known, "groups": len(sizes), "need": need},
		Text: fmt.Sprintf("%d persons in %d groups are recorded, two groups of %d are needed", known, len(sizes), need),
	}
}

// comparisons are reference and focal groups. Boys and the screen are what girls
// and paper are compared with; one of several groups is compared with the rest.
func comparisons(by string, groups []string, sizes map[string]int, least int) [][2]string {
	large := slices.DeleteFunc(slices.Clone(groups), func(g string) bool { return sizes[g] < least })
	for _, known := range [][2]string{{"male", "female"}, {string(Screen), string(Paper)}} {
		if (by == ByGender || by == ByMode) && slices.Contains(large, known[0]) && slices.Contains(large, known[1]) {
			return [][2]string{known}
		}
	}
	switch {
	case len(groups) < 2 || len(large) == 0:
		return nil
	case len(groups) == 2 && len(large) == 2:
		return [][2]string{{large[0], large[1]}}
	}
	all := 0
	for _, n := range sizes {
		all += n
	}
	var out [][2]string
	for _, g := range large[:min(len(large), maxFocal)] {
		if all-sizes[g] >= least {
			out = append(out, [2]string{Rest, g})
		}
	}
	return out
}

// compare is one focal group against a reference, booklet by booklet.
func (w *work) compare(by, reference, focal string) (Grouping, error) {
	g := Grouping{By: by, Reference: reference, Focal: focal, Purified: true}
	for i := range w.m.Persons {
		if of, name := w.m.Persons[i].of(by); of == focal {
			g.Name = name
			break
		}
	}
	for k := range w.booklets {
		if err := w.compareIn(&g, k); err != nil {
			return g, err
		}
	}
	if len(g.Rows) == 0 && g.Note == nil {
		g.Note = &Note{
			Code: "dif.apart", Args: map[string]any{"need": w.o.Thresholds.DIFPersons},
			Text: fmt.Sprintf("no set of items was presented to %d persons of both groups", w.o.Thresholds.DIFPersons),
		}
	}
	return g, nil
}

// sides are the persons of a booklet: 0 reference, 1 focal, −1 neither.
func (w *work) sides(b *booklet, g *Grouping) (side []int, n [2]int) {
	side = make([]int, len(b.persons))
	for k, i := range b.persons {
		of, _ := w.m.Persons[i].of(g.By)
		side[k] = -1
		switch {
		case of == g.Focal:
			side[k] = 1
		case of == g.Reference, g.Reference == Rest && of != "":
			side[k] = 0
		}
		if side[k] >= 0 {
			n[side[k]]++
		}
	}
	return side, n
}

func (w *work) compareIn(g *Grouping, k int) error {
	b := &w.booklets[k]
	side, n := w.sides(b, g)
	if min(n[0], n[1]) < w.o.Thresholds.DIFPersons {
		return nil
	}
	r := twoGroups(b.r, side)
	s, err := dif.Compare(r, Rest, "focal")
	if err != nil {
		g.Note = &Note{Code: "dif.failed", Text: err.Error()}
		return nil
	}
	mh, pure := s.MantelHaenszel(dif.MHOptions{Continuity: true, Purify: "B"})
	logistic, pureL, err := s.Logistic(dif.LogisticOptions{Type: "both", Purify: true})
	if err != nil {
		return err // of the options, which are ours
	}
	g.Persons[0], g.Persons[1] = g.Persons[0]+n[0], g.Persons[1]+n[1]
	g.Purified = g.Purified && pure.Settled && pureL.Settled
	strata := fifths(r)
	var rows []*DIFRow
	for j := range mh {
		it := w.keyed(mh[j].Item)
		if it.Booklet != k {
			continue
		}
		row := difRow(it, &mh[j], &logistic[j])
		row.Flag = row.Class == "C" || row.Class == "B" && w.o.Thresholds.DIFClass == "B"
		row.Curve = strata.curve(r, j, it.Max)
		rows = append(rows, &row)
	}
	if len(rows) == 0 {
		return nil // all of them were compared in a larger booklet
	}
	if err := w.compareByModel(g, r, rows); err != nil {
		return err
	}
	for _, row := range rows {
		g.Rows = append(g.Rows, *row)
	}
	return nil
}

func difRow(it *Item, m *dif.MH, l *dif.LogisticDIF) DIFRow {
	row := DIFRow{
		Key: it.Key, Name: it.Name, Class: string(m.Class), Chi2: num(m.Chi2), P: num(m.P), Alpha: num(m.Alpha), Delta: num(m.Delta), DeltaSE: num(m.DeltaSE),
		StdPDif: num(m.StdPDif), StdSize: num(m.StdSize), InAnchor: m.InAnchor, Logistic: &Logistic{Chi2: num(l.Chi2), P: num(l.P), DeltaR2: num(l.DeltaR2), Class: string(l.Class), InAnchor: l.InAnchor, Note: l.Note},
	}
	size := m.Delta
	if m.Polytomous {
		size = m.StdPDif
	}
	switch {
	case m.Class == dif.ClassA || m.Class == "" || !size.Known():
	case size < 0:
		row.Against = "focal"
	default:
		row.Against = "reference"
	}
	return row
}
