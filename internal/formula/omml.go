package formula

import (
	"strings"
)

// OMML writes a formula as the m:oMath element of a Word document. The
// prefixes m and w must stand for Office's mathematics and WordprocessingML.
func OMML(r Row) string {
	w := &ommlWriter{}
	w.b.WriteString("<m:oMath>")
	w.row(r)
	w.b.WriteString("</m:oMath>")
	return w.b.String()
}

// void stands where Word would show a dotted box for a part that is empty.
const void = "\u200b"

// ommlWriter writes the elements of ECMA-376 part 1, 22.1.
type ommlWriter struct{ b strings.Builder }

// style is how a run looks; the zero value is Word's own: letters italic.
type style struct {
	look    string // p, b, bi: m:sty
	script  string // m:scr
	literal bool   // nothing in it is an operator
	words   bool   // normal text
	bold    bool   // of words
	italic  bool
}

func (w *ommlWriter) open(name string)  { w.b.WriteString("<m:" + name + ">") }
func (w *ommlWriter) close(name string) { w.b.WriteString("</m:" + name + ">") }

// value writes a property.
func (w *ommlWriter) value(name, v string) {
	w.b.WriteString(`<m:` + name + ` m:val="`)
	escape(&w.b, v)
	w.b.WriteString(`"/>`)
}

// part writes a row as the content of an element, never empty.
func (w *ommlWriter) part(name string, r Row) {
	w.open(name)
	w.filled(r)
	w.close(name)
}

func (w *ommlWriter) filled(r Row) {
	before := w.b.Len()
	w.row(r)
	if w.b.Len() == before {
		w.run(void, style{})
	}
}

const mathFont = `<w:rPr><w:rFonts w:ascii="Cambria Math" w:hAnsi="Cambria Math"/></w:rPr>`

func (w *ommlWriter) run(text string, s style) {
	w.open("r")
	if s != (style{}) {
		w.open("rPr")
		if s.literal {
			w.b.WriteString("<m:lit/>")
		}
		if s.words {
			w.b.WriteString("<m:nor/>")
		}
		if s.script != "" {
			w.value("scr", s.script)
		}
		if s.look != "" {
			w.value("sty", s.look)
		}
		w.close("rPr")
	}
	switch {
	case !s.words:
		w.b.WriteString(mathFont)
	case s.bold || s.italic:
		w.b.WriteString("<w:rPr>")
		if s.bold {
			w.b.WriteString("<w:b/>")
		}
		if s.italic {
			w.b.WriteString("<w:i/>")
		}
		w.b.WriteString("</w:rPr>")
	}
	w.b.WriteString(`<m:t xml:space="preserve">`)
	escape(&w.b, text)
	w.b.WriteString("</m:t>")
	w.close("r")
}

var xmlEscape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

func escape(b *strings.Builder, s string) { _, _ = xmlEscape.WriteString(b, s) } // a Builder never fails

// row writes nodes side by side.
func (w *ommlWriter) row(r Row) {
	nodes := pairBrackets(r)
	for i := 0; i < len(nodes); {
		i = w.from(nodes, i)
	}
}

// from writes the node at i and what belongs to it, and returns the next.
func (w *ommlWriter) from(r Row, i int) int {
	if _, ok := r[i].(Atom); ok {
		if end := w.operator(r, i); end > i {
			return end
		}
		return w.atoms(r, i)
	}
	if s, ok := r[i].(Scripts); ok {
		if end := w.operator(r, i); end > i {
			return end
		}
		if len(s.Base) == 0 && i+1 < len(r) {
			w.prescript(s, r[i+1])
			return i + 2
		}
	}
	w.node(r[i])
	return i + 1
}

func (w *ommlWriter) node(n Node) {
	switch n := n.(type) {
	case Row:
		w.row(n)
	case Atom:
		w.atoms(Row{n}, 0)
	case Frac:
		w.frac(n)
	case Root:
		w.root(n)
	case Scripts:
		w.scripts(n)
	case Fence:
		w.fence(n)
	case Table:
		w.table(n)
	case Accent:
		w.accent(n)
	case Stack:
		w.stack(n)
	case Text:
		w.run(n.Text, style{words: true, bold: n.Bold, italic: n.Italic})
	case Space:
		if s := spaceText(n.MU); s != "" {
			w.run(s, style{})
		}
	case Enclosure:
		w.enclosure(n)
	case Color:
		w.row(n.Body)
	}
}

