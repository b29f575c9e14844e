package bank

import (
	"slices"
	"strings"

	"khaothi/internal/vi"
)

// Bounds of what an item is found by.
const (
	maxSearch   = 20_000 // bytes of text
	maxWord     = 64     // bytes of one word; longer ones are cut
	maxFacetTag = 200    // letters of a tag in the index
)

// Index is everything by which an item is found. It is made here and nowhere
// else, so what must not lie in the clear can be left out here.
type Index struct {
	Tags
	Levels []string // its own and its statements', each once
	Folded string   // words without accents, small
	Plain  string   // the same words with their accents
	Marks  []string // name:value of what filters ask for: has:picture, free:…
}

// Feature is something that a question has or lacks.
type Feature string

// The features.
const (
	HasPicture  Feature = "picture"
	HasFormula  Feature = "formula"
	HasAudio    Feature = "audio"
	HasTable    Feature = "table"
	HasStimulus Feature = "stimulus"
	HasSolution Feature = "solution"
	HasKey      Feature = "key"   // or is marked by people
	HasAll      Feature = "ready" // lacks nothing that approval asks for
)

// Features lists all features in the order in which they are shown.
func Features() []Feature {
	return []Feature{HasPicture, HasFormula, HasAudio, HasTable, HasStimulus, HasSolution, HasKey, HasAll}
}

// Languages of questions, told by their letters.
const (
	Vietnamese    = "vi"
	OtherLanguage = "other"
)

// Index returns what an item with this body is found by.
func (b Body) Index() Index {
	text := b.searchText()
	ix := Index{Tags: b.Tags, Levels: b.LevelsOf(), Folded: bounded(vi.Fold(text)), Plain: bounded(vi.Words(text))}
	for _, t := range b.Tags.Free {
		ix.mark("free", t)
	}
	for _, c := range b.Tags.Competences {
		ix.mark("competence", c)
	}
	for _, f := range Features() {
		if b.has(f) {
			ix.mark("has", string(f))
		}
	}
	if l := languageOf(ix.Plain); l != "" {
		ix.mark("lang", l)
	}
	return ix
}

func (ix *Index) mark(name, value string) { ix.Marks = append(ix.Marks, Mark(name, value)) }

// Mark is how a value of a filter stands in the index.
func Mark(name, value string) string {
	r := []rune(value)
	return name + ":" + string(r[:min(len(r), maxFacetTag)])
}

func (b Body) searchText() string {
	words := []string{b.Label, b.Tags.Subject, b.Tags.Topic, b.Tags.Content, b.Tags.Outcome}
	words = append(append(words, b.Tags.Free...), b.Tags.Competences...)
	words = append(words, PlainText(b.Question.Stem))
	for _, o := range b.Question.allOptions() {
		words = append(words, PlainText(o.HTML))
	}
	for _, s := range b.Question.Statements {
		words = append(words, PlainText(s.HTML))
	}
	return strings.Join(append(words, PlainText(b.Question.Stimulus)), " ")
}

// bounded cuts what nobody types: words beyond maxWord, text beyond maxSearch.
func bounded(text string) string {
	words := strings.Fields(text)
	n := 0
	for i, w := range words {
		words[i] = cut(w)
		if n += len(words[i]) + 1; n > maxSearch {
			words = words[:i]
			break
		}
	}
	return strings.Join(words, " ")
}

// cut shortens a word to at most maxWord bytes and keeps its last letter whole.
func cut(s string) string {
	if len(s) <= maxWord {
		return s
	}
	return strings.ToValidUTF8(s[:maxWord], "")
}

func (b Body) has(f Feature) bool {
	switch f {
	case HasPicture:
		return b.Question.Image != nil || b.holds("<img")
	case HasFormula:
		return b.holds(`\(`)
	case HasAudio:
		return b.holds("<audio")
	case HasTable:
		return b.holds("<table")
	case HasStimulus:
		return b.Question.Stimulus != ""
	case HasSolution:
		return b.Solution != ""
	case HasKey:
		return b.keyed()
	case HasAll:
		return b.Ready()
	}
	return false
}

func (b Body) keyed() bool {
	k := b.Key
	return b.Question.Kind.ByHand() || len(k.Options)+len(k.Statements)+len(k.Accepted)+len(k.Gaps)+len(k.Areas) > 0
}

func (b Body) holds(s string) bool {
	return slices.ContainsFunc(b.texts(), func(text *string) bool { return strings.Contains(*text, s) })
}

// languageOf tells Vietnamese by the letters that no other language here has.
func languageOf(plain string) string {
	switch {
	case strings.ContainsAny(plain, "ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"):
		return Vietnamese
	case strings.Count(plain, " ") >= 3:
		return OtherLanguage
	}
	return ""
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
