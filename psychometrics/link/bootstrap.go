package link

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"sort"

	"gonum.org/v1/gonum/floats"
)

// Bootstrap is the standard error of an equating table, score by score, from
// resampling the persons of both samples (Efron & Tibshirani 1993, ch. 6; Kolen
// & Brennan 2004, sec. 7.2). The same seed gives the same numbers.
//
// x and y are the cell counts of the two samples in any order of cells, whole
// numbers; equate makes the table from resampled counts. Resamples on which
// equate fails are drawn again; if more than a tenth fail, Bootstrap says so.
func Bootstrap(ctx context.Context, x, y []float64, times int, seed uint64, equate func(x, y []float64) (Table, error)) ([]float64, error) {
	if times < 2 {
		return nil, fmt.Errorf("%d bootstrap samples: give at least 2, 500 or more for a report", times)
	}
	drawX, err := newResampler(x)
	if err != nil {
		return nil, fmt.Errorf("form X: %w", err)
	}
	drawY, err := newResampler(y)
	if err != nil {
		return nil, fmt.Errorf("form Y: %w", err)
	}
	rng := rand.New(rand.NewPCG(seed, 0x6c696e6b)) //nolint:gosec // a bootstrap is to be repeated, not guarded
	var mean, square []float64
	for done, failed := 0, 0; done < times; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		t, err := equate(drawX.draw(rng), drawY.draw(rng))
		if err != nil {
			if failed++; failed > times/10 {
				return nil, fmt.Errorf("%d of %d resamples cannot be equated: %w", failed, done+failed, err)
			}
			continue
		}
		if mean == nil {
			mean, square = make([]float64, len(t.Y)), make([]float64, len(t.Y))
		}
		done++
		for i, v := range t.Y { // Welford
			d := v - mean[i]
			mean[i] += d / float64(done)
			square[i] += d * (v - mean[i])
		}
	}
	for i := range square {
		square[i] = math.Sqrt(square[i] / float64(times-1))
	}
	return square, nil
}

// mostDrawn bounds the persons of a sample that is drawn again.
const mostDrawn = 1e7

// resampler draws samples of n persons from cells.
type resampler struct {
	n          int
	cumulative []float64
}

func newResampler(counts []float64) (resampler, error) {
	r := resampler{cumulative: floats.CumSum(make([]float64, len(counts)), counts)}
	for _, c := range counts {
		if c < 0 || c != math.Trunc(c) || math.IsInf(c, 0) {
			return r, fmt.Errorf("%v persons in a cell: the bootstrap needs whole counts; smooth inside it", c)
		}
	}
	if len(counts) == 0 || r.cumulative[len(counts)-1] < 2 {
		return r, errors.New("the bootstrap needs at least two persons")
	}
	if all := r.cumulative[len(counts)-1]; all > mostDrawn {
		return r, fmt.Errorf("%g persons: the bootstrap draws them one by one, at most %g: give the counts of a sample of them", all, mostDrawn)
	}
	r.n = int(r.cumulative[len(counts)-1])
	return r, nil
}

func (r resampler) draw(rng *rand.Rand) []float64 {
	out := make([]float64, len(r.cumulative))
	for range r.n {
		u := rng.Float64() * float64(r.n)
		out[sort.Search(len(out)-1, func(i int) bool { return r.cumulative[i] > u })]++
	}
	return out
}
