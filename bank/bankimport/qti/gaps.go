package qti

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"khaothi/bank"
)

// gap is one place to answer in a text with several.
type gap struct {
	at      *node // the element that becomes the mark
	d       *declaration
	typed   bool
	pool    bool // chosen from the question's options
	choices []*node
	names   []string
	right   string
	pair    string // in a gap match: the gap's identifier
}

// composite reads a body with several interactions as a text with gaps, or as a
// cluster where they are four pairs of Đúng and Sai.
func (it *item) composite(body *node, found []*node) string {
	if it.root.get("adaptive") == "true" && len(found) > 1 {
		return "câu thích ứng có nhiều bước, mỗi bước một câu hỏi"
	}
	if done, why := it.truePairs(body, found); done || why != "" {
		return why
	}
	var gaps []*gap
	pools := 0
	for _, n := range found {
		d, why := it.response(n)
		if why != "" {
			return why
		}
		g, why := it.gapsOf(n, d)
		if why == severalKinds {
			return it.split(body, found)
		}
		if why != "" {
			return why
		}
		if n.name == "gapMatchInteraction" || g[0].pool && pools == 0 {
			pools++
		}
		gaps = append(gaps, g...)
	}
	for _, g := range gaps {
		g.pool = g.pool && pools == 1
	}
	it.cloze(body, gaps)
	return ""
}

// severalKinds is why a body with several interactions is no text with gaps.
const severalKinds = "nhiều câu hỏi khác dạng trong một câu"

// gapsOf lists the gaps that an interaction makes.
func (it *item) gapsOf(n *node, d *declaration) ([]*gap, string) {
	right := ""
	if len(d.correct) == 1 {
		right = d.correct[0]
	}
	switch n.name {
	case "textEntryInteraction":
		return []*gap{{at: n, d: d, typed: true, right: right, names: texts(it.p, d)}}, ""
	case "inlineChoiceInteraction":
		g := chosenGap(n, d, offered(n.children("inlineChoice"), right), right)
		g.pool = n.get("data-kt-pool") == "true"
		return []*gap{g}, ""
	case "choiceInteraction":
		if manyAnswers(d, n) {
			return nil, severalKinds
		}
		return []*gap{chosenGap(n, d, n.children("simpleChoice"), right)}, ""
	case "gapMatchInteraction":
		return matchGaps(n, d)
	}
	return nil, severalKinds
}

// offered drops the empty first line of a list, which stands for no answer.
func offered(choices []*node, right string) []*node {
	return slices.DeleteFunc(slices.Clone(choices), func(c *node) bool {
		return c.get("identifier") != right && len(c.elements()) == 0 && c.words() == ""
	})
}

func chosenGap(n *node, d *declaration, choices []*node, right string) *gap {
	g := &gap{at: n, d: d, choices: choices, right: right}
	for _, c := range choices {
		g.names = append(g.names, c.get("identifier"))
	}
	return g
}

func matchGaps(n *node, d *declaration) ([]*gap, string) {
	var out []*gap
	choices := append(n.children("gapText"), n.children("gapImg")...)
	for _, at := range n.all(named("gap")) {
		g := chosenGap(at, d, choices, "")
		g.pool, g.pair = true, at.get("identifier")
		count := 0
		for _, c := range g.names {
			if slices.Contains(d.correct, c+" "+g.pair) {
				g.right = c
				count++
			}
		}
		if count > 1 {
			return nil, "một chỗ trống nhận nhiều từ cùng lúc"
		}
		out = append(out, g)
	}
	if len(out) == 0 {
		return nil, "câu kéo thả không có chỗ trống"
	}
	return out, ""
}

