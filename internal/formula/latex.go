package formula

import (
	"slices"
	"strconv"
	"strings"
)

// LaTeX writes a formula as KaTeX understands it. Reading what it writes gives
// the same text again.
func LaTeX(r Row) string {
	w := &latexWriter{}
	w.row(r)
	return w.b.String()
}

type latexWriter struct {
	b    strings.Builder
	word bool // the last thing was a command of letters: a letter needs a blank before it
}

// put writes a piece; a letter or digit never joins the name of a command.
func (w *latexWriter) put(s string) {
	if s == "" {
		return
	}
	if w.word && (isASCIILetter(s[0]) || s[0] == '*') {
		w.b.WriteByte(' ')
	}
	w.b.WriteString(s)
	i := len(s)
	for i > 0 && isASCIILetter(s[i-1]) {
		i--
	}
	w.word = i > 0 && i < len(s) && s[i-1] == '\\' && !strings.HasSuffix(s[:i], `\\`)
}

func (w *latexWriter) group(r Row) {
	w.put("{")
	w.row(r)
	w.put("}")
}

// row writes nodes; letters of one font stand in one group.
func (w *latexWriter) row(r Row) {
	for i := 0; i < len(r); {
		a, ok := r[i].(Atom)
		if !ok || a.Font == Plain || a.Class != Ord && a.Class != Num {
			w.node(r[i])
			i++
			continue
		}
		j := i
		var inside Row
		for ; j < len(r); j++ {
			b, same := r[j].(Atom)
			if !same || b.Font != a.Font || b.Class != Ord && b.Class != Num {
				break
			}
			b.Font = Plain
			inside = append(inside, b)
		}
		w.put(fontCommand[a.Font])
		w.group(inside)
		i = j
	}
}

var fontCommand = map[Font]string{
	Roman: `\mathrm`, Bold: `\mathbf`, BoldItalic: `\boldsymbol`, Italic: `\mathit`, Blackboard: `\mathbb`, Script: `\mathscr`, Fraktur: `\mathfrak`, Sans: `\mathsf`, Mono: `\mathtt`,
}

