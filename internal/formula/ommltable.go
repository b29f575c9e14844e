package formula

// table writes rows of cells as a matrix: it keeps columns in Word and in
// LibreOffice, which an array of equations does not.
func (w *ommlWriter) table(t Table) {
	if t.Kind == Cases {
		t.Kind, t.Align = Array, repeat("l", t.columns())
		w.fence(Fence{Open: "{", Parts: []Row{{t}}})
		return
	}
	t = t.withoutEmptyColumn()
	if len(t.Rows) == 0 {
		return
	}
	columns := t.columns()
	w.open("m")
	w.open("mPr")
	if t.Kind == Aligned {
		w.value("cGpRule", "3") // exactly, in twentieths of a point
		w.value("cGp", "40")
	}
	w.open("mcs")
	for i := range columns {
		w.open("mc")
		w.open("mcPr")
		w.value("count", "1")
		w.value("mcJc", t.justify(i))
		w.close("mcPr")
		w.close("mc")
	}
	w.close("mcs")
	w.close("mPr")
	for _, row := range t.Rows {
		w.open("mr")
		for i := range columns {
			cell := Row{}
			if i < len(row) {
				cell = row[i]
			}
			w.part("e", cell)
		}
		w.close("mr")
	}
	w.close("m")
}

func repeat(s string, n int) string {
	out := ""
	for range n {
		out += s
	}
	return out
}

// withoutEmptyColumn drops the first column of equations that all begin with &.
// What is left is aligned as if it still were there.
func (t Table) withoutEmptyColumn() Table {
	if t.Kind != Aligned {
		return t
	}
	align, rows, columns := "", [][]Row{}, t.columns()
	for i := range columns {
		align += map[int]string{0: "r", 1: "l"}[i%2]
	}
	if columns == 1 {
		align = "l" // \heva{x=1\\y=2}: teachers mean left
	}
	for _, row := range t.Rows {
		if len(row) < 2 || len(row[0]) > 0 {
			return Table{Kind: Aligned, Align: align, Rows: t.Rows}
		}
		rows = append(rows, row[1:])
	}
	if columns > 1 {
		align = align[1:]
	}
	return Table{Kind: Aligned, Align: align, Rows: rows}
}

// justify is how column i stands.
func (t Table) justify(i int) string {
	n := 0
	for _, r := range t.Align {
		if r == '|' {
			continue
		}
		if n == i {
			return map[rune]string{'l': "left", 'c': "center", 'r': "right"}[r]
		}
		n++
	}
	return "center"
}

func (w *ommlWriter) accent(a Accent) {
	info := accents[a.Name]
	switch a.Name {
	case "overline", "underline":
		w.open("bar")
		w.open("barPr")
		w.value("pos", map[bool]string{false: "top", true: "bot"}[info.below])
		w.close("barPr")
		w.part("e", a.Body)
		w.close("bar")
	case "overbrace", "underbrace", "overparen", "overbracket", "underbracket", "underparen", "underrightarrow", "underleftarrow":
		w.group(info.char, info.below, a.Body)
	default:
		w.open("acc")
		w.open("accPr")
		w.value("chr", info.char)
		w.close("accPr")
		w.part("e", a.Body)
		w.close("acc")
	}
}

// group writes a body with a sign that grows along it, above or below.
func (w *ommlWriter) group(char string, below bool, body Row) {
	w.open("groupChr")
	w.open("groupChrPr")
	w.value("chr", char)
	if !below {
		w.value("pos", "top")
		w.value("vertJc", "bot")
	}
	w.close("groupChrPr")
	w.part("e", body)
	w.close("groupChr")
}

// longArrows are the arrows that have room for words.
var longArrows = map[string]string{"→": "⟶", "←": "⟵", "↔": "⟷", "⇒": "⟹", "⇐": "⟸", "⇔": "⟺", "↦": "⟼"}

// stack writes a base with something above and below. Arrows are written long:
// those that grow in Word are lost in LibreOffice.
func (w *ommlWriter) stack(s Stack) {
	if a, ok := firstAtom(s.Base); ok && s.Stretch {
		if long := longArrows[a.Text]; long != "" {
			a.Text = long
		}
		w.box(func() { w.limits(Scripts{Base: Row{a}, Sub: some(s.Under), Sup: some(s.Over)}) })
		return
	}
	w.limits(Scripts{Base: s.Base, Sub: s.Under, Sup: s.Over})
}

func firstAtom(r Row) (Atom, bool) {
	a, ok := first(r).(Atom)
	return a, ok && len(r) == 1
}

// box writes what acts as an operator.
func (w *ommlWriter) box(body func()) {
	w.open("box")
	w.open("boxPr")
	w.value("opEmu", "1")
	w.close("boxPr")
	w.open("e")
	body()
	w.close("e")
	w.close("box")
}
