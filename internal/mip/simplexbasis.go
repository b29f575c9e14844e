package mip

import "math"

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
