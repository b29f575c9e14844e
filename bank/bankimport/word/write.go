package word

import (
	"fmt"
	"strings"

	"khaothi/bank"
	office "khaothi/internal/docx"
)

// Write makes a document in the conventions that Read knows: marks of level and
// kind behind the number, right letters underlined in red, answers in words. It
// then reads the document again: what does not come back as it was is lost. An
// error row is a question that is not in the file, a warning a part of one.
func Write(in bank.Imported) (data []byte, lost []bank.Row, err error) {
	e := &exporter{in: in}
	e.header()
	for i := range in.Items {
		e.question(in.Items[i])
	}
	data, err = office.Write(office.Document{Title: "Ngân hàng câu hỏi", Sections: []office.Section{{Blocks: e.out}}})
	if err != nil {
		return nil, nil, err
	}
	e.compare(Read("export.docx", data))
	return data, e.lost, nil
}

// exporter writes one file.
type exporter struct {
	in      bank.Imported
	out     []office.Block
	lost    []bank.Row
	written []bank.ItemDraft // in the order of the file
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
		{subject && first.Subject != "", "MÔN", first.Subject}, {grade && first.Grade > 0, "LỚP", fmt.Sprint(first.Grade)},
		{topic && first.Topic != "", "CHỦ ĐỀ", first.Topic}, {content && first.Content != "", "ĐƠN VỊ KIẾN THỨC", first.Content},
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

func (e *exporter) question(d bank.ItemDraft) {
	b := d.Body
	if why := cannot(b); why != "" {
		e.tell(bank.Error, d, "export.kind", "Tệp Word không ghi được câu này: "+why)
		return
	}
	e.stimulus(len(e.written), b.Question.Stimulus, d)
	e.no++
	e.written = append(e.written, d)
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

// stimulus writes the text that the next questions share.
func (e *exporter) stimulus(from int, text string, d bank.ItemDraft) {
	if e.left > 0 && text == e.shared {
		e.left--
		return
	}
	e.shared, e.left = text, 0
	if text == "" {
		return
	}
	n := e.sharing(d, text)
	e.left = n - 1
	e.out = append(e.out, office.Line(office.Left, office.Italic(fmt.Sprintf("Đọc đoạn văn sau và trả lời câu %d đến câu %d.", e.no+1, e.no+n))))
	e.html(d, text)
}

// sharing counts the questions from d on that stand below one text.
func (e *exporter) sharing(d bank.ItemDraft, text string) int {
	n, started := 0, false
	for _, o := range e.in.Items {
		if !started && o.Where == d.Where && o.Body.Question.Stem == d.Body.Question.Stem {
			started = true
		}
		if !started || cannot(o.Body) != "" {
			continue
		}
		if o.Body.Question.Stimulus != text {
			break
		}
		n++
	}
	return max(1, n)
}
