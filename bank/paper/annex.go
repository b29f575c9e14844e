package paper

import (
	"fmt"
	"strconv"
	"strings"

	"khaothi/internal/docx"
)

// Ways and Levels are the columns of the annexes of letter 7991.
const (
	Ways   = 4 // nhiều lựa chọn, Đúng–Sai, trả lời ngắn, tự luận
	Levels = 3 // Biết, Hiểu, Vận dụng
)

// Annex is what both annexes print: the matrix and the specification.
type Annex struct {
	Heading Heading
	Minutes int
	Rows    []AnnexRow
	// Scale is how many units of Points make one point (điểm); 0 is 100.
	Scale int
	// Questions are whole questions by way where Count counts statements; zero
	// numbers are not printed.
	Questions [Ways]int
}

// AnnexRow is one content unit. Rows of one topic stand together.
type AnnexRow struct {
	Topic, Content string
	Outcomes       [Levels]string // yêu cầu cần đạt by level
	Cells          [Ways][Levels]AnnexCell
}

// AnnexCell is how many questions (of Đúng–Sai: statements) and for how much.
type AnnexCell struct {
	Count       int
	Points      int
	Competences []string // behind the count of the specification
}

var (
	wayNames   = [Ways]string{"Nhiều lựa chọn", "Đúng – Sai", "Trả lời ngắn", "Tự luận"}
	levelNames = [Levels]string{"Biết", "Hiểu", "Vận dụng"}
)

// MatrixDocx is annex 1, the matrix: 19 columns on a landscape page.
func MatrixDocx(a Annex) ([]byte, error) {
	return a.document("MA TRẬN ĐỀ KIỂM TRA", a.matrix)
}

// SpecificationDocx is annex 2, the specification: 16 columns.
func SpecificationDocx(a Annex) ([]byte, error) {
	return a.document("BẢN ĐẶC TẢ ĐỀ KIỂM TRA", a.specification)
}

// annexSize of the text in half points: nineteen columns on one page.
const annexSize = 18

func (a Annex) document(title string, table func(width int) docx.Table) ([]byte, error) {
	s := docx.Section{Landscape: true, Margins: docx.Margins{Top: 850, Right: 680, Bottom: 680, Left: 680}}
	h := a.Heading
	center := func(text string, bold bool) {
		if text != "" {
			s.Blocks = append(s.Blocks, docx.Line(docx.Center, docx.Run{Text: text, Look: docx.Look{Bold: bold}}))
		}
	}
	for _, t := range []string{h.Authority, h.School} {
		if t != "" {
			s.Blocks = append(s.Blocks, docx.Line(docx.Left, docx.Bold(strings.ToUpper(t))))
		}
	}
	center(title, true)
	what := strings.TrimSpace(strings.Join([]string{h.Exam, h.Year}, " "))
	center(strings.ToUpper(what), true)
	subject := "Môn: " + h.Subject
	if h.Grade != "" {
		subject += " – Lớp " + h.Grade
	}
	if a.Minutes > 0 {
		subject += " – Thời gian làm bài: " + strconv.Itoa(a.Minutes) + " phút"
	}
	center(subject, false)
	s.Blocks = append(s.Blocks, docx.Paragraph{After: 60}, table(s.Width()))
	s.Footer = []docx.Block{docx.Line(docx.Right, docx.Text("Trang "), docx.Field{Name: "PAGE"}, docx.Text("/"), docx.Field{Name: "NUMPAGES"})}
	return docx.Write(docx.Document{Title: title, Sections: []docx.Section{s}})
}

// matrix: order, topic, content, twelve counts, three sums, share.
func (a Annex) matrix(width int) docx.Table {
	const narrow = 560
	text := (width - 480 - (Ways*Levels+Levels+1)*narrow)
	t := docx.Table{Borders: true, Padding: 30, Columns: []int{480, text * 2 / 5, text - text*2/5}}
	for range Ways*Levels + Levels + 1 {
		t.Columns = append(t.Columns, narrow)
	}
	top := []docx.Cell{head("TT", 1, docx.Start), head("Chủ đề/Chương", 1, docx.Start), head("Nội dung/đơn vị kiến thức", 1, docx.Start), head("Mức độ đánh giá", Ways*Levels, docx.Single), head("Tổng", Levels, docx.Start), head("Tỉ lệ % điểm", 1, docx.Start)}
	middle := []docx.Cell{head("", 1, docx.Continue), head("", 1, docx.Continue), head("", 1, docx.Continue), head("Trắc nghiệm khách quan", (Ways-1)*Levels, docx.Single), head(wayNames[Ways-1], Levels, docx.Start), head("", Levels, docx.Continue), head("", 1, docx.Continue)}
	ways := []docx.Cell{head("", 1, docx.Continue), head("", 1, docx.Continue), head("", 1, docx.Continue)}
	for _, w := range wayNames[:Ways-1] {
		ways = append(ways, head(w, Levels, docx.Single))
	}
	ways = append(ways, head("", Levels, docx.Continue), head("", Levels, docx.Continue), head("", 1, docx.Continue))
	levels := []docx.Cell{head("", 1, docx.Continue), head("", 1, docx.Continue), head("", 1, docx.Continue)}
	for range Ways + 1 {
		for _, l := range levelNames {
			levels = append(levels, head(l, 1, docx.Single))
		}
	}
	levels = append(levels, head("", 1, docx.Continue))
	for _, cells := range [][]docx.Cell{top, middle, ways, levels} {
		t.Rows = append(t.Rows, docx.Row{Header: true, Cells: cells})
	}
	for i, r := range a.Rows {
		t.Rows = append(t.Rows, a.matrixRow(i, r))
	}
	t.Rows = append(t.Rows, a.footer(true)...)
	return t
}

