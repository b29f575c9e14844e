package moodlexml

import (
	"encoding/base64"
	"html"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// reasons are why questions of other types stay out.
var reasons = map[string]string{
	"randomsamatch": "câu ghép cặp lấy ngẫu nhiên từ câu khác", "random": "câu lấy ngẫu nhiên từ một danh mục",
	"ddimageortext": "câu kéo thả lên hình, các ô không có tên",
	"calculated":    "câu tính theo biến số ngẫu nhiên", "calculatedsimple": "câu tính theo biến số ngẫu nhiên", "calculatedmulti": "câu tính theo biến số ngẫu nhiên",
	"stack": "câu STACK cần hệ đại số máy tính", "formulas": "câu tính theo biến số ngẫu nhiên", "coderunner": "câu chấm bằng chương trình", "wirisquiz": "câu WIRIS cần hệ đại số máy tính",
	"missingtype": "Moodle không biết dạng câu này",
}

type question struct {
	c        *source.Collector
	where    string
	x        xmlQuestion
	body     bank.Body
	problems []bank.Problem
	mine     *bank.Body // what Write has put beside the question
}

// readersOf are the types of questions that have a counterpart.
var readersOf = map[string]func(q *question){
	"multichoice": (*question).choice, "multichoiceset": (*question).choice, "truefalse": (*question).trueFalse,
	"shortanswer": (*question).short, "numerical": (*question).numerical,
	"matching": (*question).matching, "match": (*question).matching, "ddmatch": (*question).matching, "ordering": (*question).ordering,
	"cloze": (*question).cloze, "multianswer": (*question).cloze, "gapselect": (*question).gapSelect, "ddwtos": (*question).dragWords,
	"ddmarker": (*question).marker, "essay": (*question).essay,
}

func (q *question) read() {
	excerpt := q.x.Name.Text + " " + q.x.Text.Text
	if q.x.Type == "description" {
		q.c.Row(bank.Warning, q.where, "description.note", "Đoạn mô tả không phải câu hỏi, không nhập.", "Nếu là ngữ liệu dùng chung, chép vào ngữ liệu của các câu sau nó.", excerpt)
		return
	}
	read, known := readersOf[q.x.Type]
	if !known {
		reason, ok := reasons[q.x.Type]
		if !ok {
			reason = "dạng câu của một phần mở rộng Moodle"
		}
		q.c.Unsupported(q.where, q.x.Type, reason, excerpt)
		return
	}
	q.mine = source.Kept(strings.TrimSpace(q.x.Comment))
	q.body.Label = label(q.x)
	if m := stimulus.FindStringSubmatch(q.x.Text.Text); m != nil {
		q.body.Question.Stimulus = q.html(xmlText{Format: q.x.Text.Format, Text: m[1], Files: q.x.Text.Files})
		q.x.Text.Text = q.x.Text.Text[len(m[0]):]
	}
	q.body.Question.Stem = q.html(q.x.Text) + q.oldPicture()
	q.body.Solution = q.html(q.x.General)
	q.countFeedback()
	if multilang.MatchString(q.x.Text.Text) {
		q.warn("text.multilang", "Câu viết bằng nhiều ngôn ngữ (bộ lọc multilang của Moodle): mọi ngôn ngữ đứng cạnh nhau.", "Xoá những ngôn ngữ không dùng sau khi nhập.")
	}
	read(q)
	q.tags()
	if q.mine != nil {
		q.restore()
	}
	q.c.Item(source.Found{Where: q.where, Body: q.body, Problems: q.problems})
}

// multilang marks a text that Moodle shows in one of its languages.
var multilang = regexp.MustCompile(`class="[^"]*\bmultilang\b|\{mlang `)

// stimulus is the shared text that Write puts before the stem.
var stimulus = regexp.MustCompile(`(?s)^<div data-khaothi="ngulieu">(.*?)</div>`)

// maxLabel is the longest name that the bank keeps as a label.
const maxLabel = 300

func label(x xmlQuestion) string {
	for _, t := range []string{x.IDNumber, x.Name.Text} {
		if t = bank.NormText(t); t != "" {
			for len(t) > maxLabel {
				_, n := utf8.DecodeLastRuneInString(t)
				t = t[:len(t)-n]
			}
			return t
		}
	}
	return ""
}

// oldPicture is the one picture that a question of Moodle 1.x has.
func (q *question) oldPicture() string {
	if q.x.Image == "" {
		return ""
	}
	data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(q.x.Image), ""))
	if err != nil {
		return ""
	}
	m, ok := q.c.Picture(q.where, data)
	if !ok {
		return ""
	}
	return "<p>" + source.Img(m, "Hình của câu hỏi") + "</p>"
}

