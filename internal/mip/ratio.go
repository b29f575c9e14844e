package mip

import (
	"cmp"
	"math"
	"slices"
)

// candidate is a nonbasic variable whose reduced cost falls to 0 when the dual
// step grows.
type candidate struct {
	j      int
	size   float64 // of its entry in the pivot row
	ratio  float64 // the step at which that happens
	harris float64 // the step at which it is wrong by the tolerance
}

// goodPivot is an entry that is never too small to pivot on.
const goodPivot = 1e-3

// ratio picks the entering variable, and those that change their bound on the
// way: each lowers the slope of the dual objective, and as long as that stays
// positive the step goes on (Maros 2003, ch. 10; Harris 1973 for the
// tolerance). It returns -1 if nothing stops the step.
func (s *simplex) ratio(delta float64) (q int, flips []int) {
	s.candidates(delta)
	if len(s.cand) == 0 {
		return -1, nil
	}
	slices.SortFunc(s.cand, func(a, b candidate) int {
		if c := cmp.Compare(a.ratio, b.ratio); c != 0 {
			return c
		}
		return a.j - b.j
	})
	s.suffix = append(s.suffix[:0], make([]float64, len(s.cand)+1)...)
	s.suffix[len(s.cand)] = math.Inf(1)
	for i := len(s.cand) - 1; i >= 0; i-- {
		s.suffix[i] = min(s.suffix[i+1], s.cand[i].harris)
	}
	slope := math.Abs(delta)
	from, best, bestFrom := 0, -1, 0
	for {
		to, at := s.group(from)
		if best < 0 || s.cand[at].size >= goodPivot || s.cand[at].size > s.cand[best].size {
			best, bestFrom = at, from
		}
		for _, c := range s.cand[from:to] {
			slope -= c.size * (s.upper[c.j] - s.lower[c.j])
		}
		if slope <= tolPrimal {
			break
		}
		if to == len(s.cand) {
			return -1, nil // every candidate on its other bound is not enough
		}
		from = to
	}
	for _, c := range s.cand[:bestFrom] {
		flips = append(flips, c.j)
	}
	return s.cand[best].j, flips
}

// group is the run of candidates from one on that the tolerance cannot tell
// apart, and the one of them with the largest entry.
func (s *simplex) group(from int) (to, at int) {
	limit := s.suffix[from]
	to, at = from, from
	for to < len(s.cand) && (to == from || s.cand[to].ratio <= limit) {
		if s.cand[to].size > s.cand[at].size {
			at = to
		}
		to++
	}
	return to, at
}

func (s *simplex) candidates(delta float64) {
	s.cand = s.cand[:0]
	sign := 1.0
	if delta < 0 {
		sign = -1
	}
	for _, j := range s.touched {
		if s.where[j] >= 0 || s.lower[j] >= s.upper[j] {
			continue
		}
		size, d := sign*s.alphaR[j], s.d[j]
		if s.atUpper[j] {
			size, d = -size, -d
		}
		if size <= 1e-9 {
			continue
		}
		s.cand = append(s.cand, candidate{j: j, size: size, ratio: max(d, 0) / size, harris: max(d+tolDual, 0) / size})
	}
}

// flip moves nonbasic variables to their other bound and the basic ones with
// them.
func (s *simplex) flip(list []int) {
	if len(list) == 0 {
		return
	}
	b := s.tau
	clear(b)
	for _, j := range list {
		to := s.upper[j]
		if s.atUpper[j] {
			to = s.lower[j]
		}
		s.column(j, s.x[j]-to, b)
		s.x[j], s.atUpper[j] = to, !s.atUpper[j]
	}
	s.f.ftran(b)
	for p, v := range b[:s.m] {
		if v != 0 {
			s.x[s.head[p]] += v
		}
	}
}
