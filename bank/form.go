package bank

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// FormState is where a form stands.
type FormState string

// The states of a form.
const (
	FormDraft  FormState = "draft"
	FormLocked FormState = "locked" // its hash is set and nothing of it changes any more
)

// Form is an ordered list of pinned versions in parts 1..n: a paper in its base
// order.
type Form struct {
	ID        exam.FormID    `json:"id"`
	Unit      exam.UnitID    `json:"unit_id,omitempty"`
	Name      string         `json:"name"`
	Subject   string         `json:"subject"`
	DurationS int            `json:"duration_s"`
	State     FormState      `json:"state"`
	Hash      string         `json:"hash,omitempty"` // set by Lock
	Parts     []Part         `json:"parts"`
	CreatedAt time.Time      `json:"created_at"`
	CreatedBy exam.AccountID `json:"created_by,omitempty"`
}

// Part is a part of a form. Questions are numbered from 1 in each part.
type Part struct {
	Title string `json:"title"`
	Intro string `json:"intro,omitempty"` // HTML in the subset
	Pins  []Pin  `json:"pins"`

	Tracks []Track `json:"tracks,omitempty"` // of which a candidate does one
}

// Pin names one version by id and by the hash of its content. Body is what the
// store read for it.
type Pin struct {
	ItemID  exam.ItemID    `json:"item_id"`
	Version exam.VersionID `json:"version_id"`
	Hash    string         `json:"hash"`
	Fixed   bool           `json:"fixed,omitempty"` // keeps its place in every variant
	Track   string         `json:"track,omitempty"` // empty: for everybody
	Body    Body           `json:"-"`
	Sealed  *Sealed        `json:"-"` // Body is a husk until a keeper reveals it
}

// Bounds of a form: of the paper that candidates load, not of any regulation.
const (
	maxParts     = 20
	maxQuestions = 300
)

// Field names a question by its place in the base order, both from 1.
func Field(part, n int) string { return "p" + strconv.Itoa(part) + "_" + strconv.Itoa(n) }

// StatementField names statement i from 0 of a cluster by its base order.
func StatementField(part, n, i int) string { return Field(part, n) + letter(i, 'a') }

// Questions counts the questions of all parts.
func (f Form) Questions() int {
	n := 0
	for _, p := range f.Parts {
		n += len(p.Pins)
	}
	return n
}

// SealedIn returns the vault of the first question that is still sealed, or "".
func (f Form) SealedIn() string {
	for _, p := range f.Parts {
		for _, pin := range p.Pins {
			if pin.Sealed != nil {
				return pin.Sealed.Vault
			}
		}
	}
	return ""
}

// ItemIDs lists the items of the form in its order.
func (f Form) ItemIDs() []exam.ItemID {
	var out []exam.ItemID
	for _, p := range f.Parts {
		for _, pin := range p.Pins {
			out = append(out, pin.ItemID)
		}
	}
	return out
}

// Seen lists the pinned versions of the form, as a decision names them.
func (f Form) Seen() []Seen {
	var out []Seen
	for _, p := range f.Parts {
		for _, pin := range p.Pins {
			out = append(out, Seen{ID: pin.ItemID, Hash: pin.Hash})
		}
	}
	return out
}

// PinOf makes a pin of a version.
func PinOf(v Version) Pin {
	return Pin{ItemID: v.ItemID, Version: v.ID, Hash: v.Hash, Body: v.Body, Sealed: v.Sealed}
}

// Check says why the form cannot be locked: its first fault, of kind Invalid.
func (f Form) Check() error {
	if f.Questions() == 0 {
		return fault.New(fault.Invalid, "form.empty")
	}
	if len(f.Parts) > maxParts || f.Questions() > maxQuestions {
		return fault.New(fault.Invalid, "form.too_large").With("parts", maxParts).With("questions", maxQuestions)
	}
	if f.DurationS <= 0 {
		return fault.New(fault.Invalid, "form.no_duration")
	}
	used := map[exam.ItemID]string{}
	for i, p := range f.Parts {
		if len(p.Pins) == 0 {
			return fault.New(fault.Invalid, "form.part_empty").With("part", i+1)
		}
		for j, pin := range p.Pins {
			field := Field(i+1, j+1)
			if first, ok := used[pin.ItemID]; ok {
				return fault.New(fault.Invalid, "form.item_twice").With("field", field).With("first", first)
			}
			used[pin.ItemID] = field
			if err := pin.check(field); err != nil {
				return err
			}
		}
		if n := splitStimulus(p.Pins); n > 0 {
			return fault.New(fault.Invalid, "form.stimulus_split").With("field", Field(i+1, n))
		}
	}
	if _, err := f.Listenings(); err != nil {
		return err
	}
	return f.checkTracks()
}

// check trusts what was checked when a sealed version came in: who locks a form
// need not be a keeper.
func (p Pin) check(field string) error {
	if p.Sealed != nil {
		return nil
	}
	if p.Body.Hash() != p.Hash {
		return fault.New(fault.Conflict, "form.version_changed").With("field", field)
	}
	for _, problem := range p.Body.Check() {
		if !problem.Warning {
			return fault.New(fault.Invalid, "form.item_not_ready").With("field", field).With("problem", problem.Code)
		}
	}
	return nil
}

// splitStimulus returns the number of the first question whose stimulus was
// shown before but not with the question right before it, or 0.
func splitStimulus(pins []Pin) int {
	seen := map[string]bool{}
	before := ""
	for i, p := range pins {
		s := p.Body.Question.Stimulus
		if s != "" && s != before && seen[s] {
			return i + 1
		}
		seen[s], before = true, s
	}
	return 0
}

// Lock checks the form and sets its hash and state. A locked form is returned
// as it is.
func (f Form) Lock() (Form, error) {
	if f.State == FormLocked {
		return f, nil
	}
	if err := f.Check(); err != nil {
		return f, err
	}
	f.Hash, f.State = f.ContentHash(), FormLocked
	return f, nil
}

// ContentHash covers what candidates get and how it is scored: subject, time,
// part titles, and every version by its hash. The name of the form is not in it.
func (f Form) ContentHash() string {
	return hashJSON("khaothi form 1", struct {
		Subject   string
		DurationS int
		Parts     []Part
	}{f.Subject, f.DurationS, f.Parts})
}

// CheckHash tells whether a locked form still is what was locked.
func (f Form) CheckHash() error {
	if f.State != FormLocked {
		return fault.New(fault.Conflict, "form.not_locked")
	}
	if f.ContentHash() != f.Hash {
		return fault.New(fault.Conflict, "form.hash_differs").Wrap(fmt.Errorf("form %s", f.ID))
	}
	return nil
}

// DefaultTitles are the titles of the three parts since 2025.
func DefaultTitles() []string {
	return []string{
		"PHẦN I. Câu trắc nghiệm nhiều phương án lựa chọn",
		"PHẦN II. Câu trắc nghiệm đúng sai",
		"PHẦN III. Câu trắc nghiệm trả lời ngắn",
	}
}

var formCode = regexp.MustCompile(`^[0-9]{3,8}$`)

// Codes returns n form codes of four digits from first on.
func Codes(first, n int) []string {
	out := make([]string, 0, n)
	for i := range n {
		out = append(out, fmt.Sprintf("%04d", first+i))
	}
	return out
}
