package extest

import (
	"fmt"
	"html"
	"strconv"
	"strings"
)

// figures are environments that only LaTeX can draw.
var figures = map[string]bool{"tikzpicture": true, "axis": true, "pspicture": true, "asy": true, "circuitikz": true, "pgfpicture": true}

// displays are environments of display maths and how the bank writes them.
var displays = map[string]struct{ open, shut string }{
	"equation": {}, "displaymath": {}, "math": {}, "align": {`\begin{aligned}`, `\end{aligned}`}, "flalign": {`\begin{aligned}`, `\end{aligned}`},
	"gather": {`\begin{gathered}`, `\end{gathered}`}, "multline": {`\begin{gathered}`, `\end{gathered}`}, "eqnarray": {`\begin{array}{rcl}`, `\end{array}`}, "alignat": {`\begin{aligned}`, `\end{aligned}`},
}

// inMaths are environments that stand in formulas only; authors forget the
// dollars around them.
var inMaths = map[string]bool{"aligned": true, "cases": true, "array": true, "matrix": true, "pmatrix": true, "bmatrix": true, "vmatrix": true, "gathered": true}

// lists are environments of items; ordered ones are numbered.
var lists = map[string]bool{
	"itemize": false, "enumerate": true, "listEX": true, "enumEX": true, "enumerate*": true, "itemize*": false, "itemchoice": true, "tasks": true, "description": false, "enum": true,
}

// environmentArgs are the braces after \begin{…} that are no text.
var environmentArgs = map[string]int{
	"minipage": 1, "multicols": 1, "wrapfigure": 2, "tabular": 1, "tabularx": 2, "array": 1, "longtable": 1, "alignat": 1, "adjustbox": 1, "spacing": 1, "columns": 0, "tblr": 1,
}

// begin handles an environment and returns the place after it.
func (r reader) begin(f *flow, s string, at, depth int) int {
	name, next, _ := group(s, at)
	body, end, ok := environment(s, name, next)
	if !ok {
		r.q.fail(`môi trường \begin{` + name + `} không được đóng`)
		return len(s)
	}
	bare := strings.TrimSuffix(name, "*")
	display, isDisplay := displays[bare]
	ordered, isList := lists[bare]
	switch {
	case figures[bare]:
		f.text(r.q.figure(`\begin{` + name + `}` + body + `\end{` + name + `}`))
	case isDisplay:
		if n := environmentArgs[bare]; n > 0 {
			_, from := groups(body, 0, n)
			body = body[from:]
		}
		r.formula(f, display.open+body+display.shut, true)
	case inMaths[bare]:
		r.formula(f, `\begin{`+name+`}`+body+`\end{`+name+`}`, true)
	case isList:
		r.list(f, body, ordered, depth)
	case bare == "tabular" || bare == "tabularx" || bare == "longtable" || bare == "tabu":
		_, from := groups(body, options(body, 0), max(1, environmentArgs[bare]))
		f.block(r.table(body[from:], depth))
	default:
		r.box(f, body, bare, depth)
	}
	return end
}

// box keeps the text of an environment as paragraphs of their own.
func (r reader) box(f *flow, body, name string, depth int) {
	_, from := groups(body, options(body, 0), environmentArgs[name])
	inner := r.flow(body[options(body, from):], depth+1)
	f.paragraph()
	f.add(inner)
	f.paragraph()
}

// list writes the items of a list. Letters that the author chose ("a)") are
// text of the question, so such a list becomes lines with their letters.
func (r reader) list(f *flow, body string, ordered bool, depth int) {
	opt, from, _ := option(body, 0)

	if n := blanks(body, from); n < len(body) && body[n] == '(' { // tasks: (columns)
		if m := strings.IndexByte(body[n:], ')'); m > 0 {
			from = n + m + 1
		}
	}
	lead, items := split(body[from:])
	if lead = strings.TrimSpace(lead); lead != "" {
		f.add(r.flow(lead, depth+1))
	}
	style := labelStyle(opt)
	labelled := style != nil
	for _, it := range items {
		labelled = labelled || it.labelled
	}
	var out strings.Builder
	for i, it := range items {
		inner := r.flow(it.text, depth+1)
		if labelled {
			f.paragraph()
			f.text(r.label(it, style, i, depth))
			f.add(inner)
			f.paragraph()
			continue
		}
		out.WriteString("<li>" + inner.html() + "</li>")
	}
	if labelled || len(items) == 0 {
		return
	}
	if ordered {
		f.block("<ol>" + out.String() + "</ol>")
		return
	}
	f.block("<ul>" + out.String() + "</ul>")
}

func (r reader) label(it item, style func(int) string, i, depth int) string {
	if it.labelled {
		return r.flow(it.label, depth+1).inline() + " "
	}
	if style != nil {
		return html.EscapeString(style(i)) + " "
	}
	return "– "
}

type item struct {
	label, text string
	labelled    bool // \item[label]
}

// split cuts the body of a list at its items; lists inside are not cut.
func split(s string) (lead string, items []item) {
	at, depth, from := -1, 0, 0
	var cur item
	finish := func(end int) {
		if at < 0 {
			lead = s[:end]
			return
		}
		cur.text = s[from:end]
		items = append(items, cur)
	}
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '{':
			depth++
		case '}':
			depth--
		case '\\':
			name, end := command(s, i)
			switch {
			case name == "begin":
				depth++
			case name == "end":
				depth--
			case depth == 0 && (name == "item" || name == "itemch" || name == "task"):
				finish(i)
				at = i
				cur = item{}
				cur.label, from, cur.labelled = option(s, end)
				end = from
			}
			i = end - 1
		}
	}
	finish(len(s))
	return lead, items
}

