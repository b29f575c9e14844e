package source

import (
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"

	"khaothi/bank"
)

// clozeField opens an embedded question of Moodle: {1:MULTICHOICE:
var clozeField = regexp.MustCompile(`\{([0-9]{0,4}):([A-Z_]+):`)

// HasCloze reports whether a text has embedded answers of Moodle.
func HasCloze(text string) bool { return clozeField.MatchString(text) }

// clozeTypes are the types of embedded questions: typed or chosen, and whether
// upper and lower case differ.
var clozeTypes = map[string]struct{ typed, number, exact, many bool }{
	"SHORTANSWER": {typed: true}, "SA": {typed: true}, "MW": {typed: true},
	"SHORTANSWER_C": {typed: true, exact: true}, "SAC": {typed: true, exact: true}, "MWC": {typed: true, exact: true},
	"NUMERICAL": {typed: true, number: true}, "NM": {typed: true, number: true},
	"MULTICHOICE": {}, "MC": {}, "MULTICHOICE_V": {}, "MCV": {}, "MULTICHOICE_H": {}, "MCH": {},
	"MULTICHOICE_S": {}, "MCS": {}, "MULTICHOICE_VS": {}, "MCVS": {}, "MULTICHOICE_HS": {}, "MCHS": {},
	"MULTIRESPONSE": {many: true}, "MR": {many: true}, "MULTIRESPONSE_H": {many: true}, "MRH": {many: true},
	"MULTIRESPONSE_S": {many: true}, "MRS": {many: true}, "MULTIRESPONSE_HS": {many: true}, "MRHS": {many: true},
}

// Private code points mark a gap while the text around it is formatted.
const gapOpen, gapShut = "\uE0F0", "\uE0F1"

var gapToken = regexp.MustCompile(gapOpen + `[0-9]+` + gapShut)

// clozeReader gathers the gaps of one question.
type clozeReader struct {
	c        *Collector
	where    string
	find     Find
	b        *bank.Body
	problems []bank.Problem
	folds    map[bool]bool // whether typed gaps fold case: both is no question of ours
	keys     [][]clozeKey
}

// clozeKey is an accepted answer of a gap: the place of an option, or a text.
type clozeKey struct {
	option int
	text   string
	credit bank.Credit
}

// Cloze turns the text of a Moodle question with embedded answers into a stem
// with gaps.
func (c *Collector) Cloze(where string, b *bank.Body, format, text string, find Find) []bank.Problem {
	text = strings.NewReplacer(gapOpen, "", gapShut, "").Replace(text)
	r := clozeReader{c: c, where: where, find: find, b: b, folds: map[bool]bool{}}
	b.Question.Kind = bank.Cloze
	var stem strings.Builder
	for text != "" {
		m := clozeField.FindStringSubmatchIndex(text)
		if m == nil {
			break
		}
		stem.WriteString(text[:m[0]])
		end := clozeEnd(text, m[1])
		if end < 0 {
			r.wrong("cloze.brace", "gaps", "Chỗ trống "+clip(text[m[0]:])+" mở bằng { mà không đóng bằng }.")
			break
		}
		stem.WriteString(gapOpen + strconv.Itoa(len(b.Question.Gaps)) + gapShut)
		r.gap(text[m[2]:m[3]], text[m[4]:m[5]], text[m[1]:end])
		text = text[end+1:]
	}
	stem.WriteString(text)
	b.Question.Stem = gapToken.ReplaceAllStringFunc(c.Formatted(where, format, stem.String(), find), func(m string) string {
		n, _ := strconv.Atoi(strings.Trim(m, gapOpen+gapShut)) // the expression is a number
		return bank.GapMark(n)
	})
	if len(r.folds) == 2 {
		b.Todo = append(b.Todo, bank.Todo{Code: bank.TodoScoring, Note: "Có chỗ trống phân biệt chữ hoa, chữ thường và có chỗ không; ngân hàng chỉ có một cách cho cả câu."})
	}
	b.Key.Fold = r.folds[true] && !r.folds[false]
	r.key()
	return r.problems
}

func (r *clozeReader) wrong(code, field, message string) {
	r.problems = append(r.problems, bank.Problem{Code: code, Field: field, Message: message, Fix: "Sửa câu trong Moodle rồi xuất lại."})
}

// stops reports whether the mark at i is one: a backslash or an ampersand
// before it makes it text, as in Moodle.
func stops(s string, i int) bool {
	return i == 0 || s[i-1] != '\\' && s[i-1] != '&' && !strings.HasSuffix(s[:i], "&amp;")
}

// clozeEnd is the closing brace of a field.
func clozeEnd(s string, from int) int {
	for i := from; i < len(s); i++ {
		if s[i] == '}' && stops(s[from:], i-from) {
			return i
		}
	}
	return -1
}

