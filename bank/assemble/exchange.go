package assemble

import (
	"fmt"
	"math"
	"slices"
)

// exchange makes forms better by changing one item of a form for another that
// is free, or for one of another form, of the same place and levels, as long as
// every demand holds. What it lowers is the sum of squared distances of each
// target of each form from the bound: that lifts the lowest and evens the rest.
func (s *search) exchange(forms []chosen) {
	if len(s.goals) == 0 || s.close(forms) {
		return
	}
	e := newExchanger(s, forms)
	for pass := 0; ; pass++ {
		s.tell(0.7+0.25*math.Min(1, float64(pass)/20), Stage{Name: "exchange"})
		if !e.pass() || s.close(forms) || s.ctx.Err() != nil || s.now().After(s.end) {
			return
		}
	}
}

// close reports whether the forms are within the gap of their bound.
func (s *search) close(forms []chosen) bool {
	sums := make([][]float64, len(forms))
	for f, c := range forms {
		sums[f] = s.sums(c)
	}
	v := s.value(sums)
	if s.highest {
		return s.bound-v <= s.o.Gap*math.Abs(s.bound)
	}
	return -v-s.distance <= nearEnough
}

type exchanger struct {
	s       *search
	forms   []chosen
	sums    [][]float64
	acts    [][]float64      // by form and demand
	of      [][]effect       // what a variable does to demands
	class   map[string][]int // variables that can stand for each other
	key     []string
	holds   [][]int // forms that hold each item
	overlap int     // that two forms may have; -1: any
}

type effect struct {
	demand int
	coef   float64
}

func newExchanger(s *search, forms []chosen) *exchanger {
	e := &exchanger{s: s, forms: forms, overlap: -1, class: map[string][]int{}}
	if o := s.m.b.Forms.Overlap; o != nil && capOf(s.m.b) > 1 {
		e.overlap = *o
	}
	e.of = make([][]effect, len(s.m.vars))
	for d, dm := range s.m.demands {
		for _, t := range dm.terms {
			e.of[t.v] = append(e.of[t.v], effect{d, t.coef})
		}
	}
	e.key = make([]string, len(s.m.vars))
	texts := false
	for _, v := range s.m.vars {
		texts = texts || v.item < 0
	}
	for k, v := range s.m.vars {
		if v.item < 0 || (texts && s.m.items[v.item].Stimulus != "") {
			continue // its text goes with it
		}
		e.key[k] = fmt.Sprint(v.part, v.row, v.cell, s.m.levelCounts(v.item))
		e.class[e.key[k]] = append(e.class[e.key[k]], k)
	}
	e.holds = make([][]int, len(s.m.items))
	for f, c := range forms {
		e.sums = append(e.sums, s.sums(c))
		act := make([]float64, len(s.m.demands))
		for _, k := range c {
			for _, x := range e.of[k] {
				act[x.demand] += x.coef
			}
			i := s.m.vars[k].item
			e.holds[i] = append(e.holds[i], f)
		}
		e.acts = append(e.acts, act)
	}
	return e
}

// levelCounts is what the item counts for in a row of clusters.
func (m *model) levelCounts(i int) [Levels + 1]int {
	var out [Levels + 1]int
	for _, l := range m.items[i].Statements {
		out[levelAt(l)+1]++
	}
	return out
}

// cost is what a form with these sums adds to the sum of squares.
func (e *exchanger) cost(sums []float64) float64 {
	c := 0.0
	for i, g := range e.s.goals {
		switch g.Goal {
		case Highest:
			d := max(0, e.s.bound-sums[i]/g.unit) / max(1e-9, math.Abs(e.s.bound))
			c += d * d
		case Near:
			d := g.weightOf() * (sums[i] - g.value) / g.scale()
			c += d * d
		case Within:
		}
	}
	return c
}

// pass tries every exchange once and reports whether one was made.
func (e *exchanger) pass() bool {
	made := false
	for f := range e.forms {
		for at := range e.forms[f] {
			if e.improve(f, at) {
				made = true
			}
			if e.s.ctx.Err() != nil || e.s.now().After(e.s.end) {
				return false
			}
		}
	}
	return made
}

