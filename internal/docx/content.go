package docx

import (
	"fmt"
	"strconv"
	"strings"
)

func (w *writer) blocks(list []Block) {
	if w.depth++; w.depth > maxNested {
		w.fail("docx.too_deep")
	}
	defer func() { w.depth-- }()
	for _, b := range list {
		if w.b.Len() > maxXML {
			w.fail("docx.too_large")
		}
		if w.err != nil {
			return
		}
		switch b := b.(type) {
		case Paragraph:
			w.paragraph(b)
		case Table:
			w.table(b)
		}
	}
}

func (w *writer) paragraph(p Paragraph) {
	w.b.WriteString("<w:p>")
	w.properties(p)
	for _, c := range p.Content {
		w.piece(c)
	}
	w.b.WriteString("</w:p>")
}

// properties are in the order that the schema asks for.
func (w *writer) properties(p Paragraph) {
	var b strings.Builder
	if p.Heading > 0 {
		b.WriteString(`<w:pStyle w:val="Heading` + strconv.Itoa(min(p.Heading, 3)) + `"/>`)
	}
	for _, f := range []struct {
		on  bool
		tag string
	}{{p.KeepNext, "keepNext"}, {p.Keep, "keepLines"}, {p.NewPage, "pageBreakBefore"}} {
		if f.on {
			b.WriteString("<w:" + f.tag + "/>")
		}
	}
	if p.Rule {
		b.WriteString(`<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pBdr>`)
	}
	if len(p.Tabs) > 0 {
		b.WriteString("<w:tabs>")
		for _, t := range p.Tabs {
			align, leader := string(t.Align), ""
			if align == "" {
				align = "left"
			}
			if t.Dots {
				leader = ` w:leader="dot"`
			}
			fmt.Fprintf(&b, `<w:tab w:val="%s"%s w:pos="%d"/>`, align, leader, t.At)
		}
		b.WriteString("</w:tabs>")
	}
	if p.Before != 0 || p.After != 0 {
		fmt.Fprintf(&b, `<w:spacing w:before="%d" w:after="%d"/>`, p.Before, p.After)
	}
	if p.Indent != 0 || p.Hanging != 0 || p.First != 0 {
		fmt.Fprintf(&b, `<w:ind w:left="%d"`, p.Indent)
		if p.Hanging != 0 {
			fmt.Fprintf(&b, ` w:hanging="%d"`, p.Hanging)
		} else if p.First != 0 {
			fmt.Fprintf(&b, ` w:firstLine="%d"`, p.First)
		}
		b.WriteString("/>")
	}
	if p.Align != "" && p.Align != Left {
		b.WriteString(`<w:jc w:val="` + string(p.Align) + `"/>`)
	}
	if b.Len() > 0 {
		w.b.WriteString("<w:pPr>" + b.String() + "</w:pPr>")
	}
}

func (w *writer) piece(c Inline) {
	switch c := c.(type) {
	case Run:
		w.run(c)
	case TabStop:
		w.b.WriteString("<w:r><w:tab/></w:r>")
	case Break:
		w.b.WriteString("<w:r><w:br/></w:r>")
	case Field:
		w.b.WriteString(`<w:fldSimple w:instr=" ` + escape(c.Name) + ` "><w:r>` + lookXML(c.Look) + `<w:t>1</w:t></w:r></w:fldSimple>`)
	case Formula:
		if c.Display {
			w.b.WriteString("<m:oMathPara>" + c.OMML + "</m:oMathPara>")
			return
		}
		w.b.WriteString(c.OMML)
	case Image:
		w.picture(c)
	}
}

func (w *writer) run(r Run) {
	if r.Text == "" {
		return
	}
	w.b.WriteString("<w:r>" + lookXML(r.Look) + `<w:t xml:space="preserve">` + escape(strings.NewReplacer("\n", " ", "\t", " ").Replace(r.Text)) + "</w:t></w:r>")
}

func lookXML(l Look) string {
	var b strings.Builder
	for _, f := range []struct {
		on  bool
		tag string
	}{{l.Bold, "<w:b/>"}, {l.Italic, "<w:i/>"}, {l.Strike, "<w:strike/>"}} {
		if f.on {
			b.WriteString(f.tag)
		}
	}
	if l.Color != "" {
		b.WriteString(`<w:color w:val="` + escape(l.Color) + `"/>`)
	}
	if l.Size > 0 {
		size := strconv.Itoa(l.Size)
		b.WriteString(`<w:sz w:val="` + size + `"/><w:szCs w:val="` + size + `"/>`)
	}
	if l.Underline {
		b.WriteString(`<w:u w:val="single"/>`)
	}
	switch {
	case l.Sub:
		b.WriteString(`<w:vertAlign w:val="subscript"/>`)
	case l.Sup:
		b.WriteString(`<w:vertAlign w:val="superscript"/>`)
	}
	if b.Len() == 0 {
		return ""
	}
	return "<w:rPr>" + b.String() + "</w:rPr>"
}

// emuPerPixel: an inch is 914,400 EMU and 96 pixels.
const emuPerPixel = 9525

func (w *writer) picture(m Image) {
	name := w.image(m)
	if w.err != nil {
		return
	}
	if m.Width < 1 || m.Height < 1 || m.Width > 10_000 || m.Height > 10_000 {
		w.fail("docx.picture")
		return
	}
	w.marks++
	rel := w.relate(officeRel+"image", name)
	fmt.Fprintf(&w.b, `<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%[1]d" cy="%[2]d"/><wp:docPr id="%[3]d" name="Picture %[3]d" descr="%[4]s"/>`+
		`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="%[3]d" name="Picture %[3]d" descr="%[4]s"/><pic:cNvPicPr/></pic:nvPicPr>`+
		`<pic:blipFill><a:blip r:embed="%[5]s"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[1]d" cy="%[2]d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`,
		m.Width*emuPerPixel, m.Height*emuPerPixel, w.marks, escape(m.Alt), rel)
}
