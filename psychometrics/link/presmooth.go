package link

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Smoothed is a log-linear fit of a distribution. Fit has the moments of the
// sample up to Degree exactly. AIC and Deviance (likelihood ratio against the
// saturated model) are for choosing the degree: the smallest AIC wins.
type Smoothed struct {
	Fit           Distribution
	Degree        int
	LogLikelihood float64 // multinomial, without its constant
	AIC, Deviance float64
	factor        quadratic
}

// maxDegree bounds the moments that are asked for; above ten a fit describes
// noise.
const maxDegree = 10

// Smooth fits log p(x) = α + β₁x + … + β_d x^d by maximum likelihood (Holland &
// Thayer 1987, ETS RR 87-31; 2000, eq. 1): the first d moments of the sample
// are kept. The degree must be smaller than the number of scores that occur;
// a maximum that does not exist (all at one score) is refused.
func Smooth(d Distribution, degree int) (Smoothed, error) {
	if err := d.Check(); err != nil {
		return Smoothed{}, err
	}
	if degree < 1 || degree > maxDegree {
		return Smoothed{}, fmt.Errorf("log-linear presmoothing of degree %d: give 1 to %d", degree, maxDegree)
	}
	if occurring(d) <= degree {
		return Smoothed{}, fmt.Errorf("log-linear presmoothing of degree %d: only %d different scores occur; give a smaller degree", degree, occurring(d))
	}
	x := make([]float64, len(d.Counts))
	for i := range x {
		x[i] = float64(i)
	}
	basis := make([][]float64, degree)
	for k := range basis {
		basis[k] = powers(x, k+1)
	}
	m, logLik, factor, err := logLinear(d.Counts, basis)
	if err != nil {
		return Smoothed{}, fmt.Errorf("log-linear presmoothing of degree %d: %w", degree, err)
	}
	s := Smoothed{Fit: Distribution{Lowest: d.Lowest, Counts: m}, Degree: degree, LogLikelihood: logLik, factor: factor}
	s.AIC = -2*logLik + 2*float64(degree)
	s.Deviance = deviance(d.Counts, m)
	return s, nil
}

// SmoothBest tries every degree from 1 to highest and keeps the one with the
// smallest AIC (Kolen & Brennan 2004, p. 81). Degrees that cannot be fitted
// are passed over; if none can, the error of the first is returned.
func SmoothBest(d Distribution, highest int) (Smoothed, error) {
	var best Smoothed
	var first error
	for degree := 1; degree <= highest; degree++ {
		s, err := Smooth(d, degree)
		if err != nil {
			if first == nil {
				first = err
			}
			continue
		}
		if best.factor == nil || s.AIC < best.AIC {
			best = s
		}
	}
	if best.factor == nil {
		return Smoothed{}, first
	}
	return best, nil
}

// occurring is how many different scores occur: a log-linear model with as many
// moments has no maximum, its likelihood rises to the edge.
func occurring(d Distribution) int {
	n := 0
	for _, c := range d.Counts {
		if c > 0 {
			n++
		}
	}
	return n
}

func powers(x []float64, k int) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = math.Pow(v, float64(k))
	}
	return out
}

func deviance(observed, fitted []float64) float64 {
	sum := 0.0
	for i, o := range observed {
		if o > 0 {
			sum += o * math.Log(o/fitted[i])
		}
	}
	return 2 * sum
}

// orthonormal makes the columns orthonormal and orthogonal to the constant, by
// modified Gram–Schmidt twice: raw powers of 40 to the tenth have no digits
// left. A column that depends on the others is an error.
func orthonormal(columns [][]float64) ([][]float64, error) {
	n := len(columns[0])
	one := make([]float64, n)
	for i := range one {
		one[i] = 1 / math.Sqrt(float64(n))
	}
	out := [][]float64{one}
	for _, c := range columns {
		v := append([]float64(nil), c...)
		size := floats.Norm(v, 2)
		for range 2 {
			for _, u := range out {
				floats.AddScaled(v, -floats.Dot(u, v), u)
			}
		}
		left := floats.Norm(v, 2)
		if left <= 1e-12*size {
			return nil, errors.New("more moments are asked for than there are score points")
		}
		floats.Scale(1/left, v)
		out = append(out, v)
	}
	return out[1:], nil
}

