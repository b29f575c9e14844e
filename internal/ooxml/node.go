package ooxml

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"khaothi/internal/fault"
)

// Node is an element of a document. Its name and the names of its attributes
// have the usual short prefix ("w:r", "r:id"), whatever the file calls it.
type Node struct {
	Name  string
	Attrs []Attr
	Kids  []*Node
	Text  string // of a leaf
}

// Attr is an attribute of a node.
type Attr struct{ Name, Value string }

// Attr returns an attribute, or "".
func (n *Node) Attr(name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.Attrs {
		if a.Name == name {
			return a.Value
		}
	}
	return ""
}

// Kid returns the first child of a name, or nil.
func (n *Node) Kid(name string) *Node {
	if n == nil {
		return nil
	}
	for _, k := range n.Kids {
		if k.Name == name {
			return k
		}
	}
	return nil
}

// Find returns the first node of a name below n, or nil.
func (n *Node) Find(name string) *Node {
	if n == nil {
		return nil
	}
	for _, k := range n.Kids {
		if k.Name == name {
			return k
		}
		if f := k.Find(name); f != nil {
			return f
		}
	}
	return nil
}

// each calls f for every node of a name below n, in order.
func (n *Node) each(name string, f func(*Node)) {
	for _, k := range n.Kids {
		if k.Name == name {
			f(k)
		}
		k.each(name, f)
	}
}

// XML writes the node with its short prefixes, for readers of formulas.
func (n *Node) XML() []byte {
	var b bytes.Buffer
	n.write(&b)
	return b.Bytes()
}

func (n *Node) write(b *bytes.Buffer) {
	b.WriteString("<" + n.Name)
	for _, a := range n.Attrs {
		b.WriteString(" " + a.Name + `="`)
		_ = xml.EscapeText(b, []byte(a.Value)) // a buffer takes everything
		b.WriteString(`"`)
	}
	b.WriteString(">")
	_ = xml.EscapeText(b, []byte(n.Text)) // as above
	for _, k := range n.Kids {
		k.write(b)
	}
	b.WriteString("</" + n.Name + ">")
}

// Bounds of one part of a document.
const (
	maxDepth = 200       // elements in one another; Word writes fewer than 60
	maxNodes = 200_000   // elements of one paragraph, style sheet or list of lists
	maxSteps = 8_000_000 // tokens of one part
)

// scanner is a decoder within bounds.
type scanner struct {
	d     *xml.Decoder
	depth int
	steps int
	nodes int // since the last paragraph
}

func newScanner(data []byte) *scanner {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = func(label string, _ io.Reader) (io.Reader, error) {
		return nil, fault.New(fault.Invalid, "word.encoding").With("encoding", label)
	}
	return &scanner{d: d}
}

// next returns the next token; io.EOF at the end.
func (s *scanner) next() (xml.Token, error) {
	t, err := s.d.Token()
	if err != nil {
		var f *fault.Error
		if errors.Is(err, io.EOF) || errors.As(err, &f) {
			return nil, err
		}
		return nil, fault.New(fault.Invalid, "word.broken").Wrap(err)
	}
	s.steps++
	if s.steps > maxSteps {
		return nil, fault.New(fault.Invalid, "word.too_large")
	}
	switch t.(type) {
	case xml.StartElement:
		s.depth++
		if s.depth > maxDepth {
			return nil, fault.New(fault.Invalid, "word.too_deep")
		}
	case xml.EndElement:
		s.depth--
	case xml.Directive:
		return nil, fault.New(fault.Invalid, "word.doctype")
	}
	return t, nil
}

// skip passes over the rest of an element that was opened.
func (s *scanner) skip() error {
	for open := 1; open > 0; {
		t, err := s.next()
		if err != nil {
			return broken(err)
		}
		switch t.(type) {
		case xml.StartElement:
			open++
		case xml.EndElement:
			open--
		}
	}
	return nil
}

// broken turns an end that comes too early into a fault.
func broken(err error) error {
	if errors.Is(err, io.EOF) {
		return fault.New(fault.Invalid, "word.broken").Wrap(io.ErrUnexpectedEOF)
	}
	return err
}

// node reads an element that was opened, with all below it.
func (s *scanner) node(start xml.StartElement) (*Node, error) {
	n := &Node{Name: short(start.Name)}
	s.nodes++
	if s.nodes > maxNodes {
		return nil, fault.New(fault.Invalid, "word.too_large")
	}
	for _, a := range start.Attr {
		if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
			n.Attrs = append(n.Attrs, Attr{short(a.Name), a.Value})
		}
	}
	var text strings.Builder
	for {
		t, err := s.next()
		if err != nil {
			return nil, broken(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			k, err := s.node(t)
			if err != nil {
				return nil, err
			}
			n.Kids = append(n.Kids, k)
		case xml.CharData:
			text.Write(t)
		case xml.EndElement:
			if len(n.Kids) == 0 {
				n.Text = text.String()
			}
			return n, nil
		}
	}
}

// tree reads a whole part.
func tree(data []byte) (*Node, error) {
	s := newScanner(data)
	for {
		t, err := s.next()
		if err != nil {
			return nil, broken(err)
		}
		if start, ok := t.(xml.StartElement); ok {
			return s.node(start)
		}
	}
}

// prefixes are the short names of the namespaces that are looked at.
var prefixes = map[string]string{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main":           "w",
	"http://purl.oclc.org/ooxml/wordprocessingml/main":                       "w",
	"http://schemas.openxmlformats.org/officeDocument/2006/math":             "m",
	"http://purl.oclc.org/ooxml/officeDocument/math":                         "m",
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships":    "r",
	"http://purl.oclc.org/ooxml/officeDocument/relationships":                "r",
	"http://schemas.openxmlformats.org/drawingml/2006/main":                  "a",
	"http://purl.oclc.org/ooxml/drawingml/main":                              "a",
	"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
	"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing":             "wp",
	"http://schemas.openxmlformats.org/drawingml/2006/picture":               "pic",
	"http://purl.oclc.org/ooxml/drawingml/picture":                           "pic",
	"http://schemas.openxmlformats.org/drawingml/2006/chart":                 "c",
	"http://schemas.openxmlformats.org/drawingml/2006/diagram":               "dgm",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingShape":      "wps",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingGroup":      "wpg",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas":     "wpc",
	"http://schemas.openxmlformats.org/markup-compatibility/2006":            "mc",
	"urn:schemas-microsoft-com:vml":                                          "v",
	"urn:schemas-microsoft-com:office:office":                                "o",
	"http://schemas.openxmlformats.org/package/2006/relationships":           "rel",
	"http://schemas.openxmlformats.org/package/2006/content-types":           "ct",
	"http://www.w3.org/XML/1998/namespace":                                   "xml",
}

func short(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	if p, ok := prefixes[n.Space]; ok {
		return p + ":" + n.Local
	}
	return "x:" + n.Local
}
