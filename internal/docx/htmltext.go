package docx

import (
	"bytes"
	"image"
	_ "image/gif"  // registers the decoder
	_ "image/jpeg" // registers the decoder
	_ "image/png"  // registers the decoder
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"khaothi/internal/formula"
)

// text adds text with the formulas in it.
func (c *converter) text(s string) {
	if strings.TrimSpace(s) == "" && c.fresh() {
		return // between blocks
	}
	for s != "" {
		at, display := nextFormula(s)
		if at < 0 {
			c.words(s)
			return
		}
		closing := map[bool]string{false: `\)`, true: `\]`}[display]
		n := strings.Index(s[at+2:], closing)
		if n < 0 {
			c.words(s)
			return
		}
		c.words(s[:at])
		c.formula(s[at+2:at+2+n], display)
		s = s[at+2+n+2:]
	}
}

// nextFormula finds the next \( or \[.
func nextFormula(s string) (at int, display bool) {
	for i := 0; i+1 < len(s); i++ {
		if s[i] == '\\' && (s[i+1] == '(' || s[i+1] == '[') {
			return i, s[i+1] == '['
		}
	}
	return -1, false
}

// words adds plain text; white space is one blank, as in any HTML.
func (c *converter) words(s string) {
	if s == "" {
		return
	}
	out := strings.Join(strings.FieldsFunc(s, isBlank), " ")
	if isBlank(rune(s[0])) && !c.fresh() {
		out = " " + out
	}
	if isBlank(rune(s[len(s)-1])) && out != " " {
		out += " "
	}
	if strings.TrimSpace(out) == "" && c.fresh() {
		return
	}
	c.para.Content = append(c.para.Content, Run{Text: out, Look: c.now()})
}

// isBlank leaves the no-break space alone.
func isBlank(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' }

func (c *converter) formula(src string, display bool) {
	f, err := NewFormula(src)
	if err != nil {
		c.lost("formula", strings.TrimSpace(src))
		c.para.Content = append(c.para.Content, Run{Text: `\(` + src + `\)`, Look: c.now()})
		return
	}
	if f.OMML == "" {
		return
	}
	if !display {
		c.para.Content = append(c.para.Content, f)
		return
	}
	c.end()
	if len(c.para.Content) > 0 { // only the lead stands there
		c.para.Content = append(c.para.Content, f)
		return
	}
	f.Display = true
	f.MathML = strings.Replace(f.MathML, ">", ` display="block">`, 1)
	c.para.Content = append(c.para.Content, f)
	c.end()
}

// NewFormula reads LaTeX. The error is a *formula.Error. An empty formula has
// no OMML.
func NewFormula(src string) (Formula, error) {
	row, err := formula.Parse(src)
	if err != nil || len(row) == 0 {
		return Formula{}, err
	}
	return Formula{OMML: formula.OMML(row), MathML: formula.MathML(row, formula.MathMLOptions{}), Wide: int(formula.Width(row) * 12 * Point)}, nil
}

func (c *converter) image(t html.Token) {
	src := attribute(t, "src")
	if c.Picture == nil {
		c.lost("picture", src)
		return
	}
	data, mime, ok := c.Picture(src)
	if !ok {
		c.lost("picture", src)
		c.para.Content = append(c.para.Content, Run{Text: "[thiếu hình]", Look: Look{Italic: true}})
		return
	}
	m, ok := NewImage(data, mime, attribute(t, "alt"))
	if !ok {
		c.lost("picture", src)
		return
	}
	w, _ := strconv.Atoi(attribute(t, "width"))
	h, _ := strconv.Atoi(attribute(t, "height"))
	m = m.Sized(w, h).Within(c.Width, maxPictureHeight)
	if c.Apart == 0 || m.Height*twipsPerPixel < c.Apart {
		c.para.Content = append(c.para.Content, m)
		return
	}
	if len(c.para.Content) > 0 {
		c.flush()
	}
	c.out = append(c.out, Paragraph{Align: Center, KeepNext: c.base.KeepNext, Content: []Inline{m}})
}

// maxPictureHeight of a picture in text: a third of a page.
const maxPictureHeight = 8 * Centimetre

// NewImage measures a picture.
func NewImage(data []byte, mime, alt string) (Image, bool) {
	cfg, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || cfg.Width < 1 || cfg.Height < 1 {
		return Image{}, false
	}
	return Image{Data: data, MIME: mime, Width: cfg.Width, Height: cfg.Height, Alt: alt}, true
}

// Sized shows the picture in a width or a height in pixels; 0 keeps the
// proportions.
func (m Image) Sized(width, height int) Image {
	switch {
	case width > 0 && height > 0:
		m.Width, m.Height = width, height
	case width > 0:
		m.Width, m.Height = width, max(1, m.Height*width/m.Width)
	case height > 0:
		m.Width, m.Height = max(1, m.Width*height/m.Height), height
	}
	return m
}

// twipsPerPixel: 1,440 twips and 96 pixels to the inch.
const twipsPerPixel = 15

// Within makes the picture smaller until it fits a width and height in twips.
func (m Image) Within(width, height int) Image {
	if room := width / twipsPerPixel; room > 0 && m.Width > room {
		m = m.Sized(room, 0)
	}
	if room := height / twipsPerPixel; room > 0 && m.Height > room {
		m = m.Sized(0, room)
	}
	return m
}
