package ooxml

// styles are the style sheet of a document.
type styles struct {
	base Props // document defaults
	by   map[string]*style
	para string // the default paragraph style
	char string // the default character style
}

type style struct {
	id, name, kind, parent string
	look                   look
	list                   *listRef // of a paragraph style
}

// listRef is what a paragraph or a style says about its number.
type listRef struct {
	num   string // "0" takes a number away
	level int
	has   bool // level was given
}

func readStyles(data []byte) (*styles, error) {
	s := &styles{by: map[string]*style{}}
	if data == nil {
		return s, nil
	}
	t, err := tree(data)
	if err != nil {
		return nil, err
	}
	s.base = lookOf(t.Kid("w:docDefaults").Kid("w:rPrDefault").Kid("w:rPr")).over(Props{})
	for _, k := range t.Kids {
		if k.Name != "w:style" {
			continue
		}
		st := &style{
			id: k.Attr("w:styleId"), name: k.Kid("w:name").Attr("w:val"), kind: k.Attr("w:type"), parent: k.Kid("w:basedOn").Attr("w:val"),
			look: lookOf(k.Kid("w:rPr")), list: refOf(k.Kid("w:pPr")),
		}
		s.by[st.id] = st
		if d := k.Attr("w:default"); d == "1" || d == "true" || d == "on" {
			switch st.kind {
			case "paragraph":
				s.para = st.id
			case "character":
				s.char = st.id
			}
		}
	}
	return s, nil
}

func refOf(pPr *Node) *listRef {
	n := pPr.Kid("w:numPr")
	if n == nil {
		return nil
	}
	ref := &listRef{num: n.Kid("w:numId").Attr("w:val")}
	if l := n.Kid("w:ilvl"); l != nil {
		ref.level, ref.has = min(count(l.Attr("w:val")), maxLevel), true
	}
	return ref
}

// maxChain bounds how far a style is based on others; a circle ends there.
const maxChain = 30

// chain is what a style and those below it say together.
func (s *styles) chain(id string) look {
	var out look
	for range maxChain {
		st := s.by[id]
		if st == nil {
			break
		}
		out = out.onto(st.look)
		id = st.parent
	}
	return out
}

// listOf is the list that a paragraph style brings, or nil.
func (s *styles) listOf(id string) *listRef {
	for range maxChain {
		st := s.by[id]
		if st == nil {
			return nil
		}
		if st.list != nil {
			return st.list
		}
		id = st.parent
	}
	return nil
}

// table is the look of text in tables of a style.
func (s *styles) table(id string) Props { return s.chain(id).over(s.base) }

func (s *styles) name(id string) string {
	if id == "" {
		id = s.para
	}
	if st := s.by[id]; st != nil {
		return st.name
	}
	return id
}

// paragraph is the look that a paragraph style gives inside a table, or
// outside of one (the zero Props).
func (s *styles) paragraph(id string, in Props) Props {
	if in == (Props{}) {
		in = s.base
	}
	if id == "" {
		id = s.para
	}
	return s.chain(id).toggled(in)
}

// run is the look of a run: its paragraph's, its style's, its own.
func (s *styles) run(p Props, rPr *Node) Props {
	if id := rPr.Kid("w:rStyle").Attr("w:val"); id != "" {
		p = s.chain(id).toggled(p)
	}
	return lookOf(rPr).over(p)
}
