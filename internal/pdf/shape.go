package pdf

import "codeberg.org/go-pdf/fpdf"

// AddPageOf starts the next page with a size of its own.
func (d *Doc) AddPageOf(w, h float64) { d.f.AddPageFormat("P", fpdf.SizeType{Wd: w, Ht: h}) }

// Stroke is how a border or a line is drawn.
type Stroke struct {
	Width    float64   // mm
	Darkness float64   // 0 white to 1 black
	Dash     []float64 // lengths on and off, mm; none: solid
}

// Ellipse draws the border of an ellipse round x, y; its outer edge is w × h.
func (d *Doc) Ellipse(x, y, w, h float64, s Stroke) {
	d.stroke(s)
	d.f.Ellipse(x, y, (w-s.Width)/2, (h-s.Width)/2, 0, "D")
	d.f.SetDashPattern([]float64{}, 0)
}

// Disc fills an ellipse round x, y.
func (d *Doc) Disc(x, y, w, h, darkness float64) {
	d.fill(darkness)
	d.f.Ellipse(x, y, w/2, h/2, 0, "F")
}

// Block fills a box.
func (d *Doc) Block(b Box, darkness float64) {
	d.fill(darkness)
	d.f.Rect(b.X, b.Y, b.W, b.H, "F")
}

// Rule draws a line.
func (d *Doc) Rule(x1, y1, x2, y2 float64, s Stroke) {
	d.stroke(s)
	d.f.Line(x1, y1, x2, y2)
	d.f.SetDashPattern([]float64{}, 0)
}

// TextWidth returns how wide a line of text is at its own size.
func (d *Doc) TextWidth(s Style, text string) float64 { return d.width(s, s.Size, clean(text)) }

func (d *Doc) stroke(s Stroke) {
	g := grey(s.Darkness)
	d.f.SetDrawColor(g, g, g)
	d.f.SetLineWidth(s.Width)
	if s.Dash != nil {
		d.f.SetDashPattern(s.Dash, 0)
	}
}

func (d *Doc) fill(darkness float64) {
	g := grey(darkness)
	d.f.SetFillColor(g, g, g)
}

func grey(darkness float64) int { return int(255*(1-darkness) + 0.5) }
