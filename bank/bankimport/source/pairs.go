package source

import (
	"slices"

	"khaothi/bank"
)

// Pair is a row of a matching question with its target, as HTML in the subset.
// Without a row it only brings a target.
type Pair struct{ Row, Target string }

// Pairs makes a matching question. Targets of one text are one target; one
// that serves several rows makes the question one of sorting.
func Pairs(b *bank.Body, fixed bool, pairs []Pair) {
	var targets []string
	var rows []int // the target of each row
	for _, p := range pairs {
		if bank.IsEmpty(p.Target) {
			continue
		}
		i := slices.Index(targets, p.Target)
		if i < 0 {
			i, targets = len(targets), append(targets, p.Target)
		}
		if !bank.IsEmpty(p.Row) {
			b.Question.Statements = append(b.Question.Statements, bank.Statement{HTML: p.Row})
			rows = append(rows, i)
		}
	}
	b.Question.Kind = bank.Match
	for _, t := range targets {
		b.Question.Options = append(b.Question.Options, bank.Option{HTML: t, Fixed: fixed})
	}
	b.Normalise()
	for i, r := range rows {
		b.Key.Statements = append(b.Key.Statements, b.Question.Options[r].ID)
		if slices.Contains(rows[:i], r) {
			b.Question.Kind = bank.Categorise
		}
	}
}

// PairsOf lists the rows of a question with the plain text of their targets,
// and after them the targets without a row. A cluster has the targets Đúng and
// Sai. why says what keeps the question from being written.
func PairsOf(b bank.Body) (pairs []Pair, dropped []string, why string) {
	q, texts := b.Question, map[string]string{bank.True: "Đúng", bank.False: "Sai"}
	if q.Kind != bank.Cluster {
		texts = map[string]string{}
	}
	for _, o := range q.Options {
		text, lost, bad := Plain(o.HTML)
		if bad != "" {
			why = "vế ghép chỉ được là chữ thường: " + bad
		}
		for _, l := range lost {
			dropped = Once(dropped, l)
		}
		texts[o.ID] = bank.NormText(text)
	}
	if len(b.Key.Credit) > 0 {
		dropped = append(dropped, "điểm thành phần")
	}
	used := map[string]bool{}
	for i, s := range q.Statements {
		if i >= len(b.Key.Statements) || texts[b.Key.Statements[i]] == "" {
			return nil, nil, "câu chưa có đủ đáp án"
		}
		used[b.Key.Statements[i]] = true
		pairs = append(pairs, Pair{Row: s.HTML, Target: texts[b.Key.Statements[i]]})
	}
	for _, o := range q.Options {
		if !used[o.ID] {
			pairs = append(pairs, Pair{Target: texts[o.ID]})
		}
	}
	return pairs, dropped, why
}
