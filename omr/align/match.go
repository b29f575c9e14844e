package align

import (
	"cmp"
	"math"
	"slices"

	"khaothi/omr/layout"
)

// Bounds of what is tried: how much smaller or larger than the whole picture a
// page may be, how far it may be turned from a quarter, how far a mark may be
// from where two others say.
const (
	minZoom    = 0.62
	maxZoom    = 1.35
	maxSkew    = 13 * math.Pi / 180
	roughMM    = 3.0
	sizeSlack  = 0.33
	maxBlobs   = 400
	maxGuesses = 200_000
)

// guess is one way to lay the layout over the page.
type guess struct {
	h     homography
	turn  int // quarters clockwise by which the page is turned
	pairs []pair
	score float64
}

// similarity is the map by a scale and a turn that takes (x, y) to (px, py).
func similarity(scale, angle, x, y, px, py float64) homography {
	c, s := scale*math.Cos(angle), scale*math.Sin(angle)
	return homography{c, -s, px - c*x + s*y, s, c, py - s*x - c*y}
}

// matcher lays targets over blobs.
type matcher struct {
	targets []target
	blobs   []blob
	approx  float64 // pixels of a millimetre if the picture is the page
	grid    map[[2]int][]int
	cell    float64
}

func newMatcher(targets []target, regions []region, step int, approx float64) *matcher {
	m := &matcher{targets: targets, approx: approx, cell: roughMM * approx, grid: map[[2]int][]int{}}
	small, largest := math.Inf(1), 0.0
	for _, t := range targets {
		if t.corner == 0 {
			small, largest = min(small, t.W, t.H), max(largest, t.W, t.H)
		}
	}
	small, largest = small*approx*minZoom*(1-sizeSlack), largest*approx*maxZoom*(1+sizeSlack)
	for _, r := range regions {
		if r.n < 6 {
			continue
		}
		b := r.blob(step)
		if b.wide >= small && b.long <= largest && b.solid > 0.8 && b.solid < 1.25 && m.fitsSome(b) {
			m.blobs = append(m.blobs, b)
		}
	}
	if len(m.blobs) > maxBlobs { // the most solid ones
		slices.SortFunc(m.blobs, func(a, b blob) int { return cmp.Compare(math.Abs(a.solid-1), math.Abs(b.solid-1)) })
		m.blobs = m.blobs[:maxBlobs]
	}
	blobs := m.blobs
	m.blobs = nil
	for _, b := range blobs {
		m.put(b)
	}
	return m
}

// put takes a blob in.
func (m *matcher) put(b blob) {
	key := [2]int{int(b.x / m.cell), int(b.y / m.cell)}
	m.grid[key] = append(m.grid[key], len(m.blobs))
	m.blobs = append(m.blobs, b)
}

// guesses returns the best way for each quarter turn, best first.
func (m *matcher) guesses() []guess {
	var best [4]guess
	tried := 0
	for _, p := range m.farPairs() {
		a, b := m.targets[p[0]], m.targets[p[1]]
		dist, angle := math.Hypot(b.X-a.X, b.Y-a.Y), math.Atan2(b.Y-a.Y, b.X-a.X)
		for i, u := range m.blobs {
			for j, v := range m.blobs {
				if i == j {
					continue
				}
				pixels := math.Hypot(v.x-u.x, v.y-u.y)
				scale := pixels / dist
				if scale < m.approx*minZoom || scale > m.approx*maxZoom {
					continue
				}
				turned := math.Atan2(v.y-u.y, v.x-u.x) - angle
				quarter := math.Round(turned / (math.Pi / 2))
				turn := ((int(quarter) % 4) + 4) % 4
				if math.Abs(turned-quarter*math.Pi/2) > maxSkew || !fits(u, a, scale, turn) || !fits(v, b, scale, turn) {
					continue
				}
				if tried++; tried > maxGuesses {
					break
				}
				if g := m.try(similarity(scale, turned, a.X, a.Y, u.x, u.y), turn, scale, roughMM); g.score > best[turn].score {
					best[turn] = g
				}
			}
		}
		if tried > maxGuesses || complete(best[:], m.targets) {
			break
		}
	}
	list := slices.DeleteFunc(best[:], func(g guess) bool { return len(g.pairs) < 3 })
	slices.SortFunc(list, func(a, b guess) int { return cmp.Compare(b.score, a.score) })
	return list
}

