package extest

import (
	"sort"
	"strings"
)

// document is a LaTeX source without comments.
type document struct {
	text  string
	lines []int     // where each line of the file begins in text
	notes []comment // comments that may carry a code, in order
}

// comment is a comment of the file: what follows the % and where it stood.
type comment struct {
	at   int // in the text without comments
	text string
}

// line returns the line of the file, from 1, of a place in the text.
func (d document) line(at int) int {
	return sort.SearchInts(d.lines, at+1)
}

// comments returns the comments between two places of the text.
func (d document) comments(from, to int) []string {
	i := sort.Search(len(d.notes), func(i int) bool { return d.notes[i].at >= from })
	var out []string
	for ; i < len(d.notes) && d.notes[i].at <= to; i++ {
		out = append(out, d.notes[i].text)
	}
	return out
}

// strip takes the comments out as TeX does, with the end of their line and the
// blanks of the next, and writes verbatim text as plain LaTeX.
func strip(src string) document {
	src = strings.ReplaceAll(strings.ReplaceAll(src, "\r\n", "\n"), "\r", "\n")
	d := document{lines: []int{0}}
	var b strings.Builder
	b.Grow(len(src))
	for i := 0; i < len(src); {
		switch c := src[i]; {
		case c == '\n':
			b.WriteByte(c)
			d.lines = append(d.lines, b.Len())
			i++
		case c == '%':
			end := lineEnd(src, i)
			d.notes = append(d.notes, comment{at: b.Len(), text: src[i+1 : end]})
			i = d.skipBlanks(src, end, b.Len())
		case c != '\\':
			b.WriteByte(c)
			i++
		default:
			i = d.escape(&b, src, i)
		}
	}
	d.text = b.String()
	return d
}

// skipBlanks passes the end of a comment's line and the blanks after it. An
// empty line still ends a paragraph.
func (d *document) skipBlanks(src string, i, at int) int {
	if i < len(src) {
		i++
		d.lines = append(d.lines, at)
	}
	for i < len(src) && (src[i] == ' ' || src[i] == '\t') {
		i++
	}
	return i
}

// escape copies a backslash with what it escapes; \verb and verbatim become
// text in which every special character is escaped.
func (d *document) escape(b *strings.Builder, src string, i int) int {
	if body, end, ok := verb(src, i); ok {
		b.WriteString(`\texttt{`)
		d.literal(b, body)
		b.WriteString("}")
		return end
	}
	for _, env := range []string{"verbatim", "lstlisting", "comment"} {
		open, shut := `\begin{`+env+`}`, `\end{`+env+`}`
		if !strings.HasPrefix(src[i:], open) {
			continue
		}
		n := strings.Index(src[i:], shut)
		if n < 0 {
			break
		}
		body := src[i+len(open) : i+n]
		if env == "comment" {
			body = strings.Repeat("\n", strings.Count(body, "\n"))
		}
		d.literal(b, body)
		return i + n + len(shut)
	}
	b.WriteByte('\\')
	if i+1 < len(src) && src[i+1] != '\n' {
		b.WriteByte(src[i+1])
		return i + 2
	}
	return i + 1
}

// verb reads \verb|text| on one line.
func verb(src string, i int) (body string, end int, ok bool) {
	rest, ok := strings.CutPrefix(src[i:], `\verb`)
	if !ok {
		return "", 0, false
	}
	from := i + len(`\verb`)
	if strings.HasPrefix(rest, "*") {
		from++
	}
	if from >= len(src) || isLetter(src[from]) || src[from] == '\n' || src[from] == ' ' {
		return "", 0, false
	}
	n := strings.IndexByte(src[from+1:lineEnd(src, from)], src[from])
	if n < 0 {
		return "", 0, false
	}
	return src[from+1 : from+1+n], from + n + 2, true
}

func (d *document) literal(b *strings.Builder, s string) {
	for _, r := range s {
		switch r {
		case '\n':
			b.WriteString("\n")
			d.lines = append(d.lines, b.Len())
		default:
			b.WriteString(escapeRune(r))
		}
	}
}

func lineEnd(s string, from int) int {
	if n := strings.IndexByte(s[from:], '\n'); n >= 0 {
		return from + n
	}
	return len(s)
}
