package assemble

import (
	"cmp"
	"math"
	"slices"
)

// drawn puts forms into the order of the paper.
func (s *search) drawn(forms []chosen) Drawn {
	out := Drawn{LeftOut: s.m.out, Unknown: s.m.unknown, Usable: s.m.usable(), Draws: []Draw{}}
	var sums [][]float64
	for _, c := range forms {
		d := Draw{Parts: make([][]Pick, len(s.m.b.Parts)), Sums: s.sums(c)}
		sums = append(sums, d.Sums)
		for _, k := range c {
			v := s.m.vars[k]
			d.Parts[v.part] = append(d.Parts[v.part], Pick{Item: v.item, Row: v.row + 1, Cell: v.cell + 1})
		}
		for p := range d.Parts {
			s.m.order(d.Parts[p])
		}
		out.Draws = append(out.Draws, d)
	}
	if !s.highest && !s.near {
		return out
	}
	v := s.value(sums)
	if s.highest {
		out.Objective, out.Bound = v, max(v, s.bound)
		out.Gap = (out.Bound - v) / max(1e-9, math.Abs(v))
		return out
	}
	out.Objective, out.Bound = -v, min(-v, max(0, s.distance))
	out.Gap = out.Objective - out.Bound
	return out
}

// order sorts the questions of a part: from Biết to Vận dụng, within a level by
// row; questions of one text stand together where the first of them stands.
func (m *model) order(picks []Pick) {
	rank := func(p Pick) int {
		it := m.items[p.Item]
		if len(it.Statements) == 0 {
			return levelAt(it.Level)
		}
		n := 0
		for _, l := range it.Statements {
			n += levelAt(l) + 1
		}
		return n
	}
	compare := func(a, b Pick) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Row, b.Row), cmp.Compare(a.Item, b.Item))
	}
	slices.SortFunc(picks, compare)
	first := map[string]int{}
	for at, p := range picks {
		if t := m.items[p.Item].Stimulus; t != "" {
			if _, ok := first[t]; !ok {
				first[t] = at
			}
		}
	}
	place := map[int]int{}
	for at, p := range picks {
		place[p.Item] = at
		if t := m.items[p.Item].Stimulus; t != "" {
			place[p.Item] = first[t]
		}
	}
	slices.SortStableFunc(picks, func(a, b Pick) int { return cmp.Compare(place[a.Item], place[b.Item]) })
}
