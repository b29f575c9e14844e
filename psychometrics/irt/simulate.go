package irt

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"

	"khaothi/psychometrics"
)

func chiSquareTail(x float64, df int) float64 {
	return distuv.ChiSquared{K: float64(df)}.Survival(x)
}

// Draw is the score that a number u from 0 to 1 falls on, by the probabilities p
// of the scores.
func Draw(p []float64, u float64) int {
	k := 0
	for ; k < len(p)-1 && u >= p[k]; k++ {
		u -= p[k]
	}
	return k
}

// Simulate draws the answers of n persons with normal abilities, and returns
// them with the abilities. A cell is not presented with probability missing. The
// same seed gives the same answers.
func Simulate(items []Item, n int, mean, variance, missing float64, seed uint64) (*psychometrics.Responses, []float64) {
	names := make([]string, len(items))
	for j := range items {
		names[j] = items[j].Name
	}
	rng := rand.New(rand.NewPCG(seed, 0x6b68616f746869)) //nolint:gosec // G404: a simulation, which must repeat
	r, theta := psychometrics.New(names, n), make([]float64, n)
	var p []float64
	for i := range n {
		theta[i] = mean + math.Sqrt(variance)*rng.NormFloat64()
		row := r.Row(i)
		for j := range items {
			if missing > 0 && rng.Float64() < missing {
				continue
			}
			p = items[j].P(theta[i], p)
			row[j] = int8(Draw(p, rng.Float64())) //nolint:gosec // G115: at most 127 categories
		}
	}
	return r, theta
}
