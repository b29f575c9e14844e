package fit

import (
	"context"
	"fmt"
	"math"
	"sort"

	"khaothi/psychometrics"
	"khaothi/psychometrics/stat"
)

// MeanSquares are how much more (above 1) or less the answers vary than the
// model says: infit weighs by information, outfit does not. Z is the
// transformation of Wilson & Hilferty, which tends to a standard normal (Wright &
// Masters 1982, ch. 5).
type MeanSquares struct {
	Infit   stat.Value `json:"infit"`
	ZInfit  stat.Value `json:"z_infit"`
	Outfit  stat.Value `json:"outfit"`
	ZOutfit stat.Value `json:"z_outfit"`
}

// squares gathers residuals for mean squares.
type squares struct {
	n, resid, resid2, w, kurt, kurtW float64
}

// floor bounds the variance of an answer from below, as mirt does: one answer
// that the model holds for impossible should not be all of an item's outfit.
var varianceFloor = math.Sqrt(1e-5)

func (s *squares) add(weight, r, w, c float64) {
	if w < varianceFloor {
		w = varianceFloor
	}
	s.n += weight
	s.resid += weight * r * r / w
	s.resid2 += weight * r * r
	s.w += weight * w
	s.kurt += weight * c / (w * w)
	s.kurtW += weight * (c - w*w)
}

func (s *squares) result() MeanSquares {
	if s.n == 0 {
		return MeanSquares{stat.None(), stat.None(), stat.None(), stat.None()}
	}
	out, in := s.resid/s.n, s.resid2/s.w
	qOut := math.Sqrt(math.Max(0, s.kurt/(s.n*s.n)-1/s.n))
	qIn := math.Sqrt(math.Max(0, s.kurtW/(s.w*s.w)))
	return MeanSquares{stat.Of(in), wilsonHilferty(in, qIn), stat.Of(out), wilsonHilferty(out, qOut)}
}

func wilsonHilferty(ms, q float64) stat.Value {
	q = math.Min(q, 1.4142)
	if !(q > 0) {
		return stat.None()
	}
	return stat.Of((math.Cbrt(ms)-1)*3/q + q/3)
}

// central is the mean, the variance and the fourth central moment of a score.
func central(p []float64) (mean, variance, fourth float64) {
	for k, q := range p {
		mean += float64(k) * q
	}
	for k, q := range p {
		d := float64(k) - mean
		variance += q * d * d
		fourth += q * d * d * d * d
	}
	return mean, variance, fourth
}

// ItemMeanSquares is infit and outfit of every item at given abilities, one for
// each person.
func (m Model) ItemMeanSquares(ctx context.Context, r *psychometrics.Responses, theta []float64) ([]MeanSquares, error) {
	if err := m.checkTheta(r, theta); err != nil {
		return nil, err
	}
	out := make([]MeanSquares, len(m.Items))
	if err := persons(ctx, len(m.Items), func(j int) {
		var s squares
		var p []float64
		for i, t := range theta {
			if x := r.Row(i)[j]; x >= 0 {
				p = m.Items[j].P(t, p)
				mean, variance, fourth := central(p)
				s.add(r.Weight(i), float64(x)-mean, variance, fourth)
			}
		}
		out[j] = s.result()
	}); err != nil {
		return nil, err
	}
	return out, nil
}

func (m Model) checkTheta(r *psychometrics.Responses, theta []float64) error {
	if err := m.check(r); err != nil {
		return err
	}
	if len(theta) != r.N() {
		return fmt.Errorf("%d abilities for %d persons", len(theta), r.N())
	}
	for i, t := range theta {
		if math.IsNaN(t) || math.IsInf(t, 0) {
			return fmt.Errorf("person %s has an ability of %v: give a finite one (EAP, MAP or WLE)", r.ID(i), t)
		}
	}
	return nil
}

// Q3 is the correlations of the residuals x − E(x|θ) of all pairs of items (Yen
// 1984): J × J, 1 on the diagonal, None for pairs without three persons.
func (m Model) Q3(ctx context.Context, r *psychometrics.Responses, theta []float64) ([][]stat.Value, error) {
	if err := m.checkTheta(r, theta); err != nil {
		return nil, err
	}
	n := len(m.Items)
	resid := make([]float64, r.N()*n)
	if err := persons(ctx, r.N(), func(i int) {
		for j, x := range r.Row(i) {
			resid[i*n+j] = float64(x) - m.Items[j].Expected(theta[i])
		}
	}); err != nil {
		return nil, err
	}
	out := make([][]stat.Value, n)
	for j := range out {
		out[j] = make([]stat.Value, n)
		out[j][j] = 1
	}
	if err := persons(ctx, n, func(j int) {
		for k := range j {
			var s stat.Moments
			for i := range theta {
				if row := r.Row(i); row[j] >= 0 && row[k] >= 0 {
					s.Add(resid[i*n+j], resid[i*n+k], r.Weight(i))
				}
			}
			out[j][k] = s.R()
			if s.N() < 3 {
				out[j][k] = stat.None()
			}
			out[k][j] = out[j][k]
		}
	}); err != nil {
		return nil, err
	}
	return out, nil
}

// ResidualPoint is one group of persons of similar ability on one item.
type ResidualPoint struct {
	Item     string     `json:"item"`
	Theta    stat.Value `json:"theta"` // mean of the group
	N        float64    `json:"n"`
	Observed stat.Value `json:"observed"` // mean score
	Expected stat.Value `json:"expected"`
	Residual stat.Value `json:"residual"` // (observed − expected) / standard error
}

// Residuals divides the persons by ability into groups (2 to 50) of equal size
// and compares their mean scores with the model, for the plots of every item.
func (m Model) Residuals(r *psychometrics.Responses, theta []float64, groups int) ([]ResidualPoint, error) {
	if err := m.checkTheta(r, theta); err != nil {
		return nil, err
	}
	if groups < 2 || groups > 50 {
		return nil, fmt.Errorf("%d groups of ability: give 2 to 50", groups)
	}
	order := make([]int, len(theta))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return theta[order[a]] < theta[order[b]] })
	var out []ResidualPoint
	for j := range m.Items {
		for g := range groups {
			part := order[g*len(order)/groups : (g+1)*len(order)/groups]
			if p, ok := m.point(r, theta, part, j); ok {
				out = append(out, p)
			}
		}
	}
	return out, nil
}

func (m Model) point(r *psychometrics.Responses, theta []float64, part []int, j int) (ResidualPoint, bool) {
	var n, ability, observed, expected, variance float64
	var p []float64
	for _, i := range part {
		x := r.Row(i)[j]
		if x < 0 {
			continue
		}
		w := r.Weight(i)
		p = m.Items[j].P(theta[i], p)
		mean, v, _ := central(p)
		n += w
		ability += w * theta[i]
		observed += w * float64(x)
		expected += w * mean
		variance += w * v
	}
	if n == 0 {
		return ResidualPoint{}, false
	}
	return ResidualPoint{r.Items[j], stat.Of(ability / n), n, stat.Of(observed / n), stat.Of(expected / n), stat.Ratio(observed-expected, math.Sqrt(variance))}, true
}
