package classical

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"khaothi/psychometrics/stat"
)

// lambdas is Guttman's (1945, Psychometrika 10, 255–282) six lower bounds of
// reliability of the sum of the variables with covariance c, n ≥ 2, no variance
// 0. λ4 is that of the best halves that swaps of one item find from the odd and
// even items; λ6 is None where c is singular.
func lambdas(c *mat.SymDense) [6]stat.Value {
	n := c.SymmetricDim()
	k := float64(n)
	var all, diagonal, squares, largest float64
	for i := range n {
		own := 0.0
		for j := range n {
			all += c.At(i, j)
			if i != j {
				own += c.At(i, j) * c.At(i, j)
			}
		}
		diagonal += c.At(i, i)
		squares += own
		largest = max(largest, own)
	}
	var l [6]stat.Value
	first := 1 - float64(stat.Ratio(diagonal, all))
	l[0] = stat.Of(first)
	l[1] = stat.Of(first + float64(stat.Ratio(math.Sqrt(k/(k-1)*squares), all)))
	l[2] = stat.Of(k / (k - 1) * first)
	l[3] = stat.Of(4 * float64(stat.Ratio(bestHalves(c), all)))
	l[4] = stat.Of(first + float64(stat.Ratio(2*math.Sqrt(largest), all)))
	l[5] = stat.Of(1 - float64(stat.Ratio(uniqueness(c), all)))
	return l
}

// bestHalves is the largest covariance of two halves found by moving one item at
// a time.
func bestHalves(c *mat.SymDense) float64 {
	n := c.SymmetricDim()
	side := make([]float64, n)
	for i := range side {
		side[i] = float64(1 - 2*(i%2))
	}
	for {
		best, at := 1e-12*c.At(0, 0), -1
		for i := range n {
			gain := 0.0 // of the covariance between halves when i moves over
			for j := range n {
				if j != i {
					gain += side[i] * side[j] * c.At(i, j)
				}
			}
			if gain > best {
				best, at = gain, i
			}
		}
		if at < 0 {
			break
		}
		side[at] = -side[at]
	}
	between := 0.0
	for i := range n {
		for j := range i {
			if side[i] != side[j] {
				between += c.At(i, j)
			}
		}
	}
	return between
}

// uniqueness is Σ of each item's variance that the other items do not predict,
// NaN where c cannot be inverted.
func uniqueness(c *mat.SymDense) float64 {
	var chol mat.Cholesky
	if !chol.Factorize(c) || chol.Cond() > 1e12 {
		return math.NaN()
	}
	var inverse mat.SymDense
	if err := chol.InverseTo(&inverse); err != nil {
		return math.NaN()
	}
	sum := 0.0
	for i := range c.SymmetricDim() {
		sum += 1 / inverse.At(i, i)
	}
	return sum
}

// omega is (Σλ)²/((Σλ)² + Σψ) of one factor fitted by minimum residuals (Harman
// & Jones 1966; McDonald 1999, ch. 6). None below three items, where one factor
// is not determined, and where the loadings do not settle. A uniqueness below 0
// counts as 0.
func omega(c *mat.SymDense) stat.Value {
	n := c.SymmetricDim()
	if n < 3 {
		return stat.None()
	}
	l := make([]float64, n)
	for i := range l {
		l[i] = math.Sqrt(c.At(i, i) / 2)
	}
	square := 0.0
	for i := range l {
		square += l[i] * l[i]
	}
	settled := false
	for round := 0; round < 10000 && !settled; round++ {
		settled = true
		for i := range l {
			product := 0.0
			for j := range l {
				if j != i {
					product += c.At(i, j) * l[j]
				}
			}
			others := square - l[i]*l[i]
			if !(others > 0) {
				return stat.None()
			}
			next := product / others
			// A loading beyond the item's own deviation is a Heywood case.
			next = max(-math.Sqrt(c.At(i, i)), min(math.Sqrt(c.At(i, i)), next))
			settled = settled && math.Abs(next-l[i]) < 1e-10*math.Sqrt(c.At(i, i))
			square += next*next - l[i]*l[i]
			l[i] = next
		}
	}
	if !settled {
		return stat.None()
	}
	sum, unique := 0.0, 0.0
	for i := range l {
		sum += l[i]
		unique += c.At(i, i) - l[i]*l[i]
	}
	return stat.Ratio(sum*sum, sum*sum+unique)
}
