package layout

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Field is one column of the CSV.
type Field struct {
	Name  string
	Kind  Kind
	Cells []Cell
}

// Cell is one place of a field, where one bubble at most should be filled.
type Cell []Bubble

// Bubble is one bubble on the page.
type Bubble struct {
	Field  string  // the column of the CSV
	Cell   int     // counted from 0 in its field
	Symbol string  // what filling it means
	X, Y   float64 // centre
	W, H   float64
	Ring   float64 // darkness of its printed ring
	Dotted bool    // the ring is dotted
	Inside bool    // the symbol is printed inside
	Ground float64 // darkness of the print under it
}

// Fields returns the fields in the order of the CSV.
func (l *Layout) Fields() []Field {
	var fields []Field
	for i := range l.Blocks {
		fields = append(fields, l.Blocks[i].fields()...)
	}
	for _, f := range fields {
		for _, c := range f.Cells {
			for i := range c {
				c[i].Ground = l.ground(c[i].X, c[i].Y)
			}
		}
	}
	return fields
}

// Bubbles returns all bubbles: those of Fields, field by field, cell by cell.
func (l *Layout) Bubbles() []Bubble {
	var all []Bubble
	for _, f := range l.Fields() {
		for _, c := range f.Cells {
			all = append(all, c...)
		}
	}
	return all
}

// LeadColumns returns the columns of every CSV, which stand before those of the
// fields; no field has such a name.
func LeadColumns() []string { return []string{"file", "page", "status", "reasons"} }

// Columns returns the names of the fields in the order of the CSV.
func (l *Layout) Columns() []string {
	var names []string
	for i := range l.Blocks {
		names = append(names, l.Blocks[i].names()...)
	}
	return names
}

// ground returns how dark the print is at a place that no text, line, mark or
// bubble covers.
func (l *Layout) ground(x, y float64) float64 {
	for _, p := range slices.Backward(l.Print) {
		if (p.Kind == Ground || p.Kind == Frame) && x >= p.X && x <= p.X+p.W && y >= p.Y && y <= p.Y+p.H {
			return p.Darkness
		}
	}
	return 0
}

// digits are the symbols of a digit, in the order of their bubbles.
var digits = strings.Split("0123456789", "")

// symbols returns the symbols of the block in the order of their bubbles.
func (b *Block) symbols() []string {
	switch b.Kind {
	case Digits:
		return digits
	case Cluster:
		return []string{True, False}
	case Numeric:
		return append([]string{Minus, Comma}, digits...)
	case Choices:
		return b.Symbols
	}
	return nil
}

// down reports whether the symbols of one cell stand below each other.
func (b *Block) down() bool { return (b.Kind == Digits || b.Kind == Numeric) != b.Turned }

// axes returns along which axis the cells follow each other and along which
// the symbols of a cell do.
func (b *Block) axes() (cells, symbols Axis) {
	if b.down() {
		return b.X, b.Y
	}
	return b.Y, b.X
}

// names returns the names of the block's fields.
func (b *Block) names() []string {
	if b.Kind == Digits || b.Kind == Numeric {
		return []string{b.Name}
	}
	cells, _ := b.axes()
	names := make([]string, cells.Len())
	for i := range names {
		names[i] = b.Name + b.cellName(i)
	}
	return names
}

// cellName is what tells the field of cell i from the others of its block: the
// number of a question, the letter of a statement.
func (b *Block) cellName(i int) string {
	if b.Kind == Cluster {
		return string(rune('a' + i))
	}
	return fmt.Sprint(b.First + i)
}

// fields returns the block's fields with their bubbles.
func (b *Block) fields() []Field {
	names := b.names()
	fields := make([]Field, len(names))
	for i, name := range names {
		fields[i] = Field{Name: name, Kind: b.Kind}
	}
	cells, _ := b.axes()
	for i := range cells.Len() {
		f := &fields[min(i, len(fields)-1)]
		f.Cells = append(f.Cells, b.cell(f.Name, len(f.Cells), i))
	}
	return fields
}

// cell returns the bubbles of the block's cell i, which is cell n of the field.
func (b *Block) cell(field string, n, i int) Cell {
	cells, along := b.axes()
	var c Cell
	for k, symbol := range b.symbols() {
		if b.Kind == Numeric && !numericHas(symbol, n, cells.Len()) {
			continue
		}
		x, y := along.Place(k), cells.Place(i)
		if b.down() {
			x, y = y, x
		}
		c = append(c, Bubble{
			Field: field, Cell: n, Symbol: symbol, X: x, Y: y, W: b.Bubble.W, H: b.Bubble.H,
			Ring: b.Bubble.ring(), Dotted: b.Bubble.Dotted, Inside: b.Bubble.Inside,
		})
	}
	return c
}

// numericHas reports whether cell i of n cells of a short answer has a bubble
// for the symbol: "-" stands only before everything, "," only between digits.
func numericHas(symbol string, i, n int) bool {
	switch symbol {
	case Minus:
		return i == 0
	case Comma:
		return i > 0 && i < n-1
	}
	return true
}

// defaultRing is the darkness of a ring that does not say.
const defaultRing = 0.6

func (s Shape) ring() float64 { return cmp.Or(s.Ring, defaultRing) }
