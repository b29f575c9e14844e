package word

import (
	"fmt"
	"slices"
	"strings"

	"khaothi/bank"
)

// changed finds the questions that come back with another key or kind, or not
// at all: they have to stay out. When the file as a whole does not read, each
// question is tried by itself.
func (e *exporter) changed(back bank.Imported) map[int]string {
	bad := map[int]string{}
	if len(back.Items) == len(e.written) && back.Report.Errors() == 0 {
		for i, at := range e.written {
			if why := spoiled(e.in.Items[at].Body, back.Items[i].Body); why != "" {
				bad[at] = why
			}
		}
		return bad
	}
	for _, at := range e.written {
		one := &exporter{in: bank.Imported{Items: e.in.Items[at : at+1], Media: e.in.Media}}
		data, err := one.file()
		if err != nil {
			bad[at] = "không dựng được tệp."
			continue
		}
		alone := Read("export.docx", data)
		if rows := alone.Report.Of(bank.Error); len(rows) > 0 {
			bad[at] = "đọc lại thì báo lỗi: " + rows[0].Message
		} else if len(alone.Items) != 1 {
			bad[at] = "đọc lại thì không còn là một câu."
		} else if why := spoiled(e.in.Items[at].Body, alone.Items[0].Body); why != "" {
			bad[at] = why
		}
	}
	if len(bad) == 0 { // only together they do not read
		for _, r := range back.Report.Of(bank.Error) {
			if at, ok := e.numbered(r.Where); ok {
				bad[at] = "đọc lại thì báo lỗi: " + r.Message
			}
		}
	}
	if len(bad) == 0 && len(e.written) > 0 {
		for _, at := range e.written {
			bad[at] = "câu này cùng với các câu khác không đọc lại được."
		}
	}
	return bad
}

// numbered finds the question that a row is about: "Câu 7 (đoạn 12)".
func (e *exporter) numbered(where string) (int, bool) {
	var no int
	if _, err := fmt.Sscanf(where, "Câu %d", &no); err != nil || no < 1 || no > len(e.written) {
		return 0, false
	}
	return e.written[no-1], true
}

// spoiled says why a question that came back may not stay in the file.
func spoiled(a, b bank.Body) string {
	switch {
	case a.Question.Kind != b.Question.Kind:
		return "đọc lại thì thành dạng khác."
	case answerOf(a) != answerOf(b) || !a.SameKey(b):
		return "đọc lại thì đáp án khác."
	}
	return ""
}

// compare tells what else of the questions did not come back from the file.
func (e *exporter) compare(back bank.Imported) {
	for i, at := range e.written {
		d := e.in.Items[at]
		for _, what := range differences(d.Body, back.Items[i].Body) {
			e.tell(bank.Warning, d, "export."+what, "Đọc lại từ tệp Word thì khác: "+whatNames[what]+".")
		}
	}
}

var whatNames = map[string]string{ //nolint:gosec // words for people, no secret
	"kind": "dạng câu", "stem": "lời hỏi", "stimulus": "ngữ liệu", "options": "phương án", "statements": "các ý", "key": "đáp án", "tags": "nhãn (chủ đề, yêu cầu cần đạt, năng lực, thẻ)",
	"level": "mức độ", "solution": "lời giải", "label": "mã câu", "answer": "khuôn trả lời", "credit": "điểm từng phần", "rubric": "hướng dẫn chấm", "todo": "việc cần làm",
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
	add(len(a.Key.Rubric) == 0, "rubric")
	add(len(a.Todo) == 0 && len(b.Todo) == 0, "todo")
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
