package source

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"khaothi/bank"
)

var creditLine = regexp.MustCompile(`^\s*(-?\d{1,3}(?:[.,]\d{1,5})?)\s*%\s*(?:(\d{1,2})\s*:\s*)?(.*?)\s*$`)

// ReadCredit reads what one value earns, as authors write it: "50% B", "-25% C",
// "50% 3,1", and of a question with several fields "50% 1: Huế". It reports
// false for what names no value of the question.
func ReadCredit(b *bank.Body, text string) bool {
	m := creditLine.FindStringSubmatch(text)
	if m == nil {
		return false
	}
	value, ok := valueOf(b.Question, m[2], m[3])
	if !ok {
		return false
	}
	if b.Key.Credit == nil {
		b.Key.Credit = map[string]bank.Credit{}
	}
	percent, _ := strconv.ParseFloat(strings.Replace(m[1], ",", ".", 1), 64) // the expression is a number
	b.Key.Credit[value] = Answer{Weight: percent}.Credit()
	return true
}

// valueOf is the name in Credit of a letter or an answer.
func valueOf(q bank.Question, field, text string) (string, bool) {
	options, name := q.Options, func(v string) string { return v }
	if q.Fields() > 0 {
		i, err := strconv.Atoi(field)
		if err != nil || i < 1 || i > q.Fields() {
			return "", false
		}
		name = func(v string) string { return bank.CreditName(i-1, v) }
		if q.Kind == bank.Cloze {
			options = q.Choices(i - 1)
		}
	} else if field != "" {
		return "", false
	}
	if options == nil {
		return name(text), text != ""
	}
	letter := strings.ToUpper(strings.TrimSpace(text))
	if len(letter) != 1 || letter[0] < 'A' || int(letter[0]-'A') >= len(options) {
		return "", false
	}
	return name(options[letter[0]-'A'].ID), true
}

// CreditTexts are the values that earn a part as ReadCredit reads them, in the
// order of options and answers. all is false where one cannot be said.
func CreditTexts(b bank.Body) (out []string, all bool) {
	put := func(field, name, shown string) {
		if c, ok := b.Key.Credit[name]; ok {
			out = append(out, Percent(c)+"% "+field+shown)
		}
	}
	q := b.Question
	if q.Fields() == 0 {
		for i, o := range q.Options {
			put("", o.ID, Letter(i))
		}
		for _, a := range b.Key.Accepted {
			put("", a, a)
		}
	}
	for i := range q.Fields() {
		field, options := fmt.Sprintf("%d: ", i+1), q.Options
		if q.Kind == bank.Cloze {
			options = q.Choices(i)
		}
		for k, o := range options {
			put(field, bank.CreditName(i, o.ID), Letter(k))
		}
		if options == nil && i < len(b.Key.Gaps) {
			for _, a := range b.Key.Gaps[i] {
				put(field, bank.CreditName(i, a), a)
			}
		}
	}
	return out, len(out) == len(b.Key.Credit)
}
