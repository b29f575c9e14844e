package align

import (
	"cmp"
	"math"
	"slices"

	"khaothi/omr/layout"
)

// outliner compares the printed outline of bubbles with the page.
type outliner struct {
	g        *Grey
	place    func(x, y float64) (float64, float64)
	scale    func(x, y float64) (ax, ay, bx, by float64) // pixels of 1 mm along x and along y
	contrast float64                                     // grey from paper to ink
}

// The directions in which an outline is sampled; an even number, so that the
// gaps of a dotted ring do not fall on all of them.
const directions = 22

var circle = func() (list [directions][2]float64) {
	for i := range list {
		a := 2 * math.Pi * (float64(i) + 0.5) / directions
		list[i] = [2]float64{math.Cos(a), math.Sin(a)}
	}
	return list
}()

// spot is a bubble as the outliner sees it, in pixels of the grey picture:
// where the map so far puts it, and the vectors of one millimetre there.
type spot struct {
	b                     *layout.Bubble
	x, y                  float64
	ax, ay, bx, by        float64
	inner                 float64 // mean grey well inside
	ring, inside, outside [directions][2]float64
}

func (o *outliner) spot(b *layout.Bubble) spot {
	s, step := spot{b: b}, float64(o.g.Step)
	s.x, s.y = o.place(b.X, b.Y)
	s.ax, s.ay, s.bx, s.by = o.scale(b.X, b.Y)
	for _, v := range []*float64{&s.x, &s.y, &s.ax, &s.ay, &s.bx, &s.by} {
		*v /= step
	}
	return s
}

// sampled lists the places of the outline, and of what lies on its two sides.
func (s *spot) sampled() {
	beyond := 0.66
	if s.b.Inside {
		beyond = 0.61 // ruled lines stand close round such bubbles
	}
	for i, c := range circle {
		dx, dy := c[0]*s.b.W, c[1]*s.b.H
		x, y := dx*s.ax+dy*s.bx, dx*s.ay+dy*s.by
		s.ring[i] = [2]float64{x / 2, y / 2}
		s.inside[i] = [2]float64{x * 0.34, y * 0.34}
		s.outside[i] = [2]float64{x * beyond, y * beyond}
	}
}

// sample returns the grey of a pixel of the grey picture itself.
func (g *Grey) sample(x, y float64) (float64, bool) {
	ix, iy := int(x), int(y)
	if uint(ix) >= uint(g.Width) || uint(iy) >= uint(g.Height) {
		return 0, false
	}
	return float64(g.Pix[iy*g.Width+ix]), true
}

// disc is the mean grey of a few places within a share of the radius.
func (o *outliner) disc(s *spot, share float64) float64 {
	var sum, n float64
	for i := 0; i < directions; i += 2 {
		for _, r := range [2]float64{share / 2, share / 4} {
			dx, dy := circle[i][0]*r*s.b.W, circle[i][1]*r*s.b.H
			if v, ok := o.g.sample(s.x+dx*s.ax+dy*s.bx, s.y+dx*s.ay+dy*s.by); ok {
				sum += v
				n++
			}
		}
	}
	return sum / max(n, 1)
}

// match is how much darker the outline is than what is inside and outside of it
// when the bubble lies (dx, dy) mm from where it is thought to be, as a share of
// the contrast. Each direction counts for itself and within bounds, so that a
// line or a neighbour on one side does not decide.
func (o *outliner) match(s *spot, dx, dy float64) float64 {
	return o.over(everyWay, s, dx, dy)
}

// over is match of some directions.
func (o *outliner) over(ways []int, s *spot, dx, dy float64) float64 {
	x, y := s.x+dx*s.ax+dy*s.bx, s.y+dx*s.ay+dy*s.by
	most, least := 0.5*o.contrast, -0.25*o.contrast
	var sum float64
	for _, i := range ways {
		ring, ok1 := o.g.sample(x+s.ring[i][0], y+s.ring[i][1])
		light, ok2 := o.g.sample(x+s.outside[i][0], y+s.outside[i][1])
		if !ok1 || !ok2 {
			continue
		}
		if !s.b.Inside { // else the symbol may be there
			if in, ok := o.g.sample(x+s.inside[i][0], y+s.inside[i][1]); ok {
				light = min(light, in)
			}
		}
		sum += max(min(light-ring, most), least)
	}
	return sum / (float64(len(ways)) * o.contrast)
}

