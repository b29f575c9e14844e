package formula

// fence reads brackets with their parts.
func (r *ommlReader) fence(e *element) Row {
	pr := e.kid("dPr")
	f := Fence{Open: bracket(pr.kid("begChr").char("(")), Close: bracket(pr.kid("endChr").char(")"))}
	sep := bracket(pr.kid("sepChr").char("|"))
	for _, k := range e.kids {
		if k.name == "e" {
			f.Parts = append(f.Parts, r.row(k))
		}
	}
	if len(f.Parts) == 0 {
		f.Parts = []Row{{}}
	}
	if f.Open == "(" && f.Close == ")" && len(f.Parts) == 1 && len(f.Parts[0]) == 1 {
		if n, ok := f.Parts[0][0].(Frac); ok && n.Kind == NoBar {
			return Row{Frac{Binom, n.Num, n.Den}}
		}
	}
	if !grows(f.Open) || !grows(f.Close) || len(f.Parts) > 1 && !grows(sep) {
		return flatFence(f, sep)
	}
	for range len(f.Parts) - 1 {
		f.Seps = append(f.Seps, sep)
	}
	return Row{f}
}

// bracket gives a bracket the character that LaTeX knows.
func bracket(s string) string {
	if to, ok := map[string]string{"∣": "|", "│": "|", "∥": "‖", "〈": "⟨", "〉": "⟩", "<": "⟨", ">": "⟩", "❲": "⟮", "❳": "⟯", "∕": "/"}[s]; ok {
		return to
	}
	return s
}

// grows reports the brackets that LaTeX makes as high as what they enclose.
func grows(s string) bool {
	_, named := delimiterNames[s]
	return named || len(s) == 1 && s >= "(" && (s == "(" || s == ")" || s == "[" || s == "]" || s == "|" || s == "/")
}

// flatFence is for brackets and separators that do not grow, such as ; or ⟦.
func flatFence(f Fence, sep string) Row {
	var inner Row
	for i, p := range f.Parts {
		if i > 0 {
			inner = append(inner, atoms(plainText(sep))...)
		}
		inner = append(inner, p...)
	}
	if grows(f.Open) && grows(f.Close) {
		return Row{Fence{Open: f.Open, Close: f.Close, Parts: []Row{inner}}}
	}
	return append(append(atoms(plainText(f.Open)), inner...), atoms(plainText(f.Close))...)
}

func (r *ommlReader) matrix(e *element) Node {
	t := Table{Kind: Matrix}
	cells := 0
	for _, mr := range e.kids {
		if mr.name != "mr" {
			continue
		}
		var row []Row
		for _, c := range mr.kids {
			if c.name == "e" {
				row = append(row, r.row(c))
				cells++
			}
		}
		t.Rows = append(t.Rows, row)
	}
	if cells > maxCells {
		r.fail("too_large", "")
	}
	align, plain := "", true
	for _, mc := range e.kid("mPr").kid("mcs").kids {
		pr := mc.kid("mcPr")
		letter := map[string]string{"left": "l", "right": "r"}[pr.kid("mcJc").val]
		if letter == "" {
			letter = "c"
		}
		plain = plain && letter == "c"
		for n := max(1, small(pr.kid("count").val)); n > 0; n-- {
			align += letter
		}
	}
	if !plain && len(t.Rows) > 0 && len(align) >= len(t.Rows[0]) {
		t.Kind, t.Align = Array, align[:len(t.Rows[0])]
	}
	return t.asEquations(e.kid("mPr").kid("cGpRule").val == "3")
}

// asEquations finds the equations that OMML writes as a matrix: one column at
// the left, or columns that touch.
func (t Table) asEquations(touching bool) Table {
	switch {
	case t.Kind == Array && t.Align == "l":
		for i, row := range t.Rows {
			t.Rows[i] = append([]Row{{}}, row...)
		}
	case t.Kind != Array || !touching || t.Align == "":
		return t
	case t.Align[0] == 'l': // the first column was empty
		for i, row := range t.Rows {
			t.Rows[i] = append([]Row{{}}, row...)
		}
	}
	t.Kind, t.Align = Aligned, ""
	return t
}

// small reads a count of columns, of which there are at most 64.
func small(s string) int {
	n := 0
	for _, c := range s {
		if c < '0' || c > '9' || n > 6 {
			return 0
		}
		n = n*10 + int(c-'0')
	}
	return min(n, 64)
}

