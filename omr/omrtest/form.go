package omrtest

import "khaothi/omr/layout"

// ink is how a form was printed.
type ink struct {
	ring   float64 // width of a bubble's ring, mm
	line   float64 // width of ruled lines, mm
	strong float64 // factor on the darkness of rings and printed symbols
}

// drawForm draws the blank sheet.
func drawForm(l *layout.Layout, dpi float64, k ink) *canvas {
	c := newCanvas(l.Page.W, l.Page.H, dpi)
	for _, p := range l.Artwork() {
		c.print(p, k)
	}
	for _, b := range l.Bubbles() {
		c.bubble(b, k)
	}
	for _, list := range [][]layout.Mark{l.Marks, l.Bars} {
		for _, m := range list {
			c.rect(m.X-m.W/2, m.Y-m.H/2, m.W, m.H, 0.93)
		}
	}
	return c
}

func (c *canvas) print(p layout.Print, k ink) {
	black := pen{width: k.line, dark: 0.9}
	switch p.Kind {
	case layout.Ground:
		c.rect(p.X, p.Y, p.W, p.H, p.Darkness)
	case layout.Frame:
		c.clear(p.X, p.Y, p.W, p.H)
		c.rect(p.X, p.Y, p.W, p.H, p.Darkness)
		wide := k.line
		if p.Corners {
			wide *= layout.CornerLine / 0.25 // as other lines are, thin or thick
		}
		c.border(p.X, p.Y, p.W, p.H, wide, 0.9)
	case layout.Line:
		c.line(p.X, p.Y, p.X+p.W, p.Y+p.H, black)
	case layout.Dots, layout.Text:
		h := p.Points() * 0.3528 * 0.6 // of capitals, mm
		w := textWidth(h, p.Text)
		x := p.X
		switch p.Align {
		case "center":
			x += (p.W - w) / 2
		case "right":
			x += p.W - w
		}
		c.text(x, p.Y+p.H/2, h, p.Text, pen{width: h / 8, dark: 0.9})
		if p.Kind == layout.Dots {
			for at := x + w + 1; at < p.X+p.W; at += 1.1 {
				c.line(at, p.Y+p.H*0.7, at, p.Y+p.H*0.7, pen{width: 0.3, dark: 0.9})
			}
		}
	}
}

// bubble draws the ring and the printed symbol of one bubble.
func (c *canvas) bubble(b layout.Bubble, k ink) {
	dark := min(1, b.Ring*k.strong)
	dots := 0
	if b.Dotted {
		dots = 18
	}
	c.ring(b.X, b.Y, b.W-k.ring, b.H-k.ring, k.ring, dark, dots)
	if b.Inside {
		h := b.H * 0.55
		c.text(b.X-textWidth(h, b.Symbol)*0.38, b.Y, h, b.Symbol, pen{width: h / 9, dark: dark})
	}
}
