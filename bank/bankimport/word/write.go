package word

import (
	"fmt"
	"maps"
	"strconv"
	"strings"

	"khaothi/bank"
	office "khaothi/internal/docx"
)

// Write makes a document in the conventions that Read knows: marks of level and
// kind behind the number, right letters underlined in red, answers in words. It
// then reads the document again: what does not come back as it was is lost. An
// error row is a question that is not in the file, a warning a part of one.
func Write(in bank.Imported) (data []byte, lost []bank.Row, err error) {
	return writeWithin(in, room)
}

func writeWithin(in bank.Imported, room size) (data []byte, lost []bank.Row, err error) {
	refused := map[int]string{}
	for range maxTries {
		e := &exporter{in: in, refused: refused, room: room}
		if data, err = e.file(); err != nil {
			return nil, nil, err
		}
		back := Read("export.docx", data)
		bad := e.changed(back)
		if len(bad) == 0 {
			e.compare(back)
			return data, e.lost, nil
		}
		maps.Copy(refused, bad)
	}
	for i := range in.Items {
		refused[i] = "câu này cùng với các câu khác không đọc lại được."
	}
	e := &exporter{in: in, refused: refused, room: room}
	data, err = e.file()
	return data, e.lost, err
}

// maxTries bounds how often a file is written without the questions that did
// not come back.
const maxTries = 4

// file writes the questions that are not refused.
func (e *exporter) file() ([]byte, error) {
	e.header()
	for i := range e.in.Items {
		e.question(i, e.in.Items[i])
	}
	return office.Write(office.Document{Title: "Ngân hàng câu hỏi", Sections: []office.Section{{Blocks: e.out}}})
}

// exporter writes one file.
type exporter struct {
	in      bank.Imported
	out     []office.Block
	lost    []bank.Row
	refused map[int]string // by place in in.Items: why a question is left out
	written []int          // places in in.Items in the order of the file
	no      int
	common  bank.Tags // what the header of the file says of all
	shared  string    // the stimulus that holds for the next question
	left    int       // questions that it still holds for
	size    size
	room    size
}

// size is how large the document is so far, and room what of it is read again:
// less than the bounds of package ooxml, as tables and numbers count there too.
type size struct{ paragraphs, inlines, runes int }

var room = size{paragraphs: 90_000, inlines: 170_000, runes: 3_500_000}

func (s size) over(room size) bool {
	return s.paragraphs > room.paragraphs || s.inlines > room.inlines || s.runes > room.runes
}

func (s *size) add(blocks []office.Block) {
	for _, b := range blocks {
		switch b := b.(type) {
		case office.Paragraph:
			s.paragraphs++
			s.inlines += len(b.Content)
			for _, c := range b.Content {
				if r, ok := c.(office.Run); ok {
					s.runes += len(r.Text)
				}
			}
		case office.Table:
			for _, row := range b.Rows {
				for _, c := range row.Cells {
					s.add(c.Blocks)
				}
			}
		}
	}
}

func (e *exporter) tell(s bank.Severity, d bank.ItemDraft, code, message string) {
	e.lost = append(e.lost, bank.Row{Severity: s, Where: d.Where, Code: code, Message: message, Excerpt: bank.PlainText(d.Body.Question.Stem)})
}

func (e *exporter) line(text string) {
	e.out = append(e.out, office.Line(office.Left, office.Text(text)))
}

// header names what all questions have in common.
func (e *exporter) header() {
	if len(e.in.Items) == 0 {
		return
	}
	e.common = e.in.Items[0].Body.Tags
	for _, d := range e.in.Items {
		t, c := d.Body.Tags, &e.common
		for _, p := range []struct {
			have *string
			is   string
		}{{&c.Subject, t.Subject}, {&c.Topic, t.Topic}, {&c.Content, t.Content}} {
			if *p.have != p.is {
				*p.have = ""
			}
		}
		if c.Grade != t.Grade {
			c.Grade = 0
		}
	}
	c := e.common
	e.named("MÔN", c.Subject)
	e.named("LỚP", gradeText(c.Grade))
	e.named("CHỦ ĐỀ", c.Topic)
	e.named("ĐƠN VỊ KIẾN THỨC", c.Content)
}

func gradeText(grade int) string {
	if grade == 0 {
		return ""
	}
	return strconv.Itoa(grade)
}

// named writes a line "name: value" where there is a value.
func (e *exporter) named(name, value string) {
	if value != "" {
		e.line(name + ": " + value)
	}
}

