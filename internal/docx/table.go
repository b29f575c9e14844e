package docx

import (
	"fmt"
	"strings"
)

const maxColumns = 63 // Word's own bound

func (w *writer) table(t Table) {
	if len(t.Columns) == 0 || len(t.Columns) > maxColumns {
		w.fail("docx.table")
		return
	}
	w.tableHead(t)
	for _, r := range t.Rows {
		w.row(t, r)
	}
	w.b.WriteString("</w:tbl>")
	if w.depth > 1 || !t.Borders {
		return
	}
	w.b.WriteString(`<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/></w:pPr></w:p>`)
}

func (w *writer) tableHead(t Table) {
	total := 0
	for _, c := range t.Columns {
		total += c
	}
	fmt.Fprintf(&w.b, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/>`, total)
	if t.Center {
		w.b.WriteString(`<w:jc w:val="center"/>`)
	}
	if t.Indent != 0 {
		fmt.Fprintf(&w.b, `<w:tblInd w:w="%d" w:type="dxa"/>`, t.Indent)
	}
	if t.Borders {
		w.b.WriteString("<w:tblBorders>")
		for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
			w.b.WriteString("<w:" + side + ` w:val="single" w:sz="4" w:space="0" w:color="auto"/>`)
		}
		w.b.WriteString("</w:tblBorders>")
	}
	w.b.WriteString(`<w:tblLayout w:type="fixed"/>`)
	if t.Padding > 0 {
		fmt.Fprintf(&w.b, `<w:tblCellMar><w:left w:w="%[1]d" w:type="dxa"/><w:right w:w="%[1]d" w:type="dxa"/></w:tblCellMar>`, t.Padding)
	}
	w.b.WriteString("</w:tblPr><w:tblGrid>")
	for _, c := range t.Columns {
		fmt.Fprintf(&w.b, `<w:gridCol w:w="%d"/>`, c)
	}
	w.b.WriteString("</w:tblGrid>")
}

func (w *writer) row(t Table, r Row) {
	w.b.WriteString("<w:tr><w:trPr><w:cantSplit/>")
	if r.Height > 0 {
		fmt.Fprintf(&w.b, `<w:trHeight w:val="%d" w:hRule="atLeast"/>`, r.Height)
	}
	if r.Header {
		w.b.WriteString("<w:tblHeader/>")
	}
	w.b.WriteString("</w:trPr>")
	at := 0
	for _, c := range r.Cells {
		span := max(1, c.Span)
		if at+span > len(t.Columns) {
			w.fail("docx.table")
			return
		}
		width := 0
		for _, col := range t.Columns[at : at+span] {
			width += col
		}
		at += span
		w.cell(c, span, width)
	}
	w.b.WriteString("</w:tr>")
}

func (w *writer) cell(c Cell, span, width int) {
	fmt.Fprintf(&w.b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, width)
	if span > 1 {
		fmt.Fprintf(&w.b, `<w:gridSpan w:val="%d"/>`, span)
	}
	switch c.Merge {
	case Start:
		w.b.WriteString(`<w:vMerge w:val="restart"/>`)
	case Continue:
		w.b.WriteString(`<w:vMerge/>`)
	case Single:
	}
	if c.Bare {
		w.b.WriteString("<w:tcBorders>" + strings.Join([]string{`<w:top w:val="nil"/>`, `<w:left w:val="nil"/>`, `<w:bottom w:val="nil"/>`, `<w:right w:val="nil"/>`}, "") + "</w:tcBorders>")
	}
	if c.Shade != "" {
		w.b.WriteString(`<w:shd w:val="clear" w:color="auto" w:fill="` + escape(c.Shade) + `"/>`)
	}
	if c.Upward {
		w.b.WriteString(`<w:textDirection w:val="btLr"/>`)
	}
	if c.Middle {
		w.b.WriteString(`<w:vAlign w:val="center"/>`)
	}
	w.b.WriteString("</w:tcPr>")
	w.blocks(c.Blocks)
	if n := len(c.Blocks); n == 0 || isTable(c.Blocks[n-1]) {
		w.b.WriteString("<w:p/>") // a cell ends with a paragraph
	}
	w.b.WriteString("</w:tc>")
}

func isTable(b Block) bool {
	_, ok := b.(Table)
	return ok
}
