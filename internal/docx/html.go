package docx

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// HTML turns the HTML of questions into blocks: paragraphs, lists, tables,
// pictures, sub and sup, formulas between \( \) and \[ \]. What it cannot show
// is told to Lost and stands in the text as it was written.
type HTML struct {
	Width int // of the text, for pictures and tables
	Size  int // of all runs; 0: that of the document
	Apart int // pictures at least so high stand on a line of their own; 0: never

	Picture func(src string) (data []byte, mime string, ok bool)
	Gap     func(name string) []Inline // what stands for <span data-gap="name">
	Lost    func(code, what string)    // formula, picture, sound; may be nil
}

const maxHTMLDepth = 20

// Blocks converts text. The first paragraph begins with lead; all paragraphs
// look like base. Empty text is one paragraph of the lead.
func (h HTML) Blocks(text string, base Paragraph, lead ...Inline) []Block {
	c := &converter{HTML: h, base: base, z: html.NewTokenizer(strings.NewReader(text))}
	c.para = base
	c.para.Content = append([]Inline{}, lead...)
	c.lead = len(lead)
	for c.step() {
	}
	c.end()
	if len(c.out) == 0 {
		c.flush()
	}
	return c.out
}

// Inline converts text that stands in a line; breaks between paragraphs become
// line breaks. ok is false when the text has tables or the like.
func (h HTML) Inline(text string) (line []Inline, ok bool) {
	blocks := h.Blocks(text, Paragraph{})
	for i, b := range blocks {
		p, isPara := b.(Paragraph)
		if !isPara {
			return nil, false
		}
		if i > 0 {
			line = append(line, Break{})
		}
		line = append(line, p.Content...)
	}
	return line, len(blocks) == 1
}

type converter struct {
	HTML
	z     *html.Tokenizer
	base  Paragraph
	para  Paragraph
	out   []Block
	look  []Look // a stack: what surrounds the text
	lists []int  // of each open list: the number of its last item, -1 without numbers
	lead  int    // pieces of para that stand before its text
	skip  int    // inside of how many elements that show nothing
	depth int    // tables in tables
}

func (c *converter) now() Look {
	l := Look{Size: c.Size}
	if n := len(c.look); n > 0 {
		l = c.look[n-1]
	}
	return l
}

// step handles one token and reports whether there are more.
func (c *converter) step() bool {
	switch c.z.Next() {
	case html.ErrorToken:
		return false
	case html.TextToken:
		if c.skip == 0 {
			c.text(string(c.z.Text()))
		}
	case html.StartTagToken, html.SelfClosingTagToken:
		c.start(c.z.Token())
	case html.EndTagToken:
		c.close(c.z.Token())
	}
	return true
}

func (c *converter) start(t html.Token) {
	switch t.DataAtom {
	case atom.P, atom.Div:
		c.end()
	case atom.Br:
		c.br()
	case atom.Ul, atom.Ol:
		c.end()
		first := -1
		if t.DataAtom == atom.Ol {
			first = 0
		}
		c.lists = append(c.lists, first)
	case atom.Li:
		c.end()
		c.item()
	case atom.Table:
		c.table()
	case atom.Img:
		c.image(t)
	case atom.Audio:
		c.lost("sound", attribute(t, "src"))
		c.skip++
	case atom.Span:
		if gap := attribute(t, "data-gap"); gap != "" && c.Gap != nil {
			c.para.Content = append(c.para.Content, c.Gap(gap)...)
		}
	default:
		if looks(t.DataAtom) && len(c.look) < maxHTMLDepth {
			c.look = append(c.look, with(c.now(), t.DataAtom))
		}
	}
}

func (c *converter) close(t html.Token) {
	switch t.DataAtom {
	case atom.P, atom.Div, atom.Li:
		c.end()
	case atom.Ul, atom.Ol:
		c.end()
		if len(c.lists) > 0 {
			c.lists = c.lists[:len(c.lists)-1]
		}
	case atom.Audio:
		c.skip = max(0, c.skip-1)
	default:
		if looks(t.DataAtom) && len(c.look) > 0 {
			c.look = c.look[:len(c.look)-1]
		}
	}
}

func looks(a atom.Atom) bool {
	switch a {
	case atom.B, atom.Strong, atom.I, atom.Em, atom.U, atom.S, atom.Sub, atom.Sup:
		return true
	}
	return false
}

func with(l Look, a atom.Atom) Look {
	switch a {
	case atom.B, atom.Strong:
		l.Bold = true
	case atom.I, atom.Em:
		l.Italic = true
	case atom.U:
		l.Underline = true
	case atom.S:
		l.Strike = true
	case atom.Sub:
		l.Sub = true
	case atom.Sup:
		l.Sup = true
	}
	return l
}

// fresh reports that nothing of the text stands in the paragraph yet.
func (c *converter) fresh() bool { return len(c.para.Content) <= c.lead }

// end closes the paragraph if any text stands in it. A lead waits for text.
func (c *converter) end() {
	for n := len(c.para.Content); n > c.lead && isBreak(c.para.Content[n-1]); n-- {
		c.para.Content = c.para.Content[:n-1]
	}
	if !c.fresh() {
		c.flush()
	}
}

func (c *converter) flush() {
	c.out = append(c.out, c.para)
	c.para = c.base
	c.para.Content = nil
	c.lead = 0
}

// br ends a line. Where lines are justified it ends the paragraph: a line that
// a break ends would be stretched.
func (c *converter) br() {
	if c.base.Align != Justify {
		c.para.Content = append(c.para.Content, Break{})
		return
	}
	c.end()
}

// isBreak tells what does not count at the end of a paragraph.
func isBreak(c Inline) bool {
	if r, ok := c.(Run); ok {
		return strings.TrimSpace(r.Text) == ""
	}
	_, ok := c.(Break)
	return ok
}

// item begins an item of a list.
func (c *converter) item() {
	depth := len(c.lists)
	if depth == 0 {
		return
	}
	mark := "–"
	if c.lists[depth-1] >= 0 {
		c.lists[depth-1]++
		mark = strconv.Itoa(c.lists[depth-1]) + "."
	}
	const step = 340
	if len(c.para.Content) == 0 {
		c.para.Indent = c.base.Indent + depth*step
		c.para.Hanging = step
		c.para.Tabs = []Tab{{At: c.para.Indent}}
	}
	c.para.Content = append(c.para.Content, Run{Text: mark, Look: c.now()}, TabStop{})
	c.lead = len(c.para.Content)
}

func (c *converter) lost(code, what string) {
	if c.Lost != nil {
		c.Lost(code, what)
	}
}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
