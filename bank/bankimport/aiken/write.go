package aiken

import (
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// Write makes an Aiken file of the single choices. lost names the questions
// and the parts that Aiken has no place for.
func Write(in bank.Imported) (data []byte, lost []bank.Row, err error) {
	var b strings.Builder
	for i, d := range in.Items {
		where := source.Place(d, i)
		text, parts, why := question(d.Body)
		if why != "" {
			lost = append(lost, source.Lost(where, d.Body, why))
			continue
		}
		b.WriteString(text)
		if len(parts) > 0 {
			lost = append(lost, source.LostPart(where, d.Body, strings.Join(parts, ", ")))
		}
	}
	return []byte(b.String()), lost, nil
}

func question(body bank.Body) (text string, parts []string, why string) {
	q := body.Question
	switch {
	case q.Kind != bank.Single:
		return "", nil, "Aiken chỉ có câu một đáp án"
	case len(body.Key.Options) != 1:
		return "", nil, "câu chưa có đáp án"
	case q.Stimulus != "":
		return "", nil, "Aiken không có ngữ liệu dùng chung"
	}
	stem, why := line(q.Stem, &parts)
	if why == "" && (optionLine.MatchString(stem) || answerLine.MatchString(stem)) {
		why = "lời dẫn trông như một phương án"
	}
	var b strings.Builder
	b.WriteString(stem + "\n")
	answer := ""
	for i, o := range q.Options {
		letter := source.Letter(i)
		text, bad := line(o.HTML, &parts)
		if bad != "" {
			why = bad
		}
		b.WriteString(letter + ") " + text + "\n")
		if o.ID == body.Key.Options[0] {
			answer = letter
		}
		if o.Fixed {
			parts = source.Once(parts, "phương án cố định")
		}
	}
	b.WriteString("ANSWER: " + answer + "\n\n")
	return b.String(), append(parts, source.Beside(body)...), why
}

// line writes a text on one line. Marks that only change the look are told;
// what carries meaning cannot be left out.
func line(html string, parts *[]string) (text, why string) {
	text, dropped, why := source.Plain(html)
	for _, d := range dropped {
		*parts = source.Once(*parts, d)
	}
	text = bank.NormText(text)
	if why == "" && text == "" {
		why = "có phần để trống"
	}
	return text, why
}
