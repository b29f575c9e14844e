package qti

import (
	"bytes"
	"encoding/xml"
	"html"
	"image"
	"image/color"
	"image/png"
	"path"
	"strconv"
	"strings"

	"khaothi/bank"
)

// picture is the tag of a picture of the package. One that is missing or cannot
// be kept leaves its name in the text and something to do.
func (it *item) picture(n *node, src, alt string) string {
	m, ok := it.load(src)
	if !ok {
		return it.lostPicture(src, alt)
	}
	return img(m, alt, n)
}

// load finds a picture and keeps it.
func (it *item) load(src string) (bank.Media, bool) {
	name, data := it.files.find(it.name, src)
	if data == nil {
		it.c.Row(bank.Warning, it.where, "picture.missing", "Hình “"+clip(src)+"” không nằm trong tệp.", "Nhập cả gói .zip kèm hình, hoặc chèn hình trước khi duyệt câu; chương trình không tải gì từ mạng.", "")
		return bank.Media{}, false
	}
	if isSVG(data) {
		it.c.Row(bank.Warning, it.where, "picture.svg", "Hình “"+clip(name)+"” là SVG, có thể chứa chương trình, nên không được nhận.", "Lưu hình thành PNG rồi chèn lại trước khi duyệt câu.", "")
		return bank.Media{}, false
	}
	m, err := bank.NewPicture(data)
	if err != nil {
		return it.c.Picture(it.where, data) // says why
	}
	it.c.Out.Media[m.Hash] = m
	return m, true
}

func isSVG(data []byte) bool {
	head := data[:min(len(data), 2048)]
	return bytes.Contains(head, []byte("<svg"))
}

func (it *item) lostPicture(src, alt string) string {
	if strings.HasPrefix(src, "data:") {
		src = "hình nhúng"
	}
	name := path.Base(src)
	it.todo(bank.TodoPicture, "Thiếu hình “"+name+"”.")
	words := "hình: " + name
	if alt = bank.NormText(alt); alt != "" && alt != name {
		words += " – " + alt
	}
	return "[" + textHTML(words) + "]"
}

// sound is the tag of a sound of the package.
func (it *item) sound(src string, n *node) string {
	_, data := it.files.find(it.name, src)
	if data != nil {
		m, err := bank.NewAudio(data)
		if err == nil {
			it.c.Out.Media[m.Hash] = m
			plays, _ := strconv.Atoi(n.get("data-plays")) // none is as often as they like
			return bank.AudioHTML(bank.Listening{Hash: m.Hash, Plays: plays})
		}
	}
	it.todo(bank.TodoText, "Âm thanh “"+path.Base(src)+"” không đọc được.")
	it.c.Row(bank.Warning, it.where, "audio.missing", "Âm thanh “"+clip(src)+"” không nằm trong tệp hoặc không đọc được.", "Nhập cả gói .zip, hoặc tải âm thanh lên trước khi duyệt câu.", "")
	return "[" + textHTML("âm thanh: "+path.Base(src)) + "]"
}

// stage is the picture of a hotspot. A missing one is a grey sheet of its size,
// so that its areas are kept, and something to do.
func (it *item) stage(n *node, reach []bank.Area) *bank.Image {
	src := n.get("data")
	if src == "" {
		src = n.get("src")
	}
	alt := n.get("alt")
	if alt == "" {
		alt = n.words()
	}
	m, ok := it.load(src)
	w, h := size(m.Bytes)
	if !ok || w < 1 || h < 1 {
		it.todo(bank.TodoPicture, "Thiếu hình “"+path.Base(src)+"” của câu chọn trên hình.")
		w, h = sizeOf(n, reach)
		m = blank(w, h)
		it.c.Out.Media[m.Hash] = m
	}
	return &bank.Image{Media: m.Hash, Width: w, Height: h, Alt: alt}
}

func size(data []byte) (w, h int) {
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return 0, 0
	}
	return c.Width, c.Height
}

// sizeOf is the declared size of a picture, at least what its areas reach.
func sizeOf(n *node, reach []bank.Area) (w, h int) {
	w, _ = strconv.Atoi(strings.TrimSuffix(n.get("width"), "px"))  // none: by the areas
	h, _ = strconv.Atoi(strings.TrimSuffix(n.get("height"), "px")) // as above
	for _, a := range reach {
		for i, x := range a.Coords {
			if a.Shape == bank.Circle && i == 2 || a.Shape == bank.Ellipse && i >= 2 {
				continue
			}
			if i%2 == 0 {
				w = max(w, x+1)
			} else {
				h = max(h, x+1)
			}
		}
	}
	return min(max(w, 1), 4000), min(max(h, 1), 4000)
}

// blank is a grey picture in two colours: a few hundred bytes of any size.
func blank(w, h int) bank.Media {
	p := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.Gray{Y: 225}, color.Gray{Y: 120}})
	for x := range w {
		p.SetColorIndex(x, 0, 1)
		p.SetColorIndex(x, h-1, 1)
	}
	for y := range h {
		p.SetColorIndex(0, y, 1)
		p.SetColorIndex(w-1, y, 1)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		return bank.Media{}
	}
	return bank.Media{Hash: bank.MediaHash(b.Bytes()), MIME: "image/png", Bytes: b.Bytes()}
}

// math turns a formula into LaTeX between \( \).
func (it *item) math(n *node) string {
	latex, err := latexOf(n)
	if err != nil || latex == "" {
		if words := n.words(); words != "" {
			it.todo(bank.TodoText, "Công thức “"+words+"” chưa đọc được.")
			return textHTML(words)
		}
		return ""
	}
	if n.get("display") == "block" {
		return `\[` + html.EscapeString(latex) + `\]`
	}
	return `\(` + html.EscapeString(latex) + `\)`
}

// annotation is the LaTeX that a formula carries with it, or "".
func annotation(n *node) string {
	for _, a := range n.all(func(k *node) bool { return k.name == "annotation" }) {
		switch strings.ToLower(a.get("encoding")) {
		case "application/x-tex", "tex", "latex", "application/x-latex":
			s := a.kept()
			if !strings.Contains(s, `\)`) && !strings.Contains(s, `\]`) {
				return s
			}
		}
	}
	return ""
}

// source writes a formula as MathML again.
func sourceOf(n *node) string {
	var b strings.Builder
	var write func(n *node)
	write = func(n *node) {
		if n.name == "" {
			_ = xml.EscapeText(&b, []byte(n.text)) // a builder never fails
			return
		}
		b.WriteString("<" + n.name)
		for _, a := range n.attrs {
			b.WriteString(" " + a.name + `="` + html.EscapeString(a.value) + `"`)
		}
		b.WriteString(">")
		for _, k := range n.kids {
			write(k)
		}
		b.WriteString("</" + n.name + ">")
	}
	write(n)
	return b.String()
}

// kept is the text of a node with the blanks at its ends, but not with lines
// that only indent it.
func (n *node) kept() string {
	var b strings.Builder
	for _, k := range n.kids {
		b.WriteString(k.text)
	}
	if strings.Contains(b.String(), "\n") {
		return strings.TrimSpace(b.String())
	}
	return b.String()
}
