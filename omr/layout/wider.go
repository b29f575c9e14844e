package layout

import "slices"

// WiderLine is a row of bubbles that the layout does not have.
type WiderLine struct {
	Bubbles []Bubble
	Beside  []int // of each, the bubble next to it in Bubbles of the layout
}

// leastLine is the number of bubbles that tell a line of them from letters.
const leastLine = 3

// Wider returns the lines of bubbles that a wider form would have where this
// one is empty: one more digit on either side of a number, one more letter on
// either side of the choices. A line on which anything else is printed is left
// out, and so is one off the page, or one of a bubble or two: the printed number
// of a question looks like an outline often enough.
func (l *Layout) Wider() []WiderLine {
	taken := (&checker{l: l}).rects()
	var lines []WiderLine
	next := 0
	for i := range l.Blocks {
		b := &l.Blocks[i]
		cells := b.cells()
		for _, line := range b.widerBy(cells, next) {
			if len(line.Bubbles) >= leastLine && l.free(line, taken) {
				lines = append(lines, line)
			}
		}
		for _, c := range cells {
			next += len(c)
		}
	}
	return lines
}

func (b *Block) cells() []Cell {
	var all []Cell
	for _, f := range b.fields() {
		all = append(all, f.Cells...)
	}
	return all
}

// widerBy returns the lines before and behind the cells of a number, or the
// symbols of choices; first is the index of the block's first bubble.
func (b *Block) widerBy(cells []Cell, first int) []WiderLine {
	along, symbols := b.axes()
	across := b.down() // the cells follow each other from left to right
	switch b.Kind {
	case Digits:
	case Choices:
		along, across = symbols, !across
	case Cluster, Numeric:
		return nil
	}
	if along.Len() < 2 {
		return nil
	}
	edge := func(at int, step float64) (line WiderLine) {
		n := first
		for i, c := range cells {
			for k, bubble := range c {
				if (b.Kind == Digits && i == at) || (b.Kind == Choices && k == at) {
					if across {
						bubble.X += step
					} else {
						bubble.Y += step
					}
					line.Bubbles, line.Beside = append(line.Bubbles, bubble), append(line.Beside, n+k)
				}
			}
			n += len(c)
		}
		return line
	}
	last := along.Len() - 1
	return []WiderLine{edge(0, along.Place(0)-along.Place(1)), edge(last, along.Place(last)-along.Place(last-1))}
}

// free reports whether a line lies on the page and touches nothing.
func (l *Layout) free(line WiderLine, taken []rect) bool {
	for _, b := range line.Bubbles {
		box := around("", b.X, b.Y, b.W, b.H)
		if box.x0 < 0 || box.y0 < 0 || box.x1 > l.Page.W || box.y1 > l.Page.H {
			return false
		}
		if slices.ContainsFunc(taken, box.touches) {
			return false
		}
	}
	return true
}
