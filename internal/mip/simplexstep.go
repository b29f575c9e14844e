package mip

import "math"

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
