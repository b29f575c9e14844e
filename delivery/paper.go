package delivery

import (
	"slices"
	"strconv"
	"strings"

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

	KindNumeric    Kind = "numeric"
	KindCloze      Kind = "cloze"
	KindMatch      Kind = "match"
	KindCategorise Kind = "categorise"
	KindOrder      Kind = "order"
	KindHotspot    Kind = "hotspot"
	KindEssay      Kind = "essay"
	KindUpload     Kind = "upload"
)

// The kinds of fields that are no questions: the choice of a track, and how
// often a sound was started.
const (
	KindTrack Kind = "track"
	KindPlay  Kind = "play"
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
	Tracks    []Track    `json:"tracks,omitempty"`
	Questions []Question `json:"questions"`
}

// Track is one of several sets of questions of a part, of which the candidate
// does one, chosen in the field track:<part>, beside those of no track.
type Track struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// Question is one question as it stands on the paper. Texts are sanitised
// HTML. Single, multiple, order and hotspot have Field and Options; cluster,
// match and categorise have Statements; cloze has Gaps; the others have Field.
type Question struct {
	No         int         `json:"no"`
	Kind       Kind        `json:"kind"`
	Stem       string      `json:"stem"`
	Stimulus   string      `json:"stimulus,omitempty"`
	Field      string      `json:"field,omitempty"`
	Options    []Option    `json:"options,omitempty"` // of match and categorise: the targets; of cloze: a pool for its gaps
	Statements []Statement `json:"statements,omitempty"`
	Max        int         `json:"max,omitempty"`     // characters of a short or numeric answer
	Charset    string      `json:"charset,omitempty"` // that it may hold
	Track      string      `json:"track,omitempty"`   // id of a track of the part; empty: for everybody

	Gaps   []Gap    `json:"gaps,omitempty"`
	Image  *Image   `json:"image,omitempty"`  // of hotspot
	Points int      `json:"points,omitempty"` // of hotspot without options: how many places may be marked
	Words  int      `json:"words,omitempty"`  // of essay: at most, as advice
	Bytes  int      `json:"bytes,omitempty"`  // of essay and upload: at most
	Types  []string `json:"types,omitempty"`  // of upload: extensions; none: any
}

// Gap is a place in the stem, <span data-gap="a"> with the letter of its field.
// It is filled from its own options, from those of the question, or typed
// (Max characters of Charset).
type Gap struct {
	Field   string   `json:"field"`
	Options []Option `json:"options,omitempty"`
	Max     int      `json:"max,omitempty"`
	Charset string   `json:"charset,omitempty"`
}

// Image is the picture of a hotspot; areas and points count in its pixels.
type Image struct {
	Media  string `json:"media"` // its hash
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Alt    string `json:"alt,omitempty"`
}

// Area is where an option of a hotspot lies: what is clicked, not what is right.
type Area struct {
	Shape  string `json:"shape"` // rect, circle, ellipse, poly
	Coords []int  `json:"coords"`
}

// Option is one choice. Its ID is random: never a letter, never a place.
type Option struct {
	ID   string `json:"id"`
	HTML string `json:"html"`
	Area *Area  `json:"area,omitempty"`
}

// Statement is one statement of a cluster, to be called D (đúng) or S (sai), or
// a row of match and categorise, to be given an option.
type Statement struct {
	Field string `json:"field"`
	HTML  string `json:"html"`
}

// Media is a picture or sound inside the paper. A sound may be started Plays
// times, 0 is no limit; each start is an event on the field play:<hash>.
type Media struct {
	MIME  string `json:"mime"`
	Data  []byte `json:"data"` // base64 in JSON
	Plays int    `json:"plays,omitempty"`
}

// Fields returns what may be answered on the paper and how. Two questions
// with the same field, a question without one, or a kind that is not known is
// fault.Invalid.
func (p *Paper) Fields() (Fields, error) {
	fields := Fields{}
	for i := range p.Parts {
		part := &p.Parts[i]
		for i := range part.Questions {
			if err := fields.addQuestion(&part.Questions[i]); err != nil {
				return nil, err
			}
		}
	}
	if len(fields) == 0 {
		return nil, fault.New(fault.Invalid, "paper.empty")
	}
	for i := range p.Parts {
		if err := fields.addTracks(&p.Parts[i]); err != nil {
			return nil, err
		}
	}
	for hash, m := range p.Media {
		if strings.HasPrefix(m.MIME, "audio/") {
			if err := fields.add(playPrefix+hash, FieldSpec{Kind: KindPlay, Max: m.Plays}); err != nil {
				return nil, err
			}
		}
	}
	return fields, nil
}

// addTracks adds the choice of a track. A question of a track that its part
// does not have could never be done.
func (f Fields) addTracks(p *PaperPart) error {
	ids := make([]string, len(p.Tracks))
	for i, t := range p.Tracks {
		ids[i] = t.ID
	}
	for i := range p.Questions {
		if id := p.Questions[i].Track; id != "" && !slices.Contains(ids, id) {
			return fault.New(fault.Invalid, "paper.track_unknown").With("track", id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return f.add(trackPrefix+strconv.Itoa(p.Part), FieldSpec{Kind: KindTrack, Options: ids})
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
