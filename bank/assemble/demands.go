package assemble

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"khaothi/bank"
)

// cells demands the counts of the matrix: questions, or statements of clusters.
func (m *model) cells() {
	inCell, inRow := map[[2]int][]int{}, map[[2]int][]int{}
	for k, v := range m.vars {
		if v.cell >= 0 {
			inCell[[2]int{v.row, v.cell}] = append(inCell[[2]int{v.row, v.cell}], k)
		} else if v.row >= 0 {
			inRow[[2]int{v.row, v.part}] = append(inRow[[2]int{v.row, v.part}], k)
		}
	}
	for r, row := range m.b.Rows {
		done := map[int]bool{}
		for c, cell := range row.Cells {
			if cell.Count == 0 {
				continue
			}
			if m.b.Parts[cell.Part-1].Clusters() {
				if !done[cell.Part] {
					m.clusterRow(r, cell.Part-1, inRow[[2]int{r, cell.Part - 1}])
				}
				done[cell.Part] = true
				continue
			}
			list := inCell[[2]int{r, c}]
			terms := make([]term, len(list))
			for k, v := range list {
				terms[k] = term{v, 1}
			}
			g := m.group(m.cellDemand(r, cell, len(list)))
			m.demand(g, float64(cell.Count), float64(cell.Count), terms)
		}
	}
}

// clusterRow demands the statements of one row by level. With a cell of any
// level the others are what is needed at least.
func (m *model) clusterRow(r, part int, list []int) {
	row, total, open := m.b.Rows[r], 0, false
	want := map[bank.Level]int{}
	for _, c := range row.Cells {
		if c.Part == part+1 {
			want[c.Level.Fold()] += c.Count
			total += c.Count
			open = open || (c.Level == "" && c.Count > 0)
		}
	}
	for _, l := range levels {
		if want[l] == 0 {
			continue // fitsRow left out what has such statements
		}
		terms, have := m.statements(list, func(s bank.Level) bool { return s == l })
		g := m.group(m.cellDemand(r, Cell{Part: part + 1, Level: l, Count: want[l]}, have))
		upper := float64(want[l])
		if open {
			upper = math.Inf(1)
		}
		m.demand(g, float64(want[l]), upper, terms)
	}
	if open {
		terms, have := m.statements(list, func(bank.Level) bool { return true })
		g := m.group(m.cellDemand(r, Cell{Part: part + 1, Count: total}, have))
		m.demand(g, float64(total), float64(total), terms)
	}
}

// statements counts the statements of each variable that fit.
func (m *model) statements(list []int, fits func(bank.Level) bool) (terms []term, have int) {
	for _, v := range list {
		n := 0
		for _, s := range m.items[m.vars[v].item].Statements {
			if fits(s) {
				n++
			}
		}
		have += n
		if n > 0 {
			terms = append(terms, term{v, float64(n)})
		}
	}
	return terms, have
}

func (m *model) cellDemand(r int, c Cell, have int) Demand {
	return Demand{Kind: "cell", Row: r + 1, Part: c.Part, Level: c.Level.Fold(), Need: c.Count, Have: have, Message: m.b.CellName(r, c)}
}

// CellName is a cell in words: Chương 2 · Đúng – Sai · Vận dụng.
func (b Blueprint) CellName(r int, c Cell) string {
	words := []string{}
	for _, s := range []string{b.Rows[r].Topic, b.Rows[r].Content} {
		if s != "" {
			words = append(words, s)
		}
	}
	if len(words) == 0 {
		words = append(words, fmt.Sprintf("hàng %d", r+1))
	}
	p := b.Parts[c.Part-1]
	words = append(words, p.Way().Vietnamese())
	if level := c.Level.Fold().Vietnamese(); level != "" {
		words = append(words, level)
	}
	if len(b.Parts) > 1 {
		same := 0
		for _, o := range b.Parts {
			if o.Way() == p.Way() {
				same++
			}
		}
		if same > 1 {
			words = append(words, fmt.Sprintf("phần %d", c.Part))
		}
	}
	return strings.Join(words, " · ")
}

// unit is what a cell of a part counts, in words.
func (p Part) unit() string {
	if p.Clusters() {
		return "ý"
	}
	return "câu"
}

