package bank

import (
	"strings"

	"khaothi/internal/vi"
)

// maxSearch bounds the text by which an item is found.
const maxSearch = 20_000

// Search is the folded text by which an item is found: the question, its
// answers and its tags.
func (b Body) Search() string {
	words := []string{b.Label, b.Tags.Subject, b.Tags.Topic, b.Tags.Content, b.Tags.Outcome}
	words = append(words, b.Tags.Free...)
	words = append(words, PlainText(b.Question.Stem))
	for _, o := range b.Question.allOptions() {
		words = append(words, PlainText(o.HTML))
	}
	for _, s := range b.Question.Statements {
		words = append(words, PlainText(s.HTML))
	}
	words = append(words, PlainText(b.Question.Stimulus))
	text := vi.Fold(strings.Join(words, " "))
	if len(text) > maxSearch {
		text = text[:maxSearch]
	}
	return text
}

// LevelsOf lists the levels of the body, its own and its statements', each
// once, never nil.
func (b Body) LevelsOf() []string {
	out := []string{}
	seen := map[Level]bool{"": true}
	add := func(l Level) {
		if !seen[l] {
			seen[l] = true
			out = append(out, string(l))
		}
	}
	add(b.Tags.Level)
	for _, s := range b.Question.Statements {
		add(s.Level)
	}
	return out
}
