package fit

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"khaothi/psychometrics"
	"khaothi/psychometrics/stat"
)

// margins are the first and second moments of scores that the model gives, and
// their covariances.
type margins struct {
	traces [][][]float64
	weight []float64
	first  []firstMargin
	e1, e2 *mat.Dense // item × node: E(x), E(x²)
}

// firstMargin is the mean of a function of one item's score.
type firstMargin struct {
	item  int
	value []float64 // of each score
}

func newMargins(traces [][][]float64, weight []float64, categories bool) margins {
	g := margins{traces: traces, weight: weight, e1: mat.NewDense(len(traces), len(weight), nil), e2: mat.NewDense(len(traces), len(weight), nil)}
	for j, at := range traces {
		k := len(at[0])
		score := make([]float64, k)
		for s := range score {
			score[s] = float64(s)
		}
		if !categories {
			g.first = append(g.first, firstMargin{j, score})
		} else {
			for s := 1; s < k; s++ {
				is := make([]float64, k)
				is[s] = 1
				g.first = append(g.first, firstMargin{j, is})
			}
		}
		for q, p := range at {
			g.e1.Set(j, q, floats.Dot(p, score))
			for s, x := range p {
				g.e2.Set(j, q, g.e2.At(j, q)+x*score[s]*score[s])
			}
		}
	}
	return g
}

func (g margins) size() int { n := len(g.traces); return len(g.first) + n*(n-1)/2 }

// pair is the place of the product of items i > j.
func (g margins) pair(i, j int) int { return len(g.first) + i*(i-1)/2 + j }

// correlation is the expected correlation of two items' scores.
func (g margins) correlation(i, j int) stat.Value {
	var x, y, xx, yy, xy float64
	for q, w := range g.weight {
		a, b := g.e1.At(i, q), g.e1.At(j, q)
		x, y, xy = x+w*a, y+w*b, xy+w*a*b
		xx, yy = xx+w*g.e2.At(i, q), yy+w*g.e2.At(j, q)
	}
	return stat.Ratio(xy-x*y, math.Sqrt((xx-x*x)*(yy-y*y)))
}

// observed are the margins of the responses.
func (g margins) observed(r *psychometrics.Responses, rows []int, n float64) []float64 {
	out := make([]float64, g.size())
	for _, p := range rows {
		row, w := r.Row(p), r.Weight(p)/n
		for a, f := range g.first {
			out[a] += w * f.value[row[f.item]]
		}
		for i, x := range row {
			for j := 0; x > 0 && j < i; j++ {
				out[g.pair(i, j)] += w * float64(x) * float64(row[j])
			}
		}
	}
	return out
}

// conditional is E(margin | node), margins × nodes.
func (g margins) conditional() *mat.Dense {
	mu := mat.NewDense(g.size(), len(g.weight), nil)
	for q := range g.weight {
		for a, f := range g.first {
			mu.Set(a, q, floats.Dot(g.traces[f.item][q], f.value))
		}
		for i := range g.traces {
			for j := range i {
				mu.Set(g.pair(i, j), q, g.e1.At(i, q)*g.e1.At(j, q))
			}
		}
	}
	return mu
}

var errSingularMargins = errors.New("the margins depend on each other: a score that nobody can have, or more parameters than the margins carry")

// test is N·rᵀ(Ξ⁻¹ − Ξ⁻¹Δ(ΔᵀΞ⁻¹Δ)⁻¹ΔᵀΞ⁻¹)r for the residuals r of the margins
// (Maydeu-Olivares & Joe 2006, eq. 12).
func (g margins) test(observed []float64, derivatives [][][][]float64, n float64) (float64, error) {
	mu := g.conditional()
	size := g.size()
	expected := mat.NewVecDense(size, nil)
	expected.MulVec(mu, mat.NewVecDense(len(g.weight), g.weight))
	xi := g.covariance(mu, expected)
	var chol mat.Cholesky
	if !chol.Factorize(xi) || chol.Cond() > 1e14 {
		return 0, errSingularMargins
	}
	resid := mat.NewVecDense(size, append([]float64(nil), observed...))
	resid.SubVec(resid, expected)
	delta := g.jacobian(derivatives)
	_, parameters := delta.Dims()
	if parameters > size {
		return 0, fmt.Errorf("%d margins for %d parameters: no degrees of freedom; use C2 or more items", size, parameters)
	}
	var solvedR mat.VecDense
	var solvedD mat.Dense
	if chol.SolveVecTo(&solvedR, resid) != nil || chol.SolveTo(&solvedD, delta) != nil {
		return 0, errSingularMargins
	}
	var inner mat.Dense
	inner.Mul(delta.T(), &solvedD)
	var cross, solved mat.VecDense
	cross.MulVec(solvedD.T(), resid)
	if err := solved.SolveVec(&inner, &cross); err != nil {
		var cond mat.Condition
		if !errors.As(err, &cond) || math.IsInf(float64(cond), 1) {
			return 0, errSingularMargins
		}
	}
	return math.Max(0, n*(mat.Dot(resid, &solvedR)-mat.Dot(&cross, &solved))), nil
}

// jacobian is Δ, margins × parameters.
func (g margins) jacobian(derivatives [][][][]float64) *mat.Dense {
	parameters := 0
	for _, d := range derivatives {
		parameters += len(d)
	}
	delta := mat.NewDense(g.size(), parameters, nil)
	column := 0
	for j, d := range derivatives {
		for _, at := range d {
			for q, w := range g.weight {
				slope := 0.0
				for k, v := range at[q] {
					slope += float64(k) * v
				}
				for a, f := range g.first {
					if f.item == j {
						delta.Set(a, column, delta.At(a, column)+w*floats.Dot(at[q], f.value))
					}
				}
				for i := range g.traces {
					if i != j {
						a := g.pair(max(i, j), min(i, j))
						delta.Set(a, column, delta.At(a, column)+w*slope*g.e1.At(i, q))
					}
				}
			}
			column++
		}
	}
	return delta
}