// parts demands the size of parts without cells.
func (m *model) parts() {
	for p := range m.b.Parts {
		terms := m.where(func(v variable) float64 {
			if v.part == p && v.row < 0 {
				return 1
			}
			return 0
		})
		if celled(m.b, p+1) {
			continue
		}
		n := m.b.Size(p + 1)
		g := m.group(Demand{Kind: "part", Part: p + 1, Need: n, Have: len(terms), Message: m.b.PartName(p + 1)})
		m.demand(g, float64(n), float64(n), terms)
	}
}

func celled(b Blueprint, part int) bool {
	for _, r := range b.Rows {
		for _, c := range r.Cells {
			if c.Part == part && c.Count > 0 {
				return true
			}
		}
	}
	return false
}

// PartName is a part in words.
func (b Blueprint) PartName(part int) string {
	title, _, _ := strings.Cut(b.Parts[part-1].Title, ".")
	if title == "" {
		title = fmt.Sprintf("Phần %d", part)
	}
	return title + " · " + b.Parts[part-1].Way().Vietnamese()
}

func (m *model) bands() {
	for i, band := range m.b.Bands {
		terms := m.where(func(v variable) float64 { return m.weight(band.Where, v) })
		upper, need := math.Inf(1), band.Min
		if band.Max != nil {
			upper = float64(*band.Max)
		}
		have := 0
		for _, t := range terms {
			have += int(t.coef)
		}
		g := m.group(Demand{Kind: "band", Need: need, Have: have, Message: "Ràng buộc “" + band.Label(i) + "”" + bandWords(band), soft: true})
		m.demand(g, float64(band.Min), upper, terms)
	}
}

func bandWords(b Band) string {
	switch {
	case b.Max == nil:
		return fmt.Sprintf(": ít nhất %d", b.Min)
	case *b.Max == b.Min:
		return fmt.Sprintf(": đúng %d", b.Min)
	case b.Min == 0:
		return fmt.Sprintf(": nhiều nhất %d", *b.Max)
	}
	return fmt.Sprintf(": từ %d đến %d", b.Min, *b.Max)
}

// weight is how often an item in a place counts for a condition.
func (m *model) weight(w Where, v variable) float64 {
	it := m.items[v.item]
	if len(w.Parts) > 0 && !slices.Contains(w.Parts, v.part+1) {
		return 0
	}
	return float64(it.counts(w))
}

// counts is how often an item counts for a condition: once, or with levels
// once for each statement of a cluster.
func (it Item) counts(w Where) int {
	if !has(w.Topics, []string{it.Topic}) || !has(w.Contents, []string{it.Content}) || !has(w.Competences, it.Competences) || !has(w.Tags, it.Tags) {
		return 0
	}
	if len(w.Kinds) > 0 && !slices.Contains(w.Kinds, it.Kind) {
		return 0
	}
	if len(w.Items) > 0 && !slices.Contains(w.Items, it.ID) && (it.Label == "" || !slices.Contains(w.Items, it.Label)) {
		return 0
	}
	if len(w.Levels) == 0 {
		return 1
	}
	n := 0
	own := it.Statements
	if it.Kind != bank.Cluster {
		own = []bank.Level{it.Level}
	}
	for _, l := range own {
		if slices.ContainsFunc(w.Levels, func(x bank.Level) bool { return x.Fold() == l }) {
			n++
		}
	}
	return n
}

// enemies lets a form hold one of each set; questions that ask the same thing
// are enemies too.
func (m *model) enemies(index map[string]int) {
	for _, set := range m.b.Enemies {
		var list []int
		for _, name := range set {
			if i, ok := index[name]; ok {
				list = append(list, i)
			} else {
				m.unknown = append(m.unknown, name)
			}
		}
		slices.Sort(list)
		g := m.group(Demand{Kind: "enemies", Need: 1, Have: len(list), Message: "Các câu loại trừ nhau: " + strings.Join(clipNames(set), ", "), soft: true})
		m.atMostOne(slices.Compact(list), g)
	}
	same, order := map[string][]int{}, []string{}
	for i, it := range m.items {
		if it.Same == "" || len(m.places[i]) == 0 {
			continue
		}
		if same[it.Same] == nil {
			order = append(order, it.Same)
		}
		same[it.Same] = append(same[it.Same], i)
	}
	g := -2 // no group yet
	for _, key := range order {
		if len(same[key]) > 1 && g < 0 {
			g = m.group(Demand{Kind: "enemies", Need: 1, Message: "Các câu trùng nội dung không cùng đứng trong một đề", soft: true})
		}
		m.atMostOne(same[key], g)
	}
}

