package docx

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// htmlCell is a cell as HTML has it.
type htmlCell struct {
	cols, rows int
	head       bool
	text       string
}

// table reads up to the end of a table and adds it.
func (c *converter) table() {
	rows := c.tableCells()
	t, ok := c.grid(rows)
	if !ok {
		return
	}
	c.end()
	if len(c.para.Content) > 0 { // the lead stands above the table
		c.flush()
	}
	c.out = append(c.out, t)
}

// tableCells splits a table into the source of its cells; tables in cells stay
// source.
func (c *converter) tableCells() [][]htmlCell {
	var rows [][]htmlCell
	var b *strings.Builder
	inner := 0
	put := func() {
		if b != nil && len(rows) > 0 {
			last := len(rows) - 1
			rows[last][len(rows[last])-1].text = b.String()
		}
		b = nil
	}
	for {
		kind := c.z.Next()
		if kind == html.ErrorToken {
			put()
			return rows
		}
		raw := string(c.z.Raw())
		t := c.z.Token()
		if t.DataAtom == atom.Table && kind == html.StartTagToken {
			inner++
		}
		if t.DataAtom == atom.Table && kind == html.EndTagToken {
			if inner--; inner < 0 {
				put()
				return rows
			}
		}
		switch {
		case inner > 0:
		case t.DataAtom == atom.Tr && kind == html.StartTagToken:
			put()
			rows = append(rows, nil)
			continue
		case (t.DataAtom == atom.Td || t.DataAtom == atom.Th) && kind == html.StartTagToken:
			put()
			if len(rows) == 0 {
				rows = append(rows, nil)
			}
			last := len(rows) - 1
			rows[last] = append(rows[last], htmlCell{cols: spanOf(t, "colspan"), rows: spanOf(t, "rowspan"), head: t.DataAtom == atom.Th})
			b = &strings.Builder{}
			continue
		case (t.DataAtom == atom.Td || t.DataAtom == atom.Th) && kind == html.EndTagToken:
			put()
			continue
		}
		if b != nil {
			b.WriteString(raw)
		}
	}
}

func spanOf(t html.Token, name string) int {
	n, err := strconv.Atoi(attribute(t, name))
	if err != nil {
		return 1
	}
	return max(1, min(n, maxColumns))
}

// grid lays cells out in columns as wide as their text asks for.
func (c *converter) grid(rows [][]htmlCell) (Table, bool) {
	if c.depth >= 3 {
		c.lost("table", "")
		return Table{}, false
	}
	placed, columns := place(rows)
	if columns == 0 || columns > maxColumns {
		if columns > 0 {
			c.lost("table", "")
		}
		return Table{}, false
	}
	width := c.Width - c.base.Indent
	wish := make([]int, columns)
	t := Table{Borders: true, Center: true}
	for _, row := range placed {
		out := Row{}
		for at := 0; at < columns; {
			p := row[at]
			cell := Cell{Span: p.cols, Merge: p.merge, Middle: true}
			if p.merge != Continue {
				cell.Blocks = c.cell(p.htmlCell, width/columns*p.cols)
				if p.cols == 1 {
					wish[at] = max(wish[at], Measure(cell.Blocks)+260)
				}
			}
			out.Cells = append(out.Cells, cell)
			at += max(1, p.cols)
		}
		t.Rows = append(t.Rows, out)
	}
	t.Columns = fit(wish, width)
	return t, true
}

func (c *converter) cell(cell htmlCell, width int) []Block {
	h := c.HTML
	h.Width = max(567, width-220)
	sub := &converter{HTML: h, base: Paragraph{}, depth: c.depth + 1, z: html.NewTokenizer(strings.NewReader(cell.text))}
	if short := len(cell.text) < 60; short || cell.head {
		sub.base.Align = Center
	}
	sub.para = sub.base
	if cell.head {
		sub.look = []Look{{Bold: true, Size: c.Size}}
	}
	for sub.step() {
	}
	sub.end()
	return sub.out
}

type placedCell struct {
	htmlCell
	merge Merge
}

// place gives each cell its column; cells that reach down keep theirs below.
func place(rows [][]htmlCell) ([][]placedCell, int) {
	columns := 0
	var out [][]placedCell
	down := map[int]placedCell{} // by column: cells from above, with the rows they still cover
	for _, row := range rows {
		line := map[int]placedCell{}
		at := 0
		next := func() {
			for down[at].rows > 0 {
				above := down[at]
				line[at] = placedCell{htmlCell{cols: above.cols, rows: 1}, Continue}
				above.rows--
				down[at] = above
				at += above.cols
			}
		}
		next()
		for _, cell := range row {
			p := placedCell{htmlCell: cell}
			if cell.rows > 1 {
				p.merge = Start
				down[at] = placedCell{htmlCell: htmlCell{cols: cell.cols, rows: cell.rows - 1}}
			} else {
				delete(down, at)
			}
			line[at] = p
			at += cell.cols
			if at > maxColumns {
				return nil, maxColumns + 1
			}
			next()
		}
		columns = max(columns, at)
		out = append(out, lineOf(line, at))
	}
	for i := range out {
		for len(out[i]) < columns {
			out[i] = append(out[i], placedCell{htmlCell: htmlCell{cols: 1, rows: 1}})
		}
	}
	return out, columns
}

// lineOf is a line by column; columns inside of a wide cell are empty.
func lineOf(line map[int]placedCell, n int) []placedCell {
	out := make([]placedCell, n)
	for at := range out {
		p, ok := line[at]
		if !ok {
			p = placedCell{htmlCell: htmlCell{cols: 1, rows: 1}}
		}
		p.cols = min(max(1, p.cols), n-at)
		out[at] = p
	}
	return out
}

// fit gives columns their wish, or their share where there is not room for all.
func fit(wish []int, width int) []int {
	const least = 454
	total := 0
	for i := range wish {
		wish[i] = max(least, wish[i])
		total += wish[i]
	}
	if total <= width {
		return wish
	}
	out := make([]int, len(wish))
	for i, w := range wish {
		out[i] = max(least, min(w, width*w/total))
	}
	sum := 0
	for _, w := range out {
		sum += w
	}
	if sum > width { // many narrow columns
		for i := range out {
			out[i] = out[i] * width / sum
		}
	}
	return out
}