// gap reads one field: its weight, its type and its answers.
func (r *clozeReader) gap(weight, kind, answers string) {
	name := fmt.Sprintf("gap %c", 'a'+min(len(r.b.Question.Gaps), 25))
	t, known := clozeTypes[kind]
	if !known || t.many {
		r.wrong("cloze.type", name, "Chỗ trống dạng "+kind+" không có dạng tương ứng trong ngân hàng.")
	}
	gap := bank.Gap{}
	if n, err := strconv.Atoi(weight); err == nil && n != 1 {
		gap.Weight = n
	}
	var list []Answer
	for _, raw := range clozeSplit(answers) {
		list = append(list, r.answer(raw))
	}
	var keys []clozeKey
	switch {
	case t.number:
		keys = r.numbers(&gap, list, name)
	case t.typed:
		r.folds[!t.exact] = true
		keys = r.typed(&gap, list)
	default:
		if len(list) < 2 {
			r.wrong("cloze.choices", name, "Chỗ trống chọn đáp án có ít hơn hai phương án.")
		}
		for i, a := range list {
			gap.Options = append(gap.Options, bank.Option{HTML: r.c.Formatted(r.where, "html", a.HTML, r.find)})
			if a.Credit() != 0 {
				keys = append(keys, clozeKey{option: i, credit: a.Credit()})
			}
		}
	}
	r.b.Question.Gaps = append(r.b.Question.Gaps, gap)
	r.keys = append(r.keys, keys)
}

func (r *clozeReader) typed(gap *bank.Gap, list []Answer) (keys []clozeKey) {
	for i := range list {
		list[i].HTML = bank.CleanHTML(list[i].HTML)
	}
	texts, credit := Typed(r.b, "", list)
	grid, _ := GridFor(texts)
	gap.Grid = &grid
	for _, t := range texts {
		k := clozeKey{option: -1, text: t, credit: bank.Full}
		if c, ok := credit[t]; ok {
			k.credit = c
		}
		keys = append(keys, k)
	}
	return keys
}

// numbers lists the numbers that are right, each as it can be typed.
func (r *clozeReader) numbers(gap *bank.Gap, list []Answer, name string) (keys []clozeKey) {
	gap.Grid = &bank.Grid{Max: bank.GridMax, Charset: bank.GridCharset}
	seen := map[string]bool{}
	for _, a := range list {
		if a.Credit() == 0 {
			continue
		}
		value, tolerance, _ := strings.Cut(bank.PlainText(a.HTML), ":")
		s, ok := Around(value, tolerance)
		if !ok {
			r.wrong("key.number", name, "Đáp số “"+clip(bank.PlainText(a.HTML))+"” không phải số.")
			return nil
		}
		grid, texts, ok := Listed([]Span{s})
		if !ok {
			r.wrong("key.many", name, "Dung sai của “"+clip(value)+"” quá rộng để liệt kê các đáp số.")
			return nil
		}
		gap.Grid.Max = max(gap.Grid.Max, grid.Max)
		for _, t := range texts {
			if !seen[t] {
				keys = append(keys, clozeKey{option: -1, text: t, credit: a.Credit()})
			}
			seen[t] = true
		}
	}
	return keys
}

// key names what is right once all options have ids.
func (r *clozeReader) key() {
	r.b.Normalise()
	for i, keys := range r.keys {
		accepted := []string{}
		for _, k := range keys {
			value := k.text
			if k.option >= 0 {
				value = r.b.Question.Gaps[i].Options[k.option].ID
			}
			if k.option < 0 || k.credit == bank.Full {
				accepted = append(accepted, value)
			}
			if k.credit != bank.Full {
				if r.b.Key.Credit == nil {
					r.b.Key.Credit = map[string]bank.Credit{}
				}
				r.b.Key.Credit[bank.CreditName(i, value)] = k.credit
			}
		}
		r.b.Key.Gaps = append(r.b.Key.Gaps, accepted)
	}
}

// clozeSplit cuts the answers of a field at ~.
func clozeSplit(s string) []string {
	var out []string
	from := 0
	for i := 0; i < len(s); i++ {
		if s[i] != '~' || !stops(s, i) {
			continue
		}
		if strings.TrimSpace(s[from:i]) != "" {
			out = append(out, s[from:i])
		}
		from = i + 1
	}
	return append(out, s[from:])
}

var clozeWeight = regexp.MustCompile(`^%(-?[0-9]{1,3}(?:\.[0-9]*)?)%`)

// answer reads =text#feedback or %50%text#feedback.
func (r *clozeReader) answer(raw string) Answer {
	raw = strings.TrimSpace(raw)
	a := Answer{}
	if rest, ok := strings.CutPrefix(raw, "="); ok {
		a.Weight, raw = 100, rest
	} else if m := clozeWeight.FindStringSubmatch(raw); m != nil {
		a.Weight, _ = strconv.ParseFloat(m[1], 64) // the expression is a number
		raw = raw[len(m[0]):]
	}
	for i := 0; i < len(raw); i++ {
		if raw[i] == '#' && stops(raw, i) {
			if strings.TrimSpace(raw[i+1:]) != "" {
				r.c.Feedback++
			}
			raw = raw[:i]
			break
		}
	}
	a.HTML = strings.TrimSpace(clozeEscapes.Replace(raw))
	return a
}

var clozeEscapes = strings.NewReplacer(`\}`, "}", `\~`, "~", `\#`, "#")

// ClozeText escapes a text for an answer of a field. ok is false for one that
// a field cannot hold: it ends with what would escape the mark after it.
func ClozeText(s string) (text string, ok bool) {
	s = numericEntity.ReplaceAllStringFunc(s, html.UnescapeString)
	if s == "" || !stops(s+"~", len(s)) {
		return "", false
	}
	return strings.NewReplacer("}", `\}`, "~", `\~`, "#", `\#`).Replace(s), true
}

var numericEntity = regexp.MustCompile(`&#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6});`)
