package omrbook

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/sheet"
	"khaothi/omr"
)

func TestEveryDifferenceIsARow(t *testing.T) {
	t.Parallel()
	c := &omr.Check{
		ID: "c", By: exam.Actor{Name: "Trần Thị Kiểm"}, State: omr.CheckDone,
		At: time.Date(2026, 6, 27, 1, 2, 3, 0, time.UTC), EndedAt: time.Date(2026, 6, 27, 1, 9, 0, 0, time.UTC),
		Report: omr.Report{Scans: 3, Sheets: 40, Wrong: []omr.Difference{
			{File: "=cmd|' /C calc'!A0.pdf", Page: 7, Field: "p1_1", Code: "reading", Kept: "A", Now: "-1+2"},
			{Field: "fix", Code: "omr.output_changed"},
			{Candidate: "01001234", Field: "p2_1a", Code: "answers", Kept: "D", Now: "S"},
		}},
	}
	data, err := Report(c, "Toán, ca 1")
	if err != nil {
		t.Fatal(err)
	}
	book, err := sheet.Open(data, sheet.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, s := range book.Sheets {
		for _, r := range s.Rows {
			lines = append(lines, strings.Join(r.Cells, "|"))
		}
	}
	for _, want := range []string{
		"Ca thi|Toán, ca 1", "Bắt đầu|27/06/2026 08:02:03", "Phiếu đã so|40", "Số khác biệt|3",
		"=cmd|' /C calc'!A0.pdf|7||p1_1|Kết quả đọc|A|-1+2|reading",
		"|||Bước xử lý nghi vấn|Dữ liệu của bước đã đổi sau niêm phong|||omr.output_changed",
		"||01001234|p2_1a|Câu trả lời đã chấm|D|S|answers",
	} {
		if !strings.Contains(fmt.Sprintln(strings.Join(lines, "\n")), want) {
			t.Errorf("no row %q in\n%s", want, strings.Join(lines, "\n"))
		}
	}
}
