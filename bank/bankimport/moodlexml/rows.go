package moodlexml

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// matching makes rows and targets.
func (q *question) matching() {
	var rows []source.Pair
	for _, p := range q.x.Pairs {
		rows = append(rows, source.Pair{Row: q.html(p.xmlText), Target: plain(p.Answer.Text)})
	}
	source.Pairs(&q.body, no(q.x.Shuffle), rows)
}

// ordering lists the items with their place as fraction.
func (q *question) ordering() {
	type placed struct {
		place float64
		html  string
	}
	var items []placed
	for _, a := range q.x.Answers {
		place, err := strconv.ParseFloat(strings.TrimSpace(a.Fraction), 64)
		if err != nil {
			q.wrong("key.place", "key", "Vị trí “"+bank.NormText(a.Fraction)+"” của một mục không phải số.", "Ghi thứ tự của mục vào thuộc tính fraction.")
			return
		}
		items = append(items, placed{place, q.html(a.xmlText)})
	}
	slices.SortStableFunc(items, func(a, b placed) int { return cmp.Compare(a.place, b.place) })
	q.body.Question.Kind = bank.Order
	for i, it := range items {
		if i > 0 && it.place == items[i-1].place {
			q.wrong("key.place", "key", "Hai mục cùng một vị trí.", "Ghi thứ tự khác nhau cho các mục.")
		}
		q.body.Question.Options = append(q.body.Question.Options, bank.Option{HTML: it.html})
	}
	q.body.Normalise()
	for _, o := range q.body.Question.Options {
		q.body.Key.Options = append(q.body.Key.Options, o.ID)
	}
	if s := strings.ToUpper(strings.TrimSpace(q.x.Select)); s != "" && s != "0" && s != "ALL" {
		q.warn("order.subset", "Moodle chỉ đưa ra một phần các mục; ngân hàng đưa ra tất cả.", "Bớt mục nếu quá nhiều.")
	}
}
