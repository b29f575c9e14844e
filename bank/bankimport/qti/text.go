package qti

import (
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// blankMark stands in a stem where its one answer is written.
const blankMark = "_____"

// textEntry reads a question with one typed answer.
func (it *item) textEntry(body, n *node) string {
	d, why := it.response(n)
	if why != "" {
		return why
	}
	q := &it.body.Question
	mark := blankMark
	if n.get("data-kt-kind") != "" {
		mark = "" // our writer put it behind the text
	}
	q.Stem = it.stem(body, func(k *node) (string, bool) { return mark, k == n })
	if mark != "" {
		q.Stem = strings.ReplaceAll(q.Stem, "<p>"+mark+"</p>", "")
	}
	if d.base == "float" || d.base == "integer" {
		why := it.numeric(d)
		it.spelt(n)
		return why
	}
	q.Kind = bank.Short
	accepted, credit, fold := it.typed(d)
	it.body.Key.Accepted, it.body.Key.Fold = accepted, fold || n.get("data-kt-fold") == "true" && !slices.ContainsFunc(accepted, hasCase)
	for text, share := range credit {
		it.share(text, share)
	}
	q.Grid = gridOf(n, accepted)
	return ""
}

// gridOf is the room for a typed answer: as our writer says, that of part III
// where all answers fit it, else what the file expects.
func gridOf(n *node, accepted []string) *bank.Grid {
	if size := limit(n, "data-kt-max", 0); size > 0 {
		return &bank.Grid{Max: size, Charset: n.get("data-kt-charset")}
	}
	official := bank.Grid{Max: bank.GridMax, Charset: bank.GridCharset}
	if len(accepted) > 0 && !slices.ContainsFunc(accepted, func(a string) bool { return !official.Fits(a) }) {
		return &official
	}
	size := max(source.WordsMax, limit(n, "expectedLength", 0))
	for _, a := range accepted {
		size = max(size, len([]rune(a)))
	}
	return &bank.Grid{Max: min(size, 100)}
}

// typed finds the texts that are right in a response, and those that earn a
// part.
func (it *item) typed(d *declaration) (accepted []string, credit map[string]float64, fold bool) {
	f := fields{p: it.p, values: [][]string{texts(it.p, d)}, right: []string{""}, give: func(a []string) map[string][]string { return given(d, a[0]) }}
	if len(d.correct) == 1 {
		f.right[0] = d.correct[0]
	}
	v := f.judge()
	if it.p.none && len(d.correct) > 1 {
		v.accepted[0], v.doubt = d.correct, ""
	}
	if v.doubt != "" {
		it.doubt(v.doubt)
		return v.accepted[0], nil, false
	}
	fold, why := it.caseOf(v.accepted[0], func(text string) (float64, error) { return f.score([]string{text}) })
	if why != "" {
		it.doubt(why)
	}
	accepted, credit = v.accepted[0], v.credit[0]
	for text, share := range credit {
		if share > 0 {
			accepted = append(accepted, text)
		} else {
			it.doubt("trả lời “" + clip(text) + "” bị trừ điểm")
			delete(credit, text)
		}
	}
	return tidyTexts(it.p, d, accepted, fold), credit, fold
}

// tidyTexts puts accepted texts in the order of the file, without those that
// differ from one before only in case where case does not count.
func tidyTexts(p *program, d *declaration, accepted []string, fold bool) []string {
	order := texts(p, d)
	sort.SliceStable(accepted, func(i, j int) bool { return slices.Index(order, accepted[i]) < slices.Index(order, accepted[j]) })
	var out []string
	for _, a := range accepted {
		if !slices.ContainsFunc(out, func(b string) bool { return a == b || fold && strings.EqualFold(a, b) }) {
			out = append(out, a)
		}
	}
	return out
}

// texts are the answers that a file knows of: declared, mapped, or in its rules.
func texts(p *program, d *declaration) []string {
	out := slices.Clone(d.correct)
	add := func(s string) {
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	if d.mapping != nil {
		for _, e := range d.mapping.entries {
			add(e.key)
		}
	}
	for _, rule := range p.rules {
		for _, n := range rule.all(named("baseValue")) {
			if n.get("baseType") == d.base || d.base == "string" && n.get("baseType") == "identifier" {
				add(canonical(d.base, n.raw()))
			}
		}
	}
	return out
}

// caseOf finds whether upper and lower case are alike, and that nothing but the
// accepted texts is right.
func (it *item) caseOf(accepted []string, score func(string) (float64, error)) (fold bool, doubt string) {
	if it.p.none || len(accepted) == 0 {
		return false, ""
	}
	top, err := score(accepted[0])
	if err != nil {
		return false, "quy tắc chấm dùng “" + err.Error() + "”"
	}
	if s, err := score(nonsense); err != nil || s > near {
		return false, "trả lời bất kì cũng được điểm"
	}
	cased, free := 0, 0
	for _, a := range accepted {
		if s, err := score("⸮" + a + "⸮"); err != nil || s > near {
			return false, "chỉ cần trả lời chứa một phần đáp án cũng được điểm"
		}
		for _, other := range []string{strings.ToUpper(a), strings.ToLower(a)} {
			if other == a || slices.Contains(accepted, other) {
				continue
			}
			if s, err := score(other); err == nil && alike(s, top) {
				free++
			} else {
				cased++
			}
		}
	}
	if free > 0 && cased > 0 {
		return false, "có đáp án phân biệt hoa thường và có đáp án không phân biệt"
	}
	return free > 0, ""
}

// numeric reads a typed number with its tolerance.
func (it *item) numeric(d *declaration) string {
	it.body.Question.Kind = bank.Numeric
	ranges, credit, why := it.ranges(d)
	if why != "" {
		it.doubt(why)
	}
	it.body.Key.Accepted = ranges
	for text, share := range credit {
		it.share(text, share)
	}
	return ""
}

// steady are the operators under which the score changes only at numbers that
// stand in the file or at the edges of its tolerances.
var steady = []string{
	"variable", "correct", "baseValue", "mapResponse", "equal", "lt", "lte", "gt", "gte", "match", "and", "or", "not", "isNull", "sum", "product", "null", "default", "subtract",
}

// ranges finds the numbers that are right by trying each edge, and a point
// between each two.
func (it *item) ranges(d *declaration) (ranges []string, credit map[string]float64, doubt string) {
	if it.p.none {
		if len(d.correct) == 0 {
			return nil, nil, noKey
		}
		return d.correct, nil, ""
	}
	edges, why := it.edges(d)
	if why != "" || len(edges) == 0 {
		if why == "" {
			why = noKey
		}
		return d.correct, nil, why
	}
	scores := map[float64]float64{}
	score := func(x float64) float64 {
		if s, known := scores[x]; known {
			return s
		}
		s, err := it.p.run(given(d, strconv.FormatFloat(x, 'f', -1, 64)))
		if err != nil {
			doubt = "quy tắc chấm dùng “" + err.Error() + "”"
		}
		scores[x] = s
		return s
	}
	top := 0.0
	for _, x := range edges {
		top = max(top, score(x))
	}
	if s := score(edges[0] - 1.2345); s > near {
		doubt = "mọi số nhỏ hơn cũng được điểm"
	}
	if s := score(edges[len(edges)-1] + 1.2345); s > near {
		doubt = "mọi số lớn hơn cũng được điểm"
	}
	if top <= near && doubt == "" {
		doubt = "trả lời đúng không được điểm theo quy tắc chấm"
	}
	if doubt != "" {
		return d.correct, nil, doubt
	}
	return it.runs(d, edges, top, score)
}

// maxListed is how many whole numbers are listed one by one.
const maxListed = 60

// runs finds, for each score from the highest, the ranges in which at least that
// is earned: a range may lie inside another that earns less.
func (it *item) runs(d *declaration, edges []float64, top float64, score func(float64) float64) (ranges []string, credit map[string]float64, doubt string) {
	l := line{edges: edges, score: score, whole: d.base == "integer", listed: d.base == "integer" && len(edges) <= maxListed}
	credit = map[string]float64{}
	for _, level := range l.levels() {
		for _, span := range l.atLeast(level) {
			if span.open {
				return d.correct, nil, "khoảng đáp số không gồm cả hai đầu"
			}
			text := it.spell(d, span.low)
			if span.high > span.low {
				text += ".." + it.spell(d, span.high)
			}
			ranges = append(ranges, text)
			if !alike(level, top) {
				credit[text] = level / top
			}
		}
	}
	for _, c := range d.correct {
		x := optional(c)
		if x == nil || !alike(score(*x), top) {
			return d.correct, nil, "đáp án khai báo khác với trả lời được nhiều điểm nhất"
		}
	}
	return ranges, credit, ""
}

// spell writes a number as the file does.
func (it *item) spell(d *declaration, x float64) string {
	for _, c := range texts(it.p, d) {
		if y := optional(c); y != nil && *y == x {
			return c
		}
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// edges are the numbers at which the score may change.
func (it *item) edges(d *declaration) ([]float64, string) {
	var out []float64
	for _, text := range texts(it.p, d) {
		if x := optional(text); x != nil {
			out = append(out, *x)
		}
	}
	centres := slices.Clone(out)
	for _, rule := range it.p.rules {
		for _, n := range rule.all(func(n *node) bool { return true }) {
			if n.name == "baseValue" {
				if x := optional(n.raw()); x != nil && (n.get("baseType") == "float" || n.get("baseType") == "integer") {
					out = append(out, *x)
				}
			}
			if n.name == "equal" && len(n.all(func(k *node) bool { return k.get("identifier") == d.id })) > 0 {
				for _, x := range centres {
					low, high, ok := bounds(n, x)
					if !ok {
						return nil, "dung sai không đọc được"
					}
					out = append(out, low, high)
				}
			}
			if strings.HasPrefix(n.name, "response") || n.name == "setOutcomeValue" || slices.Contains(steady, n.name) || !touches(n, d.id) {
				continue
			}
			return nil, "quy tắc chấm dùng “" + n.name + "”"
		}
	}
	if d.base == "integer" {
		out = whole(out)
	}
	slices.Sort(out)
	if out = slices.Compact(out); len(out) > maxEdges {
		return nil, "quá nhiều đáp số"
	}
	return out, ""
}

// maxEdges bounds the numbers that are tried.
const maxEdges = 2000

// whole adds the whole numbers of short spans, which is where an integer can be.
func whole(edges []float64) []float64 {
	slices.Sort(edges)
	var out []float64
	for i, x := range edges {
		out = append(out, math.Ceil(x))
		if i == 0 {
			continue
		}
		if from := math.Ceil(edges[i-1]); x-from <= 1000 && len(out) <= maxEdges {
			for y := from; y <= x; y++ {
				out = append(out, y)
			}
		}
	}
	return out
}

func touches(n *node, id string) bool {
	return len(n.all(func(k *node) bool { return k.get("identifier") == id && k.name != "setOutcomeValue" })) > 0
}

func (it *item) slider(body, n *node) string {
	d, why := it.response(n)
	if why != "" {
		return why
	}
	it.warn("slider.range", "stem", "Thanh trượt từ "+n.get("lowerBound")+" đến "+n.get("upperBound")+" thành ô điền số; khoảng giá trị không được giữ.", "Ghi khoảng giá trị vào lời dẫn nếu cần.")
	it.body.Question.Stem = it.stem(body, it.asPrompt(n))
	return it.numeric(d)
}

// spelt takes the spelling of numbers that our writer kept, where they are the
// numbers that the rules take.
func (it *item) spelt(n *node) {
	own := strings.Split(n.get("data-kt-accepted"), "|")
	found := it.body.Key.Accepted
	if len(own) != len(found) {
		return
	}
	for i, a := range own {
		at := slices.IndexFunc(found, func(b string) bool { return sameRange(a, b) })
		if at < 0 {
			return
		}
		if c, ok := it.body.Key.Credit[found[at]]; ok && found[at] != a {
			it.body.Key.Credit[a] = c
			delete(it.body.Key.Credit, found[at])
		}
		own[i] = a
	}
	it.body.Key.Accepted = own
}

func sameRange(a, b string) bool {
	lowA, highA, okA := bank.ParseRange(a)
	lowB, highB, okB := bank.ParseRange(b)
	return okA && okB && lowA.Cmp(lowB) == 0 && highA.Cmp(highB) == 0
}
