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
	b              *layout.Bubble
	x, y           float64
	ax, ay, bx, by float64
	inner          float64 // mean grey well inside
	around         [directions]around
}

// around is where a direction is sampled: on the outline and on its two sides,
// in parts of a pixel from the middle.
type around struct{ ring, inside, outside [2]int }

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
		at := func(share float64) [2]int { return [2]int{parts(x * share), parts(y * share)} }
		s.around[i] = around{ring: at(0.5), inside: at(0.34), outside: at(beyond)}
		if s.b.Inside { // the symbol may be there
			s.around[i].inside = s.around[i].outside
		}
	}
}

// parts are whole numbers, 65,536 to a pixel: so many places are looked at that
// the way from a float to a pixel counts.
func parts(px float64) int { return int(px * (1 << partBits)) }

const partBits = 16

// sample returns the grey of a pixel of the grey picture itself, by parts.
func (g *Grey) sample(x, y int) (int, bool) {
	ix, iy := x>>partBits, y>>partBits
	if uint(ix) >= uint(g.Width) || uint(iy) >= uint(g.Height) {
		return 0, false
	}
	return int(g.Pix[iy*g.Width+ix]), true
}

// disc is the mean grey of a few places within a share of the radius.
func (o *outliner) disc(s *spot, share float64) float64 {
	var sum, n int
	for i := 0; i < directions; i += 2 {
		for _, r := range [2]float64{share / 2, share / 4} {
			dx, dy := circle[i][0]*r*s.b.W, circle[i][1]*r*s.b.H
			if v, ok := o.g.sample(parts(s.x+dx*s.ax+dy*s.bx), parts(s.y+dx*s.ay+dy*s.by)); ok {
				sum += v
				n++
			}
		}
	}
	return float64(sum) / float64(max(n, 1))
}

// mostMatch is the most that a direction counts.
const mostMatch = 0.5

// match is how much darker the outline is than what is inside and outside of it
// when the bubble lies (dx, dy) mm from where it is thought to be, as a share of
// the contrast. Each direction counts for itself and within bounds, so that a
// line or a neighbour on one side does not decide.
func (o *outliner) match(s *spot, dx, dy float64) float64 {
	return o.over(everyWay, s, dx, dy)
}

// over is match of some directions.
func (o *outliner) over(ways []int, s *spot, dx, dy float64) float64 {
	x, y := parts(s.x+dx*s.ax+dy*s.bx), parts(s.y+dx*s.ay+dy*s.by)
	most, least := int(mostMatch*o.contrast), -int(0.25*o.contrast)
	sum := 0
	for _, i := range ways {
		at := &s.around[i]
		ring, ok1 := o.g.sample(x+at.ring[0], y+at.ring[1])
		out, ok2 := o.g.sample(x+at.outside[0], y+at.outside[1])
		in, ok3 := o.g.sample(x+at.inside[0], y+at.inside[1])
		if ok1 && ok2 && ok3 {
			sum += max(min(in-ring, out-ring, most), least)
		}
	}
	return float64(sum) / (float64(len(ways)) * o.contrast)
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

// search tries all moves within reach of a place. None can be worse than staying.
func (o *outliner) search(spots []spot, x0, y0, reach, step float64) shift {
	best := shift{value: math.Inf(-1)}
	stay := o.value(spots, x0, y0, best.value)
	n := int(reach/step + 0.5)
	for iy := -n; iy <= n; iy++ {
		for ix := -n; ix <= n; ix++ {
			s := shift{dx: x0 + float64(ix)*step, dy: y0 + float64(iy)*step}
			if s.value = o.value(spots, s.dx, s.dy, max(stay, best.value)); s.value > best.value {
				best = s
			}
		}
	}
	return best
}

// value is the mean match of spots moved by (dx, dy), less what is distrusted of
// so long a move: the marks are right to a few tenths of a millimetre as a rule,
// and what lies further must be seen the more clearly. Where it cannot reach
// least any more it is -∞.
func (o *outliner) value(spots []spot, dx, dy, least float64) float64 {
	n := float64(len(spots))
	distrusted := distrust * (dx*dx + dy*dy)
	least = (least+distrusted)*n - 1e-9
	var sum float64
	for k := range spots {
		sum += o.match(&spots[k], dx, dy)
		if sum+mostMatch*(n-float64(k+1)) < least {
			return math.Inf(-1)
		}
	}
	return sum/n - distrusted
}
