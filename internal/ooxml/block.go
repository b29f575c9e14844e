package ooxml

import (
	"encoding/xml"
	"strconv"
)

// Paragraph is one paragraph with its looks resolved.
type Paragraph struct {
	No      int    // from 1, those inside tables counted
	Style   string // the name of its style
	Label   string // the number or bullet that Word puts before it, "" if none
	Bullet  bool   // the label is a bullet
	LabelAs Props  // how the label looks
	Level   int    // of the list, from 0
	Inlines []Inline
}

// Table is rows of cells.
type Table struct {
	No   int // of the paragraph before it
	Rows []Row
}

// Row is a row of a table.
type Row struct{ Cells []Cell }

// Cell is a cell that may span columns and rows. A cell that another one above
// it covers is not there.
type Cell struct {
	Blocks  []Block
	Column  int // from 0
	Columns int // at least 1
	Rows    int // at least 1
	covered bool
}

// open are the elements whose content stands where they stand.
var open = map[string]bool{
	"w:sdt": true, "w:sdtContent": true, "w:customXml": true, "w:smartTag": true, "w:ins": true, "w:moveTo": true, "mc:AlternateContent": true, "mc:Choice": true,
}

// blocks reads to the end of the element that was opened. look is what the
// style of the table around gives to its text.
func (r *reader) blocks(look Props) ([]Block, error) {
	var out []Block
	for inside := 0; ; {
		t, err := r.s.next()
		if err != nil {
			return nil, broken(err)
		}
		switch t := t.(type) {
		case xml.EndElement:
			if inside == 0 {
				return joined(out), nil
			}
			inside--
		case xml.StartElement:
			name := short(t.Name)
			if open[name] {
				inside++
				continue
			}
			b, err := r.block(t, name, look)
			if err != nil {
				return nil, err
			}
			if b.Paragraph != nil || b.Table != nil {
				out = append(out, b)
			}
		}
	}
}

func (r *reader) block(t xml.StartElement, name string, look Props) (Block, error) {
	switch name {
	case "w:p", "m:oMathPara", "m:oMath":
		r.s.nodes = 0
		n, err := r.s.node(t)
		if err != nil {
			return Block{}, err
		}
		if name != "w:p" {
			n = &Node{Name: "w:p", Kids: []*Node{n}}
		}
		p, err := r.paragraph(n, look)
		return Block{Paragraph: p}, err
	case "w:tbl":
		tbl, err := r.table(look)
		return Block{Table: tbl}, err
	case "w:del", "w:moveFrom":
		r.note("deleted", "")
	case "w:altChunk", "w:subDoc":
		r.note("embedded", "")
	}
	return Block{}, r.s.skip()
}

// joined puts together paragraphs between which the mark was deleted.
func joined(in []Block) []Block {
	var out []Block
	for _, b := range in {
		if n := len(out); n > 0 && b.Paragraph != nil && out[n-1].Paragraph != nil && out[n-1].Paragraph.runsOn() {
			p := out[n-1].Paragraph
			p.Inlines = append(p.Inlines[:len(p.Inlines)-1], b.Paragraph.Inlines...)
			continue
		}
		out = append(out, b)
	}
	for _, b := range out {
		if b.Paragraph != nil && b.Paragraph.runsOn() {
			b.Paragraph.Inlines = b.Paragraph.Inlines[:len(b.Paragraph.Inlines)-1]
		}
	}
	return out
}

func (p *Paragraph) runsOn() bool {
	return len(p.Inlines) > 0 && p.Inlines[len(p.Inlines)-1].Kind == runOn
}

// table reads a table that was opened.
func (r *reader) table(look Props) (*Table, error) {
	out := &Table{No: r.no}
	for inside := 0; ; {
		t, err := r.s.next()
		if err != nil {
			return nil, broken(err)
		}
		switch t := t.(type) {
		case xml.EndElement:
			if inside == 0 {
				spanRows(out)
				return out, nil
			}
			inside--
		case xml.StartElement:
			switch name := short(t.Name); {
			case name == "w:tr":
				row, err := r.row(look)
				if err != nil {
					return nil, err
				}
				out.Rows = append(out.Rows, row)
			case open[name]:
				inside++
			case name == "w:tblPr":
				n, err := r.s.node(t)
				if err != nil {
					return nil, err
				}
				look = r.styles.table(n.Kid("w:tblStyle").Attr("w:val"))
			default:
				if err := r.s.skip(); err != nil {
					return nil, err
				}
			}
		}
	}
}

func (r *reader) row(look Props) (Row, error) {
	var out Row
	column := 0
	for inside := 0; ; {
		t, err := r.s.next()
		if err != nil {
			return out, broken(err)
		}
		switch t := t.(type) {
		case xml.EndElement:
			if inside == 0 {
				return out, nil
			}
			inside--
		case xml.StartElement:
			switch name := short(t.Name); {
			case name == "w:tc":
				c, err := r.cell(look)
				if err != nil {
					return out, err
				}
				c.Column = column
				column += c.Columns
				out.Cells = append(out.Cells, c)
			case name == "w:trPr":
				n, err := r.s.node(t)
				if err != nil {
					return out, err
				}
				if before := n.Kid("w:gridBefore"); before != nil {
					column += count(before.Attr("w:val"))
				}
			case open[name]:
				inside++
			default:
				if err := r.s.skip(); err != nil {
					return out, err
				}
			}
		}
	}
}

// maxSpan bounds a span: Word's tables have at most 63 columns.
const maxSpan = 100

func count(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0
	}
	return min(n, maxSpan)
}

// cell reads a cell; its properties come first.
func (r *reader) cell(look Props) (Cell, error) {
	out := Cell{Columns: 1, Rows: 1}
	for {
		t, err := r.s.next()
		if err != nil {
			return out, broken(err)
		}
		switch t := t.(type) {
		case xml.EndElement:
			return out, nil
		case xml.StartElement:
			name := short(t.Name)
			if name == "w:tcPr" {
				n, err := r.s.node(t)
				if err != nil {
					return out, err
				}
				if span := n.Kid("w:gridSpan"); span != nil {
					out.Columns = max(1, count(span.Attr("w:val")))
				}
				if m := n.Kid("w:vMerge"); m != nil && m.Attr("w:val") != "restart" {
					out.covered = true
				}
				continue
			}
			rest, err := r.from(t, name, look)
			out.Blocks = append(out.Blocks, rest...)
			if err != nil {
				return out, err
			}
		}
	}
}

// from reads one block, or what stands inside an open element.
func (r *reader) from(t xml.StartElement, name string, look Props) ([]Block, error) {
	if open[name] {
		return r.blocks(look)
	}
	b, err := r.block(t, name, look)
	if err != nil || (b.Paragraph == nil && b.Table == nil) {
		return nil, err
	}
	return []Block{b}, nil
}

// spanRows counts the rows that merged cells cover and takes out the covered.
func spanRows(t *Table) {
	above := map[int]*Cell{} // by column: the cell that a covered one belongs to
	for i := range t.Rows {
		var kept []Cell
		next := map[int]*Cell{}
		for _, c := range t.Rows[i].Cells {
			if top := above[c.Column]; c.covered && top != nil && top.Columns == c.Columns {
				top.Rows++
				next[c.Column] = top
				continue
			}
			kept = append(kept, c)
		}
		t.Rows[i].Cells = kept
		for k := range kept {
			next[kept[k].Column] = &kept[k]
		}
		above = next
	}
}
