package qti

import (
	"encoding/xml"
	"fmt"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
	"khaothi/internal/formula"
)

// out writes XML. The tags are ours; every text and value is escaped.
type out struct{ b strings.Builder }

// open writes a start tag; attributes are name, value, name, value. An empty
// value leaves its attribute out.
func (o *out) open(name string, attrs ...string) {
	o.b.WriteString("<" + name)
	o.attrs(attrs)
	o.b.WriteString(">")
}

func (o *out) attrs(attrs []string) {
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] != "" {
			o.b.WriteString(" " + attrs[i] + `="`)
			o.text(attrs[i+1])
			o.b.WriteString(`"`)
		}
	}
}

func (o *out) close(name string) { o.b.WriteString("</" + name + ">") }

func (o *out) empty(name string, attrs ...string) {
	o.b.WriteString("<" + name)
	o.attrs(attrs)
	o.b.WriteString("/>")
}

func (o *out) text(s string) {
	_ = xml.EscapeText(&o.b, []byte(s)) // a builder never fails
}

// leaf writes an element with a text.
func (o *out) leaf(name, text string, attrs ...string) {
	o.open(name, attrs...)
	o.text(text)
	o.close(name)
}

// exact writes a text of the subset in a container whose white space counts.
func (o *out) exact(tag, html string, w *itemWriter) {
	o.open(tag, "class", exactClass)
	o.nodes(source.Tree(html), w)
	o.close(tag)
}

func (o *out) nodes(list []source.Node, w *itemWriter) {
	for _, n := range list {
		switch n.Tag {
		case "":
			o.text(n.Text)
		case source.Math, source.Display:
			o.formula(n, w)
		case "br":
			o.empty("br")
		case "img", "audio":
			o.media(n, w)
		case "span":
			if gap := n.Attr["data-gap"]; gap != "" && w.gap != nil {
				w.gap(o, int(gap[0]-'a'))
				continue
			}
			o.open("span")
			o.nodes(n.Kids, w)
			o.close("span")
		default:
			o.open(n.Tag, "colspan", n.Attr["colspan"], "rowspan", n.Attr["rowspan"])
			o.nodes(n.Kids, w)
			o.close(n.Tag)
		}
	}
}

// formula writes MathML with its LaTeX beside it; LaTeX that is not understood
// stays text.
func (o *out) formula(n source.Node, w *itemWriter) {
	row, err := formula.Parse(n.Text)
	if err != nil || strings.ContainsAny(n.Text, "\n\t") {
		shut := map[string]string{source.Math: `\)`, source.Display: `\]`}[n.Tag]
		o.text(n.Tag + n.Text + shut)
		if err != nil {
			w.lose("công thức “" + clip(n.Text) + "” giữ dạng LaTeX, không thành MathML")
		}
		return
	}
	o.b.WriteString(formula.MathML(row, formula.MathMLOptions{Display: n.Tag == source.Display, Source: n.Text}))
}

func (o *out) media(n source.Node, w *itemWriter) {
	hash := strings.TrimPrefix(n.Attr["src"], "media:")
	name, ok := w.p.file(hash)
	if !ok {
		w.fail = "thiếu tệp hình hoặc âm thanh " + clip(hash)
		return
	}
	if n.Tag == "audio" {
		o.open("audio", "src", "../"+name, "data-plays", n.Attr["data-plays"], "controls", "controls")
		o.close("audio")
		return
	}
	o.b.WriteString("<img")
	o.attrs([]string{"src", "../" + name})
	if alt, ok := n.Attr["alt"]; ok {
		o.b.WriteString(` alt="`)
		o.text(alt)
		o.b.WriteString(`"`)
	}
	o.attrs([]string{"width", n.Attr["width"], "height", n.Attr["height"]})
	o.b.WriteString("/>")
}

// endings are how media files are called.
var endings = map[string]string{
	"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp", "audio/mpeg": ".mp3", "audio/mp4": ".m4a", "audio/aac": ".aac", "audio/ogg": ".ogg", "audio/wav": ".wav",
}

// share writes a part of the points without a remainder of binary fractions.
func shareText(c bank.Credit) string {
	sign := ""
	if c < 0 {
		sign, c = "-", -c
	}
	return fmt.Sprintf("%s%d.%07d", sign, c/bank.Full, c%bank.Full)
}
