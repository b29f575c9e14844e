package formula

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// chemArrows are the arrows of mhchem, longest first.
var chemArrows = []struct{ from, to string }{{"<=>>", "⇌"}, {"<<=>", "⇌"}, {"<-->", "⇄"}, {"<=>", "⇌"}, {"<->", "↔"}, {"-->", "⟶"}, {"->", "→"}, {"<-", "←"}}

// chemistry reads the inside of \ce{…} in the simple forms: formulas with
// counts and charges, nuclides, arrows with conditions, states and bonds.
func (p *parser) chemistry(src string) Row {
	c := &chem{p: p, src: clean(src)}
	for c.at < len(c.src) && p.err == nil {
		if p.nodes++; p.nodes > maxNodes {
			p.fail("too_large", "")
		}
		c.step()
	}
	return c.row
}

type chem struct {
	p     *parser
	src   string
	at    int
	row   Row
	after bool // the last node is something that takes counts and charges
}

func (c *chem) rest() string { return c.src[c.at:] }

func (c *chem) put(n Node, after bool) {
	c.row = append(c.row, n)
	c.after = after
}

func (c *chem) step() {
	r, size := utf8.DecodeRuneInString(c.rest())
	for _, a := range chemArrows {
		if strings.HasPrefix(c.rest(), a.from) {
			c.at += len(a.from)
			c.arrow(a.to)
			return
		}
	}
	switch {
	case r == ' ' || r == '\n' || r == '\t' || r == '~':
		c.at += size
		c.blank()
	case unicode.IsLetter(r):
		c.letters()
	case isDigit(string(r)):
		c.digits()
	case r == '^' || r == '_':
		c.script(r)
	case r == '+' || r == '-' || r == '−':
		c.sign(r, size)
	case r == '$':
		c.mathPart()
	case r == '\\':
		c.command()
	case r == '{' || r == '}':
		c.at += size
	default:
		c.at += size
		c.other(r)
	}
}

// blank ends a term; a v or ^ that stands alone is a precipitate or a gas.
func (c *chem) blank() {
	c.after = false
	word, _, _ := strings.Cut(strings.TrimLeft(c.rest(), " "), " ")
	if arrow := map[string]string{"v": "↓", "(v)": "↓", "^": "↑", "(^)": "↑"}[word]; arrow != "" {
		c.at += strings.Index(c.rest(), word) + len(word)
		c.put(Atom{Rel, arrow, Plain}, false)
	}
}

func (c *chem) letters() {
	end := c.at + strings.IndexFunc(c.rest()+" ", func(r rune) bool { return !unicode.IsLetter(r) })
	c.put(Atom{Ord, c.src[c.at:end], Roman}, true)
	c.at = end
}

func (c *chem) digits() {
	end := c.at
	for end < len(c.src) && (isDigit(c.src[end:end+1]) || !c.after && strings.ContainsRune(".,/", rune(c.src[end]))) {
		end++
	}
	text := strings.TrimRight(c.src[c.at:end], ".,/")
	c.at += len(text)
	if top, bottom, ok := strings.Cut(text, "/"); ok && !c.after {
		c.put(Frac{Kind: Bar, Num: Row{Atom{Num, top, Plain}}, Den: Row{Atom{Num, bottom, Plain}}}, false)
		return
	}
	n := Row{Atom{Num, text, Plain}}
	if c.after {
		c.attach(n, nil)
		return
	}
	c.put(n[0], false)
}

// attach puts counts and charges on the last node.
func (c *chem) attach(sub, sup Row) {
	last := len(c.row) - 1
	s, ok := c.row[last].(Scripts)
	if !ok || sub != nil && s.Sub != nil || sup != nil && s.Sup != nil {
		s = Scripts{Base: Row{c.row[last]}}
	}
	if sub != nil {
		s.Sub = sub
	}
	if sup != nil {
		s.Sup = sup
	}
	c.row[last] = s
}

