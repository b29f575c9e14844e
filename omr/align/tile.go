package align

import (
	"cmp"
	"math"
	"slices"

	"khaothi/omr/layout"
)

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
