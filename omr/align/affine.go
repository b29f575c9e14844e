package align

import "math"

// homography maps millimetres to pixels: (ax+by+c, dx+ey+f) / (gx+hy+1).
type homography [8]float64

func (h homography) apply(x, y float64) (float64, float64) {
	w := h[6]*x + h[7]*y + 1
	return (h[0]*x + h[1]*y + h[2]) / w, (h[3]*x + h[4]*y + h[5]) / w
}

// scale is how many pixels a millimetre has at a place, along x and along y.
func (h homography) scale(x, y float64) (float64, float64) {
	x0, y0 := h.apply(x, y)
	x1, y1 := h.apply(x+1, y)
	x2, y2 := h.apply(x, y+1)
	return math.Hypot(x1-x0, y1-y0), math.Hypot(x2-x0, y2-y0)
}

// inverse is the place that an affine map takes to a pixel; of a projective one
// it is near enough to tell inside from outside.
func (h homography) inverse(px, py float64) (float64, float64) {
	det := h[0]*h[4] - h[1]*h[3]
	dx, dy := px-h[2], py-h[5]
	return (h[4]*dx - h[1]*dy) / det, (h[0]*dy - h[3]*dx) / det
}

// pair is a place of the layout and where it is on the page.
type pair struct {
	x, y, px, py float64
	weight       float64
	corner       int
}

// fitAffine is the affine map with the least squares of errors.
func fitAffine(pairs []pair) (homography, bool) {
	var m [3][3]float64
	var u, v [3]float64
	for _, p := range pairs {
		row := [3]float64{p.x, p.y, 1}
		for i := range 3 {
			for j := range 3 {
				m[i][j] += p.weight * row[i] * row[j]
			}
			u[i] += p.weight * row[i] * p.px
			v[i] += p.weight * row[i] * p.py
		}
	}
	a := [][]float64{
		{m[0][0], m[0][1], m[0][2], u[0], v[0]},
		{m[1][0], m[1][1], m[1][2], u[1], v[1]},
		{m[2][0], m[2][1], m[2][2], u[2], v[2]},
	}
	if !solve(a) {
		return homography{}, false
	}
	return homography{a[0][3], a[1][3], a[2][3], a[0][4], a[1][4], a[2][4]}, true
}

// fitHomography is the projective map with the least squares of algebraic
// errors; it needs four pairs, no three in a line.
func fitHomography(pairs []pair) (homography, bool) {
	a := make([][]float64, 8)
	for i := range a {
		a[i] = make([]float64, 9)
	}
	add := func(row [8]float64, rhs, weight float64) {
		for i := range 8 {
			for j := range 8 {
				a[i][j] += weight * row[i] * row[j]
			}
			a[i][8] += weight * row[i] * rhs
		}
	}
	for _, p := range pairs {
		add([8]float64{p.x, p.y, 1, 0, 0, 0, -p.x * p.px, -p.y * p.px}, p.px, p.weight)
		add([8]float64{0, 0, 0, p.x, p.y, 1, -p.x * p.py, -p.y * p.py}, p.py, p.weight)
	}
	if !solve(a) {
		return homography{}, false
	}
	var h homography
	for i := range h {
		h[i] = a[i][8]
	}
	return h, true
}

// solve brings the left square of a to the identity by Gauss-Jordan
// elimination with the largest pivot; what is right of it are the solutions.
func solve(a [][]float64) bool {
	n := len(a)
	for c := range n {
		best := c
		for r := c + 1; r < n; r++ {
			if math.Abs(a[r][c]) > math.Abs(a[best][c]) {
				best = r
			}
		}
		a[c], a[best] = a[best], a[c]
		if math.Abs(a[c][c]) < 1e-9 {
			return false
		}
		for j := len(a[c]) - 1; j >= c; j-- {
			a[c][j] /= a[c][c]
		}
		for r := range n {
			if r == c || a[r][c] == 0 {
				continue
			}
			for j, f := len(a[r])-1, a[r][c]; j >= c; j-- {
				a[r][j] -= f * a[c][j]
			}
		}
	}
	return true
}