func clipNames(names []string) []string {
	if len(names) > 6 {
		return append(slices.Clone(names[:6]), "…")
	}
	return names
}

func (m *model) atMostOne(list []int, group int) {
	var terms []term
	for _, i := range list {
		for _, v := range m.places[i] {
			terms = append(terms, term{v, 1})
		}
	}
	if len(list) < 2 || len(terms) < 2 {
		return
	}
	m.demand(group, 0, 1, terms)
}

// stimuli demands that questions of one text come together: in one part, all
// of them or between two numbers.
func (m *model) stimuli() {
	rule := m.b.Stimuli
	if !rule.All && rule.Min <= 1 && rule.Max == 0 && rule.Texts == nil {
		m.textsInOnePart()
		return
	}
	g := m.group(Demand{Kind: "stimulus", Message: "Quy tắc câu dùng chung ngữ liệu" + stimulusWords(rule), soft: true})
	var used []term
	for _, text := range m.texts() {
		var chosen []term
		for p := range m.b.Parts {
			var own []term
			for _, i := range text {
				for _, v := range m.places[i] {
					if m.vars[v].part == p {
						own = append(own, term{v, 1})
					}
				}
			}
			if len(own) == 0 {
				continue
			}
			z := len(m.vars)
			m.vars = append(m.vars, variable{item: -1, part: p, row: -1, cell: -1})
			used, chosen = append(used, term{z, 1}), append(chosen, term{z, 1})
			lo, hi := max(1, rule.Min), len(text)
			if rule.All {
				lo = len(text)
			}
			if rule.Max > 0 {
				hi = min(hi, rule.Max)
			}
			m.demand(g, 0, math.Inf(1), append(slices.Clone(own), term{z, -float64(lo)}))
			m.demand(g, math.Inf(-1), 0, append(slices.Clone(own), term{z, -float64(hi)}))
		}
		if len(chosen) > 1 {
			m.demand(always, 0, 1, chosen)
		}
	}
	if rule.Texts != nil {
		g := m.group(Demand{Kind: "texts", Need: *rule.Texts, Message: fmt.Sprintf("Mỗi đề có nhiều nhất %d ngữ liệu", *rule.Texts), soft: true})
		m.demand(g, 0, float64(*rule.Texts), used)
	}
}

func stimulusWords(s Stimuli) string {
	switch {
	case s.All:
		return ": lấy tất cả các câu của ngữ liệu"
	case s.Max > 0:
		return fmt.Sprintf(": mỗi ngữ liệu %d đến %d câu", max(1, s.Min), s.Max)
	case s.Min > 1:
		return fmt.Sprintf(": mỗi ngữ liệu ít nhất %d câu", s.Min)
	}
	return ""
}

// texts lists the items of each stimulus in the order of the bank.
func (m *model) texts() [][]int {
	by, order := map[string][]int{}, []string{}
	for i, it := range m.items {
		if it.Stimulus == "" || len(m.places[i]) == 0 {
			continue
		}
		if by[it.Stimulus] == nil {
			order = append(order, it.Stimulus)
		}
		by[it.Stimulus] = append(by[it.Stimulus], i)
	}
	out := make([][]int, len(order))
	for k, s := range order {
		out[k] = by[s]
	}
	return out
}

// textsInOnePart keeps the questions of a text in one part: they stand
// together on the paper. Where they fit one part only, nothing is to be done.
func (m *model) textsInOnePart() {
	for _, text := range m.texts() {
		parts := map[int][]term{}
		for _, i := range text {
			for _, v := range m.places[i] {
				parts[m.vars[v].part] = append(parts[m.vars[v].part], term{v, 1})
			}
		}
		if len(parts) < 2 || len(text) < 2 {
			continue
		}
		var chosen []term
		for p := range m.b.Parts {
			if len(parts[p]) == 0 {
				continue
			}
			z := len(m.vars)
			m.vars = append(m.vars, variable{item: -1, part: p, row: -1, cell: -1})
			chosen = append(chosen, term{z, 1})
			m.demand(always, math.Inf(-1), 0, append(slices.Clone(parts[p]), term{z, -float64(len(text))}))
		}
		m.demand(always, 0, 1, chosen)
	}
}
