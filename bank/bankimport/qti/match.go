package qti

import (
	"slices"

	"khaothi/bank"
)

// grid is a match interaction with its rows: what gets exactly one target.
type grid struct {
	rows, targets []*node
	turned        bool // the rows are the second set of the file
}

// match reads a table of pairs: rows that each get one target. Four rows with
// the targets Đúng and Sai are a cluster.
func (it *item) match(body, n *node) string {
	d, why := it.response(n)
	if why != "" {
		return why
	}
	sides := n.children("simpleMatchSet")
	if len(sides) != 2 {
		return "câu ghép không có đúng hai cột"
	}
	g, why := arrange(d, sides[0].children("simpleAssociableChoice"), sides[1].children("simpleAssociableChoice"))
	if why != "" {
		return why
	}
	q := &it.body.Question
	q.Stem = it.stem(body, it.asPrompt(n))
	f := it.rowFields(d, g)
	v := f.judge()
	if it.cluster(g, f, v) {
		return ""
	}
	q.Kind = kindOf(n, g)
	for _, row := range g.rows {
		q.Statements = append(q.Statements, bank.Statement{HTML: it.r.flow(row.kids), Level: bank.Level(row.get("data-kt-level"))})
	}
	var names []string
	q.Options, names = it.options(g.targets, n.get("shuffle") == "false")
	ids := it.ids(names)
	it.body.Key.Statements = make([]string, len(g.rows))
	for i, accepted := range v.accepted {
		it.rowKey(i, f.right[i], accepted, v.credit[i], ids)
	}
	it.verdict(v, len(g.rows))
	return ""
}

// rowKey notes what is right in a row.
func (it *item) rowKey(i int, right string, accepted []string, credit map[string]float64, ids map[string]string) {
	if right == "" && len(accepted) == 1 {
		right = accepted[0]
	}
	if right == "" && len(accepted) > 1 {
		it.doubt("một dòng có nhiều đích đúng mà tệp không ghi đáp án")
	}
	it.body.Key.Statements[i] = ids[right]
	for _, a := range accepted {
		if a != right && ids[a] != "" {
			it.share(bank.CreditName(i, ids[a]), 1)
		}
	}
	for name, share := range credit {
		if ids[name] != "" {
			it.share(bank.CreditName(i, ids[name]), share)
		}
	}
}

// verdict reports what does not concern a single field.
func (it *item) verdict(v verdict, n int) {
	if v.doubt != "" {
		it.doubt(v.doubt)
		return
	}
	if v.weights == nil && n > 1 {
		*it.whole++
	}
	if v.weights != nil && it.body.Question.Kind != bank.Cloze && !even(v.weights) {
		it.doubt("các dòng được điểm khác nhau")
	}
}

func even(weights []float64) bool {
	return !slices.ContainsFunc(weights, func(w float64) bool { return !alike(w, weights[0]) })
}

// kindOf tells matching from sorting into categories, by what our writer says
// or by whether targets serve several rows.
func kindOf(n *node, g grid) bank.Kind {
	switch k := bank.Kind(n.get("data-kt-kind")); k {
	case bank.Match, bank.Categorise:
		return k
	}
	for _, t := range g.targets {
		if limit(t, "matchMax", 1) != 1 {
			return bank.Categorise
		}
	}
	if len(g.targets) < len(g.rows) {
		return bank.Categorise
	}
	return bank.Match
}

// arrange finds which set of the file has exactly one partner for each of its
// members. A table where both sides have several is no matching.
func arrange(d *declaration, first, second []*node) (grid, string) {
	pairs := d.correct
	if pairs == nil && d.mapping != nil {
		for _, e := range d.mapping.entries {
			if e.value > 0 {
				pairs = append(pairs, e.key)
			}
		}
	}
	straight, turned := grid{rows: first, targets: second}, grid{rows: second, targets: first, turned: true}
	switch {
	case len(pairs) == 0 || straight.single(pairs):
		return straight, ""
	case turned.single(pairs):
		return turned, ""
	}
	return grid{}, "có dòng ghép với nhiều đích hoặc không ghép với đích nào"
}

// single reports whether every row is in exactly one pair.
func (g grid) single(pairs []string) bool {
	count := map[string]int{}
	for _, p := range pairs {
		for _, r := range g.rows {
			if _, ok := g.target(p, r.get("identifier")); ok {
				count[r.get("identifier")]++
			}
		}
	}
	return !slices.ContainsFunc(g.rows, func(r *node) bool { return count[r.get("identifier")] != 1 })
}

// pair is the value of a row with a target.
func (g grid) pair(row, target string) string {
	if g.turned {
		return target + " " + row
	}
	return row + " " + target
}

// target returns the other half of a pair of a row.
func (g grid) target(pair, row string) (string, bool) {
	for _, t := range g.targets {
		if pair == g.pair(row, t.get("identifier")) {
			return t.get("identifier"), true
		}
	}
	return "", false
}

func (it *item) rowFields(d *declaration, g grid) fields {
	var targets []string
	for _, t := range g.targets {
		targets = append(targets, t.get("identifier"))
	}
	f := fields{p: it.p, give: func(answers []string) map[string][]string {
		var pairs []string
		for i, a := range answers {
			if a != "" {
				pairs = append(pairs, g.pair(g.rows[i].get("identifier"), a))
			}
		}
		return map[string][]string{d.id: pairs}
	}}
	for _, r := range g.rows {
		right := ""
		for _, p := range d.correct {
			if t, ok := g.target(p, r.get("identifier")); ok {
				right = t
			}
		}
		f.values, f.right = append(f.values, targets), append(f.right, right)
	}
	return f
}

// cluster makes a cluster of four rows whose targets are Đúng and Sai.
func (it *item) cluster(g grid, f fields, v verdict) bool {
	if len(g.rows) != bank.ClusterSize || len(g.targets) != 2 {
		return false
	}
	words := map[string]string{}
	for _, t := range g.targets {
		words[t.get("identifier")] = truth(t)
	}
	a, b := words[g.targets[0].get("identifier")], words[g.targets[1].get("identifier")]
	if a == "" || b == "" || a == b {
		return false
	}
	q := &it.body.Question
	q.Kind = bank.Cluster
	for i, row := range g.rows {
		q.Statements = append(q.Statements, bank.Statement{HTML: it.r.flow(row.kids), Level: bank.Level(row.get("data-kt-level"))})
		right := f.right[i]
		if right == "" && len(v.accepted[i]) == 1 {
			right = v.accepted[i][0]
		}
		it.body.Key.Statements = append(it.body.Key.Statements, words[right])
		if len(v.accepted[i]) > 1 || len(v.credit[i]) > 0 {
			it.doubt("một ý đúng/sai có cả hai trả lời được điểm")
		}
	}
	it.verdict(v, len(g.rows))
	return true
}
