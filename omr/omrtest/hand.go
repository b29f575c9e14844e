package omrtest

import (
	"math"
	"math/rand/v2"

	"khaothi/omr/layout"
)

// Style is how a bubble is marked.
type Style string

// The styles. All but the first two are defects.
const (
	Full      Style = "full"     // filled, a little off centre
	Hatch     Style = "hatch"    // filled with strokes beside each other
	Scribble  Style = "scribble" // strokes that leave gaps
	Tick      Style = "tick"
	Cross     Style = "cross"
	Half      Style = "half"      // only one side filled
	Outside   Style = "outside"   // beyond the ring, or well off centre
	Dot       Style = "dot"       // a third to a half of the bubble wide
	Dash      Style = "dash"      // one stroke across
	Ring      Style = "ring"      // drawn round the bubble, on its outline or a little outside
	ThinLine  Style = "thin line" // as Dash, any way across, with a sharp pencil
	SmallDot  Style = "small dot" // a fifth to a third of the bubble wide
	OnOutline Style = "ring on the outline"
	Under     Style = "under"   // a stroke close under the bubble, or over it
	Faint     Style = "faint"   // a pencil that hardly touches
	Erased    Style = "erased"  // filled, then rubbed out: means nothing
	Between   Style = "between" // filled, but between two bubbles: a person must say which
)

// hand is how one pupil writes.
type hand struct {
	r      *rand.Rand
	dark   float64 // of a filled bubble
	rough  float64 // how much the paper's grain shows
	dx, dy float64 // where the pupil's marks lie from the centre
	size   float64 // of a filled bubble, as a share of the ring
	width  float64 // of a stroke, mm
	paper  *grain
}

// pencils are the instruments: from 2H to a pen.
var pencils = []struct{ low, high, rough, width float64 }{
	{0.42, 0.52, 0.30, 0.35}, // 2H
	{0.50, 0.62, 0.28, 0.40}, // HB
	{0.62, 0.78, 0.22, 0.50}, // 2B
	{0.75, 0.88, 0.15, 0.60}, // 6B
	{0.85, 0.95, 0.04, 0.40}, // pen
}

func newHand(r *rand.Rand, softest int) *hand {
	p := pencils[softest+r.IntN(len(pencils)-softest)]
	return &hand{
		r: r, dark: between(r, p.low, p.high), rough: p.rough, width: p.width,
		dx: between(r, -0.2, 0.2), dy: between(r, -0.2, 0.2), size: between(r, 0.85, 1.08), paper: newGrain(r),
	}
}

func between(r *rand.Rand, low, high float64) float64 { return low + (high-low)*r.Float64() }

func (h *hand) pen(dark float64) pen {
	return pen{width: h.width, dark: dark, grain: h.paper, rough: h.rough}
}

// mark puts a mark of a style on a bubble.
func (h *hand) mark(c *canvas, b layout.Bubble, s Style) {
	x, y := b.X+h.dx+between(h.r, -0.15, 0.15), b.Y+h.dy+between(h.r, -0.15, 0.15)
	radius := b.W / 2 * h.size
	dark := h.dark * between(h.r, 0.92, 1.05)
	switch s {
	case Full:
		h.fill(c, x, y, radius, dark)
	case Scribble:
		h.scribble(c, x, y, radius, dark, between(h.r, 0.9, 1.5))
	case Hatch:
		h.scribble(c, x, y, radius, dark, between(h.r, 0.55, 0.75))
	case Tick:
		h.tick(c, b.X, b.Y, b.W/2, dark)
	case Cross:
		h.cross(c, b.X, b.Y, b.W/2, dark)
	case Half:
		h.half(c, b.X, b.Y, b.W/2, dark)
	case Outside:
		angle := h.r.Float64() * 2 * math.Pi
		off := between(h.r, 0, 0.45) * b.W / 2
		h.fill(c, x+off*math.Cos(angle), y+off*math.Sin(angle), radius*between(h.r, 1.05, 1.3), dark)
	case Dot:
		h.fill(c, x, y, b.W/2*between(h.r, 0.35, 0.5), max(dark, 0.55))
	case Dash:
		c.line(x-radius*0.9, y, x+radius*0.9, y+between(h.r, -0.3, 0.3), h.pen(max(dark, 0.55)))
	case ThinLine:
		h.across(c, x, y, radius, between(h.r, 0.2, 0.3))
	case SmallDot:
		h.fill(c, x, y, b.W/2*between(h.r, 0.22, 0.35), max(dark, 0.6))
	case Ring, OnOutline:
		w, wide := b.W*between(h.r, 1.05, 1.35), 0.4
		if s == OnOutline {
			w, wide = b.W*between(h.r, 0.95, 1.05), between(h.r, 0.25, 0.4)
		}
		c.ring(b.X, b.Y, w, w, wide, max(dark, 0.55), 0)
	case Under:
		y := b.Y + b.H*between(h.r, 0.58, 0.66)*float64(1-2*h.r.IntN(2))
		c.line(b.X-b.W*0.4, y, b.X+b.W*0.4, y, h.pen(max(dark, 0.55)))
	case Faint:
		h.fill(c, x, y, radius, between(h.r, 0.12, 0.2))
	case Erased:
		h.erased(c, x, y, radius)
	}
}

