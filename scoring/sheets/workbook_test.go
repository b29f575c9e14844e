package sheets

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"khaothi/internal/sheet"
	"khaothi/scoring"
)

func row(number, name string, p scoring.Points, state scoring.State) scoring.Row {
	return scoring.Row{
		Number: number, Name: name, BirthDate: time.Date(2008, 2, 29, 0, 0, 0, 0, time.UTC), School: "THPT Chu Văn An", Class: "12A1", Room: "P01",
		Points: &p, Parts: []scoring.PartPoints{{Part: 1, Points: p - 100}, {Part: 2, Points: 100}}, State: state,
	}
}

func testBook() scoring.Book {
	return scoring.Book{Name: "Thi thử & kiểm tra", At: time.Date(2026, 11, 22, 1, 2, 3, 0, time.UTC), Sittings: []scoring.Roll{
		{Name: "Toán [ca 1]", Subject: "Toán", Rows: []scoring.Row{
			row("01000001", "Nguyễn Văn An", 825, scoring.Published),
			row("01000002", "=HYPERLINK(\"http://x\")", 475, scoring.Scored),
			row("01000003", "Lê Thị Bình", 1000, scoring.Withdrawn),
			{Number: "01000004", Name: "Trần Vắng", Note: scoring.NoteAbsent},
		}},
		{Name: "Toán [ca 1]", Subject: "Toán"},
	}}
}

func open(t *testing.T, b scoring.Book) *sheet.Book {
	t.Helper()
	data, err := Workbook(b)
	if err != nil {
		t.Fatal(err)
	}
	book, err := sheet.Open(data, sheet.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return book
}

func lines(s sheet.Sheet) []string {
	var out []string
	for _, r := range s.Rows {
		out = append(out, strings.Join(r.Cells, "|"))
	}
	return out
}

func TestWorkbookSaysWhatThePageSays(t *testing.T) {
	t.Parallel()
	book := open(t, testBook())
	var names []string
	for _, s := range book.Sheets {
		names = append(names, s.Name)
	}
	if diff := cmp.Diff([]string{"Thống kê", "Phổ điểm", "Toán  ca 1", "Toán  ca 1 (2)"}, names); diff != "" {
		t.Fatalf("sheets (-want +got):\n%s", diff)
	}
	want := []string{
		"STT|Số báo danh|Họ và tên|Ngày sinh|Trường|Lớp|Phòng thi|Điểm|Phần I|Phần II|Trạng thái|Ghi chú",
		"1|01000001|Nguyễn Văn An|29/02/2008|THPT Chu Văn An|12A1|P01|8.25|7.25|1|Đã công bố",
		"2|01000002|=HYPERLINK(\"http://x\")|29/02/2008|THPT Chu Văn An|12A1|P01|4.75|3.75|1|Chưa công bố",
		"3|01000003|Lê Thị Bình|29/02/2008|THPT Chu Văn An|12A1|P01|10|9|1|Đã thu hồi",
		"4|01000004|Trần Vắng||||||||Chưa có điểm|Vắng",
	}
	if diff := cmp.Diff(want, lines(book.Sheets[2])); diff != "" {
		t.Errorf("sitting (-want +got):\n%s", diff)
	}
}

func TestStatisticsLeaveOutWhatDoesNotCount(t *testing.T) {
	t.Parallel()
	book := open(t, testBook())
	got := lines(book.Sheets[0])
	// 8.25 and 4.75: mean and median 6.50, deviation 1.75, one of two from 5 on.
	if want := "Toán [ca 1]|Toán|4|2|6.5|6.5|1.75|4.75|8.25|1|50"; got[1] != want {
		t.Errorf("first sitting %q, want %q", got[1], want)
	}
	if want := "Toán [ca 1]|Toán|0|0"; got[2] != want {
		t.Errorf("a sitting without candidates %q, want %q", got[2], want)
	}
	bins := lines(book.Sheets[1])
	if len(bins) != 22 || bins[10] != "4.5|5|1|0" || bins[17] != "8|8.5|1|0" || bins[21] != "10||0|0" {
		t.Errorf("distribution %q", bins)
	}
}

func TestAFormulaInANameStaysText(t *testing.T) {
	t.Parallel()
	b := testBook()
	b.Sittings[0].Rows[0].School = "@SUM(A1)"
	if got := open(t, b).Sheets[2].Rows[1].Cell(4); got != "@SUM(A1)" {
		t.Errorf("read back %q", got)
	}
}

func TestPercent(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		part, of int
		want     int64
	}{{1, 2, 5000}, {1, 3, 3333}, {2, 3, 6667}, {0, 5, 0}, {5, 5, 10000}} {
		if got := percent(tt.part, tt.of); got != tt.want {
			t.Errorf("percent(%d, %d) = %d, want %d", tt.part, tt.of, got, tt.want)
		}
	}
}