// tags writes what a question says of itself beside the header of the file.
func (e *exporter) tags(b bank.Body) {
	t, c := b.Tags, e.common
	own := func(value, common string) string {
		if value == common {
			return ""
		}
		return value
	}
	tag := func(name, value string) {
		if value != "" {
			e.line("[" + name + ": " + value + "]")
		}
	}
	tag("Mã câu", b.Label)
	tag("Môn", own(t.Subject, c.Subject))
	tag("Lớp", own(gradeText(t.Grade), gradeText(c.Grade)))
	tag("Chủ đề", own(t.Topic, c.Topic))
	tag("Đơn vị kiến thức", own(t.Content, c.Content))
	tag("Yêu cầu cần đạt", t.Outcome)
	tag("Năng lực", strings.Join(t.Competences, "; "))
	tag("Nhãn", strings.Join(t.Free, "; "))
}

// marks are the level and the kind as authors write them.
var (
	levelMarks = map[bank.Level]string{bank.Know: "NB", bank.Understand: "TH", bank.Apply: "VD", "vandungcao": "VDC"}
	kindMarks  = map[bank.Kind]string{
		bank.Single: "TN", bank.Multiple: "TNN", bank.Cluster: "DS", bank.Short: "TLN", bank.Cloze: "DK", bank.Match: "GC", bank.Order: "SX", bank.Essay: "TL",
		bank.Numeric: "SO", bank.Categorise: "PL", bank.Hotspot: "CH", bank.Upload: "NT",
	}
)

func (e *exporter) question(at int, d bank.ItemDraft) {
	b := d.Body
	if why := e.cannot(at); why != "" {
		e.tell(bank.Error, d, "export.kind", "Tệp Word không ghi được câu này: "+why)
		return
	}
	from := len(e.out)
	defer func() { e.size.add(e.out[from:]) }()
	e.stimulus(at, b.Question.Stimulus)
	e.no++
	e.written = append(e.written, at)
	marks := ""
	if m := levelMarks[b.Tags.Level]; m != "" {
		marks = "[" + m + "] "
	}
	marks += "[" + kindMarks[b.Question.Kind] + "] "
	lead := []office.Inline{office.Bold(fmt.Sprintf("Câu %d. ", e.no)), office.Text(marks)}
	e.html(d, stemOf(b), lead...)
	e.answers(d)
	e.tags(b)
	if !bank.IsEmpty(b.Solution) {
		e.out = append(e.out, office.Line(office.Left, office.Bold("Lời giải")))
		e.html(d, b.Solution)
	}
}

// cannot says why a question is left out of the file.
func (e *exporter) cannot(at int) string {
	if why := e.refused[at]; why != "" {
		return why
	}
	if e.size.over(e.room) {
		return "tệp đã đầy (khoảng hai nghìn trang); xuất các câu còn lại thành tệp khác."
	}
	return cannot(e.in.Items[at].Body)
}

// cannot says why a question has no place in these conventions.
func cannot(b bank.Body) string {
	q := b.Question
	if q.Kind == bank.Match && (len(q.Options) < 2 || len(b.Key.Statements) != len(q.Statements)) {
		return "ghép cặp thiếu đáp án."
	}
	for _, h := range b.MediaIn() {
		if strings.Contains(q.Stem+q.Stimulus+b.Solution, `<audio src="media:`+h) {
			return "câu có âm thanh."
		}
	}
	return ""
}

// stemOf is the stem with its gaps as lines.
func stemOf(b bank.Body) string {
	if b.Question.Kind != bank.Cloze {
		return b.Question.Stem
	}
	return strings.Join(bank.SplitGaps(b.Question.Stem), "______")
}

// html writes text; what it cannot show is lost.
func (e *exporter) html(d bank.ItemDraft, text string, lead ...office.Inline) {
	h := office.HTML{
		Width: (office.Section{}).Width(),
		Picture: func(src string) ([]byte, string, bool) {
			m, ok := e.in.Media[strings.TrimPrefix(src, "media:")]
			return m.Bytes, m.MIME, ok
		},
		Lost: func(code, what string) {
			if code == "formula" {
				return // its source stands in the text and is read as a formula
			}
			e.tell(bank.Warning, d, "export."+code, "Không ghi được vào tệp Word: "+what)
		},
	}
	e.out = append(e.out, h.Blocks(text, office.Paragraph{}, lead...)...)
}

// stimulus writes the text that the questions from at on share.
func (e *exporter) stimulus(at int, text string) {
	if e.left > 0 && text == e.shared {
		e.left--
		return
	}
	e.shared, e.left = text, 0
	if text == "" {
		return
	}
	n := 0
	for i := at; i < len(e.in.Items); i++ {
		if e.cannot(i) != "" {
			continue
		}
		if e.in.Items[i].Body.Question.Stimulus != text {
			break
		}
		n++
	}
	e.left = n - 1
	e.out = append(e.out, office.Line(office.Left, office.Italic(fmt.Sprintf("Đọc đoạn văn sau và trả lời câu %d đến câu %d.", e.no+1, e.no+n))))
	e.html(e.in.Items[at], text)
}
