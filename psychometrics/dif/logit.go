package dif

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"

	"khaothi/psychometrics/stat"
)

// logit is a fitted model. early is the information one step before R's glm
// would stop: see wald.
type logit struct {
	beta   []float64
	logLik float64
	early  *mat.SymDense
}

// fit is maximum likelihood of the first k terms by Newton's method with halved
// steps. Scores that separate right from wrong have no maximum: an error.
func (c cellTable) fit(k int) (logit, error) {
	f, err := c.start(k)
	if err != nil {
		return f, err
	}
	for range 100 {
		g, h := c.newton(f.beta)
		step, err := solve(h, g)
		if err != nil {
			return f, err
		}
		if f.early != nil && mat.Dot(step, g) < 1e-16*math.Max(1, math.Abs(f.logLik)) {
			return f, nil
		}
		before := f.logLik
		f.step(c, step.RawVector().Data)
		if f.early == nil && math.Abs(f.logLik-before) < 0.5e-8*(2*math.Abs(f.logLik)+0.1) {
			f.early = h
		}
	}
	return f, errSeparated
}

var errSeparated = errors.New("no maximum: the matching score tells right from wrong perfectly, or one group has a single score")

// start is the least squares fit from which R's glm sets out: every answer is
// taken for a probability of ¾ or ¼.
func (c cellTable) start(k int) (logit, error) {
	response := math.Log(3) + 4.0/3
	g, h := mat.NewVecDense(k, nil), mat.NewSymDense(k, nil)
	for _, x := range c {
		for a := range k {
			g.SetVec(a, g.AtVec(a)+response*(2*x.right-x.n)*x.x[a])
			for b := a; b < k; b++ {
				h.SetSym(a, b, h.At(a, b)+x.n*x.x[a]*x.x[b])
			}
		}
	}
	beta, err := solve(h, g)
	if err != nil {
		return logit{}, err
	}
	f := logit{beta: beta.RawVector().Data}
	f.logLik = c.logLik(f.beta)
	return f, nil
}

func solve(h *mat.SymDense, g *mat.VecDense) (*mat.VecDense, error) {
	var chol mat.Cholesky
	out := mat.NewVecDense(g.Len(), nil)
	if !chol.Factorize(h) || chol.Cond() > 1e14 {
		return nil, errSeparated
	}
	if err := chol.SolveVecTo(out, g); err != nil {
		return nil, errSeparated
	}
	return out, nil
}

func (f *logit) step(c cellTable, step []float64) {
	for scale := 1.0; scale > 1e-10; scale /= 2 {
		next := make([]float64, len(f.beta))
		for i := range next {
			next[i] = f.beta[i] + scale*step[i]
		}
		if l := c.logLik(next); l >= f.logLik-1e-12*math.Abs(f.logLik) {
			f.beta, f.logLik = next, l
			return
		}
	}
}

func (x cell) eta(beta []float64) float64 {
	e := 0.0
	for i, b := range beta {
		e += b * x.x[i]
	}
	return e
}

func (c cellTable) logLik(beta []float64) float64 {
	sum := 0.0
	for _, x := range c {
		e := x.eta(beta)
		sum += x.right*e - x.n*(math.Max(e, 0)+math.Log1p(math.Exp(-math.Abs(e))))
	}
	return sum
}

func (c cellTable) newton(beta []float64) (*mat.VecDense, *mat.SymDense) {
	k := len(beta)
	g, h := mat.NewVecDense(k, nil), mat.NewSymDense(k, nil)
	for _, x := range c {
		p := 1 / (1 + math.Exp(-x.eta(beta)))
		for a := range k {
			g.SetVec(a, g.AtVec(a)+(x.right-x.n*p)*x.x[a])
			for b := a; b < k; b++ {
				h.SetSym(a, b, h.At(a, b)+x.n*p*(1-p)*x.x[a]*x.x[b])
			}
		}
	}
	return g, h
}

// wald tests that the terms from the given one on are 0. Its information is that
// of the step before the last of R's glm (deviance changes by less than 1e-8),
// so that the number is that of difR, in all digits; the maximum itself changes
// the fifth.
func (f logit) wald(from int) stat.Value {
	var inverse mat.Dense
	if err := inverse.Inverse(f.early); err != nil {
		return stat.None()
	}
	q := len(f.beta) - from
	v := mat.DenseCopyOf(inverse.Slice(from, len(f.beta), from, len(f.beta)))
	b := mat.NewVecDense(q, f.beta[from:])
	var solved mat.VecDense
	if err := solved.SolveVec(v, b); err != nil {
		return stat.None()
	}
	return stat.Of(mat.Dot(b, &solved))
}
