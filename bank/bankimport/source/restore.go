package source

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"khaothi/bank"
)

// Keeps opens the comment that Comment writes.
const Keeps = "khaothi "

// Comment is what a writer puts beside a question where its format has comments:
// what of the question no text says, in JSON.
func Comment(b bank.Body) (string, error) {
	text, err := json.Marshal(rest(b))
	return Keeps + string(text), err
}

// Kept is what Comment has kept in a comment, or nil.
func Kept(comment string) *bank.Body {
	text, ok := strings.CutPrefix(comment, Keeps)
	if !ok {
		return nil
	}
	var b bank.Body
	if json.Unmarshal([]byte(text), &b) != nil {
		return nil
	}
	return &b
}

// rest is a body without its texts.
func rest(b bank.Body) bank.Body {
	q := &b.Question
	q.Stem, q.Stimulus, b.Solution = "", "", ""
	q.Options, q.Statements, q.Gaps = slices.Clone(q.Options), slices.Clone(q.Statements), slices.Clone(q.Gaps)
	for i := range q.Options {
		q.Options[i].HTML = ""
	}
	for i := range q.Statements {
		q.Statements[i].HTML = ""
	}
	for i := range q.Gaps {
		q.Gaps[i].Options = slices.Clone(q.Gaps[i].Options)
		for j := range q.Gaps[i].Options {
			q.Gaps[i].Options[j].HTML = ""
		}
	}
	return b
}

// Restore joins a question as its format says it with the rest that a writer
// put beside it. The texts are those of the format, and so is the key when it
// differs from what native says the writer wrote for the rest. ok is false
// when the two cannot be one question.
func Restore(read, rest bank.Body, native func(bank.Body) bank.Key) (b bank.Body, ok bool) {
	pool(&read, rest.Question)
	if !sameShape(read.Question, rest.Question) {
		return read, false
	}
	rename(&read, rest)
	b = rest
	q := &b.Question
	q.Stem, q.Stimulus, b.Solution = read.Question.Stem, read.Question.Stimulus, read.Solution
	for i, place := range places(rest) {
		q.Options[place].HTML = read.Question.Options[i].HTML
	}
	for i, s := range read.Question.Statements {
		q.Statements[i].HTML = s.HTML
	}
	for i, g := range read.Question.Gaps {
		for j, o := range g.Options {
			q.Gaps[i].Options[j].HTML = o.HTML
		}
	}
	if !sameKey(read.Key, native(rest)) {
		rubric := b.Key.Rubric
		b.Key = read.Key
		if b.Key.Rubric == nil {
			b.Key.Rubric = rubric
		}
		Widen(&b, read.Question)
	}
	return b, true
}

// Widen gives answers that a person wrote anew, and that do not fit where the
// old ones did, the room that they were read with.
func Widen(b *bank.Body, read bank.Question) {
	fit := func(have, room *bank.Grid, answers []string) *bank.Grid {
		if have != nil && room != nil && slices.ContainsFunc(answers, func(a string) bool { return !have.Fits(a) }) {
			return room
		}
		return have
	}
	b.Question.Grid = fit(b.Question.Grid, read.Grid, b.Key.Accepted)
	for i := range b.Question.Gaps {
		if i < len(b.Key.Gaps) && i < len(read.Gaps) {
			b.Question.Gaps[i].Grid = fit(b.Question.Gaps[i].Grid, read.Gaps[i].Grid, b.Key.Gaps[i])
		}
	}
}

// pool makes one list of the options that a format repeats in every gap of a
// question whose gaps share them.
func pool(read *bank.Body, rest bank.Question) {
	if len(rest.Options) == 0 || len(read.Question.Options) > 0 || len(read.Question.Gaps) != len(rest.Gaps) {
		return
	}
	for i, g := range rest.Gaps {
		own := read.Question.Gaps[i].Options
		if g.Grid != nil || len(g.Options) > 0 || len(own) != len(rest.Options) {
			continue
		}
		if len(read.Question.Options) == 0 {
			read.Question.Options = own
		}
		for k, o := range own {
			to := read.Question.Options[k].ID
			if i < len(read.Key.Gaps) {
				for j, id := range read.Key.Gaps[i] {
					if id == o.ID {
						read.Key.Gaps[i][j] = to
					}
				}
			}
			if c, ok := read.Key.Credit[bank.CreditName(i, o.ID)]; ok && to != o.ID {
				delete(read.Key.Credit, bank.CreditName(i, o.ID))
				read.Key.Credit[bank.CreditName(i, to)] = c
			}
		}
		read.Question.Gaps[i].Options = nil
	}
}

