package matrixfile

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/bank/assemble"
	"khaothi/internal/vi"
)

// grid is a table of texts as it stands in a file. A merged cell has its text
// in its first place only.
type grid struct {
	rows  [][]string
	where func(row, col int) string // both from 0
}

func (g grid) at(row, col int) string {
	if row < 0 || row >= len(g.rows) || col < 0 || col >= len(g.rows[row]) {
		return ""
	}
	return g.rows[row][col]
}

// column is what a column of counts counts.
type column struct {
	at, level int
	way       assemble.Way
}

// layout is where things stand in a matrix.
type layout struct {
	levels                   int // the row of the levels
	topic, content, outcomes int // columns; -1: none
	counts                   []column
}

// Bounds of a matrix in a file.
const (
	maxGridRows    = 1000
	maxGridColumns = 60
)

var levelWords = map[string]int{
	"biet": 0, "nhan biet": 0, "nb": 0, "hieu": 1, "thong hieu": 1, "th": 1, "van dung": 2, "vd": 2, "van dung cao": 3, "vdc": 3,
}

// wayOf reads a heading of a way to answer; sum is a heading that ends them.
func wayOf(text string) (way assemble.Way, sum, ok bool) {
	f := vi.Fold(text)
	switch {
	case f == "":
		return 0, false, false
	case strings.Contains(f, "tra loi ngan"), f == "tln":
		return assemble.ShortText, false, true
	case strings.Contains(f, "dung sai"), f == "ds":
		return assemble.TrueFalse, false, true
	case strings.Contains(f, "tu luan"), f == "tl":
		return assemble.Essay, false, true
	case strings.Contains(f, "nhieu lua chon"), strings.Contains(f, "nhieu phuong an"), f == "mcq", f == "tnkq":
		return assemble.Choice, false, true
	case strings.HasPrefix(f, "tong"), strings.HasPrefix(f, "ti le"), strings.HasPrefix(f, "ty le"):
		return 0, true, true
	}
	return 0, false, false
}

// find looks for the rows of headings; ok is false for a table that is no matrix.
func (g grid) find() (l layout, ok bool) {
	for r := range min(len(g.rows), 40) {
		n := 0
		for c := range g.rows[r] {
			if _, level := levelWords[vi.Fold(g.at(r, c))]; level {
				n++
			}
		}
		if n >= assemble.Levels {
			l = layout{levels: r, topic: -1, content: -1, outcomes: -1}
			g.columns(&l)
			return l, len(l.counts) > 0 && (l.topic >= 0 || l.content >= 0)
		}
	}
	return l, false
}

// columns reads the headings above and beside the levels.
func (g grid) columns(l *layout) {
	for c := range min(len(g.rows[l.levels]), maxGridColumns) {
		level, is := levelWords[vi.Fold(g.at(l.levels, c))]
		if is {
			if way, sum, ok := g.heading(l.levels, c); ok && !sum {
				l.counts = append(l.counts, column{at: c, level: min(level, assemble.Levels-1), way: way})
			}
			continue
		}
		if len(l.counts) > 0 {
			continue
		}
		for r := l.levels; r >= max(0, l.levels-4); r-- {
			switch f := vi.Fold(g.at(r, c)); {
			case strings.Contains(f, "yeu cau can dat"):
				l.outcomes = c
			case strings.Contains(f, "don vi kien thuc"), strings.HasPrefix(f, "noi dung"):
				l.content = c
			case strings.Contains(f, "chu de"), strings.Contains(f, "chuong"), strings.Contains(f, "mach kien thuc"):
				l.topic = c
			}
		}
	}
}

// heading is the way of a column: of the headings above it, that which begins
// nearest to the left, the lower one first.
func (g grid) heading(levels, c int) (way assemble.Way, sum, ok bool) {
	nearest := -1
	for r := levels - 1; r >= max(0, levels-4); r-- {
		for at := c; at > nearest; at-- {
			if w, s, known := wayOf(g.at(r, at)); known {
				way, sum, ok, nearest = w, s, true, at
				break
			}
		}
	}
	return way, sum, ok
}

