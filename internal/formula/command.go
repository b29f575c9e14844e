package formula

import (
	"regexp"
	"strconv"
	"strings"
)

// command reads a command and what it takes.
func (p *parser) command() Node {
	name := p.tok.text
	if s, ok := commands[name]; ok {
		p.advance()
		return Atom{s.class, s.text, fontOf(s, p.font)}
	}
	if c, ok := functions[name]; ok {
		p.advance()
		return Atom{c, name, Plain}
	}
	if mu, ok := spaces[name]; ok {
		p.advance()
		return Space{MU: mu}
	}
	if f, ok := fonts[name]; ok {
		return p.withFont(name, f)
	}
	if to, ok := accentAlias[name]; ok {
		name = to
	}
	if _, ok := accents[name]; ok {
		p.advance()
		return Accent{Name: name, Body: p.argument(`\` + name)}
	}
	if kind, ok := fractions[name]; ok {
		p.advance()
		return Frac{Kind: kind, Num: p.argument(`\` + name), Den: p.argument(`\` + name)}
	}
	if ignored[name] {
		p.advance()
		return nil
	}
	return p.structure(name)
}

// fontOf is the font of a named symbol: letters follow the font around them.
func fontOf(s symbol, f Font) Font {
	letter := len(s.text) > 0 && isASCIILetter(s.text[0])
	if s.class == Ord && (letter || f != Blackboard && f != Script && f != Fraktur && f != Sans && f != Mono) {
		return f
	}
	return Plain
}

var spaces = map[string]int{
	",": 3, "thinspace": 3, ":": 4, ">": 4, "medspace": 4, ";": 5, "thickspace": 5, "!": -3, "negthinspace": -3, " ": 6, "\n": 6, "space": 6, "nobreakspace": 6,
	"enspace": 9, "enskip": 9, "quad": 18, "qquad": 36, "hfill": 36,
}

var fonts = map[string]Font{
	"mathrm": Roman, "mathup": Roman, "mathnormal": Plain, "mathbf": Bold, "bm": BoldItalic, "boldsymbol": BoldItalic, "pmb": BoldItalic, "mathbfit": BoldItalic, "mathit": Italic, "mathbb": Blackboard, "mathds": Blackboard,
	"mathcal": Script, "mathscr": Script, "mathfrak": Fraktur, "mathsf": Sans, "mathtt": Mono,
}

var fractions = map[string]FracKind{"frac": Bar, "dfrac": Display, "cfrac": Display, "tfrac": Inline, "binom": Binom, "dbinom": Binom, "tbinom": Binom, "sfrac": Slanted, "nicefrac": Slanted}

// ignored commands change only sizes, numbers and breaks.
var ignored = map[string]bool{
	"nonumber": true, "notag": true, "displaystyle": true, "textstyle": true, "scriptstyle": true, "scriptscriptstyle": true, "allowbreak": true, "nobreak": true, "strut": true, "mathstrut": true,
	"null": true, "relax": true, "hskip": true, "/": true, "-": true, "centering": true, "noindent": true, "normalfont": true, "left.": true, "normalsize": true, "small": true, "footnotesize": true, "scriptsize": true, "tiny": true,
	"large": true, "Large": true, "LARGE": true, "huge": true, "Huge": true, "allowdisplaybreaks": true,
}

// withFont reads the argument of a font command.
func (p *parser) withFont(name string, f Font) Node {
	p.advance()
	old := p.font
	p.font = f
	row := p.argument(`\` + name)
	p.font = old
	return row
}

// structure reads the commands that take arguments of their own kind.
func (p *parser) structure(name string) Node {
	if n, ok := p.words(name); ok {
		return n
	}
	if n, ok := p.stacks(name); ok {
		return n
	}
	cmd := `\` + name
	switch name {
	case "sqrt":
		p.advance()
		return p.root()
	case "left":
		return p.fence()
	case "begin":
		return p.environment()
	case "heva", "hoac":
		return p.system(name)
	case "boxed", "fbox", "framebox":
		p.advance()
		return Enclosure{Boxed, p.argument(cmd)}
	case "cancel", "bcancel", "xcancel":
		p.advance()
		return Enclosure{map[string]EnclosureKind{"cancel": CancelUp, "bcancel": CancelDown, "xcancel": CancelBoth}[name], p.argument(cmd)}
	case "phantom", "hphantom", "vphantom":
		p.advance()
		return Enclosure{Phantom, p.argument(cmd)}
	case "textcolor", "colorbox":
		p.advance()
		color := p.color(cmd)
		return Color{color, p.argument(cmd)}
	case "mathop", "mathrel", "mathbin", "mathord", "mathopen", "mathclose", "mathpunct", "mathinner", "smash", "mathrlap", "mathllap", "ensuremath":
		p.advance()
		return p.argument(cmd)
	case "label", "hspace", "hspace*", "vspace", "vspace*", "tag":
		return p.measure(name)
	case "not":
		return p.negated()
	case "pmod", "bmod", "mod":
		return p.modulo(name)
	case "ce", "cf":
		p.advance()
		return p.chemistry(p.raw(cmd))
	case "SI", "qty", "si", "unit", "num", "ang", "numrange", "SIrange":
		p.advance()
		return p.quantity(name)
	}
	if strings.HasPrefix(strings.ToLower(name), "big") {
		return p.bigDelimiter(name)
	}
	p.fail("command", cmd)
	return nil
}

// stacks reads what is written above and below something.
func (p *parser) stacks(name string) (Node, bool) {
	cmd := `\` + name
	switch name {
	case "overset", "stackrel":
		p.advance()
		over := p.argument(cmd)
		return Stack{Over: over, Base: p.argument(cmd)}, true
	case "underset":
		p.advance()
		under := p.argument(cmd)
		base := p.argument(cmd)
		if len(base) == 1 {
			if a, ok := base[0].(Atom); ok && (a.Class == Lim || a.Class == Big) {
				return Scripts{Base: base, Sub: under, Limits: Below}, true // \underset{x\to 0}{\lim}
			}
		}
		return Stack{Under: under, Base: base}, true
	}
	arrow, ok := arrows[name]
	if !ok {
		return nil, false
	}
	p.advance()
	s := Stack{Base: Row{Atom{Rel, arrow, Plain}}, Stretch: true}
	p.spaces()
	if p.isChar("[") {
		s.Under = p.optional()
	}
	s.Over = p.argument(cmd)
	return s, true
}

// arrows are commands whose arrow grows with what is written on it.
var arrows = map[string]string{
	"xrightarrow": "→", "xleftarrow": "←", "xleftrightarrow": "↔", "xRightarrow": "⇒", "xLeftarrow": "⇐", "xLeftrightarrow": "⇔", "xrightleftharpoons": "⇌", "xlongequal": "=", "xmapsto": "↦",
}

// optional reads [ … ].
func (p *parser) optional() Row {
	p.advance()
	row := p.row(func() bool { return p.isChar("]") })
	if !p.isChar("]") {
		p.fail("brace", "[")
		return row
	}
	p.advance()
	return row
}

func (p *parser) root() Node {
	p.spaces()
	var degree Row
	if p.isChar("[") {
		degree = p.optional()
	}
	return Root{Degree: degree, Body: p.argument(`\sqrt`)}
}

// raw reads a group as the characters that stand in it, braces balanced.
func (p *parser) raw(of string) string {
	p.spaces()
	if !p.isChar("{") {
		if p.tok.kind == tokChar && !p.closes() {
			text := p.tok.text
			p.advance()
			return text
		}
		p.fail("missing", of)
		return ""
	}
	depth, from := 1, p.lex.pos
	for i := from; i < len(p.lex.src); i++ {
		switch p.lex.src[i] {
		case '\\':
			i++
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth == 0 {
			p.lex.pos = i + 1
			p.advance()
			return p.lex.src[from:i]
		}
	}
	p.fail("brace", "{")
	return ""
}

var colorName = regexp.MustCompile(`^#?[A-Za-z0-9!.-]{1,40}$`)

func (p *parser) color(cmd string) string {
	name := strings.TrimSpace(p.raw(cmd))
	if !colorName.MatchString(name) {
		p.fail("misplaced", cmd)
	}
	return name
}

// measure reads commands whose argument is a name, a length or a number.
func (p *parser) measure(name string) Node {
	p.advance()
	arg := p.raw(`\` + name)
	switch name {
	case "hspace", "hspace*":
		return Space{MU: lengthMU(arg)}
	case "tag":
		return Row{Space{MU: 36}, Text{Text: "(" + arg + ")"}}
	}
	return nil
}

// lengthMU turns 1.5em, 2cm or 10pt into eighteenths of an em of 11 points,
// within two ems either way. What is no length is a word space.
func lengthMU(s string) int {
	s = strings.TrimSpace(s)
	unit := strings.TrimLeft(s, "-+0123456789., ")
	n, err := strconv.ParseFloat(strings.TrimSpace(strings.ReplaceAll(strings.TrimSuffix(s, unit), ",", ".")), 64)
	perUnit := map[string]float64{"em": 18, "ex": 8, "pt": 18.0 / 11, "cm": 46, "mm": 4.6, "in": 118, "mu": 1}[unit]
	if err != nil || perUnit == 0 {
		return 6
	}
	return int(max(-36, min(36, n*perUnit)))
}

// negated reads \not and the relation after it.
func (p *parser) negated() Node {
	p.advance()
	p.spaces()
	n := p.oneToken()
	a, ok := n.(Atom)
	if !ok {
		p.fail("missing", `\not`)
		return nil
	}
	if to, ok := negations[a.Text]; ok {
		return Atom{Rel, to, Plain}
	}
	return Atom{Rel, a.Text + "\u0338", Plain}
}

var negations = map[string]string{"=": "≠", "∈": "∉", "⊂": "⊄", "⊃": "⊅", "⊆": "⊈", "⊇": "⊉", "≡": "≢", "∥": "∦", "∣": "∤", "∃": "∄", "<": "≮", ">": "≯", "≤": "≰", "≥": "≱", "∼": "≁", "≈": "≉", "≅": "≇", "→": "↛", "⇒": "⇏", "|": "∤"}

func (p *parser) modulo(name string) Node {
	p.advance()
	mod := Text{Text: "mod"}
	switch name {
	case "pmod":
		body := p.argument(`\pmod`)
		row := Row{Space{MU: 18}, Atom{Open, "(", Plain}, mod, Space{MU: 6}}
		return append(append(row, body...), Atom{Close, ")", Plain})
	case "mod":
		return Row{Space{MU: 18}, mod, Space{MU: 6}}
	}
	return Row{Space{MU: 5}, mod, Space{MU: 5}}
}

// bigDelimiter reads \big( and its like: the size is left to what shows it.
func (p *parser) bigDelimiter(name string) Node {
	size := strings.TrimRight(strings.ToLower(name), "lrmg")
	if size != "bi" {
		p.fail("command", `\`+name)
		return nil
	}
	p.advance()
	d, ok := p.delimiter()
	if !ok || d == "" {
		return nil
	}
	if c, known := classOf[d]; known {
		return Atom{c, d, Plain}
	}
	return Atom{Ord, d, Plain}
}
