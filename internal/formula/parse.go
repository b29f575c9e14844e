package formula

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Parse reads the LaTeX of one formula, without its delimiters. The error is an
// *Error.
func Parse(src string) (Row, error) {
	if len(src) > maxSource {
		return nil, &Error{Code: "too_long"}
	}
	p := &parser{lex: lexer{src: clean(src)}}
	p.advance()
	row := p.row(func() bool { return false })
	if p.err == nil && p.tok.kind != tokEnd {
		p.fail("misplaced", p.shown())
	}
	if p.err != nil {
		return nil, p.err
	}
	return row, nil
}

// parser reads by recursive descent. After the first error every token is the
// end, so that all loops stop.
type parser struct {
	lex   lexer
	tok   token
	depth int
	nodes int
	font  Font
	err   *Error
}

func (p *parser) advance() {
	if p.err != nil {
		return
	}
	p.tok = p.lex.next()
}

func (p *parser) fail(code, what string) {
	if p.err == nil {
		p.err = &Error{Code: code, What: what, At: p.tok.at}
	}
	p.tok = token{kind: tokEnd, at: p.tok.at}
}

// shown is the current token as it was written.
func (p *parser) shown() string {
	if p.tok.kind == tokCommand {
		return `\` + p.tok.text
	}
	return p.tok.text
}

func (p *parser) isChar(s string) bool    { return p.tok.kind == tokChar && p.tok.text == s }
func (p *parser) isCommand(s string) bool { return p.tok.kind == tokCommand && p.tok.text == s }

func (p *parser) spaces() {
	for p.tok.kind == tokSpace {
		p.advance()
	}
}

// row reads until stop, the end, or a token that closes what is around it. The
// old switches (\rm, \bf, \color, \displaystyle) hold to the end of the row.
func (p *parser) row(stop func() bool) Row {
	p.depth++
	font := p.font
	defer func() { p.depth, p.font = p.depth-1, font }()
	if p.depth > maxDepth {
		p.fail("too_deep", "")
	}
	row := Row{}
	for {
		p.spaces()
		if p.infix(&row, stop) || p.tok.kind == tokEnd || stop() || p.closes() {
			return row
		}
		n := p.scripted()
		if n == nil {
			continue
		}
		if p.nodes++; p.nodes > maxNodes {
			p.fail("too_large", "")
		}
		row = add(row, n)
	}
}

// closes reports tokens that end a row whatever opened it.
func (p *parser) closes() bool {
	if p.tok.kind == tokChar {
		return p.tok.text == "}" || p.tok.text == "&"
	}
	return p.tok.kind == tokCommand && (p.tok.text == `\` || p.tok.text == "right" || p.tok.text == "middle" || p.tok.text == "end" || p.tok.text == "cr")
}

// add appends a node; a row in it is spliced, and what is one atom joins.
func add(row Row, n Node) Row {
	if inner, ok := n.(Row); ok {
		for _, m := range inner {
			row = add(row, m)
		}
		return row
	}
	a, ok := n.(Atom)
	if !ok || len(row) == 0 {
		return append(row, n)
	}
	if last, ok := row[len(row)-1].(Atom); ok && last.joins(a) {
		last.Text += a.Text
		row[len(row)-1] = last
		return row
	}
	return append(row, n)
}

// joins reports whether two atoms side by side are one: digits of a number,
// letters of a word in a font.
func (a Atom) joins(b Atom) bool {
	return a.Class == b.Class && a.Font == b.Font && (a.Class == Num || a.Class == Ord && a.Font != Plain)
}

// scripted reads one node with what stands low and high at it.
func (p *parser) scripted() Node {
	var base Node = Row{}
	if !p.isChar("^") && !p.isChar("_") && !p.isChar("'") && !p.isChar("’") && !p.isChar("′") {
		base = p.node()
	}
	s := Scripts{}
	for {
		p.spaces()
		switch {
		case p.isCommand("limits"), p.isCommand("nolimits"), p.isCommand("displaylimits"):
			s.Limits = map[string]Limits{"limits": Below, "nolimits": Beside}[p.tok.text]
			p.advance()
			continue
		case p.isChar("_") && s.Sub == nil:
			s.Sub = p.script()
		case p.isChar("^") && (s.Sup == nil || onlyPrimes(s.Sup)):
			s.Sup = append(s.Sup, p.script()...)
		case p.isChar("'") || p.isChar("’") || p.isChar("′"):
			p.advance()
			s.Sup = append(s.Sup, Atom{Ord, "′", p.font})
		case p.isChar("_") || p.isChar("^"):
			p.fail("misplaced", p.shown())
			return nil
		default:
			return s.on(base)
		}
	}
}

// on puts the scripts on their base. Empty scripts are none.
func (s Scripts) on(base Node) Node {
	if len(s.Sub) == 0 && len(s.Sup) == 0 {
		return base
	}
	if len(s.Sub) == 0 {
		s.Sub = nil
	}
	switch base := base.(type) {
	case nil:
		s.Base = Row{}
	case Row:
		s.Base = base
	default:
		s.Base = Row{base}
	}
	if s.Limits == Auto {
		s.Limits = ownLimits(s.Base)
	}
	return s
}

// ownLimits is Below for braces over and under a body: their script is a label.
func ownLimits(base Row) Limits {
	if len(base) != 1 {
		return Auto
	}
	if a, ok := base[0].(Accent); ok && (a.Name == "overbrace" || a.Name == "underbrace") {
		return Below
	}
	return Auto
}

func onlyPrimes(r Row) bool {
	for _, n := range r {
		if a, ok := n.(Atom); !ok || a.Text != "′" {
			return false
		}
	}
	return true
}

// script reads what follows ^ or _.
func (p *parser) script() Row {
	mark := p.tok.text
	p.advance()
	if p.tok.kind == tokEnd && p.err == nil {
		p.fail("missing", mark)
		return nil
	}
	return p.argument(mark)
}

// argument reads a group in braces, or one token, as what a command takes.
func (p *parser) argument(of string) Row {
	p.spaces()
	if p.tok.kind == tokEnd || p.closes() {
		p.fail("missing", of)
		return Row{}
	}
	if p.isChar("{") {
		return p.group()
	}
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxDepth {
		p.fail("too_deep", "")
		return Row{}
	}
	if n := p.oneToken(); n != nil {
		return add(Row{}, n)
	}
	return Row{}
}

// oneToken reads one node; of "12" it takes only the 1, as TeX does.
func (p *parser) oneToken() Node {
	if p.tok.kind == tokChar && isDigit(p.tok.text) {
		n := Atom{Num, p.tok.text, p.digitFont()}
		p.advance()
		return n
	}
	return p.node()
}

func isDigit(s string) bool { return len(s) == 1 && s[0] >= '0' && s[0] <= '9' }

// group reads { … }.
func (p *parser) group() Row {
	p.advance()
	row := p.row(func() bool { return false })
	if !p.isChar("}") {
		p.fail("brace", "{")
		return row
	}
	p.advance()
	return row
}

// node reads one node without scripts, or nothing for what shows nothing.
func (p *parser) node() Node {
	switch p.tok.kind {
	case tokCommand:
		return p.command()
	case tokChar:
		return p.char()
	}
	return nil
}

func (p *parser) char() Node {
	text := p.tok.text
	switch {
	case text == "{":
		return p.braces()
	case text == "~":
		p.advance()
		return Space{MU: 6}
	case strings.Contains("%#$^_", text):
		p.fail("misplaced", text)
		return nil
	case isDigit(text):
		return p.number()
	}
	r, _ := utf8.DecodeRuneInString(text)
	if to, ok := oneChar[r]; ok {
		text = to
	}
	if !unicode.IsGraphic(r) || unicode.Is(unicode.M, r) {
		p.fail("character", text)
		return nil
	}
	p.advance()
	if base, font, ok := fromAlphabet(r); ok {
		return Atom{Ord, base, font}
	}
	s := symbol{text, Ord}
	if c, ok := classOf[text]; ok {
		s.class = c
	}
	return Atom{s.class, text, fontOf(s, p.font)}
}

// braces reads a group inside a row. A comma alone in braces between digits is
// a decimal mark, and is taken up by number; here it is a plain comma.
func (p *parser) braces() Node {
	row := p.group()
	if len(row) == 1 {
		if a, ok := row[0].(Atom); ok && (a.Class == Bin || a.Class == Rel || a.Class == Punct) {
			a.Class = Ord // {,} {=}: no space around it
			return a
		}
	}
	return row
}

// number reads digits with decimal marks inside: 3.14, 3{,}14.
func (p *parser) number() Node {
	var b strings.Builder
	for p.tok.kind == tokChar && isDigit(p.tok.text) {
		b.WriteString(p.tok.text)
		rest := p.lex.src[p.lex.pos:]
		switch {
		case len(rest) > 1 && rest[0] == '.' && isDigit(rest[1:2]):
			p.lex.pos++
			b.WriteByte('.')
		case len(rest) > 3 && strings.HasPrefix(rest, "{,}") && isDigit(rest[3:4]):
			p.lex.pos += 3
			b.WriteByte(',')
		}
		p.advance()
	}
	return Atom{Num, b.String(), p.digitFont()}
}

// digitFont is the font of digits: they are upright anyway.
func (p *parser) digitFont() Font {
	if p.font == Roman || p.font == Script || p.font == Fraktur {
		return Plain
	}
	return p.font
}
