package excel

import (
	"fmt"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
	"khaothi/internal/fault"
	"khaothi/internal/sheet"
	"khaothi/internal/vi"
)

// Format is the name of this format on the command line.
const Format = "xlsx"

// headerRows is how far down the header may stand.
const headerRows = 20

// Read turns a workbook into drafts. It is pure and bounded.
func Read(name string, data []byte) bank.Imported {
	c := source.NewCollector(name, Format, data)
	book, err := sheet.Open(data, sheet.Limits{})
	if err != nil {
		return c.Refuse(refusal(err))
	}
	r := reader{c: c, book: book, stimuli: map[string]string{}}
	r.readStimuli()
	tables := 0
	for _, s := range book.Sheets {
		if s.Hidden || otherSheets[vi.Fold(s.Name)] || len(s.Rows) == 0 {
			continue
		}
		t, ok := r.header(s)
		if !ok {
			c.Row(bank.Warning, s.Name, "sheet.skipped", "Trang này không có dòng tiêu đề của mẫu nên bị bỏ qua.",
				"Cần có ít nhất hai cột “Câu hỏi” và “Đáp án”; xem mẫu: khaothi bank template.", strings.Join(s.Rows[0].Cells, " "))
			continue
		}
		tables++
		if row := source.Legacy(t.text()); row != nil {
			return c.Refuse(row)
		}
		if t.sound {
			r.rows(t)
		}
	}
	if tables == 0 {
		c.Row(bank.Error, source.WholeFile, "header.missing", "Không tìm thấy dòng tiêu đề có cột “Câu hỏi” và “Đáp án” ở trang nào.",
			"Dùng mẫu của chương trình (khaothi bank template -o mau.xlsx) hoặc thêm dòng tiêu đề.", "")
	}
	return c.Done()
}

func refusal(err error) *bank.Row {
	row := &bank.Row{Severity: bank.Error, Where: source.WholeFile, Code: fault.CodeOf(err)}
	switch row.Code {
	case "sheet.old_format":
		row.Message, row.Fix = "Tệp là .xls đời cũ hoặc đặt mật khẩu.", "Mở bằng Excel và lưu lại thành .xlsx không mật khẩu."
	case "sheet.too_large":
		row.Message, row.Fix = "Tệp quá lớn hoặc có ô ở quá xa.", "Xoá các dòng, cột, hình thừa hoặc chia tệp."
	case "sheet.unsafe":
		row.Message, row.Fix = "Tệp có thành phần không an toàn.", "Mở bằng Excel và lưu lại thành tệp mới."
	default:
		row.Code = "sheet.not_xlsx"
		row.Message, row.Fix = "Không đọc được tệp như một bảng tính .xlsx.", "Kiểm tra tệp có mở được bằng Excel không và đúng đuôi .xlsx."
	}
	return row
}

type reader struct {
	c       *source.Collector
	book    *sheet.Book
	stimuli map[string]string // folded code → HTML
}

// table is a sheet with its columns.
type table struct {
	sheet sheet.Sheet
	head  int // index of the header in sheet.Rows
	at    map[column]int
	sound bool // false: the header itself is wrong
}

// text is what authors typed as questions and options, for the check of its
// encoding; headers and choices from lists are ours and tell nothing.
func (t table) text() string {
	var b strings.Builder
	for _, row := range t.sheet.Rows[t.head+1:] {
		for c, i := range t.at {
			if c == colStem || strings.HasPrefix(string(c), string(colOption)) {
				b.WriteString(row.Cell(i))
				b.WriteByte('\n')
			}
		}
	}
	return b.String()
}

func (r *reader) readStimuli() {
	for _, s := range r.book.Sheets {
		if !stimulusSheets[vi.Fold(s.Name)] {
			continue
		}
		for i, row := range s.Rows {
			code, text := strings.ToLower(row.Cell(0)), row.Cell(1)
			if i == 0 && vi.Fold(code) != "" && strings.HasPrefix(vi.Fold(code), "ma") || code == "" {
				continue
			}
			if _, ok := r.stimuli[code]; ok {
				r.c.Row(bank.Error, cellName(s.Name, 0, row.N), "stimulus.twice", "Mã ngữ liệu “"+row.Cell(0)+"” có hai lần.", "Đặt mỗi ngữ liệu một mã riêng.", text)
			}
			r.stimuli[code] = withPictures(text, r.picturesOf(s.Name, row.N))
		}
	}
}

// picturesOf are those that are anchored in a row of a sheet.
func (r *reader) picturesOf(sheetName string, row int) []bank.Media {
	var out []bank.Media
	for _, p := range r.book.Pictures {
		if p.Sheet != sheetName || p.Row != row {
			continue
		}
		if m, ok := r.c.Picture(cellName(sheetName, p.Col-1, row), p.Bytes); ok {
			out = append(out, m)
		}
	}
	return out
}

// header looks for the row that names the columns.
func (r *reader) header(s sheet.Sheet) (table, bool) {
	for i, row := range s.Rows {
		if i == headerRows {
			break
		}
		t := table{sheet: s, head: i, at: map[column]int{}, sound: true}
		var unknown, twice []string
		for k, cell := range row.Cells {
			col, ok := columnOf(cell)
			if !ok {
				if cell != "" {
					unknown = append(unknown, cell)
				}
				continue
			}
			if _, ok := t.at[col]; ok {
				twice = append(twice, cell)
				continue
			}
			t.at[col] = k
		}
		unknown = append(unknown, t.strayOptions(row)...)
		_, stem := t.at[colStem]
		_, key := t.at[colKey]
		if !stem || !key {
			continue
		}
		where := fmt.Sprintf("%s!%d", s.Name, row.N)
		if len(twice) > 0 {
			t.sound = false
			r.c.Row(bank.Error, where, "header.twice", "Cột có hai lần: "+strings.Join(twice, ", ")+".", "Giữ mỗi cột một lần.", strings.Join(row.Cells, " | "))
		}
		if len(unknown) > 0 {
			r.c.Row(bank.Warning, where, "header.unknown", "Không rõ cột: "+strings.Join(unknown, ", ")+"; nội dung các cột này không được nhập.", "Đổi tên theo mẫu nếu cần nhập.", strings.Join(row.Cells, " | "))
		}
		return t, true
	}
	return table{}, false
}

// cellName is a cell as Excel names it, with its sheet.
func cellName(sheetName string, col, row int) string {
	name := ""
	for n := col + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return fmt.Sprintf("%s!%s%d", sheetName, name, row)
}

// strayOptions takes the columns I to Z that do not go on from H out of the
// table and returns their headers.
func (t table) strayOptions(row sheet.Row) []string {
	var out []string
	all := true
	for i := range maxOptions {
		c := colOption + column(rune('a'+i))
		k, ok := t.at[c]
		if ok && !all && i >= commonOptions {
			out = append(out, row.Cells[k])
			delete(t.at, c)
		}
		all = all && ok
	}
	return out
}
