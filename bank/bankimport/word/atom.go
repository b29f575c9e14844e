package word

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"khaothi/internal/ooxml"
)

// thing stands in a text for a picture, a formula or an object.
const thing = '\uFFFC'

// atom is one character with its looks, or a thing.
type atom struct {
	r  rune // '\t', '\n' for a break, thing
	p  *ooxml.Props
	in *ooxml.Inline // of a thing
}

// line is a paragraph, or a table that is kept whole.
type line struct {
	atoms  []atom
	view   []rune // what labels are looked for in: as long as atoms
	par    int
	style  string
	bullet bool
	level  int // of a bullet
	table  *ooxml.Table
	truth  string // of a row of a table with the columns Đúng and Sai
}

// looks holds each look of a document once.
type looks struct {
	known map[ooxml.Props]*ooxml.Props
	old   legacy
}

func newLooks() *looks { return &looks{known: map[ooxml.Props]*ooxml.Props{}} }

func (l *looks) of(p ooxml.Props) *ooxml.Props {
	if have, ok := l.known[p]; ok {
		return have
	}
	l.known[p] = &p
	return &p
}

// lineOf turns a paragraph into a line: its number first, NFC, without
// characters that show nothing.
func (l *looks) lineOf(p *ooxml.Paragraph) line {
	out := line{par: p.No, style: p.Style, bullet: p.Bullet, level: p.Level}
	if p.Label != "" && !p.Bullet {
		look := l.of(p.LabelAs)
		for _, r := range p.Label {
			out.atoms = append(out.atoms, atom{r: r, p: look})
		}
		out.atoms = append(out.atoms, atom{r: ' ', p: look})
	}
	for i := range p.Inlines {
		in := &p.Inlines[i]
		look := l.of(in.Props)
		switch in.Kind {
		case ooxml.Text:
			for _, r := range in.Text {
				out.atoms = append(out.atoms, atom{r: r, p: look})
			}
		case ooxml.Tab:
			out.atoms = append(out.atoms, atom{r: '\t', p: look})
		case ooxml.Break:
			out.atoms = append(out.atoms, atom{r: '\n', p: look})
		case ooxml.Picture, ooxml.Math, ooxml.Object:
			out.atoms = append(out.atoms, atom{r: thing, p: look, in: in})
		}
	}
	out.atoms = composed(l.old.modern(out.atoms, p.No))
	out.look()
	return out
}

// composed puts letters and their marks together, drops what shows nothing and
// makes every blank a plain one.
func composed(in []atom) []atom {
	out := make([]atom, 0, len(in))
	for i := 0; i < len(in); {
		a := in[i]
		j := i + 1
		for j < len(in) && unicode.Is(unicode.Mn, in[j].r) && j-i < 8 {
			j++
		}
		if j > i+1 {
			var b strings.Builder
			for _, m := range in[i:j] {
				b.WriteRune(m.r)
			}
			for _, r := range norm.NFC.String(b.String()) {
				out = append(out, atom{r: r, p: a.p, in: a.in})
			}
			i = j
			continue
		}
		i = j
		switch {
		case a.r == '\t' || a.r == '\n' || a.r == thing:
		case unicode.Is(unicode.Cf, a.r) || unicode.Is(unicode.Cc, a.r): // zero width, soft hyphens
			continue
		case unicode.IsSpace(a.r):
			a.r = ' '
		default:
			for _, r := range norm.NFC.String(string(a.r)) {
				a.r = r
			}
		}
		out = append(out, a)
	}
	return out
}

// look fills the view.
func (l *line) look() {
	l.view = make([]rune, len(l.atoms))
	for i, a := range l.atoms {
		l.view[i] = folded(a.r)
	}
}

// twins are letters and signs that look like Latin ones, from keyboards and
// fonts of other scripts.
var twins = map[rune]rune{
	'А': 'A', 'В': 'B', 'С': 'C', 'Е': 'E', 'Н': 'H', 'К': 'K', 'М': 'M', 'О': 'O', 'Р': 'P', 'Т': 'T', 'Х': 'X', 'а': 'a', 'с': 'c', 'е': 'e', 'о': 'o', 'р': 'p', 'х': 'x', 'у': 'y', // Cyrillic
	'Α': 'A', 'Β': 'B', 'Ε': 'E', 'Ζ': 'Z', 'Η': 'H', 'Ι': 'I', 'Κ': 'K', 'Μ': 'M', 'Ν': 'N', 'Ο': 'O', 'Ρ': 'P', 'Τ': 'T', 'Υ': 'Y', 'Χ': 'X', // Greek
	'。': '.', '․': '.', '：': ':', '∶': ':', '﹕': ':', '）': ')', '（': '(', '，': ',', '；': ';', '－': '-', '–': '-', '—': '-', '−': '-', '‐': '-', '‑': '-', '［': '[', '］': ']', '｜': '|', '∗': '*', '＊': '*', '⁎': '*',
}

// folded is a character as labels know it.
func folded(r rune) rune {
	if to, ok := twins[r]; ok {
		return to
	}
	if r >= 0xFF01 && r <= 0xFF5E { // full width
		return r - 0xFEE0
	}
	return r
}

func (l line) text() string { return strings.TrimSpace(string(l.view)) }

// empty reports a line without anything to see.
func (l line) empty() bool { return l.table == nil && l.text() == "" }

// from is the line without its first n atoms and the blanks after them.
func (l line) from(n int) line {
	for n < len(l.view) && isBlank(l.view[n]) {
		n++
	}
	l.atoms, l.view = l.atoms[n:], l.view[n:]
	return l
}

// cut is the atoms from i to j as a line without blanks at its ends.
func (l line) cut(i, j int) line {
	for j > i && isBlank(l.view[j-1]) {
		j--
	}
	l.atoms, l.view = l.atoms[:j], l.view[:j]
	return l.from(i)
}

func isBlank(r rune) bool { return r == ' ' || r == '\t' || r == '\n' }

// front is the number of blanks at the front.
func (l line) front() int {
	i := 0
	for i < len(l.view) && isBlank(l.view[i]) {
		i++
	}
	return i
}
