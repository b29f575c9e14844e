package formula

import "fmt"

// Typefaces of MTEF.
const (
	mtText     = 129
	mtFunction = 130
	mtVariable = 131
	mtVector   = 135
	mtNumber   = 136
)

// sign reads the character of a bracket or an operator.
func (r *mtReader) sign() string {
	_, code, _ := r.code()
	if code >= 0xE000 && code <= 0xF8FF {
		return ""
	}
	return string(code)
}

// code reads a character: its typeface, its number and what is put on it.
func (r *mtReader) code() (face int, code rune, marks []int) {
	o := r.options()
	face = r.byte()
	if o&0x20 != 0 { // only a place in a font: what it shows is not known
		r.fail("font")
		return 0, 0, nil
	}
	code = rune(r.word())
	if o&4 != 0 {
		r.byte()
	}
	if o&16 != 0 {
		r.skip(2)
	}
	if o&1 != 0 {
		marks = r.embellishments()
	}
	return face, code, marks
}

// char reads a character of the formula and what is put on it.
func (r *mtReader) char() (out []styled, marks []int) {
	face, code, marks := r.code()
	if r.err != nil {
		return nil, nil
	}
	c := styled{r: code}
	switch face {
	case mtText:
		c.text = true
	case mtFunction:
		c.font = Roman
	case mtVector:
		c.font = Bold
	}
	switch {
	case code >= 0xF000 && code <= 0xF019:
		c.r, c.font = 'A'+code-0xF000, Fraktur
	case code >= 0xF01A && code <= 0xF033:
		c.r, c.font = 'a'+code-0xF01A, Fraktur
	case code >= 0xE000 && code <= 0xF8FF:
		to, ok := mtPrivate[code]
		if !ok {
			r.fail(fmt.Sprintf("U+%04X", code))
		}
		if to == 0 {
			return nil, marks
		}
		c.r, c.text = to, c.text && to != '\u200B'
	}
	return []styled{c}, marks
}

// mtPrivate are MathType's own characters: spaces, and signs that Unicode has
// elsewhere by now. A zero shows nothing.
var mtPrivate = map[rune]rune{
	0xEF00: 0, 0xEF01: 0, 0xEF02: '\u2009', 0xEF03: '\u2005', 0xEF04: '\u2004', 0xEF05: '\u2003', 0xEF06: '\u2003', 0xEF07: '\u2003', 0xEF08: '\u2009', 0xEF09: 0, 0xEF22: '\u2003',
	0xEB01: '⟸', 0xEB02: '⟹', 0xEB03: '⟺', 0xEB04: '⟵', 0xEB05: '⟶', 0xEB06: '⟷',
}

// embellishments reads the list of signs on a character.
func (r *mtReader) embellishments() []int {
	var out []int
	for r.err == nil {
		switch kind := r.byte(); {
		case kind == mtEnd:
			return out
		case kind == mtEmbell:
			r.options()
			out = append(out, r.byte())
		case !r.defines(kind):
			r.fail("embell")
		}
	}
	return out
}

// mtAccents are signs on a character by their number in MTEF.
var mtAccents = map[int]string{
	2: "dot", 3: "ddot", 4: "dddot", 8: "tilde", 9: "hat", 11: "vec", 12: "overleftarrow", 13: "overleftrightarrow", 17: "overline", 19: "overparen", 29: "underline",
}

var mtPrimes = map[int]int{5: 1, 6: 2, 18: 3}

// embellish puts signs on a character; a stroke makes it the negated sign.
func embellish(out, base Row, marks []int, r *mtReader) Row {
	for _, m := range marks {
		switch name := mtAccents[m]; {
		case name != "":
			base = Row{Accent{Name: name, Body: base}}
		case mtPrimes[m] > 0:
			if len(base) == 0 {
				base = Row{Row{}}
			}
			for range mtPrimes[m] {
				base = primed(base)
			}
		case m == 10 && len(base) == 1:
			a, ok := base[0].(Atom)
			if !ok {
				r.fail("embell")
				return out
			}
			base = atoms(plainText(composedNot(a.Text)))
		default:
			r.fail("embell")
			return out
		}
	}
	return append(out, base...)
}
