package bank

import (
	"fmt"
	"strconv"

	"khaothi/internal/fault"
)

// PrintedForm is one variant as a candidate sees it. It holds no key and no
// hint of one, and its members are those of the paper in docs/protocol.md.
type PrintedForm struct {
	V         int                     `json:"v"`
	FormCode  string                  `json:"form_code"`
	Title     string                  `json:"title"`
	Subject   string                  `json:"subject"`
	DurationS int                     `json:"duration_s"`
	Parts     []PrintedPart           `json:"parts"`
	Stimuli   map[string]string       `json:"stimuli,omitempty"`
	Media     map[string]PrintedMedia `json:"media,omitempty"`
}

// PrintedPart is one part in the order of the variant.
type PrintedPart struct {
	Part      int               `json:"part"`
	Title     string            `json:"title"`
	Intro     string            `json:"intro,omitempty"`
	Tracks    []Track           `json:"tracks,omitempty"`
	Questions []PrintedQuestion `json:"questions"`
}

// PrintedQuestion is one question; No is its number in this variant, Field its
// name in every variant.
type PrintedQuestion struct {
	No         int                `json:"no"`
	Kind       Kind               `json:"kind"`
	Stem       string             `json:"stem"`
	Stimulus   string             `json:"stimulus,omitempty"` // key of Stimuli
	Field      string             `json:"field,omitempty"`    // empty where statements or gaps have one each
	Options    []PrintedOption    `json:"options,omitempty"`
	Statements []PrintedStatement `json:"statements,omitempty"`
	Max        int                `json:"max,omitempty"`
	Charset    string             `json:"charset,omitempty"` // empty with Max > 0: any character
	Track      string             `json:"track,omitempty"`   // empty: for everybody

	Gaps    []PrintedGap `json:"gaps,omitempty"`    // in the order of the stem
	Image   *Image       `json:"image,omitempty"`   // of hotspot
	Points  int          `json:"points,omitempty"`  // places to be marked on the image; 0: areas are chosen
	Writing *Writing     `json:"writing,omitempty"` // of essay
	Files   *Files       `json:"files,omitempty"`   // of upload
}

// PrintedGap is a place in the stem. A gap without options and Max is filled
// from the options of the question.
type PrintedGap struct {
	Field   string          `json:"field"`
	Options []PrintedOption `json:"options,omitempty"`
	Max     int             `json:"max,omitempty"`
	Charset string          `json:"charset,omitempty"`
}

// PrintedOption is an option without its fixed flag.
type PrintedOption struct {
	ID   string `json:"id"`
	HTML string `json:"html"`
	Area *Area  `json:"area,omitempty"` // of hotspot
}

// PrintedStatement is a statement; its field keeps the letter of the base order.
type PrintedStatement struct {
	Field string `json:"field"`
	HTML  string `json:"html"`
}

// PrintedMedia is a picture or a sound; in JSON its bytes are base64.
type PrintedMedia struct {
	MIME  string `json:"mime"`
	Data  []byte `json:"data"`
	Plays int    `json:"plays,omitempty"` // how often a sound may be started; 0: no limit
}

// Paper prints a variant. Media must hold every picture and sound of the form.
func (f Form) Paper(l Layout, media map[string]Media) (PrintedForm, error) {
	if err := f.CheckLayout(l); err != nil {
		return PrintedForm{}, err
	}
	p := PrintedForm{
		V: 1, FormCode: l.Code, Title: f.Name, Subject: f.Subject, DurationS: f.DurationS,
		Stimuli: map[string]string{}, Media: map[string]PrintedMedia{},
	}
	stimuli := map[string]string{}
	for i, part := range f.Parts {
		printed := PrintedPart{Part: i + 1, Title: part.Title, Intro: part.Intro, Tracks: part.Tracks}
		for n, placed := range l.Parts[i] {
			q := printQuestion(part.Pins[placed.Base-1].Body.Question, placed, i+1, n+1)
			q.Track = part.Pins[placed.Base-1].Track
			if q.Stimulus != "" {
				if stimuli[q.Stimulus] == "" {
					stimuli[q.Stimulus] = "s" + strconv.Itoa(len(stimuli)+1)
					p.Stimuli[stimuli[q.Stimulus]] = q.Stimulus
				}
				q.Stimulus = stimuli[q.Stimulus]
			}
			printed.Questions = append(printed.Questions, q)
		}
		p.Parts = append(p.Parts, printed)
	}
	return p, f.printMedia(p.Media, media)
}