// equations reads lines under one another. Word marks the places that stand
// under one another with &, as LaTeX does.
func (r *ommlReader) equations(e *element) Node {
	t := Table{Kind: Aligned}
	marked := false
	for _, k := range e.kids {
		if k.name != "e" {
			continue
		}
		cells := []Row{{}}
		for _, n := range r.row(k) {
			if a, ok := n.(Atom); ok && a.Text == "&" && a.Class == Ord {
				marked = true
				cells = append(cells, Row{})
				continue
			}
			cells[len(cells)-1] = append(cells[len(cells)-1], n)
		}
		t.Rows = append(t.Rows, cells)
	}
	if len(t.Rows) > maxCells {
		r.fail("too_large", "")
	}
	for i := range t.Rows {
		if !marked { // one column that starts at the left
			t.Rows[i] = append([]Row{{}}, t.Rows[i]...)
		}
	}
	return t
}

// accentOf names signs over a body: alone, and where it is wider than a letter.
var accentOf = map[string][2]string{
	"\u20D7": {"vec", "overrightarrow"}, "→": {"vec", "overrightarrow"}, "\u20D1": {"vec", "overrightarrow"}, "⇀": {"vec", "overrightarrow"}, "\u20D6": {"overleftarrow", "overleftarrow"}, "←": {"overleftarrow", "overleftarrow"},
	"\u20E1": {"overleftrightarrow", "overleftrightarrow"}, "↔": {"overleftrightarrow", "overleftrightarrow"}, "\u0302": {"hat", "widehat"}, "^": {"hat", "widehat"}, "ˆ": {"hat", "widehat"}, "\u0303": {"tilde", "widetilde"}, "~": {"tilde", "widetilde"}, "˜": {"tilde", "widetilde"},
	"\u0305": {"overline", "overline"}, "\u0304": {"bar", "overline"}, "¯": {"bar", "overline"}, "‾": {"overline", "overline"}, "\u033F": {"overline", "overline"}, "\u0307": {"dot", "dot"}, "˙": {"dot", "dot"}, "\u0308": {"ddot", "ddot"}, "¨": {"ddot", "ddot"}, "\u20DB": {"dddot", "dddot"},
	"\u030C": {"check", "check"}, "\u0306": {"breve", "breve"}, "\u0301": {"acute", "acute"}, "´": {"acute", "acute"}, "\u0300": {"grave", "grave"}, "`": {"grave", "grave"}, "\u030A": {"mathring", "mathring"}, "\u0311": {"overparen", "overparen"}, "⏜": {"overparen", "overparen"}, "⌢": {"overparen", "overparen"},
	"⏞": {"overbrace", "overbrace"}, "⏟": {"underbrace", "underbrace"}, "\u0332": {"underline", "underline"}, "\u23B4": {"overbracket", "overbracket"},
}

func (r *ommlReader) accent(e *element) Row {
	sign := e.kid("accPr").kid("chr").char("\u0302")
	body := r.row(e.kid("e"))
	if sign == "" {
		return body
	}
	if name := spanning[sign]; name != "" && accentOf[sign][0] == "" {
		return Row{Accent{Name: name, Body: body}}
	}
	names, ok := accentOf[sign]
	if !ok {
		return Row{Stack{Base: body, Over: atoms(plainText(sign))}}
	}
	if narrow(body) {
		return Row{Accent{Name: names[0], Body: body}}
	}
	return Row{Accent{Name: names[1], Body: body}}
}

// narrow reports a body of one letter, with or without scripts.
func narrow(r Row) bool {
	if len(r) != 1 {
		return len(r) == 0
	}
	switch n := r[0].(type) {
	case Atom:
		return len([]rune(n.Text)) == 1
	case Scripts:
		return narrow(n.Base)
	}
	return false
}

// group reads a sign that grows with the body under or over it.
func (r *ommlReader) group(e *element) Row {
	pr := e.kid("groupChrPr")
	sign, top := pr.kid("chr").char("⏟"), pr.kid("pos").val == "top"
	body := r.row(e.kid("e"))
	name := spanning[sign]
	switch {
	case sign == "":
		return body
	case name != "":
		return Row{Accent{Name: name, Body: body}}
	}
	s := Stack{Base: atoms(plainText(sign)), Stretch: arrowNames[sign] != ""}
	if top { // the sign stands above the body
		s.Under = body
		return Row{s}
	}
	s.Over = body
	return Row{s}
}

// border reads a box, whole or only its diagonals.
func (r *ommlReader) border(e *element) Row {
	pr, body := e.kid("borderBoxPr"), r.row(e.kid("e"))
	up, down := pr.kid("strikeBLTR").on(), pr.kid("strikeTLBR").on()
	switch {
	case up && down:
		body = Row{Enclosure{CancelBoth, body}}
	case up:
		body = Row{Enclosure{CancelUp, body}}
	case down:
		body = Row{Enclosure{CancelDown, body}}
	}
	hidden := pr.kid("hideTop").on() && pr.kid("hideBot").on() && pr.kid("hideLeft").on() && pr.kid("hideRight").on()
	if hidden {
		return body
	}
	return Row{Enclosure{Boxed, body}}
}
