package ooxml

import (
	"archive/zip"
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"khaothi/internal/fault"
)

const wns = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"`

// docx packs parts: names without word/ in front.
func docx(t testing.TB, body string, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	put := func(name, data string) {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	if body != "" {
		put("word/document.xml", `<?xml version="1.0" encoding="UTF-8"?><w:document `+wns+`><w:body>`+body+`</w:body></w:document>`)
	}
	rels := ""
	for name, data := range parts {
		put("word/"+name, data)
		kind := strings.TrimSuffix(name, ".xml")
		if strings.HasPrefix(name, "media/") {
			kind = "image"
		}
		if strings.HasPrefix(name, "embeddings/") {
			kind = "oleObject"
		}
		rels += fmt.Sprintf(`<Relationship Id="%s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>`, strings.NewReplacer("/", "_", ".", "_").Replace(name), kind, name)
	}
	put("word/_rels/document.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+rels+`</Relationships>`)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(t *testing.T, body string, parts map[string]string) *Document {
	t.Helper()
	doc, err := Open(docx(t, body, parts))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// show writes blocks so that a test can name all of them in a line.
func show(blocks []Block) string {
	var b strings.Builder
	for _, bl := range blocks {
		if p := bl.Paragraph; p != nil {
			fmt.Fprintf(&b, "%d:", p.No)
			if p.Label != "" {
				fmt.Fprintf(&b, "{%s%s}", p.Label, showProps(p.LabelAs))
			}
			for _, in := range p.Inlines {
				switch in.Kind {
				case Text:
					b.WriteString("[" + in.Text + showProps(in.Props) + "]")
				case Tab:
					b.WriteString(`\t`)
				case Break:
					b.WriteString(`\n`)
				case Picture:
					fmt.Fprintf(&b, "<%s %q %dx%d>", in.Picture.Name, in.Picture.Alt, in.Picture.Width, in.Picture.Height)
				case Math:
					fmt.Fprintf(&b, "%s%v", in.Math, in.Display)
				case Object:
					fmt.Fprintf(&b, "<%s %s %v>", in.Program, in.Data, in.Picture != nil)
				}
			}
			b.WriteString(" ")
		}
		if t := bl.Table; t != nil {
			b.WriteString("T(")
			for _, r := range t.Rows {
				for _, c := range r.Cells {
					fmt.Fprintf(&b, "@%d %dx%d %s|", c.Column, c.Columns, c.Rows, show(c.Blocks))
				}
				b.WriteString("/")
			}
			b.WriteString(") ")
		}
	}
	return strings.TrimSpace(b.String())
}

func showProps(p Props) string {
	out := ""
	if p.Bold {
		out += " b"
	}
	if p.Italic {
		out += " i"
	}
	for _, s := range []string{p.Underline, p.Color, p.Highlight, p.Vertical} {
		if s != "" {
			out += " " + s
		}
	}
	return out
}

func TestParagraphs(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, body, want string }{
		{"runs keep their looks", `<w:p><w:r><w:rPr><w:b/><w:u w:val="single"/><w:color w:val="ff0000"/></w:rPr><w:t>A.</w:t></w:r><w:r><w:t xml:space="preserve"> một</w:t><w:tab/><w:br/><w:t>B</w:t></w:r></w:p>`, `1:[A. b single FF0000][ một]\t\n[B]`},
		{"off is off", `<w:p><w:r><w:rPr><w:b w:val="0"/><w:i w:val="false"/><w:u w:val="none"/><w:color w:val="auto"/></w:rPr><w:t>a</w:t></w:r></w:p>`, `1:[a]`},
		{"sub, sup, highlight, shading", `<w:p><w:r><w:rPr><w:vertAlign w:val="subscript"/></w:rPr><w:t>2</w:t></w:r><w:r><w:rPr><w:highlight w:val="yellow"/></w:rPr><w:t>x</w:t></w:r><w:r><w:rPr><w:shd w:val="clear" w:fill="ffff00"/></w:rPr><w:t>y</w:t></w:r></w:p>`, `1:[2 subscript][x yellow][y FFFF00]`},
		{"what was inserted stays, what was deleted goes", `<w:p><w:ins><w:r><w:t>mới</w:t></w:r></w:ins><w:del><w:r><w:delText>cũ</w:delText></w:r></w:del></w:p>`, `1:[mới]`},
		{"a deleted paragraph mark joins", `<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>một </w:t></w:r></w:p><w:p><w:r><w:t>hai</w:t></w:r></w:p>`, `1:[một ][hai]`},
		{"the result of a field is text, its instruction is not", `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>SEQ Cau</w:instrText><w:t>no</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`, `1:[7]`},
		{"symbols of old fonts", `<w:p><w:r><w:sym w:font="Symbol" w:char="F061"/><w:sym w:font="Wingdings" w:char="F0E0"/></w:r><w:r><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr><w:t>&#xF0B3;</w:t></w:r></w:p>`, `1:[α][→][≥]`},
		{"formulas", `<w:p><m:oMathPara><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></m:oMathPara><m:oMath/></w:p>`, `1:<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>true<m:oMath></m:oMath>false`},
		{"content controls and links", `<w:sdt><w:sdtContent><w:p><w:hyperlink><w:r><w:t>a</w:t></w:r></w:hyperlink><w:sdt><w:sdtContent><w:r><w:t>b</w:t></w:r></w:sdtContent></w:sdt></w:p></w:sdtContent></w:sdt>`, `1:[a][b]`},
		{"merged cells", `<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p/></w:tc><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>r</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>`, `T(@0 2x1 1:|@2 1x2 2:[r]|/@0 1x1 3:|@1 1x1 4:|/)`},
	} {
		if got := show(read(t, tt.body, nil).Blocks); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestStyles(t *testing.T) {
	t.Parallel()
	styles := `<w:styles ` + wns + `><w:docDefaults><w:rPrDefault><w:rPr><w:color w:val="112233"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="P"><w:name w:val="Phương án"/><w:basedOn w:val="Q"/><w:rPr><w:u w:val="single"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Q"/><w:basedOn w:val="N"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="C"><w:name w:val="C"/><w:rPr><w:b/><w:color w:val="FF0000"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="L"><w:name w:val="L"/><w:basedOn w:val="L"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="table" w:styleId="T"><w:name w:val="T"/><w:rPr><w:i/></w:rPr></w:style></w:styles>`
	body := `<w:p><w:pPr><w:pStyle w:val="P"/></w:pPr><w:r><w:t>a</w:t></w:r><w:r><w:rPr><w:rStyle w:val="C"/></w:rPr><w:t>b</w:t></w:r><w:r><w:rPr><w:rStyle w:val="C"/><w:b/></w:rPr><w:t>c</w:t></w:r></w:p>
<w:p><w:r><w:rPr><w:rStyle w:val="L"/></w:rPr><w:t>d</w:t></w:r></w:p>
<w:tbl><w:tblPr><w:tblStyle w:val="T"/></w:tblPr><w:tr><w:tc><w:p><w:r><w:t>e</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`
	doc := read(t, body, map[string]string{"styles.xml": styles})
	want := `1:[a b single 112233][b single FF0000][c b single FF0000] 2:[d i 112233] T(@0 1x1 3:[e i 112233]|/)`
	if got := show(doc.Blocks); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if p := doc.Blocks[0].Paragraph; p.Style != "Phương án" {
		t.Errorf("style %q", p.Style)
	}
}

func TestLists(t *testing.T) {
	t.Parallel()
	level := func(i int, format, text, more string) string {
		return fmt.Sprintf(`<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/>%s<w:lvlText w:val="%s"/></w:lvl>`, i, format, more, text)
	}
	numbering := `<w:numbering ` + wns + `><w:abstractNum w:abstractNumId="0">` + level(0, "decimal", "Câu %1.", "") + level(1, "upperLetter", "%2.", "<w:rPr><w:b/></w:rPr>") + level(2, "decimal", "%1.%2.%3", "<w:isLgl/>") + `</w:abstractNum>
<w:abstractNum w:abstractNumId="1">` + level(0, "lowerRoman", "(%1)", "") + `</w:abstractNum><w:abstractNum w:abstractNumId="2">` + level(0, "bullet", "•", "") + `</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num><w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num></w:numbering>`
	styles := `<w:styles ` + wns + `><w:style w:type="paragraph" w:styleId="S"><w:name w:val="S"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style></w:styles>`
	item := func(num, level int, mark string) string {
		return fmt.Sprintf(`<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr><w:rPr>%s</w:rPr></w:pPr></w:p>`, level, num, mark)
	}
	body := item(1, 0, "") + item(1, 1, "") + item(1, 1, `<w:u w:val="single"/>`) + item(1, 2, "") + item(1, 0, "") + item(1, 1, "") + item(3, 0, "") + item(3, 0, "") +
		`<w:p><w:pPr><w:pStyle w:val="S"/></w:pPr></w:p><w:p><w:pPr><w:pStyle w:val="S"/></w:pPr></w:p><w:p><w:pPr><w:pStyle w:val="S"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:p>` + item(4, 0, "") + item(99, 0, "")
	want := `1:{Câu 1.} 2:{A. b} 3:{B. b single} 4:{1.2.1} 5:{Câu 2.} 6:{A. b} 7:{Câu 5.} 8:{Câu 6.} 9:{(i)} 10:{(ii)} 11: 12:{•} 13:`
	if got := show(read(t, body, map[string]string{"numbering.xml": numbering, "styles.xml": styles}).Blocks); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

func TestPicturesAndObjects(t *testing.T) {
	t.Parallel()
	pic := func(id string) string {
		return `<a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="` + id + `"/><a:srcRect l="1000"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>`
	}
	body := `<w:p><w:r><w:drawing><wp:inline><wp:extent cx="952500" cy="476250"/><wp:docPr id="1" name="x" descr="tam giác"/>` + pic("media_a_png") + `</wp:inline></w:drawing></w:r>
<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>trong hộp</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape/></w:pict></mc:Fallback></mc:AlternateContent></w:r>
<w:r><w:object><v:shape style="width:27pt;height:15pt"><v:imagedata r:id="media_b_wmf"/></v:shape><o:OLEObject ProgID="Equation.DSMT4" r:id="embeddings_o_bin"/></w:object></w:r>
<w:r><w:pict><v:shape style="width:15pt;height:15pt" alt="cũ"><v:imagedata r:id="media_a_png"/></v:shape></w:pict><w:drawing><wp:inline><wps:wsp/></wp:inline></w:drawing></w:r></w:p>`
	doc := read(t, body, map[string]string{"media/a.png": "x", "media/b.wmf": "y", "embeddings/o.bin": "z"})
	want := `1:<word/media/a.png "tam giác" 100x50><Equation.DSMT4 word/embeddings/o.bin true><word/media/a.png "cũ" 20x20>`
	if got := show(doc.Blocks); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	var notes []string
	for _, n := range doc.Notes {
		notes = append(notes, n.Code+" "+n.Text)
	}
	if got := strings.Join(notes, "; "); got != "text_box trong hộp; shape " {
		t.Errorf("notes %q", got)
	}
	if data, err := doc.File("word/media/a.png"); err != nil || string(data) != "x" {
		t.Errorf("picture %q, %v", data, err)
	}
}

// spent is the time of processors that this process has taken: other programs
// on a busy machine do not count.
func spent(t *testing.T) time.Duration {
	t.Helper()
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		t.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// It does not run beside other tests: it measures time and memory.
func TestBadDocuments(t *testing.T) {
	bomb := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><w:document ` + wns + `><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>`
	for _, tt := range []struct {
		code string
		data []byte
	}{
		{"word.no_document", docx(t, "", nil)},
		{"word.doctype", docx(t, "", map[string]string{"document.xml": bomb})},
		{"word.too_deep", docx(t, strings.Repeat("<w:sdt>", 5000), nil)},
		{"word.too_deep", docx(t, strings.Repeat("<x>", 3_000_000), nil)},
		{"word.too_large", docx(t, "<w:p>"+strings.Repeat("<w:r/>", maxNodes)+"</w:p>", nil)},
		{"word.too_large", docx(t, strings.Repeat("<w:p/>", maxParagraphs+1), nil)},
		{"word.too_large", docx(t, strings.Repeat("<w:p>"+strings.Repeat("<w:r><w:tab/></w:r>", 30_000)+"</w:p>", 9), nil)},
		{"word.too_large", docx(t, "<w:p>"+strings.Repeat("<w:r><w:t>"+strings.Repeat("chữ ", 5000)+"</w:t></w:r>", 200)+"</w:p>", nil)},
		{"zip.ratio", docx(t, strings.Repeat("<w:p/>", 6<<20), nil)},
		{"word.broken", docx(t, "<w:p><w:r>", nil)},
		{"word.broken", docx(t, "<w:p>&unknown;</w:p>", nil)},
		{"word.broken", docx(t, "<w:p/>", map[string]string{"styles.xml": "<w:styles"})},
		{"zip.broken", []byte("no zip")},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := spent(t)
		_, err := Open(tt.data)
		took := spent(t) - start
		runtime.ReadMemStats(&after)
		if fault.KindOf(err) != fault.Invalid || fault.CodeOf(err) != tt.code {
			t.Errorf("%s: %v", tt.code, err)
		}
		if mb := (after.HeapInuse - min(before.HeapInuse, after.HeapInuse)) >> 20; took > slow*time.Second || mb > 200 {
			t.Errorf("%s after %v and %d MB", tt.code, took, mb)
		}
	}
}
