package scoring

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sort"

	"khaothi/internal/fault"
)

// Key is one version of what is right on a form. A correction is a new
// version; both are kept.
type Key struct {
	Version int                 `json:"version"`
	Fields  map[string]KeyField `json:"fields"`

	// Choice are the tracks of the form, if it has any. They stand before those
	// of the rule, which still says what counts when a candidate did both.
	Choice *Choice `json:"choice,omitempty"`
}

// KeyField is what is right in one field. Accept holds values as responses
// have them (of numbers also min..max); a cancelled field gives everybody its
// points. Places on a picture are right by name (a,c) or by where they lie: then
// Accept holds all areas (rect:10,20,110,80) of which Points have to be hit.
// What people mark has a Rubric instead.
type KeyField struct {
	Kind      Kind              `json:"kind"` // a statement is of kind cluster, a gap of kind cloze, a row of match or categorise
	Accept    []string          `json:"accept,omitempty"`
	Cancelled bool              `json:"cancelled,omitempty"`
	Fold      bool              `json:"fold,omitempty"`   // upper and lower case are alike
	Credit    map[string]Credit `json:"credit,omitempty"` // by option or accepted text; what is not in it: 100 % if accepted
	Weight    int               `json:"weight,omitempty"` // against the other fields of the question; 0 is 1
	Points    int               `json:"points,omitempty"` // places to be marked on a picture; 0: one in each area
	Rubric    []Criterion       `json:"rubric,omitempty"`
}

// Criterion is one of the things that people mark in a work, on a scale of its
// own in hundredths.
type Criterion struct {
	ID     string `json:"id"`
	HTML   string `json:"html,omitempty"`
	Points Points `json:"points"` // at most
	Steps  []Step `json:"steps,omitempty"`
}

// Step says what of a criterion earns how much.
type Step struct {
	HTML   string `json:"html"`
	Points Points `json:"points"`
}

func (c Criterion) equal(d Criterion) bool {
	return c.ID == d.ID && c.HTML == d.HTML && c.Points == d.Points && slices.Equal(c.Steps, d.Steps)
}

// RubricMax is what a work marked best gets, on the rubric's own scale.
func (f *KeyField) RubricMax() Points {
	var sum Points
	for _, c := range f.Rubric {
		sum += c.Points
	}
	return sum
}

// maxKeyBytes bounds a key from outside: 10,000 fields of 400 bytes.
const maxKeyBytes = 4 << 20

// maxAccept bounds the accepted answers of one field.
const maxAccept = 100

// ParseKey reads and checks what json.Marshal writes of a Key.
func ParseKey(b []byte) (Key, error) {
	if len(b) > maxKeyBytes {
		return Key{}, badKey("", "the key is larger than %d bytes", maxKeyBytes)
	}
	var k Key
	if err := strictJSON(b, &k); err != nil {
		return Key{}, badKey("", "%v", err)
	}
	return k, k.Validate()
}

// Validate reports the first field that is unusable, as fault.Invalid with the
// code key.invalid, the field and what is wrong.
func (k Key) Validate() error {
	if len(k.Fields) == 0 {
		return badKey("", "the key has no fields")
	}
	for _, name := range k.names() {
		f := k.Fields[name]
		parsed, ok := parseField(name)
		if !slices.Contains(Kinds(), f.Kind) {
			return badKey(name, "unknown kind %q", f.Kind)
		}
		if !ok || (parsed.statement >= 0) != f.Kind.Composite() || f.Kind == Cluster && parsed.statement >= maxCluster {
			return badKey(name, "not the name of a field of kind %q", f.Kind)
		}
		if why := f.fault(); why != "" {
			return badKey(name, "%s", why)
		}
	}
	return k.validateChoice()
}

func (k Key) validateChoice() error {
	if k.Choice == nil {
		return nil
	}
	if k.Choice.Both != "" {
		return badKey("", "what counts when both tracks are answered is for the rule to say")
	}
	questions := map[string]bool{}
	for name := range k.Fields {
		if f, ok := parseField(name); ok {
			questions[QuestionName(f.part, f.no)] = true
		}
	}
	if err := k.Choice.validate(questions); err != nil {
		return badKey(TrackField(k.Choice.Part), "%v", err)
	}
	return nil
}

// TrackTitle is what people call a track of the form: its title, or its id where
// the form has none such.
func (k Key) TrackTitle(id string) string {
	if k.Choice != nil {
		if i := k.Choice.index(id); i >= 0 && k.Choice.Tracks[i].Title != "" {
			return k.Choice.Tracks[i].Title
		}
	}
	return id
}

func badKey(field, format string, args ...any) error {
	why := fmt.Sprintf(format, args...)
	if field == "" {
		return fault.New(fault.Invalid, "key.invalid").With("why", why)
	}
	return fault.New(fault.Invalid, "key.invalid").With("field", field).With("why", "field "+field+": "+why)
}

// names are the fields of k in a fixed order.
func (k Key) names() []string {
	out := make([]string, 0, len(k.Fields))
	for name := range k.Fields {
		out = append(out, name)
	}
	sort.Strings(out)
	return out
}

// Hash is the SHA-256 of what k says, whatever its version: two versions with
// the same hash score alike.
func (k Key) Hash() ([]byte, error) {
	k.Version = 0
	b, err := json.Marshal(k) // encoding/json sorts the keys of a map
	if err != nil {
		return nil, fmt.Errorf("encode key: %w", err)
	}
	sum := sha256.Sum256(b)
	return sum[:], nil
}

// KeyChange is one field in which two keys differ.
type KeyChange struct {
	Field  string   `json:"field"`
	Before KeyField `json:"before"`
	After  KeyField `json:"after"`
}

// Changes lists the fields in which next differs from k, by name.
func (k Key) Changes(next Key) []KeyChange {
	all := Key{Fields: map[string]KeyField{}}
	for _, from := range []map[string]KeyField{k.Fields, next.Fields} {
		maps.Copy(all.Fields, from)
	}
	var out []KeyChange
	for _, name := range all.names() {
		before, after := k.Fields[name], next.Fields[name]
		if !before.equal(after) {
			out = append(out, KeyChange{Field: name, Before: before, After: after})
		}
	}
	return out
}

func (f KeyField) equal(g KeyField) bool {
	return f.Kind == g.Kind && f.Cancelled == g.Cancelled && f.Fold == g.Fold &&
		slices.Equal(f.Accept, g.Accept) && maps.Equal(f.Credit, g.Credit) &&
		f.Weight == g.Weight && f.Points == g.Points && slices.EqualFunc(f.Rubric, g.Rubric, Criterion.equal)
}
