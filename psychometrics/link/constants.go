package link

import (
	"errors"
	"fmt"
	"math"

	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/stat"
)

// Method names a way to find the linking constants.
type Method string

// The methods.
const (
	MeanMean      Method = "mm" // Loyd & Hoover (1980): means of slopes, means of difficulties
	MeanSigma     Method = "ms" // Marco (1977): means and deviations of difficulties
	Haebara       Method = "haebara"
	StockingLord  Method = "sl"
	meanGeometric Method = "mgm"
)

// Methods are all methods.
func Methods() []Method { return []Method{StockingLord, Haebara, MeanMean, MeanSigma} }

// Scale is a change of scale: θ_to = A·θ_from + B. Items move by
// irt.Item.Rescale(A, B).
type Scale struct {
	A, B float64
}

// Node is a point of θ with its weight, for the criteria of curves.
type Node struct {
	Theta, Weight float64
}

// normalNodes are the nodes of calibrations with the weights of the standard
// normal.
func normalNodes() []Node {
	g := irt.DefaultGrid()
	w := g.Weights(0, 1)
	out := make([]Node, len(w))
	for q, t := range g.Points() {
		out[q] = Node{t, w[q]}
	}
	return out
}

// Constants finds the scale on which the items of from agree with the items of
// to: the same items in the same order, calibrated twice. Rasch and partial
// credit items keep A = 1.
//
// Haebara (1980) minimises the squared differences of category probabilities,
// Stocking & Lord (1983) those of the expected sum, both over nodes on the scale
// of to (nil: 61 from −6 to 6, standard normal). Mean methods use every
// threshold of an ordered item; they refuse nominal items. Fewer than one item
// (two for mean–sigma), different models or categories, and slopes of opposite
// signs are errors.
func Constants(method Method, from, to []irt.Item, nodes []Node) (Scale, error) {
	fixed, err := comparable(from, to)
	if err != nil {
		return Scale{}, err
	}
	switch method {
	case MeanMean, MeanSigma, meanGeometric:
		return moments(method, from, to, fixed)
	case Haebara, StockingLord:
	default:
		return Scale{}, fmt.Errorf("linking method %q: give sl, haebara, mm or ms", method)
	}
	if nodes == nil {
		nodes = normalNodes()
	}
	return minimise(criterion{method == Haebara, from, to, nodes, fixed})
}

// comparable checks the pairs and tells whether all slopes are fixed at 1.
func comparable(from, to []irt.Item) (fixed bool, err error) {
	if len(from) == 0 || len(from) != len(to) {
		return false, fmt.Errorf("%d anchors on one scale and %d on the other: linking needs the same items, at least one", len(from), len(to))
	}
	fixed = true
	for j := range from {
		f, t := &from[j], &to[j]
		if f.Categories() != t.Categories() || f.Model.Dichotomous() != t.Model.Dichotomous() || (f.Model == irt.Nominal) != (t.Model == irt.Nominal) {
			return false, fmt.Errorf("anchor %s is %s with %d scores in one file and %s with %d in the other: leave it out", f.Name, f.Model, f.Categories(), t.Model, t.Categories())
		}
		if f.A*t.A < 0 {
			return false, fmt.Errorf("anchor %s has slopes of opposite signs (%g, %g): its key may be wrong in one; leave it out", f.Name, f.A, t.A)
		}
		fixed = fixed && f.Model.FixedSlope() && t.Model.FixedSlope()
	}
	return fixed, nil
}

