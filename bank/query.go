package bank

import (
	"slices"
	"strings"
	"unicode"

	"khaothi/internal/vi"
)

// Bounds of a query: a longer one is cut, not refused.
const (
	maxQuery      = 500 // letters
	maxQueryWords = 24
	minPrefix     = 2 // letters from which the word being typed counts
)

// Query is what somebody typed into the search box. Words stand as Fold makes
// them, letters and digits only, so nothing of the query can be an operator.
type Query struct {
	Words    []string // all must occur
	Prefix   string   // the word being typed: something must begin so
	Not      []string // none may occur
	Phrases  []Phrase // each must occur as it stands
	NotSaid  []Phrase // none may occur
	Accented []string // those words that were typed with accents
	Line     string   // the words in their order, for what ranks first
	Spoken   string   // the same with accents; empty if none was typed
}

// Phrase is what stood in quotes. Typed with accents it means them.
type Phrase struct {
	Folded string
	Plain  string // empty if it was typed without accents
}

// Empty reports whether the query asks for nothing.
func (q Query) Empty() bool {
	return len(q.Words)+len(q.Not)+len(q.Phrases)+len(q.NotSaid) == 0 && q.Prefix == ""
}

// ParseQuery reads what somebody typed: words with or without accents, "a
// phrase", -not, -"not this phrase". The last word counts as a beginning while
// no blank follows it.
func ParseQuery(s string) Query {
	r := []rune(strings.ReplaceAll(s, "\x00", " "))
	p := queryParser{open: true, rest: r[:min(len(r), maxQuery)]}
	for len(p.rest) > 0 {
		p.next()
	}
	return p.q.finish(p.open)
}

type queryParser struct {
	q    Query
	rest []rune
	open bool // the text so far ends in a word that may go on
}

const (
	openQuotes  = "\"“”„«»"
	minusSigns  = "-−–"
	closeQuotes = "\"”“»«"
)

func (p *queryParser) next() {
	for len(p.rest) > 0 && unicode.IsSpace(p.rest[0]) {
		p.rest = p.rest[1:]
		p.open = false
	}
	if len(p.rest) == 0 {
		return
	}
	not := false
	if len(p.rest) > 1 && strings.ContainsRune(minusSigns, p.rest[0]) && (unicode.IsLetter(p.rest[1]) || strings.ContainsRune(openQuotes, p.rest[1])) {
		not, p.rest = true, p.rest[1:]
	}
	if strings.ContainsRune(openQuotes, p.rest[0]) {
		p.phrase(not)
		return
	}
	n := slices.IndexFunc(p.rest, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(openQuotes, r) })
	if n < 0 {
		n = len(p.rest)
	}
	p.word(string(p.rest[:n]), not)
	p.rest = p.rest[n:]
}

func (p *queryParser) phrase(not bool) {
	p.rest, p.open = p.rest[1:], false
	n := slices.IndexFunc(p.rest, func(r rune) bool { return strings.ContainsRune(closeQuotes, r) })
	text := p.rest
	if n < 0 {
		p.rest = nil
	} else {
		text, p.rest = p.rest[:n], p.rest[n+1:]
	}
	ph := Phrase{Folded: vi.Fold(string(text)), Plain: vi.Words(string(text))}
	if ph.Folded == "" {
		return
	}
	if ph.Plain == ph.Folded {
		ph.Plain = ""
	}
	if not {
		p.q.NotSaid = append(p.q.NotSaid, ph)
		return
	}
	p.q.Phrases = append(p.q.Phrases, ph)
}

// word takes one typed word, which may be several: "x^2".
func (p *queryParser) word(typed string, not bool) {
	p.open = true
	if not {
		p.open = false
		// "-x^2" leaves out questions that say "x 2"
		if words := strings.Fields(vi.Fold(typed)); len(words) == 1 {
			p.q.Not = append(p.q.Not, cut(words[0]))
		} else if len(words) > 1 {
			p.q.NotSaid = append(p.q.NotSaid, Phrase{Folded: strings.Join(words, " ")})
		}
		return
	}
	for plain := range strings.FieldsSeq(vi.Words(typed)) {
		folded := vi.Fold(plain)
		if folded == "" || strings.Contains(folded, " ") {
			continue
		}
		p.q.Words = append(p.q.Words, cut(folded))
		if plain != folded {
			p.q.Accented = append(p.q.Accented, cut(plain))
		}
		p.q.Spoken += " " + plain
	}
}

// finish makes the last word a beginning if it is still being typed, and
// bounds the lists.
func (q Query) finish(open bool) Query {
	q.Line, q.Spoken = strings.Join(q.Words, " "), strings.TrimSpace(q.Spoken)
	if len(q.Accented) == 0 {
		q.Spoken = ""
	}
	if n := len(q.Words); open && n > 0 {
		q.Prefix = q.Words[n-1]
		q.Words = q.Words[:n-1]
		if words := strings.Fields(q.Spoken); len(words) > 0 && len(q.Accented) > 0 && words[len(words)-1] == q.Accented[len(q.Accented)-1] {
			q.Accented = q.Accented[:len(q.Accented)-1] // a beginning need not have its tone yet
		}
		if len(q.Prefix) < minPrefix && n > 1 {
			q.Prefix = ""
		}
	}
	q.Words, q.Accented, q.Not = few(q.Words), few(q.Accented), few(q.Not)
	q.Phrases, q.NotSaid = q.Phrases[:min(len(q.Phrases), 8)], q.NotSaid[:min(len(q.NotSaid), 8)]
	return q
}

func few(words []string) []string {
	words = slices.Compact(slices.Sorted(slices.Values(words)))
	return words[:min(len(words), maxQueryWords)]
}
