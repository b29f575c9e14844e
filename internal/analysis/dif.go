package analysis

import (
	"fmt"
	"slices"

	"khaothi/psychometrics"
	"khaothi/psychometrics/dif"
	"khaothi/psychometrics/stat"
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
			w.rep.DIF = append(w.rep.DIF, Grouping{By: by, Note: &Note{Code: "dif.groups", Text: "fewer than two groups with enough persons"}})
		}
	}
	return nil
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
		g.Note = &Note{Code: "dif.groups", Text: "no set of items has enough persons of both groups"}
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

// twoGroups are the persons of both sides, without items that do not vary among
// them: those say nothing and would end the comparison.
func twoGroups(r *psychometrics.Responses, side []int) *psychometrics.Responses {
	at := 0
	group := []int32{}
	kept := r.Where(func(i int) bool {
		keep := side[i] >= 0
		if keep {
			group = append(group, int32(side[i])) //nolint:gosec // G115: 0 or 1
		}
		at++
		return keep
	})
	kept = kept.Treat(0, 0)
	var names []string
	for j, counts := range kept.Counts() {
		scores := 0
		for _, n := range counts {
			if n > 0 {
				scores++
			}
		}
		if scores > 1 {
			names = append(names, kept.Items[j])
		}
	}
	out, _ := kept.Select(names) // its own names
	out.Groups, out.Group = []string{Rest, "focal"}, group
	return out
}

// strata are fifths of the persons by their totals.
type strata struct {
	of        []int // by person
	low, high [traceGroups]int
}

func fifths(r *psychometrics.Responses) strata {
	totals := make([]int, r.N())
	for i := range totals {
		totals[i] = total(r.Row(i))
	}
	sorted := slices.Sorted(slices.Values(totals))
	s := strata{of: make([]int, r.N())}
	var cut [traceGroups]int // the highest total of each fifth: persons of one total stay together
	for g := range cut {
		cut[g] = sorted[(g+1)*len(sorted)/traceGroups-1]
		s.high[g] = cut[g]
		if g > 0 {
			s.low[g] = cut[g-1] + 1
		} else {
			s.low[g] = sorted[0]
		}
	}
	for i, t := range totals {
		for t > cut[s.of[i]] {
			s.of[i]++
		}
	}
	return s
}

// curve is the share of the score of item j that both groups earned, by fifths.
func (s *strata) curve(r *psychometrics.Responses, j, highest int) []DIFPoint {
	var mo [traceGroups][2]stat.Moments
	for i := range r.N() {
		mo[s.of[i]][r.Group[i]].Add(float64(r.Row(i)[j])/float64(max(1, highest)), 0, 1)
	}
	out := []DIFPoint{}
	for g := range mo {
		if s.low[g] > s.high[g] {
			continue // one total fills more than a fifth
		}
		ref, focal := &mo[g][0], &mo[g][1]
		out = append(out, DIFPoint{Low: s.low[g], High: s.high[g], Reference: num(ref.MeanX()), Focal: num(focal.MeanX()), NRef: int(ref.N()), NFocal: int(focal.N())})
	}
	return out
}
