package omrpdf

import (
	"fmt"
	"strings"
	"time"

	"khaothi/internal/pdf"
	"khaothi/omr/layout"
)

// Lengths of the print, mm.
const (
	ringWidth  = 0.2
	lineWidth  = 0.25
	frameWidth = 0.35
	dotPitch   = 0.5 // of a dotted ring
	leaderDot  = 0.3
)

// Print prints the sheet once for each candidate, or once blank when there is
// none. made is the date that the file carries; tell, unless nil, is told how
// many sheets are done. What all sheets show is in the file, and in memory,
// once.
func Print(l *layout.Layout, candidates []Candidate, made time.Time, tell func(done int)) ([]byte, error) {
	d, err := pdf.New(title(l), made)
	if err != nil {
		return nil, err
	}
	p := &printer{d: d, l: l, fields: l.Fields()}
	p.form = d.NewForm(l.Page.W, l.Page.H, func(d *pdf.Doc) {
		(&printer{d: d, l: l, fields: p.fields}).common()
	})
	if len(candidates) == 0 {
		candidates = []Candidate{nil}
		tell = nil
	}
	for i := range candidates {
		if err := p.page(candidates[i]); err != nil {
			return nil, err
		}
		if tell != nil {
			tell(i + 1)
		}
	}
	b, err := d.Bytes()
	if err != nil {
		return nil, fmt.Errorf("answer sheets %s: %w", l.Name, err)
	}
	return b, nil
}

func title(l *layout.Layout) string {
	if l.Title != "" {
		return l.Title
	}
	return "Phiếu trả lời " + l.Name
}

// printer draws pages of one layout.
type printer struct {
	d      *pdf.Doc
	l      *layout.Layout
	fields []layout.Field
	form   *pdf.Form // what all sheets show
}

// common draws what does not depend on the candidate.
func (p *printer) common() {
	for _, a := range p.l.Artwork() {
		if a.Fill == "" {
			p.print(a, nil)
		}
	}
	for _, f := range p.fields {
		for _, cell := range f.Cells {
			for _, b := range cell {
				p.bubble(b)
			}
		}
	}
	for _, list := range [][]layout.Mark{p.l.Marks, p.l.Bars} {
		for _, m := range list {
			p.d.Block(pdf.Box{X: m.X - m.W/2, Y: m.Y - m.H/2, W: m.W, H: m.H}, 1)
		}
	}
}

// page draws one sheet, for a candidate if c is not nil.
func (p *printer) page(c Candidate) error {
	p.d.AddPageOf(p.l.Page.W, p.l.Page.H)
	p.d.Show(p.form)
	for _, a := range p.l.Print {
		if a.Fill != "" {
			p.print(a, c)
		}
	}
	for _, f := range p.fields {
		for i, cell := range f.Cells {
			p.given(cell, c.digit(f, i))
		}
	}
	for i := range p.l.Blocks {
		p.written(&p.l.Blocks[i], c)
	}
	return p.code(c)
}

func (p *printer) print(a layout.Print, c Candidate) {
	box := pdf.Box{X: a.X, Y: a.Y, W: a.W, H: a.H}
	switch a.Kind {
	case layout.Ground:
		p.d.Block(box, a.Darkness)
	case layout.Frame:
		p.d.Block(box, a.Darkness)
		s := pdf.Stroke{Width: frameWidth, Darkness: 1}
		if a.Corners {
			s.Width = layout.CornerLine
		}
		for _, l := range [][4]float64{{0, 0, 1, 0}, {0, 1, 1, 1}, {0, 0, 0, 1}, {1, 0, 1, 1}} {
			p.d.Rule(a.X+l[0]*a.W, a.Y+l[1]*a.H, a.X+l[2]*a.W, a.Y+l[3]*a.H, s)
		}
	case layout.Line:
		p.d.Rule(a.X, a.Y, a.X+a.W, a.Y+a.H, pdf.Stroke{Width: lineWidth, Darkness: 1})
	case layout.Dots:
		p.dots(a, c)
	case layout.Text:
		text := a.Text
		if v := c.value(a.Fill); v != "" {
			text = label(text) + " " + v
		}
		p.d.Text(box, style(a), text)
	}
}

// label is the part of a text up to its colon: the dots behind it make room for
// handwriting.
func label(text string) string {
	before, _, found := strings.Cut(text, ":")
	if !found {
		return ""
	}
	return before + ":"
}

var aligns = map[string]pdf.Align{"": pdf.Left, "left": pdf.Left, "center": pdf.Center, "right": pdf.Right}

func style(a layout.Print) pdf.Style {
	return pdf.Style{Size: a.Points(), Bold: a.Bold, Align: aligns[a.Align]}
}

// dots draws a label and the dotted line behind it, with the candidate's value
// on it.
func (p *printer) dots(a layout.Print, c Candidate) {
	s := style(a)
	p.d.Text(pdf.Box{X: a.X, Y: a.Y, W: a.W, H: a.H}, s, a.Text)
	x := a.X + min(a.W, p.d.TextWidth(s, a.Text)+1)
	if v := c.value(a.Fill); v != "" {
		s.Bold = true
		p.d.Text(pdf.Box{X: x + 1, Y: a.Y, W: a.X + a.W - x - 1, H: a.H}, s, v)
		return
	}
	base := a.Y + a.H/2 + s.Size*0.1
	p.d.Rule(x, base, a.X+a.W, base, pdf.Stroke{Width: leaderDot, Darkness: 0.8, Dash: []float64{leaderDot, 0.6}})
}

// bubble draws the ring and the printed symbol of one bubble.
func (p *printer) bubble(b layout.Bubble) {
	s := pdf.Stroke{Width: ringWidth, Darkness: b.Ring}
	if b.Dotted {
		s.Dash = []float64{0.6 * dotPitch, 0.4 * dotPitch}
	}
	p.d.Ellipse(b.X, b.Y, b.W, b.H, s)
	if b.Inside {
		const share, em = 0.56, 0.714 // of the bubble; height of a digit
		size := b.H * share / em / 0.3528
		p.d.Text(pdf.Box{X: b.X - b.W/2, Y: b.Y - b.H/2 + 0.057*size*0.3528, W: b.W, H: b.H},
			pdf.Style{Size: size, Align: pdf.Center, Light: 1 - b.Ring}, b.Symbol)
	}
}

// given fills the bubble of a digit that the candidate is given in print.
func (p *printer) given(cell layout.Cell, digit string) {
	if digit == "" {
		return
	}
	for _, b := range cell {
		if b.Symbol == digit {
			p.d.Disc(b.X, b.Y, b.W, b.H, 1)
		}
	}
}

// written sets given digits into the boxes above their columns.
func (p *printer) written(b *layout.Block, c Candidate) {
	for i, box := range b.WriteBoxes() {
		if digit := c.digit(layout.Field{Name: b.Name}, i); digit != "" {
			p.d.Text(pdf.Box{X: box.X, Y: box.Y, W: box.W, H: box.H}, pdf.Style{Size: 12, Bold: true, Align: pdf.Center}, digit)
		}
	}
}