// improve makes the best exchange of one item of a form, if there is one that
// is better.
func (e *exchanger) improve(f, at int) bool {
	k := e.forms[f][at]
	if e.key[k] == "" {
		return false
	}
	best, bestGain := -1, 1e-12
	bestForm := -1
	for _, o := range e.class[e.key[k]] {
		i := e.s.m.vars[o].item
		if o == k || e.holdsItem(i, f) {
			continue
		}
		if e.s.left[i] > 0 {
			if gain := e.cost(e.sums[f]) - e.cost(e.moved(f, k, o)); gain > bestGain && e.allowed(f, k, o) {
				best, bestGain, bestForm = o, gain, -1
			}
		}
		for _, g := range e.holds[i] {
			if e.holdsItem(e.s.m.vars[k].item, g) {
				continue
			}
			gain := e.cost(e.sums[f]) + e.cost(e.sums[g]) - e.cost(e.moved(f, k, o)) - e.cost(e.moved(g, o, k))
			if gain > bestGain && e.placeIn(g, o) >= 0 && e.overlap < 0 && e.allowed(f, k, o) && e.allowed(g, o, k) {
				best, bestGain, bestForm = o, gain, g
			}
		}
	}
	if best < 0 {
		return false
	}
	e.change(f, at, best)
	if bestForm >= 0 {
		e.change(bestForm, e.placeIn(bestForm, best), k)
	}
	return true
}

func (e *exchanger) placeIn(f, k int) int {
	for at, v := range e.forms[f] {
		if v == k {
			return at
		}
	}
	return -1
}

func (e *exchanger) holdsItem(i, f int) bool {
	return slices.Contains(e.holds[i], f)
}

// moved are the sums of a form with one item for another.
func (e *exchanger) moved(f, from, to int) []float64 {
	out := make([]float64, len(e.s.goals))
	i, j := e.s.m.vars[from].item, e.s.m.vars[to].item
	for n, g := range e.s.goals {
		out[n] = e.sums[f][n] - g.values[i] + g.values[j]
	}
	return out
}

// allowed reports whether every demand holds with one item for another.
func (e *exchanger) allowed(f, from, to int) bool {
	const tol = 1e-9
	act := e.acts[f]
	delta := map[int]float64{}
	for _, x := range e.of[from] {
		delta[x.demand] -= x.coef
	}
	for _, x := range e.of[to] {
		delta[x.demand] += x.coef
	}
	for d, by := range delta {
		if by == 0 {
			continue
		}
		dm := e.s.m.demands[d]
		if v := act[d] + by; v < dm.lower-tol || v > dm.upper+tol {
			return false
		}
	}
	if e.overlap < 0 {
		return true
	}
	for _, g := range e.holds[e.s.m.vars[to].item] {
		if e.shared(f, g)+1-e.loses(from, g) > e.overlap {
			return false
		}
	}
	return true
}

// loses is 1 if another form holds the item that goes.
func (e *exchanger) loses(from, g int) int {
	if e.holdsItem(e.s.m.vars[from].item, g) {
		return 1
	}
	return 0
}

func (e *exchanger) shared(f, g int) int {
	n := 0
	for _, k := range e.forms[f] {
		if e.holdsItem(e.s.m.vars[k].item, g) {
			n++
		}
	}
	return n
}

// change puts another variable at a place of a form.
func (e *exchanger) change(f, at, to int) {
	from := e.forms[f][at]
	e.sums[f] = e.moved(f, from, to)
	for _, x := range e.of[from] {
		e.acts[f][x.demand] -= x.coef
	}
	for _, x := range e.of[to] {
		e.acts[f][x.demand] += x.coef
	}
	i, j := e.s.m.vars[from].item, e.s.m.vars[to].item
	for n, g := range e.holds[i] {
		if g == f {
			e.holds[i] = append(e.holds[i][:n:n], e.holds[i][n+1:]...)
			break
		}
	}
	e.holds[j] = append(e.holds[j], f)
	e.s.left[i]++
	e.s.used[i]--
	e.s.left[j]--
	e.s.used[j]++
	e.forms[f][at] = to
}