// printMedia puts the pictures and sounds of the form into out.
func (f Form) printMedia(out map[string]PrintedMedia, media map[string]Media) error {
	sounds, err := f.Listenings()
	if err != nil {
		return err
	}
	for _, h := range f.MediaIn() {
		m, ok := media[h]
		if !ok {
			return fault.New(fault.Conflict, "form.media_missing").With("media", h)
		}
		plays, sound := sounds[h]
		if sound != IsAudio(m.MIME) {
			return fault.New(fault.Conflict, "form.media_kind").With("media", h)
		}
		out[h] = PrintedMedia{MIME: m.MIME, Data: m.Bytes, Plays: plays}
	}
	return nil
}

func printQuestion(q Question, placed Placed, part, no int) PrintedQuestion {
	out := PrintedQuestion{No: no, Kind: q.Kind, Stem: q.Stem, Stimulus: q.Stimulus, Image: q.Image, Writing: q.Writing, Files: q.Files}
	if q.Fields() == 0 {
		out.Field = Field(part, placed.Base)
	}
	options := map[string]Option{}
	for _, o := range q.Options {
		options[o.ID] = o
	}
	for _, id := range placed.Options {
		out.Options = append(out.Options, printOption(options[id]))
	}
	for _, r := range placed.Statements {
		i := int(r - 'a')
		out.Statements = append(out.Statements, PrintedStatement{Field: StatementField(part, placed.Base, i), HTML: q.Statements[i].HTML})
	}
	for i, g := range q.Gaps {
		out.Gaps = append(out.Gaps, printGap(g, StatementField(part, placed.Base, i)))
	}
	switch {
	case q.Kind == Numeric:
		out.Max, out.Charset = NumberMax, NumberCharset
	case q.Grid != nil:
		out.Max, out.Charset = q.Grid.Max, q.Grid.Charset
	}
	if q.Kind == Hotspot && len(q.Options) == 0 {
		out.Points = q.Points
	}
	return out
}

func printOption(o Option) PrintedOption { return PrintedOption{ID: o.ID, HTML: o.HTML, Area: o.Area} }

func printGap(g Gap, field string) PrintedGap {
	out := PrintedGap{Field: field}
	for _, o := range unlisted(g.Options) {
		out.Options = append(out.Options, printOption(o))
	}
	if g.Grid != nil {
		out.Max, out.Charset = g.Grid.Max, g.Grid.Charset
	}
	return out
}

// MediaIn returns the hashes of all pictures and sounds that candidates get, each once.
// Pictures of solutions are not among them: they could show the key.
func (f Form) MediaIn() []string {
	var out []string
	seen := map[string]bool{}
	for _, p := range f.Parts {
		bodies := []Body{{Question: Question{Stem: p.Intro}}}
		for _, pin := range p.Pins {
			bodies = append(bodies, Body{Question: pin.Body.Question})
		}
		for _, b := range bodies {
			for _, h := range b.MediaIn() {
				if !seen[h] {
					seen[h] = true
					out = append(out, h)
				}
			}
		}
	}
	return out
}

// CheckLayout tells whether a layout is an order of exactly this form, whose
// sealed questions have been revealed: every
// question, option and statement once.
func (f Form) CheckLayout(l Layout) error {
	if vault := f.SealedIn(); vault != "" {
		return fault.New(fault.Forbidden, "vault.closed").With("vault", vault)
	}
	bad := func(why string) error {
		return fault.New(fault.Conflict, "form.layout").Wrap(fmt.Errorf("variant %s: %s", l.Code, why))
	}
	if len(l.Parts) != len(f.Parts) {
		return bad("parts")
	}
	for i, part := range f.Parts {
		if len(l.Parts[i]) != len(part.Pins) {
			return bad("questions of part " + strconv.Itoa(i+1))
		}
		seen := map[int]bool{}
		for _, placed := range l.Parts[i] {
			if placed.Base < 1 || placed.Base > len(part.Pins) || seen[placed.Base] {
				return bad("question " + strconv.Itoa(placed.Base))
			}
			seen[placed.Base] = true
			if !placed.permutes(part.Pins[placed.Base-1].Body.Question) {
				return bad("order inside " + Field(i+1, placed.Base))
			}
		}
	}
	return nil
}

func (p Placed) permutes(q Question) bool {
	if len(p.Options) != len(q.Options) || len(p.Statements) != len(q.Statements) {
		return false
	}
	left := map[string]bool{}
	for _, o := range q.Options {
		left[o.ID] = true
	}
	for i := range q.Statements {
		left[letter(i, 'a')] = true
	}
	for _, id := range p.Options {
		if !left[id] {
			return false
		}
		delete(left, id)
	}
	for _, r := range p.Statements {
		if !left[string(r)] {
			return false
		}
		delete(left, string(r))
	}
	return len(left) == 0
}
