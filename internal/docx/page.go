package docx

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"html"
	"strings"
)

// PageHTML writes blocks as HTML for a browser that prints: the same layout as
// the Word document, formulas as MathML, which browsers draw themselves. The
// page that takes the HTML brings the styles, see PageCSS.
func PageHTML(blocks []Block, width int) string {
	p := &pageWriter{width: width}
	p.blocks(blocks)
	return p.b.String()
}

type pageWriter struct {
	b     strings.Builder
	width int
}

// PageCSS is how PageHTML looks: the sizes are those of the Word document.
const PageCSS = `*{box-sizing:border-box}
body{margin:0;font-family:"Times New Roman","Liberation Serif","Tinos",serif;line-height:1.25}
p{margin:0;white-space:pre-wrap}
math{font-family:"Latin Modern Math","STIX Two Math","Cambria Math","Times New Roman","Liberation Serif",math;math-style:normal}
table{border-collapse:collapse;table-layout:fixed;break-inside:auto}
tr{break-inside:avoid}
td{padding:0 4pt;vertical-align:top;overflow-wrap:anywhere}
table.ruled td{border:.5pt solid #000}
table.middle{margin:3pt auto}
table.ruled{margin-bottom:5pt}
img{max-width:100%;height:auto;vertical-align:middle}
.tab{display:inline-block;text-indent:0}
p.dots{display:flex;text-indent:0;min-height:1.25em}
p.dots i{flex:1;border-bottom:1pt dotted #000;margin-bottom:3pt}
sub,sup{line-height:0}
`

// points writes twips as a length of CSS.
func points(twips int) string { return fmt.Sprintf("%.2fpt", float64(twips)/Point) }

func (p *pageWriter) blocks(list []Block) {
	for _, b := range list {
		switch b := b.(type) {
		case Paragraph:
			p.paragraph(b)
		case Table:
			p.table(b)
		}
	}
}

func (p *pageWriter) paragraph(b Paragraph) {
	var css strings.Builder
	put := func(name, value string, on bool) {
		if on {
			css.WriteString(name + ":" + value + ";")
		}
	}
	put("margin-top", points(b.Before), b.Before != 0)
	put("margin-bottom", points(b.After), b.After != 0)
	put("margin-left", points(b.Indent), b.Indent != 0)
	put("text-indent", points(b.First-b.Hanging), b.First != 0 || b.Hanging != 0)
	align := string(b.Align)
	if b.Align == Justify {
		align = "justify"
	}
	put("text-align", align, b.Align != "" && b.Align != Left)
	put("break-after", "avoid", b.KeepNext)
	put("break-inside", "avoid", b.Keep)
	if dotted(b) {
		p.dots(b, css.String())
		return
	}
	p.b.WriteString(`<p style="` + css.String() + `">`)
	p.pieces(b)
	p.b.WriteString("</p>")
}

// dotted reports a line that dots fill.
func dotted(b Paragraph) bool { return len(b.Tabs) > 0 && b.Tabs[len(b.Tabs)-1].Dots }

func (p *pageWriter) dots(b Paragraph, css string) {
	last := b.Tabs[len(b.Tabs)-1]
	fmt.Fprintf(&p.b, `<p class="dots" style="%swidth:%s">`, css, points(last.At-b.Indent))
	b.Content = without(b.Content)
	p.b.WriteString("<span>")
	p.pieces(b)
	p.b.WriteString(`</span><i></i></p>`)
}

func without(content []Inline) []Inline {
	var out []Inline
	for _, c := range content {
		if _, tab := c.(TabStop); !tab {
			out = append(out, c)
		}
	}
	return out
}

