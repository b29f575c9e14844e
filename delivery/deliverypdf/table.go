package deliverypdf

import "khaothi/internal/pdf"

// column is one column of a table whose cells wrap.
type column struct {
	title string
	width float64
	align pdf.Align
	bold  bool
}

const (
	cellSize = 9.0
	cellLine = 4.3
	cellPad  = 1.2 // at the sides
	cellGap  = 0.7 // above and below
)

// table sets rows that are as high as their fullest cell. A row stays whole on
// one page unless it is longer than a page; the head is repeated.
func (s *sheet) table(columns []column, rows [][]string) {
	titles := make([]string, len(columns))
	for i, c := range columns {
		titles[i] = c.title
	}
	head := func() { s.row(columns, titles, true) }
	s.need(4 * cellLine)
	head()
	for _, r := range rows {
		if s.y+s.rowHeight(columns, r) > bottom {
			s.page()
			head()
		}
		s.row(columns, r, false)
	}
	s.y += 2
}

func (c column) style(head bool) pdf.Style {
	st := pdf.Style{Size: cellSize, Bold: c.bold || head, Align: c.align}
	if head {
		st.Align = pdf.Center
	}
	return st
}

// maxCellLines bounds one cell, so that a row fits a page: a reason has at most
// 500 bytes.
const maxCellLines = 24

func (s *sheet) cell(c column, text string, head bool) []string {
	lines := s.d.Wrap(c.width-2*cellPad, c.style(head), text)
	return lines[:min(len(lines), maxCellLines)]
}

func (s *sheet) rowHeight(columns []column, cells []string) float64 {
	lines := 1
	for i, c := range columns {
		if i < len(cells) {
			lines = max(lines, len(s.cell(c, cells[i], false)))
		}
	}
	return float64(lines)*cellLine + 2*cellGap
}

func (s *sheet) row(columns []column, cells []string, head bool) {
	height := s.rowHeight(columns, cells)
	x := left
	for i, c := range columns {
		box := pdf.Box{X: x, Y: s.y, W: c.width, H: height}
		if head {
			s.d.Fill(box)
		}
		s.d.Rect(box)
		if i < len(cells) {
			for n, l := range s.cell(c, cells[i], head) {
				s.d.Text(pdf.Box{X: x + cellPad, Y: s.y + cellGap + float64(n)*cellLine, W: c.width - 2*cellPad, H: cellLine},
					c.style(head), l)
			}
		}
		x += c.width
	}
	s.y += height
}
