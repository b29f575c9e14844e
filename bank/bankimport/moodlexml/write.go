package moodlexml

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// Write makes a Moodle XML file. lost names the questions and the parts that
// Moodle has no element for. What only our own reader understands stands in a
// comment of each question.
func Write(in bank.Imported) (data []byte, lost []bank.Row, err error) {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n<quiz>\n")
	category := ""
	for i, d := range in.Items {
		w := writer{body: d.Body, media: in.Media}
		text, why := w.question(i)
		if why != "" {
			lost = append(lost, source.Lost(source.Place(d, i), d.Body, why))
			continue
		}
		if topic := d.Body.Tags.Topic; topic != category {
			category = topic
			b.WriteString("<question type=\"category\"><category><text>" + cdata(source.Category(topic)) + "</text></category></question>\n")
		}
		comment, err := source.Comment(d.Body)
		if err != nil {
			return nil, nil, fmt.Errorf("write question %d: %w", i+1, err)
		}
		b.WriteString(strings.Replace(text, commentPlace, "<!-- "+strings.ReplaceAll(comment, "--", `-\u002d`)+" -->\n", 1))
		for _, part := range w.lost {
			lost = append(lost, source.LostPart(source.Place(d, i), d.Body, part))
		}
	}
	b.WriteString("</quiz>\n")
	return []byte(b.String()), lost, nil
}

// commentPlace is where the comment of a question goes.
const commentPlace = "<!-- -->\n"

// writer writes one question.
type writer struct {
	body  bank.Body
	media map[string]bank.Media
	b     strings.Builder
	lost  []string
	why   string // why the question cannot be written
}

func (w *writer) question(i int) (text, why string) {
	kind := moodleType(w.body)
	if kind == "" {
		return "", "Moodle không có dạng câu này"
	}
	name := w.body.Label
	if name == "" {
		name = fmt.Sprintf("Câu %d", i+1)
	}
	stem := w.body.Question.Stem
	if w.body.Question.Stimulus != "" {
		stem = `<div data-khaothi="ngulieu">` + w.body.Question.Stimulus + "</div>" + stem
	}
	w.b.WriteString(`<question type="` + kind + "\">\n" + commentPlace)
	w.b.WriteString("<name><text>" + cdata(name) + "</text></name>\n")
	if kind == "cloze" || kind == "ddwtos" {
		stem = w.gapped(stem, kind)
	}
	w.text("questiontext", "", stem)
	w.text("generalfeedback", "", w.body.Solution)
	w.b.WriteString("<defaultgrade>1</defaultgrade><penalty>0</penalty><hidden>0</hidden>\n")
	w.idnumber()
	w.answers(kind)
	w.tags()
	w.b.WriteString("</question>\n")
	return w.b.String(), w.why
}

// moodleType is the type in Moodle of a question, or "".
func moodleType(b bank.Body) string {
	switch b.Question.Kind {
	case bank.Single, bank.Multiple:
		return "multichoice"
	case bank.Short:
		return "shortanswer"
	case bank.Numeric:
		return "numerical"
	case bank.Cluster, bank.Match, bank.Categorise:
		return "matching"
	case bank.Order:
		return "ordering"
	case bank.Cloze:
		if onePool(b) {
			return "ddwtos"
		}
		return "cloze"
	case bank.Essay, bank.Upload:
		return "essay"
	case bank.Hotspot:
		if len(b.Question.Options) == 0 {
			return "ddmarker"
		}
	}
	return ""
}

// onePool reports whether every gap takes exactly one of the words that all
// share.
func onePool(b bank.Body) bool {
	for i, g := range b.Question.Gaps {
		if g.Grid != nil || len(g.Options) > 0 || i >= len(b.Key.Gaps) || len(b.Key.Gaps[i]) != 1 {
			return false
		}
	}
	return len(b.Question.Options) > 0 && len(b.Key.Credit) == 0
}

func (w *writer) refuse(why string) {
	if w.why == "" {
		w.why = why
	}
}

func (w *writer) loses(what string) { w.lost = source.Once(w.lost, what) }

// cdata writes a text as a section, or as it is when nothing in it is markup.
func cdata(s string) string {
	if !strings.ContainsAny(s, "<&>") {
		return s
	}
	return "<![CDATA[" + strings.ReplaceAll(s, "]]>", "]]]]><![CDATA[>") + "]]>"
}

// text writes a text with the pictures that it shows.
func (w *writer) text(element, attributes, text string) {
	w.b.WriteString("<" + element + attributes + ` format="html">`)
	w.inner(text)
	w.b.WriteString("</" + element + ">\n")
}

func (w *writer) inner(text string) {
	var files strings.Builder
	for _, hash := range w.hashes(text) {
		m, ok := w.media[hash]
		if !ok {
			w.refuse("hình không có trong kho")
			return
		}
		_, ext, _ := strings.Cut(m.MIME, "/")
		name := hash[:16] + "." + ext
		text = strings.ReplaceAll(text, "media:"+hash, "@@PLUGINFILE@@/"+name)
		files.WriteString(picture(name, m))
	}
	w.b.WriteString("<text>" + cdata(text) + "</text>" + files.String())
}

func picture(name string, m bank.Media) string {
	return `<file name="` + name + `" path="/" encoding="base64">` + base64.StdEncoding.EncodeToString(m.Bytes) + "</file>"
}

func (w *writer) hashes(text string) []string {
	return bank.Body{Question: bank.Question{Stem: text}}.MediaIn()
}

func (w *writer) idnumber() {
	if w.body.Label != "" && len(w.body.Label) <= 100 {
		w.b.WriteString("<idnumber>" + cdata(w.body.Label) + "</idnumber>\n")
	}
}

func (w *writer) tags() {
	tags := slices.Clone(w.body.Tags.Free)
	if l := w.body.Tags.Level.Vietnamese(); l != "" {
		tags = append([]string{l}, tags...)
	}
	if len(tags) == 0 {
		return
	}
	w.b.WriteString("<tags>")
	for _, t := range tags {
		w.b.WriteString("<tag><text>" + cdata(t) + "</text></tag>")
	}
	w.b.WriteString("</tags>\n")
}
