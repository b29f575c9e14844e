package align

import (
	"cmp"
	"math"
	"slices"

	"khaothi/omr/layout"
)

// target is a mark or bar of the layout.
type target struct {
	layout.Mark
	weight float64
	corner int // of a frame: 1 top left, then clockwise; 0: a solid mark
}

func (m *matcher) fitsSome(b blob) bool {
	for _, t := range m.targets {
		zoom := b.long / max(t.W, t.H) / m.approx
		if t.corner == 0 && zoom >= minZoom*(1-sizeSlack) && zoom <= maxZoom*(1+sizeSlack) && sizeFits(b, t, zoom*m.approx) {
			return true
		}
	}
	return false
}

// sizeFits tells whether b has the sides of t at a scale.
func sizeFits(b blob, t target, scale float64) bool {
	near := func(got, want float64) bool {
		return math.Abs(got-want) <= sizeSlack*want+1.2 // a pixel more or less of a thin bar
	}
	return near(b.long, max(t.W, t.H)*scale) && near(b.wide, min(t.W, t.H)*scale)
}

// fits tells whether b can be t at a scale on a page turned by quarters.
func fits(b blob, t target, scale float64, turn int) bool {
	if b.corner == 0 && t.corner == 0 {
		return sizeFits(b, t, scale)
	}
	return b.corner > 0 && t.corner > 0 && b.corner == (t.corner-1+turn)%4+1
}

// farPairs lists pairs of targets that lie far apart, the farthest first.
func (m *matcher) farPairs() [][2]int {
	type far struct {
		pair [2]int
		dist float64
	}
	var list []far
	longest := 0.0
	for i, a := range m.targets {
		for j, b := range m.targets {
			if i < j && a.weight == 1 && b.weight == 1 {
				d := math.Hypot(a.X-b.X, a.Y-b.Y)
				longest = max(longest, d)
				list = append(list, far{[2]int{i, j}, d})
			}
		}
	}
	slices.SortFunc(list, func(a, b far) int { return cmp.Compare(b.dist, a.dist) })
	var pairs [][2]int
	for _, f := range list {
		if f.dist >= 0.3*longest {
			pairs = append(pairs, f.pair)
		}
	}
	return pairs
}
