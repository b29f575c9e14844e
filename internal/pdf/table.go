package pdf

// Column is one column of a table.
type Column struct {
	Title string
	Width float64
	Align Align
	Bold  bool
}

// Table is a ruled table that goes on over pages.
type Table struct {
	Columns   []Column
	RowHeight float64
	Size      float64 // points of its text
	X         float64 // its left edge
	Bottom    float64 // no row goes below this
	// Top is called on each new page and returns where the table begins on it.
	Top func(page int) float64
}

// width is the sum of the columns.
func (t Table) width() float64 {
	w := 0.0
	for _, c := range t.Columns {
		w += c.Width
	}
	return w
}

// Draw sets the rows on new pages and returns how far down the last one goes.
// A table without rows still has its head.
func (t Table) Draw(d *Doc, rows [][]string) float64 {
	y, page := t.start(d, 1), 1
	for _, row := range rows {
		if y+t.RowHeight > t.Bottom {
			page++
			y = t.start(d, page)
		}
		t.row(d, y, row, false)
		y += t.RowHeight
	}
	return y
}

// start begins a page with the head of the table.
func (t Table) start(d *Doc, page int) float64 {
	d.AddPage()
	y := t.Top(page)
	d.Fill(Box{t.X, y, t.width(), t.RowHeight})
	titles := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		titles[i] = c.Title
	}
	t.row(d, y, titles, true)
	return y + t.RowHeight
}

// pad is the space between a rule and the text.
const pad = 1.2

func (t Table) row(d *Doc, y float64, cells []string, head bool) {
	x := t.X
	for i, c := range t.Columns {
		box := Box{x, y, c.Width, t.RowHeight}
		d.Rect(box)
		if i < len(cells) && cells[i] != "" {
			s := Style{Size: t.Size, Bold: c.Bold || head, Align: c.Align}
			if head {
				s.Align = Center
			}
			d.Text(Box{x + pad, y, c.Width - 2*pad, t.RowHeight}, s, cells[i])
		}
		x += c.Width
	}
}
