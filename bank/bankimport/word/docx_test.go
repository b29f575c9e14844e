package word

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/png"
	"regexp"
	"strings"
	"testing"
)

// The tests write documents in a small language: a line is a paragraph; <u>
// <uu> <b> <i> <red> <blue> <hl> <sub> <sup> and <style:X> … </> set looks; \t
// and \n are a tab and a break; ⟦x⟧ ⟦a/b⟧ are formulas; [[png]] [[wmf]]
// [[mathtype]] [[box:text]] [[shape]] are things; #1.0 in front is a level of a
// list, @X a style; rows of | cell | cell stand between lines |===, ¶ between
// the paragraphs of a cell.

const (
	nsAll = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"`

	testStyles = `<w:styles ` + nsAll + `><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="character" w:styleId="Dung"><w:name w:val="Đáp án đúng"/><w:basedOn w:val="Do"/><w:rPr><w:u w:val="single"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Do"><w:name w:val="Đỏ"/><w:rPr><w:color w:val="FF0000"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Dam"><w:name w:val="Đậm"/><w:rPr><w:b/></w:rPr></w:style></w:styles>`

	testLists = `<w:numbering ` + nsAll + `><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Câu %1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num></w:numbering>`
)

// lookXML is what a tag of the language writes.
var lookXML = map[string]string{
	"u": `<w:u w:val="single"/>`, "uu": `<w:u w:val="double"/>`, "b": `<w:b/>`, "i": `<w:i/>`, "red": `<w:color w:val="FF0000"/>`, "blue": `<w:color w:val="0000FF"/>`, "hl": `<w:highlight w:val="yellow"/>`,
	"sub": `<w:vertAlign w:val="subscript"/>`, "sup": `<w:vertAlign w:val="superscript"/>`,
}

var pieces = regexp.MustCompile(`<(/?)(u|uu|b|i|red|blue|hl|sub|sup|style:\w+|font:[^<>]+)?>|\\t|\\n|⟦⟦[^⟦⟧]*⟧⟧|⟦[^⟦⟧]*⟧|\[\[(?:png|wmf|mathtype|shape|box:[^\]]*)\]\]`)

// paragraphXML writes one line of the language; cut may split a text further.
func paragraphXML(line string, cut func(string) []string) string {
	var b strings.Builder
	b.WriteString("<w:p>")
	if m := regexp.MustCompile(`^(?:#(\d)\.(\d)|@(\w+)) ?(?:\{(\w+)\} ?)?`).FindStringSubmatch(line); m != nil {
		line = line[len(m[0]):]
		b.WriteString("<w:pPr>")
		if m[3] != "" {
			b.WriteString(`<w:pStyle w:val="` + m[3] + `"/>`)
		} else {
			fmt.Fprintf(&b, `<w:numPr><w:ilvl w:val="%s"/><w:numId w:val="%s"/></w:numPr>`, m[2], m[1])
		}
		if m[4] != "" { // the look of the number
			b.WriteString("<w:rPr>" + lookXML[m[4]] + "</w:rPr>")
		}
		b.WriteString("</w:pPr>")
	}
	var open []string
	run := func(inner string) {
		b.WriteString("<w:r><w:rPr>")
		for _, o := range open {
			if s, ok := strings.CutPrefix(o, "style:"); ok {
				b.WriteString(`<w:rStyle w:val="` + s + `"/>`)
			} else if s, ok := strings.CutPrefix(o, "font:"); ok {
				b.WriteString(`<w:rFonts w:ascii="` + s + `" w:hAnsi="` + s + `"/>`)
			}
			b.WriteString(lookXML[o])
		}
		b.WriteString("</w:rPr>" + inner + "</w:r>")
	}
	text := func(s string) {
		for _, t := range cut(s) {
			if t != "" {
				run(`<w:t xml:space="preserve">` + html.EscapeString(t) + `</w:t>`)
			}
		}
	}
	at := 0
	for _, m := range pieces.FindAllStringSubmatchIndex(line, -1) {
		text(line[at:m[0]])
		at = m[1]
		p := line[m[0]:m[1]]
		switch {
		case p == `\t`:
			run("<w:tab/>")
		case p == `\n`:
			run("<w:br/>")
		case p[0] == '<' && p[1] == '/':
			if len(open) > 0 {
				open = open[:len(open)-1]
			}
		case p[0] == '<':
			open = append(open, strings.Trim(p, "<>"))
		case p[0] == '[':
			run(thingXML(strings.Trim(p, "[]")))
		default:
			b.WriteString(mathXML(p))
		}
	}
	text(line[at:])
	b.WriteString("</w:p>")
	return b.String()
}

