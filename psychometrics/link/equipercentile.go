package link

import (
	"errors"
	"fmt"
	"math"
)

// Table is an equating: Y[i] is the score on the scale of form Y that is as
// good as Lowest+i on form X. SE is the standard error of Y, where it was asked
// for; a score that nobody can have has none (0 with Y at an end of the scale).
type Table struct {
	Lowest int
	Y, SE  []float64
}

// Mean moves the scores of X so that the means agree (Kolen & Brennan 2004,
// eq. 2.4), for random groups.
func Mean(x, y Distribution) (Table, error) {
	if err := both(x, y); err != nil {
		return Table{}, err
	}
	return straight(x, 1, y.Moments().Mean-x.Moments().Mean), nil
}

// Linear makes means and standard deviations agree (Kolen & Brennan 2004,
// eq. 2.10), for random groups. A form on which everybody has the same score
// is refused.
func Linear(x, y Distribution) (Table, error) {
	if err := both(x, y); err != nil {
		return Table{}, err
	}
	mx, my := x.Moments(), y.Moments()
	if mx.SD == 0 || my.SD == 0 {
		return Table{}, errors.New("linear equating: everybody has the same score on one of the forms; use mean equating")
	}
	slope := my.SD / mx.SD
	return straight(x, slope, my.Mean-slope*mx.Mean), nil
}

func straight(x Distribution, slope, intercept float64) Table {
	t := Table{Lowest: x.Lowest, Y: make([]float64, len(x.Counts))}
	for i := range t.Y {
		t.Y[i] = slope*float64(x.Lowest+i) + intercept
	}
	return t
}

func both(x, y Distribution) error {
	if err := x.Check(); err != nil {
		return fmt.Errorf("form X: %w", err)
	}
	if err := y.Check(); err != nil {
		return fmt.Errorf("form Y: %w", err)
	}
	return nil
}

// Equipercentile gives each score of X the score of Y with the same percentile
// rank, for random groups (Kolen & Brennan 2004, ch. 2). Scores are uniform
// within ±½; ranks of 0 and 1 go to the ends of Y's scale. SE is by the delta
// method: for raw frequencies it is Lord's (1982, Applied Psychological
// Measurement 6, 7) formula; for smoothed ones (Smooth) pass their fits to
// SmoothedEquipercentile.
func Equipercentile(x, y Distribution) (Table, error) {
	if err := both(x, y); err != nil {
		return Table{}, err
	}
	px, py := x.proportions(), y.proportions()
	return equipercentile(x.Lowest, y.Lowest, px, py, multinomial(px, x.N()), multinomial(py, y.N())), nil
}

// SmoothedEquipercentile is Equipercentile of two smoothed distributions, with
// the standard errors that the smoothing leaves (von Davier, Holland & Thayer
// 2004, eq. 5.1).
func SmoothedEquipercentile(x, y Smoothed) Table {
	return equipercentile(x.Fit.Lowest, y.Fit.Lowest, x.Fit.proportions(), y.Fit.proportions(), x.factor, y.factor)
}

func equipercentile(lx, ly int, px, py []float64, vx, vy quadratic) Table {
	t := Table{Lowest: lx, Y: make([]float64, len(px)), SE: make([]float64, len(px))}
	for i := range px {
		q := rank(px, lx, float64(lx+i))
		t.Y[i] = quantile(py, ly, q)
		jx, jy := gradient(px, py, i, q, t.Y[i]-float64(ly))
		if jx != nil {
			t.SE[i] = math.Sqrt(max(0, vx(jx)+vy(jy)))
		}
	}
	return t
}

// gradient is how e_Y(x) moves with the proportions of X and of Y; nil at the
// ends of the scale, where it does not move.
func gradient(px, py []float64, i int, q, y float64) (jx, jy []float64) {
	if q <= rankTie || q >= 1-rankTie {
		return nil, nil
	}
	cell := max(0, min(len(py)-1, int(math.Floor(y+0.5))))
	if py[cell] <= 0 {
		return nil, nil
	}
	part := y - float64(cell) + 0.5 // how much of the cell lies below
	jx, jy = make([]float64, len(px)), make([]float64, len(py))
	for k := range i {
		jx[k] = 1 / py[cell]
	}
	jx[i] = 0.5 / py[cell]
	for k := range cell {
		jy[k] = -1 / py[cell]
	}
	jy[cell] = -part / py[cell]
	return jx, jy
}

// quadratic is v ↦ vᵀΣv for the covariance Σ of a vector of proportions.
type quadratic func(v []float64) float64

// multinomial is the covariance (diag(p) − ppᵀ)/n of observed proportions.
func multinomial(p []float64, n float64) quadratic {
	return func(v []float64) float64 {
		var mean, square float64
		for i, x := range v {
			mean += p[i] * x
			square += p[i] * x * x
		}
		return (square - mean*mean) / n
	}
}
