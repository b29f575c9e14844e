package extest

import (
	"regexp"
	"strings"
)

// flow is text on its way to HTML: pieces in order, each a run of inline text
// or a block, with the paragraph breaks between them.
type flow []piece

type piece struct {
	html  string
	block bool // a list or a table
	par   bool // a paragraph break, nothing else
}

func (f *flow) text(html string) {
	if n := len(*f); n > 0 && !(*f)[n-1].block && !(*f)[n-1].par {
		(*f)[n-1].html += html
		return
	}
	*f = append(*f, piece{html: html})
}

func (f *flow) paragraph() { *f = append(*f, piece{par: true}) }

func (f *flow) block(html string) { *f = append(*f, piece{html: html, block: true}) }

// add appends another flow.
func (f *flow) add(g flow) {
	for _, p := range g {
		if p.block || p.par {
			*f = append(*f, p)
			continue
		}
		f.text(p.html)
	}
}

// wrap puts a tag around the inline pieces.
func (f flow) wrap(tag string) flow {
	for i, p := range f {
		if !p.block && !p.par && strings.TrimSpace(p.html) != "" {
			f[i].html = "<" + tag + ">" + p.html + "</" + tag + ">"
		}
	}
	return f
}

var spaces = regexp.MustCompile(`[ \t\n]+`)

// html writes the flow: text beside a paragraph break becomes a paragraph,
// other text stays as it is.
func (f flow) html() string {
	var b strings.Builder
	for i, p := range f {
		text := spaces.ReplaceAllString(p.html, " ")
		switch {
		case p.par || strings.TrimSpace(text) == "":
		case p.block:
			b.WriteString(p.html)
		case f.near(i, -1) || f.near(i, 1):
			b.WriteString("<p>" + strings.TrimSpace(text) + "</p>")
		default:
			b.WriteString(text)
		}
	}
	return strings.TrimSpace(b.String())
}

// near reports whether a paragraph break stands beside a piece.
func (f flow) near(i, step int) bool {
	for i += step; i >= 0 && i < len(f); i += step {
		if f[i].par {
			return true
		}
		if f[i].block || strings.TrimSpace(f[i].html) != "" {
			return false
		}
	}
	return false
}

// inline writes the flow on one line: paragraphs become line breaks.
func (f flow) inline() string {
	var lines []string
	cur := ""
	for _, p := range append(f, piece{par: true}) {
		if !p.par {
			cur += p.html
			continue
		}
		if strings.TrimSpace(cur) != "" {
			lines = append(lines, strings.TrimSpace(spaces.ReplaceAllString(cur, " ")))
		}
		cur = ""
	}
	return strings.Join(lines, "<br/>")
}
