package formula

import "strings"

// delimiter reads one bracket after \left, \right, \middle or \big.
func (p *parser) delimiter() (string, bool) {
	p.spaces()
	text := p.tok.text
	switch p.tok.kind {
	case tokCommand:
		if d, ok := delimiters[text]; ok {
			p.advance()
			return d, true
		}
	case tokChar:
		if d, ok := map[string]string{".": "", "<": "⟨", ">": "⟩"}[text]; ok {
			p.advance()
			return d, true
		}
		if strings.Contains("()[]|/‖⟨⟩⌊⌋⌈⌉", text) {
			p.advance()
			return text, true
		}
	}
	p.fail("misplaced", p.shown())
	return "", false
}

// fence reads \left … \middle … \right.
func (p *parser) fence() Node {
	p.advance()
	f := Fence{}
	f.Open, _ = p.delimiter()
	for {
		f.Parts = append(f.Parts, p.row(func() bool { return false }))
		switch {
		case p.isCommand("middle"):
			p.advance()
			d, _ := p.delimiter()
			f.Seps = append(f.Seps, d)
		case p.isCommand("right"):
			p.advance()
			f.Close, _ = p.delimiter()
			return f
		default:
			p.fail("missing", `\left`)
			return f
		}
	}
}

// system reads the systems of ex_test: \heva all of the lines, \hoac any.
func (p *parser) system(name string) Node {
	p.advance()
	p.spaces()
	if !p.isChar("{") {
		p.fail("missing", `\`+name)
		return nil
	}
	p.advance()
	t := p.cells(Table{Kind: Aligned}, func() bool { return p.isChar("}") })
	if !p.isChar("}") {
		p.fail("brace", "{")
		return nil
	}
	p.advance()
	open := map[string]string{"heva": "{", "hoac": "["}[name]
	return Fence{Open: open, Parts: []Row{{t}}}
}

// tableEnd is the kind of an environment and the brackets around it.
type tableEnd struct {
	kind        TableKind
	open, close string
}

// tables are environments by name; brackets stand around some.
var tables = map[string]tableEnd{
	"matrix": {Matrix, "", ""}, "smallmatrix": {Matrix, "", ""}, "pmatrix": {Matrix, "(", ")"}, "bmatrix": {Matrix, "[", "]"}, "Bmatrix": {Matrix, "{", "}"}, "vmatrix": {Matrix, "|", "|"}, "Vmatrix": {Matrix, "‖", "‖"},
	"cases": {Cases, "", ""}, "dcases": {Cases, "", ""}, "rcases": {Cases, "", "}"}, "array": {Array, "", ""}, "tabular": {Array, "", ""}, "subarray": {Array, "", ""},
	"aligned": {Aligned, "", ""}, "align": {Aligned, "", ""}, "align*": {Aligned, "", ""}, "split": {Aligned, "", ""}, "alignedat": {Aligned, "", ""}, "alignat": {Aligned, "", ""}, "alignat*": {Aligned, "", ""},
	"eqnarray": {Aligned, "", ""}, "eqnarray*": {Aligned, "", ""}, "flalign": {Aligned, "", ""}, "flalign*": {Aligned, "", ""},
	"gathered": {Gather, "", ""}, "gather": {Gather, "", ""}, "gather*": {Gather, "", ""}, "equation": {Gather, "", ""}, "equation*": {Gather, "", ""}, "multline": {Gather, "", ""}, "multline*": {Gather, "", ""},
}

// environment reads \begin{…} … \end{…}.
func (p *parser) environment() Node {
	p.advance()
	name := p.raw(`\begin`)
	e, ok := tables[name]
	if !ok {
		p.fail("environment", name)
		return nil
	}
	t := Table{Kind: e.kind, Small: name == "smallmatrix"}
	p.spaces()
	if p.isChar("[") && name != "matrix" && !strings.HasSuffix(name, "matrix") && name != "cases" {
		p.bracketed() // the vertical position: [t]
	}
	if e.kind == Array {
		t.Align = alignment(p.raw(`\begin{` + name + `}`))
	}
	if strings.Contains(name, "alignat") || name == "alignedat" {
		p.raw(`\begin{` + name + `}`)
	}
	t = p.cells(t, func() bool { return p.isCommand("end") })
	if !p.isCommand("end") {
		p.fail("missing", `\begin{`+name+`}`)
		return nil
	}
	p.advance()
	if end := p.raw(`\end`); end != name {
		p.fail("misplaced", `\end{`+end+`}`)
		return nil
	}
	return e.around(t)
}

func (e tableEnd) around(t Table) Node {
	if t.Kind == Gather && len(t.Rows) == 1 && len(t.Rows[0]) == 1 {
		return t.Rows[0][0]
	}
	if e.open == "" && e.close == "" {
		return t
	}
	if e.kind == Cases { // rcases
		t.Kind = Array
		t.Align = strings.Repeat("l", t.columns())
	}
	return Fence{Open: e.open, Close: e.close, Parts: []Row{{t}}}
}

// bracketed passes over [ … ] without braces in it.
func (p *parser) bracketed() {
	for p.tok.kind != tokEnd && !p.isChar("]") {
		p.advance()
	}
	p.advance()
}

// alignment keeps l, c, r and | of the columns of an array.
func alignment(s string) string {
	depth := 0
	return strings.Map(func(r rune) rune {
		switch r {
		case '{':
			depth++
		case '}':
			depth--
		case 'l', 'c', 'r', '|':
			if depth == 0 {
				return r
			}
		}
		return -1
	}, s)
}

// columns is the number of cells of the longest row.
func (t Table) columns() int {
	n := 0
	for _, r := range t.Rows {
		n = max(n, len(r))
	}
	return n
}

// cells reads rows up to stop.
func (p *parser) cells(t Table, stop func() bool) Table {
	count := 0
	row := []Row{}
	for p.err == nil {
		row = p.rules(&t, row)
		cell := p.row(stop)
		if count++; count > maxCells {
			p.fail("too_large", "")
		}
		row = append(row, cell)
		switch {
		case p.isChar("&"):
			p.advance()
			continue
		case p.isCommand(`\`), p.isCommand("cr"):
			p.advance()
			p.spaces()
			if p.isChar("[") && p.lengthAhead() {
				p.bracketed() // the extra space: \\[2pt]
			}
			t.Rows = append(t.Rows, row)
			row = []Row{}
			continue
		}
		break
	}
	t.Rows = append(t.Rows, row)
	for len(t.Rows) > 0 && emptyCells(t.Rows[len(t.Rows)-1]) {
		t.Rows = t.Rows[:len(t.Rows)-1] // what follows the last \\
	}
	for i, r := range t.Rules {
		t.Rules[i] = min(r, len(t.Rows))
	}
	return t
}

func emptyCells(row []Row) bool { return len(row) == 0 || len(row) == 1 && len(row[0]) == 0 }

// rules takes \hline at the start of a row.
func (p *parser) rules(t *Table, row []Row) []Row {
	if len(row) > 0 {
		return row
	}
	for p.spaces(); p.isCommand("hline") || p.isCommand("hdashline"); p.spaces() {
		t.Rules = append(t.Rules, len(t.Rows))
		p.advance()
	}
	return row
}

// lengthAhead tells the [2pt] after \\ from an interval that opens a row.
func (p *parser) lengthAhead() bool {
	rest := p.lex.src[p.lex.pos:]
	end := strings.IndexByte(rest, ']')
	if end < 0 || end > 12 {
		return false
	}
	s := strings.TrimSpace(rest[:end])
	unit := strings.TrimLeft(s, "-+0123456789.,")
	return unit != s && map[string]bool{"pt": true, "em": true, "ex": true, "cm": true, "mm": true, "in": true}[strings.TrimSpace(unit)]
}
