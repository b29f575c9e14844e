package source

import (
	"fmt"
	"html"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"khaothi/bank"
)

// Answer is one weighted answer of a foreign format; the weight is in per
// cent of the question's mark.
type Answer struct {
	HTML   string
	Weight float64
}

// weightSlack is what formats round away of a weight.
const weightSlack = 0.005

// Full reports whether an answer alone earns the whole mark.
func (a Answer) Full() bool { return math.Abs(a.Weight-100) <= weightSlack }

// Credit is the weight as the bank keeps it, exact to 1e-5 per cent.
func (a Answer) Credit() bank.Credit {
	if a.Full() {
		return bank.Full
	}
	return bank.Credit(math.Round(a.Weight * float64(bank.Full) / 100))
}

// Choice makes a choice question of weighted answers. With one right answer
// only a full weight is right; with many, every positive one is. Whatever the
// author gave to other answers is kept as their credit.
func Choice(b *bank.Body, single, fixed bool, answers []Answer) []bank.Problem {
	b.Question.Kind = bank.Multiple
	if single {
		b.Question.Kind = bank.Single
	}
	for _, a := range answers {
		b.Question.Options = append(b.Question.Options, bank.Option{HTML: a.HTML, Fixed: fixed})
	}
	b.Normalise()
	credit, authored, sum := map[string]bank.Credit{}, !single, 0.0
	for i, a := range answers {
		id := b.Question.Options[i].ID
		if a.Credit() != 0 {
			credit[id] = a.Credit()
			authored = authored || !a.Full()
		}
		if a.Full() || (!single && a.Credit() > 0) {
			b.Key.Options = append(b.Key.Options, id)
		}
		if a.Weight > 0 {
			sum += a.Weight
		}
	}
	if authored && len(credit) > 0 {
		b.Key.Credit = credit
	}
	if !single && len(b.Key.Options) > 0 && math.Abs(sum-100) > 1 {
		return []bank.Problem{{
			Code: "key.weights", Field: "key", Unready: true, Message: fmt.Sprintf("Các phương án đúng cộng lại được %.0f%% điểm, không phải 100%%.", sum),
			Fix: "Sửa tỉ lệ điểm cho các phương án đúng cộng lại bằng 100%.",
		}}
	}
	return nil
}

// TrueFalse makes a single choice of the fixed options Đúng and Sai: a lone
// statement is no cluster, which has four and a scale of its own.
func TrueFalse(b *bank.Body, right bool) {
	b.Question.Kind = bank.Single
	b.Question.Options = []bank.Option{{HTML: "Đúng", Fixed: true}, {HTML: "Sai", Fixed: true}}
	b.Normalise()
	b.Key.Options = []string{b.Question.Options[1].ID}
	if right {
		b.Key.Options = []string{b.Question.Options[0].ID}
	}
}

// TextAnswers makes a short question of answers as text. Numbers as part III
// has them get its grid, everything else a free one; every answer is kept as it
// is written. fold says that upper and lower case are alike. An answer with a
// wildcard is left to a person.
func TextAnswers(b *bank.Body, fold bool, answers []Answer) []bank.Problem {
	b.Question.Kind = bank.Short
	texts, credit := Typed(b, "", answers)
	grid, problems := GridFor(texts)
	b.Question.Grid, b.Key.Accepted, b.Key.Credit = &grid, texts, credit
	b.Key.Fold = fold && b.Question.Grid.Charset == ""
	return problems
}

