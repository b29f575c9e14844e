package sheet

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSafeName(t *testing.T) {
	t.Parallel()
	taken := map[string]bool{}
	for _, tt := range []struct{ name, want string }{
		{"Toán [ca 1/2]", "Toán  ca 1 2"},
		{"toán  ca 1 2", "toán  ca 1 2 (2)"},
		{"", "Trang"},
		{"'x'", "x"},
		{strings.Repeat("Ngữ", 20), strings.Repeat("Ngữ", 10) + "N"},
		{strings.Repeat("Ngữ", 20), strings.Repeat("Ngữ", 9) + " (2)"},
	} {
		got := SafeName(tt.name, taken)
		if got != tt.want || utf8.RuneCountInString(got) > 31 {
			t.Errorf("SafeName(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestPrintKeepsTheSheetReadable(t *testing.T) {
	t.Parallel()
	w := NewWriter()
	s := w.Sheet("Ca 'A' Toán", Column{Title: "Điểm", Kind: Points})
	s.Row(int64(825))
	s.Print("Thi thử & kiểm tra", true)
	b, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	book, err := Open(b, DefaultLimits())
	if err != nil || book.Sheets[0].Name != "Ca 'A' Toán" || book.Sheets[0].Rows[1].Cell(0) != "8.25" {
		t.Errorf("%v, %+v", err, book)
	}
}