// pieces writes content; what stands between two tabs gets the room between
// them.
func (p *pageWriter) pieces(b Paragraph) {
	groups := [][]Inline{nil}
	for _, c := range b.Content {
		if _, tab := c.(TabStop); tab {
			groups = append(groups, nil)
			continue
		}
		last := len(groups) - 1
		groups[last] = append(groups[last], c)
	}
	at := b.Indent - b.Hanging
	for i, g := range groups {
		if i == len(groups)-1 && (i == 0 || len(groups) == 2 && b.Hanging > 0) {
			p.inlines(g) // the text itself wraps
			return
		}
		end := p.width
		if i < len(b.Tabs) {
			end = b.Tabs[i].At
		}
		fmt.Fprintf(&p.b, `<span class="tab" style="min-width:%s">`, points(max(0, end-at)))
		p.inlines(g)
		p.b.WriteString("</span>")
		at = end
	}
}

func (p *pageWriter) inlines(list []Inline) {
	for _, c := range list {
		switch c := c.(type) {
		case Run:
			p.b.WriteString(looked(html.EscapeString(c.Text), c.Look))
		case Break:
			p.b.WriteString("<br>")
		case Field:
			p.b.WriteString(`<span data-field="` + html.EscapeString(strings.ToLower(c.Name)) + `"></span>`)
		case Formula:
			p.b.WriteString(c.MathML)
		case Image:
			fmt.Fprintf(&p.b, `<img alt="%s" width="%d" height="%d" src="data:%s;base64,%s">`, html.EscapeString(c.Alt), c.Width, c.Height, html.EscapeString(c.MIME), base64.StdEncoding.EncodeToString(c.Data))
		}
	}
}

func looked(text string, l Look) string {
	for _, f := range []struct {
		on  bool
		tag string
	}{{l.Bold, "b"}, {l.Italic, "i"}, {l.Underline, "u"}, {l.Strike, "s"}, {l.Sub, "sub"}, {l.Sup, "sup"}} {
		if f.on {
			text = "<" + f.tag + ">" + text + "</" + f.tag + ">"
		}
	}
	if l.Size > 0 {
		text = fmt.Sprintf(`<span style="font-size:%.1fpt">%s</span>`, float64(l.Size)/2, text)
	}
	return text
}

func (p *pageWriter) table(t Table) {
	class := "bare"
	if t.Borders {
		class = "ruled"
	}
	if t.Center {
		class += " middle"
	}
	total := 0
	for _, c := range t.Columns {
		total += c
	}
	fmt.Fprintf(&p.b, `<table class="%s" style="width:%s"><colgroup>`, class, points(total))
	for _, c := range t.Columns {
		fmt.Fprintf(&p.b, `<col style="width:%s">`, points(c))
	}
	p.b.WriteString("</colgroup>")
	for i, r := range t.Rows {
		p.b.WriteString("<tr>")
		at := 0
		for _, c := range r.Cells {
			span := cmp.Or(c.Span, 1)
			if c.Merge != Continue {
				p.cell(t, c, i, at)
			}
			at += span
		}
		p.b.WriteString("</tr>")
	}
	p.b.WriteString("</table>")
}

func (p *pageWriter) cell(t Table, c Cell, row, at int) {
	attrs := ""
	if c.Span > 1 {
		attrs += fmt.Sprintf(` colspan="%d"`, c.Span)
	}
	if c.Merge == Start {
		attrs += fmt.Sprintf(` rowspan="%d"`, mergedRows(t, row, at))
	}
	css := ""
	if c.Shade != "" {
		css += "background:#" + html.EscapeString(c.Shade) + ";"
	}
	if c.Middle {
		css += "vertical-align:middle;"
	}
	if c.Bare {
		css += "border:0;"
	}
	p.b.WriteString(`<td` + attrs + ` style="` + css + `">`)
	inner := &pageWriter{width: t.Columns[min(at, len(t.Columns)-1)]}
	inner.blocks(c.Blocks)
	p.b.WriteString(inner.b.String() + "</td>")
}

// mergedRows counts the rows of a cell merged downwards.
func mergedRows(t Table, row, at int) int {
	n := 1
	for _, r := range t.Rows[row+1:] {
		col, goes := 0, false
		for _, c := range r.Cells {
			if col == at {
				goes = c.Merge == Continue
			}
			col += cmp.Or(c.Span, 1)
		}
		if !goes {
			break
		}
		n++
	}
	return n
}
