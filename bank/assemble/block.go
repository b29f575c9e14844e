package assemble

import (
	"hash/fnv"
	"math"

	"khaothi/internal/mip"
)

// block is the part of a program that stands for one form, or for several
// together: then a variable counts the forms that hold an item, and every
// demand holds for all of them as a sum.
type block struct {
	forms int
	x     []mip.Var
	again [][]mip.Var // where forms may share items: further copies of a variable, each dearer
}

// addBlock adds the variables and demands of some forms. left says how many
// forms may still hold an item, pairs how many pairs of forms may share one
// (-1: any), and skip leaves groups of demands out.
func (m *model) addBlock(p *mip.Problem, forms int, left []int, pairs int, skip func(group int) bool) block {
	b := block{forms: forms, x: make([]mip.Var, len(m.vars))}
	for k, v := range m.vars {
		upper := float64(forms)
		if v.item >= 0 {
			upper = float64(min(forms, left[v.item]))
		}
		b.x[k] = p.AddInt(0, 0, upper)
	}
	if pairs > 0 {
		b.share(p, m, left, pairs)
	}
	f := float64(forms)
	for _, d := range m.demands {
		if skip != nil && d.group >= 0 && skip(d.group) {
			continue
		}
		p.AddRow(d.lower*f, d.upper*f, b.terms(d.terms)...)
	}
	for i, list := range m.places {
		if len(list) > 1 && left[i] < forms {
			terms := make([]term, len(list))
			for k, v := range list {
				terms[k] = term{v, 1}
			}
			p.AddRow(0, float64(left[i]), b.terms(terms)...)
		}
	}
	return b
}

func (b block) terms(list []term) []mip.Term {
	out := make([]mip.Term, 0, len(list))
	for _, t := range list {
		out = append(out, mip.Term{Var: b.x[t.v], Coef: t.coef})
		if b.again != nil {
			for _, v := range b.again[t.v] {
				out = append(out, mip.Term{Var: v, Coef: t.coef})
			}
		}
	}
	return out
}

// share bounds the pairs of forms that share an item, added up over all items
// and pairs: the second copy of an item makes one such pair, the third two
// more. From the last copy on this counts too few, which only widens the bound.
func (b *block) share(p *mip.Problem, m *model, left []int, pairs int) {
	const copies = 4
	b.again = make([][]mip.Var, len(b.x))
	var terms []mip.Term
	for k, v := range m.vars {
		if v.item < 0 {
			continue
		}
		n := min(b.forms, left[v.item])
		if n < 2 {
			continue
		}
		p.SetBounds(b.x[k], 0, 1)
		for c := 1; c < min(n, copies); c++ {
			upper := 1.0
			if c == copies-1 {
				upper = float64(n - c)
			}
			x := p.AddInt(0, 0, upper)
			b.again[k] = append(b.again[k], x)
			terms = append(terms, mip.Term{Var: x, Coef: float64(c)})
		}
	}
	p.AddRow(0, float64(pairs), terms...)
}

// count is how many forms hold the item of a variable.
func (b block) count(k int, x []float64) int {
	n := math.Round(x[b.x[k]])
	if b.again != nil {
		for _, v := range b.again[k] {
			n += math.Round(x[v])
		}
	}
	return int(n)
}

// goal is a target with the numbers of the variables.
type goal struct {
	Target
	group  int
	terms  []term
	values []float64 // by item
	unit   float64   // of Highest
	value  float64   // of Near: of the whole form
	lo, hi float64
	most   float64 // no form's sum is larger in size
}

// goals reads the targets and makes their bounds demands.
func (m *model) goals() []goal {
	var out []goal
	for i, t := range m.b.Targets {
		g := goal{Target: t, unit: 1, value: t.Value, lo: math.Inf(-1), hi: math.Inf(1), values: make([]float64, len(m.items))}
		scale := 1.0
		if t.Mean {
			scale = float64(m.size)
		}
		if t.Goal == Highest && t.Value > 0 {
			g.unit = t.Value
		}
		g.value *= scale
		for i, it := range m.items {
			g.values[i], _ = m.table.Value(it, t.Column)
			g.most = max(g.most, math.Abs(g.values[i])*float64(m.size))
		}
		g.terms = m.where(func(v variable) float64 { return g.values[v.item] })
		if t.Min != nil {
			g.lo = *t.Min * scale
		}
		if t.Max != nil {
			g.hi = *t.Max * scale
		}
		g.group = m.group(Demand{Kind: "target", Message: targetWords(i, t), soft: true})
		if !math.IsInf(g.lo, 0) || !math.IsInf(g.hi, 0) {
			m.demand(g.group, g.lo, g.hi, g.terms)
		}
		out = append(out, g)
	}
	return out
}

// weightOf is the weight of a goal among those with Near.
func (g goal) weightOf() float64 {
	if g.Weight > 0 {
		return g.Weight
	}
	return 1
}

// scale is the size of the unit in which the distance from a value counts.
func (g goal) scale() float64 { return max(1e-9, math.Abs(g.value)) }

// program is a program with the goals of its blocks.
type program struct {
	p      *mip.Problem
	m      *model
	level  mip.Var // the lowest sum of a goal Highest over blocks and targets, in units
	levels bool
}

func newProgram(m *model) *program { return &program{p: &mip.Problem{}, m: m, level: -1} }

// aim adds the goals of a block. A single goal Highest of a single block is
// made a cost, which is easier to search than the lowest of many.
func (pr *program) aim(b block, goals []goal, only bool) {
	highest := 0
	for _, g := range goals {
		if g.Goal == Highest {
			highest++
		}
	}
	for _, g := range goals {
		terms := b.terms(g.terms)
		switch {
		case g.Goal == Highest && only && highest == 1:
			for _, t := range terms {
				pr.p.SetCost(t.Var, -t.Coef/g.unit/float64(b.forms))
			}
		case g.Goal == Highest:
			if !pr.levels {
				pr.level, pr.levels = pr.p.AddVar(-1, -g.most/g.unit-1, g.most/g.unit+1), true
			}
			pr.p.AddRow(0, mip.Inf, append(terms, mip.Term{Var: pr.level, Coef: -g.unit * float64(b.forms)})...)
		case g.Goal == Near:
			cost := g.weightOf() / g.scale() / float64(b.forms)
			want, most := g.value*float64(b.forms), (g.most+math.Abs(g.value))*float64(b.forms)
			over, under := pr.p.AddVar(cost, 0, most), pr.p.AddVar(cost, 0, most)
			pr.p.AddRow(want, want, append(terms, mip.Term{Var: over, Coef: -1}, mip.Term{Var: under, Coef: 1})...)
		}
	}
}

// chance gives a block costs from a fixed sequence, lower for items that were
// used less: where nothing else is asked for, forms differ and the bank wears
// evenly.
func (pr *program) chance(b block, seed uint64, used []int) {
	for k, v := range pr.m.vars {
		if v.item < 0 {
			continue
		}
		it := pr.m.items[v.item]
		cost := random(seed, it.ID) + 0.5*float64(min(used[v.item], 20)) + 0.1*float64(min(pr.m.uses(it), 20))
		pr.p.SetCost(b.x[k], cost)
	}
}

// random is a number in 0–1 that depends on seed and name only.
func random(seed uint64, name string) float64 {
	h := fnv.New64a()
	var s [8]byte
	for i := range s {
		s[i] = byte(seed >> (8 * i))
	}
	_, _ = h.Write(s[:]) // a hash never fails
	_, _ = h.Write([]byte(name))
	x := h.Sum64()
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	return float64(x>>11) / float64(1<<53)
}
