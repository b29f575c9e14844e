package qti_test

import (
	"encoding/xml"
	"slices"
	"strings"
)

// element is a second, simple-minded look at an item: what encoding/xml makes
// of it without any model of QTI.
type element struct {
	name  string
	attrs map[string]string
	kids  []*element
	text  string
}

// naive reads a file, or nil if it is no XML.
func naive(data []byte) *element {
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(string(data), "\ufeff")))
	root := &element{}
	stack := []*element{root}
	for {
		tok, err := d.Token()
		if err != nil {
			break
		}
		top := stack[len(stack)-1]
		switch t := tok.(type) {
		case xml.StartElement:
			e := &element{name: plainName(t.Name.Local), attrs: map[string]string{}}
			for _, a := range t.Attr {
				e.attrs[plainName(a.Name.Local)] = a.Value
			}
			top.kids = append(top.kids, e)
			stack = append(stack, e)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.text += string(t)
			top.kids = append(top.kids, &element{text: string(t)})
		}
	}
	for _, k := range root.kids {
		if k.name != "" {
			return k
		}
	}
	return nil
}

func plainName(s string) string {
	parts := strings.Split(strings.TrimPrefix(s, "qti-"), "-")
	for i := range parts {
		if i > 0 && parts[i] != "" {
			parts[i] = strings.ToUpper(parts[i][:1]) + parts[i][1:]
		}
	}
	return strings.Join(parts, "")
}

func (e *element) find(names ...string) []*element {
	var out []*element
	for _, k := range e.kids {
		if k.name != "" && slices.Contains(names, k.name) {
			out = append(out, k)
		}
		out = append(out, k.find(names...)...)
	}
	return out
}

// interactions are the names of all interactions but buttons.
func (e *element) interactions() []string {
	var out []string
	for _, k := range e.kids {
		if strings.HasSuffix(k.name, "Interaction") && k.name != "endAttemptInteraction" {
			out = append(out, k.name)
		}
		out = append(out, k.interactions()...)
	}
	return out
}

// counterparts are the interactions that the bank has a kind for.
var counterparts = []string{
	"choiceInteraction", "inlineChoiceInteraction", "textEntryInteraction", "extendedTextInteraction", "matchInteraction", "gapMatchInteraction",
	"orderInteraction", "hotspotInteraction", "selectPointInteraction", "positionObjectInteraction", "hottextInteraction", "sliderInteraction", "uploadInteraction",
}

// counterpart reports whether an item is one whose interactions all have a
// kind, and whose text is not computed anew for each candidate.
func (e *element) counterpart() bool {
	list := e.interactions()
	return len(list) > 0 && len(e.find("templateProcessing")) == 0 && !slices.ContainsFunc(list, func(s string) bool { return !slices.Contains(counterparts, s) })
}
