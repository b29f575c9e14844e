package link

import (
	"context"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"khaothi/psychometrics/irt"
)

// ScoreErrors are the standard errors that the calibrations' errors give equated
// scores, by the delta method (Lord 1982; Ogasawara 2001, J. Educ. Behav. Stat. 26, for
// true scores; 2003, Psychometrika 68, for observed ones). equate makes the scores from
// the items of both forms, each on the scale of its own calibration: it links them
// too where they are to be linked, so that the errors of the link are in. covX and
// covY are the covariances of the parameters in the order of irt.Item.Names, zero
// where not estimated; the two calibrations are of different persons. The derivatives
// are central differences.
func ScoreErrors(ctx context.Context, x, y []irt.Item, covX, covY mat.Symmetric, equate func(x, y []irt.Item) ([]float64, error)) ([]float64, error) {
	at, err := equate(x, y)
	if err != nil {
		return nil, err
	}
	variance := make([]float64, len(at))
	for _, side := range []struct {
		items []irt.Item
		cov   mat.Symmetric
		put   func(items []irt.Item) ([]float64, error)
	}{
		{x, covX, func(items []irt.Item) ([]float64, error) { return equate(items, y) }},
		{y, covY, func(items []irt.Item) ([]float64, error) { return equate(x, items) }},
	} {
		slopes, err := scoreSlopes(ctx, side.items, side.cov, len(at), side.put)
		if err != nil {
			return nil, err
		}
		for s := range variance {
			variance[s] += mat.Inner(slopes.RowView(s), side.cov, slopes.RowView(s))
		}
	}
	for s, v := range variance {
		variance[s] = math.Sqrt(max(0, v))
	}
	return variance, nil
}

// scoreSlopes are the derivatives of the scores, a row each, by every parameter.
func scoreSlopes(ctx context.Context, items []irt.Item, cov mat.Symmetric, scores int, put func([]irt.Item) ([]float64, error)) (*mat.Dense, error) {
	size := 0
	for j := range items {
		size += len(items[j].Values())
	}
	if cov == nil || cov.SymmetricDim() != size {
		return nil, fmt.Errorf("the covariance matrix must have %d rows, one a parameter of the %d items", size, len(items))
	}
	out := mat.NewDense(scores, size, nil)
	moved := append([]irt.Item(nil), items...)
	place := 0
	for j := range items {
		for k, v := range items[j].Values() {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
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
				for s := range scores {
					out.Set(s, place, (ends[0][s]-ends[1][s])/(2*h))
				}
			}
			place++
		}
	}
	return out, nil
}
