package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"strings"
	"testing"

	"khaothi/internal/fault"
)

func picture(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// partsOf unzips a document; every part must be XML.
func partsOf(t *testing.T, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(b)
		if !strings.HasPrefix(f.Name, "word/media/") {
			wellFormed(t, f.Name, string(b))
		}
	}
	return parts
}

func wellFormed(t *testing.T, name, s string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(s))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
}

// bodyOf is the body of the document without name spaces of formulas.
func bodyOf(t *testing.T, blocks ...Block) string {
	t.Helper()
	data, err := Write(Document{Sections: []Section{{Blocks: blocks}}})
	if err != nil {
		t.Fatal(err)
	}
	doc := partsOf(t, data)["word/document.xml"]
	_, body, _ := strings.Cut(doc, "<w:body>")
	body, _, _ = strings.Cut(body, "<w:sectPr>")
	return body
}

func TestWritePieces(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		in   Block
		want string
	}{
		{"text", Line(Left, Text("a & b")), `<w:p><w:r><w:t xml:space="preserve">a &amp; b</w:t></w:r></w:p>`},
		{
			"looks", Line(Center, Run{Text: "x", Look: Look{Bold: true, Underline: true, Color: "FF0000", Size: 20}}),
			`<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/><w:color w:val="FF0000"/><w:sz w:val="20"/><w:szCs w:val="20"/><w:u w:val="single"/></w:rPr><w:t xml:space="preserve">x</w:t></w:r></w:p>`,
		},
		{
			"tabs",
			Paragraph{Indent: 10, Hanging: 5, Before: 6, KeepNext: true, Tabs: []Tab{{At: 100}, {At: 200, Align: Right, Dots: true}}, Content: []Inline{TabStop{}, Break{}}},
			`<w:p><w:pPr><w:keepNext/><w:tabs><w:tab w:val="left" w:pos="100"/><w:tab w:val="right" w:leader="dot" w:pos="200"/></w:tabs><w:spacing w:before="6" w:after="0"/><w:ind w:left="10" w:hanging="5"/></w:pPr><w:r><w:tab/></w:r><w:r><w:br/></w:r></w:p>`,
		},
		{"field", Line(Right, Field{Name: "PAGE"}), `<w:p><w:pPr><w:jc w:val="right"/></w:pPr><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>`},
		{"formula", Line(Left, Formula{OMML: "<m:oMath/>"}, Formula{OMML: "<m:oMath/>", Display: true}), `<w:p><m:oMath/><m:oMathPara><m:oMath/></m:oMathPara></w:p>`},
		{"control characters", Line(Left, Text("a\x01b\x00")), `<w:p><w:r><w:t xml:space="preserve">ab</w:t></w:r></w:p>`},
		{
			"table",
			Table{Columns: []int{100, 200, 300}, Rows: []Row{{Header: true, Cells: []Cell{{Span: 2, Shade: "EEEEEE"}, {Merge: Start}}}, {Cells: []Cell{{}, {}, {Merge: Continue}}}}},
			`<w:tbl><w:tblPr><w:tblW w:w="600" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="100"/><w:gridCol w:w="200"/><w:gridCol w:w="300"/></w:tblGrid>` +
				`<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:tcW w:w="300" w:type="dxa"/><w:gridSpan w:val="2"/><w:shd w:val="clear" w:color="auto" w:fill="EEEEEE"/></w:tcPr><w:p/></w:tc><w:tc><w:tcPr><w:tcW w:w="300" w:type="dxa"/><w:vMerge w:val="restart"/></w:tcPr><w:p/></w:tc></w:tr>` +
				`<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="100" w:type="dxa"/></w:tcPr><w:p/></w:tc><w:tc><w:tcPr><w:tcW w:w="200" w:type="dxa"/></w:tcPr><w:p/></w:tc><w:tc><w:tcPr><w:tcW w:w="300" w:type="dxa"/><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>`,
		},
	} {
		if got := bodyOf(t, tt.in); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

func TestSameDocumentSameBytes(t *testing.T) {
	t.Parallel()
	m, ok := NewImage(picture(t, 40, 20), "image/png", `a "b"`)
	if !ok {
		t.Fatal("no picture")
	}
	d := Document{Title: "Đề", Sections: []Section{
		{Blocks: []Block{Line(Left, m, m)}, Footer: []Block{Line(Center, Text("Trang "), Field{Name: "PAGE"}, m)}},
		{Landscape: true, Blocks: []Block{Line(Left, Text("x"))}},
	}}
	one, err := Write(d)
	if err != nil {
		t.Fatal(err)
	}
	two, _ := Write(d)
	if !bytes.Equal(one, two) {
		t.Error("two files")
	}
	parts := partsOf(t, one)
	media := 0
	for name := range parts {
		if strings.HasPrefix(name, "word/media/") {
			media++
		}
	}
	if media != 1 {
		t.Errorf("%d pictures, want one kept once", media)
	}
	doc := parts["word/document.xml"]
	if n := strings.Count(doc, `<wp:extent cx="381000" cy="190500"/>`); n != 2 {
		t.Errorf("%d pictures of 40 by 20 pixels in %s", n, doc)
	}
	if !strings.Contains(doc, `w:orient="landscape"`) || !strings.Contains(parts["word/footer1.xml"], "PAGE") || parts["word/footer2.xml"] == "" {
		t.Error("sections")
	}
	for _, r := range []string{"word/_rels/document.xml.rels", "word/_rels/footer1.xml.rels"} {
		if !strings.Contains(parts[r], "media/image1.png") {
			t.Errorf("%s: %s", r, parts[r])
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	t.Parallel()
	deep := Table{Columns: []int{10}}
	for range maxNested + 2 {
		deep = Table{Columns: []int{10}, Rows: []Row{{Cells: []Cell{{Blocks: []Block{deep}}}}}}
	}
	for _, tt := range []struct {
		code string
		in   Block
	}{
		{"docx.picture", Line(Left, Image{Data: []byte("x"), MIME: "image/svg+xml", Width: 1, Height: 1})},
		{"docx.picture", Line(Left, Image{Data: []byte("x"), MIME: "image/png"})},
		{"docx.table", Table{}},
		{"docx.table", Table{Columns: []int{1}, Rows: []Row{{Cells: []Cell{{Span: 2}}}}}},
		{"docx.too_deep", deep},
	} {
		_, err := Write(Document{Sections: []Section{{Blocks: []Block{tt.in}}}})
		var f *fault.Error
		if !errors.As(err, &f) || f.Code != tt.code {
			t.Errorf("%v, want %s", err, tt.code)
		}
	}
}

// shape writes blocks in short: one line a paragraph.
func shape(blocks []Block) string {
	var b strings.Builder
	for _, bl := range blocks {
		switch bl := bl.(type) {
		case Paragraph:
			for _, c := range bl.Content {
				b.WriteString(inlineShape(c))
			}
			b.WriteString("¶")
		case Table:
			fmt.Fprintf(&b, "[%d", len(bl.Columns))
			for _, r := range bl.Rows {
				b.WriteString("/")
				for _, c := range r.Cells {
					fmt.Fprintf(&b, "(%d,%d %s)", c.Span, c.Merge, shape(c.Blocks))
				}
			}
			b.WriteString("]")
		}
	}
	return b.String()
}

func inlineShape(c Inline) string {
	switch c := c.(type) {
	case Run:
		l := ""
		for _, f := range []struct {
			on bool
			s  string
		}{{c.Bold, "b"}, {c.Italic, "i"}, {c.Underline, "u"}, {c.Strike, "s"}, {c.Sub, "_"}, {c.Sup, "^"}} {
			if f.on {
				l += f.s
			}
		}
		if l != "" {
			return "<" + l + ":" + c.Text + ">"
		}
		return c.Text
	case TabStop:
		return "→"
	case Break:
		return "↵"
	case Formula:
		if c.Display {
			return "{{F}}"
		}
		return "{F}"
	case Image:
		return fmt.Sprintf("{%dx%d}", c.Width, c.Height)
	}
	return "?"
}

func TestHTML(t *testing.T) {
	t.Parallel()
	png := picture(t, 800, 400)
	var lost []string
	h := HTML{
		Width:   6000,
		Picture: func(src string) ([]byte, string, bool) { return png, "image/png", src == "media:a" },
		Gap:     func(name string) []Inline { return []Inline{Text("__" + name + "__")} },
		Lost:    func(code, what string) { lost = append(lost, code+":"+what) },
	}
	for _, tt := range []struct{ in, want, lost string }{
		{``, `Câu 1. ¶`, ``},
		{`<p>Một</p><p>Hai</p>`, `Câu 1. Một¶Hai¶`, ``},
		{`Một<br/>hai <b>ba <i>bốn</i></b> H<sub>2</sub>O`, `Câu 1. Một↵hai <b:ba ><bi:bốn> H<_:2>O¶`, ``},
		{`với \(x^2\) và \[y\] hết`, `Câu 1. với {F} và ¶{{F}}¶hết¶`, ``},
		{`\[y\]`, `Câu 1. {F}¶`, ``},
		{`\(\foo\) x`, `Câu 1. \(\foo\) x¶`, `formula:\foo`},
		{`a \( b`, `Câu 1. a \( b¶`, ``},
		{`<p> <img src="media:a" alt="hình" width="100"/> </p>`, `Câu 1. {100x50}¶`, ``},
		{`<img src="media:a"/>`, `Câu 1. {400x200}¶`, ``},
		{`<img src="media:b"/>`, `Câu 1. <i:[thiếu hình]>¶`, `picture:media:b`},
		{`Nghe <audio src="media:c"></audio>`, `Câu 1. Nghe ¶`, `sound:media:c`},
		{`A <span data-gap="a"></span> B`, `Câu 1. A __a__ B¶`, ``},
		{`<ul><li>x</li><li>y</li></ul><ol><li>z</li></ol>`, `Câu 1. –→x¶–→y¶1.→z¶`, ``},
		{
			`Bảng<table><tr><th>A</th><td rowspan="2">B</td></tr><tr><td>C</td></tr><tr><td colspan="2">D</td></tr></table>sau`,
			`Câu 1. Bảng¶[2/(1,0 <b:A>¶)(1,1 B¶)/(1,0 C¶)(1,2 )/(2,0 D¶)]sau¶`, ``,
		},
		{`<table></table>`, `Câu 1. ¶`, ``},
		{`1 &lt; 2 &amp; 3`, `Câu 1. 1 < 2 & 3¶`, ``},
	} {
		lost = nil
		blocks := h.Blocks(tt.in, Paragraph{}, Text("Câu 1. "))
		if got := shape(blocks); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.in, got, tt.want)
		}
		if got := strings.Join(lost, ";"); got != tt.lost {
			t.Errorf("%s: lost %s, want %s", tt.in, got, tt.lost)
		}
		if _, err := Write(Document{Sections: []Section{{Blocks: blocks}}}); err != nil {
			t.Errorf("%s: %v", tt.in, err)
		}
	}
}

// FuzzHTML: any HTML gives a document of well-formed parts.
func FuzzHTML(f *testing.F) {
	f.Add(`<p>a<table><tr><td rowspan="3">x<td>y<tr><td colspan="2">z</table>`)
	f.Add(`<ol><li>\(x</li></ol>\)<b><i></b>`)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 20_000 {
			return
		}
		blocks := HTML{Width: 5000}.Blocks(text, Paragraph{}, Text("Câu 1."))
		data, err := Write(Document{Sections: []Section{{Blocks: blocks}}})
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		partsOf(t, data)
	})
}

func TestMeasureIsNearTheTruth(t *testing.T) {
	t.Parallel()
	// Widths of Times New Roman at 12 points in points, read off its metrics.
	for _, tt := range []struct {
		text   string
		points float64
	}{{"Nam Định", 49}, {"x = 2", 25.8}, {"phương trình có hai nghiệm phân biệt", 180}, {"MMMM", 42.7}, {"iiiiiiii", 26.7}} {
		got := float64(MeasureLine([]Inline{Text(tt.text)})) / Point
		if got < tt.points*0.85 || got > tt.points*1.2 {
			t.Errorf("%q is %.1f points, want about %.1f", tt.text, got, tt.points)
		}
	}
}
