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
	coverMatch  = 0.03 // outlines below this are not seen
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
	seen                bool // outlines of single bubbles are seen clearly on this sheet
	any                 bool // something was found that may be a mark
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
	d.faint = max(d.faint, d.empty)
	seen, light := 0, 0
	for _, b := range s.Bubbles {
		if b.Dark < d.empty {
			light++
			if b.Outline > coverMatch {
				seen++
			}
		}
	}
	d.seen = light > 0 && seen*100 >= light*97
	return d
}

func (d *decider) class(b measure.Bubble) int {
	switch {
	case b.Dark >= d.solid:
		return classSolid
	case b.Dark >= d.faint:
		return classFaint
	case b.Dark >= d.empty:
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
		return min((d.empty-b.Dark)/d.empty/2+0.5, 1)
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
	case len(marked) == 0:
		got.doubt, got.codes = d.emptyCell(bubbles)
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
	return got
}

// emptyCell looks for what makes an empty cell doubtful: something beside its
// bubbles, or that they are not to be seen at all.
func (d *decider) emptyCell(bubbles []measure.Bubble) (bool, []string) {
	var codes []string
	if slices.ContainsFunc(bubbles, func(b measure.Bubble) bool { return b.Outside >= strayLeast || b.Beside >= strayLeast }) {
		codes = append(codes, CodeStray)
		d.any = true
	}
	hidden := func(b measure.Bubble) bool { return b.Outline <= coverMatch }
	if d.seen && !slices.ContainsFunc(bubbles, func(b measure.Bubble) bool { return !hidden(b) }) {
		codes = append(codes, CodeCovered)
	}
	return len(codes) > 0, codes
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
