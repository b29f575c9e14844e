package matrixfile

import (
	"fmt"
	"strconv"
	"strings"

	"khaothi/bank/assemble"
	"khaothi/bank/paper"
	"khaothi/internal/sheet"
)

// Annex is a blueprint as the annexes of letter 7991 print it.
func Annex(b assemble.Blueprint, h paper.Heading) paper.Annex {
	m := b.Matrix()
	a := paper.Annex{Heading: h, Minutes: b.DurationS / 60, Scale: 100 * assemble.PointScale, Questions: m.Questions}
	if a.Heading.Exam == "" {
		a.Heading.Exam = b.Name
	}
	if a.Heading.Subject == "" {
		a.Heading.Subject = paper.SubjectName(b.Subject)
	}
	if a.Heading.Grade == "" && b.Grade > 0 {
		a.Heading.Grade = strconv.Itoa(b.Grade)
	}
	for _, r := range m.Rows {
		row := paper.AnnexRow{Topic: r.Topic, Content: r.Content}
		for l := range assemble.Levels {
			row.Outcomes[l] = r.Outcomes[assemble.LevelAt(l)]
			for w := range assemble.Ways {
				row.Cells[w][l] = paper.AnnexCell{Count: r.Counts[w][l], Points: r.Points[w][l], Competences: r.Competences[w][l]}
			}
		}
		a.Rows = append(a.Rows, row)
	}
	return a
}

// MatrixDocx is the matrix (19 columns) as a Word document.
func MatrixDocx(b assemble.Blueprint) ([]byte, error) {
	return paper.MatrixDocx(Annex(b, paper.Heading{}))
}

// SpecificationDocx is the specification (16 columns) as a Word document.
func SpecificationDocx(b assemble.Blueprint) ([]byte, error) {
	return paper.SpecificationDocx(Annex(b, paper.Heading{}))
}

// The first columns of the matrix, and all of them.
const (
	leadColumns = 3
	allColumns  = leadColumns + int(assemble.Ways)*assemble.Levels + assemble.Levels + 1
)

// MatrixXLSX is the matrix as a workbook: 19 columns, and a second sheet with
// the outcomes.
func MatrixXLSX(b assemble.Blueprint) ([]byte, error) {
	m := b.Matrix()
	w := sheet.NewWriter()
	s := w.Sheet("Ma trận")
	for c := range allColumns {
		s.Width(c, map[int]float64{0: 5, 1: 26, 2: 30}[c])
		if c >= leadColumns {
			s.Width(c, 8)
		}
	}
	s.Row("MA TRẬN ĐỀ KIỂM TRA · " + b.Name)
	headings(s)
	all := m.Total.AllPoints()
	for i, r := range m.Rows {
		s.Row(matrixRow(i, r, all)...)
	}
	footers(s, m, all)
	s.Print(b.Name, true)
	specification(w, m)
	return w.Bytes()
}

// headings writes the three rows of headings and merges their cells.
func headings(s *sheet.SheetWriter) {
	blank := make([]string, allColumns)
	top, ways, levels := append([]string{}, blank...), append([]string{}, blank...), append([]string{}, blank...)
	top[0], top[1], top[2] = "TT", "Chủ đề/Chương", "Nội dung/đơn vị kiến thức"
	top[leadColumns] = "Mức độ đánh giá"
	sums := leadColumns + int(assemble.Ways)*assemble.Levels
	top[sums], top[allColumns-1] = "Tổng", "Tỉ lệ % điểm"
	for w := range assemble.Ways {
		at := leadColumns + int(w)*assemble.Levels
		ways[at] = w.Vietnamese()
		for l := range assemble.Levels {
			levels[at+l] = assemble.LevelAt(l).Vietnamese()
		}
	}
	for l := range assemble.Levels {
		levels[sums+l] = assemble.LevelAt(l).Vietnamese()
	}
	const first = 2 // below the title
	s.Title(top...)
	s.Title(ways...)
	s.Title(levels...)
	for _, c := range []int{0, 1, 2, allColumns - 1} {
		s.Merge(c, first, c, first+2)
	}
	s.Merge(leadColumns, first, sums-1, first)
	s.Merge(sums, first, sums+assemble.Levels-1, first+1)
	for w := range assemble.Ways {
		at := leadColumns + int(w)*assemble.Levels
		s.Merge(at, first+1, at+assemble.Levels-1, first+1)
	}
}

