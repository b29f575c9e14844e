package qti

import (
	"html"
	"slices"
	"strings"
)

// exact renders what our own writer wrote: every tag of the subset and every
// blank as it was.
func (r *renderer) exact(kids []*node) string {
	var b strings.Builder
	for _, n := range kids {
		switch {
		case n.name == "":
			b.WriteString(textHTML(n.text))
		case n.space != spaceQTI:
			b.WriteString(r.inline(n))
		case n.name == "br":
			b.WriteString("<br/>")
		case n.name == "img":
			b.WriteString(r.exactPicture(n))
		case n.name == "audio":
			b.WriteString(r.it.sound(n.get("src"), n))
		default:
			b.WriteString(r.exactTag(n))
		}
	}
	return b.String()
}

func (r *renderer) exactTag(n *node) string {
	if r.place != nil {
		if s, ok := r.place(n); ok {
			return s
		}
	}
	if !subset[n.name] {
		return r.inlines([]*node{n})
	}
	open := n.name
	for _, a := range n.attrs {
		if a.name == "colspan" || a.name == "rowspan" {
			open += " " + a.name + `="` + html.EscapeString(a.value) + `"`
		}
	}
	return "<" + open + ">" + r.exact(n.kids) + "</" + n.name + ">"
}

// subset are the tags of our HTML that have an end.
var subset = map[string]bool{
	"p": true, "b": true, "strong": true, "i": true, "em": true, "u": true, "s": true, "sub": true, "sup": true, "table": true, "thead": true,
	"tbody": true, "tr": true, "td": true, "th": true, "ul": true, "ol": true, "li": true, "span": true,
}

// isExact reports a container of our own writer.
func isExact(n *node) bool {
	return n.space == spaceQTI && strings.Contains(n.get("class"), exactClass)
}

// holdsExact reports a text that our own writer wrote.
func holdsExact(kids []*node) bool { return slices.ContainsFunc(kids, isExact) }

// text renders a whole text as paragraphs, or exactly where our writer wrote it.
func (r *renderer) text(kids []*node) string {
	if holdsExact(kids) {
		return r.flow(kids)
	}
	return paragraph(r.flow(kids))
}

// exactPicture leaves out an empty description where there was none.
func (r *renderer) exactPicture(n *node) string {
	s := r.it.picture(n, n.get("src"), n.get("alt"))
	if slices.ContainsFunc(n.attrs, func(a attr) bool { return a.name == "alt" }) {
		return s
	}
	return strings.Replace(s, ` alt=""`, "", 1)
}