// labelStyle reads label=\alph*) and the short form [a)]. Arabic numbers are
// what an ordered list prints by itself.
func labelStyle(opt string) func(int) string {
	if _, after, ok := strings.Cut(opt, "label"); ok {
		opt = strings.TrimLeft(after, " =")
		opt, _, _ = strings.Cut(opt, ",")
	}
	opt = strings.NewReplacer(`\bf`, "", `\bfseries`, "", `\textbf`, "", `\textit`, "", "{", "", "}", "").Replace(strings.TrimSpace(opt))
	for _, form := range []struct {
		tex   string
		label func(int) string
	}{
		{`\alph*`, func(i int) string { return letters(i, 'a') }},
		{`\Alph*`, func(i int) string { return letters(i, 'A') }},
		{`\roman*`, roman},
		{`\Roman*`, func(i int) string { return strings.ToUpper(roman(i)) }},
	} {
		if before, after, ok := strings.Cut(opt, form.tex); ok {
			return func(i int) string { return before + form.label(i) + after }
		}
	}
	if len(opt) == 2 && (opt[1] == ')' || opt[1] == '.') {
		switch opt[0] {
		case 'a', 'A':
			return func(i int) string { return letters(i, rune(opt[0])) + opt[1:] }
		case 'i':
			return func(i int) string { return roman(i) + opt[1:] }
		}
	}
	return nil
}

func letters(i int, first rune) string {
	if i > 25 {
		return strconv.Itoa(i + 1)
	}
	return string(first + rune(i))
}

func roman(i int) string {
	names := []string{"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"}
	if i >= len(names) {
		return strconv.Itoa(i + 1)
	}
	return names[i]
}

// maxCells bounds a table.
const maxCells = 2000

// table writes the rows of a tabular.
func (r reader) table(s string, depth int) string {
	var b strings.Builder
	b.WriteString("<table>")
	under := map[int]int{} // column → rows that a cell above still covers
	cells := 0
	for _, row := range cut(s, `\\`) {
		row = strings.TrimSpace(ruleless(row))
		if row == "" {
			continue
		}
		b.WriteString("<tr>")
		col := 0
		for _, c := range cut(row, "&") {
			if cells++; cells > maxCells {
				r.q.fail("bảng có quá nhiều ô")
				return ""
			}
			if under[col] > 0 && strings.TrimSpace(c) == "" {
				under[col]--
				col++
				continue
			}
			c, cols, rows := span(c)
			for k := range cols {
				under[col+k] = rows - 1
			}
			col += cols
			tag := "td"
			if head, ok := strings.CutPrefix(c, `\thead`); ok {
				tag, c = "th", head
			}
			b.WriteString("<" + tag + attribute("colspan", cols) + attribute("rowspan", rows) + ">")
			b.WriteString(r.flow(strings.TrimSpace(c), depth+1).html() + "</" + tag + ">")
		}
		b.WriteString("</tr>")
	}
	return b.String() + "</table>"
}

func attribute(name string, n int) string {
	if n < 2 {
		return ""
	}
	return fmt.Sprintf(` %s="%d"`, name, n)
}

// span unpacks \multicolumn and \multirow.
func span(c string) (text string, cols, rows int) {
	cols, rows = 1, 1
	text = strings.TrimSpace(c)
	for _, m := range []struct {
		name string
		n    *int
	}{{`\multicolumn`, &cols}, {`\multirow`, &rows}} {
		rest, ok := strings.CutPrefix(text, m.name)
		if !ok {
			continue
		}
		args, end := groups(rest, options(rest, 0), 3)
		if n, err := strconv.Atoi(strings.TrimSpace(firstOf(args))); err == nil && len(args) == 3 && n > 0 && n <= 50 {
			*m.n, text = n, strings.TrimSpace(args[2]+rest[end:])
		}
	}
	return text, cols, rows
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// ruleless takes the lines and colours of a table row out.
func ruleless(row string) string {
	for {
		row = strings.TrimSpace(row)
		if !strings.HasPrefix(row, `\`) {
			return row
		}
		name, end := command(row, 0)
		n, ok := map[string]int{"hline": 0, "cline": 1, "toprule": 0, "midrule": 0, "bottomrule": 0, "cmidrule": 1, "rowcolor": 1, "rowcolors": 3, "endhead": 0, "endfirsthead": 0, "noalign": 1, "specialrule": 3, "Xhline": 1}[name]
		if !ok {
			return row
		}
		_, next := groups(row, options(row, end), n)
		row = row[next:]
	}
}

// cut splits a text at a mark that stands in no group, no environment and no
// formula. A row's end may be followed by its extra space.
func cut(s, mark string) []string {
	var out []string
	depth, from, dollar := 0, 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case depth == 0 && !dollar && strings.HasPrefix(s[i:], mark):
			out = append(out, s[from:i])
			from = i + len(mark)
			if mark == `\\` {
				from = options(s, from)
			}
			i = from - 1
		case c == '{':
			depth++
		case c == '}':
			depth--
		case c == '$':
			dollar = !dollar
		case c == '\\':
			name, end := command(s, i)
			switch name {
			case "begin":
				depth++
			case "end":
				depth--
			}
			i = end - 1
		}
	}
	return append(out, s[from:])
}
