package formula

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
)

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

// element is one element of OMML. math tells m:r from w:r.
type element struct {
	name string
	math bool
	val  string // of the attribute val
	has  bool   // the attribute was there
	kids []*element
	text string
}

const (
	maxOMML         = 2 << 20 // bytes: OMML is some fifty times longer than LaTeX
	maxOMMLElements = 100_000
	mathSpace       = "m"
)

// isMath reports the name space of formulas, by its address or by the prefix
// of a piece without declarations.
func isMath(space string) bool {
	return space == mathSpace || space == "http://schemas.openxmlformats.org/officeDocument/2006/math" || space == "http://purl.oclc.org/ooxml/officeDocument/math"
}

func ommlTree(src []byte) (*element, error) {
	if len(src) > maxOMML {
		return nil, &Error{Code: "too_long"}
	}
	d := xml.NewDecoder(bytes.NewReader(src)) //nolint:gosec // tokens of at most maxOMML bytes, nothing is made by their names
	root := &element{}
	stack := []*element{root}
	for n := 0; ; {
		t, err := d.Token()
		if errors.Is(err, io.EOF) && len(stack) == 1 {
			return root, nil
		}
		if err != nil {
			return nil, &Error{Code: "omml", What: "XML"}
		}
		top := stack[len(stack)-1]
		switch t := t.(type) {
		case xml.StartElement:
			if n++; n > maxOMMLElements || len(stack) > 4*maxDepth {
				return nil, &Error{Code: "too_large"}
			}
			e := &element{name: t.Name.Local, math: isMath(t.Name.Space)}
			for _, a := range t.Attr {
				if a.Name.Local == "val" {
					e.val, e.has = a.Value, true
				}
			}
			top.kids = append(top.kids, e)
			stack = append(stack, e)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if top.name == "t" || top.name == "delText" {
				top.text += string(t)
			}
		case xml.Directive:
			return nil, &Error{Code: "omml", What: "DOCTYPE"}
		}
	}
}

// kid returns the first child of a name; the zero element if there is none.
func (e *element) kid(name string) *element {
	for _, k := range e.kids {
		if k.name == name {
			return k
		}
	}
	return &element{}
}

// on reads a switch: there and not off.
func (e *element) on() bool {
	return e.name != "" && e.val != "0" && e.val != "off" && e.val != "false"
}

// char reads a property that is a character; the default holds when the
// property is absent or has no value.
func (e *element) char(without string) string {
	if !e.has {
		return without
	}
	return e.val
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
