package assemble

import (
	"math"
	"slices"

	"khaothi/bank"
)

// whole checks that no question of a text that could be drawn was left out.
func (v *verifier) whole(texts map[string]int) {
	could := map[string]int{}
	for i, it := range v.items {
		if texts[it.Stimulus] > 0 && v.fitsSomewhere(i, it) {
			could[it.Stimulus]++
		}
	}
	for t, n := range texts {
		if could[t] != n {
			v.add("%d of %d questions of one text", n, could[t])
		}
	}
}

// fitsSomewhere reports whether an item has a place that pick finds no fault
// with.
func (v *verifier) fitsSomewhere(i int, it Item) bool {
	fits := func(p, row, cell int) bool {
		try := &verifier{b: v.b, items: v.items, table: v.table}
		try.pick(p, Pick{Item: i, Row: row, Cell: cell}, it)
		return len(try.faults) == 0
	}
	for p := range v.b.Parts {
		if !celled(v.b, p+1) && fits(p, 0, 0) {
			return true
		}
		for r, row := range v.b.Rows {
			if v.b.Parts[p].Clusters() {
				if fits(p, r+1, 0) && roomFor(it, p, row) {
					return true
				}
				continue
			}
			for c, cell := range row.Cells {
				if cell.Part == p+1 && cell.Count > 0 && fits(p, r+1, c+1) {
					return true
				}
			}
		}
	}
	return false
}

// roomFor reports whether a row asks for as many statements of each level as a
// cluster has.
func roomFor(it Item, p int, row Row) bool {
	asked, total, open := map[bank.Level]int{}, 0, 0
	for _, c := range row.Cells {
		if c.Part == p+1 {
			asked[c.Level.Fold()] += c.Count
			total += c.Count
			if c.Level == "" {
				open += c.Count
			}
		}
	}
	over := 0
	for _, l := range []bank.Level{bank.Know, bank.Understand, bank.Apply} {
		n := 0
		for _, s := range it.Statements {
			if s.Fold() == l {
				n++
			}
		}
		over += max(0, n-asked[l])
	}
	return total > 0 && len(it.Statements) == bank.ClusterSize && over <= open
}

func (v *verifier) find(name string) int {
	for i, it := range v.items {
		if it.ID == name {
			return i
		}
	}
	for i, it := range v.items {
		if it.Label == name {
			return i
		}
	}
	return -1
}

func (v *verifier) texts(texts map[string]int) {
	rule := v.b.Stimuli
	if rule.Texts != nil && len(texts) > *rule.Texts {
		v.add("%d texts, at most %d", len(texts), *rule.Texts)
	}
	for _, n := range texts {
		if n < rule.Min || (rule.Max > 0 && n > rule.Max) {
			v.add("%d questions of one text", n)
		}
	}
}

func (v *verifier) targets(d Draw) {
	for i, t := range v.b.Targets {
		sum, n := 0.0, 0
		for _, pick := range slices.Concat(d.Parts...) {
			x, ok := v.table.Value(v.items[pick.Item], t.Column)
			if !ok {
				v.add("%s has no number of %s", v.items[pick.Item].ID, t.Column)
			}
			sum, n = sum+x, n+1
		}
		if t.Mean && n > 0 {
			sum /= float64(n)
		}
		const tol = 1e-6
		if (t.Min != nil && sum < *t.Min-tol*max(1, math.Abs(*t.Min))) || (t.Max != nil && sum > *t.Max+tol*max(1, math.Abs(*t.Max))) {
			v.add("target %d is %g", i+1, sum)
		}
	}
}
