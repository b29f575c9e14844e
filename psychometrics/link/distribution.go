package link

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
)

// Distribution is how often each integer score came out: Counts[i] persons had
// Lowest+i. Counts may be weighted or smoothed, so they are not integers; none
// is negative, and their sum is the sample size.
type Distribution struct {
	Lowest int
	Counts []float64
}

// Tally counts integer scores from lowest to highest. A score outside is an
// error that names it.
func Tally(scores []int, lowest, highest int) (Distribution, error) {
	if highest <= lowest {
		return Distribution{}, fmt.Errorf("scores from %d to %d: a scale needs at least two points", lowest, highest)
	}
	d := Distribution{Lowest: lowest, Counts: make([]float64, highest-lowest+1)}
	for i, s := range scores {
		if s < lowest || s > highest {
			return Distribution{}, fmt.Errorf("score %d of person %d lies outside %d..%d", s, i+1, lowest, highest)
		}
		d.Counts[s-lowest]++
	}
	return d, nil
}

// Check says what is wrong with a distribution: too few score points, a count
// that is negative or not finite, or nobody in it.
func (d Distribution) Check() error {
	if len(d.Counts) < 2 {
		return errors.New("a distribution needs at least two score points")
	}
	for i, c := range d.Counts {
		if c < 0 || math.IsNaN(c) || math.IsInf(c, 0) {
			return fmt.Errorf("the count at score %d is %v: counts are finite and not negative", d.Lowest+i, c)
		}
	}
	if d.N() <= 0 {
		return errors.New("the distribution is empty: no person has a score")
	}
	return nil
}

// N is the sample size.
func (d Distribution) N() float64 { return floats.Sum(d.Counts) }

// Highest is the largest possible score.
func (d Distribution) Highest() int { return d.Lowest + len(d.Counts) - 1 }

// proportions is the counts as proportions.
func (d Distribution) proportions() []float64 { return scaled(d.Counts) }

// Moments are the mean, the standard deviation (divisor N−1 with counts of
// persons), skewness and kurtosis (not in excess) of the scores. A constant
// score has SD 0 and skewness and kurtosis 0.
type Moments struct {
	Mean, SD, Skewness, Kurtosis float64
}

// Moments describes the distribution. Check must have passed.
func (d Distribution) Moments() Moments {
	n := d.N()
	var mean, m2, m3, m4 float64
	for i, c := range d.Counts {
		mean += c * float64(d.Lowest+i)
	}
	mean /= n
	for i, c := range d.Counts {
		e := float64(d.Lowest+i) - mean
		m2 += c * e * e
		m3 += c * e * e * e
		m4 += c * e * e * e * e
	}
	m := Moments{Mean: mean}
	if n > 1 {
		m.SD = math.Sqrt(m2 / (n - 1))
	}
	if m.SD > 0 {
		m.Skewness = m3 / (n * math.Pow(m2/n, 1.5))
		m.Kurtosis = m4 * n / (m2 * m2)
	}
	return m
}

// rank is the percentile rank of a score x, which need not be an integer, as a
// proportion: half of those at the score count as below it (Kolen & Brennan
// 2004, eq. 2.14).
func rank(p []float64, lowest int, x float64) float64 {
	cell := int(math.Floor(x + 0.5 - float64(lowest)))
	switch {
	case cell < 0:
		return 0
	case cell >= len(p):
		return 1
	}
	return min(1, floats.Sum(p[:cell])+(x-float64(lowest+cell)+0.5)*p[cell])
}

// rankTie is how near two cumulative proportions count as equal.
const rankTie = 1e-12

// quantile is the score with percentile rank q, the mean of the smallest and
// the largest where the scores in between have no frequency (Kolen & Brennan
// 2004, eqs. 2.18, 2.19). A rank of 0 is the lower end of the scale, 1 the
// upper.
func quantile(p []float64, lowest int, q float64) float64 {
	if q <= rankTie {
		return float64(lowest) - 0.5
	}
	if q >= 1-rankTie {
		return float64(lowest+len(p)) - 0.5
	}
	g := floats.CumSum(make([]float64, len(p)), p) // the proportion at or below each score
	up := 0                                        // the first cell that rises above q
	for up < len(g)-1 && g[up] <= q+rankTie {
		up++
	}
	low := up // the first cell that reaches q
	for low > 0 && g[low-1] >= q-rankTie {
		low--
	}
	return (inside(p, g, lowest, up, q) + inside(p, g, lowest, low, q)) / 2
}

// inside is the place of rank q in one cell, which is uniform.
func inside(p, g []float64, lowest, cell int, q float64) float64 {
	if p[cell] <= 0 {
		return float64(lowest + cell)
	}
	part := (q - (g[cell] - p[cell])) / p[cell]
	return float64(lowest+cell) - 0.5 + max(0, min(1, part))
}
