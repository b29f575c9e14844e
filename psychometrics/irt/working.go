package irt

import (
	"math"
	"slices"
)

// working makes the working parameters from the parameters of a file.
func (it *Item) working() []float64 {
	switch {
	case it.Model.Dichotomous():
		return []float64{it.A, -it.A * it.B[0], logit(it.C), logit(it.U)}
	case it.Model == Nominal:
		n := len(it.AK) - 1
		x := make([]float64, 2*n)
		for k := range n {
			x[k], x[n+k] = it.AK[k+1]-it.AK[0], it.CK[k+1]-it.CK[0]
		}
		return x
	}
	x := []float64{it.A}
	for k, b := range it.B {
		d := -it.A * b
		if k > 0 && it.Model != GRM {
			d += x[k]
		}
		x = append(x, d)
	}
	return x
}

// itemOf is the inverse of working. The item must have a slope that is not 0.
func itemOf(name string, m Model, x []float64) Item {
	it := Item{Name: name, Model: m, U: 1, work: slices.Clone(x)}
	v, _ := m.natural(x)
	switch {
	case m.Dichotomous():
		it.A, it.B, it.C, it.U = v[0], v[1:2:2], v[2], v[3]
	case m == Nominal:
		it.AK, it.CK = v[:len(v)/2:len(v)/2], v[len(v)/2:]
	default:
		it.A, it.B = v[0], v[1:]
	}
	return it
}

// natural returns the parameters of a file at the working parameters x, in the
// order of Model.names, and the derivatives ∂v_i/∂x_j in jacobian[i][j].
func (m Model) natural(x []float64) (v []float64, jacobian [][]float64) {
	n := len(x)
	row := func() []float64 { return make([]float64, n) }
	if m == Nominal {
		return naturalNominal(x)
	}
	ra := row()
	ra[0] = 1
	v, jacobian = []float64{x[0]}, [][]float64{ra}
	last := n
	if m.Dichotomous() {
		last = 2
	}
	for i := 1; i < last; i++ { // b = −d/a, or −(d_k − d_{k−1})/a
		rb := row()
		d := x[i]
		rb[i] = -1 / x[0]
		if i > 1 && m != GRM {
			d -= x[i-1]
			rb[i-1] = 1 / x[0]
		}
		rb[0] = d / (x[0] * x[0])
		v, jacobian = append(v, -d/x[0]), append(jacobian, rb)
	}
	for i := last; i < n; i++ { // the asymptotes
		p, rc := unlogit(x[i]), row()
		rc[i] = p * (1 - p)
		v, jacobian = append(v, p), append(jacobian, rc)
	}
	return v, jacobian
}

func naturalNominal(x []float64) (v []float64, jacobian [][]float64) {
	n := len(x) / 2 // one less than the categories
	k := float64(n + 1)
	for half := range 2 {
		from := half * n
		mean := 0.0
		for i := range n {
			mean += x[from+i] / k
		}
		for c := range n + 1 {
			value, r := -mean, make([]float64, len(x))
			for i := range n {
				r[from+i] = -1 / k
			}
			if c > 0 {
				value += x[from+c-1]
				r[from+c-1]++
			}
			v, jacobian = append(v, value), append(jacobian, r)
		}
	}
	return v, jacobian
}

// legal tells whether x is inside the parameter space.
func (m Model) legal(x []float64) bool {
	for i, v := range x {
		asymptote := m.Dichotomous() && i > 1
		if math.IsNaN(v) || math.IsInf(v, 0) && !asymptote {
			return false
		}
	}
	switch m {
	case ThreePL, FourPL:
		return unlogit(x[2]) < unlogit(x[3])
	case GRM:
		for k := 2; k < len(x); k++ {
			if !(x[k] < x[k-1]) {
				return false
			}
		}
	}
	return true
}
