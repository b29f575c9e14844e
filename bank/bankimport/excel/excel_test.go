package excel

import (
	"strings"
	"testing"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
	"khaothi/internal/sheet"
)

func TestTemplateReadsAsItsSamples(t *testing.T) {
	t.Parallel()
	data, err := Template()
	if err != nil {
		t.Fatal(err)
	}
	got := Read("mau.xlsx", data)
	if got.Report.Errors() != 0 || got.Found != len(Samples()) {
		t.Fatalf("found %d, report %+v", got.Found, got.Report.Rows)
	}
	for i, want := range Samples() {
		back := got.Items[i].Body
		if parts := source.Differences(want, back); len(parts) > 0 || source.Spoiled(want, back) != "" {
			t.Errorf("sample %d (%s) changed: %v %s", i+1, want.Label, parts, source.Spoiled(want, back))
		}
	}
}

// book makes a workbook of one sheet from rows of cells.
func book(t *testing.T, rows ...string) []byte {
	t.Helper()
	w := sheet.NewWriter()
	s := w.Sheet("Đề")
	for _, r := range rows {
		var cells []any
		for c := range strings.SplitSeq(r, "|") {
			cells = append(cells, strings.TrimSpace(c))
		}
		s.Row(cells...)
	}
	data, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

const head = "Dạng câu | Mức độ | Câu hỏi | A | B | C | D | Đáp án | Cố định | Số ký tự"

// The ten errors that the issue asks for, and more: each with the cell where
// it stands and its code.
func TestErrorsNameTheirCell(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, row, where, code string }{
		{"no key", "Một đáp án | Biết | Hỏi? | 1 | 2 | 3 | 4 |", "Đề!H2", "key.missing"},
		{"two keys", "Một đáp án | Biết | Hỏi? | 1 | 2 | 3 | 4 | A,C", "Đề!H2", "key.two"},
		{"two letters, no kind", " | Biết | Hỏi? | 1 | 2 | 3 | 4 | AC", "Đề!H2", "key.two"},
		{"key without an option", "Một đáp án | Biết | Hỏi? | 1 | 2 | 3 | 4 | E", "Đề!H2", "key.unreadable"},
		{"unknown level", "Một đáp án | T | Hỏi? | 1 | 2 | 3 | 4 | A", "Đề!B2", "level.unknown"},
		{"unknown kind", "Thuyết trình | Biết | Hỏi? | 1 | 2 | 3 | 4 | A", "Đề!A2", "kind.unknown"},
		{"no stem", "Một đáp án | Biết | | 1 | 2 | 3 | 4 | A", "Đề!C2", "stem.empty"},
		{"gap between options", "Một đáp án | Biết | Hỏi? | 1 | | 3 | 4 | A", "Đề!E2", "option.empty"},
		{"equal options", "Một đáp án | Biết | Hỏi? | 1 | 2 | 1 | 4 | A", "Đề!F2", "option.same"},
		{"three statements", "Đúng/Sai | Biết | Xét: | 1 | 2 | 3 | | Đ S Đ", "Đề!2", "statements.count"},
		{"three truth values", "Đúng/Sai | Biết | Xét: | 1 | 2 | 3 | 4 | Đ S Đ", "Đề!H2", "key.unreadable"},
		{"truth value X", "Đúng/Sai | Biết | Xét: | 1 | 2 | 3 | 4 | Đ S X S", "Đề!H2", "key.unreadable"},
		{"labels out of order", "Đúng/Sai | Biết | Xét: | 1 | 2 | 3 | 4 | a-Đ, c-S, b-Đ, d-S", "Đề!H2", "key.unreadable"},
		{"three levels", "Đúng/Sai | Biết, Hiểu, Hiểu | Xét: | 1 | 2 | 3 | 4 | Đ S Đ S", "Đề!B2", "level.count"},
		{"too long for the grid", "Trả lời ngắn | Hiểu | Tính. | | | | | 12345", "Đề!H2", "key.grid"},
		{"unit in the answer", "Trả lời ngắn | Hiểu | Tính. | | | | | 2,5 cm", "Đề!H2", "key.grid"},
		{"short answer with options", "Trả lời ngắn | Hiểu | Tính. | 1 | 2 | | | 1", "Đề!D2", "options.extra"},
		{"open formula", `Một đáp án | Biết | Tính \(x | 1 | 2 | 3 | 4 | A`, "Đề!C2", "latex.open"},
		{"braces", `Một đáp án | Biết | Tính \(\frac{1}{x\) | 1 | 2 | 3 | 4 | A`, "Đề!C2", "latex.braces"},
		{"fixed letter", "Một đáp án | Biết | Hỏi? | 1 | 2 | 3 | 4 | A | Z", "Đề!I2", "fixed.unreadable"},
		{"grid size", "Trả lời ngắn | Hiểu | Tính. | | | | | 1 | | bốn", "Đề!J2", "grid.size"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := Read("de.xlsx", book(t, head, tt.row))
			errs := got.Report.Of(bank.Error)
			if len(errs) != 1 || errs[0].Where != tt.where || errs[0].Code != tt.code {
				t.Errorf("errors %+v, want one %s at %s", errs, tt.code, tt.where)
			}
			if len(got.Items) != 0 || got.Found != 1 {
				t.Errorf("found %d, kept %d", got.Found, len(got.Items))
			}
		})
	}
}