// kinOf are kinds that a format writes as another one.
var kinOf = map[bank.Kind]bank.Kind{
	bank.Categorise: bank.Match, bank.Cluster: bank.Match, bank.Numeric: bank.Short, bank.Upload: bank.Essay, bank.Multiple: bank.Single,
}

func kin(k bank.Kind) bank.Kind {
	if of, ok := kinOf[k]; ok {
		return of
	}
	return k
}

// sameShape reports whether the pieces of two questions stand for each other.
// A cluster is written with the options Đúng and Sai.
func sameShape(read, rest bank.Question) bool {
	if kin(read.Kind) != kin(rest.Kind) || len(read.Statements) != len(rest.Statements) || len(read.Gaps) != len(rest.Gaps) {
		return false
	}
	if rest.Kind != bank.Cluster && len(read.Options) != len(rest.Options) {
		return false
	}
	for i, g := range read.Gaps {
		if len(g.Options) != len(rest.Gaps[i].Options) {
			return false
		}
	}
	return true
}

// places says which option stands where when a format lists options in an order
// of its own: by the rows that use them, or in the right order.
func places(rest bank.Body) []int {
	q := rest.Question
	var used []string
	switch q.Kind {
	case bank.Cluster:
		return nil
	case bank.Match, bank.Categorise:
		used = rest.Key.Statements
	case bank.Order:
		used = rest.Key.Options
	}
	var out []int
	for _, id := range used {
		i := slices.IndexFunc(q.Options, func(o bank.Option) bool { return o.ID == id })
		if i >= 0 && !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	for i := range q.Options {
		if !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	return out
}

// rename gives the options of read the ids of rest, wherever they are named.
func rename(read *bank.Body, rest bank.Body) {
	names := map[string]string{}
	give := func(from, to []bank.Option) {
		for i := range from {
			names[from[i].ID] = to[i].ID
			from[i].ID = to[i].ID
		}
	}
	if rest.Question.Kind == bank.Cluster {
		for _, o := range read.Question.Options {
			names[o.ID] = map[string]string{"Đúng": bank.True, "Sai": bank.False}[o.HTML]
		}
		read.Question.Options = nil
	} else {
		for i, place := range places(rest) {
			give(read.Question.Options[i:i+1], rest.Question.Options[place:place+1])
		}
	}
	for i := range read.Question.Gaps {
		give(read.Question.Gaps[i].Options, rest.Question.Gaps[i].Options)
	}
	named := func(list []string) {
		for i, id := range list {
			if to, ok := names[id]; ok {
				list[i] = to
			}
		}
	}
	named(read.Key.Options)
	named(read.Key.Statements)
	for _, g := range read.Key.Gaps {
		named(g)
	}
	credit := map[string]bank.Credit{}
	for name, c := range read.Key.Credit {
		if to, ok := names[name]; ok {
			name = to
		} else if len(name) > 2 && name[1] == ':' {
			if to, ok := names[name[2:]]; ok {
				name = name[:2] + to
			}
		}
		credit[name] = c
	}
	if len(credit) > 0 {
		read.Key.Credit = credit
	}
}

// sameKey compares what formats write of keys.
func sameKey(a, b bank.Key) bool {
	if len(a.Gaps) != len(b.Gaps) || len(a.Areas) != len(b.Areas) || a.Fold != b.Fold {
		return false
	}
	for i := range a.Gaps {
		if !slices.Equal(sorted(a.Gaps[i]), sorted(b.Gaps[i])) {
			return false
		}
	}
	for i := range a.Areas {
		if a.Areas[i].String() != b.Areas[i].String() {
			return false
		}
	}
	return slices.Equal(a.Options, b.Options) && slices.Equal(a.Statements, b.Statements) &&
		slices.Equal(sorted(a.Accepted), sorted(b.Accepted)) && (len(a.Credit)+len(b.Credit) == 0 || maps.Equal(a.Credit, b.Credit))
}

func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }
