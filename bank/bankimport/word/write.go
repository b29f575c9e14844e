package word

import (
	"fmt"
	"maps"
	"strings"

	"khaothi/bank"
	office "khaothi/internal/docx"
)

// Write makes a document in the conventions that Read knows: marks of level and
// kind behind the number, right letters underlined in red, answers in words. It
// then reads the document again: what does not come back as it was is lost. An
// error row is a question that is not in the file, a warning a part of one.
func Write(in bank.Imported) (data []byte, lost []bank.Row, err error) {
	refused := map[int]string{}
	for range maxTries {
		e := &exporter{in: in, refused: refused}
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
	e := &exporter{in: in, refused: refused}
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
	shared  string // the stimulus that holds for the next question
	left    int    // questions that it still holds for
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
	first := e.in.Items[0].Body.Tags
	subject, grade, topic, content := true, true, true, true
	for _, d := range e.in.Items {
		t := d.Body.Tags
		subject, grade = subject && t.Subject == first.Subject, grade && t.Grade == first.Grade
		topic, content = topic && t.Topic == first.Topic, content && t.Content == first.Content
	}
	for _, l := range []struct {
		on          bool
		name, value string
	}{
		{subject && first.Subject != "", "MÔN", first.Subject},
		{grade && first.Grade > 0, "LỚP", fmt.Sprint(first.Grade)},
		{topic && first.Topic != "", "CHỦ ĐỀ", first.Topic},
		{content && first.Content != "", "ĐƠN VỊ KIẾN THỨC", first.Content},
	} {
		if l.on {
			e.line(l.name + ": " + l.value)
		}
	}
}

// marks are the level and the kind as authors write them.
var (
	levelMarks = map[bank.Level]string{bank.Know: "NB", bank.Understand: "TH", bank.Apply: "VD", "vandungcao": "VDC"}
	kindMarks  = map[bank.Kind]string{
		bank.Single: "TN", bank.Multiple: "TNN", bank.Cluster: "DS", bank.Short: "TLN", bank.Cloze: "DK", bank.Match: "GC", bank.Order: "SX", bank.Essay: "TL",
	}
)

func (e *exporter) question(at int, d bank.ItemDraft) {
	b := d.Body
	if why := e.cannot(at); why != "" {
		e.tell(bank.Error, d, "export.kind", "Tệp Word không ghi được câu này: "+why)
		return
	}
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
	return cannot(e.in.Items[at].Body)
}

// cannot says why a question has no place in these conventions.
func cannot(b bank.Body) string {
	q := b.Question
	switch q.Kind {
	case bank.Numeric:
		return "đáp số có khoảng sai số."
	case bank.Categorise, bank.Hotspot, bank.Upload:
		return "chưa có cách viết dạng này trong Word."
	case bank.Cloze:
		for i := range q.Gaps {
			if q.Choices(i) != nil {
				return "chỗ trống chọn trong danh sách."
			}
		}
	case bank.Match:
		if len(q.Options) != len(q.Statements) || len(b.Key.Statements) != len(q.Statements) {
			return "ghép cặp có ý nhiễu hoặc thiếu đáp án."
		}
	case bank.Single, bank.Multiple, bank.Cluster, bank.Short, bank.Order, bank.Essay:
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