// script reads ^2+, ^{2-}, _{3}, and the numbers before the sign of a nuclide.
func (c *chem) script(mark rune) {
	c.at++
	var text string
	if body, end, ok := groupAt(c.src, c.at); ok && end > c.at && c.src[c.at] == '{' {
		text, c.at = body, end
	} else {
		end := c.at
		for end < len(c.src) && (isDigit(c.src[end:end+1]) || c.src[end] == '+' || c.src[end] == '-' && mark == '^') {
			end++
		}
		if r, size := utf8.DecodeRuneInString(c.rest()); end == c.at && unicode.IsLetter(r) {
			end += size
		}
		text, c.at = c.src[c.at:end], end
	}
	if text == "" {
		c.put(Atom{Rel, "↑", Plain}, false)
		return
	}
	body := c.p.inner(decimalComma(text))
	for i, n := range body {
		if a, ok := n.(Atom); ok && a.Class == Ord && a.Font == Plain {
			a.Font = Roman
			body[i] = a
		}
	}
	if !c.after {
		c.put(Scripts{Base: Row{}}, true)
	}
	if mark == '^' {
		c.attach(nil, body)
		return
	}
	c.attach(body, nil)
}

// sign is a charge right after a formula (Na+), a bond between letters (C-C),
// and a plus between terms.
func (c *chem) sign(r rune, size int) {
	c.at += size
	next, _ := utf8.DecodeRuneInString(c.rest())
	ends := c.rest() == "" || next == ' ' || next == ')' || next == ']' || next == '}' || next == '^' || next == '$'
	text := map[rune]string{'+': "+"}[r]
	if text == "" {
		text = "−"
	}
	switch {
	case c.after && ends:
		c.attach(nil, Row{Atom{Bin, text, Plain}})
	case c.after && text == "−":
		c.put(Atom{Ord, text, Plain}, false)
	default:
		c.put(Atom{Bin, text, Plain}, false)
	}
}

// arrow reads the conditions [above][below] after an arrow.
func (c *chem) arrow(to string) {
	base := Row{Atom{Rel, to, Plain}}
	over, under := c.condition(), c.condition()
	if over == nil && under == nil {
		c.put(base[0], false)
		return
	}
	c.put(Stack{Base: base, Over: over, Under: under, Stretch: true}, false)
}

func (c *chem) condition() Row {
	if !strings.HasPrefix(c.rest(), "[") {
		return nil
	}
	end := strings.IndexByte(c.rest(), ']')
	if end < 0 {
		c.p.fail("brace", "[")
		return nil
	}
	body := c.rest()[1:end]
	c.at += end + 1
	if strings.TrimSpace(body) == "" {
		return nil
	}
	c.p.depth++
	defer func() { c.p.depth-- }()
	if c.p.depth > maxDepth {
		c.p.fail("too_deep", "")
		return nil
	}
	return c.p.chemistry(body)
}

func (c *chem) mathPart() {
	end := strings.IndexByte(c.src[c.at+1:], '$')
	if end < 0 {
		c.p.fail("missing", "$")
		return
	}
	c.row = append(c.row, c.p.inner(c.src[c.at+1:c.at+1+end])...)
	c.at += end + 2
	c.after = len(c.row) > 0
}

// command reads a command inside of \ce as in any formula: one node.
func (c *chem) command() {
	l := lexer{src: c.src, pos: c.at}
	name := l.next().text
	if name == "bond" {
		body, end, _ := groupAt(c.src, l.pos)
		c.at = end
		c.put(Atom{Ord, map[string]string{"=": "=", "#": "≡", "~": "∼"}[body] + map[bool]string{true: "−"}[body == "-"], Plain}, false)
		return
	}
	end := l.pos
	for {
		_, e, ok := groupAt(c.src, end)
		if !ok || strings.HasPrefix(c.src[end:], " ") {
			break
		}
		end = e
	}
	c.row = append(c.row, c.p.inner(c.src[c.at:end])...)
	c.at = end
	c.after = len(c.row) > 0
}

func (c *chem) other(r rune) {
	switch r {
	case '=':
		c.put(Atom{Ord, "=", Plain}, false)
	case '#':
		c.put(Atom{Ord, "≡", Plain}, false)
	case '.', '*', '·':
		c.put(Atom{Bin, "⋅", Plain}, false)
	case '(', '[':
		c.put(Atom{Open, string(r), Plain}, false)
	case ')', ']':
		c.put(Atom{Close, string(r), Plain}, true)
	default:
		if to, ok := oneChar[r]; ok {
			r, _ = utf8.DecodeRuneInString(to)
		}
		class := Ord
		if k, ok := classOf[string(r)]; ok {
			class = k
		}
		if !unicode.IsGraphic(r) || unicode.Is(unicode.M, r) {
			c.p.fail("character", string(r))
			return
		}
		c.put(Atom{class, string(r), Plain}, true)
	}
}