// logLinear fits a multinomial log-linear model on cells by Newton's method
// with halved steps, until the fitted sums agree with the observed ones to
// 1e-10 of the sample. It returns the fitted counts, the log-likelihood and the
// covariance of the fitted proportions (Holland & Thayer 2000, eq. 26).
func logLinear(counts []float64, columns [][]float64) ([]float64, float64, quadratic, error) {
	basis, err := orthonormal(columns)
	if err != nil {
		return nil, 0, nil, err
	}
	n := floats.Sum(counts)
	beta := make([]float64, len(basis))
	p, logLik := multinomialFit(counts, basis, beta)
	for range 200 {
		g, h := newtonSystem(counts, basis, p, n)
		var chol mat.Cholesky
		if !chol.Factorize(h) {
			break
		}
		step := mat.NewVecDense(len(beta), nil)
		if err := chol.SolveVecTo(step, mat.NewVecDense(len(g), g)); err != nil {
			break
		}
		if floats.Norm(g, math.Inf(1)) <= 1e-10*n {
			fitted := make([]float64, len(p))
			for i := range p {
				fitted[i] = n * p[i]
			}
			return fitted, logLik, fittedCovariance(basis, p, &chol), nil
		}
		beta, p, logLik = climb(counts, basis, beta, step.RawVector().Data, p, logLik)
	}
	return nil, 0, nil, errors.New("no maximum was found: too few different scores occur; give a smaller degree")
}

// climb takes the largest halved step that does not lower the likelihood.
func climb(counts []float64, basis [][]float64, beta, step, p []float64, logLik float64) ([]float64, []float64, float64) {
	for scale := 1.0; scale > 1e-8; scale /= 2 {
		next := make([]float64, len(beta))
		for k := range beta {
			next[k] = beta[k] + scale*step[k]
		}
		q, l := multinomialFit(counts, basis, next)
		if l >= logLik-1e-12*math.Abs(logLik) {
			return next, q, l
		}
	}
	return beta, p, logLik
}

// multinomialFit is the cell probabilities at beta and Σ nᵢ log pᵢ.
func multinomialFit(counts []float64, basis [][]float64, beta []float64) ([]float64, float64) {
	eta := make([]float64, len(counts))
	top := math.Inf(-1)
	for i := range eta {
		for k, b := range beta {
			eta[i] += b * basis[k][i]
		}
		top = max(top, eta[i])
	}
	total := 0.0
	for _, e := range eta {
		total += math.Exp(e - top)
	}
	logTotal := top + math.Log(total)
	logLik := 0.0
	for i, e := range eta {
		if counts[i] > 0 {
			logLik += counts[i] * (e - logTotal)
		}
		eta[i] = math.Exp(e - logTotal)
	}
	return eta, logLik
}

// newtonSystem is the gradient and the information of the coefficients.
func newtonSystem(counts []float64, basis [][]float64, p []float64, n float64) ([]float64, *mat.SymDense) {
	k := len(basis)
	mean := make([]float64, k)
	g := make([]float64, k)
	for a, b := range basis {
		mean[a] = floats.Dot(b, p)
		g[a] = floats.Dot(b, counts) - n*mean[a]
	}
	h := mat.NewSymDense(k, nil)
	for a := range k {
		for b := a; b < k; b++ {
			s := 0.0
			for i, v := range p {
				s += v * basis[a][i] * basis[b][i]
			}
			h.SetSym(a, b, n*(s-mean[a]*mean[b]))
		}
	}
	return g, h
}

// fittedCovariance is v ↦ vᵀΣv, Σ = D B I⁻¹ Bᵀ D with D = diag(p) − ppᵀ and I
// the information of the coefficients.
func fittedCovariance(basis [][]float64, p []float64, chol *mat.Cholesky) quadratic {
	return func(v []float64) float64 {
		mean := floats.Dot(p, v)
		u := mat.NewVecDense(len(basis), nil)
		for k, b := range basis {
			s := 0.0
			for i := range p {
				s += b[i] * p[i] * (v[i] - mean)
			}
			u.SetVec(k, s)
		}
		w := mat.NewVecDense(len(basis), nil)
		if err := chol.SolveVecTo(w, u); err != nil {
			return math.Inf(1) // a singular fit was refused before
		}
		return mat.Dot(u, w)
	}
}
