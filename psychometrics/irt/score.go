package irt

import (
	"fmt"
	"math"
	"strings"
)

// Method is a way to estimate the ability of a person.
type Method string

// The methods. EAP, MAP and EAPSum use the latent distribution as their prior;
// ML, WLE and Warm do not.
const (
	EAP    Method = "eap"    // mean of the posterior on the grid; its SE is the posterior's standard deviation (Bock & Mislevy 1982)
	MAP    Method = "map"    // mode of the posterior; SE from its curvature
	ML     Method = "ml"     // maximum of the likelihood; SE from its curvature; ±∞ where it has none
	WLE    Method = "wle"    // maximum of the likelihood times √information; SE from its curvature
	Warm   Method = "warm"   // Warm's (1989) equation of no bias; SE from the information. Equal to WLE where no item has asymptotes
	EAPSum Method = "eapsum" // mean of the posterior given the sum of scores (Thissen, Pommerich, Billeaud & Williams 1995)
)

// ParseMethod reads the name of a method in any case.
func ParseMethod(s string) (Method, error) {
	m := Method(strings.ToLower(strings.TrimSpace(s)))
	switch m {
	case EAP, MAP, ML, WLE, Warm, EAPSum:
		return m, nil
	}
	return "", fmt.Errorf("no method %q: want eap, map, ml, wle, warm or eapsum", s)
}

// Score is the ability of a person. Theta is NaN where nothing can be said (no
// answer, and the method has no prior) and ±Inf where ML has no maximum; SE is
// NaN where it does not exist.
type Score struct{ Theta, SE float64 }

// Scorer scores persons on items with known parameters. It is safe for
// concurrent use.
type Scorer struct {
	items    []Item
	mean     float64
	variance float64
	theta    []float64
	weights  []float64
	logs     [][]float64 // by item: K × Q
	scan     []float64   // where the search for a mode begins
	scanned  []scanned   // by item
}

// scanned is what one item adds at each point of the scan.
type scanned struct {
	slope         []float64 // K × the points
	info, rise, j []float64
}

// NewScorer returns a scorer whose prior is normal with the given mean and
// variance, on the grid where a method needs one.
func NewScorer(items []Item, mean, variance float64, g Grid) (*Scorer, error) {
	if err := g.check(); err != nil {
		return nil, err
	}
	if !(variance > 0) || math.IsInf(variance, 0) || math.IsNaN(mean) || math.IsInf(mean, 0) {
		return nil, fmt.Errorf("latent mean %g and variance %g: want numbers, the variance positive", mean, variance)
	}
	s := &Scorer{items: items, mean: mean, variance: variance, theta: g.Points(), weights: g.Weights(mean, variance)}
	for j := range items {
		it := &items[j]
		if it.work == nil {
			return nil, fmt.Errorf("item %s: made by none of the constructors", it.Name)
		}
		k := it.Categories()
		logs := make([]float64, k*g.Nodes)
		p := make([]float64, k)
		for q, th := range s.theta {
			for c, v := range it.P(th, p) {
				logs[c*g.Nodes+q] = math.Log(math.Max(v, leastProbability))
			}
		}
		s.logs = append(s.logs, logs)
	}
	s.prepareScan()
	return s, nil
}

func (s *Scorer) prepareScan() {
	s.scan = scan()
	n := len(s.scan)
	for j := range s.items {
		k := s.items[j].Categories()
		at := scanned{make([]float64, k*n), make([]float64, n), make([]float64, n), make([]float64, n)}
		p, d1, d2 := make([]float64, k), make([]float64, k), make([]float64, k)
		for i, th := range s.scan {
			s.items[j].Slopes(th, p, d1, d2)
			for c := range k {
				at.slope[c*n+i] = d1[c]
			}
			var l look
			l.weigh(p, d1, d2)
			at.info[i], at.rise[i], at.j[i] = l.info, l.rise, l.j
		}
		s.scanned = append(s.scanned, at)
	}
}

