package irt

import "math"

// farAbility is where the search for a mode ends. A likelihood that still rises
// there has none.
const farAbility = 40.0

// mode finds the highest maximum of the objective, or the root of Warm's
// equation that stands for it.
func (s *Scorer) mode(row []int8, m Method) Score {
	most := 0
	for j := range s.items {
		most = max(most, s.items[j].Categories())
	}
	p, d1, d2 := make([]float64, most), make([]float64, most), make([]float64, most)
	slope := func(th float64) float64 { return s.pull(s.look(row, th, p, d1, d2), th, m) }
	th := highest(s.scan, s.pulls(row, m), slope, m == ML)
	if math.IsInf(th, 0) {
		return Score{th, math.NaN()}
	}
	a := s.look(row, th, p, d1, d2)
	information := -a.curve
	switch m {
	case MAP:
		information += 1 / s.variance
	case WLE:
		const h = 1e-5
		information = (slope(th-h) - slope(th+h)) / (2 * h)
	case Warm:
		information = a.info
	}
	if !(information > 0) {
		return Score{th, math.NaN()}
	}
	return Score{th, 1 / math.Sqrt(information)}
}

// highest integrates the slopes g at the points x of a coarse grid, which gives the objective
// up to a constant for all methods alike, and refines its highest maximum.
// Where ends is set, a rise beyond the grid counts as a maximum at infinity.
func highest(x, g []float64, slope func(float64) float64, ends bool) float64 {
	at, top, height := -1, math.Inf(-1), 0.0 // height: the objective above that of the lowest point
	if ends && g[0] < 0 {
		at, top = 0, 0
	}
	for i := 1; i < len(x); i++ {
		step := x[i] - x[i-1]
		if g[i-1] > 0 && g[i] <= 0 && height+g[i-1]*step/2 > top {
			at, top = i, height+g[i-1]*step/2
		}
		height += (g[i-1] + g[i]) / 2 * step
	}
	last := len(x) - 1
	if ends && g[last] > 0 && height > top {
		return math.Inf(1)
	}
	switch {
	case at > 0:
		return root(slope, x[at-1], x[at], g[at-1], g[at])
	case at < 0 && g[last] > 0:
		return math.Inf(1)
	}
	return math.Inf(-1)
}

// scan are the points of the coarse grid: a quarter apart where abilities are,
// wider outside.
func scan() []float64 {
	var x []float64
	for th := -farAbility; th < -8; th++ {
		x = append(x, th)
	}
	for th := -8.0; th < 8; th += 0.25 {
		x = append(x, th)
	}
	for th := 8.0; th <= farAbility; th++ {
		x = append(x, th)
	}
	return x
}

// root is where f falls through zero between lo (positive) and hi, by the
// Illinois method (Dowell & Jarratt 1971).
func root(f func(float64) float64, lo, hi, fl, fh float64) float64 {
	side := 0
	for range 200 {
		mid := (lo*fh - hi*fl) / (fh - fl)
		if !(mid > lo && mid < hi) {
			mid = (lo + hi) / 2
		}
		v := f(mid)
		switch {
		case v == 0 || hi-lo < 1e-13*math.Max(1, math.Abs(mid)):
			return mid
		case v > 0:
			lo, fl = mid, v
			if side == 1 {
				fh /= 2
			}
			side = 1
		default:
			hi, fh = mid, v
			if side == -1 {
				fl /= 2
			}
			side = -1
		}
		if math.Abs(v) < 1e-14 {
			return mid
		}
	}
	return (lo + hi) / 2
}
