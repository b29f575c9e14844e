package moodlexml

import (
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

type xmlText struct {
	Format string    `xml:"format,attr"`
	Text   string    `xml:"text"`
	Files  []xmlFile `xml:"file"`
}

type xmlFile struct {
	Name     string `xml:"name,attr"`
	Encoding string `xml:"encoding,attr"`
	Data     string `xml:",chardata"`
}

type xmlAnswer struct {
	xmlText
	Fraction  string  `xml:"fraction,attr"`
	Tolerance string  `xml:"tolerance"`
	Feedback  xmlText `xml:"feedback"`
}

type xmlQuestion struct {
	Type     string      `xml:"type,attr"`
	Name     xmlText     `xml:"name"`
	Text     xmlText     `xml:"questiontext"`
	General  xmlText     `xml:"generalfeedback"`
	Category xmlText     `xml:"category"`
	IDNumber string      `xml:"idnumber"`
	Single   string      `xml:"single"`
	Shuffle  string      `xml:"shuffleanswers"`
	UseCase  string      `xml:"usecase"`
	Units    []xmlUnit   `xml:"units>unit"`
	Answers  []xmlAnswer `xml:"answer"`
	Image    string      `xml:"image_base64"` // Moodle 1.x
}

type xmlUnit struct {
	Name string `xml:"unit_name"`
}

// reasons are why questions of other types stay out.
var reasons = map[string]string{
	"essay": "câu tự luận không chấm tự động", "description": "đoạn mô tả không có câu trả lời",
	"matching": "câu ghép cặp", "cloze": "câu điền nhiều chỗ trong đoạn văn", "randomsamatch": "câu ghép cặp ngẫu nhiên",
	"gapselect": "câu chọn từ vào chỗ trống", "ddwtos": "câu kéo thả từ", "ddimageortext": "câu kéo thả trên hình", "ddmarker": "câu đánh dấu trên hình",
	"calculated": "câu tính theo biến số", "calculatedsimple": "câu tính theo biến số", "calculatedmulti": "câu tính theo biến số",
	"stack": "câu STACK cần hệ đại số máy tính", "ordering": "câu sắp thứ tự",
}

type question struct {
	c        *source.Collector
	where    string
	x        xmlQuestion
	body     bank.Body
	problems []bank.Problem
}

func (q *question) read() {
	reason, other := reasons[q.x.Type]
	switch q.x.Type {
	case "multichoice", "truefalse", "shortanswer", "numerical":
	default:
		if !other {
			reason = "dạng câu của một phần mở rộng Moodle"
		}
		q.c.Unsupported(q.where, q.x.Type, reason, q.x.Name.Text+" "+q.x.Text.Text)
		return
	}
	q.body.Label = firstOf(q.x.IDNumber, q.x.Name.Text)
	q.body.Question.Stem = q.html(q.x.Text)
	if q.x.Image != "" {
		if data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(q.x.Image), "")); err == nil {
			if m, ok := q.c.Picture(q.where, data); ok {
				q.body.Question.Stem += "<p>" + source.Img(m, "Hình của câu hỏi") + "</p>"
			}
		}
	}
	q.body.Solution = q.html(q.x.General)
	for _, a := range q.x.Answers {
		if bank.PlainText(a.Feedback.Text) != "" {
			q.c.Feedback++
		}
	}
	switch q.x.Type {
	case "multichoice":
		single, fixed := !no(q.x.Single), no(q.x.Shuffle)
		q.problems = append(q.problems, source.Choice(&q.body, single, fixed, q.answers())...)
	case "truefalse":
		q.trueFalse()
	case "shortanswer":
		q.problems = append(q.problems, source.TextAnswers(&q.body, q.answers())...)
	case "numerical":
		q.numerical()
	}
	q.c.Item(source.Found{Where: q.where, Body: q.body, Problems: q.problems})
}

// no reads a switch as Moodle does: what is not false or 0 is yes.
func no(s string) bool {
	s = strings.ToLower(strings.TrimSpace(s))
	return s == "false" || s == "0"
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if strings.TrimSpace(t) != "" {
			return t
		}
	}
	return ""
}

// html turns a text with its attached files into the subset.
func (q *question) html(t xmlText) string {
	return q.c.Formatted(q.where, t.Format, t.Text, func(src string) []byte {
		name, ok := strings.CutPrefix(src, "@@PLUGINFILE@@/")
		if !ok {
			return nil
		}
		if plain, err := url.PathUnescape(name); err == nil {
			name = plain
		}
		for _, f := range t.Files {
			if f.Name != name || f.Encoding != "base64" {
				continue
			}
			data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(f.Data), ""))
			if err != nil {
				return nil
			}
			return data
		}
		return nil
	})
}

// answers reads texts and weights. A weight that is no number is an error, not
// nothing.
func (q *question) answers() []source.Answer {
	out := make([]source.Answer, 0, len(q.x.Answers))
	for _, a := range q.x.Answers {
		out = append(out, source.Answer{HTML: q.html(a.xmlText), Weight: q.weight(a)})
	}
	return out
}

func (q *question) weight(a xmlAnswer) float64 {
	w, err := strconv.ParseFloat(strings.TrimSpace(a.Fraction), 64)
	if err != nil || w < -100 || w > 100 || w != w {
		q.problems = append(q.problems, bank.Problem{
			Code: "key.weight", Field: "key", Message: "Tỉ lệ điểm “" + bank.NormText(a.Fraction) + "” của một phương án không phải số từ -100 đến 100.",
			Fix: "Sửa thuộc tính fraction của phương án.",
		})
		return 0
	}
	return w
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
	q.problems = append(q.problems, bank.Problem{
		Code: "key.truefalse", Field: "key", Message: "Câu đúng/sai không ghi rõ một đáp án true hoặc false.",
		Fix: "Đặt fraction=\"100\" cho đúng một trong hai đáp án true, false.",
	})
}

func (q *question) numerical() {
	q.body.Question.Kind = bank.Short
	var spans []source.Span
	for _, a := range q.x.Answers {
		w := source.Answer{Weight: q.weight(a)}
		text := bank.PlainText(a.Text)
		if w.Partial() {
			q.problems = append(q.problems, source.PartialWarning(text, w.Weight))
		}
		if !w.Full() {
			continue
		}
		s, ok := source.Around(text, a.Tolerance)
		if !ok {
			q.problems = append(q.problems, bank.Problem{
				Code: "key.number", Field: "key", Message: "Đáp số “" + text + "” (dung sai “" + bank.NormText(a.Tolerance) + "”) không phải số thập phân.",
				Fix: "Ghi đáp số và dung sai bằng số thập phân thường.",
			})
			return
		}
		spans = append(spans, s)
	}
	if len(q.x.Units) > 0 {
		q.problems = append(q.problems, bank.Problem{
			Code: "unit.dropped", Field: "key", Warning: true, Message: "Đơn vị “" + bank.NormText(q.x.Units[0].Name) + "” không được nhập; thí sinh chỉ ghi số.",
			Fix: "Ghi đơn vị vào đề nếu cần.",
		})
	}
	if len(spans) == 0 {
		return
	}
	grid, accepted, problems := source.Numeric(spans)
	q.body.Question.Grid, q.body.Key.Accepted = &grid, accepted
	q.problems = append(q.problems, problems...)
}
