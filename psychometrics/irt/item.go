package irt

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Item is one item with its parameters. Make one by Dichotomous, Ordered or
// NominalItem, by reading a file, or by calibrating; the zero value is no item.
type Item struct {
	Name  string
	Model Model
	A     float64   // slope; 1 for rasch and pcm, 0 for nominal
	B     []float64 // difficulty (one, or K−1 thresholds); nil for nominal
	C, U  float64   // lower and upper asymptote, 0 and 1 unless 3pl or 4pl
	AK    []float64 // nominal: slopes of the K categories, summing to zero
	CK    []float64 // nominal: intercepts of the K categories, summing to zero
	// SE are the standard errors, in the order of Values; NaN where a parameter
	// was not estimated. Nil: not known.
	SE []float64

	work []float64 // the working parameters, made from the above
}

// Dichotomous returns an item of scores 0 and 1; c and u are those of 3pl and 4pl
// and must be 0 and 1 where the model has none.
func Dichotomous(name string, m Model, a, b, c, u float64) (Item, error) {
	it := Item{Name: name, Model: m, A: a, B: []float64{b}, C: c, U: u}
	return it, it.complete()
}

// Ordered returns an item of grm, pcm or gpcm with the thresholds b.
func Ordered(name string, m Model, a float64, b []float64) (Item, error) {
	it := Item{Name: name, Model: m, A: a, B: slices.Clone(b), U: 1}
	return it, it.complete()
}

// NominalItem returns an item of Bock's model. Slopes and intercepts are
// centred, which changes no probability.
func NominalItem(name string, slopes, intercepts []float64) (Item, error) {
	it := Item{Name: name, Model: Nominal, AK: centred(slopes), CK: centred(intercepts), U: 1}
	return it, it.complete()
}

func centred(x []float64) []float64 {
	mean := 0.0
	for _, v := range x {
		mean += v / float64(len(x))
	}
	y := slices.Clone(x)
	for i := range y {
		y[i] -= mean
	}
	return y
}

// complete checks the parameters and makes the working ones.
func (it *Item) complete() error {
	if err := it.check(); err != nil {
		return fmt.Errorf("item %s: %w", it.Name, err)
	}
	it.work = it.working()
	return nil
}

func (it *Item) check() error {
	for _, v := range it.Values() {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return errors.New("a parameter is not a finite number")
		}
	}
	switch {
	case it.Model == Nominal:
		if len(it.AK) < 2 || len(it.AK) != len(it.CK) {
			return fmt.Errorf("%d slopes and %d intercepts: want as many of both, at least 2", len(it.AK), len(it.CK))
		}
	case it.Model.FixedSlope() && it.A != 1:
		return fmt.Errorf("slope %g, the model %s has 1", it.A, it.Model)
	case it.Model.Dichotomous() && len(it.B) != 1, len(it.B) == 0:
		return fmt.Errorf("%d difficulties", len(it.B))
	case it.A == 0:
		return errors.New("slope 0: the item says nothing, and its difficulty means nothing")
	case it.Model.Dichotomous():
		if !(it.C >= 0 && it.C < it.U && it.U <= 1) {
			return fmt.Errorf("asymptotes c = %g, u = %g: want 0 ≤ c < u ≤ 1", it.C, it.U)
		}
		if it.Model != FourPL && it.U != 1 || (it.Model == Rasch || it.Model == TwoPL) && it.C != 0 {
			return fmt.Errorf("the model %s has no such asymptotes: c = %g, u = %g", it.Model, it.C, it.U)
		}
	case it.Model == GRM:
		for k := 1; k < len(it.B); k++ {
			if !(it.A*(it.B[k]-it.B[k-1]) > 0) {
				return fmt.Errorf("thresholds %v of a graded item do not rise", it.B)
			}
		}
	case !slices.Contains(Models(), it.Model):
		return fmt.Errorf("no model %q", it.Model)
	}
	return nil
}

// Categories is K, the number of scores 0 … K−1.
func (it *Item) Categories() int {
	if it.Model == Nominal {
		return len(it.AK)
	}
	return len(it.B) + 1
}

