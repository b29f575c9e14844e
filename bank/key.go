package bank

import (
	"cmp"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// KeyField is what is right in one field, of the kind of its question: of a
// cluster D or S, of match and categorise the id of an option. Any one of
// Accepted is right. Of a hotspot answered by points Accepted holds areas; of
// what people mark it is empty.
type KeyField struct {
	Kind     Kind              `json:"kind"`
	Accepted []string          `json:"accepted"`
	Typed    bool              `json:"typed,omitempty"`  // of a gap: texts, not options
	Fold     bool              `json:"fold,omitempty"`   // see Key
	Credit   map[string]Credit `json:"credit,omitempty"` // by value
	Weight   int               `json:"weight,omitempty"` // against the other fields of the question; 0 is 1
	Points   int               `json:"points,omitempty"` // of a hotspot: places to be marked
}

// FormKey is the key of a form by field, the same for all its variants.
type FormKey map[string]KeyField

// Key returns the key of the form. It is for scoring and for people who may
// see keys, and must never travel with a paper.
func (f Form) Key() FormKey {
	key := FormKey{}
	for i, p := range f.Parts {
		for j, pin := range p.Pins {
			pin.Body.addKey(key, i+1, j+1)
		}
	}
	return key
}

// addKey puts the fields of one question into the key of its form.
func (b Body) addKey(key FormKey, part, no int) {
	k := b.Key
	one := KeyField{Kind: b.Question.Kind, Accepted: []string{}, Fold: k.Fold, Credit: k.Credit}
	switch b.Question.Kind {
	case Single, Multiple:
		one.Accepted = []string{joinIDs(k.Options)}
	case Order:
		one.Accepted = []string{strings.Join(k.Options, ",")}
	case Hotspot:
		if one.Points = b.Question.Points; len(b.Question.Options) > 0 {
			one.Accepted, one.Points = []string{joinIDs(k.Options)}, 0
		}
		for _, a := range k.Areas {
			one.Accepted = append(one.Accepted, a.String())
		}
	case Short, Numeric:
		one.Accepted = append(one.Accepted, k.Accepted...)
	case Essay, Upload:
	case Cluster, Match, Categorise, Cloze:
		for i := range b.Question.Fields() {
			key[StatementField(part, no, i)] = b.keyOf(i)
		}
		return
	}
	key[Field(part, no)] = one
}

// keyOf is what is right in field i of a question with several.
func (b Body) keyOf(i int) KeyField {
	k := KeyField{Kind: b.Question.Kind, Accepted: []string{}, Fold: b.Key.Fold}
	if b.Question.Kind == Cloze {
		k.Typed, k.Weight = b.Question.Choices(i) == nil, b.Question.Gaps[i].Weight
		if i < len(b.Key.Gaps) {
			k.Accepted = append(k.Accepted, b.Key.Gaps[i]...)
		}
	} else if i < len(b.Key.Statements) {
		k.Accepted = append(k.Accepted, b.Key.Statements[i])
	}
	for name, credit := range b.Key.Credit {
		if value, ok := strings.CutPrefix(name, letter(i, 'a')+":"); ok {
			if k.Credit == nil {
				k.Credit = map[string]Credit{}
			}
			k.Credit[value] = credit
		}
	}
	return k
}

// Fields lists the fields of the form in base order.
func (f Form) Fields() []string {
	var out []string
	for i, p := range f.Parts {
		for j, pin := range p.Pins {
			n := pin.Body.Question.Fields()
			if n == 0 {
				out = append(out, Field(i+1, j+1))
			}
			for s := range n {
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
			out = append(out, placesOf(f.Parts[i].Pins[placed.Base-1].Body.Question, placed, i+1, n+1)...)
		}
	}
	return out, nil
}

// placesOf are the places of one printed question.
func placesOf(q Question, placed Placed, part, no int) []Place {
	letters := lettersOf(placed.Options)
	var out []Place
	switch q.Kind {
	case Cluster, Match, Categorise:
		for s, r := range placed.Statements {
			out = append(out, Place{
				Printed: StatementField(part, no, s), Kind: q.Kind, Letters: letters,
				Field: StatementField(part, placed.Base, int(r-'a')),
			})
		}
	case Cloze:
		for s := range q.Gaps {
			p := Place{Printed: StatementField(part, no, s), Kind: q.Kind, Field: StatementField(part, placed.Base, s), Letters: letters}
			if len(q.Gaps[s].Options) > 0 {
				p.Letters = lettersOf(idsOf(unlisted(q.Gaps[s].Options)))
			} else if q.Gaps[s].Grid != nil {
				p.Letters = nil
			}
			out = append(out, p)
		}
	case Single, Multiple, Short, Numeric, Order, Hotspot, Essay, Upload:
		out = append(out, Place{Printed: Field(part, no), Field: Field(part, placed.Base), Kind: q.Kind, Letters: letters})
	}
	return out
}

// lettersOf names options in printed order: A, B, …
func lettersOf(ids []string) map[string]string {
	if len(ids) == 0 {
		return nil
	}
	out := map[string]string{}
	for i, id := range ids {
		out[letter(i, 'A')] = id
	}
	return out
}

func idsOf(options []Option) []string {
	out := make([]string, len(options))
	for i, o := range options {
		out[i] = o.ID
	}
	return out
}

// unlisted is a list of options in the order of their random ids: that of the
// author, who often puts the right one first, would give it away.
func unlisted(options []Option) []Option {
	return slices.SortedFunc(slices.Values(options), func(a, b Option) int { return strings.Compare(a.ID, b.ID) })
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
	if p.Kind == Order {
		return strings.Join(ids, ","), true
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
		a.Answer = p.answer(key[p.Field])
		out = append(out, a)
	}
	return out, nil
}

// answer is what is right at a place in words for people: what earns a part
// says which, and what earns nothing or costs marks is not listed.
func (p Place) answer(k KeyField) string {
	var words []string
	for _, a := range k.Accepted {
		credit, authored := k.Credit[a]
		if authored && credit <= 0 {
			continue
		}
		word := a
		switch {
		case p.Kind == Cluster:
			word = map[string]string{True: "Đ", False: "S"}[a]
		case len(p.Letters) > 0:
			word = p.printed(a)
		}
		if authored && credit < Full {
			word += " (" + strings.Replace(strconv.FormatFloat(float64(credit)/(float64(Full)/100), 'f', -1, 64), ".", ",", 1) + " %)"
		}
		words = append(words, word)
	}
	return strings.Join(words, " | ")
}

// printed turns ids into the letters of the place.
func (p Place) printed(ids string) string {
	var letters []string
	for id := range strings.SplitSeq(ids, ",") {
		for l, have := range p.Letters {
			if have == id {
				letters = append(letters, l)
			}
		}
	}
	if p.Kind != Order {
		sort.Strings(letters)
	}
	return strings.Join(letters, "")
}

// KeyText is the key of a body in words for people: letters of the base order,
// Đ and S, or the accepted answers. What is still missing is a question mark.
func (b Body) KeyText() string {
	q := b.Question
	switch q.Kind {
	case Single, Multiple, Hotspot, Order:
		if len(q.Options) == 0 {
			return strings.Join(areaTexts(b.Key.Areas), " | ")
		}
		p := Place{Kind: q.Kind, Letters: lettersOf(idsOf(q.Options))}
		return strings.Join(strings.Split(p.printed(strings.Join(b.Key.Options, ",")), ""), ", ")
	case Short, Numeric:
		return strings.Join(b.Key.Accepted, " | ")
	case Cluster:
		return strings.ReplaceAll(strings.Join(b.Key.Statements, " "), True, "Đ")
	case Match, Categorise, Cloze:
		words := make([]string, q.Fields())
		for i := range words {
			p := Place{Kind: q.Kind, Letters: lettersOf(idsOf(q.Options))}
			if q.Kind == Cloze {
				p.Letters = lettersOf(idsOf(q.Choices(i)))
			}
			words[i] = letter(i, 'a') + ": " + cmp.Or(p.answer(b.keyOf(i)), "?")
		}
		return strings.Join(words, "; ")
	case Essay, Upload:
	}
	return ""
}

func areaTexts(areas []Area) []string {
	out := make([]string, len(areas))
	for i, a := range areas {
		out[i] = a.String()
	}
	return out
}