// Typed lists what is accepted of weighted texts, and the credit of those that
// earn a part; prefix names the field in Credit. A wildcard that earns
// something becomes a thing to do.
func Typed(b *bank.Body, prefix string, answers []Answer) (texts []string, credit map[string]bank.Credit) {
	nothing := map[string]bool{} // what earns nothing although a later answer says otherwise
	for _, a := range answers {
		text := bank.NormText(bank.PlainText(a.HTML))
		if text == "" {
			continue
		}
		if a.Credit() == 0 {
			nothing[strings.ToLower(text)] = true
			continue
		}
		if nothing[strings.ToLower(text)] {
			b.Todo = append(b.Todo, bank.Todo{Code: bank.TodoScoring, Note: "Một dòng đứng trước ghi đáp án này không được điểm.", Source: fmt.Sprintf("%s = %v%%", text, a.Weight)})
		}
		if strings.Contains(strings.ReplaceAll(text, `\*`, ""), "*") {
			b.Todo = append(b.Todo, bank.Todo{Code: bank.TodoScoring, Note: "Đáp án dùng dấu * thay cho chữ bất kì.", Source: fmt.Sprintf("%s = %v%%", text, a.Weight)})
			continue
		}
		text = strings.ReplaceAll(text, `\*`, "*")
		if slices.Contains(texts, text) {
			continue
		}
		texts = append(texts, text)
		if !a.Full() {
			if credit == nil {
				credit = map[string]bank.Credit{}
			}
			credit[prefix+text] = a.Credit()
		}
	}
	return texts, credit
}

var gridForm = regexp.MustCompile(`^-?[0-9]+(,[0-9]+)?$`)

// GridFor is the grid in which answers can be typed.
func GridFor(texts []string) (bank.Grid, []bank.Problem) {
	longest, numbers := 0, true
	for _, t := range texts {
		longest = max(longest, utf8.RuneCountInString(t))
		numbers = numbers && gridForm.MatchString(t)
	}
	if !numbers || longest > maxGrid {
		return bank.Grid{Max: max(WordsMax, longest)}, []bank.Problem{WordsWarning()}
	}
	if longest > bank.GridMax {
		return bank.Grid{Max: longest, Charset: bank.GridCharset}, remarks(longest)
	}
	return bank.Grid{Max: bank.GridMax, Charset: bank.GridCharset}, nil
}

var htmlTag = regexp.MustCompile(`(?i)</?(p|div|br|span|img|table|tr|td|ul|ol|li|b|i|u|strong|em|sub|sup|a|h[1-6]|pre|font)\b[^>]*>`)

// Formatted turns text of a foreign format into the subset. format is html,
// plain, markdown or anything else, where tags and line breaks both count.
func (c *Collector) Formatted(where, format, text string, find Find) string {
	text = doubleDollars.ReplaceAllString(text, `\($1\)`)
	switch {
	case strings.HasPrefix(format, "html") || (!strings.HasPrefix(format, "plain") && htmlTag.MatchString(text)):
		return bank.CleanHTML(c.HTML(where, text, find))
	case strings.HasPrefix(format, "plain"):
		return bank.CleanHTML(strings.ReplaceAll(html.EscapeString(strings.TrimSpace(text)), "\n", "<br/>"))
	case strings.HasPrefix(format, "markdown"):
		return bank.PlainHTML(bold.ReplaceAllString(html.UnescapeString(text), "<b>$1</b>"))
	}
	return bank.PlainHTML(html.UnescapeString(text))
}

var (
	doubleDollars = regexp.MustCompile(`\$\$([^$]+)\$\$`)
	bold          = regexp.MustCompile(`\*\*([^*\n]+)\*\*`)
)

// Category is the path of a topic that Topic reads again.
func Category(topic string) string {
	if topic == "" {
		return "$course$/top"
	}
	return "$course$/top/" + strings.ReplaceAll(strings.ReplaceAll(topic, "/", "//"), " // ", "/")
}

// Topic is the last part of a category path that says something.
func Topic(path string) string {
	path = strings.ReplaceAll(path, "//", "\x00") // a slash inside a name
	var parts []string
	for p := range strings.SplitSeq(path, "/") {
		p = bank.NormText(strings.ReplaceAll(p, "\x00", "/"))
		if p == "" || strings.HasPrefix(p, "$") || p == "top" || strings.HasPrefix(p, "Default for") || strings.HasPrefix(p, "Mặc định cho") {
			continue
		}
		parts = append(parts, p)
	}
	return strings.Join(parts, " / ")
}

func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return s
}
