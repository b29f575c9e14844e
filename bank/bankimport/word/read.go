package word

import (
	"bytes"
	"fmt"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
	"khaothi/internal/fault"
	"khaothi/internal/ooxml"
	"khaothi/internal/safezip"
)

// Format is the name of this format on the command line.
const Format = "docx"

// MaxBytes bounds a document, its pictures included.
const MaxBytes = 64 << 20

// Embedded names the files inside a document that may be packages themselves.
func Embedded(name string) bool { return ooxml.Embedded(name) }

// Read turns a Word document into drafts. It is pure and bounded.
func Read(name string, data []byte) bank.Imported {
	c := source.NewCollector(name, Format, data)
	c.Drafts = true
	if len(data) > MaxBytes {
		return c.Refuse(&bank.Row{Severity: bank.Error, Code: "file.too_large", Message: "Tệp quá lớn.", Fix: "Nén hình (Compress Pictures) hoặc chia tệp thành nhiều tệp nhỏ hơn 64 MB."})
	}
	if bytes.HasPrefix(data, []byte{0xD0, 0xCF, 0x11, 0xE0}) {
		return c.Refuse(&bank.Row{Severity: bank.Error, Code: "word.old", Message: "Tệp là Word đời cũ (.doc) hoặc đặt mật khẩu.", Fix: "Mở bằng Word, bỏ mật khẩu nếu có, rồi lưu lại dạng .docx (File › Save As › Word Document)."})
	}
	doc, err := ooxml.Open(data)
	if err != nil {
		return c.Refuse(refusal(err))
	}
	r := &reader{c: c, doc: doc, looks: newLooks()}
	r.read()
	return c.Done()
}

// reader makes drafts of one document.
type reader struct {
	c     *source.Collector
	doc   *ooxml.Document
	looks *looks
	tags  bank.Tags
}

// refusal says why a document cannot be opened.
func refusal(err error) *bank.Row {
	code := fault.CodeOf(err)
	row := &bank.Row{Severity: bank.Error, Code: code}
	if strings.HasPrefix(code, "zip.") {
		row.Code, row.Message, row.Fix = safezip.Explain(err)
		if code == "zip.broken" {
			row.Message = "Không mở được tệp Word: tệp hỏng hoặc không phải .docx."
			row.Fix = "Mở tệp bằng Word rồi lưu lại dạng .docx (Word Document)."
		}
		return row
	}
	row.Message = map[string]string{
		"word.no_document": "Tệp .docx không có nội dung văn bản.",
		"word.doctype":     "Tệp có khai báo DOCTYPE nên bị từ chối.",
		"word.too_deep":    "Văn bản lồng quá sâu.",
		"word.too_large":   "Văn bản quá lớn.",
		"word.encoding":    "Tệp dùng bảng mã lạ.",
	}[code]
	row.Fix = "Mở tệp bằng Word rồi lưu lại dạng .docx (Word Document); tệp lớn thì chia nhỏ."
	if row.Message == "" {
		row.Message = "Nội dung tệp .docx bị hỏng."
	}
	return row
}

// where names the place of a question as Word shows it.
func (r *reader) where(d *draft) string {
	if d.part != nil && d.part.name != "" {
		return fmt.Sprintf("%s, %s (đoạn %d)", d.part.name, d.label, d.par)
	}
	return fmt.Sprintf("%s (đoạn %d)", d.label, d.par)
}

func (r *reader) lines(blocks []ooxml.Block) []line {
	var out []line
	for _, b := range blocks {
		if b.Paragraph != nil {
			out = append(out, r.looks.lineOf(b.Paragraph))
		}
		if b.Table != nil {
			out = append(out, line{table: b.Table, par: b.Table.No})
		}
	}
	return out
}

func (r *reader) read() {
	s := &scanner{looks: r.looks}
	s.document(r.doc.Blocks)
	r.header(s)
	r.notes(s)
	for _, p := range s.apply() {
		if p.found == 0 {
			r.c.Apart(paragraph(p.par), "key.table", fmt.Sprintf("Bảng đáp án có câu %s (%s) nhưng đề không có câu ấy%s.", p.no, clip(p.value), inPart(p.part)), "Kiểm tra số câu trong bảng đáp án và trong đề.", "")
		}
	}
	right := italics(s.drafts)
	mixed := mixedLooks(s.drafts)
	for _, d := range s.drafts {
		b := &builder{r: r, d: d, italic: right, mixed: mixed}
		b.build()
		before := len(r.c.Out.Items)
		r.c.Item(r.found(b))
		d.part.good += len(r.c.Out.Items) - before
	}
	r.counts(s)
	r.left(s)
	if old := r.looks.old; old.lines > 0 {
		r.c.Row(bank.Warning, paragraph(old.first), "font.old", "Chữ gõ bằng phông "+map[string]string{"TCVN3": ".VnTime (bảng mã TCVN3)", "VNI": "VNI-Times (bảng mã VNI)"}[old.fonts]+" được chuyển sang Unicode.", "Xem lại vài câu; phông khác bảng mã có thể sai dấu.", "")
	}
}

func inPart(name string) string {
	if name == "" {
		return ""
	}
	return " ở " + name
}

func paragraph(n int) string { return fmt.Sprintf("đoạn %d", n) }

// mixedLooks tells of a look whether some statements of the document have it
// and some have not: only then four of four with it are four that are true.
func mixedLooks(drafts []*draft) func(string) bool {
	with, without := map[string]bool{}, map[string]bool{}
	for _, d := range drafts {
		if len(d.choices) < 2 || !d.choices[0].lower {
			continue
		}
		for _, m := range lookMarks {
			if m.faint {
				continue
			}
			for _, on := range onLabel(d.choices, m.has) {
				if on {
					with[m.name+" ở chữ cái"] = true
				} else {
					without[m.name+" ở chữ cái"] = true
				}
			}
		}
	}
	return func(name string) bool { return name == "dấu *" || with[name] && without[name] }
}
