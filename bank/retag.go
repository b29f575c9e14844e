package bank

import (
	"slices"
	"time"

	"khaothi/internal/exam"
)

// Retag is a change of the tags of many items. Nil fields stay as they are; a
// pointer to nothing empties a tag.
type Retag struct {
	Pool    *string `json:"pool,omitempty"`
	Subject *string `json:"subject,omitempty"`
	Grade   *int    `json:"grade,omitempty"`
	Topic   *string `json:"topic,omitempty"`
	Content *string `json:"content,omitempty"`
	Outcome *string `json:"outcome,omitempty"`
	Level   *Level  `json:"level,omitempty"` // not of clusters, whose statements have levels

	AddFree           []string `json:"add_free,omitempty"`
	RemoveFree        []string `json:"remove_free,omitempty"`
	AddCompetences    []string `json:"add_competences,omitempty"`
	RemoveCompetences []string `json:"remove_competences,omitempty"`
}

// MaxRetag bounds the items of one change.
const MaxRetag = 10_000

// Empty reports whether r changes nothing of any item.
func (r Retag) Empty() bool {
	return r.Pool == nil && !r.tags()
}

func (r Retag) tags() bool {
	return r.Subject != nil || r.Grade != nil || r.Topic != nil || r.Content != nil || r.Outcome != nil || r.Level != nil ||
		len(r.AddFree)+len(r.RemoveFree)+len(r.AddCompetences)+len(r.RemoveCompetences) > 0
}

// Apply returns the body with other tags. Nothing else of it changes: what is
// asked, the key and the solution stay byte for byte.
func (r Retag) Apply(b Body) Body {
	t := b.Tags
	set(&t.Subject, r.Subject)
	set(&t.Grade, r.Grade)
	set(&t.Topic, r.Topic)
	set(&t.Content, r.Content)
	set(&t.Outcome, r.Outcome)
	if b.Question.Kind != Cluster {
		set(&t.Level, r.Level)
	}
	t.Free = withTags(t.Free, r.AddFree, r.RemoveFree)
	t.Competences = withTags(t.Competences, r.AddCompetences, r.RemoveCompetences)
	b.Tags = t
	b.Tags.normalise()
	return b
}

func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

func withTags(have, add, remove []string) []string {
	out := slices.Clone(have)
	for _, s := range add {
		if s = NormText(s); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return slices.DeleteFunc(out, func(s string) bool { return slices.Contains(remove, s) && !slices.Contains(add, s) })
}

// Retagged says what a change of tags does or did.
type Retagged struct {
	ID        string    `json:"id,omitempty"` // of the change; empty for a preview
	Items     int       `json:"items"`        // that were picked
	Changed   int       `json:"changed"`
	Unchanged int       `json:"unchanged"` // have those tags already
	Skipped   []Skipped `json:"skipped"`
}

// Skipped is an item that a change leaves alone, and why.
type Skipped struct {
	ID   exam.ItemID `json:"id"`
	Code string      `json:"code"`
}

// Change is one change of many items as the list of changes shows it.
type Change struct {
	ID        string         `json:"id"`
	Retag     Retag          `json:"retag"`
	Items     int            `json:"items"`
	CreatedAt time.Time      `json:"created_at"`
	CreatedBy exam.AccountID `json:"created_by"`
	UndoneAt  *time.Time     `json:"undone_at,omitempty"`
}
