package formula

import "encoding/binary"

// ReadMathType reads a formula of MathType 4 and later: the OLE object that a
// Word document embeds (its stream "Equation Native", MTEF version 5). Anything
// that is not known for sure is an *Error, never a guess.
func ReadMathType(object []byte) (Row, error) {
	stream, ok := oleStream(object, "Equation Native")
	if !ok {
		return nil, &Error{Code: "mathtype", What: "OLE"}
	}
	return readMTEF(stream)
}

// readMTEF reads the stream: a header that says how long it is, then records.
func readMTEF(stream []byte) (Row, error) {
	if len(stream) < 40 {
		return nil, &Error{Code: "mathtype", What: "OLE"}
	}
	header := int(binary.LittleEndian.Uint16(stream))
	if header < 28 || header+7 > len(stream) {
		return nil, &Error{Code: "mathtype", What: "OLE"}
	}
	r := &mtReader{data: stream[header:]}
	if r.byte() != 5 {
		return nil, &Error{Code: "mathtype", What: "Equation 3"}
	}
	r.skip(4)
	r.text() // the program that wrote it
	r.byte() // whether it stands in a line
	row := r.objects(true)
	if r.err != nil {
		return nil, r.err
	}
	return row, nil
}

// Records of MTEF 5.
const (
	mtEnd = iota
	mtLine
	mtChar
	mtTemplate
	mtPile
	mtMatrix
	mtEmbell
	mtRuler
	mtFontStyle
	mtSize
	mtFull
	mtSub
	mtSub2
	mtSym
	mtSubSym
	mtColor
	mtColorDef
	mtFontDef
	mtPrefs
	mtEncoding
	mtFuture = 100
)

// mtPart is an object of a template or a pile: a line, or a character that says
// which bracket or operator is drawn.
type mtPart struct {
	row   Row
	null  bool
	drawn bool   // a character: the bracket or operator that is drawn
	sign  string // which one, "" where only MathType has it
}

// objects reads records to the end of a list as one row. top is the formula
// itself, which the end of the data ends too.
func (r *mtReader) objects(top bool) Row {
	if r.depth++; r.depth > maxDepth {
		r.fail("depth")
	}
	defer func() { r.depth-- }()
	out := Row{}
	var run []styled
	flush := func() {
		for _, n := range atoms(run) {
			out = add(out, n)
		}
		run = nil
	}
	for r.err == nil {
		if top && r.at >= len(r.data) {
			break
		}
		kind := r.byte()
		if kind == mtEnd {
			break
		}
		if r.count++; r.count > maxNodes {
			r.fail("size")
		}
		if kind == mtChar {
			c, marks := r.char()
			if len(marks) == 0 {
				run = append(run, c...)
				continue
			}
			flush()
			out = embellish(out, atoms(c), marks, r)
			continue
		}
		if r.defines(kind) {
			continue
		}
		flush()
		out = r.object(kind, out)
	}
	flush()
	return out
}

// object reads one record that holds others. Scripts go on what stands before.
func (r *mtReader) object(kind int, before Row) Row {
	switch kind {
	case mtLine:
		for _, n := range r.line().row {
			before = add(before, n)
		}
	case mtTemplate:
		return r.template(before)
	case mtPile:
		return append(before, r.pile())
	case mtMatrix:
		return append(before, r.matrix())
	default:
		r.fail("record")
	}
	return before
}

// line reads a slot.
func (r *mtReader) line() mtPart {
	o := r.options()
	if o&4 != 0 {
		r.skip(2)
	}
	if o&2 != 0 {
		r.ruler()
	}
	if o&1 != 0 {
		return mtPart{null: true}
	}
	return mtPart{row: r.objects(false)}
}

func (r *mtReader) ruler() {
	if r.byte() != mtRuler {
		r.fail("ruler")
		return
	}
	r.skip(3 * r.byte())
}

// parts reads the objects of a template up to its end.
func (r *mtReader) parts() []mtPart {
	var out []mtPart
	for r.err == nil {
		kind := r.byte()
		switch {
		case kind == mtEnd:
			return out
		case kind == mtLine:
			out = append(out, r.line())
		case kind == mtPile:
			out = append(out, mtPart{row: Row{r.pile()}})
		case kind == mtMatrix:
			out = append(out, mtPart{row: Row{r.matrix()}})
		case kind == mtChar:
			out = append(out, mtPart{sign: r.sign(), drawn: true})
		case r.defines(kind):
		default:
			r.fail("record")
		}
		if r.count++; r.count > maxNodes {
			r.fail("size")
		}
	}
	return out
}

func (r *mtReader) pile() Node {
	o := r.options()
	align := r.byte()
	r.byte()
	if o&2 != 0 {
		r.ruler()
	}
	t := Table{Kind: Gather}
	for _, p := range r.parts() {
		t.Rows = append(t.Rows, []Row{p.row})
	}
	if align == 1 || align == 4 || align == 5 { // left, at the relation, at the decimal mark
		t.Kind = Aligned
		for i, row := range t.Rows {
			left, right := Row{}, row[0]
			if align != 1 {
				left, right = atRelation(row[0])
			}
			t.Rows[i] = []Row{left, right}
		}
	}
	if len(t.Rows) > maxCells {
		r.fail("size")
	}
	if len(t.Rows) == 1 {
		return append(Row{}, t.Rows[0][len(t.Rows[0])-1]...)
	}
	return t
}

// atRelation cuts a row before its first relation.
func atRelation(row Row) (left, right Row) {
	for i, n := range row {
		if a, ok := n.(Atom); ok && a.Class == Rel {
			return row[:i], row[i:]
		}
	}
	return row, Row{}
}

func (r *mtReader) matrix() Node {
	r.options()
	r.skip(3)
	rows, cols := r.byte(), r.byte()
	r.skip((2*(rows+1) + 7) / 8)
	r.skip((2*(cols+1) + 7) / 8)
	t := Table{Kind: Matrix}
	cells := r.parts()
	if rows < 1 || cols < 1 || len(cells) != rows*cols || len(cells) > maxCells {
		r.fail("matrix")
		return Row{}
	}
	for i := range rows {
		var row []Row
		for _, c := range cells[i*cols : (i+1)*cols] {
			row = append(row, c.row)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
