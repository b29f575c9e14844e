package measure

import (
	"math"

	"khaothi/omr/layout"
)

// gap is the paper half way between a bubble and the next one of its cell,
// where a mark is meant for one of them and only a person can say for which.
type gap struct {
	x, y float64
	r    float64 // mm; 0: there is no room between them
}

const (
	gapFree  = 0.25 // mm between a gap and the bubbles' outlines
	gapLeast = 0.4  // mm; a smaller gap shows nothing
)

// gapsOf returns the gap of each bubble of a layout.
func gapsOf(l *layout.Layout) []gap {
	var gaps []gap
	for _, f := range l.Fields() {
		for _, c := range f.Cells {
			for i := range c {
				gaps = append(gaps, gapAfter(c, i))
			}
		}
	}
	return gaps
}

func gapAfter(c layout.Cell, i int) gap {
	if i+1 == len(c) {
		return gap{}
	}
	a, b := c[i], c[i+1]
	r := min(math.Hypot(a.X-b.X, a.Y-b.Y)/2-max(a.W, a.H)/2-gapFree, max(a.W, a.H)/2)
	if r < gapLeast {
		return gap{}
	}
	return gap{x: (a.X + b.X) / 2, y: (a.Y + b.Y) / 2, r: r}
}
