package dif

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"khaothi/psychometrics/stat"
)

// LogisticOptions say what Logistic tests.
type LogisticOptions struct {
	// Type is "both" (2 df), "udif" (the group, 1 df) or "nudif" (group × score,
	// 1 df).
	Type   string
	Wald   bool // χ² of Wald in place of the likelihood ratio
	Purify bool // flagged: significant at .05
}

// LogisticDIF is the result for one item. Intercept … Interaction are of the
// larger of the two models compared, for logit P(right) = Intercept + Score·x +
// Group·g + Interaction·x·g, g = 1 in the focal group.
type LogisticDIF struct {
	Item        string     `json:"item"`
	Chi2        stat.Value `json:"chi2"`
	DF          int        `json:"df"`
	P           stat.Value `json:"p"`
	DeltaR2     stat.Value `json:"delta_r2"` // of Nagelkerke
	Class       Class      `json:"class"`
	Intercept   stat.Value `json:"intercept"`
	Score       stat.Value `json:"score"`
	Group       stat.Value `json:"group"`
	Interaction stat.Value `json:"interaction"`
	InAnchor    bool       `json:"in_anchor"`
	Note        string     `json:"note,omitempty"` // why there is no number
}

// Logistic tests every right/wrong item by logistic regression (Swaminathan &
// Rogers 1990). Classes by Jodoin & Gierl (2001): A where χ² is not significant
// at .05 or ΔR² < .035, C from .07 on. Items of more scores, and items that the
// matching score separates perfectly, have a note and no number. An unknown type
// is an error.
func (s *Sample) Logistic(o LogisticOptions) ([]LogisticDIF, Purification, error) {
	models, ok := map[string][2]int{"both": {2, 4}, "udif": {2, 3}, "nudif": {3, 4}}[o.Type]
	if !ok {
		return nil, Purification{}, fmt.Errorf("type of DIF %q: give both, udif or nudif", o.Type)
	}
	test := func(anchor []bool) ([]LogisticDIF, error) {
		out := make([]LogisticDIF, len(s.items))
		for j := range out {
			out[j] = s.logistic(j, anchor, models, o.Wald)
		}
		return out, nil
	}
	var flagged func(LogisticDIF) bool
	if o.Purify {
		flagged = func(l LogisticDIF) bool { return significant(l.P) }
	}
	return purified(s, test, flagged)
}

// logistic compares the models of the first models[0] and models[1] terms.
func (s *Sample) logistic(j int, anchor []bool, models [2]int, wald bool) LogisticDIF {
	none := stat.None()
	l := LogisticDIF{Item: s.items[j], InAnchor: anchor[j], DF: models[1] - models[0], Chi2: none, P: none, DeltaR2: none, Intercept: none, Score: none, Group: none, Interaction: none}
	if s.max[j] != 1 {
		l.Note = "logistic regression is for items of 0 and 1 that both occur"
		return l
	}
	cells, centre := s.cells(j, anchor)
	small, errS := cells.fit(models[0])
	large, errL := cells.fit(models[1])
	if err := errors.Join(errS, errL); err != nil {
		l.Note = err.Error()
		return l
	}
	l.Chi2 = stat.Of(max(0, 2*(large.logLik-small.logLik)))
	if wald {
		l.Chi2 = large.wald(models[0])
	}
	l.P = stat.ChiSquareP(float64(l.Chi2), float64(l.DF))
	null, n := cells.null()
	l.DeltaR2 = stat.Of(nagelkerke(large.logLik, null, n) - nagelkerke(small.logLik, null, n))
	l.Class = class(l.P, float64(l.DeltaR2), 0.035, 0.07)
	b := append(append([]float64{}, large.beta...), 0)[:4]
	l.Intercept, l.Score = stat.Of(b[0]-b[1]*centre), stat.Of(b[1])
	l.Group, l.Interaction = stat.Of(b[2]-b[3]*centre), stat.Of(b[3])
	return l
}

// cell is the persons of one matching score and group.
type cell struct {
	x        [4]float64
	n, right float64
}

type cellTable []cell

// cells has the scores minus their mean, which is returned: sums of squares of
// totals would lose digits.
func (s *Sample) cells(j int, anchor []bool) (cellTable, float64) {
	var m stat.Moments
	strata := s.strata(j, anchor)
	for total, t := range strata {
		m.Add(float64(total), 0, t.n(0)+t.n(1))
	}
	centre := float64(m.MeanX())
	var out cellTable
	for total, t := range strata {
		for g := range t {
			if n := t.n(g); n > 0 {
				x := float64(total) - centre
				out = append(out, cell{[4]float64{1, x, float64(g), x * float64(g)}, n, t[g][1]})
			}
		}
	}
	return out, centre
}

func (c cellTable) null() (logLik, n float64) {
	right := 0.0
	for _, x := range c {
		n += x.n
		right += x.right
	}
	return right*math.Log(right/n) + (n-right)*math.Log(1-right/n), n
}

// nagelkerke is R² of Nagelkerke (1991, Biometrika 78, 691–692).
func nagelkerke(logLik, null, n float64) float64 {
	return -math.Expm1(2/n*(null-logLik)) / -math.Expm1(2/n*null)
}

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
