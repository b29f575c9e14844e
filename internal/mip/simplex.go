package mip

import (
	"math"
	"slices"
)

// lpStatus says how a linear program ended.
type lpStatus int

const (
	lpOptimal    lpStatus = iota + 1
	lpInfeasible          // proven
	lpCutoff              // the bound is above the cutoff
	lpStopped             // out of iterations or of numbers that can be trusted
)

// simplex is a linear program in the form A·x + s = 0 with finite bounds on
// every structural x and logical s, and one basis of it. Because everything
// has two bounds, any basis is made dual feasible by choosing the bound on
// which each nonbasic variable stands.
type simplex struct {
	a    *sparse
	m, n int // rows, structurals; there are n+m columns

	lower, upper []float64
	artificial   []bool    // the bound was made up for an infinite one
	base         []float64 // the costs as given
	cost         []float64 // the same, perturbed or shifted
	changed      bool      // cost differs from base

	head    []int
	where   []int // place in the basis, or -1
	atUpper []bool
	x, d    []float64
	weight  []float64 // steepest-edge weights by place
	f       factor

	rho, alphaQ, tau []float64 // by row, by place, by place
	alphaR           []float64 // by column
	touched          []int     // columns of alphaR that are set
	mark             []int     // the pivot row that touched a column last
	marks            int
	scratch          []float64 // by column
	cand             []candidate
	suffix           []float64

	iterations, limit int
	stalled           int
	rounds            int // perturbations so far in this solve
	cutoff            float64
	skip              []bool // places not to leave until the next factorisation
	stop              func() bool
}

// bigBox stands for a bound that is infinite.
const bigBox = 1e7

func newSimplex(a *sparse, cost, lower, upper []float64, rows []rowDef) *simplex {
	m, n := a.m, a.n
	s := &simplex{
		a: a, m: m, n: n, cutoff: math.Inf(1),
		lower: make([]float64, n+m), upper: make([]float64, n+m), artificial: make([]bool, n+m),
		base: make([]float64, n+m), head: make([]int, m), where: make([]int, n+m), atUpper: make([]bool, n+m),
		x: make([]float64, n+m), d: make([]float64, n+m), weight: make([]float64, m),
		rho: make([]float64, m), alphaQ: make([]float64, m), tau: make([]float64, m), alphaR: make([]float64, n+m), skip: make([]bool, m),
		mark: make([]int, n+m), scratch: make([]float64, n+m),
	}
	copy(s.base, cost)
	for j := range n {
		s.lower[j], s.upper[j] = lower[j], upper[j]
		if math.IsInf(lower[j], -1) {
			s.lower[j], s.artificial[j] = min(-bigBox, upper[j]-bigBox), true
		}
		if math.IsInf(upper[j], 1) {
			s.upper[j], s.artificial[j] = max(bigBox, s.lower[j]+bigBox), true
		}
	}
	for i, r := range rows {
		lo, hi := 0.0, 0.0
		for _, t := range r.terms {
			a, b := t.Coef*s.lower[t.Var], t.Coef*s.upper[t.Var]
			lo, hi = lo+min(a, b), hi+max(a, b)
		}
		// s = -a·x, so its bounds are those of the row turned round.
		s.lower[n+i], s.upper[n+i] = -min(r.upper, max(hi, r.lower)), -max(r.lower, min(lo, r.upper))
	}
	s.cost = slices.Clone(s.base)
	s.slackBasis()
	return s
}

// solve runs the dual simplex from the basis at hand to its end.
func (s *simplex) solve() lpStatus { return s.probe(20_000 + 20*(s.m+s.n)) }

// probe is solve for so many iterations.
func (s *simplex) probe(iterations int) lpStatus {
	s.limit = s.iterations + iterations
	s.stalled, s.rounds = 0, 0
	s.restore()
	if s.lowerAboveUpper() {
		return lpInfeasible
	}
	if s.f.worn() {
		s.refactor()
	}
	s.refresh()
	for {
		status := s.run()
		if status != lpOptimal || !s.changed || s.rounds > 6 {
			return status
		}
		s.restore()
		s.rounds++
		s.refactor()
		s.refresh()
	}
}

// restore takes perturbations back.
func (s *simplex) restore() {
	if s.changed {
		copy(s.cost, s.base)
		s.changed = false
	}
}

func (s *simplex) lowerAboveUpper() bool {
	for j := range s.lower {
		if s.lower[j] > s.upper[j]+tolPrimal {
			return true
		}
	}
	return false
}

// run iterates until the basis is primal feasible or proven to have no
// feasible one.
func (s *simplex) run() lpStatus {
	for {
		if s.iterations >= s.limit || (s.iterations%50 == 0 && s.stop != nil && s.stop()) {
			return lpStopped
		}
		if s.f.worn() {
			s.refactor()
			s.refresh()
		}
		if s.iterations%20 == 0 && !math.IsInf(s.cutoff, 1) && s.above() {
			return lpCutoff
		}
		pos, delta := s.leaving()
		if pos < 0 {
			if len(s.f.etas) == 0 || s.exact() {
				return lpOptimal
			}
			continue
		}
		if status := s.step(pos, delta); status != 0 {
			return status
		}
	}
}
