package align

import (
	"math"

	"khaothi/omr/layout"
)

// Round tells how clearly an outline goes all round the place where the fit puts
// b: the least clear of its four halves. A straight line beside a bubble is not
// an outline, however dark it is.
func (f *Fit) Round(b *layout.Bubble) float64 {
	o := f.outliner()
	s := o.spot(b)
	s.sampled()
	least := math.Inf(1)
	for _, half := range halves {
		least = min(least, o.over(half, &s, 0, 0))
	}
	return least
}

// everyWay are the indices of circle, halves those on one side.
var (
	everyWay = waysOf(func([2]float64) bool { return true })
	halves   = [][]int{
		waysOf(func(c [2]float64) bool { return c[0] < 0 }), waysOf(func(c [2]float64) bool { return c[0] > 0 }),
		waysOf(func(c [2]float64) bool { return c[1] < 0 }), waysOf(func(c [2]float64) bool { return c[1] > 0 }),
	}
)

func waysOf(counts func(direction [2]float64) bool) (ways []int) {
	for i, c := range circle {
		if counts(c) {
			ways = append(ways, i)
		}
	}
	return ways
}
