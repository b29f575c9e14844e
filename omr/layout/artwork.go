package layout

import (
	"cmp"
	"unicode/utf8"
)

// Artwork returns all that is printed besides marks, bars and bubbles, in the
// order in which it is painted: Print, then what the blocks' labels ask for.
func (l *Layout) Artwork() []Print {
	all := append([]Print(nil), l.Print...)
	for i := range l.Blocks {
		all = append(all, l.Blocks[i].artwork()...)
	}
	return all
}

// defaultSize is the size of text that does not say, in points.
const defaultSize = 10

// Points returns the size of a text.
func (p Print) Points() float64 { return cmp.Or(p.Size, defaultSize) }

func (b *Block) artwork() []Print {
	if b.Labels == nil {
		return nil
	}
	var all []Print
	rows, columns := b.labelTexts()
	if gap := b.Labels.Rows; gap > 0 {
		for i, text := range rows {
			wide := labelWidth(text, b.Labels.Size)
			all = append(all, Print{
				Kind: Text, X: b.X.Place(0) - gap - wide, Y: b.Y.Place(i) - b.height()/2, W: wide, H: b.height(),
				Text: text, Size: b.Labels.Size, Bold: true, Align: "right",
			})
		}
	}
	if gap := b.Labels.Columns; gap > 0 {
		for i, text := range columns {
			w := pitch(b.X)
			all = append(all, Print{
				Kind: Text, X: b.X.Place(i) - w/2, Y: b.Y.Place(0) - gap - b.height()/2, W: w, H: b.height(),
				Text: text, Size: b.Labels.Size, Align: "center",
			})
		}
	}
	if b.Labels.Grid {
		all = append(all, b.grid()...)
	}
	return append(all, b.WriteBoxes()...)
}

// labelWidth is room for a bold label of a size in points, mm.
func labelWidth(text string, size float64) float64 {
	return cmp.Or(size, defaultSize) * 0.22 * (float64(utf8.RuneCountInString(text)) + 0.3)
}

// height is how high a label is.
func (b *Block) height() float64 { return max(4, b.Bubble.H) }

// labelTexts returns what the rows and the columns of the lattice are called.
func (b *Block) labelTexts() (rows, columns []string) {
	cells, _ := b.axes()
	var names []string
	for i := range cells.Len() {
		name := ""
		switch b.Kind {
		case Choices:
			name = b.cellName(i)
		case Cluster:
			name = b.cellName(i) + ")"
		case Digits, Numeric:
		}
		names = append(names, name)
	}
	var symbols []string
	for _, s := range b.symbols() {
		symbols = append(symbols, symbolText(b.Kind, s))
	}
	if b.down() {
		return symbols, names
	}
	return names, symbols
}

// symbolText is how a symbol is printed beside its bubbles.
func symbolText(k Kind, symbol string) string {
	switch {
	case k == Cluster && symbol == True:
		return "Đúng"
	case k == Cluster && symbol == False:
		return "Sai"
	case k == Numeric && symbol == Minus:
		return "–"
	}
	return symbol
}

// edges returns the lines between the places of an axis and before and behind
// them.
func edges(a Axis) []float64 {
	e := []float64{a.Place(0) - pitch(a)/2}
	for i := 1; i < a.Len(); i++ {
		e = append(e, (a.Place(i-1)+a.Place(i))/2)
	}
	return append(e, a.Place(a.Len()-1)+pitch(a)/2)
}

// pitch is the smallest distance of two neighbours; 8 where there are none.
func pitch(a Axis) float64 {
	p := 8.0
	for i := 1; i < a.Len(); i++ {
		p = min(p, a.Place(i)-a.Place(i-1))
	}
	return p
}

func (b *Block) grid() []Print {
	xs, ys := edges(b.X), edges(b.Y)
	left, top, w, h := xs[0], ys[0], xs[len(xs)-1]-xs[0], ys[len(ys)-1]-ys[0]
	var all []Print
	for _, x := range xs {
		all = append(all, Print{Kind: Line, X: x, Y: top, H: h})
	}
	for _, y := range ys {
		all = append(all, Print{Kind: Line, X: left, Y: y, W: w})
	}
	return all
}

// WriteBoxes returns the boxes above a number's columns into which its digits
// are written by hand, or none.
func (b *Block) WriteBoxes() []Print {
	if b.Labels == nil || b.Labels.Write == 0 {
		return nil
	}
	const high = 5.9
	xs := edges(b.X)
	var boxes []Print
	for i := range b.X.Len() {
		boxes = append(boxes, Print{Kind: Frame, X: xs[i], Y: b.Y.Place(0) - b.Labels.Write - high/2, W: xs[i+1] - xs[i], H: high})
	}
	return boxes
}
