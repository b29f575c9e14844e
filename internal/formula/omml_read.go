package formula

// ReadOMML reads a formula of Word: m:oMath or m:oMathPara as XML. Names are
// compared without their prefix, so a piece cut out of a document will do. The
// error is an *Error.
func ReadOMML(src []byte) (Row, error) {
	root, err := ommlTree(src)
	if err != nil {
		return nil, err
	}
	r := &ommlReader{}
	row := r.row(root)
	if r.err != nil {
		return nil, r.err
	}
	return row, nil
}

type ommlReader struct {
	depth int
	err   *Error
}

func (r *ommlReader) fail(code, what string) {
	if r.err == nil {
		r.err = &Error{Code: code, What: what}
	}
}

// row reads what stands side by side in an element.
func (r *ommlReader) row(e *element) Row {
	out := Row{}
	if r.depth++; r.depth > maxDepth {
		r.fail("too_deep", "")
	}
	defer func() { r.depth-- }()
	for i := 0; i < len(e.kids) && r.err == nil; i++ {
		if e.kids[i].name != "r" {
			for _, n := range r.node(e.kids[i]) {
				out = add(out, n)
			}
			continue
		}
		var run []styled // runs side by side are one text: Word cuts them anywhere
		for ; i < len(e.kids) && e.kids[i].name == "r"; i++ {
			run = append(run, r.run(e.kids[i])...)
		}
		i--
		for _, n := range atoms(run) {
			out = add(out, n)
		}
	}
	return out
}

// around are elements whose content stands where they stand.
var around = map[string]bool{
	"oMath": true, "oMathPara": true, "box": true, "e": true, "hyperlink": true, "ins": true, "moveTo": true, "smartTag": true, "sdt": true, "sdtContent": true, "fName": true,
}

// silent are elements that show nothing.
var silent = map[string]bool{
	"del": true, "moveFrom": true, "bookmarkStart": true, "bookmarkEnd": true, "proofErr": true, "sdtPr": true, "sdtEndPr": true, "argPr": true, "oMathParaPr": true, "ctrlPr": true,
	"commentRangeStart": true, "commentRangeEnd": true, "permStart": true, "permEnd": true, "boxPr": true, "lastRenderedPageBreak": true, "rPr": true,
}

// node reads one element that is no run.
func (r *ommlReader) node(e *element) Row {
	if around[e.name] {
		return r.row(e)
	}
	if silent[e.name] {
		return nil
	}
	switch e.name {
	case "f":
		return r.frac(e)
	case "rad":
		root := Root{Body: r.row(e.kid("e"))}
		if deg := r.row(e.kid("deg")); len(deg) > 0 && !e.kid("radPr").kid("degHide").on() {
			root.Degree = deg
		}
		return Row{root}
	case "sSup", "sSub", "sSubSup":
		return Row{r.scripts(e)}
	case "sPre":
		pre := Scripts{Base: Row{}, Sub: some(r.row(e.kid("sub"))), Sup: some(r.row(e.kid("sup")))}
		return append(Row{pre}, r.row(e.kid("e"))...)
	case "nary":
		return r.nary(e)
	case "d":
		return r.fence(e)
	case "m":
		return Row{r.matrix(e)}
	case "eqArr":
		return Row{r.equations(e)}
	case "func":
		return append(r.row(e.kid("fName")), r.row(e.kid("e"))...)
	case "limLow", "limUpp":
		return Row{r.limit(e)}
	}
	return r.decorated(e)
}

// decorated reads what puts a sign on a body.
func (r *ommlReader) decorated(e *element) Row {
	switch e.name {
	case "acc":
		return r.accent(e)
	case "bar":
		name := "underline"
		if e.kid("barPr").kid("pos").val == "top" {
			name = "overline"
		}
		return Row{Accent{Name: name, Body: r.row(e.kid("e"))}}
	case "groupChr":
		return r.group(e)
	case "borderBox":
		return r.border(e)
	case "phant":
		if show := e.kid("phantPr").kid("show"); show.name != "" && !show.on() {
			return Row{Enclosure{Phantom, r.row(e.kid("e"))}}
		}
		return r.row(e.kid("e"))
	}
	r.fail("omml", e.name)
	return nil
}

// some is nil for an empty row: no script.
func some(r Row) Row {
	if len(r) == 0 {
		return nil
	}
	return r
}

func (r *ommlReader) frac(e *element) Row {
	num, den := r.row(e.kid("num")), r.row(e.kid("den"))
	switch e.kid("fPr").kid("type").val {
	case "lin":
		return append(append(num, Atom{Ord, "/", Plain}), den...)
	case "skw":
		return Row{Frac{Slanted, num, den}}
	case "noBar":
		return Row{Frac{NoBar, num, den}}
	}
	return Row{Frac{Bar, num, den}}
}

func (r *ommlReader) scripts(e *element) Node {
	s := Scripts{Base: r.row(e.kid("e")), Sub: some(r.row(e.kid("sub"))), Sup: some(r.row(e.kid("sup")))}
	if s.Sub == nil && s.Sup == nil {
		return s.Base
	}
	return s
}
