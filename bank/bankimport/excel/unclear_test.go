package excel

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"khaothi/bank"
	"khaothi/internal/sheet"
)

// What a spreadsheet made of the author's text is reported, never imported.
func TestCellsThatShowSomethingElse(t *testing.T) {
	t.Parallel()
	const day, percent, whole, twoPlaces = 16, 9, 1, 2 // number formats of Excel
	for _, tt := range []struct {
		name, cell, where, code string
		value                   any
		format                  int
	}{
		{"a fraction became a date", "D2", "Sheet1!D2", "cell.shown", 46024, day},
		{"per cent", "E2", "Sheet1!E2", "cell.shown", 0.5, percent},
		{"rounded on show", "C2", "Sheet1!C2", "cell.shown", 3.14, whole},
		{"a failed formula", "F2", "Sheet1!F2", "cell.error", "#NAME?", 0},
		{"a zero more", "D2", "", "", 0.5, twoPlaces},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			errs := Read("de.xlsx", formatted(t, tt.cell, tt.value, tt.format)).Report.Of(bank.Error)
			if tt.code == "" {
				if len(errs) != 0 {
					t.Errorf("errors %+v, want none", errs)
				}
				return
			}
			if len(errs) != 1 || errs[0].Where != tt.where || errs[0].Code != tt.code {
				t.Errorf("errors %+v, want one %s at %s", errs, tt.code, tt.where)
			}
		})
	}
}

// formatted is a workbook of one question with one cell changed.
func formatted(t *testing.T, cell string, value any, format int) []byte {
	t.Helper()
	f := excelize.NewFile()
	style, err := f.NewStyle(&excelize.Style{NumFmt: format})
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range [][]any{
		{"Dạng câu", "Mức độ", "Câu hỏi", "A", "B", "C", "D", "Đáp án"},
		{"Một đáp án", "Biết", "Hỏi?", "một", "hai", "ba", "bốn", "A"},
	} {
		if err := f.SetSheetRow("Sheet1", []string{"A1", "A2"}[i], &row); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetCellValue("Sheet1", cell, value); err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellStyle("Sheet1", cell, cell, style); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
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
