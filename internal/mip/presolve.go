package mip

import (
	"math"
	"slices"
)

// reduced is what presolve leaves of a problem, and how to get back.
type reduced struct {
	p          *Problem
	keep       []int     // variable of p → variable of the original
	fixed      []float64 // value of every original variable that is gone
	offset     float64   // of the objective
	infeasible bool
}

// maxPasses bounds the passes of presolve; each one is linear in the problem.
const maxPasses = 12

// presolve tightens bounds, drops rows that say nothing, and fixes variables
// whose value is clear. The best solutions of what is left are best solutions
// of p.
func presolve(p *Problem) reduced {
	w := p.Clone()
	dropped := make([]bool, len(w.rows))
	for pass := range maxPasses {
		changed, ok := w.tighten(dropped)
		if !ok {
			return reduced{infeasible: true}
		}
		if w.dualFix(dropped) {
			changed = true
		}
		if pass == 0 || changed {
			changed = w.fixTwins(dropped) || changed
		}
		if !changed {
			break
		}
	}
	return w.compress(dropped)
}

// activity is the range of a row within the bounds.
func (p *Problem) activity(r rowDef) (lo, hi float64) {
	for _, t := range r.terms {
		a, b := t.Coef*p.lower[t.Var], t.Coef*p.upper[t.Var]
		lo, hi = lo+min(a, b), hi+max(a, b)
	}
	return lo, hi
}

// tighten rounds bounds of whole numbers, tightens bounds by rows, and drops
// rows that always hold. It reports false for a problem that cannot be solved.
func (p *Problem) tighten(dropped []bool) (changed, ok bool) {
	for j := range p.cost {
		if p.integer[j] {
			p.lower[j], p.upper[j] = math.Ceil(p.lower[j]-tolInteger), math.Floor(p.upper[j]+tolInteger)
		}
		if p.lower[j] > p.upper[j]+tolPrimal {
			return changed, false
		}
	}
	for i, r := range p.rows {
		if dropped[i] {
			continue
		}
		lo, hi := p.activity(r)
		size := 1.0
		for _, t := range r.terms {
			size = max(size, math.Abs(t.Coef))
		}
		tol := tolPrimal * size
		if r.lower > r.upper+tol || lo > r.upper+tol || hi < r.lower-tol {
			return changed, false
		}
		if lo >= r.lower-tol*0.01 && hi <= r.upper+tol*0.01 {
			dropped[i], changed = true, true
			continue
		}
		for _, t := range r.terms {
			if p.tightenVar(r, t, lo, hi) {
				changed = true
				lo, hi = p.activity(r)
			}
			if p.lower[t.Var] > p.upper[t.Var]+tolPrimal {
				return changed, false
			}
		}
	}
	return changed, true
}

// tightenVar derives bounds of one variable from one row. Bounds of variables
// that are not whole numbers are left alone unless they are fixed by a row of
// their own or infinite: a tight bound there only makes the simplex degenerate.
func (p *Problem) tightenVar(r rowDef, t Term, lo, hi float64) bool {
	j := t.Var
	if p.lower[j] == p.upper[j] {
		return false
	}
	a, b := t.Coef*p.lower[j], t.Coef*p.upper[j]
	restLo, restHi := lo-min(a, b), hi-max(a, b)
	if math.IsNaN(restLo) {
		restLo = math.Inf(-1)
	}
	if math.IsNaN(restHi) {
		restHi = math.Inf(1)
	}
	l, u := (r.lower-restHi)/t.Coef, (r.upper-restLo)/t.Coef
	if t.Coef < 0 {
		l, u = u, l
	}
	single := len(r.terms) == 1
	if p.integer[j] {
		l, u = math.Ceil(l-tolInteger), math.Floor(u+tolInteger)
	} else if !single {
		l, u = l-1e-6*max(1, math.Abs(l)), u+1e-6*max(1, math.Abs(u))
	}
	changed := false
	if l > p.lower[j] && !math.IsNaN(l) && (p.integer[j] || single || math.IsInf(p.lower[j], -1)) && l > p.lower[j]+tolPrimal {
		p.lower[j], changed = l, true
	}
	if u < p.upper[j] && !math.IsNaN(u) && (p.integer[j] || single || math.IsInf(p.upper[j], 1)) && u < p.upper[j]-tolPrimal {
		p.upper[j], changed = u, true
	}
	return changed
}

