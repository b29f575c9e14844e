package omrtest

import "math"

// canvas is a grey picture, 255 white, painted in millimetres.
type canvas struct {
	pix  []uint8
	w, h int
	s    float64 // pixels per millimetre
}

func newCanvas(wMM, hMM, dpi float64) *canvas {
	s := dpi / 25.4
	c := &canvas{w: int(math.Ceil(wMM * s)), h: int(math.Ceil(hMM * s)), s: s}
	c.pix = make([]uint8, c.w*c.h)
	for i := range c.pix {
		c.pix[i] = 255
	}
	return c
}

func (c *canvas) clone() *canvas {
	d := *c
	d.pix = append([]uint8(nil), c.pix...)
	return &d
}

// clear paints a box white.
func (c *canvas) clear(x, y, w, h float64) {
	c.paint(x, y, x+w, y+h, func(_, _ float64) float64 { return -1 })
}

// paint calls dark with the place of each pixel of a box, in millimetres, and
// lays what it returns over the picture: 0 nothing, 1 black, -1 white.
func (c *canvas) paint(x0, y0, x1, y1 float64, dark func(x, y float64) float64) {
	i0, i1 := max(0, int(x0*c.s)-1), min(c.w-1, int(x1*c.s)+1)
	j0, j1 := max(0, int(y0*c.s)-1), min(c.h-1, int(y1*c.s)+1)
	for j := j0; j <= j1; j++ {
		row := c.pix[j*c.w : (j+1)*c.w]
		y := (float64(j) + 0.5) / c.s
		for i := i0; i <= i1; i++ {
			switch d := dark((float64(i)+0.5)/c.s, y); {
			case d > 0:
				row[i] = uint8(float64(row[i])*(1-min(d, 1)) + 0.5)
			case d < 0:
				row[i] = uint8(float64(row[i])*(1+d) - 255*d)
			}
		}
	}
}

// cover is how much of a pixel lies inside a border that is inside millimetres
// further out (less than 0: the pixel is outside).
func (c *canvas) cover(inside float64) float64 { return min(1, max(0, inside*c.s+0.5)) }

// rect fills a box.
func (c *canvas) rect(x, y, w, h, dark float64) {
	c.paint(x, y, x+w, y+h, func(px, py float64) float64 {
		return dark * c.cover(min(px-x, x+w-px)) * c.cover(min(py-y, y+h-py))
	})
}

// border draws the edges of a box.
func (c *canvas) border(x, y, w, h, width, dark float64) {
	for _, l := range [][4]float64{{x, y, x + w, y}, {x, y + h, x + w, y + h}, {x, y, x, y + h}, {x + w, y, x + w, y + h}} {
		c.line(l[0], l[1], l[2], l[3], pen{width: width, dark: dark})
	}
}

// pen draws lines.
type pen struct {
	width, dark float64
	grain       *grain // nil: even
	rough       float64
}

// line draws a line with round ends.
func (c *canvas) line(x1, y1, x2, y2 float64, p pen) {
	dx, dy, r := x2-x1, y2-y1, p.width/2
	long := dx*dx + dy*dy
	c.paint(min(x1, x2)-r, min(y1, y2)-r, max(x1, x2)+r, max(y1, y2)+r, func(x, y float64) float64 {
		t := 0.0
		if long > 0 {
			t = min(1, max(0, ((x-x1)*dx+(y-y1)*dy)/long))
		}
		cov := c.cover(r - math.Hypot(x-x1-t*dx, y-y1-t*dy))
		if cov == 0 {
			return 0
		}
		return cov * p.at(x, y)
	})
}

// at is how dark the pen is at a place of the paper.
func (p pen) at(x, y float64) float64 {
	if p.grain == nil {
		return p.dark
	}
	return p.dark * (1 - p.rough*p.grain.at(x, y))
}

// ring draws an ellipse's border; dots > 0 makes so many dots of it.
func (c *canvas) ring(x, y, w, h, width, dark float64, dots int) {
	c.paint(x-w/2-width, y-h/2-width, x+w/2+width, y+h/2+width, func(px, py float64) float64 {
		d := math.Abs(math.Hypot((px-x)/w, (py-y)/h)-0.5) * min(w, h)
		cov := c.cover(width/2 - d)
		if cov == 0 || dots > 0 && math.Sin(float64(dots)*math.Atan2(py-y, px-x)) < -0.3 {
			return 0
		}
		return dark * cov
	})
}

// blob fills a round with a wavy border: radius(angle) says how far it goes.
func (c *canvas) blob(x, y, reach float64, radius func(angle float64) float64, p pen) {
	c.paint(x-reach, y-reach, x+reach, y+reach, func(px, py float64) float64 {
		dx, dy := px-x, py-y
		d := math.Hypot(dx, dy)
		if d > reach {
			return 0
		}
		cov := c.cover(radius(math.Atan2(dy, dx)) - d)
		if cov == 0 {
			return 0
		}
		return cov * p.at(px, py)
	})
}
