package formula

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
)

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
