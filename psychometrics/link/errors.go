package link

import (
	"errors"
	"fmt"
	"math"
	"sort"

	"gonum.org/v1/gonum/mat"

	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/stat"
)

// ScaleErrors are the standard errors of linking constants.
type ScaleErrors struct {
	A, B stat.Value
}

// DeltaErrors are the standard errors that the calibrations' errors give the
// constants (Ogasawara 2000, 2001). covFrom and covTo are the covariances of the
// items' parameters in the order of from and to and, within each, of
// irt.Item.Names; parameters that were not estimated have zeros.
func DeltaErrors(method Method, from, to []irt.Item, covFrom, covTo mat.Symmetric, nodes []Node) (ScaleErrors, error) {
	at, err := Constants(method, from, to, nodes)
	if err != nil {
		return ScaleErrors{}, err
	}
	se, err := delta(from, to, covFrom, covTo, 2, func(from, to []irt.Item) ([]float64, error) {
		s, err := nearby(method, from, to, nodes, at)
		return []float64{s.A, s.B}, err
	})
	if err != nil {
		return ScaleErrors{}, err
	}
	return ScaleErrors{stat.Of(se[0]), stat.Of(se[1])}, nil
}

// nearby solves again from constants that are nearly right.
func nearby(method Method, from, to []irt.Item, nodes []Node, at Scale) (Scale, error) {
	fixed, err := comparable(from, to)
	if err != nil {
		return Scale{}, err
	}
	if method != Haebara && method != StockingLord {
		return moments(method, from, to, fixed)
	}
	if nodes == nil {
		nodes = normalNodes()
	}
	s, _, ok := criterion{method == Haebara, from, to, nodes, fixed}.descend(at)
	if !ok {
		return Scale{}, errors.New("the linking constants move too far with the items' parameters: no standard errors")
	}
	return s, nil
}

// JackknifeErrors are the standard errors of the choice of anchors: how the
// constants move when each is left out (Kolen & Brennan 2004, sec. 7.3; Haberman, Lee &
// Qian 2009). They need at least three anchors.
func JackknifeErrors(method Method, from, to []irt.Item, nodes []Node) (ScaleErrors, error) {
	if len(from) < 3 {
		return ScaleErrors{stat.None(), stat.None()}, nil
	}
	at, err := Constants(method, from, to, nodes)
	if err != nil {
		return ScaleErrors{}, err
	}
	var m stat.Moments
	for j := range from {
		f := append(append([]irt.Item(nil), from[:j]...), from[j+1:]...)
		t := append(append([]irt.Item(nil), to[:j]...), to[j+1:]...)
		s, err := nearby(method, f, t, nodes, at)
		if err != nil {
			return ScaleErrors{}, fmt.Errorf("without anchor %s: %w", from[j].Name, err)
		}
		m.Add(s.A, s.B, 1)
	}
	n := float64(len(from))
	factor := (n - 1) * (n - 1) / n
	return ScaleErrors{stat.Of(math.Sqrt(factor * float64(m.VarX()))), stat.Of(math.Sqrt(factor * float64(m.VarY())))}, nil
}

// Anchor is one shared item after linking.
type Anchor struct {
	Item        string     `json:"item"`
	SlopeRatio  stat.Value `json:"slope_ratio"` // slope of from on the scale of to / slope of to
	Shift       stat.Value `json:"shift"`       // mean threshold of to minus that of from, on the scale of to
	ZSlope      stat.Value `json:"z_slope"`     // robust z of ln SlopeRatio
	ZDifficulty stat.Value `json:"z_difficulty"`
	Watch       bool       `json:"watch"` // one |z| is above RobustZCritical
}

// RobustZCritical is the |z| from which an anchor is on the watch list (Huynh &
// Meyer 2010: two-sided .10).
const RobustZCritical = 1.645

// Anchors compares every anchor on the scale of to and gives the robust z of its
// slope and difficulty, z = (x − median)/(0.74·interquartile range) (Huynh &
// Meyer 2010, Practical Assessment, Research & Evaluation 15(2)). An
// interquartile range of 0 has no z, nor have nominal items.
func Anchors(from, to []irt.Item, s Scale) ([]Anchor, error) {
	if _, err := comparable(from, to); err != nil {
		return nil, err
	}
	out := make([]Anchor, len(from))
	slopes, shifts := make([]float64, len(from)), make([]float64, len(from))
	for j := range from {
		slopes[j], shifts[j] = math.NaN(), math.NaN()
		if from[j].Model != irt.Nominal {
			f, t := 0.0, 0.0
			for k := range from[j].B {
				f += (s.A*from[j].B[k] + s.B) / float64(len(from[j].B))
				t += to[j].B[k] / float64(len(from[j].B))
			}
			slopes[j], shifts[j] = math.Log(from[j].A/s.A/to[j].A), t-f
		}
		out[j] = Anchor{Item: from[j].Name, SlopeRatio: stat.Of(math.Exp(slopes[j])), Shift: stat.Of(shifts[j])}
	}
	za, zb := robustZ(slopes), robustZ(shifts)
	for j := range out {
		out[j].ZSlope, out[j].ZDifficulty = za[j], zb[j]
		out[j].Watch = math.Abs(float64(za[j])) > RobustZCritical || math.Abs(float64(zb[j])) > RobustZCritical
	}
	return out, nil
}

func robustZ(x []float64) []stat.Value {
	var known []float64
	for _, v := range x {
		if !math.IsNaN(v) {
			known = append(known, v)
		}
	}
	sort.Float64s(known)
	out := make([]stat.Value, len(x))
	spread := 0.74 * (quartile(known, 0.75) - quartile(known, 0.25))
	for j, v := range x {
		out[j] = stat.None()
		if spread > 1e-9 {
			out[j] = stat.Of((v - quartile(known, 0.5)) / spread)
		}
	}
	return out
}

// quartile interpolates between sorted values (Hyndman & Fan 1996, type 7).
func quartile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	x := p * float64(len(sorted)-1)
	k := min(int(x), len(sorted)-2)
	if k < 0 {
		return sorted[0]
	}
	return sorted[k] + (x-float64(k))*(sorted[k+1]-sorted[k])
}
