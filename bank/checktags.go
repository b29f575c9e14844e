package bank

import (
	"fmt"
	"slices"
)

func (c *checker) tags() {
	t := c.b.Tags
	if len(t.Topic) > maxTag || len(t.Content) > maxTag || len(t.Outcome) > 4*maxTag || len(t.Subject) > maxTag || len(c.b.Label) > maxTag {
		c.add("tag.long", "tags", "Nhãn quá dài.", "Rút gọn môn, chủ đề, mã câu hoặc yêu cầu cần đạt.")
	}
	for _, list := range [][]string{t.Free, t.Competences} {
		if len(list) > maxTags || slices.ContainsFunc(list, func(s string) bool { return len(s) > maxTag }) {
			c.add("tag.many", "tags", fmt.Sprintf("Quá %d nhãn, hoặc một nhãn quá dài.", maxTags), "Bớt hoặc rút gọn nhãn.")
		}
	}
	if t.Grade < 0 || t.Grade > 12 {
		c.add("grade.unknown", "grade", fmt.Sprintf("Không có lớp %d.", t.Grade), "Ghi lớp từ 1 đến 12.")
	}
	levels := []Level{t.Level}
	for _, s := range c.b.Question.Statements {
		levels = append(levels, s.Level)
	}
	for _, l := range levels {
		if l != "" && l.Vietnamese() == "" {
			c.add("level.unknown", "level", fmt.Sprintf("Không rõ mức độ “%s”.", clip(string(l))), "Dùng Biết, Hiểu hoặc Vận dụng.")
		}
	}
}

// todo repeats what an import left to a person.
func (c *checker) todo() {
	words := map[string][2]string{
		TodoPicture: {"Câu còn thiếu hình.", "Chèn hình rồi xoá ghi chú."},
		TodoScoring: {"Câu cần chấm tay: chưa đọc được cách chấm.", "Đặt lại đáp án và cách chấm rồi xoá ghi chú."},
		TodoText:    {"Câu có chỗ chưa đọc được.", "Sửa lại nội dung rồi xoá ghi chú."},
	}
	for _, t := range c.b.Todo {
		w, ok := words[t.Code]
		if !ok || len(t.Note) > maxText || len(t.Source) > maxText {
			c.add("todo.unknown", "todo", "Ghi chú việc còn lại không hợp lệ.", "Xoá ghi chú.")
			continue
		}
		if t.Note != "" {
			w[0] += " " + clip(t.Note)
		}
		c.lack("todo."+t.Code, "todo", w[0], w[1])
	}
}

// normalise composes the tags and drops empty and repeated ones.
func (t *Tags) normalise() {
	t.Subject = ParseSubject(t.Subject)
	t.Topic, t.Content, t.Outcome = NormText(t.Topic), NormText(t.Content), NormText(t.Outcome)
	t.Free, t.Competences = distinct(t.Free), distinct(t.Competences)
}

func distinct(words []string) []string {
	var out []string
	for _, w := range words {
		if w = NormText(w); w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}
