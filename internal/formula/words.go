package formula

import "strings"

// textCommands set words; their look adds up when they nest.
var textCommands = map[string]Text{
	"text": {}, "textrm": {}, "textnormal": {}, "textup": {}, "textsf": {}, "texttt": {}, "mbox": {}, "hbox": {}, "intertext": {},
	"textbf": {Bold: true}, "textit": {Italic: true}, "emph": {Italic: true}, "textsl": {Italic: true},
}

// words reads \text and \operatorname.
func (p *parser) words(name string) (Node, bool) {
	if look, ok := textCommands[name]; ok {
		p.advance()
		return p.text(p.raw(`\`+name), look, 1), true
	}
	if name == "operatorname" || name == "operatorname*" || name == "DeclareMathOperator" {
		p.advance()
		text := strings.Join(strings.Fields(strings.NewReplacer(`\,`, " ", `\!`, "", `\;`, " ", "~", " ", "{", "", "}", "").Replace(p.raw(`\`+name))), " ")
		if text == "" || strings.ContainsAny(text, `\$&^_`) {
			p.fail("misplaced", `\operatorname`)
			return nil, true
		}
		class := Func
		if strings.HasSuffix(name, "*") {
			class = Lim
		}
		return Atom{class, text, Plain}, true
	}
	return nil, false
}

// text turns the source of a text group into words and the formulas in it.
func (p *parser) text(src string, look Text, depth int) Row {
	row := Row{}
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			row = append(row, Text{b.String(), look.Bold, look.Italic})
			b.Reset()
		}
	}
	if depth > maxDepth {
		p.fail("too_deep", "")
		return row
	}
	for i := 0; i < len(src) && p.err == nil; {
		switch c := src[i]; {
		case c == '$' || strings.HasPrefix(src[i:], `\(`):
			body, end, ok := mathInText(src, i)
			if !ok {
				p.fail("missing", src[i:i+1])
				return row
			}
			flush()
			row = append(row, p.inner(body)...)
			i = end
		case c == '\\':
			n, words := p.textCommand(src[i:], look, depth, &b)
			if words != nil {
				flush()
				row = append(row, words...)
			}
			i += n
		case c == '{' || c == '}':
			i++
		case c == '~' || c == ' ' || c == '\n' || c == '\t':
			b.WriteByte(' ')
			i++
		default:
			b.WriteByte(c)
			i++
		}
	}
	flush()
	return row
}

// mathInText finds the formula that opens at i and where it ends.
func mathInText(src string, i int) (body string, end int, ok bool) {
	open, closing := "$", "$"
	if src[i] == '\\' {
		open, closing = `\(`, `\)`
	}
	n := strings.Index(src[i+len(open):], closing)
	if n < 0 {
		return "", 0, false
	}
	from := i + len(open)
	return src[from : from+n], from + n + len(closing), true
}

// inner reads a formula that stands in words. It counts against the bounds of
// the whole.
func (p *parser) inner(src string) Row { return p.innerIn(src, Plain) }

func (p *parser) innerIn(src string, f Font) Row {
	q := &parser{lex: lexer{src: src}, depth: p.depth + 1, nodes: p.nodes, font: f}
	q.advance()
	row := q.row(func() bool { return false })
	if q.err == nil && q.tok.kind != tokEnd {
		q.fail("misplaced", q.shown())
	}
	p.nodes = q.nodes
	if q.err != nil {
		p.fail(q.err.Code, q.err.What)
	}
	return row
}

// textCommand reads the command at the start of src and returns how much it
// took. Characters go to b; words of another look are returned.
func (p *parser) textCommand(src string, look Text, depth int, b *strings.Builder) (int, Row) {
	l := lexer{src: src}
	name := l.next().text
	if inner, ok := textCommands[name]; ok {
		body, end, found := groupAt(src, l.pos)
		if !found {
			p.fail("missing", `\`+name)
			return len(src), nil
		}
		look.Bold, look.Italic = look.Bold || inner.Bold, look.Italic || inner.Italic
		return end, p.text(body, look, depth+1)
	}
	if s, ok := commands[name]; ok {
		b.WriteString(s.text)
		return skipSpace(src, l.pos, name), nil
	}
	if _, ok := spaces[name]; ok || name == `\` {
		b.WriteByte(' ')
		return l.pos, nil
	}
	switch {
	case ignored[name] || name == "bfseries" || name == "itshape" || name == "rm" || name == "bf" || name == "it":
		return skipSpace(src, l.pos, name), nil
	case name == "textbackslash":
		b.WriteString(`\`)
		return skipSpace(src, l.pos, name), nil
	case name == "textdegree":
		b.WriteString("°")
		return skipSpace(src, l.pos, name), nil
	}
	p.fail("command", `\`+name)
	return len(src), nil
}

// skipSpace passes over the blank that ends the name of a command.
func skipSpace(src string, i int, name string) int {
	if isASCIILetter(name[0]) && i < len(src) && src[i] == ' ' {
		return i + 1
	}
	return i
}

// groupAt returns the inside of the braces that open at or after i.
func groupAt(src string, i int) (body string, end int, ok bool) {
	for i < len(src) && src[i] == ' ' {
		i++
	}
	if i >= len(src) || src[i] != '{' {
		return "", i, false
	}
	depth := 0
	for j := i; j < len(src); j++ {
		switch src[j] {
		case '\\':
			j++
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth == 0 {
			return src[i+1 : j], j + 1, true
		}
	}
	return "", len(src), false
}
