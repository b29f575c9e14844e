package source

import (
	"reflect"
	"regexp"
	"slices"
	"strings"

	"khaothi/bank"
)

// Spoiled says why a question that was written and read again may not stay in
// the file: its kind or its key is another one. Else it is "".
func Spoiled(a, b bank.Body) string {
	if a.Question.Kind != b.Question.Kind {
		return "đọc lại thì thành dạng khác"
	}
	p, q := byPlace(a), byPlace(b)
	for _, k := range []*bank.Key{&p.Key, &q.Key} {
		k.Rubric, k.Fold = nil, false // Differences tells
		if a.Question.Kind != bank.Order {
			slices.Sort(k.Options)
		}
	}
	if !reflect.DeepEqual(p.Key, q.Key) {
		return "đọc lại thì đáp án hoặc điểm từng phần khác"
	}
	return ""
}

// Differences names the parts of a question that differ from what was read
// again, in words for people. Ids of options do not count.
func Differences(a, b bank.Body) []string {
	a, b = shown(byPlace(a)), shown(byPlace(b))
	p, q := a.Question, b.Question
	var out []string
	add := func(x, y any, what string) {
		if !reflect.DeepEqual(x, y) {
			out = append(out, what)
		}
	}
	add(p.Stem, q.Stem, "lời hỏi")
	add(p.Stimulus, q.Stimulus, "ngữ liệu")
	add(p.Options, q.Options, "phương án")
	add(p.Statements, q.Statements, "các ý")
	add([]any{p.Grid, p.Gaps, p.Writing, p.Files}, []any{q.Grid, q.Gaps, q.Writing, q.Files}, "khuôn trả lời")
	add([]any{p.Image, p.Points}, []any{q.Image, q.Points}, "hình để chọn")
	add(a.Key.Rubric, b.Key.Rubric, "hướng dẫn chấm")
	add(a.Key.Fold, b.Key.Fold, "cách tính chữ hoa, chữ thường")
	add(a.Tags.Level, b.Tags.Level, "mức độ")
	a.Tags.Level, b.Tags.Level = "", ""
	add(a.Tags, b.Tags, "nhãn (môn, lớp, chủ đề, đơn vị kiến thức, yêu cầu cần đạt, năng lực, thẻ)")
	add(a.Solution, b.Solution, "lời giải")
	add(a.Label, b.Label, "mã câu")
	add(a.Todo, b.Todo, "ghi chú việc còn lại")
	return out
}

var (
	sameLook = strings.NewReplacer("<tbody>", "", "</tbody>", "", "<thead>", "", "</thead>", "", "strong>", "b>", "em>", "i>", "<br>", "<br/>")
	inMaths  = regexp.MustCompile(`(?s)\\\(.*?\\\)|\\\[.*?\\\]`)
	oneLine  = regexp.MustCompile(`^<p>(.*)</p>$`)
)

// shown is a copy of a body, by place, without what nobody sees: elements of one
// look, blanks in formulas, and the paragraph around a text that is one.
func shown(b bank.Body) bank.Body {
	look := func(s *string) {
		*s = inMaths.ReplaceAllStringFunc(sameLook.Replace(*s), func(f string) string { return strings.ReplaceAll(f, " ", "") })
		if m := oneLine.FindStringSubmatch(*s); m != nil && !strings.Contains(m[1], "<p>") {
			*s = m[1]
		}
	}
	q := &b.Question
	look(&q.Stem)
	look(&q.Stimulus)
	look(&b.Solution)
	for i := range q.Options {
		look(&q.Options[i].HTML)
	}
	for i := range q.Statements {
		look(&q.Statements[i].HTML)
	}
	return b
}

// byPlace is a copy of a body in which options are named by their places, and
// lists that are empty are nil.
func byPlace(b bank.Body) bank.Body {
	names := map[string]string{}
	rename := func(list []bank.Option, prefix string) []bank.Option {
		out := slices.Clone(list)
		for i := range out {
			id := prefix + Letter(i)
			names[out[i].ID], out[i].ID = id, id
		}
		return bare(out)
	}
	q := &b.Question
	q.Options, q.Statements, q.Gaps = rename(q.Options, ""), bare(slices.Clone(q.Statements)), slices.Clone(q.Gaps)
	for i := range q.Gaps {
		q.Gaps[i].Options = rename(q.Gaps[i].Options, string(rune('a'+i)))
	}
	named := func(list []string) []string {
		out := slices.Clone(list)
		for i, id := range out {
			if name, ok := names[id]; ok {
				out[i] = name
			}
		}
		return bare(out)
	}
	k := b.Key
	k.Options, k.Statements, k.Accepted, k.Areas, k.Rubric = named(k.Options), named(k.Statements), bare(k.Accepted), bare(k.Areas), bare(k.Rubric)
	k.Gaps, k.Credit = nil, nil
	for _, g := range b.Key.Gaps {
		k.Gaps = append(k.Gaps, named(g))
	}
	for name, c := range b.Key.Credit {
		if k.Credit == nil {
			k.Credit = map[string]bank.Credit{}
		}
		field, value, several := strings.Cut(name, ":")
		switch {
		case names[name] != "":
			name = names[name]
		case several && names[value] != "":
			name = field + ":" + names[value]
		}
		k.Credit[name] = c
	}
	b.Key = k
	b.Tags.Free, b.Tags.Competences, b.Todo = bare(b.Tags.Free), bare(b.Tags.Competences), bare(b.Todo)
	return b
}

// bare is a list without its empty self.
func bare[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}