func (a Annex) matrixRow(i int, r AnnexRow) docx.Row {
	order, merge := a.topic(i)
	cells := []docx.Cell{body(order, docx.Center, merge), body(r.Topic, docx.Left, merge), body(r.Content, docx.Left, docx.Single)}
	sums := [Levels]int{}
	points := 0
	for w := range Ways {
		for l := range Levels {
			c := r.Cells[w][l]
			sums[l] += c.Count
			points += c.Points
			cells = append(cells, body(count(c.Count), docx.Center, docx.Single))
		}
	}
	for _, n := range sums {
		cells = append(cells, body(count(n), docx.Center, docx.Single))
	}
	return docx.Row{Cells: append(cells, body(percent(points, a.allPoints()), docx.Center, docx.Single))}
}

// topic is the number of the topic of row i, and how its cells merge.
func (a Annex) topic(i int) (string, docx.Merge) {
	if i > 0 && a.Rows[i].Topic == a.Rows[i-1].Topic && a.Rows[i].Topic != "" {
		return "", docx.Continue
	}
	n := 1
	for k := 1; k <= i; k++ {
		if a.Rows[k].Topic != a.Rows[k-1].Topic || a.Rows[k].Topic == "" {
			n++
		}
	}
	if i+1 < len(a.Rows) && a.Rows[i+1].Topic == a.Rows[i].Topic && a.Rows[i].Topic != "" {
		return strconv.Itoa(n), docx.Start
	}
	return strconv.Itoa(n), docx.Single
}

// specification: order, topic, content, outcomes, twelve counts.
func (a Annex) specification(width int) docx.Table {
	const narrow = 560
	text := width - 480 - Ways*Levels*narrow
	t := docx.Table{Borders: true, Padding: 40, Columns: []int{480, text / 5, text / 5, text - 2*(text/5)}}
	for range Ways * Levels {
		t.Columns = append(t.Columns, narrow)
	}
	lead := func(merge docx.Merge) []docx.Cell {
		out := []docx.Cell{}
		for _, s := range []string{"TT", "Chủ đề/Chương", "Nội dung/đơn vị kiến thức", "Yêu cầu cần đạt"} {
			if merge == docx.Continue {
				s = ""
			}
			out = append(out, head(s, 1, merge))
		}
		return out
	}
	top := append(lead(docx.Start), head("Số câu hỏi/ý hỏi ở các mức độ đánh giá", Ways*Levels, docx.Single))
	middle := append(lead(docx.Continue), head("Trắc nghiệm khách quan", (Ways-1)*Levels, docx.Single), head(wayNames[Ways-1], Levels, docx.Start))
	ways := lead(docx.Continue)
	for _, w := range wayNames[:Ways-1] {
		ways = append(ways, head(w, Levels, docx.Single))
	}
	ways = append(ways, head("", Levels, docx.Continue))
	levels := lead(docx.Continue)
	for range Ways {
		for _, l := range levelNames {
			levels = append(levels, head(l, 1, docx.Single))
		}
	}
	for _, cells := range [][]docx.Cell{top, middle, ways, levels} {
		t.Rows = append(t.Rows, docx.Row{Header: true, Cells: cells})
	}
	for i, r := range a.Rows {
		t.Rows = append(t.Rows, a.specificationRow(i, r))
	}
	t.Rows = append(t.Rows, a.footer(false)...)
	return t
}

