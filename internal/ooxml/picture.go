package ooxml

import (
	"strconv"
	"strings"
)

// drawing reads a DrawingML drawing: pictures, also in groups, and text boxes.
func (r *reader) drawing(p *Paragraph, n *Node) {
	anchor := n.Kid("wp:inline")
	if anchor == nil {
		anchor = n.Kid("wp:anchor")
	}
	alt := anchor.Kid("wp:docPr").Attr("descr")
	var pics []*Node
	n.each("a:blip", func(b *Node) { pics = append(pics, b) })
	n.each("w:txbxContent", func(t *Node) { r.note("text_box", words(t)) })
	switch {
	case n.Find("c:chart") != nil:
		r.note("chart", alt)
	case n.Find("dgm:relIds") != nil:
		r.note("chart", alt)
	case len(pics) == 0 && n.Find("w:txbxContent") == nil:
		r.note("shape", alt)
	case n.Find("wpg:wgp") != nil || n.Find("wpc:wpc") != nil:
		r.note("group", alt)
	}
	extent := anchor.Kid("wp:extent")
	for _, b := range pics {
		img := r.image(b.Attr("r:embed"), b.Attr("r:link"))
		img.Alt = alt
		if len(pics) == 1 {
			img.Width, img.Height = emu(extent.Attr("cx")), emu(extent.Attr("cy"))
		}
		r.add(p, Inline{Kind: Picture, Picture: img})
	}
	if len(pics) == 1 {
		if rect := n.Find("a:srcRect"); rect != nil {
			img := p.lastPicture()
			if img != nil {
				img.Crop = Crop{atoi(rect.Attr("l")), atoi(rect.Attr("t")), atoi(rect.Attr("r")), atoi(rect.Attr("b"))}
			}
		}
	}
}

func (p *Paragraph) lastPicture() *Image {
	if len(p.Inlines) == 0 {
		return nil
	}
	return p.Inlines[len(p.Inlines)-1].Picture
}

// emu turns English metric units into pixels: 9525 to one.
func emu(s string) int {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || n/9525 > 9999 {
		return 0
	}
	return int(n / 9525)
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// image finds the file behind a relation.
func (r *reader) image(embed, link string) *Image {
	if rel, ok := r.rels[embed]; ok && !rel.external && r.doc.archive.Has(rel.target) {
		return &Image{Name: rel.target}
	}
	if rel, ok := r.rels[link]; ok && rel.external {
		r.note("linked_picture", rel.target)
		return &Image{}
	}
	r.note("linked_picture", r.rels[embed].target)
	return &Image{}
}

// vml reads the older kind of drawing.
func (r *reader) vml(p *Paragraph, n *Node) {
	found := false
	n.each("w:txbxContent", func(t *Node) {
		found = true
		r.note("text_box", words(t))
	})
	n.each("v:shape", func(s *Node) {
		d := s.Kid("v:imagedata")
		if d == nil {
			return
		}
		found = true
		img := r.image(d.Attr("r:id"), d.Attr("r:href"))
		img.Alt = s.Attr("alt")
		img.Width, img.Height = css(s.Attr("style"))
		r.add(p, Inline{Kind: Picture, Picture: img})
	})
	if !found && n.Find("o:OLEObject") == nil && !rule(n) {
		r.note("shape", "")
	}
}

// rule reports a horizontal line, which says nothing.
func rule(n *Node) bool {
	for _, k := range n.Kids {
		if k.Attr("o:hr") != "" {
			return true
		}
	}
	return len(n.Kids) == 0
}

// css reads the size of a VML shape: "width:27pt;height:16.5pt".
func css(style string) (w, h int) {
	for part := range strings.SplitSeq(style, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), ":")
		pt, ok := strings.CutSuffix(strings.TrimSpace(value), "pt")
		if !ok {
			continue
		}
		f, err := strconv.ParseFloat(pt, 64)
		if err != nil || f < 0 || f > 5000 {
			continue
		}
		switch name {
		case "width":
			w = int(f*96/72 + 0.5)
		case "height":
			h = int(f*96/72 + 0.5)
		}
	}
	return w, h
}

// object reads an embedded object: a formula of MathType, a workbook, …
func (r *reader) object(p *Paragraph, n *Node) {
	in := Inline{Kind: Object, Program: n.Find("o:OLEObject").Attr("ProgID")}
	if rel, ok := r.rels[n.Find("o:OLEObject").Attr("r:id")]; ok && !rel.external && r.doc.archive.Has(rel.target) {
		in.Data = rel.target
	}
	n.each("v:shape", func(s *Node) {
		if d := s.Kid("v:imagedata"); d != nil && in.Picture == nil {
			in.Picture = r.image(d.Attr("r:id"), "")
			in.Picture.Width, in.Picture.Height = css(s.Attr("style"))
		}
	})
	r.add(p, in)
}

// words is the text below a node, one space between paragraphs.
func words(n *Node) string {
	var b strings.Builder
	var walk func(*Node)
	walk = func(n *Node) {
		switch n.Name {
		case "w:t":
			b.WriteString(n.Text)
		case "w:tab", "w:br":
			b.WriteString(" ")
		}
		for _, k := range n.Kids {
			walk(k)
		}
		if n.Name == "w:p" {
			b.WriteString(" ")
		}
	}
	walk(n)
	return strings.Join(strings.Fields(b.String()), " ")
}
