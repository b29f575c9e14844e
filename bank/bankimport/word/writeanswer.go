package word

import (
	"fmt"
	"slices"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
	office "khaothi/internal/docx"
)

// redInk is the colour of right letters.
const redInk = "FF0000"

// answers writes options, rows and the key of a question.
func (e *exporter) answers(d bank.ItemDraft) {
	q, k := d.Body.Question, d.Body.Key
	switch q.Kind {
	case bank.Single, bank.Multiple:
		e.options(d, k.Options)
	case bank.Order:
		e.options(d, nil)
		if len(k.Options) > 0 {
			e.line("[<Ans=" + strings.Join(source.Letters(q.Options, k.Options), "-") + ">]")
		}
	case bank.Cluster:
		e.statements(d)
	case bank.Short:
		if len(k.Accepted) > 0 {
			e.key(strings.Join(k.Accepted, " | "))
		}
	case bank.Numeric:
		if len(k.Accepted) > 0 {
			e.key(strings.Join(k.Accepted, " | "))
		}
	case bank.Cloze:
		e.options(d, nil)
		for i := range q.Gaps {
			e.line(fmt.Sprintf("Đáp án %d: %s", i+1, gapText(d.Body, i)))
		}
	case bank.Match, bank.Categorise:
		e.match(d)
	case bank.Hotspot:
		e.spots(d)
	case bank.Essay, bank.Upload:
		e.byHand(d)
	}
	if credit, _ := source.CreditTexts(d.Body); len(credit) > 0 {
		e.line("Điểm từng phần: " + strings.Join(credit, "; "))
	}
}

func (e *exporter) key(text string) {
	e.out = append(e.out, office.Line(office.Left, office.Bold("Đáp án: "), office.Text(text)))
}

// options writes one option a line; the letter of a right one is underlined and
// red, that of a fixed one in italics.
func (e *exporter) options(d bank.ItemDraft, right []string) {
	for i, o := range d.Body.Question.Options {
		look := office.Look{Italic: o.Fixed}
		if slices.Contains(right, o.ID) {
			look.Underline, look.Color = true, redInk
		}
		from := len(e.out)
		e.html(d, o.HTML, office.Run{Text: source.Letter(i) + ".", Look: look}, office.Text(" "))
		withoutMarks(e.out[from:])
	}
}

// withoutMarks takes bold, underline from options that have it on all of their
// text: a reader would take it for the mark of the right one.
func withoutMarks(blocks []office.Block) {
	bold, underline := true, true
	each := func(f func(*office.Run)) {
		for i, b := range blocks {
			p, ok := b.(office.Paragraph)
			if !ok {
				continue
			}
			for j, c := range p.Content {
				if r, ok := c.(office.Run); ok && (i > 0 || j > 0) && strings.TrimSpace(r.Text) != "" {
					f(&r)
					p.Content[j] = r
				}
			}
		}
	}
	each(func(r *office.Run) { bold, underline = bold && r.Bold, underline && r.Underline })
	each(func(r *office.Run) { r.Bold, r.Underline = r.Bold && !bold, r.Underline && !underline })
}

// statements writes a) b) c) d) with their levels, and the key in words.
func (e *exporter) statements(d bank.ItemDraft) {
	var words []string
	for i, s := range d.Body.Question.Statements {
		letter := string(rune('a' + i))
		lead := []office.Inline{office.Text(letter + ") ")}
		if m := levelMarks[s.Level]; m != "" {
			lead = append(lead, office.Text("["+m+"] "))
		}
		e.html(d, s.HTML, lead...)
		if i < len(d.Body.Key.Statements) {
			words = append(words, letter+"-"+map[string]string{bank.True: "Đ", bank.False: "S"}[d.Body.Key.Statements[i]])
		}
	}
	if len(words) > 0 {
		e.key(strings.Join(words, ", "))
	}
}
