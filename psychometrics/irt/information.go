package irt

import (
	"fmt"
	"math"
)

// TestPoint is what a test does at one ability.
type TestPoint struct {
	Theta       float64
	Information float64 // the sum over the items
	SE          float64 // 1/√information; NaN where there is none
	Expected    float64 // the expected sum of scores, in points
}

// TestCurve is the test information and the test characteristic curve of the
// items at the given abilities.
func TestCurve(items []Item, theta []float64) []TestPoint {
	out := make([]TestPoint, len(theta))
	for i, th := range theta {
		p := TestPoint{Theta: th, SE: math.NaN()}
		for j := range items {
			p.Information += items[j].Information(th)
			p.Expected += items[j].Expected(th)
		}
		if p.Information > 0 {
			p.SE = 1 / math.Sqrt(p.Information)
		}
		out[i] = p
	}
	return out
}

// InformationTable is the information of each item (a row) at each ability (a
// column).
func InformationTable(items []Item, theta []float64) [][]float64 {
	out := make([][]float64, len(items))
	for j := range items {
		for _, th := range theta {
			out[j] = append(out[j], items[j].Information(th))
		}
	}
	return out
}

// LikelihoodRatio compares nested models on the same data (Wilks 1938): twice
// the difference of the log-likelihoods, its degrees of freedom and the
// probability of as much under the smaller one. Fits with priors have no such
// test, and neither have fits that are not converged or on unlike data.
func LikelihoodRatio(small, large *Fit) (chi2 float64, df int, p float64, err error) {
	df = large.Parameters - small.Parameters
	switch {
	case !small.Converged || !large.Converged:
		return 0, 0, 0, fmt.Errorf("likelihood ratio: a model has not converged")
	case small.LogPrior != 0 || large.LogPrior != 0:
		return 0, 0, 0, fmt.Errorf("likelihood ratio: priors are no part of a likelihood: fit without")
	case df <= 0 || small.Persons != large.Persons || len(small.Items) != len(large.Items):
		return 0, 0, 0, fmt.Errorf("likelihood ratio: %d parameters inside %d, %g persons and %g: want nested models of the same data", small.Parameters, large.Parameters, small.Persons, large.Persons)
	}
	chi2 = math.Max(0, 2*(large.LogLik-small.LogLik))
	return chi2, df, chiSquareTail(chi2, df), nil
}
