package fit

import (
	"errors"
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
	mean  bool      // the value is the score
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
			g.first = append(g.first, firstMargin{j, score, true})
		} else {
			for s := 1; s < k; s++ {
				is := make([]float64, k)
				is[s] = 1
				g.first = append(g.first, firstMargin{j, is, false})
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

// residuals are the observed margins less the expected ones, with the factor of
// their covariance.
type residuals struct {
	n      float64
	chol   mat.Cholesky
	resid  *mat.VecDense
	solved mat.VecDense // Ξ⁻¹r
}

func (g margins) residuals(observed []float64, n float64) (*residuals, error) {
	mu := g.conditional()
	expected := mat.NewVecDense(g.size(), nil)
	expected.MulVec(mu, mat.NewVecDense(len(g.weight), g.weight))
	out := &residuals{n: n, resid: mat.NewVecDense(g.size(), append([]float64(nil), observed...))}
	out.resid.SubVec(out.resid, expected)
	if !out.chol.Factorize(g.covariance(mu, expected)) || out.chol.Cond() > 1e14 || out.chol.SolveVecTo(&out.solved, out.resid) != nil {
		return nil, errSingularMargins
	}
	return out, nil
}

// statistic is N·rᵀ(Ξ⁻¹ − Ξ⁻¹Δ(ΔᵀΞ⁻¹Δ)⁻¹ΔᵀΞ⁻¹)r for the residuals r of the margins
// (Maydeu-Olivares & Joe 2006, eq. 12).
func (s *residuals) statistic(delta mat.Matrix) (float64, error) {
	var solvedD, inner mat.Dense
	if s.chol.SolveTo(&solvedD, delta) != nil {
		return 0, errSingularMargins
	}
	inner.Mul(delta.T(), &solvedD)
	var cross, solved mat.VecDense
	cross.MulVec(solvedD.T(), s.resid)
	if err := solved.SolveVec(&inner, &cross); err != nil {
		var cond mat.Condition
		if !errors.As(err, &cond) || math.IsInf(float64(cond), 1) {
			return 0, errSingularMargins
		}
	}
	return math.Max(0, s.n*(mat.Dot(s.resid, &s.solved)-mat.Dot(&cross, &solved))), nil
}

// jacobian is Δ, margins × parameters: those of the items, and the latent ones
// by the derivatives of the weights of the nodes.
func (g margins) jacobian(slopes [][]slope, latent [][]float64) *mat.Dense {
	parameters := len(latent)
	for _, d := range slopes {
		parameters += len(d)
	}
	delta := mat.NewDense(g.size(), parameters, nil)
	column := 0
	for j, d := range slopes {
		for _, by := range d {
			g.itemColumn(delta, column, j, by)
			column++
		}
	}
	mu := g.conditional()
	for _, w := range latent {
		var v mat.VecDense
		v.MulVec(mu, mat.NewVecDense(len(w), w))
		delta.SetCol(column, v.RawVector().Data)
		column++
	}
	return delta
}

// itemColumn fills the column of one parameter of item j.
func (g margins) itemColumn(delta *mat.Dense, column, j int, by slope) {
	add := func(a int, v float64) { delta.Set(a, column, delta.At(a, column)+v) }
	for q, w := range g.weight {
		for a, f := range g.first {
			switch {
			case f.item != j:
			case f.mean:
				add(a, w*by.score[q])
			default:
				add(a, w*floats.Dot(by.p[q], f.value))
			}
		}
		for i := range g.traces {
			if i != j {
				add(g.pair(max(i, j), min(i, j)), w*by.score[q]*g.e1.At(i, q))
			}
		}
	}
}
