package bank

import (
	"slices"
	"sort"
	"strconv"
	"strings"
)

// KeyField is what is right in one field. A statement of a cluster is a field
// of kind Cluster whose accepted value is D or S. Any one of Accepted is right.
type KeyField struct {
	Kind     Kind     `json:"kind"`
	Accepted []string `json:"accepted"`
}

// FormKey is the key of a form by field, the same for all its variants.
type FormKey map[string]KeyField

// Key returns the key of the form. It is for scoring and for people who may
// see keys, and must never travel with a paper.
func (f Form) Key() FormKey {
	key := FormKey{}
	for i, p := range f.Parts {
		for j, pin := range p.Pins {
			k := pin.Body.Key
			switch pin.Body.Question.Kind {
			case Single, Multiple:
				key[Field(i+1, j+1)] = KeyField{Kind: pin.Body.Question.Kind, Accepted: []string{joinIDs(k.Options)}}
			case Short:
				key[Field(i+1, j+1)] = KeyField{Kind: Short, Accepted: append([]string{}, k.Accepted...)}
			case Cluster:
				for s, v := range k.Statements {
					key[StatementField(i+1, j+1, s)] = KeyField{Kind: Cluster, Accepted: []string{v}}
				}
			}
		}
	}
	return key
}

// Fields lists the fields of the form in base order.
func (f Form) Fields() []string {
	var out []string
	for i, p := range f.Parts {
		for j, pin := range p.Pins {
			if pin.Body.Question.Kind != Cluster {
				out = append(out, Field(i+1, j+1))
				continue
			}
			for s := range pin.Body.Question.Statements {
				out = append(out, StatementField(i+1, j+1, s))
			}
		}
	}
	return out
}

// joinIDs is the value of a set of options: ids sorted, joined by commas.
func joinIDs(ids []string) string {
	s := append([]string{}, ids...)
	sort.Strings(s)
	return strings.Join(s, ",")
}

// Place translates one field of the printed variant (p1_1 is the first question
// as printed) to the field and values of the form.
type Place struct {
	Printed string            `json:"printed"`
	Field   string            `json:"field"`
	Kind    Kind              `json:"kind"`
	Letters map[string]string `json:"letters,omitempty"` // printed letter → option id
}

// Translation returns the places of a variant in printed order: how answers
// on paper become answers of the form.
func (f Form) Translation(l Layout) ([]Place, error) {
	if err := f.CheckLayout(l); err != nil {
		return nil, err
	}
	var out []Place
	for i, part := range l.Parts {
		for n, placed := range part {
			q := f.Parts[i].Pins[placed.Base-1].Body.Question
			if q.Kind == Cluster {
				for s, r := range placed.Statements {
					out = append(out, Place{
						Printed: StatementField(i+1, n+1, s), Kind: Cluster,
						Field: StatementField(i+1, placed.Base, int(r-'a')),
					})
				}
				continue
			}
			p := Place{Printed: Field(i+1, n+1), Field: Field(i+1, placed.Base), Kind: q.Kind}
			if len(placed.Options) > 0 {
				p.Letters = map[string]string{}
			}
			for k, id := range placed.Options {
				p.Letters[letter(k, 'A')] = id
			}
			out = append(out, p)
		}
	}
	return out, nil
}

// Value turns what is printed at a place ("B", "AC", "D", "0,5") into a value
// of the form, and reports whether every letter exists there.
func (p Place) Value(printed string) (string, bool) {
	if len(p.Letters) == 0 || printed == "" {
		return printed, true
	}
	var ids []string
	for _, r := range strings.ReplaceAll(printed, ",", "") {
		id, ok := p.Letters[string(r)]
		if !ok {
			return "", false
		}
		ids = append(ids, id)
	}
	return joinIDs(ids), true
}

// PrintedAnswer is one line of the key of a variant as a board prints it.
type PrintedAnswer struct {
	Printed string `json:"printed"` // p1_1
	No      string `json:"no"`      // 1, or 1a
	Part    int    `json:"part"`
	Field   string `json:"field"`
	Kind    Kind   `json:"kind"`
	Answer  string `json:"answer"` // B, AC, Đ, S, 0,5
}

// PrintedKey returns the key of a variant in printed order.
func (f Form) PrintedKey(l Layout) ([]PrintedAnswer, error) {
	places, err := f.Translation(l)
	if err != nil {
		return nil, err
	}
	key := f.Key()
	out := make([]PrintedAnswer, 0, len(places))
	for _, p := range places {
		part, no, _ := strings.Cut(strings.TrimPrefix(p.Printed, "p"), "_")
		a := PrintedAnswer{Printed: p.Printed, No: no, Field: p.Field, Kind: p.Kind}
		a.Part, _ = strconv.Atoi(part) // Field made it
		switch p.Kind {
		case Single, Multiple:
			a.Answer = p.lettersOf(key[p.Field].Accepted[0])
		case Cluster:
			a.Answer = map[string]string{True: "Đ", False: "S"}[key[p.Field].Accepted[0]]
		case Short:
			a.Answer = strings.Join(key[p.Field].Accepted, " | ")
		}
		out = append(out, a)
	}
	return out, nil
}

func (p Place) lettersOf(ids string) string {
	var letters []string
	for id := range strings.SplitSeq(ids, ",") {
		for l, have := range p.Letters {
			if have == id {
				letters = append(letters, l)
			}
		}
	}
	sort.Strings(letters)
	return strings.Join(letters, "")
}

// KeyText is the key of a body in words for people: letters of the base order,
// Đ and S, or the accepted answers.
func (b Body) KeyText() string {
	switch b.Question.Kind {
	case Single, Multiple:
		letters := []string{}
		for i, o := range b.Question.Options {
			if slices.Contains(b.Key.Options, o.ID) {
				letters = append(letters, letter(i, 'A'))
			}
		}
		return strings.Join(letters, ", ")
	case Cluster:
		return strings.ReplaceAll(strings.Join(b.Key.Statements, " "), True, "Đ")
	case Short:
		return strings.Join(b.Key.Accepted, " | ")
	}
	return ""
}
