package word

import (
	"fmt"
	"html"
	"regexp"
	"strings"

	"khaothi/internal/ooxml"
)

// writer turns lines into HTML of the subset.
type writer struct {
	r     *reader
	d     *draft
	field string
	plain string // a look that is a mark and not part of the text: "u", "b", "i"
}

// html writes lines: one as running text, more as paragraphs.
func (w *writer) html(lines []line) string {
	var kept []line
	for _, l := range lines {
		if !l.empty() {
			kept = append(kept, l)
		}
	}
	if len(kept) == 1 && kept[0].table == nil && !kept[0].bullet {
		return w.atoms(kept[0])
	}
	var b strings.Builder
	list := false
	for _, l := range kept {
		if l.bullet != list {
			b.WriteString(map[bool]string{true: "<ul>", false: "</ul>"}[l.bullet])
			list = l.bullet
		}
		switch {
		case l.table != nil:
			b.WriteString(w.table(l.table))
		case l.bullet:
			b.WriteString("<li>" + w.atoms(l) + "</li>")
		default:
			b.WriteString("<p>" + w.atoms(l) + "</p>")
		}
	}
	if list {
		b.WriteString("</ul>")
	}
	return b.String()
}

func (w *writer) table(t *ooxml.Table) string {
	var b strings.Builder
	b.WriteString("<table><tbody>")
	for _, r := range t.Rows {
		b.WriteString("<tr>")
		for _, c := range r.Cells {
			b.WriteString("<td")
			if c.Columns > 1 {
				fmt.Fprintf(&b, ` colspan="%d"`, c.Columns)
			}
			if c.Rows > 1 {
				fmt.Fprintf(&b, ` rowspan="%d"`, c.Rows)
			}
			b.WriteString(">" + w.html(w.r.lines(c.Blocks)) + "</td>")
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</tbody></table>")
	return b.String()
}

// formulas between dollars and brackets that were typed as text. As pandoc has
// it: no blank inside a dollar, no digit after the last one.
var typedMath = regexp.MustCompile(`\\\(.+?\\\)|\\\[.+?\\\]|\$\$[^$]+\$\$|\$(?:[^\s$\\]|\\.)\$|\$(?:[^\s$\\]|\\.)(?:[^$\n\\]|\\.)*?(?:[^\s$\\]|\\.)\$`)

// atoms writes one line.
func (w *writer) atoms(l line) string {
	runes := make([]rune, len(l.atoms))
	for i, a := range l.atoms {
		runes[i] = a.r
	}
	text := string(runes)
	var b strings.Builder
	at := 0
	for _, m := range typedMath.FindAllStringIndex(text, -1) {
		from, to := runesIn(text, m[0]), runesIn(text, m[1])
		if strings.ContainsRune(text[m[0]:m[1]], thing) || to < len(runes) && text[m[0]] == '$' && runes[to] >= '0' && runes[to] <= '9' {
			continue
		}
		w.styled(&b, l.atoms[at:from], at == 0)
		b.WriteString(html.EscapeString(delimited(text[m[0]:m[1]])))
		at = to
	}
	w.styled(&b, l.atoms[at:], at == 0)
	return b.String()
}

func delimited(s string) string {
	switch {
	case strings.HasPrefix(s, "$$"):
		return `\[` + strings.Trim(s, "$") + `\]`
	case s[0] == '$':
		return `\(` + strings.TrimSuffix(s[1:], "$") + `\)`
	}
	return s
}

// tagsOf are the elements that show what a look says.
func (w *writer) tagsOf(p ooxml.Props) []string {
	var out []string
	if p.Bold && w.plain != "b" {
		out = append(out, "b")
	}
	if p.Italic && w.plain != "i" {
		out = append(out, "i")
	}
	if p.Underline != "" && w.plain != "u" {
		out = append(out, "u")
	}
	if p.Strike {
		out = append(out, "s")
	}
	switch p.Vertical {
	case "subscript":
		out = append(out, "sub")
	case "superscript":
		out = append(out, "sup")
	}
	return out
}

// styled writes atoms with their looks; runs of one look are one element.
func (w *writer) styled(b *strings.Builder, atoms []atom, front bool) {
	for i := 0; i < len(atoms); {
		a := atoms[i]
		if a.r == thing {
			b.WriteString(w.thing(a.in))
			i++
			front = false
			continue
		}
		j := i
		tags := w.tagsOf(*a.p)
		for j < len(atoms) && atoms[j].r != thing && sameTags(tags, w.tagsOf(*atoms[j].p)) {
			j++
		}
		text := w.text(atoms[i:j], front)
		if strings.TrimSpace(text) == "" {
			b.WriteString(text) // blanks have no looks
		} else {
			for _, t := range tags {
				b.WriteString("<" + t + ">")
			}
			b.WriteString(text)
			for k := range tags {
				b.WriteString("</" + tags[len(tags)-1-k] + ">")
			}
		}
		front = false
		i = j
	}
}

func sameTags(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// text writes characters. Blanks at the front of a line, which a program's code
// needs, and tabs do not collapse.
func (w *writer) text(atoms []atom, front bool) string {
	var b strings.Builder
	for _, a := range atoms {
		switch a.r {
		case '\n':
			b.WriteString("<br/>")
			front = true
			continue
		case '\t':
			b.WriteString("\u00a0\u00a0\u00a0 ")
		case ' ':
			if front {
				b.WriteString("\u00a0")
			} else {
				b.WriteString(" ")
			}
			continue
		default:
			b.WriteString(html.EscapeString(string(a.r)))
		}
		front = false
	}
	return b.String()
}
