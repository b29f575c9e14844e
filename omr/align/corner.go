package align

import (
	"cmp"
	"math"
	"slices"
)

// extreme is how far a region reaches towards the four corners of the page, and
// the places where it does; 0 is the top left, then clockwise.
type extreme struct {
	reach [4]float64
	at    [4][2]float64
}

func newExtreme() extreme {
	var e extreme
	for i := range e.reach {
		e.reach[i] = math.Inf(-1)
	}
	return e
}

func (e *extreme) put(i int, reach, x, y float64) {
	if reach > e.reach[i] {
		e.reach[i], e.at[i] = reach, [2]float64{x, y}
	}
}

// addRun adds the outer edges of the pixels x0 ≤ x < x1 of row y.
func (e *extreme) addRun(x0, x1, y int) {
	left, right, top, bottom := float64(x0), float64(x1), float64(y), float64(y+1)
	e.put(0, -left-top, left, top)
	e.put(1, right-top, right, top)
	e.put(2, right+bottom, right, bottom)
	e.put(3, bottom-left, left, bottom)
}

func (e *extreme) join(o *extreme) {
	for i := range o.reach {
		e.put(i, o.reach[i], o.at[i][0], o.at[i][1])
	}
}

// mostFrames is the number of large things whose corners are looked at: a page
// full of ruled lines must not take minutes.
const mostFrames = 40

// corners returns the corners of the largest things that are at least side
// pixels of the picture long, in pixels of the page. They may be frames, whole or
// with their content, parts of one, or anything else: the layout tells.
func (f *finder) corners(side float64, step int) []blob {
	var large []extreme
	for i, r := range f.regions {
		if e := f.extremes[i]; int(r.parent) == i && e.long() >= side {
			large = append(large, e)
		}
	}
	slices.SortFunc(large, func(a, b extreme) int { return cmp.Compare(b.long(), a.long()) })
	var list []blob
	for _, e := range large[:min(len(large), mostFrames)] {
		for k, p := range e.at {
			list = append(list, blob{x: p[0] * float64(step), y: p[1] * float64(step), corner: k + 1})
		}
	}
	return list
}

// long is the longer diagonal.
func (e *extreme) long() float64 {
	apart := func(i, j int) float64 { return math.Hypot(e.at[i][0]-e.at[j][0], e.at[i][1]-e.at[j][1]) }
	return max(apart(0, 2), apart(1, 3))
}

// corners takes the corners of frames in.
func (m *matcher) corners(list []blob) {
	for _, b := range list {
		m.put(b)
	}
}
