package omrtest

import (
	"math/rand/v2"
	"slices"

	"khaothi/omr/layout"
)

// Truth is what one field holds.
type Truth struct {
	Value  string // as the CSV writes it
	Cells  []string
	Double bool  // a cell has two marks that are both meant
	Style  Style // Full, or the one defect of the field
	Extra  bool  // something that is no mark stands in the field: an erasure, handwriting
}

// answers chooses what a pupil marks in a field: for each cell the symbols, ""
// for none.
func answers(r *rand.Rand, f layout.Field) []string {
	cells := make([]string, len(f.Cells))
	number := f.Name == layout.CandidateNumber || f.Name == layout.FormCode
	if f.Kind == layout.Numeric && r.Float64() < 0.15 {
		return cells // skipped
	}
	for i, c := range f.Cells {
		p := 0.96
		if f.Kind == layout.Numeric {
			p = 0.75
		}
		if number || r.Float64() < p {
			cells[i] = c[r.IntN(len(c))].Symbol
		}
	}
	return cells
}

// pupil fills a sheet.
type pupil struct {
	*hand
	c      *canvas
	marked []layout.Bubble // so far
}

// fill marks the cells of one field in a style and returns its truth.
func (p *pupil) fill(f layout.Field, cells []string, s Style) Truth {
	t := Truth{Value: f.Value(cells), Cells: cells, Style: s}
	for i, symbols := range cells {
		for _, b := range f.Cells[i] {
			if slices.Contains(split(symbols), b.Symbol) {
				p.mark(p.c, b, s)
				p.marked = append(p.marked, b)
			}
		}
	}
	return t
}

// stray fills the paper between two neighbours of a question: nobody but a
// person can say what was meant, so the truth is in doubt.
func (p *pupil) stray(f layout.Field) Truth {
	c := f.Cells[0]
	i := p.r.IntN(len(c) - 1)
	b := c[i]
	b.X, b.Y = (c[i].X+c[i+1].X)/2, (c[i].Y+c[i+1].Y)/2
	p.mark(p.c, b, Full)
	return Truth{Value: layout.Doubt, Cells: []string{layout.Doubt}, Style: Between}
}

// erase puts a rubbed-out mark beside what is marked, or into a blank cell.
func (p *pupil) erase(f layout.Field, t *Truth) {
	i := p.r.IntN(len(f.Cells))
	b := f.Cells[i][p.r.IntN(len(f.Cells[i]))]
	if slices.Contains(split(t.Cells[i]), b.Symbol) {
		return
	}
	p.mark(p.c, b, Erased)
	t.Extra = true
}

// double returns the cells with a second mark in one of those that have one.
func double(r *rand.Rand, f layout.Field, cells []string) ([]string, bool) {
	out := slices.Clone(cells)
	i := r.IntN(len(f.Cells))
	c := f.Cells[i]
	if out[i] == "" || len(c) < 2 {
		return out, false
	}
	a := slices.IndexFunc(c, func(b layout.Bubble) bool { return b.Symbol == out[i] })
	k := (a + 1 + r.IntN(len(c)-1)) % len(c)
	out[i] = c[min(a, k)].Symbol + c[max(a, k)].Symbol
	return out, true
}

// split returns the letters of a string.
func split(s string) []string {
	var out []string
	for _, r := range s {
		out = append(out, string(r))
	}
	return out
}