// cloze fills the body from gaps.
func (it *item) cloze(body *node, gaps []*gap) {
	q := &it.body.Question
	q.Kind = bank.Cloze
	q.Stem = it.stem(body, func(n *node) (string, bool) {
		for i, g := range gaps {
			if g.at == n {
				return it.gapMark(n, i), true
			}
		}
		if n.name == "gapMatchInteraction" {
			return it.hotFlow(n), true
		}
		return "", false
	})
	it.r.place = nil
	var pool []string
	for i, g := range gaps {
		q.Gaps = append(q.Gaps, bank.Gap{})
		switch {
		case g.pool && q.Options == nil:
			q.Options, pool = it.options(g.choices, false)
		case g.pool:
		case g.typed:
			q.Gaps[i].Grid = gridOf(g.at, nil)
		default:
			q.Gaps[i].Options, _ = it.options(g.choices, g.at.get("shuffle") == "false" && g.at.name == "choiceInteraction")
		}
	}
	ids := it.ids(pool)
	f := gapFields(it.p, gaps)
	v := f.judge()
	it.body.Key.Gaps = make([][]string, len(gaps))
	for i, g := range gaps {
		it.gapKey(i, g, v, ids)
	}
	it.folded(gaps, f, v)
	it.verdict(v, len(gaps))
	it.weigh(v)
}

// gapMark is the mark of a gap, after the prompt of a choice among others.
func (it *item) gapMark(n *node, i int) string {
	if n.name != "choiceInteraction" {
		return bank.GapMark(i)
	}
	place := it.r.place
	it.r.place = nil
	defer func() { it.r.place = place }()
	return it.prompt(n) + "<p>" + bank.GapMark(i) + "</p>"
}

func gapFields(p *program, gaps []*gap) fields {
	f := fields{p: p, give: func(answers []string) map[string][]string {
		out := map[string][]string{}
		for i, a := range answers {
			if a == "" {
				continue
			}
			g := gaps[i]
			if g.pair != "" {
				a += " " + g.pair
			}
			out[g.d.id] = append(out[g.d.id], a)
		}
		return out
	}}
	for _, g := range gaps {
		f.values, f.right = append(f.values, g.names), append(f.right, g.right)
	}
	return f
}

// gapKey notes what is right in a gap.
func (it *item) gapKey(i int, g *gap, v verdict, ids map[string]string) {
	q, key := &it.body.Question, &it.body.Key
	if !g.pool && !g.typed {
		ids = map[string]string{}
		for k, o := range q.Gaps[i].Options {
			ids[g.names[k]] = o.ID
		}
	}
	value := func(name string) string {
		if g.typed {
			return name
		}
		return ids[name]
	}
	key.Gaps[i] = []string{}
	for _, a := range v.accepted[i] {
		if value(a) != "" {
			key.Gaps[i] = append(key.Gaps[i], value(a))
		} else {
			it.doubt("đáp án “" + clip(a) + "” không có trong các phương án")
		}
	}
	for name, share := range v.credit[i] {
		switch {
		case g.typed && share < 0:
			it.doubt("trả lời “" + clip(name) + "” bị trừ điểm")
			continue
		case g.typed:
			key.Gaps[i] = append(key.Gaps[i], name)
		}
		it.share(bank.CreditName(i, value(name)), share)
	}
	if g.typed {
		if g.d.base == "float" || g.d.base == "integer" {
			key.Gaps[i] = spellings(key.Gaps[i])
		}
		q.Gaps[i].Grid = gridOf(g.at, key.Gaps[i])
	}
}

// folded finds whether typed gaps take upper and lower case alike; all of them
// have to agree.
func (it *item) folded(gaps []*gap, f fields, v verdict) {
	if v.doubt != "" || len(v.best) == 0 {
		return
	}
	yes, no := 0, 0
	for i, g := range gaps {
		if !g.typed {
			continue
		}
		without, err := f.with(v.best, i, "")
		fold, why := it.caseOf(v.accepted[i], func(text string) (float64, error) {
			s, err2 := f.with(v.best, i, text)
			if err != nil {
				err2 = err
			}
			return s - without, err2
		})
		if why == "" && it.tolerant(g.d) {
			why = "chỗ trống nhận số có dung sai"
		}
		switch {
		case why != "":
			it.doubt(why)
		case fold:
			yes++
			it.body.Key.Gaps[i] = tidyTexts(it.p, g.d, it.body.Key.Gaps[i], true)
		case slices.ContainsFunc(v.accepted[i], hasCase):
			no++
		}
	}
	if yes > 0 && no > 0 {
		it.doubt("có chỗ trống phân biệt hoa thường và có chỗ không phân biệt")
	}
	it.body.Key.Fold = yes > 0 || no == 0 && slices.ContainsFunc(gaps, func(g *gap) bool { return g.at.get("data-kt-fold") == "true" })
}

