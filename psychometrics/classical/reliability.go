package classical

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"khaothi/psychometrics/stat"
)

// Test is what the test as a whole did, with complete persons.
type Test struct {
	Items    int        `json:"items"`
	Max      int        `json:"max"`
	Floor    stat.Value `json:"floor"` // the total of pure guessing
	Mean     stat.Value `json:"mean"`
	SD       stat.Value `json:"sd"`
	Skewness stat.Value `json:"skewness"`
	Kurtosis stat.Value `json:"kurtosis"` // 3 for the normal

	Alpha stat.Value `json:"alpha"` // Cronbach (1951)
	KR20  stat.Value `json:"kr20"`  // Kuder & Richardson (1937), right/wrong items only
	KR21  stat.Value `json:"kr21"`
	SEM   stat.Value `json:"sem"` // SD·√(1 − alpha)

	Lambda             [6]stat.Value `json:"lambda"`              // Guttman (1945) λ1 … λ6 of the scores
	LambdaStandardized [6]stat.Value `json:"lambda_standardized"` // the same of standardised items
	Omega              stat.Value    `json:"omega"`               // McDonald (1999) ω of one minres factor of the scores
	OmegaStandardized  stat.Value    `json:"omega_standardized"`

	Conditional []ConditionalSEM `json:"conditional_sem"`
	Classes     *Consistency     `json:"classification,omitempty"`

	Intervals map[string]Interval `json:"intervals,omitempty"`
}

// alphaParts is what alpha is made of.
type alphaParts struct {
	items               int
	variances, variance float64 // Σ of the items', of the total
}

func (s *sheet) alphaParts(filled []stat.Moments) alphaParts {
	a := alphaParts{items: len(filled), variance: math.NaN()}
	for j := range filled {
		a.variances += float64(filled[j].VarX())
		a.variance = float64(filled[j].VarY())
	}
	return a
}

// alpha is k/(k−1)·(1 − Σs²/S²) (Cronbach 1951, eq. 2).
func (a alphaParts) alpha() stat.Value {
	if a.items < 2 || !(a.variance > 0) {
		return stat.None()
	}
	k := float64(a.items)
	return stat.Of(k / (k - 1) * (1 - a.variances/a.variance))
}

// without is alpha of the test without an item of the given variance and
// covariance with the total.
func (a alphaParts) without(variance, covariance float64) stat.Value {
	return alphaParts{a.items - 1, a.variances - variance, a.variance - 2*covariance + variance}.alpha()
}

// test computes everything about the test for the weights of the persons.
func (s *sheet) test(w []float64, items []Item, notes *[]string) Test {
	t := Test{Items: s.r.J(), Max: s.highest, Floor: s.testFloor(), Conditional: []ConditionalSEM{}}
	for k := range t.Lambda {
		t.Lambda[k], t.LambdaStandardized[k] = stat.None(), stat.None()
	}
	t.Omega, t.OmegaStandardized = stat.None(), stat.None()
	m := s.totals(w)
	t.Mean, t.SD = m.MeanX(), stat.Of(math.Sqrt(float64(m.VarX())))
	t.Skewness, t.Kurtosis = s.shape(w, m)
	a := alphaParts{items: len(items), variance: float64(m.VarX())}
	right := true
	for _, it := range items {
		a.variances += float64(it.variance)
		right = right && it.Max <= 1
	}
	t.Alpha, t.KR20, t.KR21 = a.alpha(), stat.None(), stat.None()
	if right {
		t.KR20, t.KR21 = t.Alpha, kr21(len(items), m)
	}
	t.SEM = stat.Of(float64(t.SD) * math.Sqrt(1-float64(t.Alpha)))
	if m.N() < 2 || len(items) < 2 {
		*notes = append(*notes, "reliability needs two persons who were presented every item, and two items: analyse each form by itself")
		return t
	}
	s.structure(&t, w, notes)
	t.Conditional = s.conditional(w, t)
	return t
}

func (s *sheet) testFloor() stat.Value {
	if s.floor == nil {
		return stat.None()
	}
	return stat.Of(floats.Sum(s.floor))
}

// kr21 is formula 21 of Kuder & Richardson (1937).
func kr21(k int, m *stat.Moments) stat.Value {
	if k < 2 || m.N() < 2 {
		return stat.None()
	}
	n, mean := float64(k), float64(m.MeanX())
	return stat.Of(n / (n - 1) * (1 - float64(stat.Ratio(mean*(n-mean), n*float64(m.VarX())))))
}

func (s *sheet) totals(w []float64) *stat.Moments {
	m := &stat.Moments{}
	for k, i := range s.rows {
		m.Add(float64(s.total[k]), 0, w[i])
	}
	return m
}

func (s *sheet) shape(w []float64, m *stat.Moments) (skewness, kurtosis stat.Value) {
	mean, n := float64(m.MeanX()), m.N()
	var m2, m3, m4 float64
	for k, i := range s.rows {
		d := float64(s.total[k]) - mean
		m2 += w[i] * d * d
		m3 += w[i] * d * d * d
		m4 += w[i] * d * d * d * d
	}
	return stat.Ratio(m3*math.Sqrt(n), m2*math.Sqrt(m2)), stat.Ratio(m4*n, m2*m2)
}

// structure fills in what needs the covariances of all pairs of items.
func (s *sheet) structure(t *Test, w []float64, notes *[]string) {
	c := s.covariance(w)
	n := c.SymmetricDim()
	for j := range n {
		if !(c.At(j, j) > 0) {
			*notes = append(*notes, "lambda and omega are left out: item "+s.r.Items[j]+" has the same score for everybody")
			return
		}
	}
	t.Lambda, t.Omega = lambdas(c), omega(c)
	std := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			std.SetSym(i, j, c.At(i, j)/math.Sqrt(c.At(i, i)*c.At(j, j)))
		}
	}
	t.LambdaStandardized, t.OmegaStandardized = lambdas(std), omega(std)
	if !t.Lambda[5].Known() {
		*notes = append(*notes, "lambda 6 is left out: the covariances of the items are singular")
	}
}

// covariance is the covariance matrix of the items over complete persons.
func (s *sheet) covariance(w []float64) *mat.SymDense {
	n := s.r.J()
	mean, sum := make([]float64, n), 0.0
	for _, i := range s.rows {
		sum += w[i]
		for j, x := range s.r.Row(i) {
			mean[j] += w[i] * math.Max(0, float64(x))
		}
	}
	for j := range mean {
		mean[j] /= sum
	}
	c := mat.NewSymDense(n, nil)
	const block = 1024 // persons at a time
	for from := 0; from < len(s.rows); from += block {
		part := s.rows[from:min(from+block, len(s.rows))]
		d := mat.NewDense(n, len(part), nil)
		for k, i := range part {
			root := math.Sqrt(w[i])
			for j, x := range s.r.Row(i) {
				d.Set(j, k, root*(math.Max(0, float64(x))-mean[j]))
			}
		}
		c.SymRankK(c, 1, d)
	}
	c.ScaleSym(1/(sum-1), c)
	return c
}
