package assemble

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"khaothi/bank"
	"khaothi/internal/vi"
)

// Item is what drawing needs to know of a question. It holds neither text nor
// key.
type Item struct {
	ID          string // unique among the items of one draw
	Label       string // what people call it; enemies and the like may use it too
	Kind        bank.Kind
	Subject     string
	Grade       int
	Topic       string
	Content     string
	Level       bank.Level
	Statements  []bank.Level // of a cluster
	Competences []string
	Tags        []string
	Stimulus    string // equal for questions that share a text; empty: none
	Same        string // equal for questions that ask the same thing
	Uses        int    // earlier forms that hold it
	LastUsed    time.Time
	Ready       bool // may stand on a form
}

// ItemOf takes from a body what drawing needs.
func ItemOf(id string, b bank.Body) Item {
	it := Item{
		ID: id, Label: b.Label, Kind: b.Question.Kind, Subject: b.Tags.Subject, Grade: b.Tags.Grade,
		Topic: b.Tags.Topic, Content: b.Tags.Content, Level: b.Tags.Level.Fold(),
		Competences: b.Tags.Competences, Tags: b.Tags.Free, Stimulus: b.Question.Stimulus,
		Same: b.Fingerprint(), Ready: len(b.Todo) == 0 && !bank.Fatal(b.Check()),
	}
	if it.Kind == bank.Cluster {
		for _, s := range b.Question.Statements {
			it.Statements = append(it.Statements, s.Level.Fold())
		}
	}
	return it
}

// ItemFrom takes over what the bank says of an item.
func ItemFrom(d bank.Drawable) Item {
	it := Item{
		ID: string(d.ItemID), Label: d.Label, Kind: d.Kind, Subject: d.Tags.Subject, Grade: d.Tags.Grade, Topic: d.Tags.Topic, Content: d.Tags.Content,
		Level: d.Tags.Level.Fold(), Competences: d.Tags.Competences, Tags: d.Tags.Free, Stimulus: d.Stimulus, Same: d.Fingerprint, Uses: d.Uses, Ready: true,
	}
	if d.LastUsed != nil {
		it.LastUsed = *d.LastUsed
	}
	if it.Kind == bank.Cluster {
		for _, l := range d.Statements {
			it.Statements = append(it.Statements, l.Fold())
		}
	}
	return it
}

// ItemsOf names the questions of files: by their labels, or by #number, from
// 1, where a label is missing or stands twice.
func ItemsOf(drafts []bank.ItemDraft) []Item {
	count := map[string]int{}
	for _, d := range drafts {
		count[d.Body.Label]++
	}
	out := make([]Item, 0, len(drafts))
	for i, d := range drafts {
		id := d.Body.Label
		if id == "" || count[id] > 1 || strings.HasPrefix(id, "#") {
			id = fmt.Sprintf("#%d", i+1)
		}
		out = append(out, ItemOf(id, d.Body))
	}
	return out
}

// statementsAt counts the statements of one level.
func (it Item) statementsAt(l bank.Level) int {
	n := 0
	for _, s := range it.Statements {
		if s == l {
			n++
		}
	}
	return n
}

// has reports whether one of the names is among those that are wanted; nothing
// wanted is always there.
func has(wanted, names []string) bool {
	if len(wanted) == 0 {
		return true
	}
	for _, w := range wanted {
		for _, n := range names {
			if word(w) == word(n) {
				return true
			}
		}
	}
	return false
}

// word is equal for names that people take for the same: accents, case and
// white space do not count. Other scripts than Latin are left as they are.
func word(s string) string {
	for _, r := range s {
		if unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
			return strings.ToLower(bank.NormText(s))
		}
	}
	return vi.Fold(s)
}