func moments(method Method, from, to []irt.Item, fixed bool) (Scale, error) {
	var b stat.Moments
	var slopeFrom, slopeTo, logFrom, logTo float64
	for j := range from {
		if from[j].Model == irt.Nominal {
			return Scale{}, fmt.Errorf("anchor %s is nominal: mean methods need difficulties; use sl or haebara", from[j].Name)
		}
		for k := range from[j].B {
			b.Add(from[j].B[k], to[j].B[k], 1)
		}
		slopeFrom += from[j].A
		slopeTo += to[j].A
		logFrom += math.Log(math.Abs(from[j].A))
		logTo += math.Log(math.Abs(to[j].A))
	}
	s := Scale{A: 1}
	switch {
	case fixed:
	case method == MeanSigma:
		s.A = math.Sqrt(float64(b.VarY()) / float64(b.VarX()))
	case method == MeanMean:
		s.A = slopeFrom / slopeTo
	default:
		s.A = math.Exp((logFrom - logTo) / float64(len(from)))
	}
	if !(s.A > 0) || math.IsInf(s.A, 0) {
		return Scale{}, errors.New("the unit of the scale cannot be found: the anchors have one difficulty, or their mean slope is not positive")
	}
	s.B = float64(b.MeanY()) - s.A*float64(b.MeanX())
	return s, nil
}

// criterion is the loss of curves at a scale.
type criterion struct {
	byItem   bool // Haebara; else the sum of items (Stocking–Lord)
	from, to []irt.Item
	nodes    []Node
	fixed    bool
}

// normal is the loss Σ w·r² and its Gauss–Newton system in A and B. A from-item
// on the scale of to is P((θ−B)/A).
type normal struct {
	loss          float64
	ga, gb        float64
	haa, hab, hbb float64
}

func (n *normal) add(w, r, da, db float64) {
	n.loss += w * r * r
	n.ga += w * r * da
	n.gb += w * r * db
	n.haa += w * da * da
	n.hab += w * da * db
	n.hbb += w * db * db
}

func (c criterion) at(s Scale) normal {
	var n normal
	var p, q, d1, d2 []float64
	for _, node := range c.nodes {
		tau := (node.Theta - s.B) / s.A
		var sum, sumA, sumB float64
		for j := range c.from {
			q = c.to[j].P(node.Theta, q)
			p, d1, d2 = c.from[j].Slopes(tau, p, d1, d2)
			for k := range p {
				slope := p[k] * d1[k]
				r, da, db := p[k]-q[k], -slope*tau/s.A, -slope/s.A
				if c.byItem {
					n.add(node.Weight, r, da, db)
				}
				sum += float64(k) * r
				sumA += float64(k) * da
				sumB += float64(k) * db
			}
		}
		if !c.byItem {
			n.add(node.Weight, sum, sumA, sumB)
		}
	}
	return n
}

// minimise is Levenberg–Marquardt from A = 1, B = 0 and from the mean methods;
// the smallest loss wins.
func minimise(c criterion) (Scale, error) {
	starts := []Scale{{1, 0}}
	for _, m := range []Method{MeanMean, MeanSigma} {
		if s, err := moments(m, c.from, c.to, c.fixed); err == nil {
			starts = append(starts, s)
		}
	}
	best, least := Scale{}, math.Inf(1)
	for _, s := range starts {
		if got, loss, ok := c.descend(s); ok && loss < least {
			best, least = got, loss
		}
	}
	if math.IsInf(least, 1) {
		return Scale{}, errors.New("no linking constants were found: the anchors' curves cannot be brought together; look at their parameters")
	}
	return best, nil
}

func (c criterion) descend(s Scale) (Scale, float64, bool) {
	damping := 1e-6
	n := c.at(s)
	for range 500 {
		haa, hbb := n.haa*(1+damping), n.hbb*(1+damping)
		hab := n.hab
		if c.fixed {
			haa, hab, n.ga = 1, 0, 0
		}
		det := haa*hbb - hab*hab
		if !(det > 0) {
			return s, 0, false
		}
		step := Scale{(hbb*n.ga - hab*n.gb) / det, (haa*n.gb - hab*n.ga) / det}
		next := Scale{s.A - step.A, s.B - step.B}
		if math.Abs(step.A) < 1e-12 && math.Abs(step.B) < 1e-12 {
			return s, n.loss, true
		}
		if next.A > 0 {
			if m := c.at(next); m.loss <= n.loss {
				s, n, damping = next, m, math.Max(damping/10, 1e-12)
				continue
			}
		}
		if damping *= 10; damping > 1e12 {
			return s, n.loss, math.Hypot(n.ga, n.gb) <= 1e-8*math.Max(1, n.haa+n.hbb)
		}
	}
	return s, n.loss, false
}
