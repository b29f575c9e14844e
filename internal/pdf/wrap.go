package pdf

import (
	"strings"
	"unicode/utf8"
)

// Wrap breaks text into lines that are not wider than w at its own size.
// Words longer than a line are broken; empty text has no line.
func (d *Doc) Wrap(w float64, s Style, text string) []string {
	var lines []string
	at := ""
	for word := range strings.FieldsSeq(clean(text)) {
		next := word
		if at != "" {
			next = at + " " + word
		}
		if d.width(s, s.Size, next) <= w {
			at = next
			continue
		}
		if at != "" {
			lines = append(lines, at)
		}
		at = word
		for d.width(s, s.Size, at) > w && len([]rune(at)) > 1 {
			cut := d.cut(w, s, at)
			lines, at = append(lines, at[:cut]), at[cut:]
		}
	}
	if at != "" {
		lines = append(lines, at)
	}
	return lines
}

// cut returns how many bytes of a word that is too long fit into w, at least
// those of one rune.
func (d *Doc) cut(w float64, s Style, word string) int {
	_, fits := utf8.DecodeRuneInString(word)
	for i := range word {
		if i > fits && d.width(s, s.Size, word[:i]) > w {
			break
		}
		fits = max(fits, i)
	}
	return fits
}

// Footer sets what stands at the foot of each page that is begun later. of is
// replaced by the number of pages when the document is written.
func (d *Doc) Footer(draw func(page int, of string)) {
	const of = "{n}"
	d.f.AliasNbPages(of)
	d.f.SetFooterFunc(func() { draw(d.f.PageNo(), of) })
}
