package omr

import (
	"slices"

	"khaothi/omr/layout"
	"khaothi/omr/measure"
)

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
	if len(marked) == 1 && solid == 1 {
		unclear = slices.DeleteFunc(unclear, func(i int) bool { return d.slip(bubbles[i]) })
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
	case len(marked) == 1 && d.ringed(bubbles, marked[0]):
		got.codes = []string{CodeStray}
	case len(marked) == 1 && solid == 0:
		got.codes = []string{CodeFaint}
	case len(marked) > 1 && solid == len(marked) && len(unclear) == 0:
		got.codes = []string{CodeDouble}
	case len(marked) > 1: // marks of different strength: two, or one that was erased badly
		got.codes, got.doubt = []string{CodeDouble, CodeErased}, true
	}
	if d.covered(bubbles, len(marked) > 0) {
		got.codes = append(got.codes, CodeCovered)
		got.doubt = got.doubt || len(marked) == 0
	}
	return got
}

// slip tells what is too little to be a second mark, or what is left of one,
// where another bubble of the cell is marked well.
func (d *decider) slip(b measure.Bubble) bool {
	return b.Dark < d.emptyOf(b) && b.Cover < strokeBeside*d.stroke
}

// stray tells something beside the bubbles of an empty cell.
func (d *decider) stray(bubbles []measure.Bubble) bool {
	var outside []float64
	for _, b := range bubbles {
		outside = append(outside, b.Outside)
	}
	slices.Sort(outside)
	near := max(d.near, outside[(len(outside)-1)/2]+nearApart)
	return d.ringed(bubbles, -1) || slices.ContainsFunc(bubbles, func(b measure.Bubble) bool {
		return b.Outside >= min(near, strayLeast) || b.Beside >= strayLeast
	})
}

// ringed tells a ring round a bubble that is not the marked one; -1: none is.
func (d *decider) ringed(bubbles []measure.Bubble, marked int) bool {
	clear := d.seen
	if marked >= 0 {
		clear *= seenMarked
	}
	for i, b := range bubbles {
		ring := b.Ring >= d.ring && (b.Seen >= ringSeen || b.Outside >= ringOutside)
		if i != marked && (ring || b.Seen >= clear && (d.one || b.Ring >= ringHalf)) {
			return true
		}
	}
	return false
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
