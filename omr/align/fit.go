package align

import (
	"math"
	"slices"

	"khaothi/omr/layout"
	"khaothi/omr/pages"
)

// Fit is where a layout lies on a page, and how well that is known.
type Fit struct {
	Turn     int     // quarters clockwise by which the page lies
	Skew     float64 // degrees clockwise beyond that
	DPI      float64 // of the page, measured on the marks
	Marks    int     // marks and bars found
	Targets  int     // marks and bars of the layout
	Residual float64 // root mean square distance of the marks from the map, mm
	Outlines float64 // share of the light bubbles' places whose outline is where it should be
	Grey     *Grey   // the page as it is measured
	Paper    float64 // grey of the paper around the marks
	Ink      float64 // grey of the marks

	h     homography
	bends []bend
	tiles []tile
}

// bend is how far the page lies from the map at a place.
type bend struct{ x, y, dx, dy float64 }

// check refuses a fit that is not good enough to read by.
func (f *Fit) check() error {
	switch {
	case f.DPI < minDPI:
		return &Error{CodeCoarse}
	case f.Marks < minMarks || f.Marks*3 < f.Targets:
		return &Error{CodeNoMarks}
	case f.Residual > maxResidual, f.Residual > flat && float64(f.Marks) < mostMarks*float64(f.Targets):
		return &Error{CodeBent}
	case f.Outlines < minOutlines:
		return &Error{CodeForm}
	}
	return nil
}

// fit completes a guess: bends it by its marks, then by the outlines.
func (a *Aligner) fit(m *matcher, g guess, p *pages.Page, coarse *Grey) *Fit {
	f := &Fit{Turn: g.turn, Marks: len(g.pairs), Targets: len(a.targets), h: g.h}
	scale := m.scaleOf(g.h)
	if scale < m.approx*minZoom*0.9 || len(g.pairs) < 3 {
		return nil
	}
	f.DPI = scale * 25.4
	f.Residual = residual(g.h, g.pairs) / scale
	f.Skew = a.skew(g)
	f.Grey = coarse
	if step := max(int(math.Ceil(f.DPI/230)), 1); step != coarse.Step {
		f.Grey = reduce(p, step)
	}
	f.levels(g.pairs)
	if f.Paper-f.Ink < 40 {
		return nil
	}
	for _, q := range g.pairs {
		px, py := g.h.apply(q.x, q.y)
		f.bends = append(f.bends, bend{q.x, q.y, q.px - px, q.py - py})
	}
	f.follow(a.bubbles)
	return f
}

func (a *Aligner) skew(g guess) float64 {
	x0, y0 := g.h.apply(a.layout.Page.W/2, a.layout.Page.H/2)
	x1, y1 := g.h.apply(a.layout.Page.W/2+50, a.layout.Page.H/2)
	deg := math.Atan2(y1-y0, x1-x0)*180/math.Pi - 90*float64(g.turn)
	return math.Mod(deg+540, 360) - 180
}

// levels measures ink in the middle of the marks and paper around them.
func (f *Fit) levels(pairs []pair) {
	var ink, paper []float64
	sx, sy := f.h.scale(100, 150)
	scale := (sx + sy) / 2
	for _, q := range pairs {
		if v, ok := f.inkAt(q); ok {
			ink = append(ink, v)
		}
		for _, c := range circle {
			if v, ok := f.Grey.At(q.px+c[0]*4*scale, q.py+c[1]*4*scale); ok {
				paper = append(paper, float64(v))
			}
		}
	}
	f.Ink, f.Paper = middle(ink), middle(paper)
}

// inkAt is the grey of a mark: of the border at a corner, which is thin, the
// darkest on the way to its inside.
func (f *Fit) inkAt(q pair) (float64, bool) {
	if q.corner == 0 {
		v, ok := f.Grey.At(q.px, q.py)
		return float64(v), ok
	}
	ax, ay, bx, by := f.Vectors(q.x, q.y)
	in := inwards[q.corner-1]
	darkest, found := 255.0, false
	for d := 0.1; d < 2*layout.CornerLine; d += 0.1 {
		if v, ok := f.Grey.At(q.px+d*(in[0]*ax+in[1]*bx), q.py+d*(in[0]*ay+in[1]*by)); ok {
			darkest, found = min(darkest, float64(v)), true
		}
	}
	return darkest, found
}

// inwards are the directions from the corners of a frame to its inside.
var inwards = [4][2]float64{{1, 1}, {-1, 1}, {-1, -1}, {1, -1}}

func middle(list []float64) float64 {
	if len(list) == 0 {
		return 0
	}
	slices.Sort(list)
	return list[len(list)/2]
}

