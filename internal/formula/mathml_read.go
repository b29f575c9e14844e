package formula

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxMathML bounds one formula as XML, and maxMathElements its elements.
const (
	maxMathML       = 1 << 20
	maxMathElements = 50_000
)

// ReadMathML reads a formula in presentation MathML. Names are compared without
// their prefix; annotations are passed over. The error is an *Error: an element
// that is not known is never skipped.
func ReadMathML(src []byte) (Row, error) {
	root, err := mathTree(src)
	if err != nil {
		return nil, err
	}
	r := &mathReader{}
	row := r.row(root.kids)
	if r.err != nil {
		return nil, r.err
	}
	return row, nil
}

// mathElement is one element of MathML.
type mathElement struct {
	name  string
	attrs map[string]string
	kids  []*mathElement
	text  string
}

func mathTree(src []byte) (*mathElement, error) {
	if len(src) > maxMathML {
		return nil, &Error{Code: "too_long"}
	}
	d := xml.NewDecoder(bytes.NewReader(src))
	root := &mathElement{}
	stack := []*mathElement{root}
	for n := 0; ; {
		t, err := d.Token()
		if errors.Is(err, io.EOF) && len(stack) == 1 && len(root.kids) == 1 {
			return root, nil
		}
		if err != nil {
			return nil, &Error{Code: "mathml", What: "XML"}
		}
		top := stack[len(stack)-1]
		switch t := t.(type) {
		case xml.StartElement:
			if n++; n > maxMathElements || len(stack) > 4*maxDepth {
				return nil, &Error{Code: "too_large"}
			}
			e := &mathElement{name: t.Name.Local, attrs: map[string]string{}}
			for _, a := range t.Attr {
				e.attrs[a.Name.Local] = strings.TrimSpace(a.Value)
			}
			top.kids = append(top.kids, e)
			stack = append(stack, e)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.text += string(t)
		case xml.Directive:
			return nil, &Error{Code: "mathml", What: "DOCTYPE"}
		}
	}
}

type mathReader struct {
	depth int
	err   *Error
}

func (r *mathReader) fail(what string) {
	if r.err == nil {
		r.err = &Error{Code: "mathml", What: what}
	}
}

// row reads elements side by side. Brackets around something tall grow with it.
func (r *mathReader) row(kids []*mathElement) Row {
	if r.depth++; r.depth > maxDepth {
		r.fail("…")
	}
	defer func() { r.depth-- }()
	out := Row{}
	if r.err != nil {
		return out
	}
	if f, ok := r.fenced(kids); ok {
		return f
	}
	for _, k := range kids {
		for _, n := range r.element(k) {
			if a, ok := n.(Atom); ok && a.Text == "′" && len(out) > 0 {
				out = primed(out)
				continue
			}
			out = add(out, n)
		}
	}
	return out
}

// fenced reads a row between brackets that has something tall inside, and a
// brace before a table, which is a case distinction.
func (r *mathReader) fenced(kids []*mathElement) (Row, bool) {
	if len(kids) == 2 && operator(kids[0]) == "{" {
		if t, ok := r.lone(kids[1]); ok {
			t.Kind = Cases
			return Row{t}, true
		}
	}
	if len(kids) < 3 {
		return nil, false
	}
	open, shut := operator(kids[0]), operator(kids[len(kids)-1])
	if !strings.Contains("([{|‖⟨⌊⌈", open) || !strings.Contains(")]}|‖⟩⌋⌉", shut) || open == "" || shut == "" {
		return nil, false
	}
	tall := false
	for _, k := range kids[1 : len(kids)-1] {
		if strings.Contains("([{|‖", operator(k)) && operator(k) != "" || strings.Contains(")]}", operator(k)) && operator(k) != "" {
			return nil, false // brackets in brackets: which belong together is not said
		}
		tall = tall || k.tall()
	}
	if !tall {
		return nil, false
	}
	return Row{Fence{Open: open, Close: shut, Parts: []Row{r.row(kids[1 : len(kids)-1])}}}, true
}