func (a Annex) specificationRow(i int, r AnnexRow) docx.Row {
	order, merge := a.topic(i)
	var outcomes []docx.Block
	for l, text := range r.Outcomes {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		outcomes = append(outcomes, small(docx.Left, docx.Run{Text: levelNames[l] + ":", Look: docx.Look{Bold: true, Italic: true, Size: annexSize}}))
		for line := range strings.SplitSeq(text, "\n") {
			if line = strings.TrimSpace(line); line != "" {
				outcomes = append(outcomes, small(docx.Left, docx.Run{Text: "– " + strings.TrimPrefix(strings.TrimPrefix(line, "- "), "– "), Look: docx.Look{Size: annexSize}}))
			}
		}
	}
	cells := []docx.Cell{body(order, docx.Center, merge), body(r.Topic, docx.Left, merge), body(r.Content, docx.Left, docx.Single), {Blocks: outcomes}}
	for w := range Ways {
		for l := range Levels {
			c := r.Cells[w][l]
			cell := body(count(c.Count), docx.Center, docx.Single)
			if c.Count > 0 && len(c.Competences) > 0 {
				cell.Blocks = append(cell.Blocks, small(docx.Center, docx.Run{Text: "(" + strings.Join(c.Competences, ", ") + ")", Look: docx.Look{Italic: true, Size: annexSize - 2}}))
			}
			cells = append(cells, cell)
		}
	}
	return docx.Row{Cells: cells}
}

// sums adds up the columns.
func (a Annex) sums() (cells [Ways][Levels]AnnexCell) {
	for _, r := range a.Rows {
		for w := range Ways {
			for l := range Levels {
				cells[w][l].Count += r.Cells[w][l].Count
				cells[w][l].Points += r.Cells[w][l].Points
			}
		}
	}
	return cells
}

func (a Annex) allPoints() int {
	n := 0
	for _, way := range a.sums() {
		for _, c := range way {
			n += c.Points
		}
	}
	return n
}

// footer is three rows: questions, points and shares.
func (a Annex) footer(matrix bool) []docx.Row {
	lead := 3
	if !matrix {
		lead = 4
	}
	sums, all := a.sums(), a.allPoints()
	rows := []docx.Row{{Cells: []docx.Cell{head("Tổng số câu/ý hỏi", lead, docx.Single)}}, {Cells: []docx.Cell{head("Tổng số điểm", lead, docx.Single)}}, {Cells: []docx.Cell{head("Tỉ lệ %", lead, docx.Single)}}}
	levelCount, levelPoints, allCount := [Levels]int{}, [Levels]int{}, 0
	for w := range Ways {
		points := 0
		for l := range Levels {
			rows[0].Cells = append(rows[0].Cells, head(count(sums[w][l].Count), 1, docx.Single))
			points += sums[w][l].Points
			levelCount[l] += sums[w][l].Count
			levelPoints[l] += sums[w][l].Points
			allCount += sums[w][l].Count
		}
		rows[1].Cells = append(rows[1].Cells, head(a.marks(points), Levels, docx.Single))
		rows[2].Cells = append(rows[2].Cells, head(percent(points, all), Levels, docx.Single))
	}
	if !matrix {
		return rows
	}
	for l := range Levels {
		rows[0].Cells = append(rows[0].Cells, head(count(levelCount[l]), 1, docx.Single))
		rows[1].Cells = append(rows[1].Cells, head(a.marks(levelPoints[l]), 1, docx.Single))
		rows[2].Cells = append(rows[2].Cells, head(percent(levelPoints[l], all), 1, docx.Single))
	}
	rows[0].Cells = append(rows[0].Cells, head(count(allCount), 1, docx.Single))
	rows[1].Cells = append(rows[1].Cells, head(a.marks(all), 1, docx.Single))
	rows[2].Cells = append(rows[2].Cells, head(percent(all, all), 1, docx.Single))
	return rows
}

// marks writes units of points as people write them.
func (a Annex) marks(units int) string {
	scale := a.Scale
	if scale == 0 {
		scale = 100
	}
	return decimal(units, scale)
}

func percent(part, all int) string {
	if all == 0 {
		return ""
	}
	return decimal(100*part, all)
}

// decimal is a fraction with at most two decimals: 2,5.
func decimal(n, of int) string {
	hundredths := (200*n + of) / (2 * of) // rounded
	s := fmt.Sprintf("%d,%02d", hundredths/100, hundredths%100)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ",")
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func small(align docx.Align, content ...docx.Inline) docx.Paragraph {
	return docx.Line(align, content...)
}

func head(text string, span int, merge docx.Merge) docx.Cell {
	c := docx.Cell{Span: span, Merge: merge, Middle: true, Shade: "F2F2F2"}
	if merge != docx.Continue {
		c.Blocks = []docx.Block{small(docx.Center, docx.Run{Text: text, Look: docx.Look{Bold: true, Size: annexSize}})}
	}
	return c
}

func body(text string, align docx.Align, merge docx.Merge) docx.Cell {
	c := docx.Cell{Merge: merge, Middle: true}
	if merge != docx.Continue {
		c.Blocks = []docx.Block{small(align, docx.Run{Text: text, Look: docx.Look{Size: annexSize}})}
	}
	return c
}
