package moodlexml

import (
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

func (q *question) choice() {
	single, fixed := !no(q.x.Single) && q.x.Type == "multichoice", no(q.x.Shuffle)
	q.problems = append(q.problems, source.Choice(&q.body, single, fixed, q.answers())...)
	if q.x.Type == "multichoiceset" { // the plugin that gives all or nothing
		q.body.Key.Credit = nil
		q.problems = nil
	}
}

// trueFalse needs exactly one full weight on exactly one of the two words.
func (q *question) trueFalse() {
	var right []string
	for _, a := range q.x.Answers {
		if (source.Answer{Weight: q.weight(a)}).Full() {
			right = append(right, strings.ToLower(strings.TrimSpace(bank.PlainText(a.Text))))
		}
	}
	value := len(right) == 1 && (right[0] == "true" || right[0] == "đúng" || right[0] == "1")
	source.TrueFalse(&q.body, value)
	if len(right) == 1 && (value || right[0] == "false" || right[0] == "sai" || right[0] == "0") {
		return
	}
	q.body.Key = bank.Key{}
	q.wrong("key.truefalse", "key", "Câu đúng/sai không ghi rõ một đáp án true hoặc false.", `Đặt fraction="100" cho đúng một trong hai đáp án true, false.`)
}

func (q *question) short() {
	q.problems = append(q.problems, source.TextAnswers(&q.body, q.x.UseCase == "" || no(q.x.UseCase), q.plainAnswers())...)
}

// plainAnswers are answers that are typed: their text has no format.
func (q *question) plainAnswers() []source.Answer {
	out := make([]source.Answer, 0, len(q.x.Answers))
	for _, a := range q.x.Answers {
		out = append(out, source.Answer{HTML: plain(a.Text), Weight: q.weight(a)})
	}
	return out
}

func (q *question) numerical() {
	var answers []source.NumberAnswer
	for _, a := range q.x.Answers {
		w := q.weight(a)
		text := strings.TrimSpace(a.Text)
		earns := (source.Answer{Weight: w}).Credit() != 0
		if text == "*" && earns {
			q.byPerson("Đáp án “*” (số bất kì) được tính điểm.", a.Fraction+"%")
			continue
		}
		s, ok := source.Around(text, a.Tolerance)
		if !ok && !earns {
			continue // a catch-all for a comment
		}
		if !ok {
			q.wrong("key.number", "key", "Đáp số “"+bank.NormText(text)+"” (dung sai “"+bank.NormText(a.Tolerance)+"”) không phải số thập phân.", "Ghi đáp số và dung sai bằng số thập phân thường.")
			return
		}
		answers = append(answers, source.NumberAnswer{Span: s, Text: text, Weight: w})
	}
	source.Numeric(&q.body, answers)
	q.units()
}

// units tells that a unit is not kept; one that is marked leaves the scoring to
// a person.
func (q *question) units() {
	if len(q.x.Units) == 0 {
		return
	}
	name := bank.NormText(q.x.Units[0].Name)
	if grading := strings.TrimSpace(q.x.UnitGrading); grading != "" && grading != "0" {
		q.byPerson("Câu chấm cả đơn vị “"+name+"”; ngân hàng chỉ chấm số.", "unitgradingtype "+grading)
		return
	}
	q.warn("unit.dropped", "Đơn vị “"+name+"” không được nhập; thí sinh chỉ ghi số.", "Ghi đơn vị vào đề nếu cần.")
}

// essay is a text or, where only files are taken, files.
func (q *question) essay() {
	q.body.Question.Kind = bank.Essay
	lines, words := integer(q.x.Lines), integer(q.x.MaxWords)
	if strings.TrimSpace(q.x.Response) == "noinline" {
		q.body.Question.Kind = bank.Upload
		size := integer(q.x.MaxBytes)
		if size < 1 || size > defaultUpload {
			size = defaultUpload
		}
		q.body.Question.Files = &bank.Files{MaxBytes: size, Types: fileTypes(q.x.FileTypes)}
	} else if lines > 0 || words > 0 {
		q.body.Question.Writing = &bank.Writing{Lines: lines, Words: words}
	}
	if q.body.Question.Kind == bank.Essay && integer(q.x.Attachments) != 0 {
		q.warn("essay.files", "Câu còn cho nộp tệp kèm; ngân hàng chỉ giữ phần viết.", "Tách phần nộp tệp thành một câu nộp tệp.")
	}
	if guide := q.html(q.x.Grader); !bank.IsEmpty(guide) {
		points := 100
		if f, err := strconv.ParseFloat(strings.TrimSpace(q.x.Grade), 64); err == nil && f >= 0.01 && f < 1000 {
			points = int(f*100 + 0.5)
		}
		q.body.Key.Rubric = []bank.Criterion{{HTML: guide, Points: points}}
	}
}

// defaultUpload is what may be handed in where Moodle leaves it to the course.
const defaultUpload = 20 << 20

func integer(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// fileTypes reads ".pdf,.docx"; groups such as "document" mean more than we
// know, so they set no bound.
func fileTypes(list string) []string {
	var out []string
	for word := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r == ' ' || r == ';' }) {
		ext, ok := strings.CutPrefix(strings.ToLower(word), ".")
		if !ok {
			return nil
		}
		out = append(out, ext)
	}
	return out
}