// Names are the names of the parameters in the order of Values: a,b,c,u; or
// a,b1,b2…; or a1…,c1… for nominal.
func (it *Item) Names() []string { return it.Model.names(it.Categories()) }

// Values are the parameters in the order of Names.
func (it *Item) Values() []float64 {
	switch {
	case it.Model == Nominal:
		return append(slices.Clone(it.AK), it.CK...)
	case it.Model.Dichotomous() && len(it.B) == 1:
		return []float64{it.A, it.B[0], it.C, it.U}
	}
	return append([]float64{it.A}, it.B...)
}

// Free are the places in Values of the parameters that a calibration estimates;
// of a nominal item those beyond its first category, as all sum to zero.
func (it *Item) Free() []int {
	k := it.Categories()
	free := indices(it.Model.free(k))
	for i := range free {
		if it.Model == Nominal { // the working parameters leave the first category out
			free[i] += 1 + i/(k-1)
		}
	}
	return free
}

// With is the item with another value of the k-th of its Values, without
// standard errors.
func (it Item) With(k int, value float64) (Item, error) {
	v := it.Values()
	v[k] = value
	it.setValues(v)
	it.SE = nil
	return it, it.complete()
}

// P writes the probabilities of the scores 0 … K−1 at θ into p, which is made
// longer if needed, and returns it.
func (it *Item) P(theta float64, p []float64) []float64 {
	p = sized(p, it.Categories())
	it.Model.probabilities(it.work, theta, p)
	return p
}

// Expected is the expected score at θ, in points.
func (it *Item) Expected(theta float64) float64 {
	e := 0.0
	for k, p := range it.P(theta, nil) {
		e += float64(k) * p
	}
	return e
}

// Slopes writes ∂log P(k)/∂θ and ∂²log P(k)/∂θ² for the scores 0 … K−1 at θ
// into d1 and d2, and returns both with the probabilities.
func (it *Item) Slopes(theta float64, p, d1, d2 []float64) (prob, first, second []float64) {
	k := it.Categories()
	p, d1, d2 = sized(p, k), sized(d1, k), sized(d2, k)
	it.Model.slopes(it.work, theta, p, d1, d2)
	return p, d1, d2
}

// Information is the Fisher information about θ in one answer:
// Σ P(k)·(∂log P(k)/∂θ)².
func (it *Item) Information(theta float64) float64 {
	p, d, _ := it.Slopes(theta, nil, nil, nil)
	sum := 0.0
	for k := range p {
		sum += p[k] * d[k] * d[k]
	}
	return sum
}

// Rescale returns the same item on the scale θ* = slope·θ + intercept, with its
// standard errors; slope must be positive.
func (it Item) Rescale(slope, intercept float64) (Item, error) {
	if !(slope > 0) || math.IsInf(slope, 0) || math.IsNaN(intercept) || math.IsInf(intercept, 0) {
		return Item{}, fmt.Errorf("rescale by θ* = %g·θ + %g: want a positive slope", slope, intercept)
	}
	if it.Model.FixedSlope() && slope != 1 {
		return Item{}, fmt.Errorf("item %s: a scale with another unit has no %s items: %g", it.Name, it.Model, slope)
	}
	out := it
	out.B, out.AK, out.CK, out.SE = slices.Clone(it.B), slices.Clone(it.AK), slices.Clone(it.CK), slices.Clone(it.SE)
	out.A /= slope
	for k := range out.B {
		out.B[k] = slope*it.B[k] + intercept
	}
	for k := range out.AK {
		out.AK[k] /= slope
		out.CK[k] -= it.AK[k] / slope * intercept
	}
	for i, name := range it.Names() {
		switch {
		case out.SE == nil:
		case name[0] == 'a':
			out.SE[i] /= slope
		case name[0] == 'b':
			out.SE[i] *= slope
		case it.Model == Nominal && intercept != 0:
			out.SE[i] = math.NaN() // needs the covariance with the slope
		}
	}
	return out, out.complete()
}

func sized(x []float64, n int) []float64 {
	if cap(x) < n {
		return make([]float64, n)
	}
	return x[:n]
}