// follow moves the map to the printed outlines, tile by tile, and counts how
// many of them are there.
func (f *Fit) follow(bubbles []layout.Bubble) {
	o := f.outliner()
	tiles := tilesOf(bubbles)
	for i := range tiles {
		o.find(&tiles[i])
	}
	dropOutliers(tiles)
	f.tiles = tiles
	seen := 0
	for _, t := range tiles {
		if t.seen {
			seen += len(t.members)
		}
	}
	f.Outlines = float64(seen) / float64(max(len(bubbles), 1))
}

func (f *Fit) outliner() *outliner {
	return &outliner{g: f.Grey, place: f.Pixel, contrast: f.Paper - f.Ink, scale: f.Vectors}
}

// holds tells whether a pixel lies on the sheet.
func (f *Fit) holds(px, py float64, page layout.Size) bool {
	x, y := f.h.inverse(px, py)
	return x > 0 && y > 0 && x < page.W && y < page.H
}

// Vectors returns how the pixel moves for one millimetre along x and along y.
func (f *Fit) Vectors(x, y float64) (ax, ay, bx, by float64) {
	x0, y0 := f.h.apply(x, y)
	x1, y1 := f.h.apply(x+1, y)
	x2, y2 := f.h.apply(x, y+1)
	return x1 - x0, y1 - y0, x2 - x0, y2 - y0
}

// dropOutliers takes away moves that no neighbour agrees with: paper does not
// jump.
func dropOutliers(tiles []tile) {
	const far, near = 0.9, 75.0
	var drop []int
	for i, t := range tiles {
		var xs, ys []float64
		for j, u := range tiles {
			if i != j && u.seen && math.Hypot(t.x-u.x, t.y-u.y) < near {
				xs, ys = append(xs, u.dx), append(ys, u.dy)
			}
		}
		if len(xs) >= 2 && math.Hypot(t.dx-middle(xs), t.dy-middle(ys)) > far {
			drop = append(drop, i)
		}
	}
	for _, i := range drop {
		tiles[i].seen = false
	}
}

// Pixel returns the place on the page, in its pixels, of a place of the layout.
func (f *Fit) Pixel(x, y float64) (px, py float64) {
	px, py = f.h.apply(x, y)
	var sum, dx, dy float64
	for _, b := range f.bends {
		// A feed that slips moves whole rows: what lies beside counts more than
		// what lies above.
		d := 0.15*(b.x-x)*(b.x-x) + (b.y-y)*(b.y-y) + 60
		w := 1 / (d * d)
		sum, dx, dy = sum+w, dx+w*b.dx, dy+w*b.dy
	}
	if sum > 0 {
		px, py = px+dx/sum, py+dy/sum
	}
	mx, my := f.move(x, y)
	if mx == 0 && my == 0 {
		return px, py
	}
	ax, ay, bx, by := f.Vectors(x, y)
	return px + mx*ax + my*bx, py + mx*ay + my*by
}

// move is how far the outlines near a place lie from the bent map, mm.
func (f *Fit) move(x, y float64) (dx, dy float64) {
	const spread = 13.0
	sum := 0.02
	for _, t := range f.tiles {
		if !t.seen {
			continue
		}
		d := ((t.x-x)*(t.x-x) + (t.y-y)*(t.y-y)) / (spread * spread)
		if d > 40 {
			continue
		}
		w := math.Exp(-d / 2)
		sum, dx, dy = sum+w, dx+w*t.dx, dy+w*t.dy
	}
	return dx / sum, dy / sum
}

// Outline tells how clearly the printed outline of b is where the fit puts it,
// or within looseMM of it, as a share of the contrast between paper and ink.
func (f *Fit) Outline(b *layout.Bubble) float64 {
	o := f.outliner()
	s := o.spot(b)
	s.sampled()
	if m := o.match(&s, 0, 0); m >= minMatch {
		return m
	}
	return o.search([]spot{s}, 0, 0, looseMM, looseMM/2).value
}

// Closely looks again for the outline of b round the place where the fit puts it,
// in small steps, and tells how clearly it is seen.
func (f *Fit) Closely(b *layout.Bubble) float64 {
	o := f.outliner()
	s := o.spot(b)
	s.sampled()
	return o.search([]spot{s}, 0, 0, closeMM, closeMM/2).value
}

// closeMM is how far the outline of a single bubble lies from where its
// neighbours say as a rule.
const closeMM = 0.24

// looseMM is how far a single bubble may be printed from where its neighbours
// say: the official form's are up to 0.53 mm off their lattice.
const looseMM = 0.6
