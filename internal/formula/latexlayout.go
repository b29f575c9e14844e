package formula

import "slices"

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
