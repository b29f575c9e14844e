package formula

import "strings"

// element reads one element of MathML as nodes side by side.
func (r *mathReader) element(e *mathElement) Row {
	switch e.name {
	case "mi", "mn", "mo":
		return r.signs(e)
	case "mtext", "ms":
		return r.words(e)
	case "mspace":
		return space(e.attrs["width"])
	case "math", "mrow", "mstyle", "mpadded", "merror":
		return r.row(e.kids)
	case "semantics", "maction":
		if len(e.kids) == 0 {
			return nil
		}
		return r.row(e.kids[:1])
	case "annotation", "annotation-xml", "none", "maligngroup", "malignmark", "mprescripts":
		return nil
	case "msqrt":
		return Row{Root{Body: r.row(e.kids)}}
	case "mphantom":
		return Row{Enclosure{Phantom, r.row(e.kids)}}
	case "menclose":
		return r.enclosure(e)
	case "mfenced":
		return r.mfenced(e)
	case "mtable":
		return Row{r.table(e)}
	case "mmultiscripts":
		return r.multiscripts(e)
	}
	return r.scripted(e)
}

// scripted reads the elements with a fixed number of parts.
func (r *mathReader) scripted(e *mathElement) Row {
	switch e.name {
	case "mfrac":
		p := r.parts(e, 2)
		f := Frac{Num: p[0], Den: p[1]}
		switch t := e.attrs["linethickness"]; {
		case e.attrs["bevelled"] == "true":
			f.Kind = Slanted
		case t == "0" || t == "0pt" || t == "0px" || t == "0em":
			f.Kind = NoBar
		}
		return Row{f}
	case "mroot":
		p := r.parts(e, 2)
		return Row{Root{Degree: p[1], Body: p[0]}}
	case "msub":
		p := r.parts(e, 2)
		return Row{Scripts{Base: p[0], Sub: p[1]}}
	case "msup":
		p := r.parts(e, 2)
		return Row{Scripts{Base: p[0], Sup: p[1]}}
	case "msubsup":
		p := r.parts(e, 3)
		return Row{Scripts{Base: p[0], Sub: p[1], Sup: p[2]}}
	case "munder":
		p := r.parts(e, 2)
		return r.stacked(p[0], p[1], nil)
	case "mover":
		p := r.parts(e, 2)
		return r.stacked(p[0], nil, p[1])
	case "munderover":
		p := r.parts(e, 3)
		return r.stacked(p[0], p[1], p[2])
	}
	r.fail(e.name)
	return nil
}

// stacked reads what stands above and below: limits of a sum, an accent, or
// anything else.
func (r *mathReader) stacked(base, under, over Row) Row {
	if limited(base) {
		return Row{Scripts{Base: base, Sub: under, Sup: over}}
	}
	if under == nil || over == nil {
		sign, ok := lone(over)
		if over == nil {
			sign, ok = lone(under)
		}
		if ok {
			if name := accentName(sign, over == nil, narrow(base)); name != "" {
				return Row{Accent{Name: name, Body: base}}
			}
		}
	}
	s := Stack{Base: base, Over: over, Under: under}
	if a, ok := lone(base); ok && arrowNames[a] != "" {
		s.Stretch = true
	}
	return Row{s}
}

func limited(base Row) bool {
	if len(base) != 1 {
		return false
	}
	a, ok := base[0].(Atom)
	return ok && (a.Class == Big || a.Class == Lim)
}

// lone is the sign that a row consists of.
func lone(row Row) (string, bool) {
	if len(row) != 1 {
		return "", false
	}
	a, ok := row[0].(Atom)
	return a.Text, ok
}

// accentName is the accent that a sign is above or below a body.
func accentName(sign string, below, short bool) string {
	if below {
		switch sign {
		case "_", "¯", "‾", "\u0332", "−":
			return "underline"
		case "⏟":
			return "underbrace"
		}
		return ""
	}
	if sign == "−" || sign == "_" {
		return "overline"
	}
	if sign == "∼" {
		sign = "~"
	}
	names, ok := accentOf[sign]
	switch {
	case !ok || sign == "⏟":
		return ""
	case short:
		return names[0]
	}
	return names[1]
}

func (r *mathReader) enclosure(e *mathElement) Row {
	body := r.row(e.kids)
	for what := range strings.FieldsSeq(e.attrs["notation"]) {
		switch what {
		case "box", "roundedbox":
			body = Row{Enclosure{Boxed, body}}
		case "updiagonalstrike":
			body = Row{Enclosure{CancelUp, body}}
		case "downdiagonalstrike":
			body = Row{Enclosure{CancelDown, body}}
		case "top":
			body = Row{Accent{Name: "overline", Body: body}}
		case "bottom":
			body = Row{Accent{Name: "underline", Body: body}}
		case "radical":
			body = Row{Root{Body: body}}
		default:
			r.fail("menclose " + what)
		}
	}
	return body
}

// mfenced reads the short form of brackets; without anything tall they do not
// grow.
func (r *mathReader) mfenced(e *mathElement) Row {
	open, shut, seps := "(", ")", ","
	for name, to := range map[string]*string{"open": &open, "close": &shut, "separators": &seps} {
		if v, ok := e.attrs[name]; ok {
			*to = v
		}
	}
	marks := []rune(strings.Join(strings.Fields(seps), ""))
	body, tall := Row{}, false
	for i, k := range e.kids {
		if i > 0 && len(marks) > 0 {
			body = append(body, atoms(plainText(string(marks[min(i-1, len(marks)-1)])))...)
		}
		tall = tall || k.tall()
		body = append(body, r.row(inside(k))...)
	}
	if t, ok := table(body); ok && open == "{" && shut == "" {
		t.Kind = Cases
		return Row{t}
	}
	if tall || open == "" || shut == "" {
		return Row{Fence{Open: open, Close: shut, Parts: []Row{body}}}
	}
	return append(append(atoms(plainText(open)), body...), atoms(plainText(shut))...)
}

func table(row Row) (Table, bool) {
	if len(row) != 1 {
		return Table{}, false
	}
	t, ok := row[0].(Table)
	return t, ok
}

func (r *mathReader) table(e *mathElement) Table {
	t := Table{Kind: Matrix}
	cells := 0
	for _, tr := range e.kids {
		var row []Row
		for i, td := range tr.kids {
			if tr.name == "mlabeledtr" && i == 0 {
				continue
			}
			if cells++; cells > maxCells || td.name != "mtd" {
				r.fail("mtable")
			}
			row = append(row, r.row(td.kids))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// multiscripts reads scripts on both sides: those before stand on an empty base.
func (r *mathReader) multiscripts(e *mathElement) Row {
	if len(e.kids) == 0 {
		return nil
	}
	out := Row{}
	base := Scripts{Base: r.row(e.kids[:1])}
	to := &base
	before := Scripts{}
	for i := 1; i < len(e.kids); {
		if e.kids[i].name == "mprescripts" {
			to = &before
			i++
			continue
		}
		if i+1 >= len(e.kids) || e.kids[i+1].name == "mprescripts" {
			r.fail(e.name)
			return nil
		}
		if e.kids[i].name != "none" {
			to.Sub = append(to.Sub, r.row(inside(e.kids[i]))...)
		}
		if e.kids[i+1].name != "none" {
			to.Sup = append(to.Sup, r.row(inside(e.kids[i+1]))...)
		}
		i += 2
	}
	if before.Sub != nil || before.Sup != nil {
		out = append(out, before)
	}
	if base.Sub == nil && base.Sup == nil {
		return append(out, base.Base...)
	}
	return append(out, base)
}