func matrixRow(i int, r assemble.MatrixRow, all int) []any {
	cells := []any{strconv.Itoa(i + 1), r.Topic, r.Content}
	for w := range assemble.Ways {
		for l := range assemble.Levels {
			cells = append(cells, countCell(r.Counts[w][l], r.Competences[w][l]))
		}
	}
	for l := range assemble.Levels {
		n, _ := r.Level(l)
		cells = append(cells, countCell(n, nil))
	}
	return append(cells, percent(r.AllPoints(), all))
}

func countCell(n int, competences []string) any {
	switch {
	case n == 0:
		return ""
	case len(competences) > 0:
		return fmt.Sprintf("%d (%s)", n, strings.Join(competences, ", "))
	}
	return n
}

func percent(part, all int) string {
	if all == 0 {
		return ""
	}
	return decimal((200*part*100 + all) / (2 * all))
}

// footers are the counts, the points and the shares.
func footers(s *sheet.SheetWriter, m assemble.Matrix, all int) {
	counts, points, shares := []any{"", "Tổng số câu/ý hỏi", ""}, []any{"", "Tổng số điểm", ""}, []any{"", "Tỉ lệ %", ""}
	for w := range assemble.Ways {
		_, p := m.Total.Way(w)
		for l := range assemble.Levels {
			counts = append(counts, countCell(m.Total.Counts[w][l], nil))
			if l > 0 {
				points, shares = append(points, ""), append(shares, "")
				continue
			}
			if p == 0 {
				points, shares = append(points, ""), append(shares, "")
				continue
			}
			points, shares = append(points, marks(p)), append(shares, percent(p, all))
		}
	}
	for l := range assemble.Levels {
		n, p := m.Total.Level(l)
		counts, points, shares = append(counts, countCell(n, nil)), append(points, marks(p)), append(shares, percent(p, all))
	}
	counts, points, shares = append(counts, ""), append(points, marks(all)), append(shares, percent(all, all))
	for _, row := range [][]any{counts, points, shares} {
		n := s.Row(row...)
		if row[1] != "Tổng số câu/ý hỏi" {
			for w := range assemble.Ways {
				at := leadColumns + int(w)*assemble.Levels
				s.Merge(at, n, at+assemble.Levels-1, n)
			}
		}
	}
}

func marks(points int) string { return decimal((points + assemble.PointScale/2) / assemble.PointScale) }

// outcomeSheet is the sheet of outcomes beside the matrix.
const outcomeSheet = "Yêu cầu cần đạt"

// specification writes the outcomes by level.
func specification(w *sheet.Writer, m assemble.Matrix) {
	s := w.Sheet(
		outcomeSheet, sheet.Column{Title: "Chủ đề/Chương", Width: 26, Kind: sheet.Wrap}, sheet.Column{Title: "Nội dung/đơn vị kiến thức", Width: 30, Kind: sheet.Wrap},
		sheet.Column{Title: "Biết: yêu cầu cần đạt", Width: 40, Kind: sheet.Wrap}, sheet.Column{Title: "Hiểu: yêu cầu cần đạt", Width: 40, Kind: sheet.Wrap}, sheet.Column{Title: "Vận dụng: yêu cầu cần đạt", Width: 40, Kind: sheet.Wrap},
	)
	for _, r := range m.Rows {
		cells := []any{r.Topic, r.Content}
		for l := range assemble.Levels {
			cells = append(cells, r.Outcomes[assemble.LevelAt(l)])
		}
		s.Row(cells...)
	}
}
