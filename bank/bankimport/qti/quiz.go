package qti

import (
	"fmt"
	"html"
	"path"
	"regexp"
	"slices"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// quiz reads the questions of QTI 1.2 as Common Cartridges and Canvas have them.
func (r *reader) quiz(root *node, name string) {
	items := root.all(named("item"))
	for i, n := range items {
		q := quizItem{r: r, n: n, name: name, where: fmt.Sprintf("%s, câu %d (%s)", orFile(name), i+1, clip(n.get("ident")))}
		q.read()
	}
	if len(items) == 0 {
		r.c.Row(bank.Warning, name, "quiz.empty", "Bài kiểm tra không có câu hỏi nào.", "Kiểm tra lại bài kiểm tra trong phần mềm đã xuất ra nó.", "")
	}
}

func orFile(name string) string {
	if name == "" {
		return source.WholeFile
	}
	return name
}

// quizItem is one question of QTI 1.2.
type quizItem struct {
	r     *reader
	n     *node
	name  string
	where string
	body  bank.Body
	row   quizRules
}

// profiles are the kinds of questions by what their metadata call them.
var profiles = map[string]string{
	"cc.multiple_choice.v0p1": "choice", "cc.true_false.v0p1": "choice", "cc.multiple_response.v0p1": "set", "cc.fib.v0p1": "text", "cc.pattern_match.v0p1": "text", "cc.essay.v0p1": "essay",
	"multiple_choice_question": "choice", "true_false_question": "choice", "multiple_answers_question": "set", "short_answer_question": "text", "essay_question": "essay", "file_upload_question": "upload",
}

func (q *quizItem) read() {
	kind := ""
	for _, f := range q.n.all(named("qtimetadatafield")) {
		label, entry := f.child("fieldlabel"), f.child("fieldentry")
		if label == nil || entry == nil {
			continue
		}
		if l := label.words(); l == "cc_profile" || l == "question_type" {
			kind = entry.words()
		}
	}
	p := q.n.child("presentation")
	if profiles[kind] == "" || p == nil {
		q.r.c.Unsupported(q.where, clip(kind), "dạng câu của QTI 1.2 không có trong ngân hàng", q.n.get("title"))
		return
	}
	q.body.Label = q.n.get("title")
	q.body.Question.Stem = q.material(p)
	q.row = quizRules{n: q.n.child("resprocessing")}
	q.body.Solution = q.solution()
	var d *node
	if found := p.all(named("response_lid", "response_str")); len(found) == 1 {
		d = found[0]
	} else if profiles[kind] == "choice" || profiles[kind] == "set" || profiles[kind] == "text" {
		q.r.c.Unsupported(q.where, clip(kind), "không có đúng một chỗ trả lời", q.n.get("title"))
		return
	}
	switch profiles[kind] {
	case "choice", "set":
		q.choice(d, profiles[kind] == "set")
	case "text":
		q.text(d)
	case "essay":
		q.body.Question.Kind = bank.Essay
	case "upload":
		q.body.Question.Kind, q.body.Question.Files = bank.Upload, &bank.Files{MaxBytes: maxFileBytes}
	}
	q.r.c.Item(source.Found{Where: q.where, Body: q.body})
}

// material is the text that stands directly in an element.
func (q *quizItem) material(n *node) string {
	var b strings.Builder
	for _, m := range n.kids {
		switch m.name {
		case "flow", "flow_mat", "flow_label":
			b.WriteString(q.material(m))
		case "material":
			for _, t := range m.children("mattext") {
				b.WriteString(q.html(t))
			}
			for _, i := range m.children("matimage") {
				b.WriteString(q.html(&node{kids: []*node{{text: `<img src="` + html.EscapeString(i.get("uri")) + `">`}}, attrs: []attr{{"texttype", "text/html"}}}))
			}
		}
	}
	return b.String()
}

// html is one text with the pictures of the package.
func (q *quizItem) html(n *node) string {
	format := "plain"
	text := n.raw()
	if n.get("texttype") == "text/html" || strings.Contains(text, "<img") || strings.Contains(text, "<p>") {
		format = "html"
	}
	text = quizImage.ReplaceAllStringFunc(text, func(tag string) string {
		src := html.UnescapeString(quizImage.FindStringSubmatch(tag)[1])
		if _, data := q.r.files.find(q.name, src); data != nil || strings.HasPrefix(src, "data:") {
			return tag
		}
		q.body.Todo = append(q.body.Todo, bank.Todo{Code: bank.TodoPicture, Note: "Thiếu hình “" + path.Base(src) + "”."})
		q.r.c.Row(bank.Warning, q.where, "picture.missing", "Hình “"+clip(src)+"” không nằm trong tệp.", "Nhập cả gói, hoặc chèn hình trước khi duyệt câu; chương trình không tải gì từ mạng.", "")
		return "[" + textHTML("hình: "+path.Base(src)) + "]"
	})
	return q.r.c.Formatted(q.where, format, text, func(src string) []byte {
		_, data := q.r.files.find(q.name, src)
		return data
	})
}

var quizImage = regexp.MustCompile(`(?is)<img\b[^>]*?\bsrc\s*=\s*"([^"]*)"[^>]*>`)

// solution is what the file shows everybody after the answer.
func (q *quizItem) solution() string {
	var b strings.Builder
	for _, f := range q.n.children("itemfeedback") {
		for _, s := range f.all(named("solutionmaterial")) {
			b.WriteString(q.material(s))
		}
		if f.get("ident") == "general_fb" {
			b.WriteString(q.material(f))
		} else if f.words() != "" {
			q.r.c.Feedback++
		}
	}
	return b.String()
}

func (q *quizItem) doubt(why string) {
	if why != noKey {
		q.body.Todo = append(q.body.Todo, bank.Todo{Code: bank.TodoScoring, Note: "Cần xem lại cách chấm: " + why + "."})
	}
}

func (q *quizItem) choice(d *node, many bool) {
	question := &q.body.Question
	question.Kind = bank.Single
	if many {
		question.Kind = bank.Multiple
	}
	var names []string
	for _, l := range d.all(named("response_label")) {
		names = append(names, l.get("ident"))
		question.Options = append(question.Options, bank.Option{HTML: q.material(l), Fixed: l.get("rshuffle") == "No"})
	}
	q.body.Normalise()
	id := func(name string) string { return question.Options[slices.Index(names, name)].ID }
	if many {
		s := sets{p: &q.row, id: d.get("ident"), options: names}
		v := s.judge()
		if v.doubt != "" {
			q.doubt(v.doubt)
		}
		for _, name := range names {
			if slices.Contains(v.key, name) {
				q.body.Key.Options = append(q.body.Key.Options, id(name))
			}
			q.share(id(name), v.credit[name])
		}
		return
	}
	f := fields{p: &q.row, values: [][]string{names}, right: []string{""}, give: q.give(d)}
	v := f.judge()
	switch {
	case v.doubt != "":
		q.doubt(v.doubt)
	case len(v.accepted[0]) != 1:
		q.doubt("nhiều phương án cùng được trọn điểm")
	default:
		q.body.Key.Options = []string{id(v.accepted[0][0])}
		for name, share := range v.credit[0] {
			q.share(id(name), share)
		}
		if len(q.body.Key.Credit) > 0 {
			q.share(q.body.Key.Options[0], 1)
		}
	}
}

func (q *quizItem) share(id string, share float64) {
	if share == 0 {
		return
	}
	if q.body.Key.Credit == nil {
		q.body.Key.Credit = map[string]bank.Credit{}
	}
	q.body.Key.Credit[id] = credit(share)
}

func (q *quizItem) give(d *node) func([]string) map[string][]string {
	return func(a []string) map[string][]string {
		if a[0] == "" {
			return map[string][]string{}
		}
		return map[string][]string{d.get("ident"): {a[0]}}
	}
}

func (q *quizItem) text(d *node) {
	q.body.Question.Kind = bank.Short
	var texts []string
	for _, v := range q.n.all(named("varequal")) {
		if s := v.raw(); v.get("respident") == d.get("ident") && s != "" && !slices.Contains(texts, s) {
			texts = append(texts, s)
		}
	}
	f := fields{p: &q.row, values: [][]string{texts}, right: []string{""}, give: q.give(d)}
	v := f.judge()
	why := v.doubt
	fold := false
	if why == "" {
		it := item{p: &program{}}
		fold, why = it.caseOf(v.accepted[0], func(text string) (float64, error) { return f.score([]string{text}) })
	}
	if why != "" {
		q.doubt(why)
	}
	q.body.Key.Accepted, q.body.Key.Fold = v.accepted[0], fold
	for text, share := range v.credit[0] {
		if share > 0 {
			q.body.Key.Accepted = append(q.body.Key.Accepted, text)
		}
		q.share(text, share)
	}
	q.body.Question.Grid = gridOf(d, q.body.Key.Accepted)
}
