package gift

import (
	"html"
	"regexp"
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// Format is the name of this format on the command line.
const Format = "gift"

// Read turns a GIFT file into drafts. It is pure and bounded. A file with
// embedded answers, which GIFT has not, is one question of Moodle's cloze text.
func Read(name string, data []byte) bank.Imported {
	c := source.NewCollector(name, Format, data)
	text, row := source.Text(data)
	if row != nil {
		return c.Refuse(row)
	}
	c.Drafts = true
	if source.HasCloze(text) {
		q := source.Found{Where: source.Line(1)}
		q.Problems = c.Cloze(q.Where, &q.Body, "moodle", text, nil)
		c.Item(q)
		return c.Done()
	}
	for _, b := range blocks(text) {
		q := question{c: c, where: source.Line(b.line), raw: b.text}
		q.body.Tags.Topic = source.Topic(b.category)
		q.comments(b.comments)
		q.read(b.text)
	}
	return c.Done()
}

type question struct {
	c        *source.Collector
	where    string
	raw      string
	format   string
	body     bank.Body
	problems []bank.Problem
	mine     *bank.Body // what Write has put before the question
}

var mark = regexp.MustCompile(`\[(id|tag):((?:[^\]\\]|\\.)*)\]`)

// comments reads what Moodle and Write say in the lines before a question:
// [id:x] [tag:y], and the rest of an item of ours.
func (q *question) comments(lines []string) {
	for _, l := range lines {
		if strings.HasPrefix(l, source.Keeps) {
			q.mine = source.Kept(l)
			continue
		}
		for _, m := range mark.FindAllStringSubmatch(l, -1) {
			text := bank.NormText(strings.NewReplacer(`\]`, "]", `\[`, "[", `\\`, `\`).Replace(m[2]))
			switch level, ok := bank.ParseLevel(text); {
			case m[1] == "id":
				q.body.Label = text
			case ok && len(text) > 1 && q.body.Tags.Level == "":
				q.body.Tags.Level = level
			default:
				q.body.Tags.Free = append(q.body.Tags.Free, text)
			}
		}
	}
}

var (
	stimulus   = regexp.MustCompile(`(?s)^<div data-khaothi\\="ngulieu">(.*?)</div>`)
	formatMark = regexp.MustCompile(`^\[(html|markdown|plain|moodle)\]`)
	weight     = regexp.MustCompile(`^%(-?[0-9]+(?:\.[0-9]+)?)%`)
)

// maxMarks bounds the marks of one answer block, those in HTML included: a file
// of 10 MB in one block would cost minutes.
const maxMarks = 2000

func (q *question) broken(code, message, fix string) {
	q.c.Broken(q.where, code, message, fix, q.raw)
}

func (q *question) read(text string) {
	text = strings.TrimSpace(text)
	if rest, ok := strings.CutPrefix(text, "::"); ok {
		end := endOfName(rest)
		if end < 0 {
			q.broken("gift.name", "Tên câu mở bằng :: mà không đóng.", "Viết tên câu giữa hai cặp dấu :: .")
			return
		}
		text = strings.TrimSpace(rest[end+2:])
		if q.body.Label == "" {
			q.body.Label = unescape(rest[:end])
		}
	}
	if m := formatMark.FindStringSubmatch(text); m != nil {
		q.format, text = m[1], text[len(m[0]):]
	}
	if m := stimulus.FindStringSubmatch(text); m != nil {
		q.body.Question.Stimulus, text = q.html(m[1]), text[len(m[0]):]
	}
	open := find(text, 0, "{")
	if open < 0 {
		if find(text, 0, "}") >= 0 {
			q.broken("gift.brace", "Có dấu } mà không có dấu { trước nó.", `Viết \} nếu dấu ngoặc thuộc nội dung.`)
			return
		}
		q.c.Row(bank.Warning, q.where, "description.note", "Đoạn không có phần trả lời {…} không phải câu hỏi, không nhập.", "Nếu là ngữ liệu dùng chung, chép vào ngữ liệu của các câu sau nó.", q.raw)
		return
	}
	end := find(text, open+1, "{}")
	if end < 0 || text[end] == '{' {
		q.broken("gift.brace", "Phần trả lời mở bằng { mà không đóng bằng } (một dòng trống cũng kết thúc câu).", `Đóng phần trả lời; viết \{ \} nếu dấu ngoặc thuộc nội dung.`)
		return
	}
	before, answers, after := text[:open], strings.TrimSpace(text[open+1:end]), strings.TrimSpace(text[end+1:])
	if find(after, 0, "{}") >= 0 {
		q.broken("gift.brace", "Câu có hơn một phần trả lời {…}.", `Tách thành nhiều câu; viết \{ \} nếu dấu ngoặc thuộc nội dung.`)
		return
	}
	if strings.Count(answers, "=")+strings.Count(answers, "~") > maxMarks {
		q.broken("gift.answers", "Phần trả lời có quá nhiều đáp án.", "Kiểm tra lại dấu đóng } và dòng trống giữa các câu.")
		return
	}
	if after != "" {
		before = strings.TrimSpace(before) + " _____" + gap(after) + after
	}
	q.body.Question.Stem = q.html(before)
	q.answer(answers)
}

// gap is what stands between the blank of a missing-word question and the text
// after it.
func gap(after string) string {
	if strings.ContainsAny(after[:1], ".,;:?!)") {
		return ""
	}
	return " "
}

func endOfName(s string) int {
	for i := 0; i+1 < len(s); i++ {
		if s[i] == '\\' {
			i++
			continue
		}
		if s[i] == ':' && s[i+1] == ':' {
			return i
		}
	}
	return -1
}

// html turns raw GIFT text into the subset; it may name its own format.
func (q *question) html(raw string) string {
	format := q.format
	raw = strings.TrimSpace(raw)
	if m := formatMark.FindStringSubmatch(raw); m != nil {
		format, raw = m[1], raw[len(m[0]):]
	}
	if q.mine != nil {
		return bank.CleanHTML(q.c.HTML(q.where, unescape(raw), nil))
	}
	return q.c.Formatted(q.where, format, unescape(raw), nil)
}

// answer decides the kind by the marks, in Moodle's order.
func (q *question) answer(text string) {
	if at := general(text); at >= 0 {
		q.body.Solution = q.html(text[at+4:])
		text = strings.TrimSpace(text[:at])
	}
	switch {
	case text == "":
		q.body.Question.Kind = bank.Essay
	case text[0] == '#':
		q.numerical(text[1:])
	case find(text, 0, "~") >= 0:
		q.choice(text)
	case find(text, 0, "=") >= 0 && find(text, 0, "~") < 0 && arrow(text) >= 0:
		q.matching(text)
	case q.trueFalse(text):
	case find(text, 0, "=") >= 0:
		q.short(text)
	default:
		q.broken("gift.answer", "Không đọc được phần trả lời: không có dấu = hoặc ~ trước đáp án.", "Ghi = trước đáp án đúng, ~ trước đáp án sai.")
		return
	}
	if q.mine != nil {
		q.restore()
	}
	q.c.Item(source.Found{Where: q.where, Body: q.body, Problems: q.problems})
}

// arrow finds the first -> that is no text.
func arrow(s string) int {
	for at := 0; ; {
		i := find(s, at, "-")
		if i < 0 || strings.HasPrefix(s[i:], "->") {
			return i
		}
		at = i + 1
	}
}

// matching reads =row -> target. Targets of one text are one target; a row
// without text only brings its target.
func (q *question) matching(text string) {
	lead, raws := split(text, "=")
	if strings.TrimSpace(lead) != "" {
		q.problems = append(q.problems, stray(lead))
	}
	var rows []source.Pair
	for _, raw := range raws {
		raw = raw[1:]
		if i := find(raw, 0, "#"); i >= 0 {
			q.c.Feedback++
			raw = raw[:i]
		}
		i := arrow(raw)
		if i < 0 {
			q.problems = append(q.problems, bank.Problem{
				Code: "key.pair", Field: "key", Message: "Dòng “" + bank.NormText(raw) + "” của câu ghép cặp thiếu dấu ->.", Fix: "Viết =vế trái -> vế phải.",
			})
			return
		}
		rows = append(rows, source.Pair{Row: q.html(raw[:i]), Target: bank.CleanHTML(html.EscapeString(unescape(raw[i+2:])))})
	}
	source.Pairs(&q.body, false, rows)
}

// general finds the feedback on the whole question.
func general(s string) int {
	for at := 0; ; {
		i := find(s, at, "#")
		if i < 0 {
			return -1
		}
		if strings.HasPrefix(s[i:], "####") {
			return i
		}
		at = i + 1
	}
}

func (q *question) trueFalse(text string) bool {
	word := text
	if i := find(text, 0, "#"); i >= 0 {
		word = strings.TrimSpace(text[:i])
		q.c.Feedback++
	}
	switch strings.ToUpper(word) {
	case "T", "TRUE":
		source.TrueFalse(&q.body, true)
	case "F", "FALSE":
		source.TrueFalse(&q.body, false)
	default:
		return false
	}
	return true
}

// weighted reads one answer with its mark, weight and feedback.
func (q *question) weighted(raw string) (text string, w float64) {
	if raw[0] == '=' {
		w = 100
	}
	raw = strings.TrimSpace(raw[1:])
	if m := weight.FindStringSubmatch(raw); m != nil {
		w, _ = strconv.ParseFloat(m[1], 64) // the expression is a number
		raw = raw[len(m[0]):]
	}
	if i := find(raw, 0, "#"); i >= 0 {
		q.c.Feedback++
		raw = raw[:i]
	}
	return strings.TrimSpace(raw), w
}

func (q *question) choice(text string) {
	lead, raws := split(text, "=~")
	if strings.TrimSpace(lead) != "" {
		q.problems = append(q.problems, stray(lead))
	}
	var answers []source.Answer
	for _, raw := range raws {
		t, w := q.weighted(raw)
		answers = append(answers, source.Answer{HTML: q.html(t), Weight: w})
	}
	single := find(text, 0, "=") >= 0
	q.problems = append(q.problems, source.Choice(&q.body, single, false, answers)...)
}

func (q *question) short(text string) {
	lead, raws := split(text, "=")
	if strings.TrimSpace(lead) != "" {
		q.problems = append(q.problems, stray(lead))
	}
	var answers []source.Answer
	for _, raw := range raws {
		t, w := q.weighted(raw)
		answers = append(answers, source.Answer{HTML: bank.CleanHTML(html.EscapeString(unescape(t))), Weight: w})
	}
	q.problems = append(q.problems, source.TextAnswers(&q.body, true, answers)...)
}

func stray(lead string) bank.Problem {
	return bank.Problem{
		Code: "key.stray", Field: "key", Message: "Có chữ trước đáp án đầu tiên: “" + bank.NormText(lead) + "”.",
		Fix: "Ghi = hoặc ~ trước mỗi đáp án.",
	}
}

// numerical reads {#1822}, {#1822:2}, {#3.1..3.2} and lists with = and weights.
func (q *question) numerical(text string) {
	_, raws := split(text, "=~")
	if raws == nil {
		raws = []string{"=" + text}
	}
	var answers []source.NumberAnswer
	for _, raw := range raws {
		t, w := q.weighted(raw)
		s, one, ok := span(t)
		if !ok && (source.Answer{Weight: w}).Credit() == 0 {
			continue // a catch-all for a comment
		}
		if !ok {
			q.problems = append(q.problems, bank.Problem{
				Code: "key.number", Field: "key", Message: "Đáp số “" + t + "” không phải số hay khoảng số.",
				Fix: "Ghi số, số:dung sai hoặc nhỏ..lớn, ví dụ 3.14:0.005.",
			})
			q.body.Question.Kind = bank.Numeric
			return
		}
		answers = append(answers, source.NumberAnswer{Span: s, Text: one, Weight: w})
	}
	source.Numeric(&q.body, answers)
}

func span(t string) (s source.Span, one string, ok bool) {
	if lo, hi, two := strings.Cut(t, ".."); two {
		s, ok = source.Between(lo, hi)
		return s, "", ok
	}
	value, tolerance, _ := strings.Cut(unescape(t), ":")
	s, ok = source.Around(value, tolerance)
	return s, strings.TrimSpace(value), ok
}