// tolerant reports whether numbers near the right one are right too.
func (it *item) tolerant(d *declaration) bool {
	if d.base != "float" && d.base != "integer" {
		return false
	}
	for _, rule := range it.p.rules {
		for _, n := range rule.all(named("equal", "equalRounded", "lt", "gt", "lte", "gte")) {
			mode := n.get("toleranceMode")
			if touches(n, d.id) && (n.name != "equal" || mode != "" && mode != "exact") {
				return true
			}
		}
	}
	return false
}

// weigh gives gaps their weights where the points differ.
func (it *item) weigh(v verdict) {
	if v.weights == nil || even(v.weights) {
		return
	}
	least := slices.Min(v.weights)
	if least <= near {
		it.doubt("có chỗ trống không được điểm")
		return
	}
	for times := 1.0; times <= 10; times++ {
		whole := !slices.ContainsFunc(v.weights, func(w float64) bool {
			x := w / least * times
			return math.Abs(x-math.Round(x)) > 1e-6 || x > 100
		})
		if whole {
			for i, w := range v.weights {
				if x := int(math.Round(w / least * times)); x > 1 {
					it.body.Question.Gaps[i].Weight = x
				}
			}
			return
		}
	}
	it.doubt("các chỗ trống được điểm theo tỉ lệ lẻ")
}

// truePairs reads four single choices between Đúng and Sai as a cluster.
func (it *item) truePairs(body *node, found []*node) (bool, string) {
	if len(found) != bank.ClusterSize {
		return false, ""
	}
	f := fields{p: it.p, give: func(answers []string) map[string][]string {
		out := map[string][]string{}
		for i, a := range answers {
			if a != "" {
				out[found[i].get("responseIdentifier")] = []string{a}
			}
		}
		return out
	}}
	words := make([]map[string]string, len(found))
	for i, n := range found {
		choices := n.children("simpleChoice")
		if n.name != "choiceInteraction" || len(choices) != 2 || truth(choices[0]) == "" || truth(choices[1]) == "" || truth(choices[0]) == truth(choices[1]) {
			return false, ""
		}
		d, why := it.response(n)
		if why != "" {
			return false, why
		}
		g := chosenGap(n, d, choices, "")
		if len(d.correct) == 1 {
			g.right = d.correct[0]
		}
		words[i] = map[string]string{g.names[0]: truth(choices[0]), g.names[1]: truth(choices[1])}
		f.values, f.right = append(f.values, g.names), append(f.right, g.right)
	}
	q := &it.body.Question
	q.Kind = bank.Cluster
	q.Stem = it.stem(body, func(n *node) (string, bool) { return "", slices.Contains(found, n) })
	v := f.judge()
	for i, n := range found {
		q.Statements = append(q.Statements, bank.Statement{HTML: it.prompt(n)})
		value := ""
		if len(v.accepted[i]) == 1 {
			value = words[i][v.accepted[i][0]]
		}
		if len(v.credit[i]) > 0 || len(v.accepted[i]) > 1 {
			it.doubt("một ý đúng/sai có cả hai trả lời được điểm")
		}
		it.body.Key.Statements = append(it.body.Key.Statements, value)
	}
	it.verdict(v, len(found))
	return true, ""
}

// spellings adds the ways to write a number that a gap has to take as text: 4.0
// is also 4 and 4,0.
func spellings(texts []string) []string {
	out := slices.Clone(texts)
	add := func(s string) {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	for _, s := range texts {
		x := optional(s)
		if x == nil {
			continue
		}
		short := strconv.FormatFloat(*x, 'f', -1, 64)
		add(short)
		add(strings.Replace(s, ".", ",", 1))
		add(strings.Replace(short, ".", ",", 1))
	}
	return out
}