// reader turns a grid into a blueprint and says what it could not read.
type reader struct {
	g      grid
	l      layout
	b      assemble.Blueprint
	report bank.Report
	parts  map[assemble.Way]int
	total  [assemble.Ways]int // points of the footer in hundredths
}

func (r *reader) fail(row, col int, code, message, fix string) {
	r.report.Add(bank.Row{Severity: bank.Error, Where: r.g.where(row, col), Code: code, Message: message, Fix: fix, Excerpt: r.g.at(row, col)})
}

func (r *reader) warn(row, col int, code, message, fix string) {
	r.report.Add(bank.Row{Severity: bank.Warning, Where: r.g.where(row, col), Code: code, Message: message, Fix: fix, Excerpt: r.g.at(row, col)})
}

// read reads the rows below the headings.
func (r *reader) read() {
	r.b = assemble.Blueprint{V: assemble.Version}
	r.parts = map[assemble.Way]int{}
	for _, c := range r.l.counts { // parts in the order of the columns
		if _, ok := r.parts[c.way]; !ok && r.used(c.way) {
			r.parts[c.way] = len(r.b.Parts) + 1
			r.b.Parts = append(r.b.Parts, usual(c.way))
		}
	}
	topic := ""
	for row := r.l.levels + 1; row < len(r.g.rows); row++ {
		if r.footer(row) {
			r.footers(row)
			break
		}
		if t := r.g.at(row, r.l.topic); t != "" {
			topic = bank.NormText(t)
		}
		r.row(row, topic)
	}
	r.points()
}

// used reports whether any cell of a way holds something.
func (r *reader) used(way assemble.Way) bool {
	for row := r.l.levels + 1; row < len(r.g.rows) && !r.footer(row); row++ {
		for _, c := range r.l.counts {
			if c.way == way && !blank(r.g.at(row, c.at)) {
				return true
			}
		}
	}
	return false
}

func blank(s string) bool { return strings.Trim(s, " -–—0") == "" }

// footer reports whether a row is one of sums.
func (r *reader) footer(row int) bool {
	for c := range r.l.counts[0].at {
		f := vi.Fold(r.g.at(row, c))
		for _, word := range []string{"tong", "ti le", "ty le", "so diem", "so cau"} {
			if f == word || strings.HasPrefix(f, word+" ") {
				return true
			}
		}
	}
	return false
}

// row reads one content unit; rows that only carry on a merged cell are left.
func (r *reader) row(row int, topic string) {
	out := assemble.Row{Topic: topic, Content: bank.NormText(r.g.at(row, r.l.content)), Cells: []assemble.Cell{}}
	for _, c := range r.l.counts {
		text := r.g.at(row, c.at)
		if blank(text) {
			continue
		}
		n, competences, ok := count(text)
		if !ok {
			r.fail(row, c.at, "matrix.count", "Không đọc được số câu trong ô.", "Ghi một số nguyên, có thể kèm mã năng lực trong ngoặc, ví dụ “2 (TD)”.")
			continue
		}
		out.Cells = add(out.Cells, assemble.Cell{Part: r.parts[c.way], Level: assemble.LevelAt(c.level), Count: n, Competences: competences})
	}
	if r.l.outcomes >= 0 {
		out.Outcomes = outcomes(r.g.at(row, r.l.outcomes))
	}
	if len(out.Cells) == 0 && out.Content == "" && r.g.at(row, r.l.topic) == "" {
		return
	}
	if out.Topic == "" && out.Content == "" {
		r.fail(row, 0, "matrix.no_content", "Hàng có số câu nhưng không có chủ đề và đơn vị kiến thức.", "Ghi chủ đề hoặc đơn vị kiến thức của hàng.")
		return
	}
	r.b.Rows = append(r.b.Rows, out)
}

// add puts a cell beside others, or into that of the same part and level: the
// old four levels fall into three.
func add(cells []assemble.Cell, c assemble.Cell) []assemble.Cell {
	for i, have := range cells {
		if have.Part == c.Part && have.Level == c.Level {
			cells[i].Count += c.Count
			cells[i].Competences = append(cells[i].Competences, c.Competences...)
			return cells
		}
	}
	return append(cells, c)
}

