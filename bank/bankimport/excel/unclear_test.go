package excel

import (
	"testing"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
	"khaothi/internal/sheet"
)

// What a spreadsheet made of the author's text is reported, never imported.
func TestCellsThatShowSomethingElse(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, stored, shown, where, code string
		column                           int
	}{
		{"a fraction became a date", "46024", "2-Jan", "Đề!D2", "cell.shown", 3},
		{"per cent", "0.5", "50%", "Đề!E2", "cell.shown", 4},
		{"rounded on show", "3.14", "3", "Đề!C2", "cell.shown", 2},
		{"a failed formula", "#NAME?", "", "Đề!F2", "cell.error", 5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			row := sheet.Row{N: 2, Cells: []string{"Một đáp án", "Biết", "Hỏi?", "một", "hai", "ba", "bốn", "A"}}
			row.Cells[tt.column] = tt.stored
			if tt.shown != "" {
				row.Shown = map[int]string{tt.column: tt.shown}
			}
			head := sheet.Row{N: 1, Cells: []string{"Dạng câu", "Mức độ", "Câu hỏi", "A", "B", "C", "D", "Đáp án"}}
			r := reader{c: source.NewCollector("de.xlsx", Format, nil), book: &sheet.Book{}}
			questions, ok := r.header(sheet.Sheet{Name: "Đề", Rows: []sheet.Row{head, row}})
			if !ok {
				t.Fatal("the header is not found")
			}
			r.rows(questions)
			errs := r.c.Done().Report.Of(bank.Error)
			if len(errs) != 1 || errs[0].Where != tt.where || errs[0].Code != tt.code {
				t.Errorf("errors %+v, want one %s at %s", errs, tt.code, tt.where)
			}
		})
	}
}

func TestStimulusByACodeThatIsNotThere(t *testing.T) {
	t.Parallel()
	w := sheet.NewWriter()
	s := w.Sheet("Đề")
	s.Row("Ngữ liệu", "Câu hỏi", "A", "B", "Đáp án")
	s.Row("NL1", "Một?", "1", "2", "A")
	s.Row("NL7", "Hai?", "1", "2", "A")
	s.Row("Đoạn văn ghi thẳng vào ô.", "Ba?", "1", "2", "A")
	w.Sheet("Ngữ liệu").Row("NL1", "Đoạn văn một")
	data, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	errs := Read("de.xlsx", data).Report.Of(bank.Error)
	if len(errs) != 1 || errs[0].Where != "Đề!A3" || errs[0].Code != "stimulus.unknown" {
		t.Errorf("errors %+v, want stimulus.unknown at Đề!A3", errs)
	}
}
