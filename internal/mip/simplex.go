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

// slackBasis starts from the basis of all logicals.
func (s *simplex) slackBasis() {
	for j := range s.where {
		s.where[j] = -1
	}
	for i := range s.m {
		s.head[i], s.where[s.n+i] = s.n+i, i
		s.weight[i] = 1
	}
	s.refactor()
}

// refactor factors the basis, mending one that is singular.
func (s *simplex) refactor() {
	clear(s.skip)
	for {
		badPos, freeRows := s.f.factorise(s.a, s.head)
		if len(badPos) == 0 {
			return
		}
		for k, pos := range badPos {
			out, in := s.head[pos], s.n+freeRows[k]
			s.where[out] = -1
			s.head[pos], s.where[in] = in, pos
			s.weight[pos] = 1
		}
	}
}

// column adds t times column j to a vector by rows.
func (s *simplex) column(j int, t float64, x []float64) {
	if j >= s.n {
		x[j-s.n] += t
		return
	}
	rows, vals := s.a.col(j)
	for k, i := range rows {
		x[i] += t * vals[k]
	}
}

// primal computes the basic variables from the nonbasic ones.
func (s *simplex) primal() {
	b := s.tau
	clear(b)
	for j, at := range s.where {
		if at < 0 && s.x[j] != 0 {
			s.column(j, -s.x[j], b)
		}
	}
	s.f.ftran(b)
	for pos, j := range s.head {
		s.x[j] = b[pos]
	}
}

// duals computes y and the reduced costs of some costs.
func (s *simplex) duals(cost, d []float64) {
	y := s.tau
	for pos, j := range s.head {
		y[pos] = cost[j]
	}
	s.f.btran(y)
	copy(d, cost)
	for i, v := range y[:s.m] {
		if v == 0 {
			continue
		}
		cols, vals := s.a.row(i)
		for k, j := range cols {
			d[j] -= v * vals[k]
		}
		d[s.n+i] -= v
	}
}

// place puts every nonbasic variable on the bound that its reduced cost asks
// for, so that the basis is dual feasible.
func (s *simplex) place() {
	for j, at := range s.where {
		if at >= 0 {
			s.d[j] = 0
			continue
		}
		if s.d[j] > tolDual {
			s.atUpper[j] = false
		} else if s.d[j] < -tolDual {
			s.atUpper[j] = true
		}
		s.x[j] = s.lower[j]
		if s.atUpper[j] {
			s.x[j] = s.upper[j]
		}
	}
}

// refresh computes everything that follows from basis, bounds and costs.
func (s *simplex) refresh() {
	s.duals(s.cost, s.d)
	s.place()
	s.primal()
}

