package mip

import (
	"math"
	"slices"
)

// How often heuristics run, in nodes, and how far a search in a neighbourhood
// goes.
const (
	diveEvery = 50
	subEvery  = 150
	subNodes  = 300
	maxDepth  = 1 // searches inside searches
)

// offer takes a point of the reduced problem if it is a solution, and keeps it
// if it is better. It reports whether it is a solution.
func (t *tree) offer(x []float64) bool {
	x = slices.Clone(x)
	for _, j := range t.ints {
		x[j] = math.Round(x[j])
	}
	if len(x) != len(t.p.cost) || t.p.Violation(x) > tolPoint {
		return false
	}
	if v := t.p.Value(x); v < t.bestValue {
		t.best, t.bestValue = x, v
	}
	return true
}

// offerLP offers the point of the relaxation. Where rounding its whole numbers
// breaks a row, the other variables are computed again for the rounded ones.
func (t *tree) offerLP() bool {
	n := len(t.p.cost)
	if t.offer(t.s.x[:n]) {
		return true
	}
	if len(t.ints) == 0 || len(t.ints) == n {
		return false
	}
	lower, upper, at := slices.Clone(t.s.lower), slices.Clone(t.s.upper), t.s.basis()
	x := slices.Clone(t.s.x[:n])
	for _, j := range t.ints {
		v := math.Round(x[j])
		t.s.lower[j], t.s.upper[j] = v, v
	}
	cutoff := t.s.cutoff
	t.s.cutoff = math.Inf(1)
	ok := t.s.solve() == lpOptimal && t.offer(t.s.x[:n])
	t.s.cutoff = cutoff
	copy(t.s.lower, lower)
	copy(t.s.upper, upper)
	t.s.setBasis(at)
	t.s.refresh()
	return ok
}

// heuristics looks for better points from the relaxation of a node.
func (t *tree) heuristics(n *node) {
	root := n.depth == 0
	if root || (t.best == nil && t.nodes%5 == 0) || t.nodes%diveEvery == 0 {
		t.dive()
		t.fix(n)
	}
	if t.best == nil || t.depth >= maxDepth || t.stop() {
		return
	}
	if root || t.nodes-t.lastSub >= subEvery {
		t.lastSub = t.nodes
		t.neighbourhood()
		t.fix(n)
	}
}

// dive rounds the variable that is nearest to a whole number, solves again, and
// so on to a point or a dead end; one wrong turn is taken back.
func (t *tree) dive() {
	lower, upper, at := slices.Clone(t.s.lower), slices.Clone(t.s.upper), t.s.basis()
	x := slices.Clone(t.s.x)
	retry := true
	for range 10 * (t.s.m + 10) {
		frac := t.fractional()
		if len(frac) == 0 {
			t.offerLP()
			break
		}
		j, up := t.nearest(frac)
		lo, hi, v := t.s.lower[j], t.s.upper[j], t.s.x[j]
		turn := func(up bool) bool {
			t.s.lower[j], t.s.upper[j] = lo, hi
			if up {
				t.s.lower[j] = math.Ceil(v)
			} else {
				t.s.upper[j] = math.Floor(v)
			}
			return t.s.solve() == lpOptimal
		}
		if turn(up) {
			continue
		}
		if !retry || !turn(!up) {
			break
		}
		retry = false
	}
	copy(t.s.lower, lower)
	copy(t.s.upper, upper)
	t.s.setBasis(at)
	t.s.refresh()
	copy(t.s.x, x)
}

// nearest picks the variable of a dive: the largest fraction is rounded up, so
// that sets of which some must be chosen fill; tiny ones are rounded down.
func (t *tree) nearest(frac []int) (j int, up bool) {
	best := -1.0
	for _, k := range frac {
		f := t.s.x[k] - math.Floor(t.s.x[k])
		s := f
		if f < 0.1 {
			s = 0.5 - f // nearly decided
		}
		if s > best {
			j, up, best = k, f >= 0.1, s
		}
	}
	return j, up
}

// neighbourhood searches among the points that agree with the best one wherever
// the relaxation does (RINS: Danna, Rothberg and Le Pape 2005).
func (t *tree) neighbourhood() {
	sub := t.p.Clone()
	fixed := 0
	for _, j := range t.ints {
		sub.lower[j], sub.upper[j] = t.rootLower[j], t.rootUpper[j]
		if math.Abs(t.s.x[j]-t.best[j]) < tolInteger {
			v := t.best[j]
			sub.lower[j], sub.upper[j] = v, v
			fixed++
		}
	}
	if fixed*10 < len(t.ints)*3 {
		return
	}
	r := solve(sub, Options{Gap: t.o.Gap, AbsGap: t.o.AbsGap, Nodes: subNodes, Start: t.best}, t.stop, t.depth+1)
	t.s.iterations += r.Iterations
	if r.X != nil {
		t.offer(r.X)
	}
}

// isUnbounded tells whether the objective falls without end: the relaxation
// leans on a bound that was made up, and there is a direction that improves it
// for ever.
func (t *tree) isUnbounded() bool {
	leans := false
	for j := range t.p.cost {
		v := t.s.x[j]
		leans = leans || (t.s.artificial[j] && math.Abs(v) >= bigBox/2)
	}
	if !leans {
		return false
	}
	ray := &Problem{}
	for j, c := range t.p.cost {
		lo, hi := 0.0, 0.0
		if math.IsInf(t.p.lower[j], -1) {
			lo = -1
		}
		if math.IsInf(t.p.upper[j], 1) {
			hi = 1
		}
		ray.AddVar(c, lo, hi)
	}
	for _, r := range t.p.rows {
		lo, hi := r.lower, r.upper
		if !math.IsInf(lo, -1) {
			lo = 0
		}
		if !math.IsInf(hi, 1) {
			hi = 0
		}
		ray.rows = append(ray.rows, rowDef{lower: lo, upper: hi, terms: r.terms})
	}
	r := solve(ray, Options{}, t.stop, maxDepth)
	return r.X != nil && r.Objective < -1e-7
}
