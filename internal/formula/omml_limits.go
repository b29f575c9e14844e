package formula

// nary reads a big operator with its bounds and its body.
func (r *ommlReader) nary(e *element) Row {
	pr := e.kid("naryPr")
	sign := pr.kid("chr").char("∫")
	base := Row{}
	if sign != "" {
		base = Row{bigSign(sign)}
	}
	s := Scripts{Base: base}
	if !pr.kid("subHide").on() {
		s.Sub = some(r.row(e.kid("sub")))
	}
	if !pr.kid("supHide").on() {
		s.Sup = some(r.row(e.kid("sup")))
	}
	body := r.row(e.kid("e"))
	if s.Sub == nil && s.Sup == nil {
		return append(base, body...)
	}
	beside := sign >= "∫" && sign <= "∳" // integrals
	switch pr.kid("limLoc").val {
	case "undOvr":
		if beside {
			s.Limits = Below
		}
	case "subSup":
		if !beside {
			s.Limits = Beside
		}
	}
	return append(Row{s}, body...)
}

// bigSign is an operator that grows; Word allows any sign there.
func bigSign(sign string) Node {
	if c, ok := classOf[sign]; ok {
		return Atom{c, sign, Plain}
	}
	for _, n := range atoms(plainText(sign)) {
		return n
	}
	return Row{}
}

// spanning are signs that grow over or under a body.
var spanning = map[string]string{
	"⏞": "overbrace", "︷": "overbrace", "⏟": "underbrace", "︸": "underbrace", "⏜": "overparen", "⏝": "underparen", "⎴": "overbracket", "⎵": "underbracket", "‾": "overline", "¯": "overline", "_": "underline",
}

// limit reads what stands under or over a base.
func (r *ommlReader) limit(e *element) Node {
	base, lim := r.row(e.kid("e")), r.row(e.kid("lim"))
	if len(lim) == 1 { // a brace typed as what stands over a body
		if a, ok := lim[0].(Atom); ok && spanning[a.Text] != "" {
			return Accent{Name: spanning[a.Text], Body: base}
		}
	}
	if s, ok := onArrow(base); ok {
		if e.name == "limLow" {
			s.Under = lim
		} else {
			s.Over = lim
		}
		return s
	}
	if len(base) == 1 {
		a, atom := base[0].(Atom)
		if atom && (a.Class == Lim || a.Class == Big) || ownBelow(base) {
			s := Scripts{Base: base}
			if e.name == "limLow" {
				s.Sub = some(lim)
			} else {
				s.Sup = some(lim)
			}
			if atom && (a.Class == Lim && e.name == "limUpp") {
				return Stack{Base: base, Over: lim}
			}
			return s.on(base)
		}
		if s, ok := base[0].(Stack); ok { // one below and one above the same
			if e.name == "limLow" && s.Under == nil {
				s.Under = lim
				return s
			}
			if e.name == "limUpp" && s.Over == nil {
				s.Over = lim
				return s
			}
		}
	}
	if e.name == "limLow" {
		return Stack{Base: base, Under: lim}
	}
	return Stack{Base: base, Over: lim}
}

// onArrow makes a stack of an arrow that has something over or under it: what
// LaTeX calls \xrightarrow.
func onArrow(base Row) (Stack, bool) {
	a, ok := firstAtom(base)
	if !ok {
		return Stack{}, false
	}
	for short, long := range longArrows {
		if a.Text == long {
			a.Text = short
		}
	}
	return Stack{Base: Row{a}, Stretch: true}, arrowNames[a.Text] != "" && a.Text != "="
}