// dualFix fixes variables that nothing keeps from the bound that is cheapest.
func (p *Problem) dualFix(dropped []bool) bool {
	down, up := make([]bool, len(p.cost)), make([]bool, len(p.cost)) // held from below, from above
	for i, r := range p.rows {
		if dropped[i] {
			continue
		}
		for _, t := range r.terms {
			lowers, uppers := !math.IsInf(r.lower, -1), !math.IsInf(r.upper, 1)
			if t.Coef < 0 {
				lowers, uppers = uppers, lowers
			}
			down[t.Var], up[t.Var] = down[t.Var] || lowers, up[t.Var] || uppers
		}
	}
	changed := false
	for j, c := range p.cost {
		if p.lower[j] == p.upper[j] {
			continue
		}
		if c >= 0 && !down[j] && !math.IsInf(p.lower[j], -1) {
			p.upper[j], changed = p.lower[j], true
		} else if c <= 0 && !up[j] && !math.IsInf(p.upper[j], 1) {
			p.lower[j], changed = p.upper[j], true
		}
	}
	return changed
}

// fixTwins looks at 0-1 variables that are alike in every row: where a row lets
// at most k of them be 1, the k cheapest are enough.
func (p *Problem) fixTwins(dropped []bool) bool {
	type entry struct {
		row  int
		coef float64
	}
	cols := make([][]entry, len(p.cost))
	most := make([]float64, len(p.rows)) // what the terms of a row may add up to; Inf: no bound
	for i, r := range p.rows {
		most[i] = math.Inf(1)
		if dropped[i] {
			continue
		}
		lo, _ := p.activity(r)
		most[i] = r.upper - lo
		for _, t := range r.terms {
			cols[t.Var] = append(cols[t.Var], entry{i, t.Coef})
		}
	}
	var order []int
	for j := range p.cost {
		if p.integer[j] && p.lower[j] == 0 && p.upper[j] == 1 && len(cols[j]) > 0 {
			order = append(order, j)
		}
	}
	compare := func(a, b int) int {
		return slices.CompareFunc(cols[a], cols[b], func(x, y entry) int {
			if x.row != y.row {
				return x.row - y.row
			}
			return compareFloat(x.coef, y.coef)
		})
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if c := compare(a, b); c != 0 {
			return c
		}
		return compareFloat(p.cost[a], p.cost[b])
	})
	changed := false
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && compare(order[from], order[to]) == 0 {
			to++
		}
		k := to - from
		for _, e := range cols[order[from]] {
			if e.coef > 0 && !math.IsInf(most[e.row], 1) {
				k = min(k, int(math.Floor(most[e.row]/e.coef+tolInteger)))
			}
		}
		for _, j := range order[from+max(k, 0) : to] {
			p.upper[j], changed = 0, true
		}
		from = to
	}
	return changed
}

func compareFloat(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// compress takes fixed variables and dropped rows out.
func (p *Problem) compress(dropped []bool) reduced {
	r := reduced{p: &Problem{}, fixed: make([]float64, len(p.cost))}
	at := make([]Var, len(p.cost))
	for j, c := range p.cost {
		if p.upper[j]-p.lower[j] <= 1e-12*max(1, math.Abs(p.lower[j])) {
			at[j], r.fixed[j] = -1, p.lower[j]
			r.offset += c * p.lower[j]
			continue
		}
		at[j] = r.p.AddVar(c, p.lower[j], p.upper[j])
		r.p.integer[at[j]] = p.integer[j]
		r.keep = append(r.keep, j)
	}
	for i, row := range p.rows {
		if dropped[i] {
			continue
		}
		gone, terms, size := 0.0, make([]Term, 0, len(row.terms)), 1.0
		for _, t := range row.terms {
			size = max(size, math.Abs(t.Coef))
			if at[t.Var] < 0 {
				gone += t.Coef * r.fixed[t.Var]
				continue
			}
			terms = append(terms, Term{at[t.Var], t.Coef})
		}
		if len(terms) == 0 {
			if tol := tolPrimal * size; gone < row.lower-tol || gone > row.upper+tol {
				return reduced{infeasible: true}
			}
			continue
		}
		r.p.rows = append(r.p.rows, rowDef{lower: row.lower - gone, upper: row.upper - gone, terms: terms})
	}
	return r
}

// expand makes a point of the original problem of one of the reduced problem.
func (r reduced) expand(x []float64) []float64 {
	out := slices.Clone(r.fixed)
	for j, v := range x {
		out[r.keep[j]] = v
	}
	return out
}

// shrink is the other way round; ok is false if the point does not agree with
// what presolve fixed.
func (r reduced) shrink(x []float64) (out []float64, ok bool) {
	out = make([]float64, len(r.keep))
	kept := make([]bool, len(x))
	for j, orig := range r.keep {
		out[j], kept[orig] = x[orig], true
	}
	for j, v := range x {
		if !kept[j] && math.Abs(v-r.fixed[j]) > tolInteger {
			return nil, false
		}
	}
	return out, true
}
