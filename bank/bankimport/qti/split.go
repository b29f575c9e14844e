package qti

import (
	"fmt"
	"slices"
	"strings"

	"khaothi/bank"
)

// split makes a question of each interaction of a body, but one of all gaps in
// its text. Each is scored by the rules of the whole with the others unanswered;
// where that earns nothing the scoring is left to a person.
func (it *item) split(body *node, found []*node) string {
	var groups [][]*node
	inline := -1
	for _, n := range found {
		switch n.name {
		case "textEntryInteraction", "inlineChoiceInteraction", "gapMatchInteraction":
			if inline < 0 {
				inline = len(groups)
				groups = append(groups, nil)
			}
			groups[inline] = append(groups[inline], n)
		default:
			groups = append(groups, []*node{n})
		}
	}
	var parts []*item
	for i, group := range groups {
		part := it.part(i+1, len(groups))
		part.hidden = slices.DeleteFunc(slices.Clone(found), func(n *node) bool { return slices.Contains(group, n) })
		if why := part.dispatch(body, group); why != "" {
			return severalKinds + ": " + why
		}
		parts = append(parts, part)
	}
	it.c.Row(bank.Warning, it.where, "item.split", fmt.Sprintf("Câu có %d câu hỏi khác dạng; mỗi câu hỏi thành một câu.", len(parts)), "Kiểm tra lời dẫn và điểm của từng câu.", it.root.get("title"))
	for i, part := range parts {
		if i+1 < len(parts) {
			part.finish()
		}
	}
	*it = *parts[len(parts)-1] // the caller finishes the last
	it.r.it = it
	return ""
}

// part is the item of one of several questions.
func (it *item) part(i, n int) *item {
	p := *it
	p.r = &renderer{it: &p}
	p.where = fmt.Sprintf("%s, phần %d/%d", it.where, i, n)
	p.body.Label = strings.TrimSpace(fmt.Sprintf("%s (%d)", it.body.Label, i))
	p.body.Todo, p.problems, p.rubrics = slices.Clone(it.body.Todo), slices.Clone(it.problems), slices.Clone(it.rubrics)
	return &p
}
