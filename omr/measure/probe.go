package measure

import (
	"math"

	"khaothi/omr/align"
	"khaothi/omr/layout"
)

// The places of a bubble that are looked at, in shares of its radius. The
// outline itself, a fifth of a millimetre on either side, is left out.
const (
	insideShare = 0.78
	rimShare    = 0.90 // inside of the outline, where a pupil draws it again instead of filling the bubble
	closeShare  = 1.12 // where a pupil draws a ring round it
	nearShare   = 1.24
	farShare    = 1.42
	around      = 24
	rings       = 5
)

// insidePoints lie evenly over a disc of radius 1, edgePoints on a circle;
// allPoints are those inside and the edges, in shares of a bubble's radius.
var (
	insidePoints = func() (list [][2]float64) {
		for r := range rings {
			radius := (float64(r) + 0.5) / rings
			n := 4 + 8*r
			for i := range n {
				a := 2 * math.Pi * (float64(i) + 0.5*float64(r%2)) / float64(n)
				list = append(list, [2]float64{radius * math.Cos(a), radius * math.Sin(a)})
			}
		}
		return list
	}()
	edgePoints = func() (list [][2]float64) {
		for i := range around {
			a := 2 * math.Pi * float64(i) / around
			list = append(list, [2]float64{math.Cos(a), math.Sin(a)})
		}
		return list
	}()
	edges     = [...]float64{rimShare, closeShare, nearShare, farShare}
	allPoints = func() (list [][2]float64) {
		for _, c := range insidePoints {
			list = append(list, [2]float64{c[0] * insideShare, c[1] * insideShare})
		}
		for _, share := range edges {
			for _, c := range edgePoints {
				list = append(list, [2]float64{c[0] * share, c[1] * share})
			}
		}
		return list
	}()
)

// probe reads grey values of one page.
type probe struct {
	fit      *align.Fit
	contrast float64
}

func newProbe(fit *align.Fit) probe {
	return probe{fit: fit, contrast: max(fit.Paper-fit.Ink, 1)}
}

// beyond is how dark it is outside a bubble: close to its outline, and a little
// further away.
type beyond [2]float64

// bubble measures one bubble against the paper beside it, how dark it is just
// outside, and how dark at each of allPoints.
func (p probe) bubble(b *layout.Bubble, g gap, dark darkness) (Bubble, beyond) {
	px, py := p.fit.Pixel(b.X, b.Y)
	ax, ay, bx, by := p.fit.Vectors(b.X, b.Y)
	rx, ry := b.W/2, b.H/2
	var counts [256]int
	for i, c := range allPoints {
		dx, dy := c[0]*rx, c[1]*ry
		v, ok := p.fit.Grey.At(px+dx*ax+dy*bx, py+dx*ay+dy*by)
		if !ok {
			return Bubble{Raw: 1}, beyond{}
		}
		dark[i] = float32(v)
		if i >= len(allPoints)-2*around {
			counts[v]++
		}
	}
	// The lightest third is ground; the rest may be lines, marks beside.
	ground := lightest(&counts, 2*around/3)
	scale := p.scale(ground)
	dark.relative(ground, scale)
	m := Bubble{Raw: dark.mean(0, len(insidePoints)), Outline: p.fit.Outline(b), Ground: (ground - p.fit.Ink) / p.contrast, Inside: b.Inside}
	m.Beside = (ground - p.disc(g, ground)) / scale
	far := len(allPoints) - 2*around
	return m, beyond{dark.mean(far-around, far), dark.mean(far, len(allPoints))}
}

// disc is the mean grey in a gap, or other where there is none.
func (p probe) disc(g gap, other float64) float64 {
	if g.r == 0 {
		return other
	}
	px, py := p.fit.Pixel(g.x, g.y)
	ax, ay, bx, by := p.fit.Vectors(g.x, g.y)
	sum, n := 0.0, 0
	for i := 0; i < len(insidePoints); i += 2 {
		dx, dy := insidePoints[i][0]*g.r, insidePoints[i][1]*g.r
		if v, ok := p.fit.Grey.At(px+dx*ax+dy*bx, py+dx*ay+dy*by); ok {
			sum += float64(v)
			n++
		}
	}
	if n == 0 {
		return other
	}
	return sum / float64(n)
}

// scale is the grey from a ground to ink.
func (p probe) scale(ground float64) float64 {
	return max(ground-p.fit.Ink, p.contrast/2)
}

// lightest is the mean of the n lightest of counted greys.
func lightest(counts *[256]int, n int) float64 {
	sum, left := 0, max(n, 1)
	for v := 255; v >= 0 && left > 0; v-- {
		k := min(counts[v], left)
		sum += k * v
		left -= k
	}
	return float64(sum) / float64(max(n, 1))
}
