package align

import (
	"math"

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
