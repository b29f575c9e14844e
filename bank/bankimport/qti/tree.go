package qti

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// Bounds of one XML file.
const (
	maxXML      = 8 << 20
	maxDepth    = 100
	maxNodes    = 40_000  // elements of a file of questions
	maxManifest = 200_000 // of a manifest, which has some ten for each question
)

// space tells whose element a node is.
type space int

const (
	spaceQTI space = iota // QTI and HTML, which QTI mixes
	spaceMath
	spaceSVG
	spaceOther
)

// attr is an attribute. Names of QTI 3 are in the spelling of QTI 2.
type attr struct{ name, value string }

// node is an element, or a text where it has no name. Elements of QTI 3 have the
// names of QTI 2: qti-choice-interaction is choiceInteraction.
type node struct {
	name  string
	space space
	uri   string // of the namespace, of the root only
	attrs []attr
	kids  []*node
	text  string
	line  int
}

// get returns an attribute or "".
func (n *node) get(name string) string {
	for _, a := range n.attrs {
		if a.name == name {
			return strings.TrimSpace(a.value)
		}
	}
	return ""
}

// child returns the first child of a name, or nil.
func (n *node) child(name string) *node {
	for _, k := range n.kids {
		if k.name == name && k.space != spaceMath {
			return k
		}
	}
	return nil
}

// children returns the children of a name.
func (n *node) children(name string) []*node {
	var out []*node
	for _, k := range n.kids {
		if k.name == name {
			out = append(out, k)
		}
	}
	return out
}

// elements returns the children that are no text.
func (n *node) elements() []*node {
	var out []*node
	for _, k := range n.kids {
		if k.name != "" {
			out = append(out, k)
		}
	}
	return out
}

// walk calls f for n and all below it in the order of the file, until f says no
// for what is below one.
func (n *node) walk(f func(*node) bool) {
	if !f(n) {
		return
	}
	for _, k := range n.kids {
		k.walk(f)
	}
}

// all returns the elements below n that a function picks.
func (n *node) all(pick func(*node) bool) []*node {
	var out []*node
	n.walk(func(k *node) bool {
		if k != n && k.name != "" && pick(k) {
			out = append(out, k)
		}
		return true
	})
	return out
}

// named picks elements of some names.
func named(names ...string) func(*node) bool {
	return func(n *node) bool {
		for _, name := range names {
			if n.name == name && n.space == spaceQTI {
				return true
			}
		}
		return false
	}
}

// words is the text of a node with white space joined.
func (n *node) words() string {
	var b strings.Builder
	n.walk(func(k *node) bool {
		if k.name == "" {
			b.WriteString(k.text)
		}
		return true
	})
	return bank.NormText(b.String())
}

// raw is the text of a node as it stands, without the white space around it.
func (n *node) raw() string {
	var b strings.Builder
	for _, k := range n.kids {
		b.WriteString(k.text)
	}
	return strings.TrimSpace(b.String())
}

var (
	errBig   = errors.New("too large")
	errEmpty = errors.New("no element")
)

// parse reads one XML file into a tree. Document types, entities of the file's
// own and files without end are refused.
func parse(data []byte) (*node, *bank.Row) { return parseUpTo(maxNodes, data) }

func parseUpTo(elements int, data []byte) (*node, *bank.Row) {
	if len(data) > maxXML {
		return nil, broken(errBig, 1)
	}
	text, row := source.Text(data)
	if row != nil {
		return nil, row
	}
	d := xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(name string, r io.Reader) (io.Reader, error) {
		if strings.EqualFold(name, "us-ascii") || strings.EqualFold(name, "ascii") {
			return r, nil
		}
		return nil, source.CharsetError(name)
	}
	b := builder{d: d, most: elements}
	root, err := b.run()
	if err != nil {
		line, _ := d.InputPos()
		return nil, broken(err, line)
	}
	return root, nil
}

