package word

import (
	"slices"
	"strings"

	"khaothi/bank"
)

// compare tells what of the questions did not come back from the file.
func (e *exporter) compare(back bank.Imported) {
	if len(back.Items) != len(e.written) || back.Report.Errors() > 0 {
		e.apart(back)
		return
	}
	for i, d := range e.written {
		for _, what := range differences(d.Body, back.Items[i].Body) {
			e.tell(bank.Warning, d, "export."+what, "Đọc lại từ tệp Word thì khác: "+whatNames[what]+".")
		}
	}
}

// apart finds the questions that spoil the file, each by itself.
func (e *exporter) apart(back bank.Imported) {
	for _, r := range back.Report.Of(bank.Error) {
		d := bank.ItemDraft{Where: "câu trong tệp Word: " + r.Where}
		e.tell(bank.Warning, d, "export.read", "Nhập lại tệp này sẽ báo lỗi: "+r.Message)
	}
	if len(back.Items) != len(e.written) && back.Report.Errors() == 0 {
		e.tell(bank.Warning, bank.ItemDraft{Where: "tệp"}, "export.count", "Số câu đọc lại được khác số câu đã ghi.")
	}
}

var whatNames = map[string]string{
	"kind": "dạng câu", "stem": "lời hỏi", "stimulus": "ngữ liệu", "options": "phương án", "statements": "các ý", "key": "đáp án", "tags": "nhãn (chủ đề, yêu cầu cần đạt, năng lực, thẻ)",
	"level": "mức độ", "solution": "lời giải", "label": "mã câu", "answer": "khuôn trả lời", "credit": "điểm từng phần", "rubric": "hướng dẫn chấm",
}

// differences names the parts in which two bodies differ; ids of options do not
// count.
func differences(a, b bank.Body) []string {
	var out []string
	add := func(same bool, what string) {
		if !same {
			out = append(out, what)
		}
	}
	p, q := a.Question, b.Question
	add(p.Kind == q.Kind, "kind")
	add(p.Stem == q.Stem, "stem")
	add(p.Stimulus == q.Stimulus, "stimulus")
	add(slices.EqualFunc(p.Options, q.Options, func(x, y bank.Option) bool { return x.HTML == y.HTML && x.Fixed == y.Fixed }), "options")
	add(slices.EqualFunc(p.Statements, q.Statements, func(x, y bank.Statement) bool { return x.HTML == y.HTML && x.Level == y.Level }), "statements")
	add(answerOf(a) == answerOf(b) && a.Key.Fold == b.Key.Fold, "key")
	add(len(a.Key.Credit) == 0, "credit")
	add(len(a.Key.Rubric) == len(b.Key.Rubric), "rubric")
	add(a.Tags.Level == b.Tags.Level, "level")
	s, t := a.Tags, b.Tags
	add(s.Subject == t.Subject && s.Grade == t.Grade && s.Topic == t.Topic && s.Content == t.Content && s.Outcome == t.Outcome && slices.Equal(s.Competences, t.Competences) && slices.Equal(s.Free, t.Free), "tags")
	add(a.Solution == b.Solution, "solution")
	add(a.Label == b.Label, "label")
	add(sameGrid(p.Grid, q.Grid) && sameWriting(p.Writing, q.Writing) && len(p.Gaps) == len(q.Gaps), "answer")
	return out
}

// answerOf is the key by places, without ids.
func answerOf(b bank.Body) string {
	q := b.Question
	place := func(id string) string {
		return string(rune('A' + slices.IndexFunc(q.Options, func(o bank.Option) bool { return o.ID == id })))
	}
	var words []string
	for _, id := range b.Key.Options {
		words = append(words, place(id))
	}
	if q.Kind != bank.Order {
		slices.Sort(words)
	}
	for _, s := range b.Key.Statements {
		if q.Kind == bank.Match {
			s = place(s)
		}
		words = append(words, s)
	}
	words = append(words, b.Key.Accepted...)
	for _, g := range b.Key.Gaps {
		words = append(words, strings.Join(g, "|"))
	}
	return strings.Join(words, "\x00")
}

func sameGrid(a, b *bank.Grid) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

func sameWriting(a, b *bank.Writing) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}
