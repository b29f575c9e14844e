package matrixfile

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"

	"khaothi/bank"
	"khaothi/bank/assemble"
	"khaothi/internal/fault"
	"khaothi/internal/ooxml"
	"khaothi/internal/sheet"
	"khaothi/internal/vi"
)

// Read reads a blueprint from our JSON, a workbook or a Word document, told
// apart by their content. With an error in the report there is no blueprint to
// use. The name of the file is that of the blueprint where it has none.
func Read(name string, data []byte) (assemble.Blueprint, bank.Report) {
	var b assemble.Blueprint
	var report bank.Report
	switch {
	case bytes.HasPrefix(bytes.TrimLeft(data, "\ufeff \r\n\t"), []byte("{")):
		var err error
		if b, err = assemble.Read(data); err != nil {
			report.Add(bank.Row{Severity: bank.Error, Where: "tệp", Code: "matrix.json", Message: "JSON không đúng mẫu: " + err.Error() + ".", Fix: "Dùng tệp do trang ma trận tải về."})
		}
	case bytes.Contains(data, []byte("word/document.xml")):
		b, report = fromWord(data)
	default:
		b, report = fromSheet(data)
	}
	if b.Name == "" {
		b.Name = bank.NormText(strings.TrimSuffix(path.Base(name), path.Ext(name)))
	}
	if report.Errors() == 0 {
		report.Problems("ma trận", "", b.Check())
	}
	return b, report
}

func noMatrix() bank.Report {
	var r bank.Report
	r.Add(bank.Row{
		Severity: bank.Error, Where: "tệp", Code: "matrix.not_found", Message: "Không thấy bảng ma trận trong tệp: cần một hàng tiêu đề Biết, Hiểu, Vận dụng dưới tên các dạng câu hỏi.",
		Fix: "Tải ma trận mẫu về và điền vào đó.",
	})
	return r
}

func refused(err error) bank.Report {
	var r bank.Report
	code := "matrix.unreadable"
	var f *fault.Error
	if errors.As(err, &f) {
		code = f.Code
	}
	r.Add(bank.Row{Severity: bank.Error, Where: "tệp", Code: code, Message: "Không mở được tệp.", Fix: "Lưu lại tệp dưới dạng .xlsx hoặc .docx rồi thử lại."})
	return r
}

func fromSheet(data []byte) (assemble.Blueprint, bank.Report) {
	book, err := sheet.Open(data, sheet.Limits{Rows: maxGridRows, Columns: maxGridColumns, Sheets: 10})
	if err != nil {
		return assemble.Blueprint{}, refused(err)
	}
	for _, s := range book.Sheets {
		if s.Hidden {
			continue
		}
		g := grid{where: func(row, col int) string { return fmt.Sprintf("%s!%s%d", s.Name, letters(col), row+1) }}
		for _, row := range s.Rows {
			for len(g.rows) < row.N {
				g.rows = append(g.rows, nil)
			}
			g.rows[row.N-1] = row.Cells
		}
		if l, ok := g.find(); ok {
			b, report := fromGrid(g, l)
			for _, other := range book.Sheets {
				readOutcomes(other, &b)
			}
			return b, report
		}
	}
	return assemble.Blueprint{}, noMatrix()
}

// readOutcomes reads the sheet of outcomes that stands beside a matrix.
func readOutcomes(s sheet.Sheet, b *assemble.Blueprint) {
	if len(s.Rows) == 0 || vi.Fold(s.Name) != vi.Fold(outcomeSheet) || !strings.Contains(vi.Fold(s.Rows[0].Cell(2)), "yeu cau can dat") {
		return
	}
	for _, row := range s.Rows[1:] {
		for i := range b.Rows {
			if vi.Fold(b.Rows[i].Topic) != vi.Fold(row.Cell(0)) || vi.Fold(b.Rows[i].Content) != vi.Fold(row.Cell(1)) {
				continue
			}
			for l := range assemble.Levels {
				if text := row.Cell(2 + l); text != "" {
					if b.Rows[i].Outcomes == nil {
						b.Rows[i].Outcomes = map[bank.Level]string{}
					}
					b.Rows[i].Outcomes[assemble.LevelAt(l)] = text
				}
			}
		}
	}
}

// letters is a column as spreadsheets name it.
func letters(col int) string {
	s := ""
	for col++; col > 0; col = (col - 1) / 26 {
		s = string(rune('A'+(col-1)%26)) + s
	}
	return s
}

func fromGrid(g grid, l layout) (assemble.Blueprint, bank.Report) {
	r := &reader{g: g, l: l}
	r.read()
	if len(r.b.Rows) == 0 && r.report.Errors() == 0 {
		return r.b, noMatrix()
	}
	return r.b, r.report
}

func fromWord(data []byte) (assemble.Blueprint, bank.Report) {
	doc, err := ooxml.Open(data)
	if err != nil {
		return assemble.Blueprint{}, refused(err)
	}
	n := 0
	for _, block := range doc.Blocks {
		if block.Table == nil {
			continue
		}
		n++
		g := tableGrid(block.Table, n)
		if l, ok := g.find(); ok {
			return fromGrid(g, l)
		}
	}
	return assemble.Blueprint{}, noMatrix()
}

func tableGrid(t *ooxml.Table, n int) grid {
	g := grid{where: func(row, col int) string { return fmt.Sprintf("bảng %d, hàng %d, cột %d", n, row+1, col+1) }}
	for _, row := range t.Rows[:min(len(t.Rows), maxGridRows)] {
		var cells []string
		for _, c := range row.Cells {
			if c.Column >= maxGridColumns {
				break
			}
			for len(cells) <= c.Column {
				cells = append(cells, "")
			}
			cells[c.Column] = cellText(c.Blocks)
		}
		g.rows = append(g.rows, cells)
	}
	return g
}

// cellText is the text of a cell, a line a paragraph.
func cellText(blocks []ooxml.Block) string {
	var lines []string
	for _, b := range blocks {
		if b.Paragraph == nil {
			continue
		}
		var s strings.Builder
		for _, in := range b.Paragraph.Inlines {
			switch in.Kind {
			case ooxml.Text:
				s.WriteString(in.Text)
			case ooxml.Tab:
				s.WriteByte(' ')
			case ooxml.Break:
				s.WriteByte('\n')
			case ooxml.Picture, ooxml.Math, ooxml.Object:
			default:
			}
		}
		if text := strings.TrimSpace(s.String()); text != "" {
			lines = append(lines, text)
		}
	}
	return strings.Join(lines, "\n")
}
