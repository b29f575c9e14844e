package gift

import (
	"maps"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// restore puts back what GIFT could not say. A key that a person changed in the
// text wins.
func (q *question) restore() {
	body, ok := source.Restore(q.body, *q.mine, native)
	if !ok {
		q.problems = append(q.problems, bank.Problem{
			Code: "gift.changed", Field: "stem", Warning: true, Message: "Câu đã được sửa sau khi xuất; chỉ giữ phần của GIFT.", Fix: "Xem lại nhãn và cách tính điểm.",
		})
		return
	}
	q.body = body
}

// native is the key of a question as Write writes it and Read reads it again,
// before Restore.
func native(b bank.Body) bank.Key {
	k := bank.Key{Options: b.Key.Options, Statements: b.Key.Statements, Accepted: b.Key.Accepted, Credit: maps.Clone(b.Key.Credit)}
	switch b.Question.Kind {
	case bank.Single, bank.Multiple:
		k.Options, k.Credit = source.Weighted(b)
	case bank.Short:
		grid, _ := source.GridFor(b.Key.Accepted)
		k.Fold = grid.Charset == ""
	case bank.Numeric:
		k.Accepted, k.Credit = source.CanonRanges(b.Key.Accepted, b.Key.Credit)
	}
	return k
}
