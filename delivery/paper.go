package delivery

import (
	"khaothi/internal/fault"
)

// PaperVersion is the version of Paper's JSON.
const PaperVersion = 1

// Kind is how a question is answered.
type Kind string

// The kinds of questions.
const (
	KindSingle   Kind = "single"
	KindMultiple Kind = "multiple"
	KindCluster  Kind = "cluster"
	KindShort    Kind = "short"
)

// Paper is what a candidate gets to read: one form in one order. It has no
// place for a key. docs/paper.schema.json describes its JSON.
type Paper struct {
	V         int               `json:"v"`
	FormCode  string            `json:"form_code"`
	Title     string            `json:"title"`
	Subject   string            `json:"subject"`
	DurationS int               `json:"duration_s"`
	Parts     []PaperPart       `json:"parts"`
	Stimuli   map[string]string `json:"stimuli,omitempty"`
	Media     map[string]Media  `json:"media,omitempty"`
}

// PaperPart is one part (phần) of a paper.
type PaperPart struct {
	Part      int        `json:"part"`
	Title     string     `json:"title"`
	Intro     string     `json:"intro,omitempty"`
	Questions []Question `json:"questions"`
}

// Question is one question as it stands on the paper. Texts are sanitised
// HTML. Single and multiple have Field and Options, a cluster has Statements,
// short has Field, Max and Charset.
type Question struct {
	No         int         `json:"no"`
	Kind       Kind        `json:"kind"`
	Stem       string      `json:"stem"`
	Stimulus   string      `json:"stimulus,omitempty"`
	Field      string      `json:"field,omitempty"`
	Options    []Option    `json:"options,omitempty"`
	Statements []Statement `json:"statements,omitempty"`
	Max        int         `json:"max,omitempty"`
	Charset    string      `json:"charset,omitempty"`
}

// Option is one choice. Its ID is random: never a letter, never a place.
type Option struct {
	ID   string `json:"id"`
	HTML string `json:"html"`
}

// Statement is one statement of a cluster, to be called D (đúng) or S (sai).
type Statement struct {
	Field string `json:"field"`
	HTML  string `json:"html"`
}

// Media is a picture or sound inside the paper.
type Media struct {
	MIME string `json:"mime"`
	Data []byte `json:"data"` // base64 in JSON
}

// Fields returns what may be answered on the paper and how. Two questions
// with the same field, a question without one, or a kind that is not known is
// fault.Invalid.
func (p *Paper) Fields() (Fields, error) {
	fields := Fields{}
	for _, part := range p.Parts {
		for i := range part.Questions {
			if err := fields.addQuestion(&part.Questions[i]); err != nil {
				return nil, err
			}
		}
	}
	if len(fields) == 0 {
		return nil, fault.New(fault.Invalid, "paper.empty")
	}
	return fields, nil
}

func (f Fields) addQuestion(q *Question) error {
	switch q.Kind {
	case KindSingle, KindMultiple:
		ids := make([]string, len(q.Options))
		for i, o := range q.Options {
			ids[i] = o.ID
		}
		return f.add(q.Field, FieldSpec{Kind: q.Kind, Options: ids})
	case KindCluster:
		for _, s := range q.Statements {
			if err := f.add(s.Field, FieldSpec{Kind: KindCluster}); err != nil {
				return err
			}
		}
		return nil
	case KindShort:
		return f.add(q.Field, FieldSpec{Kind: KindShort, Max: q.Max, Charset: q.Charset})
	default:
		return fault.New(fault.Invalid, "paper.kind_unknown").With("kind", string(q.Kind))
	}
}

func (f Fields) add(name string, spec FieldSpec) error {
	if name == "" || len(name) > maxField-len(flagPrefix) {
		return fault.New(fault.Invalid, "paper.field_invalid").With("field", name)
	}
	if _, twice := f[name]; twice {
		return fault.New(fault.Invalid, "paper.field_twice").With("field", name)
	}
	f[name] = spec
	return nil
}
