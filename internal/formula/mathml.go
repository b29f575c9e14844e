package formula

import (
	"strconv"
	"strings"
)

// MathMLSpace is the name space of what MathML writes.
const MathMLSpace = "http://www.w3.org/1998/Math/MathML"

// MathMLOptions say how a formula is written as MathML.
type MathMLOptions struct {
	Display bool   // on a line of its own
	Source  string // LaTeX to keep beside it as an annotation; empty: none
	Prefix  string // of the elements, "m" gives m:math; empty: the name space is declared on math
}

// MathML writes a formula as presentation MathML.
func MathML(r Row, o MathMLOptions) string {
	w := &mathMLWriter{}
	if o.Prefix != "" {
		w.prefix = o.Prefix + ":"
	}
	attrs := ""
	if o.Prefix == "" {
		attrs = ` xmlns="` + MathMLSpace + `"`
	}
	if o.Display {
		attrs += ` display="block"`
	}
	w.open("math", attrs)
	if o.Source == "" {
		w.nodes(r)
	} else {
		w.open("semantics", "")
		w.one(r)
		w.leaf("annotation", ` encoding="application/x-tex"`, o.Source)
		w.close("semantics")
	}
	w.close("math")
	return w.b.String()
}

type mathMLWriter struct {
	b      strings.Builder
	prefix string
}

func (w *mathMLWriter) open(name, attrs string) {
	w.b.WriteString("<" + w.prefix + name + attrs + ">")
}
func (w *mathMLWriter) close(name string) { w.b.WriteString("</" + w.prefix + name + ">") }

func (w *mathMLWriter) leaf(name, attrs, text string) {
	w.open(name, attrs)
	escape(&w.b, text)
	w.close(name)
}

// nodes writes nodes side by side.
func (w *mathMLWriter) nodes(r Row) {
	for i := 0; i < len(r); i++ {
		if s, ok := r[i].(Scripts); ok && len(s.Base) == 0 && i+1 < len(r) {
			w.before(s, r[i+1])
			i++
			continue
		}
		w.node(r[i])
	}
}

// one writes a row as exactly one element.
func (w *mathMLWriter) one(r Row) {
	if len(r) == 1 {
		if _, row := r[0].(Row); !row {
			w.node(r[0])
			return
		}
	}
	w.open("mrow", "")
	w.nodes(r)
	w.close("mrow")
}

func (w *mathMLWriter) node(n Node) {
	switch n := n.(type) {
	case Row:
		w.one(n)
	case Atom:
		w.atom(n)
	case Frac:
		w.frac(n)
	case Root:
		if n.Degree == nil {
			w.open("msqrt", "")
			w.nodes(n.Body)
			w.close("msqrt")
			return
		}
		w.all("mroot", "", n.Body, n.Degree)
	case Scripts:
		w.scripts(n)
	case Fence:
		w.fence(n)
	case Table:
		w.table(n)
	case Accent:
		w.accent(n)
	case Stack:
		w.over("", n.Base, n.Under, n.Over)
	case Text:
		w.text(n)
	case Space:
		w.open("mspace", ` width="`+strconv.FormatFloat(float64(n.MU)/18, 'f', 3, 64)+`em"`)
		w.close("mspace")
	case Enclosure:
		w.enclosure(n)
	case Color:
		w.open("mstyle", ` mathcolor="`+xmlEscape.Replace(n.Name)+`"`)
		w.nodes(n.Body)
		w.close("mstyle")
	}
}

// all writes an element whose children are the rows.
func (w *mathMLWriter) all(name, attrs string, rows ...Row) {
	w.open(name, attrs)
	for _, r := range rows {
		w.one(r)
	}
	w.close(name)
}

func (w *mathMLWriter) atom(a Atom) {
	text := inAlphabet(a.Text, a.Font)
	switch {
	case a.Class == Num:
		w.leaf("mn", "", text)
	case a.Class == Func || a.Class == Lim:
		w.leaf("mi", "", a.Text)
	case a.Class == Ord && !isLiteral(a) && a.Text != "′" && a.Text != "/":
		attrs := ""
		if a.Font == Roman && len([]rune(a.Text)) == 1 || upright(a.Text) && a.Font == Plain {
			attrs = ` mathvariant="normal"`
		}
		w.leaf("mi", attrs, text)
	case a.Class == Open || a.Class == Close:
		w.leaf("mo", ` stretchy="false"`, a.Text)
	default:
		w.leaf("mo", "", a.Text)
	}
}

func (w *mathMLWriter) frac(f Frac) {
	if f.Kind == Binom {
		f.Kind = NoBar
		w.fence(Fence{Open: "(", Close: ")", Parts: []Row{{f}}})
		return
	}
	attrs := map[FracKind]string{Bar: "", Display: ` displaystyle="true"`, Inline: ` displaystyle="false"`, NoBar: ` linethickness="0"`, Slanted: ` bevelled="true"`}[f.Kind]
	w.all("mfrac", attrs, f.Num, f.Den)
}

func (w *mathMLWriter) scripts(s Scripts) {
	base, _ := firstAtom(s.Base)
	if s.Limits == Below || s.Limits == Auto && (base.Class == Lim || base.Class == Big && !strings.Contains("∫∬∭∮∯", base.Text)) {
		w.over(movable(s), s.Base, s.Sub, s.Sup)
		return
	}
	switch {
	case s.Sub != nil && s.Sup != nil:
		w.all("msubsup", "", s.Base, s.Sub, s.Sup)
	case s.Sub != nil:
		w.all("msub", "", s.Base, s.Sub)
	default:
		w.all("msup", "", s.Base, s.Sup)
	}
}

// movable marks limits that stand beside their operator inside a line.
func movable(s Scripts) string {
	if s.Limits == Auto {
		return ` movablelimits="true"`
	}
	return ""
}

// over writes a base with something below and above it. attrs go to the
// operator of the base.
func (w *mathMLWriter) over(attrs string, base, under, over Row) {
	body := func() {
		a, ok := firstAtom(base)
		if ok && attrs != "" {
			w.leaf("mo", attrs, a.Text)
			return
		}
		w.one(base)
	}
	name := map[[2]bool]string{{true, true}: "munderover", {true, false}: "munder", {false, true}: "mover"}[[2]bool{under != nil, over != nil}]
	if name == "" {
		body()
		return
	}
	w.open(name, "")
	body()
	if under != nil {
		w.one(under)
	}
	if over != nil {
		w.one(over)
	}
	w.close(name)
}

// before writes scripts that stand before the next node.
func (w *mathMLWriter) before(s Scripts, next Node) {
	w.open("mmultiscripts", "")
	sub, sup := Row(nil), Row(nil)
	if n, ok := next.(Scripts); ok && len(n.Base) > 0 && n.Limits == Auto {
		w.one(n.Base)
		sub, sup = n.Sub, n.Sup
	} else {
		w.one(Row{next})
	}
	if sub != nil || sup != nil {
		w.scriptPair(sub, sup)
	}
	w.b.WriteString("<" + w.prefix + "mprescripts/>")
	w.scriptPair(s.Sub, s.Sup)
	w.close("mmultiscripts")
}

func (w *mathMLWriter) scriptPair(rows ...Row) {
	for _, r := range rows {
		if r == nil {
			w.b.WriteString("<" + w.prefix + "none/>")
			continue
		}
		w.one(r)
	}
}