// tile is a group of bubbles that lie together and are moved together.
type tile struct {
	x, y    float64 // middle, mm
	dx, dy  float64 // how far the print lies from where the marks put it, mm
	members []*layout.Bubble
	seen    bool
}

const (
	tileMM    = 26.0
	tilePrint = 9 // bubbles of a tile that are looked at: its lightest
)

// tilesOf groups bubbles by place.
func tilesOf(bubbles []layout.Bubble) []tile {
	groups := map[[2]int][]*layout.Bubble{}
	var keys [][2]int
	for i := range bubbles {
		b := &bubbles[i]
		side := tileMM
		if b.Inside { // many different symbols together, since any one may look like a ring
			side *= 2.5
		}
		key := [2]int{int(b.X / side), int(b.Y / side)}
		if groups[key] == nil {
			keys = append(keys, key)
		}
		groups[key] = append(groups[key], b)
	}
	tiles := make([]tile, 0, len(keys))
	for _, key := range keys {
		t := tile{members: groups[key]}
		for _, b := range t.members {
			t.x, t.y = t.x+b.X, t.y+b.Y
		}
		n := float64(len(t.members))
		t.x, t.y = t.x/n, t.y/n
		tiles = append(tiles, t)
	}
	return tiles
}

// reachMM is how far print may lie from where the marks put it: well under half
// of the smallest pitch, 4 mm, so that a bubble is never taken for its
// neighbour.
const (
	reachMM = 1.4
	stepMM  = 0.2
	// minMatch is the darkness of an outline that counts as seen; a dotted ring
	// at 100 dpi has about 0.12, paper without print 0.01.
	minMatch = 0.045
	distrust = 0.03 // of an outline's darkness, for each square millimetre
)

// find moves t to where its outlines are.
func (o *outliner) find(t *tile) {
	spots := o.lightest(t.members)
	if len(spots) < 3 {
		return
	}
	best := o.search(spots, 0, 0, reachMM, stepMM)
	best = o.search(spots, best.dx, best.dy, stepMM*0.75, stepMM/4)
	edge := math.Abs(best.dx) > reachMM-stepMM/2 || math.Abs(best.dy) > reachMM-stepMM/2
	if best.value >= minMatch && !edge {
		t.dx, t.dy, t.seen = best.dx, best.dy, true
	}
}

// lightest returns the bubbles of a tile that are surely empty, ready to be
// matched.
func (o *outliner) lightest(members []*layout.Bubble) []spot {
	spots := make([]spot, len(members))
	for i, b := range members {
		spots[i] = o.spot(b)
		spots[i].inner = o.disc(&spots[i], 0.55)
	}
	slices.SortStableFunc(spots, func(a, b spot) int { return cmp.Compare(b.inner, a.inner) })
	keep := min(tilePrint, (len(spots)+1)/2)
	switch {
	case members[0].Inside: // the very lightest would be those with the thinnest digits
		spots = spread(spots[:len(spots)*3/4], 2*tilePrint)
	case len(spots) <= 6:
		spots = spots[:max(len(spots)-2, keep)]
	default:
		spots = spots[:keep]
	}
	for i := range spots {
		spots[i].sampled()
	}
	return spots
}

// spread returns n spots at most, evenly out of all.
func spread(spots []spot, n int) []spot {
	var some []spot
	for i := range min(n, len(spots)) {
		some = append(some, spots[i*len(spots)/min(n, len(spots))])
	}
	return some
}

type shift struct{ dx, dy, value float64 }

// search tries all moves within reach of a place.
func (o *outliner) search(spots []spot, x0, y0, reach, step float64) shift {
	best := shift{value: math.Inf(-1)}
	n := int(reach/step + 0.5)
	for iy := -n; iy <= n; iy++ {
		for ix := -n; ix <= n; ix++ {
			s := shift{dx: x0 + float64(ix)*step, dy: y0 + float64(iy)*step}
			for k := range spots {
				s.value += o.match(&spots[k], s.dx, s.dy)
			}
			s.value /= float64(len(spots))
			// The marks are right to a few tenths of a millimetre as a rule; what
			// lies further must be seen the more clearly.
			if s.value -= distrust * (s.dx*s.dx + s.dy*s.dy); s.value > best.value {
				best = s
			}
		}
	}
	return best
}
