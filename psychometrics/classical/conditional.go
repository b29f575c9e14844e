package classical

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"khaothi/psychometrics/stat"
)

// ConditionalSEM is the standard error of the totals at one total score.
type ConditionalSEM struct {
	Score   int        `json:"score"`
	Persons float64    `json:"persons"`
	SEM     stat.Value `json:"sem"`
}

// conditional is the standard error at each total that occurs. The error of a
// person is that of drawing the items anew within each kind of item (kinds are
// told by their highest score): Σ over kinds of n/(n−1)·Σ(x − x̄)² (Brennan 1998,
// Applied Psychological Measurement 22, eq. 10; for right/wrong items it is
// Lord's (1955) x(n−x)/(n−1)). All are multiplied by one constant, so that their
// mean square is SEM² (Keats 1957). A kind of one item makes all items one kind.
func (s *sheet) conditional(w []float64, t Test) []ConditionalSEM {
	kind := s.kinds()
	sum, n := make([]float64, s.highest+1), make([]float64, s.highest+1)
	all, persons := 0.0, 0.0
	for k, i := range s.rows {
		e := within(s.r.Row(i), kind)
		sum[s.total[k]] += w[i] * e
		n[s.total[k]] += w[i]
		all += w[i] * e
		persons += w[i]
	}
	out := []ConditionalSEM{}
	sem := float64(t.SEM)
	for score, c := range n {
		if c > 0 {
			keats := float64(stat.Ratio(sem*sem*persons, all))
			out = append(out, ConditionalSEM{score, c, stat.Of(math.Sqrt(keats * sum[score] / c))})
		}
	}
	return out
}

func (s *sheet) kinds() []int {
	count := map[int]int{}
	for _, m := range s.max {
		count[m]++
	}
	for _, c := range count {
		if c == 1 {
			return make([]int, len(s.max))
		}
	}
	return s.max
}

func within(row []int8, kind []int) float64 {
	type part struct{ n, sum, square float64 }
	parts := map[int]*part{}
	for j, x := range row {
		p := parts[kind[j]]
		if p == nil {
			p = &part{}
			parts[kind[j]] = p
		}
		v := math.Max(0, float64(x))
		p.n++
		p.sum += v
		p.square += v * v
	}
	e := 0.0
	for _, p := range parts {
		e += p.n / (p.n - 1) * (p.square - p.sum*p.sum/p.n)
	}
	return e
}

// Consistency is how often two administrations would put a person in the same
// class, and how often one puts them in the class of the true score.
type Consistency struct {
	Cuts            []float64  `json:"cuts"`
	EffectiveLength int        `json:"effective_length"`
	TrueScores      string     `json:"true_scores"` // "beta4" or "beta2"
	Consistency     stat.Value `json:"consistency"`
	Kappa           stat.Value `json:"kappa"`
	Accuracy        stat.Value `json:"accuracy"`
}

// classes fills in classification consistency by Livingston & Lewis (1995,
// Journal of Educational Measurement 32, 179–197): the test is taken for one of
// EffectiveLength right/wrong items with beta-distributed true scores, four
// parameters where the moments allow them (Hanson 1991), else two on [0, 1].
func (s *sheet) classes(r *Report, cuts []float64) error {
	if len(cuts) == 0 {
		return nil
	}
	for k, c := range cuts {
		if !(c > 0 && c <= float64(s.highest)) || k > 0 && c <= cuts[k-1] {
			return fmt.Errorf("cut scores %v: give them rising, above 0 and up to %d", cuts, s.highest)
		}
	}
	m := s.totals(s.weights())
	alpha := float64(r.Test.Alpha)
	if !(alpha > 0 && alpha < 1) {
		return errors.New("classification consistency needs an alpha between 0 and 1; leave the cuts out")
	}
	top, mean, variance := float64(s.highest), float64(m.MeanX()), float64(m.VarX())*(m.N()-1)/m.N()
	length := int(math.Round((mean*(top-mean) - alpha*variance) / (variance * (1 - alpha))))
	if length < 2 {
		return errors.New("classification consistency: the totals vary more than any test of right/wrong items could; leave the cuts out")
	}
	g, kind, err := s.trueScores(alpha, length)
	if err != nil {
		return err
	}
	c := Consistency{Cuts: cuts, EffectiveLength: length, TrueScores: kind}
	c.integrate(g, top)
	r.Test.Classes = &c
	return nil
}

// trueBeta is a beta distribution stretched to [low, high].
type trueBeta struct {
	low, high float64
	beta      distuv.Beta
}

