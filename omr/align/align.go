package align

import (
	"cmp"
	"math"

	"khaothi/omr/layout"
	"khaothi/omr/pages"
)

// The codes of an Error: why a page is not read.
const (
	CodeBlank   = "blank"    // no print and no writing
	CodeBack    = "back"     // print, but nothing like a mark or a bubble
	CodeNoMarks = "no_marks" // too few registration marks, or not where they should be
	CodeTurn    = "turn"     // which way is up cannot be told
	CodeForm    = "form"     // the marks fit, the print does not: another form
	CodeBent    = "bent"     // folded, curled or a photo: no map fits
	CodeCoarse  = "coarse"   // fewer than 88 dots per inch
	CodeSeveral = "several"  // more than one sheet in the picture
)

// Error says why a page cannot be aligned.
type Error struct{ Code string }

func (e *Error) Error() string { return "page cannot be aligned: " + e.Code }

// Aligner finds one layout on pages. It may be used by several goroutines.
type Aligner struct {
	layout  *layout.Layout
	targets []target
	bubbles []layout.Bubble
	frame   float64 // shortest diagonal of a frame that registers, mm; 0: there is none
}

// New prepares a layout.
func New(l *layout.Layout) *Aligner {
	a := &Aligner{layout: l, bubbles: l.Bubbles()}
	for _, m := range l.Marks {
		a.targets = append(a.targets, target{Mark: m, weight: 1})
	}
	for _, m := range l.Bars {
		a.targets = append(a.targets, target{Mark: m, weight: 0.6})
	}
	for _, c := range l.Corners() {
		a.targets = append(a.targets, target{Mark: layout.Mark{X: c.X, Y: c.Y}, weight: 1, corner: c.Place + 1})
	}
	for _, p := range l.Print {
		if p.Corners {
			long := math.Hypot(p.W, p.H)
			a.frame = min(cmp.Or(a.frame, long), long)
		}
	}
	return a
}

// Find aligns a page, or says why it cannot with an *Error.
func (a *Aligner) Find(p *pages.Page) (*Fit, error) {
	side := max(a.layout.Page.W, a.layout.Page.H)
	approx := float64(max(p.Width, p.Height)) / side
	if approx*25.4*maxZoom < minDPI {
		return nil, &Error{CodeCoarse}
	}
	coarse := reduce(p, max(int(approx*25.4/95), 1))
	found := finder{framed: a.frame > 0}
	regions, dark := found.find(coarse, newPaper(coarse))
	m := newMatcher(a.targets, regions, coarse.Step, approx)
	if a.frame > 0 {
		m.corners(found.corners(a.frame*approx*minZoom/float64(coarse.Step), coarse.Step))
	}
	best, second := a.best(m, p, coarse)
	if best == nil {
		return nil, &Error{a.without(m, dark)}
	}
	if second != nil && second.Outlines > 0.6*best.Outlines && second.Marks*4 > best.Marks*3 {
		return nil, &Error{CodeTurn}
	}
	if err := best.check(); err != nil {
		return best, err
	}
	if a.share(best, p) < wholeShare && m.another(best, a.layout.Page) {
		return nil, &Error{CodeSeveral}
	}
	return best, nil
}

// share is how much of the picture the sheet takes.
func (a *Aligner) share(f *Fit, p *pages.Page) float64 {
	sx, sy := f.h.scale(a.layout.Page.W/2, a.layout.Page.H/2)
	return a.layout.Page.W * sx * a.layout.Page.H * sy / float64(p.Width*p.Height)
}

// best fits the likely ways and returns the two with the best outlines.
func (a *Aligner) best(m *matcher, p *pages.Page, coarse *Grey) (best, second *Fit) {
	list := m.guesses()
	for i, g := range list {
		if i > 0 && g.score < 0.55*list[0].score {
			break
		}
		g = m.refine(g)
		f := a.fit(m, g, p, coarse)
		if f == nil {
			continue
		}
		switch {
		case best == nil || f.Outlines*float64(f.Marks) > best.Outlines*float64(best.Marks):
			best, second = f, best
		case second == nil || f.Outlines > second.Outlines:
			second = f
		}
	}
	return best, second
}

// The least that a page must show to be read.
const (
	minDPI      = 88
	minMarks    = 4    // and at least a third of them
	maxResidual = 0.9  // mm: worse is a folded page
	mostMarks   = 0.75 // with fewer of its marks a page must lie as flat as
	flat        = 0.3  // mm: else parts of two sheets may lie over each other
	minOutlines = 0.55 // share of places whose outlines are seen
	wholeShare  = 0.80 // of the picture: beside a sheet that takes less there may be another
)

// without says what a page without the marks is.
func (a *Aligner) without(m *matcher, dark float64) string {
	switch {
	case dark < 0.0004:
		return CodeBlank
	case len(m.blobs) < 3:
		return CodeBack
	}
	return CodeNoMarks
}
