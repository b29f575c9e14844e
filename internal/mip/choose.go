package mip

import (
	"math"
	"slices"
)

// pseudocosts remember by how much the bound rose for each unit that a
// variable was moved, down and up.
type pseudocosts struct {
	gain  [2][]float64
	count [2][]int
	all   [2]float64
	seen  [2]int
}

func newPseudocosts(n int) pseudocosts {
	return pseudocosts{gain: [2][]float64{make([]float64, n), make([]float64, n)}, count: [2][]int{make([]int, n), make([]int, n)}}
}

func side(up bool) int {
	if up {
		return 1
	}
	return 0
}

// learn notes what the branch that made a node did to the bound.
func (c *pseudocosts) learn(n *node, bound float64) {
	if n.branch < 0 || n.frac < tolInteger || math.IsInf(n.bound, 0) {
		return
	}
	c.note(n.branch, n.up, (bound-n.bound)/n.frac)
}

func (c *pseudocosts) note(j int, up bool, gain float64) {
	k := side(up)
	gain = max(gain, 0)
	c.gain[k][j] += gain
	c.count[k][j]++
	c.all[k] += gain
	c.seen[k]++
}

// of is what is expected of moving a variable by one.
func (c *pseudocosts) of(j int, up bool) float64 {
	k := side(up)
	if n := c.count[k][j]; n > 0 {
		return c.gain[k][j] / float64(n)
	}
	if c.seen[k] > 0 {
		return c.all[k] / float64(c.seen[k])
	}
	return 1
}

// Strong branching: this many variables are tried, for so many iterations each
// way, until a variable was tried this often.
const (
	strongVars       = 8
	strongIterations = 30
	reliable         = 4
)

// score joins what is expected of both children (Achterberg 2007, ch. 5).
func score(down, up float64) float64 { return max(down, 1e-6) * max(up, 1e-6) }

// choose picks the variable to branch on: that whose children are expected to
// lift the bound most. Variables of which little is known are tried.
func (t *tree) choose(n *node, frac []int) int {
	if len(frac) == 0 {
		return t.anyFree()
	}
	estimate := func(j int) float64 {
		f := t.s.x[j] - math.Floor(t.s.x[j])
		return score(t.pseudo.of(j, false)*f, t.pseudo.of(j, true)*(1-f))
	}
	order := slices.Clone(frac)
	slices.SortStableFunc(order, func(a, b int) int { return compareFloat(estimate(b), estimate(a)) })
	value := make(map[int]float64, len(order))
	for _, j := range order {
		value[j] = t.s.x[j]
	}
	best, bestScore, tried := order[0], estimate(order[0]), 0
	var at *basis
	for _, j := range order {
		known := min(t.pseudo.count[0][j], t.pseudo.count[1][j]) >= reliable
		if known || tried >= strongVars || (n.depth > 12 && t.pseudo.seen[0] > 50) {
			continue
		}
		if at == nil {
			at, best, bestScore = t.s.basis(), -1, -1
		}
		tried++
		f := value[j] - math.Floor(value[j])
		s := score(t.try(n, at, j, false, f), t.try(n, at, j, true, 1-f))
		if s > bestScore {
			best, bestScore = j, s
		}
	}
	if at == nil {
		return best
	}
	t.s.setBasis(at)
	t.s.refresh()
	for _, j := range order { // the known ones compete with what was tried
		if min(t.pseudo.count[0][j], t.pseudo.count[1][j]) >= reliable {
			if s := estimate(j); s > bestScore {
				best, bestScore = j, s
			}
		}
	}
	return best
}

// try moves a variable one way, returns by how much the bound rises within
// some iterations, and goes back.
func (t *tree) try(n *node, at *basis, j int, up bool, frac float64) float64 {
	t.s.setBasis(at)
	t.s.refresh()
	v := t.s.x[j]
	lower, upper := t.s.lower[j], t.s.upper[j]
	if up {
		t.s.lower[j] = math.Ceil(v - tolInteger)
	} else {
		t.s.upper[j] = math.Floor(v + tolInteger)
	}
	status := t.s.probe(strongIterations)
	gain := 0.0
	switch status {
	case lpInfeasible, lpCutoff:
		gain = max(t.enough()-n.bound, 1e-3*max(1, math.Abs(n.bound)))
		if math.IsInf(gain, 1) {
			gain = max(1, math.Abs(n.bound))
		}
	case lpOptimal, lpStopped:
		gain = max(0, t.s.bound(t.s.scratch)-n.bound)
		t.pseudo.note(j, up, gain/max(frac, tolInteger))
	}
	t.s.lower[j], t.s.upper[j] = lower, upper
	return gain
}