var countText = regexp.MustCompile(`^(\d{1,3})(?:[.,]0+)?\s*(?:câu|ý)?\s*(?:\(([^()]*)\)|\n(.*))?$`)

// count reads "3", "3 câu", "2 (TD, GQ)", or a number above competences.
func count(text string) (n int, competences []string, ok bool) {
	m := countText.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return 0, nil, false
	}
	n, _ = strconv.Atoi(m[1]) // digits, at most three
	for _, name := range strings.FieldsFunc(strings.Trim(m[2]+m[3], "() "), func(r rune) bool { return r == ',' || r == ';' }) {
		if name = bank.NormText(name); name != "" {
			competences = append(competences, name)
		}
	}
	return n, competences, true
}

// outcomes splits a cell at lines that name a level.
func outcomes(text string) map[bank.Level]string {
	out, level := map[bank.Level]string{}, -1
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(line), "-–•* "))
		if line == "" {
			continue
		}
		head, rest, cut := strings.Cut(line, ":")
		if l, ok := levelWords[vi.Fold(head)]; ok && (cut || rest == "") {
			level = min(l, assemble.Levels-1)
			line = strings.TrimSpace(rest)
		}
		if line == "" {
			continue
		}
		at := assemble.LevelAt(max(level, 0))
		if out[at] != "" {
			out[at] += "\n"
		}
		out[at] += line
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// footers reads the points of each way below the counts.
func (r *reader) footers(from int) {
	for row := from; row < len(r.g.rows); row++ {
		is := false
		for c := range r.l.counts[0].at {
			f := vi.Fold(r.g.at(row, c))
			is = is || strings.Contains(f, "diem") && !strings.Contains(f, "ti le") && !strings.Contains(f, "ty le")
		}
		if !is {
			continue
		}
		for _, c := range r.l.counts {
			if v, ok := hundredths(r.g.at(row, c.at)); ok {
				r.total[c.way] += v
			}
		}
		return
	}
}

// hundredths reads 3, 3,0 or 2.25 as 300, 300, 225.
func hundredths(text string) (int, bool) {
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "điểm"))
	v, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	if err != nil || v < 0 || v > 100 {
		return 0, false
	}
	return int(v*100 + 0.5), true
}

// points shares the points of each way among its questions.
func (r *reader) points() {
	for way := range assemble.Ways {
		p, ok := r.parts[way]
		if !ok {
			continue
		}
		n := r.b.Size(p)
		switch {
		case n == 0:
		case r.total[way] == 0:
			r.warn(r.l.levels, r.l.counts[0].at, "matrix.points",
				fmt.Sprintf("Không thấy tổng điểm của dạng %s; tạm lấy %s điểm một câu.", way.Vietnamese(), decimal(r.b.Parts[p-1].Points)), "Xem lại điểm mỗi câu của phần này.")
		case r.total[way]%n != 0:
			r.warn(r.l.levels, r.l.counts[0].at, "matrix.points",
				fmt.Sprintf("Tổng %s điểm của dạng %s không chia đều cho %d câu.", decimal(r.total[way]), way.Vietnamese(), n), "Ghi điểm mỗi câu của phần này.")
		default:
			r.b.Parts[p-1].Points = r.total[way] / n
		}
	}
}

func decimal(v int) string {
	s := fmt.Sprintf("%d,%02d", v/100, v%100)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ",")
}

// usual is a part as it has been since 2025.
func usual(w assemble.Way) assemble.Part {
	titles := bank.DefaultTitles()
	switch w {
	case assemble.Choice:
		return assemble.Part{Title: titles[0], Kinds: []bank.Kind{bank.Single}, Points: 25}
	case assemble.TrueFalse:
		return assemble.Part{Title: titles[1], Kinds: []bank.Kind{bank.Cluster}, Points: 100}
	case assemble.ShortText:
		return assemble.Part{Title: titles[2], Kinds: []bank.Kind{bank.Short}, Points: 50}
	}
	return assemble.Part{Title: "PHẦN IV. Tự luận", Kinds: []bank.Kind{bank.Essay}, Points: 100}
}