func (s *sheet) trueScores(alpha float64, length int) (trueBeta, string, error) {
	mean, central := s.trueMoments(float64(length))
	if g, ok := beta4(mean, central); ok {
		return g, "beta4", nil
	}
	m := s.totals(s.weights())
	variance := alpha * float64(m.VarX()) * (m.N() - 1) / m.N() / math.Pow(float64(s.highest), 2)
	sum := mean*(1-mean)/variance - 1
	if !(variance > 0 && sum > 0) {
		return trueBeta{}, "", errors.New("classification consistency: the true scores fit no beta distribution; leave the cuts out")
	}
	return trueBeta{0, 1, distuv.Beta{Alpha: mean * sum, Beta: (1 - mean) * sum}}, "beta2", nil
}

// trueMoments is the mean and the central moments 2–4 of the proportions right
// behind the totals, from factorial moments of a binomial of the given length
// (Lord 1965, Psychometrika 30, eq. 21).
func (s *sheet) trueMoments(length float64) (mean float64, central [3]float64) {
	var raw [4]float64
	w := s.weights()
	n := 0.0
	for k, i := range s.rows {
		x := float64(s.total[k]) / float64(s.highest) * length
		product := w[i]
		n += w[i]
		for d := range raw {
			product *= (x - float64(d)) / max(1, length-float64(d))
			raw[d] += product
		}
	}
	for d := range raw {
		raw[d] /= n
	}
	m := raw[0]
	return m, [3]float64{
		raw[1] - m*m,
		raw[2] - 3*m*raw[1] + 2*m*m*m,
		raw[3] - 4*m*raw[2] + 6*m*m*raw[1] - 3*m*m*m*m,
	}
}

// beta4 is the four-parameter beta with the given moments (Johnson & Kotz 1970,
// ch. 24, eq. 20; Hanson 1991), if there is one inside [0, 1].
func beta4(mean float64, c [3]float64) (trueBeta, bool) {
	if !(c[0] > 0) {
		return trueBeta{}, false
	}
	skew2 := c[1] * c[1] / (c[0] * c[0] * c[0])
	kurtosis := c[2] / (c[0] * c[0])
	r := 6 * (kurtosis - skew2 - 1) / (6 + 3*skew2 - 2*kurtosis)
	if !(r > 0) || math.IsInf(r, 0) {
		return trueBeta{}, false
	}
	d := 1 / math.Sqrt(1+16*(r+1)/((r+2)*(r+2)*skew2))
	a, b := r/2*(1-d), r/2*(1+d)
	if skew2 == 0 {
		a, b = r/2, r/2
	}
	if c[1] < 0 {
		a, b = b, a
	}
	width := math.Sqrt(c[0]*(a+b+1)/(a*b)) * (a + b)
	g := trueBeta{mean - a/(a+b)*width, mean + b/(a+b)*width, distuv.Beta{Alpha: a, Beta: b}}
	return g, a > 0 && b > 0 && g.low >= 0 && g.high <= 1 && g.low < g.high
}

// integrate sums over slices of the true scores that hold equal parts of the
// persons.
func (c *Consistency) integrate(g trueBeta, top float64) {
	const slices = 2000
	classes := len(c.Cuts) + 1
	marginal := make([]float64, classes)
	agree, right := 0.0, 0.0
	for k := range slices {
		tau := g.low + (g.high-g.low)*g.beta.Quantile((float64(k)+0.5)/slices)
		p := c.classProbabilities(max(0, min(1, tau)), top)
		own := 0
		for own < len(c.Cuts) && tau*top >= c.Cuts[own] {
			own++
		}
		for h, q := range p {
			agree += q * q / slices
			marginal[h] += q / slices
		}
		right += p[own] / slices
	}
	chance := 0.0
	for _, q := range marginal {
		chance += q * q
	}
	c.Consistency, c.Accuracy = stat.Of(agree), stat.Of(right)
	c.Kappa = stat.Ratio(agree-chance, 1-chance)
}

// classProbabilities is the chance of each class for a true proportion tau.
func (c *Consistency) classProbabilities(tau, top float64) []float64 {
	b := distuv.Binomial{N: float64(c.EffectiveLength), P: tau}
	out := make([]float64, len(c.Cuts)+1)
	below := 0.0
	for h, cut := range c.Cuts {
		first := math.Round(cut / top * float64(c.EffectiveLength)) // the score from which the class begins
		to := 0.0
		if first > 0 {
			to = b.CDF(first - 1)
		}
		out[h] = to - below
		below = to
	}
	out[len(c.Cuts)] = 1 - below
	return out
}
