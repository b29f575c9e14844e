package cat

import (
	"math"
	"math/rand/v2"
	"slices"
	"sort"

	"khaothi/psychometrics/irt"
)

// choose is the best of the items left, or one of the best few by lot; n items
// were given.
func (e *Engine) choose(left []int, theta float64, row []int8, n int) int {
	value := make(map[int]float64, len(left))
	index := e.index(theta, row)
	for _, j := range left {
		value[j] = index(j)
	}
	sort.SliceStable(left, func(x, y int) bool { return value[left[x]] > value[left[y]] })
	best := min(e.o.Randomesque, len(left))
	if best == 1 {
		return left[0]
	}
	rng := rand.New(rand.NewPCG(e.o.Seed, uint64(n))) //nolint:gosec // the choice is to be repeated; whoever fears guessing gives a secret seed
	return left[rng.IntN(best)]
}

// index is the value of an item by the rule; the largest is best.
func (e *Engine) index(theta float64, row []int8) func(j int) float64 {
	switch e.o.Rule {
	case BOpt:
		return func(j int) float64 { return -math.Abs(e.bank[j].B[0] - theta) }
	case KLP:
		w := e.scorer.Posterior(row)
		return func(j int) float64 { return e.kullback(j, theta, w) }
	case MEPV:
		return func(j int) float64 { return -e.expectedVariance(j, theta, row) }
	case MFI:
	}
	return func(j int) float64 { return e.bank[j].Information(theta) }
}

// kullback is Σ w(θ)·Σ P(k|θ̂)·log(P(k|θ̂)/P(k|θ)).
func (e *Engine) kullback(j int, theta float64, w []float64) float64 {
	here := e.bank[j].P(theta, nil)
	sum := 0.0
	var p []float64
	for q, t := range e.o.Grid.Points() {
		p = e.bank[j].P(t, p)
		for k, h := range here {
			if h > 0 {
				sum += w[q] * h * math.Log(h/math.Max(p[k], 1e-300))
			}
		}
	}
	return sum
}

// expectedVariance is the mean of the posterior variance after the item, over its
// scores at θ̂.
func (e *Engine) expectedVariance(j int, theta float64, row []int8) float64 {
	sum := 0.0
	after := slices.Clone(row)
	for k, p := range e.bank[j].P(theta, nil) {
		after[j] = int8(k)                         //nolint:gosec // G115: at most 127 categories
		score, _ := e.scorer.Score(after, irt.EAP) // no error: it is a score of the item
		sum += p * score.SE * score.SE
	}
	return sum
}
