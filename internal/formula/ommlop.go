package formula

import "strings"

// hasOperand tells atoms that Word keeps with what they act on.
func hasOperand(n Node) bool {
	a, ok := n.(Atom)
	return ok && (a.Class == Big || a.Class == Func || a.Class == Lim)
}

// operator writes a sum, an integral or a function with its operand and
// returns the next node; i itself when there is none of these at i.
func (w *ommlWriter) operator(r Row, i int) int {
	s, ok := r[i].(Scripts)
	if !ok {
		s = Scripts{Base: Row{r[i]}}
	}
	if len(s.Base) != 1 {
		return i
	}
	a, ok := s.Base[0].(Atom)
	if !ok || !hasOperand(a) {
		return i
	}
	if a.Class == Big && !strings.Contains("∑∏∐∫∬∭∮", a.Text) {
		if s.Sub == nil && s.Sup == nil {
			return i
		}
		s.Limits = Below // LibreOffice knows no other operators of this kind
		w.limits(s)
		return i + 1
	}
	if a.Class == Big {
		end := termEnd(r, i+1, strings.Contains("∫∬∭∮∯", a.Text))
		w.nary(a, s, r[i+1:end])
		return end
	}
	end := termEnd(r, i+1, false)
	if a.Class == Func {
		end = argumentEnd(r, i+1)
	}
	if end == i+1 && s.Sub == nil && s.Sup == nil {
		return i // a name alone
	}
	if end == i+1 {
		w.scripts(s)
		return end
	}
	w.open("func")
	w.open("fName")
	if s.Sub == nil && s.Sup == nil {
		w.atoms(s.Base, 0)
	} else {
		w.scripts(s)
	}
	w.close("fName")
	w.part("e", r[i+1:end])
	w.close("func")
	return end
}

func (w *ommlWriter) nary(a Atom, s Scripts, operand Row) {
	integral := strings.Contains("∫∬∭∮∯", a.Text)
	w.open("nary")
	w.open("naryPr")
	w.value("chr", a.Text)
	place := "undOvr"
	if integral && s.Limits != Below || s.Limits == Beside {
		place = "subSup"
	}
	w.value("limLoc", place)
	if s.Sub == nil {
		w.value("subHide", "1")
	}
	if s.Sup == nil {
		w.value("supHide", "1")
	}
	w.close("naryPr")
	w.optional("sub", s.Sub)
	w.optional("sup", s.Sup)
	w.part("e", operand)
	w.close("nary")
}

// optional writes an element that may be empty because it is hidden.
func (w *ommlWriter) optional(name string, r Row) {
	if r == nil {
		w.b.WriteString("<m:" + name + "/>")
		return
	}
	w.part(name, r)
}

// termEnd is where the term that begins at i ends: at a relation, a comma, words,
// and for sums and limits at a plus or minus that is not its first sign.
func termEnd(r Row, i int, integral bool) int {
	for j := i; j < len(r); j++ {
		switch n := r[j].(type) {
		case Text:
			return j
		case Space:
			if n.MU >= 18 {
				return j
			}
		case Atom:
			if n.Class == Rel || n.Class == Punct || !integral && j > i && n.Class == Bin && strings.Contains("+−±∓", n.Text) {
				return j
			}
		}
	}
	return len(r)
}

// argumentEnd is where the argument of a function ends: after a bracket, or
// before the next sign, space or function.
func argumentEnd(r Row, i int) int {
	for j := i; j < len(r); j++ {
		n := r[j]
		if s, ok := n.(Scripts); ok && len(s.Base) == 1 {
			n = s.Base[0]
		}
		switch n := n.(type) {
		case Fence:
			if j == i {
				return j + 1
			}
			return j
		case Space, Text, Table:
			return j
		case Atom:
			if n.Class != Ord && n.Class != Num || n.Text == "/" || isLiteral(n) {
				return j
			}
		}
	}
	return len(r)
}
