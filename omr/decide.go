package omr

import (
	"slices"

	"khaothi/omr/measure"
)

// The grey zone, in darkness relative to the form and the sheet's ink
// (docs/omr-accuracy.md has the measurements). Below emptyMost a bubble is
// empty: noise of a clean scan is 0.01, of a noisy one the sheet's own spread
// counts. A mark is at least solidShare as dark as the sheet's usual mark, or
// is faint; below faintShare of that it is not called a mark at all.
const (
	emptyLeast  = 0.07
	emptyMost   = 0.15
	noiseFactor = 6
	faintLeast  = 0.16
	faintShare  = 0.30
	solidLeast  = 0.27
	solidShare  = 0.60
	usualInk    = 0.75 // where the sheet has no marks to learn from
	strayLeast  = 0.16
	traceShare  = 0.45 // the trace of an erased mark against the mark that stands
)

// Printed symbols differ from one bubble to the next, so that bubbles with one
// inside have a spread of their own: 0.006 on clean sheets, whose empty bubbles
// reach 0.047, and 0.02 on the official form's scan, whose reach 0.067.
const (
	symbolLeast  = 0.05
	symbolFactor = 5
)

// A dot, a thin line or the edge of a tick darkens a bubble hardly more than
// noise does, but what it covers is as dark as ink: half of emptyMost is enough
// where a share of strokeCover is covered.
const strokeCover = 0.08

// Outlines are seen as a share of what is usual on the sheet. Where they vary
// little, one that is gone tells of a cover; where they vary much, as dotted
// ones in black and white do, all of a cell must be.
const (
	goneOne     = 0.11
	goneAll     = 0.30
	goneHalf    = 0.50 // of a bubble that has lost half of its print's darkness, too
	spreadOne   = 0.30
	spreadAll   = 0.45
	quartileOne = 0.50
)

// groundApart is the most that the grounds of a cell's bubbles differ. Light that
// falls off over a page makes 0.1 of it over a cell; grey labels are darker.
const groundApart = 0.15

// The classes of a bubble.
const (
	classEmpty = iota
	classUnclear
	classFaint
	classSolid
)

// decider holds the limits of one sheet.
type decider struct {
	empty, faint, solid float64
	symbol              float64 // empty where a symbol is printed inside
	one, all            bool    // a single outline that is gone tells of a cover; all those of a cell do
	any                 bool    // something was found that may be a mark
}

func newDecider(s *measure.Sheet) *decider {
	ink := s.Ink
	if ink == 0 {
		ink = usualInk
	}
	d := &decider{
		empty: min(max(emptyLeast, noiseFactor*s.Noise), emptyMost),
		faint: max(faintLeast, faintShare*ink),
		solid: max(solidLeast, solidShare*ink),
	}
	d.symbol = min(max(symbolLeast, symbolFactor*s.Symbols), emptyMost)
	d.faint = max(d.faint, d.empty)
	d.outlines(s)
	return d
}

// outlines tells how far the outlines of this sheet can be trusted, by its empty
// bubbles. Up to a fifth of them may be covered, so the upper half gives the
// spread.
func (d *decider) outlines(s *measure.Sheet) {
	var seen []float64
	for _, b := range s.Bubbles {
		if b.Dark < d.empty {
			seen = append(seen, b.Seen)
		}
	}
	if len(seen) == 0 {
		return
	}
	slices.Sort(seen)
	n := len(seen)
	spread := (seen[3*n/4] - seen[n/2]) / 0.674 // a normal distribution's quartile, in deviations
	d.one = spread < spreadOne && seen[n/4] > quartileOne
	d.all = spread < spreadAll
}

// covered tells a cell whose print is not to be seen, wholly or, on a sheet that
// shows it clearly, in part. A bubble that is lighter than when it was printed has
// lost its symbol, or lies in something dark that is taken for its ground, which
// then is darker than that of the others.
func (d *decider) covered(bubbles []measure.Bubble) bool {
	all, one := true, false
	lightest := 0.0
	for _, b := range bubbles {
		lightest = max(lightest, b.Ground)
	}
	for _, b := range bubbles {
		lighter := -b.Dark / d.emptyOf(b)
		if lighter > 1 || lighter > 0.5 && b.Seen < goneHalf || b.Ground < lightest-groundApart {
			return true
		}
		empty := d.class(b) == classEmpty
		all = all && empty && b.Seen < goneAll
		one = one || empty && b.Seen < goneOne
	}
	return d.all && all || d.one && one
}

// emptyOf is the darkness below which a bubble is empty.
func (d *decider) emptyOf(b measure.Bubble) float64 {
	if b.Inside {
		return d.symbol
	}
	return d.empty
}

func (d *decider) class(b measure.Bubble) int {
	switch {
	case b.Dark >= d.solid:
		return classSolid
	case b.Dark >= d.faint:
		return classFaint
	case b.Dark >= d.emptyOf(b), b.Dark >= d.empty/2 && b.Cover >= strokeCover:
		return classUnclear
	}
	return classEmpty
}

// confidence is how far a bubble is from another class, 0 to 1.
func (d *decider) confidence(b measure.Bubble) float64 {
	switch d.class(b) {
	case classSolid:
		return min((b.Dark-d.solid)/(0.3*d.solid)+0.5, 1)
	case classEmpty:
		empty := d.emptyOf(b)
		return min((empty-b.Dark)/empty/2+0.5, 1)
	}
	return 0
}