func TestFileErrors(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, where, code string
		data              []byte
	}{
		{"no header", "tệp", "header.missing", book(t, "1 | Hỏi? | A | B")},
		{"header twice", "Đề!1", "header.twice", book(t, "Câu hỏi | A | B | Đáp án | Đáp án đúng", "Hỏi? | 1 | 2 | A |")},
		{"no rows", "tệp", "file.empty", book(t, head)},
		{"not a workbook", "tệp", "sheet.not_xlsx", []byte("Câu hỏi,Đáp án\n")},
		{"old workbook", "tệp", "sheet.old_format", append([]byte{0xD0, 0xCF, 0x11, 0xE0}, make([]byte, 600)...)},
		{"VNI font", "tệp", "encoding.vni", book(t, head, "Một đáp án | | Caâu hoûi naøy, moät traû lôøi naøo ñuùng? | 1 | 2 | 3 | 4 | A")},
		{"TCVN3 font", "tệp", "encoding.tcvn3", book(t, head, "Một đáp an | | C©u hái nµo ®óng nhÊt, tr¶ lêi ®Çy ®ñ c¸c ý? Chän c¸ch vµ nªu | 1 | 2 | 3 | 4 | A")},
		{"one question, two keys", "Đề!3", "duplicate.key", book(t, head, "Một đáp án | Biết | Hỏi? | 1 | 2 | 3 | 4 | A", "Một đáp án | Biết | Hỏi? | 1 | 2 | 3 | 4 | B")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			errs := Read("de.xlsx", tt.data).Report.Of(bank.Error)
			if len(errs) != 1 || errs[0].Where != tt.where || errs[0].Code != tt.code {
				t.Errorf("errors %+v, want one %s at %s", errs, tt.code, tt.where)
			}
		})
	}
}

// The kinds of several lines name the cell too; what else they say follows.
func TestErrorsOfOtherKinds(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, row, where, code string }{
		{"range upside down", "Điền số | Hiểu | Tính. | | | | | 5..3", "Đề!H2", "key.number"},
		{"order without an item", "Sắp xếp | Hiểu | Xếp. | 1 | 2 | 3 | | C-A", "Đề!H2", "key.unreadable"},
		{"order with one twice", "Sắp xếp | Hiểu | Xếp. | 1 | 2 | 3 | | C-A-A", "Đề!H2", "key.unreadable"},
		{"pairs without rows", "Ghép đôi | Hiểu | Ghép. | 1 | 2 | | | 1-A", "Đề!2", "rows.missing"},
		{"gaps out of order", "Điền khuyết | Hiểu | Là [[2]]. | | | | | 2: Huế", "Đề!C2", "gaps.count"},
		{"a gap that is not there", "Điền khuyết | Hiểu | Là [[1]]. | | | | | 2: Huế", "Đề!H2", "key.unreadable"},
		{"credit of nothing", "Nhiều đáp án | Hiểu | Chọn. | 1 | 2 | | | A | | | 50% D", "Đề!K2", "credit.unreadable"},
		{"rubric without points", "Tự luận | Hiểu | Viết. | | | | | | | | | Đủ ba ý", "Đề!L2", "rubric.unreadable"},
		{"steps before a criterion", "Tự luận | Hiểu | Viết. | | | | | | | | | - 1: Đủ", "Đề!L2", "rubric.unreadable"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := Read("de.xlsx", book(t, head+" | Điểm từng phần | Hướng dẫn chấm", tt.row))
			errs := got.Report.Of(bank.Error)
			if len(errs) == 0 || errs[0].Where != tt.where || errs[0].Code != tt.code {
				t.Errorf("errors %+v, want first %s at %s", errs, tt.code, tt.where)
			}
			if len(got.Items) != 0 || got.Found != 1 {
				t.Errorf("found %d, kept %d", got.Found, len(got.Items))
			}
		})
	}
}
