package assemble

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"khaothi/bank"
	"khaothi/internal/mip"
)

// tiny makes a bank of a few items and a blueprint of a few cells, with some of
// everything that a blueprint can ask for.
func tiny(rng *rand.Rand) (Blueprint, []Item, *Table) {
	items := make([]Item, 5+rng.IntN(4))
	t := &Table{at: map[string]int{}, values: map[string][]float64{}}
	for i := range items {
		it := Item{ID: fmt.Sprintf("i%d", i), Kind: bank.Single, Level: levels[rng.IntN(2)], Topic: []string{"A", "B"}[rng.IntN(2)], Ready: rng.IntN(12) > 0}
		if rng.IntN(4) == 0 {
			it.Kind, it.Level = bank.Cluster, ""
			for range bank.ClusterSize {
				it.Statements = append(it.Statements, levels[rng.IntN(2)])
			}
		}
		if rng.IntN(3) == 0 {
			it.Stimulus = []string{"s", "t"}[rng.IntN(2)]
		}
		if rng.IntN(3) == 0 {
			it.Tags = []string{"x"}
		}
		if rng.IntN(10) == 0 {
			it.Same = "twin"
		}
		items[i] = it
		_ = t.set(it.ID, "v", fmt.Sprint(rng.IntN(40)), false)
	}
	b := Blueprint{V: 1, Name: "tiny", Parts: []Part{{Kinds: []bank.Kind{bank.Single}, Points: 25}}}
	for r := range 1 + rng.IntN(2) {
		row := Row{Topic: []string{"A", "", "B"}[(r+rng.IntN(2))%3]}
		for _, l := range []bank.Level{bank.Know, bank.Understand, ""} {
			if rng.IntN(2) == 0 {
				row.Cells = append(row.Cells, Cell{Part: 1, Level: l, Count: 1 + rng.IntN(2)})
			}
		}
		b.Rows = append(b.Rows, row)
	}
	if rng.IntN(3) == 0 {
		b.Parts = append(b.Parts, Part{Kinds: []bank.Kind{bank.Cluster}, Points: 100})
		n := rng.IntN(bank.ClusterSize + 1)
		b.Rows[0].Cells = append(b.Rows[0].Cells, Cell{Part: 2, Level: bank.Know, Count: n}, Cell{Part: 2, Level: bank.Understand, Count: bank.ClusterSize - n})
	} else if rng.IntN(3) == 0 {
		b.Parts = append(b.Parts, Part{Kinds: []bank.Kind{bank.Single, bank.Multiple}, Questions: 1})
	}
	if rng.IntN(2) == 0 {
		b.Enemies = [][]string{{"i0", "i1", "i2"}}
	}
	if rng.IntN(3) == 0 {
		two := 2
		b.Bands = []Band{{Where: Where{Tags: []string{"x"}}, Min: rng.IntN(2), Max: &two}}
	}
	switch rng.IntN(5) {
	case 0:
		b.Stimuli.All = true
	case 1:
		b.Stimuli.Min = 2
	case 2:
		n := rng.IntN(2)
		b.Stimuli.Texts = &n
	}
	if rng.IntN(3) == 0 {
		b.Forms.Count = 2
		if rng.IntN(2) == 0 {
			n := rng.IntN(3)
			b.Forms.Overlap = &n
		}
	}
	return b, items, t
}