// lone is the table that a row consists of.
func (r *mathReader) lone(e *mathElement) (Table, bool) {
	for len(e.kids) == 1 && (e.name == "mrow" || e.name == "mstyle") {
		e = e.kids[0]
	}
	if e.name != "mtable" {
		return Table{}, false
	}
	return r.table(e), true
}

func (e *mathElement) tall() bool {
	switch e.name {
	case "mfrac", "mtable", "munderover", "munder":
		return true
	case "mrow", "mstyle", "mpadded", "msup", "msub", "msubsup":
		for _, k := range e.kids {
			if k.tall() {
				return true
			}
		}
	}
	return false
}

// operator is the sign of an mo, or "".
func operator(e *mathElement) string {
	if e.name != "mo" || e.attrs["stretchy"] == "false" {
		return ""
	}
	return strings.TrimSpace(e.text)
}

// variants are the fonts of MathML.
var variants = map[string]Font{
	"normal": Roman, "bold": Bold, "bold-italic": BoldItalic, "double-struck": Blackboard, "script": Script, "bold-script": Script,
	"fraktur": Fraktur, "bold-fraktur": Fraktur, "sans-serif": Sans, "bold-sans-serif": Sans, "sans-serif-italic": Sans, "monospace": Mono,
}

// signs reads the characters of an mi, mn or mo.
func (r *mathReader) signs(e *mathElement) Row {
	if len(e.kids) > 0 {
		r.fail(e.kids[0].name)
		return nil
	}
	text := strings.Join(strings.Fields(strings.Map(noBlank, e.text)), " ")
	text = norm.NFC.String(text)
	if i := strings.IndexFunc(text, unicode.IsMark); i >= 0 {
		r.fail("dấu phụ trên " + e.name) // a mark on nothing, or one that no letter has
		return nil
	}
	run := plainText(text)
	font := variants[e.attrs["mathvariant"]]
	if e.name == "mi" && len(run) > 1 && e.attrs["mathvariant"] == "" {
		font = Roman // a name of several letters is upright
	}
	for i := range run {
		run[i].font = font
	}
	return atoms(run)
}

// noBlank makes the no-break space a blank: it stands beside signs in files of
// editors and means nothing there. Signs that LaTeX has a use for become those
// that look like them.
func noBlank(r rune) rune {
	switch r {
	case '\u00A0':
		return ' '
	case '~':
		return '∼'
	case '^':
		return 'ˆ'
	}
	return r
}

func (r *mathReader) words(e *mathElement) Row {
	text := e.text
	for _, k := range e.kids {
		text += k.text
	}
	text = strings.Map(blank, text)
	if strings.TrimSpace(text) == "" {
		if text == "" {
			return nil
		}
		return Row{Space{MU: 6}}
	}
	v := e.attrs["mathvariant"]
	return Row{Text{Text: strings.Join(strings.FieldsFunc(text, func(c rune) bool { return c == '\n' }), " "), Bold: strings.HasPrefix(v, "bold"), Italic: strings.HasSuffix(v, "italic")}}
}

func space(width string) Row {
	for _, unit := range []struct {
		name string
		mu   float64
	}{{"em", 18}, {"ex", 8}, {"px", 1}, {"pt", 1.5}} {
		if x, err := strconv.ParseFloat(strings.TrimSuffix(width, unit.name), 64); err == nil && x != 0 && x > -20 && x < 200 {
			return Row{Space{MU: int(x * unit.mu)}}
		}
	}
	return nil
}

// parts reads exactly n children.
func (r *mathReader) parts(e *mathElement, n int) []Row {
	if len(e.kids) != n {
		r.fail(e.name)
		return make([]Row, n)
	}
	out := make([]Row, n)
	for i, k := range e.kids {
		out[i] = r.row(inside(k))
	}
	return out
}

// inside is what a row consists of, or the one element.
func inside(e *mathElement) []*mathElement {
	if e.name == "mrow" {
		return e.kids
	}
	return []*mathElement{e}
}