// complete tells whether one guess has found every target already.
func complete(best []guess, targets []target) bool {
	return slices.ContainsFunc(best, func(g guess) bool { return len(g.pairs) == len(targets) })
}

// try pairs each target with the blob where h puts it, if there is one within
// reach (mm).
func (m *matcher) try(h homography, turn int, scale, reach float64) guess {
	g := guess{h: h, turn: turn}
	for _, t := range m.targets {
		px, py := h.apply(t.X, t.Y)
		k, off := m.nearest(px, py, turn, scale, reach, t)
		if k < 0 {
			continue
		}
		g.pairs = append(g.pairs, pair{x: t.X, y: t.Y, px: m.blobs[k].x, py: m.blobs[k].y, weight: t.weight, corner: t.corner})
		g.score += t.weight * (1 - 0.3*off/reach)
	}
	return g
}

// nearest returns the blob of the target's size nearest to a pixel, and how far
// it is in millimetres; -1 where none is within reach.
func (m *matcher) nearest(px, py float64, turn int, scale, reach float64, t target) (int, float64) {
	best, bestOff := -1, reach
	span := int(math.Ceil(reach * scale / m.cell))
	cx, cy := int(px/m.cell), int(py/m.cell)
	for gy := cy - span; gy <= cy+span; gy++ {
		for gx := cx - span; gx <= cx+span; gx++ {
			for _, k := range m.grid[[2]int{gx, gy}] {
				b := m.blobs[k]
				off := math.Hypot(b.x-px, b.y-py) / scale
				if off < bestOff && fits(b, t, scale, turn) {
					best, bestOff = k, off
				}
			}
		}
	}
	return best, bestOff
}

// another tells whether marks outside the sheet that was found are those of a
// second one: half of them or more.
func (m *matcher) another(f *Fit, page layout.Size) bool {
	rest := *m
	rest.blobs, rest.grid = nil, map[[2]int][]int{}
	for _, b := range m.blobs {
		if !f.holds(b.x, b.y, page) {
			rest.put(b)
		}
	}
	list := rest.guesses()
	return len(list) > 0 && len(list[0].pairs) >= minMarks && 2*len(list[0].pairs) >= len(m.targets)
}

// refine fits an affine map to what a guess has paired, pairs again within a
// smaller reach, and takes a projective map where that fits much better.
func (m *matcher) refine(g guess) guess {
	h := g.h
	for _, reach := range []float64{roughMM, 2.0, 1.6} {
		fitted, ok := fitAffine(g.pairs)
		if !ok || len(g.pairs) < 3 {
			return g
		}
		h = fitted
		next := m.try(h, g.turn, m.scaleOf(h), reach)
		if len(next.pairs) < 3 {
			break
		}
		g = next
	}
	if affine := residual(h, g.pairs); affine > 0.35*m.scaleOf(h) && len(g.pairs) >= 6 {
		if p, ok := fitHomography(g.pairs); ok && residual(p, g.pairs) < 0.5*affine {
			h = p
		}
	}
	g.h = h
	return g
}

// scaleOf is the mean scale in the middle of the targets.
func (m *matcher) scaleOf(h homography) float64 {
	var x, y float64
	for _, t := range m.targets {
		x, y = x+t.X, y+t.Y
	}
	n := float64(len(m.targets))
	sx, sy := h.scale(x/n, y/n)
	return math.Sqrt(sx * sy)
}

// residual is the root mean square of the errors at pairs, in pixels.
func residual(h homography, pairs []pair) float64 {
	var sum float64
	for _, p := range pairs {
		px, py := h.apply(p.x, p.y)
		sum += (px-p.px)*(px-p.px) + (py-p.py)*(py-p.py)
	}
	return math.Sqrt(sum / float64(max(len(pairs), 1)))
}