// Check refuses a row with a score that an item does not have.
func (s *Scorer) Check(row []int8) error {
	if len(row) != len(s.items) {
		return fmt.Errorf("%d answers to %d items", len(row), len(s.items))
	}
	for j, x := range row {
		if int(x) >= s.items[j].Categories() {
			return fmt.Errorf("item %s: score %d, it has 0 to %d", s.items[j].Name, x, s.items[j].Categories()-1)
		}
	}
	return nil
}

// Score estimates the ability of one person from the answers to the items, in
// their order; codes below 0 count as not presented. A row that Check refuses
// is an error.
func (s *Scorer) Score(row []int8, m Method) (Score, error) {
	if err := s.Check(row); err != nil {
		return Score{}, err
	}
	if m == EAP {
		return s.moments(s.Posterior(row)), nil
	}
	if m == EAPSum {
		return s.bySum(row), nil
	}
	if m != MAP && blank(row) {
		return Score{math.NaN(), math.NaN()}, nil
	}
	return s.mode(row, m), nil
}

// Posterior is the weights of the nodes of the grid given a row that Check does
// not refuse; they sum to 1.
func (s *Scorer) Posterior(row []int8) []float64 {
	h := make([]float64, len(s.theta))
	for j, x := range row {
		if x >= 0 {
			addTo(h, s.logs[j][int(x)*len(h):(int(x)+1)*len(h)])
		}
	}
	top := math.Inf(-1)
	for q, w := range s.weights {
		h[q] += math.Log(w)
		top = math.Max(top, h[q])
	}
	for q := range h {
		h[q] = math.Exp(h[q] - top)
	}
	scale(h, 1/total(h))
	return h
}

func (s *Scorer) moments(h []float64) Score {
	mean := dot(h, s.theta)
	square := 0.0
	for q, th := range s.theta {
		square += h[q] * (th - mean) * (th - mean)
	}
	return Score{mean, math.Sqrt(square)}
}

// look is what the mode of a row needs at θ, of the items answered: slope and
// curvature of the log-likelihood, the information with its slope, and Warm's J.
type look struct{ slope, curve, info, rise, j float64 }

func (s *Scorer) look(row []int8, theta float64, p, d1, d2 []float64) look {
	var a look
	for j, x := range row {
		if x < 0 {
			continue
		}
		p, d1, d2 = s.items[j].Slopes(theta, p, d1, d2)
		a.slope += d1[x]
		a.curve += d2[x]
		a.weigh(p, d1, d2)
	}
	return a
}

// weigh adds what does not depend on the answer.
func (l *look) weigh(p, d1, d2 []float64) {
	for k := range p {
		l.info += p[k] * d1[k] * d1[k]
		l.rise += p[k] * d1[k] * (d1[k]*d1[k] + 2*d2[k])
		l.j += p[k] * d1[k] * (d1[k]*d1[k] + d2[k])
	}
}

// pull is the slope of the objective of a method.
func (s *Scorer) pull(l look, theta float64, m Method) float64 {
	switch {
	case m == MAP:
		return l.slope - (theta-s.mean)/s.variance
	case m == WLE && l.info > 0:
		return l.slope + l.rise/(2*l.info)
	case m == Warm && l.info > 0:
		return l.slope + l.j/(2*l.info)
	}
	return l.slope
}

// pulls is the slope of the objective at the points of the scan.
func (s *Scorer) pulls(row []int8, m Method) []float64 {
	n := len(s.scan)
	g, info, rise := make([]float64, n), make([]float64, n), make([]float64, n)
	for j, x := range row {
		if x < 0 {
			continue
		}
		at := &s.scanned[j]
		addTo(g, at.slope[int(x)*n:(int(x)+1)*n])
		switch m {
		case WLE:
			addTo(info, at.info)
			addTo(rise, at.rise)
		case Warm:
			addTo(info, at.info)
			addTo(rise, at.j)
		}
	}
	for i, th := range s.scan {
		g[i] = s.pull(look{slope: g[i], info: info[i], rise: rise[i], j: rise[i]}, th, m)
	}
	return g
}