func (w *latexWriter) node(n Node) {
	switch n := n.(type) {
	case Row:
		w.group(n)
	case Atom:
		w.atom(n)
	case Frac:
		w.frac(n)
	case Root:
		w.put(`\sqrt`)
		if n.Degree != nil {
			w.put("[")
			w.shielded(n.Degree)
			w.put("]")
		}
		w.group(n.Body)
	case Scripts:
		w.scripts(n)
	case Fence:
		w.fence(n)
	case Table:
		w.table(n)
	case Accent:
		w.put(`\` + n.Name)
		w.group(n.Body)
	case Stack:
		w.stack(n)
	case Text:
		w.text(n)
	case Space:
		w.put(spaceLaTeX(n.MU))
	case Enclosure:
		w.put(map[EnclosureKind]string{Boxed: `\boxed`, CancelUp: `\cancel`, CancelDown: `\bcancel`, CancelBoth: `\xcancel`, Phantom: `\phantom`}[n.Kind])
		w.group(n.Body)
	case Color:
		w.put(`\textcolor{` + n.Name + `}`)
		w.group(n.Body)
	}
}

// shielded writes a row between square brackets: one that holds a bracket goes
// into braces.
func (w *latexWriter) shielded(r Row) {
	for _, n := range r {
		if a, ok := n.(Atom); ok && (a.Text == "]" || a.Text == "[") {
			w.group(r)
			return
		}
	}
	w.row(r)
}

func (w *latexWriter) atom(a Atom) {
	switch {
	case a.Class == Num:
		w.put(strings.ReplaceAll(a.Text, ",", "{,}"))
	case a.Class == Func || a.Class == Lim:
		w.function(a)
	case a.Text == "′":
		w.put(`\prime`)
	case a.Class == Ord && (classOf[a.Text] == Bin || classOf[a.Text] == Rel || classOf[a.Text] == Punct) && nameOf[nameKey(a.Text, Ord)] == "":
		w.put("{")
		w.sign(a.Text, classOf[a.Text])
		w.put("}")
	default:
		w.sign(a.Text, a.Class)
	}
}

func (w *latexWriter) function(a Atom) {
	if functions[a.Text] == a.Class && katexFunctions[a.Text] {
		w.put(`\` + a.Text)
		return
	}
	star := ""
	if a.Class == Lim {
		star = "*"
	}
	w.put(`\operatorname` + star + `{` + strings.ReplaceAll(a.Text, " ", `\,`) + `}`)
}

var katexFunctions = wordSet("sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth log ln lg exp deg dim hom ker arg tg cotg ctg arctg arcctg lim max min sup inf det gcd Pr limsup liminf")

func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		set[w] = true
	}
	return set
}

func (w *latexWriter) sign(text string, class Class) {
	if name := nameOf[nameKey(text, class)]; name != "" {
		w.put(`\` + name)
		return
	}
	switch text {
	case "−":
		w.put("-")
	case "∗":
		w.put("*")
	case "%", "#", "&", "$", "_", "{", "}":
		w.put(`\` + text)
	case "°":
		w.put(`\degree`)
	default:
		if base, slashed := strings.CutSuffix(text, "\u0338"); slashed {
			w.put(`\not`)
			w.sign(base, Rel)
			return
		}
		w.put(text)
	}
}

func (w *latexWriter) frac(f Frac) {
	switch f.Kind {
	case NoBar:
		w.put("{")
		w.row(f.Num)
		w.put(`\atop`)
		w.row(f.Den)
		w.put("}")
		return
	}
	w.put(map[FracKind]string{Bar: `\frac`, Display: `\dfrac`, Inline: `\tfrac`, Slanted: `\tfrac`, Binom: `\binom`}[f.Kind])
	w.group(f.Num)
	w.group(f.Den)
}

func (w *latexWriter) scripts(s Scripts) {
	if one, ok := single(s.Base); ok {
		w.row(Row{one})
	} else {
		w.group(s.Base)
	}
	switch {
	case s.Limits == Below && !ownBelow(s.Base):
		w.put(`\limits`)
	case s.Limits == Beside:
		w.put(`\nolimits`)
	}
	sup := s.Sup
	for len(sup) > 0 && onlyPrimes(sup[:1]) {
		w.put("'")
		sup = sup[1:]
	}
	if s.Sub != nil {
		w.script("_", s.Sub)
	}
	if len(sup) > 0 {
		w.script("^", sup)
	}
}

func ownBelow(base Row) bool { return ownLimits(base) == Below }

// single returns the one node of a base that needs no braces.
func single(r Row) (Node, bool) {
	if len(r) != 1 {
		return nil, false
	}
	switch n := r[0].(type) {
	case Scripts, Space, Row, Text, Color:
		return nil, false
	case Frac:
		return n, n.Kind != NoBar && n.Kind != Slanted
	}
	return r[0], true
}

func (w *latexWriter) script(mark string, r Row) {
	w.put(mark)
	if len(r) == 1 {
		if a, ok := r[0].(Atom); ok && a.Font == Plain && len([]rune(a.Text)) == 1 && a.Text != "′" {
			before := w.b.Len()
			w.atom(a)
			if s := w.b.String()[before:]; len(s) > 1 && s[0] != '\\' {
				return // a number or {,}
			}
			return
		}
	}
	w.group(r)
}

func (w *latexWriter) fence(f Fence) {
	w.put(`\left`)
	w.put(delimiterLaTeX(f.Open))
	for i, part := range f.Parts {
		if i > 0 {
			w.put(`\middle`)
			w.put(delimiterLaTeX(f.Seps[i-1]))
		}
		w.put(" ")
		w.row(part)
		w.put(" ")
	}
	w.put(`\right`)
	w.put(delimiterLaTeX(f.Close))
}

func delimiterLaTeX(d string) string {
	if name, ok := delimiterNames[d]; ok {
		return name
	}
	return d
}

func (w *latexWriter) table(t Table) {
	name := map[TableKind]string{Matrix: "matrix", Aligned: "aligned", Cases: "cases", Array: "array", Gather: "gathered"}[t.Kind]
	if t.Small {
		name = "smallmatrix"
	}
	w.put(`\begin{` + name + `}`)
	if t.Kind == Array {
		w.put("{" + t.Align + "}")
	}
	for i, row := range t.Rows {
		w.rules(t, i)
		for j, cell := range row {
			if j > 0 {
				w.put(" & ")
			} else {
				w.put(" ")
			}
			if j == 0 && opensBracket(cell) {
				w.put("{}")
			}
			w.row(cell)
		}
		if i < len(t.Rows)-1 {
			w.put(` \\`)
		}
	}
	if slices.Contains(t.Rules, len(t.Rows)) {
		if len(t.Rows) > 0 {
			w.put(` \\`)
		}
		w.rules(t, len(t.Rows))
	}
	w.put(` \end{` + name + `}`)
}

func (w *latexWriter) rules(t Table, row int) {
	for _, r := range t.Rules {
		if r == row {
			w.put(` \hline`)
		}
	}
}

// opensBracket tells a cell that KaTeX would read as the space after \\.
func opensBracket(r Row) bool {
	if len(r) == 0 {
		return false
	}
	a, ok := r[0].(Atom)
	return ok && (a.Text == "[" || a.Text == "∗")
}

func (w *latexWriter) stack(s Stack) {
	if s.Stretch {
		if a, ok := s.Base[0].(Atom); ok && len(s.Base) == 1 {
			if name := arrowNames[a.Text]; name != "" {
				w.put(name)
				if s.Under != nil {
					w.put("[")
					w.shielded(s.Under)
					w.put("]")
				}
				w.group(s.Over)
				return
			}
		}
	}
	if s.Over != nil {
		w.put(`\overset`)
		w.group(s.Over)
	}
	if s.Under == nil {
		w.group(s.Base)
		return
	}
	if s.Over != nil {
		w.put("{")
	}
	w.put(`\underset`)
	w.group(s.Under)
	w.group(s.Base)
	if s.Over != nil {
		w.put("}")
	}
}

var arrowNames = map[string]string{"→": `\xrightarrow`, "←": `\xleftarrow`, "↔": `\xleftrightarrow`, "⇒": `\xRightarrow`, "⇐": `\xLeftarrow`, "⇔": `\xLeftrightarrow`, "⇌": `\xrightleftharpoons`, "=": `\xlongequal`, "↦": `\xmapsto`}

func (w *latexWriter) text(t Text) {
	name := `\text`
	if t.Bold {
		name = `\textbf`
	} else if t.Italic {
		name = `\textit`
	}
	body := textEscape.Replace(t.Text)
	if t.Bold && t.Italic {
		body = `\textit{` + body + `}`
	}
	w.put(name + "{" + body + "}")
}

var textEscape = strings.NewReplacer(`\`, `\textbackslash `, "{", `\{`, "}", `\}`, "$", `\$`, "%", `\%`, "&", `\&`, "#", `\#`, "_", `\_`, "^", "ˆ", "~", " ")

func spaceLaTeX(mu int) string {
	switch mu {
	case 3:
		return `\,`
	case 4:
		return `\:`
	case 5:
		return `\;`
	case -3:
		return `\!`
	case 6:
		return `\ `
	case 9:
		return `\enspace`
	case 18:
		return `\quad`
	case 36:
		return `\qquad`
	}
	return `\hspace{` + strconv.FormatFloat(float64(mu)/18, 'f', 4, 64) + `em}`
}
