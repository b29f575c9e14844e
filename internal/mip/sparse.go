package mip

import "math"

// sparse is the matrix of a scaled problem by columns and by rows.
type sparse struct {
	m, n               int
	colStart, rowStart []int
	colRow, rowCol     []int
	colVal, rowVal     []float64
}

func newSparse(m, n int, rows []rowDef) sparse {
	s := sparse{m: m, n: n, colStart: make([]int, n+1), rowStart: make([]int, m+1)}
	nz := 0
	for i, r := range rows {
		nz += len(r.terms)
		s.rowStart[i+1] = nz
		for _, t := range r.terms {
			s.colStart[t.Var+1]++
		}
	}
	for j := range n {
		s.colStart[j+1] += s.colStart[j]
	}
	s.rowCol, s.rowVal = make([]int, 0, nz), make([]float64, 0, nz)
	s.colRow, s.colVal = make([]int, nz), make([]float64, nz)
	next := append([]int{}, s.colStart[:n]...)
	for i, r := range rows {
		for _, t := range r.terms {
			s.rowCol, s.rowVal = append(s.rowCol, int(t.Var)), append(s.rowVal, t.Coef)
			at := next[t.Var]
			s.colRow[at], s.colVal[at] = i, t.Coef
			next[t.Var]++
		}
	}
	return s
}

func (s *sparse) col(j int) ([]int, []float64) {
	a, b := s.colStart[j], s.colStart[j+1]
	return s.colRow[a:b], s.colVal[a:b]
}

func (s *sparse) row(i int) ([]int, []float64) {
	a, b := s.rowStart[i], s.rowStart[i+1]
	return s.rowCol[a:b], s.rowVal[a:b]
}

// scaleRows gives each row the power of two that brings the geometric mean of
// its coefficients near 1: exact, so that nothing is lost by it.
func scaleRows(rows []rowDef) []rowDef {
	out := make([]rowDef, len(rows))
	for i, r := range rows {
		lo, hi := math.Inf(1), 0.0
		for _, t := range r.terms {
			lo, hi = min(lo, math.Abs(t.Coef)), max(hi, math.Abs(t.Coef))
		}
		f := 1.0
		if hi > 0 {
			f = math.Ldexp(1, -int(math.Round((math.Log2(lo)+math.Log2(hi))/2)))
		}
		out[i] = rowDef{lower: r.lower * f, upper: r.upper * f, terms: make([]Term, len(r.terms))}
		for k, t := range r.terms {
			out[i].terms[k] = Term{t.Var, t.Coef * f}
		}
	}
	return out
}