// allDraws tries every way to put items into places, one form at a time.
func allDraws(b Blueprint, items []Item, t *Table) []Draw {
	one := b
	one.Forms = Forms{}
	var places []Pick
	var parts []int
	for p := range b.Parts {
		if !celled(b, p+1) {
			places, parts = append(places, Pick{}), append(parts, p)
		}
		for r, row := range b.Rows {
			seen := false
			for c, cell := range row.Cells {
				if cell.Part != p+1 || cell.Count == 0 {
					continue
				}
				if b.Parts[p].Clusters() && seen {
					continue
				}
				seen = true
				pick := Pick{Row: r + 1, Cell: c + 1}
				if b.Parts[p].Clusters() {
					pick.Cell = 0
				}
				places, parts = append(places, pick), append(parts, p)
			}
		}
	}
	var out []Draw
	d := Draw{Parts: make([][]Pick, len(b.Parts))}
	var walk func(i int)
	walk = func(i int) {
		if i == len(items) {
			for p := range d.Parts {
				if len(d.Parts[p]) != b.Size(p+1) {
					return // Verify would say so, slowly
				}
			}
			sorted := Draw{Parts: make([][]Pick, len(d.Parts))}
			for p := range d.Parts {
				sorted.Parts[p] = slices.Clone(d.Parts[p])
				(&model{items: items}).order(sorted.Parts[p])
			}
			if len(Verify(one, items, t, []Draw{sorted})) == 0 {
				out = append(out, sorted)
			}
			return
		}
		walk(i + 1)
		for k, pick := range places {
			p := parts[k]
			if len(d.Parts[p]) >= b.Size(p+1) || !slices.Contains(b.Parts[p].Kinds, items[i].Kind) {
				continue
			}
			pick.Item = i
			d.Parts[p] = append(d.Parts[p], pick)
			walk(i + 1)
			d.Parts[p] = d.Parts[p][:len(d.Parts[p])-1]
		}
	}
	walk(0)
	return out
}

func sumOf(d Draw, items []Item, t *Table) float64 {
	s := 0.0
	for _, p := range slices.Concat(d.Parts...) {
		v, _ := t.Value(items[p.Item], "v")
		s += v
	}
	return s
}

// Every tiny blueprint is drawn if and only if some way to put items into
// places passes Verify, a single form is the best of all, and a conflict loses
// its force with each of its wishes.
func TestMakeAgainstEveryWay(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(9, 9))
	drawn, impossible := 0, 0
	for k := range 800 {
		b, items, table := tiny(rng)
		if bank.Fatal(b.Check()) {
			continue
		}
		if k%2 == 0 {
			b.Targets = []Target{{Column: "v", Goal: Highest}}
		}
		all := allDraws(b, items, table)
		best, can := bestOf(b, all, items, table)
		got, err := Make(t.Context(), b, items, table, Options{Gap: 1e-9})
		var c *ConflictError
		switch {
		case errors.As(err, &c) && !can:
			impossible++
			irreducible(t, k, b, items, table, c)
		case err == nil && can:
			drawn++
			if b.Forms.Draws() == 1 && len(b.Targets) > 0 && math.Abs(got.Objective-best) > 1e-6 {
				t.Fatalf("blueprint %d: %v, best is %v", k, got.Objective, best)
			}
		default:
			t.Fatalf("blueprint %d: %v, can be drawn: %v\n%+v\n%+v", k, err, can, b, items)
		}
	}
	if drawn < 100 || impossible < 100 {
		t.Errorf("%d drawn, %d impossible: the test says little", drawn, impossible)
	}
}

func bestOf(b Blueprint, all []Draw, items []Item, t *Table) (best float64, can bool) {
	best = math.Inf(-1)
	for _, d := range all {
		if b.Forms.Draws() == 1 {
			best, can = max(best, sumOf(d, items, t)), true
			continue
		}
		for _, e := range all {
			if b.Forms.Overlap == nil || common(d, e) <= *b.Forms.Overlap {
				return best, true
			}
		}
	}
	return best, can
}

func irreducible(t *testing.T, k int, b Blueprint, items []Item, table *Table, c *ConflictError) {
	t.Helper()
	s := newSearch(t.Context(), b, items, table, Options{})
	s.exactly = true
	if len(c.Demands) == 0 || !c.Minimal {
		t.Fatalf("blueprint %d: conflict %+v", k, c)
	}
	in := func(d Demand) bool {
		return slices.ContainsFunc(c.Demands, func(o Demand) bool { return o.Message == s.sentence(d).Message })
	}
	gone := make([]bool, len(s.m.groups))
	for g, d := range s.m.groups {
		gone[g] = !in(d)
	}
	overlap := slices.ContainsFunc(c.Demands, func(d Demand) bool { return d.Kind == "overlap" }) || len(c.Short) > 0
	if s.impossible(gone, overlap) != mip.Infeasible {
		t.Fatalf("blueprint %d: the wishes %v can be granted", k, c)
	}
	for g := range s.m.groups {
		if gone[g] {
			continue
		}
		gone[g] = true
		if s.impossible(gone, overlap) == mip.Infeasible {
			t.Fatalf("blueprint %d: %v holds without %q", k, c, s.m.groups[g].Message)
		}
		gone[g] = false
	}
}