func mathXML(p string) string {
	display := strings.HasPrefix(p, "⟦⟦")
	p = strings.Trim(p, "⟦⟧")
	inner := `<m:r><m:t>` + html.EscapeString(p) + `</m:t></m:r>`
	if num, den, ok := strings.Cut(p, "/"); ok {
		inner = `<m:f><m:num><m:r><m:t>` + num + `</m:t></m:r></m:num><m:den><m:r><m:t>` + den + `</m:t></m:r></m:den></m:f>`
	}
	inner = "<m:oMath>" + inner + "</m:oMath>"
	if display {
		return "<m:oMathPara>" + inner + "</m:oMathPara>"
	}
	return inner
}

func thingXML(what string) string {
	blip := func(id string) string {
		return `<w:drawing><wp:inline><wp:extent cx="952500" cy="952500"/><wp:docPr id="1" name="h" descr="hình vẽ"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="` + id + `"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>`
	}
	switch what {
	case "png", "wmf":
		return blip(what)
	case "mathtype":
		return `<w:object><v:shape style="width:20pt;height:10pt"><v:imagedata r:id="wmf"/></v:shape><o:OLEObject ProgID="Equation.DSMT4" r:id="ole"/></w:object>`
	case "shape":
		return `<w:drawing><wp:inline><wps:wsp/></wp:inline></w:drawing>`
	}
	return `<w:drawing><wp:anchor><wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>` + html.EscapeString(strings.TrimPrefix(what, "box:")) + `</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></wp:anchor></w:drawing>`
}

func whole(s string) []string { return []string{s} }

// bodyXML writes a text of the language.
func bodyXML(text string, cut func(string) []string) string {
	var b strings.Builder
	table := false
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		switch {
		case line == "|===":
			table = !table
			b.WriteString(map[bool]string{true: "<w:tbl>", false: "</w:tbl>"}[table])
		case table:
			b.WriteString("<w:tr>")
			for cell := range strings.SplitSeq(strings.TrimPrefix(line, "|"), "|") {
				b.WriteString("<w:tc>")
				for p := range strings.SplitSeq(strings.TrimSpace(cell), "¶") {
					b.WriteString(paragraphXML(p, cut))
				}
				b.WriteString("</w:tc>")
			}
			b.WriteString("</w:tr>")
		default:
			b.WriteString(paragraphXML(line, cut))
		}
	}
	return b.String()
}

func testPNG(w, h int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	img.Set(0, 0, color.RGBA{R: 200, A: 255})
	var b bytes.Buffer
	_ = png.Encode(&b, img) // a buffer takes everything
	return b.Bytes()
}

// docx packs a body of WordprocessingML.
func docx(t testing.TB, body string) []byte {
	t.Helper()
	return pack(t, `<?xml version="1.0" encoding="UTF-8"?><w:document `+nsAll+`><w:body>`+body+`</w:body></w:document>`, testPNG(3, 2))
}

func pack(t testing.TB, document string, picture []byte) []byte {
	t.Helper()
	const rel = `<Relationship Id="%s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>`
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range []struct {
		name string
		data []byte
	}{
		{"word/document.xml", []byte(document)},
		{"word/styles.xml", []byte(testStyles)},
		{"word/numbering.xml", []byte(testLists)},
		{"word/media/a.png", picture},
		{"word/media/b.wmf", []byte{0xD7, 0xCD, 0xC6, 0x9A, 0, 0}},
		{"word/embeddings/o.bin", []byte("ole")},
		{"word/_rels/document.xml.rels", []byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + fmt.Sprintf(rel+rel+rel+rel+rel, "s", "styles", "styles.xml", "n", "numbering", "numbering.xml", "png", "image", "media/a.png", "wmf", "image", "media/b.wmf", "ole", "oleObject", "embeddings/o.bin") + `</Relationships>`)},
	} {
		e, err := w.Create(f.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Write(f.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
