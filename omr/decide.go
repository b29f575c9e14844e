package omr

import (
	"slices"

	"khaothi/omr/layout"
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
	spreadOne   = 0.30
	spreadAll   = 0.45
	quartileOne = 0.50
)

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
// lost its symbol, or lies in something dark that is taken for its ground.
func (d *decider) covered(bubbles []measure.Bubble) bool {
	all, one := true, false
	for _, b := range bubbles {
		if b.Dark < -d.emptyOf(b) {
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

// cellReading is what a cell holds: its symbols, or in doubt none.
type cellReading struct {
	symbols string
	doubt   bool // not decided
	codes   []string
}

// cell decides one cell.
func (d *decider) cell(c layout.Cell, bubbles []measure.Bubble) cellReading {
	var marked, unclear []int
	solid := 0
	strongest := 0.0
	for i, b := range bubbles {
		switch d.class(b) {
		case classSolid:
			solid++
			marked = append(marked, i)
		case classFaint:
			marked = append(marked, i)
		case classUnclear:
			unclear = append(unclear, i)
		}
		strongest = max(strongest, b.Dark)
	}
	var got cellReading
	for _, i := range marked {
		got.symbols += c[i].Symbol
	}
	d.any = d.any || len(marked)+len(unclear) > 0
	switch {
	case len(marked) == 0 && len(unclear) > 0:
		got = cellReading{doubt: true, codes: []string{CodeUnclear}}
	case len(marked) == 0 && d.stray(bubbles):
		got = cellReading{doubt: true, codes: []string{CodeStray}}
		d.any = true
	case len(marked) == 1 && len(unclear) > 0:
		got.codes = []string{CodeErased}
		trace := 0.0
		for _, i := range unclear {
			trace = max(trace, bubbles[i].Dark)
		}
		got.doubt = solid == 0 || trace > traceShare*strongest
	case len(marked) == 1 && solid == 0:
		got.codes = []string{CodeFaint}
	case len(marked) > 1 && solid == len(marked) && len(unclear) == 0:
		got.codes = []string{CodeDouble}
	case len(marked) > 1: // marks of different strength: two, or one that was erased badly
		got.codes, got.doubt = []string{CodeDouble, CodeErased}, true
	}
	if d.covered(bubbles) {
		got.codes = append(got.codes, CodeCovered)
		got.doubt = got.doubt || len(marked) == 0
	}
	return got
}

// stray tells something beside the bubbles of an empty cell.
func (d *decider) stray(bubbles []measure.Bubble) bool {
	return slices.ContainsFunc(bubbles, func(b measure.Bubble) bool { return b.Outside >= strayLeast || b.Beside >= strayLeast })
}

// fieldReading is a field's value with its doubts.
type fieldReading struct {
	value      string
	codes      []string
	confidence float64
	marks      int
}

// field decides the cells of a field and joins them to its value.
func (d *decider) field(f layout.Field, bubbles []measure.Bubble) fieldReading {
	got := fieldReading{confidence: 1}
	values := make([]string, len(f.Cells))
	for i, c := range f.Cells {
		mine := bubbles[:len(c)]
		bubbles = bubbles[len(c):]
		cell := d.cell(c, mine)
		if values[i] = cell.symbols; cell.symbols != "" {
			got.marks++
		}
		if cell.doubt {
			values[i] = layout.Doubt
		}
		for _, code := range cell.codes {
			if !slices.Contains(got.codes, code) {
				got.codes = append(got.codes, code)
			}
		}
		for _, b := range mine {
			got.confidence = min(got.confidence, d.confidence(b))
		}
	}
	got.value = f.Value(values)
	if f.Kind == layout.Digits {
		got.incomplete(values)
	}
	if len(got.codes) > 0 {
		got.confidence = 0
	}
	return got
}

// incomplete says of a number that digits are missing.
func (got *fieldReading) incomplete(values []string) {
	switch {
	case got.value == "":
		got.codes = append(got.codes, CodeEmpty)
	case slices.Contains(values, ""):
		got.codes = append(got.codes, CodePartial)
	}
}