type builder struct {
	d     *xml.Decoder
	root  *node
	stack []*node
	count int
	most  int
}

func (b *builder) run() (*node, error) {
	for {
		token, err := b.d.Token()
		if errors.Is(err, io.EOF) && b.root != nil {
			return b.root, nil
		}
		if errors.Is(err, io.EOF) {
			return nil, errEmpty
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.Directive:
			return nil, source.ErrDoctype
		case xml.StartElement:
			err = b.open(t)
		case xml.EndElement:
			b.stack = b.stack[:len(b.stack)-1]
		case xml.CharData:
			b.add(&node{text: string(t)})
		}
		if err != nil {
			return nil, err
		}
	}
}

func (b *builder) open(t xml.StartElement) error {
	line, _ := b.d.InputPos()
	n := &node{name: t.Name.Local, space: spaceOf(t.Name.Space), line: line}
	if b.count++; b.count > b.most || len(b.stack) >= maxDepth {
		return errBig
	}
	if n.space == spaceQTI {
		n.name = camel(strings.TrimPrefix(n.name, "qti-"))
		n.space = b.inherited(n.name)
	}
	for _, a := range t.Attr {
		name := a.Name.Local
		if a.Name.Space == "xmlns" || name == "xmlns" {
			continue
		}
		if a.Name.Space != "" && strings.HasSuffix(a.Name.Space, "namespace") {
			name = "xml:" + name
		}
		if n.space == spaceQTI && !strings.HasPrefix(name, "data-") {
			name = camel(name)
		}
		n.attrs = append(n.attrs, attr{name, a.Value})
	}
	if b.root == nil {
		b.root = n
		n.uri = t.Name.Space
	} else if len(b.stack) == 0 {
		return errEmpty
	}
	b.add(n)
	b.stack = append(b.stack, n)
	return nil
}

// inherited is the space of an element without a namespace of its own: formulas
// and drawings are found in files that forget to declare theirs.
func (b *builder) inherited(name string) space {
	switch {
	case name == "math":
		return spaceMath
	case name == "svg":
		return spaceSVG
	case len(b.stack) > 0 && b.stack[len(b.stack)-1].space == spaceMath:
		return spaceMath
	case len(b.stack) > 0 && b.stack[len(b.stack)-1].space == spaceSVG:
		return spaceSVG
	}
	return spaceQTI
}

func (b *builder) add(n *node) {
	if len(b.stack) == 0 {
		return
	}
	top := b.stack[len(b.stack)-1]
	top.kids = append(top.kids, n)
}

func spaceOf(uri string) space {
	switch {
	case strings.HasSuffix(uri, "/Math/MathML"):
		return spaceMath
	case strings.HasSuffix(uri, "/svg"):
		return spaceSVG
	case strings.HasSuffix(uri, "/XInclude"):
		return spaceOther
	}
	return spaceQTI
}

// camel turns a-b-c into aBC.
func camel(s string) string {
	if !strings.Contains(s, "-") {
		return s
	}
	parts := strings.Split(s, "-")
	for i, p := range parts[1:] {
		if p != "" {
			parts[i+1] = strings.ToUpper(p[:1]) + p[1:]
		}
	}
	return strings.Join(parts, "")
}

func broken(err error, line int) *bank.Row {
	row := source.BrokenXML(err, line, "Xuất lại tệp từ phần mềm soạn câu hỏi.")
	switch {
	case errors.Is(err, errBig):
		row.Code, row.Message, row.Fix = "xml.too_large", fmt.Sprintf("Tệp XML quá lớn hoặc lồng quá sâu (giới hạn %d MB, %d tầng).", maxXML>>20, maxDepth), "Chia tệp thành nhiều tệp nhỏ."
	case errors.Is(err, errEmpty):
		row.Code, row.Message, row.Fix = "xml.empty", "Tệp XML không có nội dung.", "Chọn lại tệp hoặc xuất lại từ phần mềm soạn câu hỏi."
	}
	return row
}
