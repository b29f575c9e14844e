package moodlexml

import (
	"maps"
	"slices"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// restore puts back what Moodle could not say. What stands in Moodle's own
// elements counts: a key that a person changed there wins.
func (q *question) restore() {
	body, ok := source.Restore(q.body, *q.mine, native)
	if !ok {
		q.warn("moodle.changed", "Câu đã được sửa sau khi xuất; chỉ giữ phần của Moodle.", "Xem lại nhãn và cách tính điểm.")
		return
	}
	q.body = body
}

// native is the key of a question as Write writes it and Read reads it again,
// before Restore.
func native(b bank.Body) bank.Key {
	k := bank.Key{Options: b.Key.Options, Statements: b.Key.Statements, Accepted: b.Key.Accepted, Gaps: b.Key.Gaps, Areas: b.Key.Areas, Fold: b.Key.Fold}
	if len(b.Key.Credit) > 0 {
		k.Credit = maps.Clone(b.Key.Credit)
	}
	switch b.Question.Kind {
	case bank.Single, bank.Multiple:
		k.Options, k.Credit = source.Weighted(b)
	case bank.Short:
		grid, _ := source.GridFor(b.Key.Accepted)
		k.Fold = b.Key.Fold && grid.Charset == ""
	case bank.Numeric:
		k.Accepted, k.Credit = source.CanonRanges(b.Key.Accepted, b.Key.Credit)
	case bank.Cloze:
		k.Fold = b.Key.Fold && slices.ContainsFunc(b.Question.Gaps, func(g bank.Gap) bool { return g.Grid != nil })
	case bank.Essay, bank.Upload:
		k.Rubric = b.Key.Rubric
	}
	return k
}
