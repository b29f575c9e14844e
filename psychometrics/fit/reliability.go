package fit

import (
	"context"
	"math"

	"khaothi/psychometrics"
	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/stat"
)

// Reliability is how much of the variance of abilities is not error.
type Reliability struct {
	// Marginal is the mean of I(θ)/(I(θ) + 1/σ²) over the latent distribution,
	// I being the information of all items (Green, Bock, Humphreys, Linn & Reckase
	// 1984, with the information of the posterior).
	Marginal stat.Value `json:"marginal"`
	// Empirical is the variance of the EAP over itself plus the mean squared
	// standard error (Bechger, Maris, Verstralen & Béguin 2003).
	Empirical stat.Value `json:"empirical"`
}

// Reliability is that of the items in the latent distribution, and that of the
// EAPs of the persons of r (by weight); Empirical does not exist for one person.
func (m Model) Reliability(ctx context.Context, r *psychometrics.Responses) (Reliability, error) {
	if err := m.check(r); err != nil {
		return Reliability{}, err
	}
	nodes, weight := m.nodes()
	marginal := 0.0
	for q, p := range irt.TestCurve(m.Items, nodes) {
		marginal += weight[q] * p.Information / (p.Information + 1/m.Variance)
	}
	post := m.posterior(r)
	mean, variance := make([]float64, r.N()), make([]float64, r.N())
	if err := persons(ctx, r.N(), func(i int) {
		var square float64
		mean[i], square, _ = post(i, nodes, weight)
		variance[i] = math.Max(0, square-mean[i]*mean[i])
	}); err != nil {
		return Reliability{}, err
	}
	var s stat.Moments
	for i := range mean {
		s.Add(mean[i], variance[i], r.Weight(i))
	}
	between := float64(s.VarX())
	return Reliability{Marginal: stat.Of(marginal), Empirical: stat.Ratio(between, between+float64(s.MeanY()))}, nil
}
