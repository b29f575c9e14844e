package demodata

import (
	"fmt"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/excel"
)

// QuestionWorkbook returns a workbook of sixty questions of Toán 12 in the
// format of 2025, in the project's own template: 30 single choice, 2 multiple
// choice, 12 true/false clusters, 16 short answers, with formulas, two pictures,
// a shared stimulus and a fixed option.
func QuestionWorkbook() ([]byte, error) {
	media := map[string]bank.Media{}
	keep := func(png []byte) string {
		m := bank.Media{Hash: bank.MediaHash(png), MIME: "image/png", Bytes: png}
		media[m.Hash] = m
		return `<p><img src="media:` + m.Hash + `" alt="Hình của câu hỏi"></p>`
	}
	curve, err := cubicPNG()
	if err != nil {
		return nil, err
	}
	bars, err := barsPNG()
	if err != nil {
		return nil, err
	}
	pictures := map[string]string{"curve": keep(curve), "bars": keep(bars)}
	var items []bank.ItemDraft
	add := func(prefix string, n int, b bank.Body) {
		b.Label = fmt.Sprintf("%s%02d", prefix, n+1)
		b.Tags.Subject, b.Tags.Grade = "toan", 12
		b.Normalise()
		items = append(items, bank.ItemDraft{Where: b.Label, Body: b})
	}
	for i, c := range choices() {
		add("TN", i, c.body(pictures))
	}
	for i, c := range clusters() {
		add("DS", i, c.body(pictures))
	}
	for i, s := range shorts() {
		add("TLN", i, s.body())
	}
	return excel.Write(items, media)
}

// choice is a question of part I. Right options start with a star, fixed ones
// with an exclamation mark.
type choice struct {
	topic   string
	level   bank.Level
	stem    string
	picture string
	options []string
}

func (c choice) body(pictures map[string]string) bank.Body {
	b := bank.Body{Question: bank.Question{Kind: bank.Single, Stem: c.stem + pictures[c.picture]}, Tags: bank.Tags{Topic: c.topic, Level: c.level}}
	for i, o := range c.options {
		id := fmt.Sprintf("o%d", i)
		o, right := strings.CutPrefix(o, "*")
		o, fixed := strings.CutPrefix(o, "!")
		b.Question.Options = append(b.Question.Options, bank.Option{ID: id, HTML: o, Fixed: fixed})
		if right {
			b.Key.Options = append(b.Key.Options, id)
		}
	}
	if len(b.Key.Options) > 1 {
		b.Question.Kind = bank.Multiple
	}
	return b
}

// cluster is a question of part II: four statements, each starting with its
// truth (Đ or S) and the first letter of its level (B, H, V).
type cluster struct {
	topic, stem string
	picture     string
	statements  [4]string
}

func (c cluster) body(pictures map[string]string) bank.Body {
	b := bank.Body{Question: bank.Question{Kind: bank.Cluster, Stem: c.stem + pictures[c.picture]}, Tags: bank.Tags{Topic: c.topic}}
	levels := map[string]bank.Level{"B": bank.Know, "H": bank.Understand, "V": bank.Apply}
	truth := map[string]string{"Đ": bank.True, "S": bank.False}
	for _, s := range c.statements {
		head, text, _ := strings.Cut(s, " ")
		mark, level, _ := strings.Cut(head, "/")
		b.Question.Statements = append(b.Question.Statements, bank.Statement{HTML: text, Level: levels[level]})
		b.Key.Statements = append(b.Key.Statements, truth[mark])
	}
	return b
}

// short is a question of part III.
type short struct {
	topic    string
	level    bank.Level
	stimulus string
	stem     string
	answer   string
}

func (s short) body() bank.Body {
	return bank.Body{
		Question: bank.Question{Kind: bank.Short, Stem: s.stem, Stimulus: s.stimulus},
		Key:      bank.Key{Accepted: []string{s.answer}}, Tags: bank.Tags{Topic: s.topic, Level: s.level},
	}
}
