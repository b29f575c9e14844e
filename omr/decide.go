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
// noise does, but what it covers is darker than any print there: on clean scans
// 1 % of an empty bubble is, on noisy ones 2 %, and 5 % where a printed symbol
// stands apart, which does not make the bubble darker. Black and white shows
// print where there is none in many bubbles, so the usual share counts, too.
const (
	strokeLeast  = 0.08
	strokeFactor = 3
	strokeDark   = 0.4 // of what is empty that a stroke darkens a bubble by
	traceShort   = 0.3 // of a stroke: a trace
	traceDark    = 0.6
	strokeBeside = 2 // strokes beside a solid mark: shorter ones are slips of the pen
)

// A ring that is drawn on the outline of a bubble or close round it is seen in
// most directions, and makes the outline clearer or what is outside darker. A
// dotted outline that lies a little beside its place is seen in half of them,
// halftone as well; the outlines of copies vary by 2.
const (
	ringLeast   = 0.40
	ringFactor  = 2.2
	ringOutside = 0.12
	ringSeen    = 1.5
	seenMost    = 1.55
	seenFactor  = 5    // of the spread of the lower half
	seenMarked  = 1.2  // times as much beside a mark
	ringHalf    = 0.20 // with seenMost, where outlines vary much
)

// A stroke close under or over a bubble that stays out of it makes what is
// outside 0.05 to 0.12 darker, of that bubble alone; outlines that lie a little
// beside their places make it 0.06, of all in the cell.
const (
	nearLeast  = 0.07
	nearFactor = 6
	nearApart  = 0.045
)

// Outlines are seen as a share of what is usual on the sheet: 0.75 and more on
// clean, noisy and copied ones. Where they vary little, one that is gone tells of
// a cover; where they vary much, as dotted ones in black and white do, all of a
// cell must be. A symbol inside is gone to 0.12 at most, or on many bubbles.
const (
	goneLeast   = 0.50
	goneEmpty   = 0.55 // in a cell without a mark
	goneSymbol  = 0.50
	goneUsual   = 0.12
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
	stroke, ring, seen  float64 // of Cover, Ring and Seen: something is drawn
	near                float64 // of Outside: it may be
	one, all            bool    // a single outline that is gone tells of a cover; all those of a cell do
	symbols             bool    // a symbol that is gone does
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
	d.usual(s)
	return d
}

// usual tells how the print is seen in the empty bubbles of this sheet. Up to a
// fifth of them may be covered, so the upper half gives the spread of outlines.
func (d *decider) usual(s *measure.Sheet) {
	var seen, gone, cover, ring, outside []float64
	for _, b := range s.Bubbles {
		if b.Dark < d.empty {
			seen, cover = append(seen, b.Seen), append(cover, b.Cover)
			ring, outside = append(ring, b.Ring), append(outside, b.Outside)
			if b.Inside {
				gone = append(gone, b.Gone)
			}
		}
	}
	d.stroke, d.ring = max(strokeLeast, strokeFactor*middle(cover)), max(ringLeast, ringFactor*middle(ring))
	d.near = max(nearLeast, nearFactor*middle(outside))
	if len(seen) == 0 {
		return
	}
	slices.Sort(seen)
	n := len(seen)
	spread := (seen[3*n/4] - seen[n/2]) / 0.674 // a normal distribution's quartile, in deviations
	d.seen = max(seenMost, 1+seenFactor*(seen[n/2]-seen[n/4])/0.674)
	d.one = spread < spreadOne && seen[n/4] > quartileOne
	d.all = spread < spreadAll
	d.symbols = middle(gone) < goneUsual
}

// covered tells a cell whose print is not to be seen, wholly or, on a sheet that
// shows it clearly, in part. A bubble that is lighter than when it was printed has
// lost its symbol, or lies in something dark that is taken for its ground, which
// then is darker than that of the others.
func (d *decider) covered(bubbles []measure.Bubble, marked bool) bool {
	limit := goneEmpty
	if marked {
		limit = goneLeast
	}
	all, one := true, false
	lightest := 0.0
	for _, b := range bubbles {
		lightest = max(lightest, b.Ground)
	}
	for _, b := range bubbles {
		lighter := -b.Dark > d.emptyOf(b)
		if lighter || d.symbols && b.Gone >= goneSymbol || b.Ground < lightest-groundApart {
			return true
		}
		gone := b.Seen < limit && d.class(b) <= classUnclear
		all = all && gone
		one = one || gone
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
	switch empty := d.emptyOf(b); {
	case b.Dark >= d.solid:
		return classSolid
	case b.Dark >= d.faint:
		return classFaint
	case b.Dark >= empty, b.Cover >= d.stroke && b.Dark >= strokeDark*empty, b.Cover >= traceShort*d.stroke && b.Dark >= traceDark*empty:
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
