package link

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"khaothi/psychometrics/irt"
)

// delta is the standard errors of n numbers that of makes from the items of two
// calibrations of different persons, by the delta method: covX and covY are the
// covariances of the parameters in the order of irt.Item.Names, zero where not
// estimated. The derivatives are central differences.
func delta(x, y []irt.Item, covX, covY mat.Symmetric, n int, of func(x, y []irt.Item) ([]float64, error)) ([]float64, error) {
	se := make([]float64, n)
	for _, side := range []struct {
		items []irt.Item
		cov   mat.Symmetric
		put   func(items []irt.Item) ([]float64, error)
	}{
		{x, covX, func(items []irt.Item) ([]float64, error) { return of(items, y) }},
		{y, covY, func(items []irt.Item) ([]float64, error) { return of(x, items) }},
	} {
		slopes, err := derivatives(side.items, side.cov, n, side.put)
		if err != nil {
			return nil, err
		}
		for s := range se {
			se[s] += mat.Inner(slopes.RowView(s), side.cov, slopes.RowView(s))
		}
	}
	for s, variance := range se {
		se[s] = math.Sqrt(max(0, variance))
	}
	return se, nil
}

// derivatives of n numbers, a row each, by every parameter of items.
func derivatives(items []irt.Item, cov mat.Symmetric, n int, put func([]irt.Item) ([]float64, error)) (*mat.Dense, error) {
	size := 0
	for j := range items {
		size += len(items[j].Values())
	}
	if cov == nil || cov.SymmetricDim() != size {
		return nil, fmt.Errorf("the covariance matrix must have %d rows, one a parameter of the %d items", size, len(items))
	}
	out := mat.NewDense(n, size, nil)
	moved := append([]irt.Item(nil), items...)
	place := 0
	for j := range items {
		for k, v := range items[j].Values() {
			if cov.At(place, place) > 0 {
				h := 1e-5 * math.Max(1, math.Abs(v))
				var ends [2][]float64
				for e, sign := range []float64{1, -1} {
					var err error
					if moved[j], err = items[j].With(k, v+sign*h); err != nil {
						return nil, err
					}
					if ends[e], err = put(moved); err != nil {
						return nil, err
					}
				}
				moved[j] = items[j]
				for s := range n {
					out.Set(s, place, (ends[0][s]-ends[1][s])/(2*h))
				}
			}
			place++
		}
	}
	return out, nil
}
