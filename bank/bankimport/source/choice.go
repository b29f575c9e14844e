package source

import (
	"fmt"
	"math"
	"regexp"
	"strings"

	"khaothi/bank"
)

// Answer is one weighted answer of a foreign format; the weight is in per
// cent of the question's mark.
type Answer struct {
	HTML   string
	Weight float64
}

// A weight counts as full or as nothing within what formats round away.
const weightSlack = 0.5

// Full reports whether an answer alone earns the whole mark.
func (a Answer) Full() bool { return math.Abs(a.Weight-100) <= weightSlack }

// Partial reports whether an answer earns a part of the mark.
func (a Answer) Partial() bool { return a.Weight > weightSlack && !a.Full() }

// Choice makes a choice question of weighted answers. With one right answer
// only a full weight is right, and parts are dropped with a warning; with many,
// every positive weight is right if together they are the whole mark.
func Choice(b *bank.Body, single, fixed bool, answers []Answer) []bank.Problem {
	b.Question.Kind = bank.Multiple
	if single {
		b.Question.Kind = bank.Single
	}
	for _, a := range answers {
		b.Question.Options = append(b.Question.Options, bank.Option{HTML: a.HTML, Fixed: fixed})
	}
	b.Normalise()
	var problems []bank.Problem
	sum := 0.0
	for i, a := range answers {
		if single && a.Partial() {
			problems = append(problems, PartialWarning(bank.PlainText(a.HTML), a.Weight))
		}
		if a.Full() || (!single && a.Weight > weightSlack) {
			b.Key.Options = append(b.Key.Options, b.Question.Options[i].ID)
			sum += a.Weight
		}
	}
	if !single && len(b.Key.Options) > 0 && math.Abs(sum-100) > 1 {
		problems = append(problems, bank.Problem{
			Code: "key.weights", Field: "key", Message: fmt.Sprintf("Các phương án đúng cộng lại được %.0f%% điểm, không phải 100%%.", sum),
			Fix: "Sửa tỉ lệ điểm cho các phương án đúng cộng lại bằng 100%.",
		})
	}
	return problems
}

// PartialWarning tells that a part of the mark for one answer is not kept.
func PartialWarning(answer string, weight float64) bank.Problem {
	return bank.Problem{
		Code: "key.partial", Field: "key", Warning: true,
		Message: fmt.Sprintf("Phương án “%s” được %.0f%% điểm: chương trình không chấm điểm một phần, phương án này tính là sai.", clip(answer), weight),
		Fix:     "Nếu phương án cũng đúng, sửa câu trước khi nhập.",
	}
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

// TextAnswers makes a short question of answers as text: numbers go to the grid of
// part III, words to a free one.
func TextAnswers(b *bank.Body, answers []Answer) []bank.Problem {
	b.Question.Kind = bank.Short
	b.Question.Grid = &bank.Grid{Max: bank.GridMax, Charset: bank.GridCharset}
	var problems []bank.Problem
	for _, a := range answers {
		text := bank.PlainText(a.HTML)
		switch {
		case !a.Full():
			if a.Partial() {
				problems = append(problems, PartialWarning(text, a.Weight))
			}
		case strings.Contains(text, "*"):
			problems = append(problems, bank.Problem{
				Code: "key.wildcard", Field: "key", Message: fmt.Sprintf("Đáp án “%s” dùng dấu * thay cho chữ bất kì.", clip(text)),
				Fix: "Ghi rõ từng đáp án được chấp nhận.",
			})
		case number.MatchString(text):
			b.Key.Accepted = append(b.Key.Accepted, strings.Replace(text, ".", ",", 1))
		default:
			b.Key.Accepted = append(b.Key.Accepted, text)
		}
	}
	if Words(b.Key.Accepted) {
		b.Question.Grid = &bank.Grid{Max: WordsMax}
		problems = append(problems, WordsWarning())
	}
	for _, a := range b.Key.Accepted {
		if n := len([]rune(a)); number.MatchString(a) && n > b.Question.Grid.Max && n <= maxGrid {
			b.Question.Grid.Max = n
			problems = append(problems, remarks(nil, n, 0)...)
		}
	}
	return problems
}

var htmlTag = regexp.MustCompile(`(?i)</?(p|div|br|span|img|table|tr|td|ul|ol|li|b|i|u|strong|em|sub|sup|a|h[1-6]|pre|font)\b[^>]*>`)

// Formatted turns text of a foreign format into the subset. format is html,
// plain, markdown or anything else, where tags and line breaks both count.
func (c *Collector) Formatted(where, format, text string, find Find) string {
	text = doubleDollars.ReplaceAllString(text, `\($1\)`)
	switch {
	case strings.HasPrefix(format, "html") || (!strings.HasPrefix(format, "plain") && htmlTag.MatchString(text)):
		return bank.CleanHTML(c.HTML(where, text, find))
	case strings.HasPrefix(format, "markdown"):
		return bank.PlainHTML(bold.ReplaceAllString(text, "<b>$1</b>"))
	}
	return bank.PlainHTML(text)
}

var (
	doubleDollars = regexp.MustCompile(`\$\$([^$]+)\$\$`)
	bold          = regexp.MustCompile(`\*\*([^*\n]+)\*\*`)
)

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