// bound is a lower bound of the program from the duals of the costs as given:
// valid for any basis, since every variable lies between finite bounds. d gets
// the reduced costs.
func (s *simplex) bound(d []float64) float64 {
	s.duals(s.base, d)
	b := 0.0
	for j, v := range d {
		switch {
		case s.artificial[j] && math.Abs(v) < 1e-9:
		case v > 0:
			b += v * s.lower[j]
		case v < 0:
			b += v * s.upper[j]
		}
	}
	return b
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

// exact factors again and reports whether the basis is still primal feasible.
func (s *simplex) exact() bool {
	s.refactor()
	s.refresh()
	pos, _ := s.leaving()
	return pos < 0
}

// above reports whether the bound has passed the cutoff.
func (s *simplex) above() bool {
	v := 0.0
	for j, c := range s.base {
		v += c * s.x[j]
	}
	return v > s.cutoff && s.bound(s.scratch) > s.cutoff
}

// leaving picks the place with the largest infeasibility by steepest edge, and
// by how much it lies above its upper (> 0) or below its lower bound (< 0).
func (s *simplex) leaving() (pos int, delta float64) {
	pos, best := -1, 0.0
	for p, j := range s.head {
		v := s.x[j]
		var over float64
		switch {
		case v > s.upper[j]+tolPrimal:
			over = v - s.upper[j]
		case v < s.lower[j]-tolPrimal:
			over = v - s.lower[j]
		default:
			continue
		}
		if score := over * over / s.weight[p]; score > best && !s.skip[p] {
			pos, best, delta = p, score, over
		}
	}
	return pos, delta
}

// pivotRow computes rho, row pos of the inverse, and alphaR, that row of the
// tableau.
func (s *simplex) pivotRow(pos int) {
	clear(s.rho)
	s.rho[pos] = 1
	s.f.btran(s.rho)
	s.touched = s.touched[:0]
	s.marks++
	for i, v := range s.rho {
		if v == 0 {
			continue
		}
		cols, vals := s.a.row(i)
		for k, j := range cols {
			if s.mark[j] != s.marks {
				s.mark[j] = s.marks
				s.alphaR[j] = 0
				s.touched = append(s.touched, j)
			}
			s.alphaR[j] += v * vals[k]
		}
		s.alphaR[s.n+i] = v
		s.touched = append(s.touched, s.n+i)
	}
}

// step makes one iteration with the variable at pos leaving. It returns 0 to
// go on.
func (s *simplex) step(pos int, delta float64) lpStatus {
	s.iterations++
	s.pivotRow(pos)
	q, flips := s.ratio(delta)
	if q < 0 {
		if s.provesInfeasible() {
			return lpInfeasible
		}
		return s.distrust(pos)
	}
	clear(s.alphaQ)
	s.column(q, 1, s.alphaQ)
	s.f.ftran(s.alphaQ)
	pivot, other := s.alphaQ[pos], s.alphaR[q]
	if math.Abs(pivot) < tolPivot || math.Abs(pivot-other) > 1e-6*(1+math.Abs(pivot)) {
		return s.distrust(pos)
	}
	s.flip(flips)
	out := s.head[pos]
	target := s.lower[out]
	if delta > 0 {
		target = s.upper[out]
	}
	s.moveDuals(q, out, other)
	s.movePrimal(q, (s.x[out]-target)/pivot)
	s.x[out] = target
	s.atUpper[out] = delta > 0
	s.moveWeights(pos)
	s.f.update(pos, s.alphaQ)
	s.head[pos], s.where[q], s.where[out] = q, pos, -1
	return 0
}

// distrust answers a pivot that cannot be right: by factoring again, or, right
// after that, by leaving the row alone for a while.
func (s *simplex) distrust(pos int) lpStatus {
	if len(s.f.etas) > 0 {
		s.refactor()
		s.refresh()
		return 0
	}
	s.skip[pos] = true
	if next, _ := s.leaving(); next < 0 {
		return lpStopped
	}
	return 0
}

// provesInfeasible reports whether the row of the tableau at hand, which every
// solution satisfies as an equation, cannot be satisfied within the bounds.
func (s *simplex) provesInfeasible() bool {
	lo, hi, size := 0.0, 0.0, 0.0
	for _, j := range s.touched {
		v := s.alphaR[j]
		if v == 0 {
			continue
		}
		a, b := v*s.lower[j], v*s.upper[j]
		lo, hi = lo+min(a, b), hi+max(a, b)
		size = max(size, math.Abs(v))
	}
	tol := tolPrimal / 2 * max(1, size)
	return lo > tol || hi < -tol
}

// moveDuals changes the reduced costs so that q has none.
func (s *simplex) moveDuals(q, out int, pivot float64) {
	wrong := (s.atUpper[q] && s.d[q] > 0) || (!s.atUpper[q] && s.d[q] < 0)
	if wrong {
		s.cost[q] -= s.d[q]
		s.d[q], s.changed = 0, true
	}
	theta := s.d[q] / pivot
	if math.Abs(theta) < 1e-12 {
		s.stalled++
	} else {
		s.stalled = 0
	}
	if theta != 0 {
		for _, j := range s.touched {
			if s.where[j] < 0 {
				s.d[j] -= theta * s.alphaR[j]
			}
		}
	}
	s.d[q], s.d[out] = 0, -theta
	if s.stalled > 30+s.m/10 && s.rounds < 6 {
		s.perturb(q, out)
	}
}

// perturb moves the costs of the nonbasic variables a little, each by another
// amount, so that ties do not hold the search up. Amounts come from a fixed
// sequence.
func (s *simplex) perturb(q, out int) {
	s.stalled = 0
	size := math.Pow(0.1, float64(s.rounds)) * 5e-6
	seed := uint64(0x9e3779b97f4a7c15) + uint64(s.iterations) //nolint:gosec // counts
	for j, at := range s.where {
		if at >= 0 || j == q || j == out || s.lower[j] == s.upper[j] {
			continue
		}
		seed ^= seed << 13
		seed ^= seed >> 7
		seed ^= seed << 17
		by := size * (1 + math.Abs(s.base[j])) * (0.5 + float64(seed>>40)/float64(1<<25))
		if s.atUpper[j] {
			by = -by
		}
		s.cost[j], s.d[j] = s.cost[j]+by, s.d[j]+by
	}
	s.changed = true
}

// movePrimal lets q go in by t.
func (s *simplex) movePrimal(q int, t float64) {
	for p, v := range s.alphaQ[:s.m] {
		if v != 0 {
			s.x[s.head[p]] -= t * v
		}
	}
	s.x[q] += t
}

// moveWeights updates the steepest-edge weights for a pivot at pos (Forrest and
// Goldfarb 1992).
func (s *simplex) moveWeights(pos int) {
	exact := 0.0
	for i, v := range s.rho {
		exact += v * v
		s.tau[i] = v
	}
	s.f.ftran(s.tau)
	pivot := s.alphaQ[pos]
	for p, v := range s.alphaQ[:s.m] {
		if v == 0 || p == pos {
			continue
		}
		k := v / pivot
		s.weight[p] = max(s.weight[p]-2*k*s.tau[p]+k*k*exact, 1e-4)
	}
	s.weight[pos] = max(exact/(pivot*pivot), 1e-4)
}