// spaceText is white space as spaces of Unicode that sum up to it.
func spaceText(mu int) string {
	var b strings.Builder
	for mu = min(mu, 8*18); mu > 0; {
		for _, s := range []struct {
			mu int
			r  rune
		}{{18, '\u2003'}, {9, '\u2002'}, {6, '\u2004'}, {4, '\u205f'}, {3, '\u2009'}, {1, '\u200a'}} {
			if mu >= s.mu {
				b.WriteRune(s.r)
				mu -= s.mu
				break
			}
		}
	}
	return b.String()
}

func (w *ommlWriter) frac(f Frac) {
	if f.Kind == Binom {
		f.Kind = NoBar
		w.fence(Fence{Open: "(", Close: ")", Parts: []Row{{f}}})
		return
	}
	w.open("f")
	if kind := map[FracKind]string{NoBar: "noBar", Slanted: "skw"}[f.Kind]; kind != "" {
		w.open("fPr")
		w.value("type", kind)
		w.close("fPr")
	}
	w.part("num", f.Num)
	w.part("den", f.Den)
	w.close("f")
}

func (w *ommlWriter) root(n Root) {
	w.open("rad")
	if n.Degree == nil {
		w.open("radPr")
		w.value("degHide", "1")
		w.close("radPr")
		w.b.WriteString("<m:deg/>")
	} else {
		w.part("deg", n.Degree)
	}
	w.part("e", n.Body)
	w.close("rad")
}

func (w *ommlWriter) scripts(s Scripts) {
	if s.Limits == Below || s.Limits == Auto && len(s.Base) == 1 && isLim(s.Base[0]) {
		w.limits(s)
		return
	}
	name := map[[2]bool]string{{true, false}: "sSub", {false, true}: "sSup", {true, true}: "sSubSup"}[[2]bool{s.Sub != nil, s.Sup != nil}]
	w.open(name)
	w.part("e", s.Base)
	if s.Sub != nil {
		w.part("sub", s.Sub)
	}
	if s.Sup != nil {
		w.part("sup", s.Sup)
	}
	w.close(name)
}

func isLim(n Node) bool {
	a, ok := n.(Atom)
	return ok && a.Class == Lim
}

// limits writes scripts that stand above and below their base.
func (w *ommlWriter) limits(s Scripts) {
	if s.Sup != nil {
		w.open("limUpp")
		w.open("e")
	}
	if s.Sub != nil {
		w.open("limLow")
		w.part("e", s.Base)
		w.part("lim", s.Sub)
		w.close("limLow")
	} else {
		w.filled(s.Base)
	}
	if s.Sup != nil {
		w.close("e")
		w.part("lim", s.Sup)
		w.close("limUpp")
	}
}

func (w *ommlWriter) prescript(s Scripts, next Node) {
	w.open("sPre")
	w.part("sub", s.Sub)
	w.part("sup", s.Sup)
	w.open("e")
	w.node(next)
	w.close("e")
	w.close("sPre")
}

func (w *ommlWriter) fence(f Fence) {
	w.open("d")
	w.open("dPr")
	w.value("begChr", f.Open)
	if len(f.Seps) > 0 {
		w.value("sepChr", f.Seps[0])
	}
	w.value("endChr", f.Close)
	w.close("dPr")
	for _, p := range f.Parts {
		w.part("e", p)
	}
	w.close("d")
}

func (w *ommlWriter) enclosure(e Enclosure) {
	if e.Kind == Phantom {
		w.open("phant")
		w.open("phantPr")
		w.value("show", "0")
		w.close("phantPr")
		w.part("e", e.Body)
		w.close("phant")
		return
	}
	w.open("borderBox")
	if e.Kind != Boxed {
		w.open("borderBoxPr")
		for _, side := range []string{"hideTop", "hideBot", "hideLeft", "hideRight"} {
			w.value(side, "1")
		}
		if e.Kind != CancelDown {
			w.value("strikeBLTR", "1")
		}
		if e.Kind != CancelUp {
			w.value("strikeTLBR", "1")
		}
		w.close("borderBoxPr")
	}
	w.part("e", e.Body)
	w.close("borderBox")
}