// countFeedback counts what is said about single answers, which is not kept.
func (q *question) countFeedback() {
	for _, a := range q.x.Answers {
		if bank.PlainText(a.Feedback.Text) != "" {
			q.c.Feedback++
		}
	}
	q.c.Feedback += len(q.x.Hints)
}

// tags keeps the tags; one that is the name of a level is the level.
func (q *question) tags() {
	for _, t := range q.x.Tags {
		text := bank.NormText(t.Text)
		level, ok := bank.ParseLevel(text)
		if ok && utf8.RuneCountInString(text) > 1 && q.body.Tags.Level == "" && len(q.body.Question.Statements) == 0 {
			q.body.Tags.Level = level
			continue
		}
		q.body.Tags.Free = append(q.body.Tags.Free, text)
	}
}

// no reads a switch as Moodle does: what is not false or 0 is yes.
func no(s string) bool {
	s = strings.ToLower(strings.TrimSpace(s))
	return s == "false" || s == "0"
}

// html turns a text with its attached files into the subset.
func (q *question) html(t xmlText) string {
	find := func(src string) []byte { return file(t.Files, src) }
	if q.mine != nil {
		return bank.CleanHTML(q.c.HTML(q.where, t.Text, find))
	}
	return q.c.Formatted(q.where, t.Format, t.Text, find)
}

// plain keeps every character of a text without format.
func plain(s string) string { return bank.CleanHTML(html.EscapeString(strings.TrimSpace(s))) }

// maxBase64 is a picture of 4 MB with its line ends.
const maxBase64 = 6 << 20

// file finds the bytes of an attached file by its address in a text.
func file(files []xmlFile, src string) []byte {
	name, ok := strings.CutPrefix(src, "@@PLUGINFILE@@/")
	if !ok {
		return nil
	}
	if plain, err := url.PathUnescape(name); err == nil {
		name = plain
	}
	for _, f := range files {
		if f.Name != name && f.Name != src[strings.LastIndexByte(src, '/')+1:] || f.Encoding != "base64" {
			continue
		}
		return decode(f.Data)
	}
	return nil
}

func decode(text string) []byte {
	if len(text) > maxBase64 {
		return make([]byte, maxBase64) // too large for a picture, which says so
	}
	data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return nil
	}
	return data
}

// answers reads texts and weights.
func (q *question) answers() []source.Answer {
	out := make([]source.Answer, 0, len(q.x.Answers))
	for _, a := range q.x.Answers {
		out = append(out, source.Answer{HTML: q.html(a.xmlText), Weight: q.weight(a)})
	}
	return out
}

// weight reads a weight. One that is no number is an error, not nothing.
func (q *question) weight(a xmlAnswer) float64 {
	w, err := strconv.ParseFloat(strings.TrimSpace(a.Fraction), 64)
	if err != nil || w < -100 || w > 100 || w != w {
		q.wrong("key.weight", "key", "Tỉ lệ điểm “"+bank.NormText(a.Fraction)+"” của một phương án không phải số từ -100 đến 100.", "Sửa thuộc tính fraction của phương án.")
		return 0
	}
	return w
}

func (q *question) wrong(code, field, message, fix string) {
	q.problems = append(q.problems, bank.Problem{Code: code, Field: field, Message: message, Fix: fix})
}

func (q *question) warn(code, message, fix string) {
	q.problems = append(q.problems, bank.Problem{Code: code, Field: "key", Message: message, Fix: fix, Warning: true})
}

// byPerson leaves the scoring of the question to a person.
func (q *question) byPerson(note, source string) {
	q.body.Todo = append(q.body.Todo, bank.Todo{Code: bank.TodoScoring, Note: note, Source: source})
}
