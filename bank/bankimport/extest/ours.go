package extest

import (
	"slices"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// restOf finds what Write has put beside a question, or nil.
func restOf(notes []string) *bank.Body {
	for _, note := range notes {
		if b := source.Kept(note); b != nil {
			return b
		}
	}
	return nil
}

// restore puts back what LaTeX could not say. What stands in LaTeX counts: a
// key or a number of options that a person changed there wins.
func (q *question) restore(s *bank.Body) {
	read := q.body
	if len(s.Question.Options) != len(read.Question.Options) || len(s.Question.Statements) != len(read.Question.Statements) || !fits(s.Question.Kind, read.Question.Kind) {
		q.warn("extest.changed", "Câu đã được sửa sau khi xuất; chỉ giữ phần ghi bằng LaTeX.", "Xem lại nhãn và cách tính điểm.")
		return
	}
	q.body = *s
	q.body.Question.Stem, q.body.Question.Stimulus, q.body.Solution = read.Question.Stem, read.Question.Stimulus, read.Solution
	q.body.Todo = append(read.Todo, s.Todo...)
	var marked []string
	for i, o := range read.Question.Options {
		to := &q.body.Question.Options[i]
		to.HTML = o.HTML
		if slices.Contains(q.marked, i) {
			marked = append(marked, to.ID)
		}
	}
	for i, st := range read.Question.Statements {
		q.body.Question.Statements[i].HTML = st.HTML
	}
	switch s.Question.Kind {
	case bank.Single, bank.Multiple:
		if !sameSet(marked, s.Key.Options) {
			q.body.Key.Options, q.body.Key.Credit = marked, nil
		}
	case bank.Cluster:
		if !slices.Equal(trueOf(read.Key.Statements), trueOf(s.Key.Statements)) {
			q.body.Key.Statements = read.Key.Statements
		}
	case bank.Short, bank.Numeric:
		if len(s.Key.Accepted) == 0 || len(read.Key.Accepted) == 0 || answerText(s.Key.Accepted) != answerText(read.Key.Accepted) {
			q.body.Key.Accepted, q.body.Key.Credit = read.Key.Accepted, nil
			source.Widen(&q.body, read.Question)
		}
	}
}

// trueOf lists the statements that are true.
func trueOf(key []string) []int {
	out := []int{}
	for i, v := range key {
		if v == bank.True {
			out = append(out, i)
		}
	}
	return out
}

// fits reports whether a question of a kind is written with the macro from
// which another kind was read.
func fits(kind, read bank.Kind) bool {
	switch kind {
	case bank.Multiple:
		return read == bank.Single
	case bank.Numeric:
		return read == bank.Short
	}
	return kind == read
}

func sameSet(a, b []string) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(a, b)
}
