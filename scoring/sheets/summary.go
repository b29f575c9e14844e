package sheets

import (
	"khaothi/internal/sheet"
	"khaothi/internal/vi"
	"khaothi/scoring"
)

func summary(w *sheet.Writer, name string, b scoring.Book, stats []scoring.Stats) {
	out := w.Sheet(name,
		sheet.Column{Title: "Ca thi", Width: 32}, sheet.Column{Title: "Môn", Width: 18},
		sheet.Column{Title: "Thí sinh", Width: 10, Kind: sheet.Number}, sheet.Column{Title: "Có điểm", Width: 10, Kind: sheet.Number},
		sheet.Column{Title: "Trung bình", Width: 11, Kind: sheet.Points}, sheet.Column{Title: "Trung vị", Width: 11, Kind: sheet.Points},
		sheet.Column{Title: "Độ lệch chuẩn", Width: 14, Kind: sheet.Points},
		sheet.Column{Title: "Thấp nhất", Width: 11, Kind: sheet.Points}, sheet.Column{Title: "Cao nhất", Width: 11, Kind: sheet.Points},
		sheet.Column{Title: "Từ 5 điểm", Width: 11, Kind: sheet.Number}, sheet.Column{Title: "Tỉ lệ từ 5 điểm (%)", Width: 18, Kind: sheet.Points},
	)
	for i := range b.Sittings {
		s, st := &b.Sittings[i], &stats[i]
		cells := []any{s.Name, s.Subject, len(s.Rows), st.Count}
		if st.Count > 0 {
			cells = append(cells, int64(st.Mean), int64(st.Median), int64(st.SD), int64(st.Min), int64(st.Max), st.Passed, percent(st.Passed, st.Count))
		}
		out.Row(cells...)
	}
	out.Row()
	out.Row("Kết quả đã thu hồi không tính vào thống kê.")
	if !b.At.IsZero() {
		out.Row("Lập lúc " + b.At.In(vi.Zone).Format("15:04 02/01/2006") + ".")
	}
	out.Print(title(b, "Thống kê"), true)
}

// percent is the share in hundredths of a per cent, rounded half up.
func percent(part, of int) int64 {
	return (int64(part)*20_000 + int64(of)) / (2 * int64(of))
}

// distribution has one row a bin and one column a sitting.
func distribution(w *sheet.Writer, name string, b scoring.Book, stats []scoring.Stats) {
	columns := []sheet.Column{{Title: "Điểm từ", Width: 10, Kind: sheet.Points}, {Title: "đến dưới", Width: 10, Kind: sheet.Points}}
	for i := range b.Sittings {
		columns = append(columns, sheet.Column{Title: b.Sittings[i].Name, Width: 16, Kind: sheet.Number})
	}
	out := w.Sheet(name, columns...)
	for bin := range scoring.Describe(nil, binWidth, topPoints).Bins {
		from := binWidth * scoring.Points(bin)
		cells := []any{int64(from), int64(from + binWidth)}
		if from == topPoints {
			cells[1] = nil // exactly ten
		}
		for i := range stats {
			cells = append(cells, stats[i].Bins[bin].Count)
		}
		out.Row(cells...)
	}
	out.Print(title(b, "Phổ điểm"), len(b.Sittings) > 4)
}