// across draws one thin line through the bubble.
func (h *hand) across(c *canvas, x, y, radius, width float64) {
	angle := h.r.Float64() * math.Pi
	dx, dy := radius*math.Cos(angle), radius*math.Sin(angle)
	p := h.pen(max(h.dark, 0.6))
	p.width = width
	c.line(x-dx, y-dy, x+dx, y+dy, p)
}

func (h *hand) fill(c *canvas, x, y, radius, dark float64) {
	w := newWave(h.r, radius, 0.08)
	c.blob(x, y, radius*1.3, w.at, h.pen(dark))
}

// scribble goes to and fro across the bubble; apart is how far its strokes lie
// from each other, in widths of a stroke.
func (h *hand) scribble(c *canvas, x, y, radius, dark, apart float64) {
	angle := h.r.Float64() * math.Pi
	cos, sin := math.Cos(angle), math.Sin(angle)
	step := h.width * apart
	px, py, side := 0.0, 0.0, 1.0
	for v, first := -radius*0.9, true; v <= radius*0.9; v += step {
		u := side * math.Sqrt(max(0, radius*radius-v*v)) * between(h.r, 0.8, 1.05)
		nx, ny := x+u*cos-v*sin, y+u*sin+v*cos
		if !first {
			c.line(px, py, nx, ny, h.pen(dark))
		}
		px, py, side, first = nx, ny, -side, false
	}
}

func (h *hand) tick(c *canvas, x, y, radius, dark float64) {
	j := func() float64 { return between(h.r, -0.2, 0.2) }
	lowX, lowY := x-radius*0.2+j(), y+radius*0.7+j()
	p := h.pen(max(dark, 0.55))
	c.line(x-radius*0.9+j(), y-radius*0.1+j(), lowX, lowY, p)
	c.line(lowX, lowY, x+radius*1.4+j(), y-radius*1.5+j(), p)
}

func (h *hand) cross(c *canvas, x, y, radius, dark float64) {
	k := radius * between(h.r, 0.75, 1.15)
	j := func() float64 { return between(h.r, -0.25, 0.25) }
	p := h.pen(max(dark, 0.55))
	c.line(x-k+j(), y-k+j(), x+k+j(), y+k+j(), p)
	c.line(x-k+j(), y+k+j(), x+k+j(), y-k+j(), p)
}

// half fills one side of the ring.
func (h *hand) half(c *canvas, x, y, radius, dark float64) {
	angle := h.r.Float64() * 2 * math.Pi
	cut := between(h.r, -0.15, 0.15) * radius // how far from the middle
	cos, sin := math.Cos(angle), math.Sin(angle)
	w := newWave(h.r, radius, 0.05)
	p := h.pen(dark)
	c.paint(x-radius*1.2, y-radius*1.2, x+radius*1.2, y+radius*1.2, func(px, py float64) float64 {
		dx, dy := px-x, py-y
		return p.at(px, py) * c.cover(w.at(math.Atan2(dy, dx))-math.Hypot(dx, dy)) * c.cover(dx*cos+dy*sin-cut)
	})
}

// erased leaves a ghost of what was rubbed out, and the smear of the rubber.
func (h *hand) erased(c *canvas, x, y, radius float64) {
	h.fill(c, x, y, radius, between(h.r, 0.02, 0.11))
	angle := h.r.Float64() * math.Pi
	for range 3 {
		dx, dy := between(h.r, 1, 2)*radius*math.Cos(angle), between(h.r, 1, 2)*radius*math.Sin(angle)
		c.line(x-dx, y-dy, x+dx, y+dy, pen{width: radius, dark: between(h.r, 0.005, 0.03)})
	}
}
