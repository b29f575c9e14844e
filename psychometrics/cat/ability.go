package cat

import (
	"fmt"
	"math"

	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/stat"
)

// Method names an estimator of ability.
type Method string

// The estimators.
const (
	EAP Method = "eap" // posterior mean (Bock & Mislevy 1982)
	MAP Method = "map" // posterior mode
	ML  Method = "ml"  // maximum likelihood, within the range of the grid
	WLE Method = "wle" // weighted likelihood (Warm 1989), within the range of the grid
)

// Grid is where abilities are looked for: nodes equally spaced points from low
// to high, with the prior N(mean, sd²).
type Grid struct {
	Low, High float64
	Nodes     int
	Mean, SD  float64
}

// DefaultGrid is 61 nodes from −6 to 6 with the standard normal prior.
func DefaultGrid() Grid { return Grid{Low: -6, High: 6, Nodes: 61, SD: 1} }

func (g Grid) check() error {
	if g.Nodes < 3 || g.Nodes > 1001 || !(g.High > g.Low) || !(g.SD > 0) || math.IsInf(g.High-g.Low, 0) {
		return fmt.Errorf("grid of %d nodes from %g to %g with an SD of %g: give 3 to 1001 nodes, rising, and an SD above 0", g.Nodes, g.Low, g.High, g.SD)
	}
	return nil
}

func (g Grid) at(q int) float64 { return g.Low + (g.High-g.Low)*float64(q)/float64(g.Nodes-1) }

// Estimate is an ability with its standard error.
type Estimate struct {
	Theta float64    `json:"theta"`
	SE    stat.Value `json:"se"` // none where there is no information
}

// answers is items with the scores on them.
type answers struct {
	items  []irt.Item
	scores []int
}

// Ability estimates θ from the scores on items; without an item it is the prior
// mean. Scores that the items do not have are errors. ML and WLE of answers that
// have no maximum inside the grid are its end, with the standard error there.
func Ability(method Method, g Grid, items []irt.Item, scores []int) (Estimate, error) {
	if err := g.check(); err != nil {
		return Estimate{}, err
	}
	if len(items) != len(scores) {
		return Estimate{}, fmt.Errorf("%d items and %d scores", len(items), len(scores))
	}
	for k := range items {
		if scores[k] < 0 || scores[k] >= items[k].Categories() {
			return Estimate{}, fmt.Errorf("item %s has the scores 0 to %d, not %d", items[k].Name, items[k].Categories()-1, scores[k])
		}
	}
	a := answers{items, scores}
	if len(items) == 0 && method != EAP {
		return Estimate{Theta: g.Mean, SE: stat.Of(g.SD)}, nil
	}
	switch method {
	case EAP:
		return a.eap(g), nil
	case MAP, ML, WLE:
		return a.root(method, g), nil
	}
	return Estimate{}, fmt.Errorf("estimator %q: give eap, map, ml or wle", method)
}

func (a answers) logLik(theta float64) float64 {
	l := 0.0
	var p []float64
	for k := range a.items {
		p = a.items[k].P(theta, p)
		l += math.Log(math.Max(p[a.scores[k]], 1e-300))
	}
	return l
}

// posterior is the weight of each node by the trapezoidal rule, summing to one.
func (a answers) posterior(g Grid) []float64 {
	w := make([]float64, g.Nodes)
	top := math.Inf(-1)
	for q := range w {
		t := g.at(q)
		w[q] = a.logLik(t) - (t-g.Mean)*(t-g.Mean)/(2*g.SD*g.SD)
		top = math.Max(top, w[q])
	}
	sum := 0.0
	for q := range w {
		w[q] = math.Exp(w[q] - top)
		if q == 0 || q == len(w)-1 {
			w[q] /= 2
		}
		sum += w[q]
	}
	for q := range w {
		w[q] /= sum
	}
	return w
}

func (a answers) eap(g Grid) Estimate {
	mean, square := 0.0, 0.0
	w := a.posterior(g)
	for q, p := range w {
		mean += p * g.at(q)
	}
	for q, p := range w {
		square += p * (g.at(q) - mean) * (g.at(q) - mean)
	}
	return Estimate{mean, stat.Of(math.Sqrt(square))}
}

// equation is the sum of the score functions, with the prior's for MAP and
// Warm's weight J/2I for WLE, the information, and the objective that starts the
// search.
func (a answers) equation(method Method, g Grid, theta float64) (value, information, objective float64) {
	var p, d1, d2 []float64
	bias := 0.0
	for k := range a.items {
		p, d1, d2 = a.items[k].Slopes(theta, p, d1, d2)
		value += d1[a.scores[k]]
		objective += math.Log(math.Max(p[a.scores[k]], 1e-300))
		for c, q := range p {
			information += q * d1[c] * d1[c]
			bias += q * d1[c] * (d2[c] + d1[c]*d1[c])
		}
	}
	switch method {
	case MAP:
		value -= (theta - g.Mean) / (g.SD * g.SD)
		objective -= (theta - g.Mean) * (theta - g.Mean) / (2 * g.SD * g.SD)
	case WLE:
		if information > 0 {
			value += bias / (2 * information)
			objective += math.Log(information) / 2
		}
	}
	return value, information, objective
}

// root is the solution of the estimating equation next to the best of the
// points a tenth apart; the end of the grid where there is none.
func (a answers) root(method Method, g Grid) Estimate {
	steps := int(math.Ceil((g.High - g.Low) / 0.1))
	at := func(k int) float64 { return g.Low + (g.High-g.Low)*float64(k)/float64(steps) }
	best, top := 0, math.Inf(-1)
	for k := 0; k <= steps; k++ {
		if _, _, o := a.equation(method, g, at(k)); o > top {
			best, top = k, o
		}
	}
	low, high := best, best
	rising, _, _ := a.equation(method, g, at(best))
	for rising > 0 && high < steps { // the root lies above
		low, high = high, high+1
		if v, _, _ := a.equation(method, g, at(high)); v <= 0 {
			break
		}
	}
	for rising <= 0 && low > 0 {
		low, high = low-1, low
		if v, _, _ := a.equation(method, g, at(low)); v > 0 {
			break
		}
	}
	x, y := at(low), at(high)
	for range 60 {
		mid := (x + y) / 2
		if v, _, _ := a.equation(method, g, mid); v > 0 {
			x = mid
		} else {
			y = mid
		}
	}
	theta := (x + y) / 2
	_, information, _ := a.equation(method, g, theta)
	if method == MAP {
		information += 1 / (g.SD * g.SD)
	}
	return Estimate{theta, stat.Ratio(1, math.Sqrt(information))}
}
