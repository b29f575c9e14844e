package sheets

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"khaothi/internal/sheet"
	"khaothi/scoring"
)

// binWidth of the distribution: 0.50.
const binWidth = scoring.Points(50)

// topPoints is where the distribution ends.
const topPoints = scoring.Points(1000)

// Workbook returns the .xlsx file.
func Workbook(b scoring.Book) ([]byte, error) {
	w := sheet.NewWriter()
	taken := map[string]bool{}
	stats := make([]scoring.Stats, len(b.Sittings))
	for i := range b.Sittings {
		stats[i] = scoring.Describe(b.Sittings[i].Counted(), binWidth, topPoints)
	}
	summary(w, sheet.SafeName("Thống kê", taken), b, stats)
	distribution(w, sheet.SafeName("Phổ điểm", taken), b, stats)
	for i := range b.Sittings {
		sitting(w, sheet.SafeName(b.Sittings[i].Name, taken), b, &b.Sittings[i])
	}
	out, err := w.Bytes()
	if err != nil {
		return nil, fmt.Errorf("workbook of %s: %w", b.Name, err)
	}
	return out, nil
}

func sitting(w *sheet.Writer, name string, b scoring.Book, s *scoring.Roll) {
	columns := []sheet.Column{
		{Title: "STT", Width: 6, Kind: sheet.Number},
		{Title: "Số báo danh", Width: 13},
		{Title: "Họ và tên", Width: 28},
		{Title: "Ngày sinh", Width: 12},
		{Title: "Trường", Width: 26},
		{Title: "Lớp", Width: 10},
		{Title: "Phòng thi", Width: 11},
		{Title: "Điểm", Width: 9, Kind: sheet.Points},
	}
	parts := partsOf(s.Rows)
	for _, p := range parts {
		columns = append(columns, sheet.Column{Title: "Phần " + roman(p), Width: 9, Kind: sheet.Points})
	}
	columns = append(columns, sheet.Column{Title: "Trạng thái", Width: 13}, sheet.Column{Title: "Ghi chú", Width: 24})
	out := w.Sheet(name, columns...)
	for i := range s.Rows {
		r := &s.Rows[i]
		cells := []any{i + 1, r.Number, r.Name, date(r.BirthDate), r.School, r.Class, r.Room, points(r.Points)}
		for _, p := range parts {
			cells = append(cells, pointsOfPart(r, p))
		}
		out.Row(append(cells, stateName(r), note(r))...)
	}
	out.Print(title(b, s.Name), true)
}

func title(b scoring.Book, what string) string { return b.Name + " – " + what }

// partsOf are the parts that any row has, rising.
func partsOf(rows []scoring.Row) []int {
	var out []int
	for i := range rows {
		for _, p := range rows[i].Parts {
			if !slices.Contains(out, p.Part) {
				out = append(out, p.Part)
			}
		}
	}
	slices.Sort(out)
	return out
}

func points(p *scoring.Points) any {
	if p == nil {
		return nil
	}
	return int64(*p)
}

func pointsOfPart(r *scoring.Row, part int) any {
	if r.Points == nil {
		return nil
	}
	for i := range r.Parts {
		if r.Parts[i].Part == part {
			return points(&r.Parts[i].Points)
		}
	}
	return nil
}

func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("02/01/2006")
}

func stateName(r *scoring.Row) string {
	switch r.State {
	case scoring.Scored:
		return "Chưa công bố"
	case scoring.Published:
		return "Đã công bố"
	case scoring.Withdrawn:
		return "Đã thu hồi"
	}
	return "Chưa có điểm"
}

func note(r *scoring.Row) string {
	switch r.Note {
	case scoring.NoteAbsent:
		return "Vắng"
	case scoring.NoteIncomplete:
		return "Bài làm chưa đủ dữ liệu"
	case scoring.NoteVoid:
		return "Bài thi bị hủy kết quả"
	case scoring.NotePaper:
		return "Chuyển sang làm bài trên giấy"
	case scoring.NoteNone:
	}
	return r.Reason
}

// roman names the parts as printed papers do.
func roman(n int) string {
	names := []string{"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"}
	if n >= 1 && n <= len(names) {
		return names[n-1]
	}
	return strconv.Itoa(n)
}
