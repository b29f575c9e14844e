package fit

import (
	"context"
	"math"

	"khaothi/psychometrics"
	"khaothi/psychometrics/stat"
)

// Person is how well the answers of one person fit the model.
type Person struct {
	ID string `json:"id"`
	MeanSquares
	Zh     stat.Value `json:"zh"`      // Drasgow, Levine & Williams (1985); below −2: unlikely answers
	LzStar stat.Value `json:"lz_star"` // Snijders (2001), Sinharay (2016) at the MAP: Zh that knows θ was estimated
}

// Persons is the fit of every person. theta are the abilities for the mean
// squares and Zh; l_z* uses the MAP that it finds from there. A person without a
// score has no numbers.
func (m Model) Persons(ctx context.Context, r *psychometrics.Responses, theta []float64) ([]Person, error) {
	if err := m.checkTheta(r, theta); err != nil {
		return nil, err
	}
	out := make([]Person, len(theta))
	if err := persons(ctx, len(theta), func(i int) {
		out[i] = m.person(r.Row(i), theta[i])
		out[i].ID = r.ID(i)
	}); err != nil {
		return nil, err
	}
	return out, nil
}

func (m Model) person(row []int8, theta float64) Person {
	var s squares
	var p []float64
	var l, mean, variance float64
	for j, x := range row {
		if x < 0 {
			continue
		}
		p = m.Items[j].P(theta, p)
		e, v, c := central(p)
		s.add(1, float64(x)-e, v, c)
		lx, ml, vl := logMoments(p, int(x))
		l, mean, variance = l+lx, mean+ml, variance+vl
	}
	return Person{MeanSquares: s.result(), Zh: stat.Ratio(l-mean, math.Sqrt(variance)), LzStar: m.lzStar(row, theta)}
}

// logMoments is log P of the answer, and the mean and variance of log P.
func logMoments(p []float64, x int) (l, mean, variance float64) {
	at := func(k int) float64 { return math.Log(math.Max(p[k], 1e-300)) }
	for k, q := range p {
		mean += q * at(k)
	}
	for k, q := range p {
		variance += q * (at(k) - mean) * (at(k) - mean)
	}
	return at(x), mean, variance
}

// lzStar corrects the log-likelihood for the estimation of θ: its part along the
// score function, c, is taken out (Snijders 2001, eqs. 9–13; for any model,
// Sinharay 2016, Psychometrika 81). At the MAP the score functions sum to
// (θ − mean)/variance.
func (m Model) lzStar(row []int8, start float64) stat.Value {
	theta, ok := m.mapEstimate(row, start)
	if !ok {
		return stat.None()
	}
	var p, d1, d2 []float64
	var total, cross, information float64
	var own float64
	for j, x := range row {
		if x < 0 {
			continue
		}
		p, d1, d2 = m.Items[j].Slopes(theta, p, d1, d2)
		lx, mean, variance := logMoments(p, int(x))
		total += lx - mean
		own += variance
		for k, q := range p {
			cross += q * (math.Log(math.Max(q, 1e-300)) - mean) * d1[k]
			information += q * d1[k] * d1[k]
		}
	}
	c := cross / information
	variance := own - c*cross // Var(l − c·s) summed over items
	if !(information > 0 && variance > 1e-12) {
		return stat.None()
	}
	scores := (theta - m.Mean) / m.Variance // Σ of the score functions at the MAP
	return stat.Of((total - c*scores) / math.Sqrt(variance))
}

// mapEstimate is the mode of the posterior next to start, by Fisher scoring.
func (m Model) mapEstimate(row []int8, start float64) (float64, bool) {
	theta := start
	var p, d1, d2 []float64
	for range 200 {
		gradient, information := (m.Mean-theta)/m.Variance, 1/m.Variance
		answered := false
		for j, x := range row {
			if x < 0 {
				continue
			}
			answered = true
			p, d1, d2 = m.Items[j].Slopes(theta, p, d1, d2)
			gradient += d1[x]
			for k, q := range p {
				information += q * d1[k] * d1[k]
			}
		}
		if !answered {
			return 0, false
		}
		step := max(-1, min(1, gradient/information))
		theta += step
		if math.Abs(step) < 1e-10 {
			return theta, true
		}
	}
	return 0, false
}
