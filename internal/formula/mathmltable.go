package formula

import (
	"slices"
	"strings"
)

func (w *mathMLWriter) fence(f Fence) {
	w.open("mrow", "")
	w.bracket(f.Open, "prefix")
	for i, p := range f.Parts {
		if i > 0 {
			w.bracket(f.Seps[i-1], "infix")
		}
		w.one(p)
	}
	w.bracket(f.Close, "postfix")
	w.close("mrow")
}

// bracket writes a bracket that grows; one that is not shown keeps its place,
// so that what is read back has both.
func (w *mathMLWriter) bracket(text, form string) {
	kind := `fence="true"`
	if form == "infix" {
		kind = `separator="true"`
	}
	w.leaf("mo", ` form="`+form+`" `+kind+` stretchy="true"`, text)
}

func (w *mathMLWriter) table(t Table) {
	if t.Kind == Cases {
		t.Kind, t.Align = Array, strings.Repeat("l", t.columns())
		w.fence(Fence{Open: "{", Parts: []Row{{t}}})
		return
	}
	w.open("mtable", t.tableAttributes())
	for _, row := range t.Rows {
		w.open("mtr", "")
		for _, cell := range row {
			w.open("mtd", "")
			w.nodes(cell)
			w.close("mtd")
		}
		w.close("mtr")
	}
	w.close("mtable")
}

func (t Table) tableAttributes() string {
	var columns []string
	columnCount := t.columns()
	for i := range columnCount {
		switch {
		case t.Kind == Aligned && i%2 == 0 && columnCount > 1:
			columns = append(columns, "right")
		case t.Kind == Aligned:
			columns = append(columns, "left")
		case t.Kind == Array:
			columns = append(columns, t.justify(i))
		}
	}
	attrs := ""
	if len(columns) > 0 {
		attrs += ` columnalign="` + strings.Join(columns, " ") + `"`
	}
	if t.Kind == Aligned {
		attrs += ` columnspacing="0em"`
	}
	if strings.Contains(t.Align, "|") {
		attrs += ` columnlines="` + strings.Join(columnLines(t.Align), " ") + `"`
	}
	if len(t.Rules) > 0 {
		attrs += ` rowlines="` + strings.Join(t.rowLines(), " ") + `"`
	}
	if strings.HasPrefix(t.Align, "|") && strings.HasSuffix(t.Align, "|") && slices.Contains(t.Rules, 0) {
		attrs += ` frame="solid"`
	}
	return attrs
}

// columnLines are the lines between columns.
func columnLines(align string) []string {
	var out []string
	for _, r := range strings.Trim(align, "|") {
		if r == '|' {
			out[len(out)-1] = "solid"
			continue
		}
		out = append(out, "none")
	}
	if len(out) > 1 {
		return out[:len(out)-1]
	}
	return []string{"none"}
}

func (t Table) rowLines() []string {
	out := []string{}
	for i := 1; i < max(2, len(t.Rows)); i++ {
		line := "none"
		if slices.Contains(t.Rules, i) {
			line = "solid"
		}
		out = append(out, line)
	}
	return out
}

// mathMLAccents are the signs over and under a body as spacing characters.
var mathMLAccents = map[string]string{
	"vec": "→", "hat": "^", "tilde": "~", "bar": "¯", "dot": "˙", "ddot": "¨", "dddot": "\u20db", "check": "ˇ", "breve": "˘", "acute": "´", "grave": "`", "mathring": "˚",
	"widehat": "^", "widetilde": "~", "overrightarrow": "→", "overleftarrow": "←", "overleftrightarrow": "↔", "overline": "¯", "underline": "_",
	"overbrace": "⏞", "underbrace": "⏟", "overparen": "⏜", "underparen": "⏝", "overbracket": "⎴", "underbracket": "⎵", "underrightarrow": "→", "underleftarrow": "←",
}

func (w *mathMLWriter) accent(a Accent) {
	info := accents[a.Name]
	name, attrs := "mover", ` accent="true"`
	if info.below {
		name, attrs = "munder", ` accentunder="true"`
	}
	w.open(name, attrs)
	w.one(a.Body)
	stretch := "false"
	if info.grows {
		stretch = "true"
	}
	w.leaf("mo", ` stretchy="`+stretch+`"`, mathMLAccents[a.Name])
	w.close(name)
}

func (w *mathMLWriter) text(t Text) {
	attrs := ""
	switch {
	case t.Bold && t.Italic:
		attrs = ` mathvariant="bold-italic"`
	case t.Bold:
		attrs = ` mathvariant="bold"`
	case t.Italic:
		attrs = ` mathvariant="italic"`
	}
	text := t.Text // white space at the ends of mtext is not shown
	if strings.HasPrefix(text, " ") {
		text = "\u00a0" + text[1:]
	}
	if strings.HasSuffix(text, " ") {
		text = text[:len(text)-1] + "\u00a0"
	}
	w.leaf("mtext", attrs, text)
}

func (w *mathMLWriter) enclosure(e Enclosure) {
	if e.Kind == Phantom {
		w.open("mphantom", "")
		w.nodes(e.Body)
		w.close("mphantom")
		return
	}
	notation := map[EnclosureKind]string{Boxed: "box", CancelUp: "updiagonalstrike", CancelDown: "downdiagonalstrike", CancelBoth: "updiagonalstrike downdiagonalstrike"}[e.Kind]
	w.open("menclose", ` notation="`+notation+`"`)
	w.nodes(e.Body)
	w.close("menclose")
}
