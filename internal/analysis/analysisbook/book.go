// Package analysisbook writes an analysis as a workbook: the overview, the items
// with their flags and parameters, options, groups, pairs, the test and the
// schools. The words on it are Vietnamese; metric D = 1.
package analysisbook

import (
	"fmt"
	"strings"

	"khaothi/internal/analysis"
	"khaothi/internal/sheet"
)

// Title names the analysis on the first sheet.
type Title struct{ Exam, Subject, Hash, Model string }

// Write makes the workbook.
func Write(rep *analysis.Report, t Title) ([]byte, error) {
	w := sheet.NewWriter()
	overview(w, rep, t)
	items(w, rep)
	options(w, rep)
	groups(w, rep)
	pairs(w, rep)
	test(w, rep)
	schools(w, rep)
	return w.Bytes()
}

// n is a number in a cell; nothing where it does not exist.
func n(x analysis.Num) any {
	if x == nil {
		return nil
	}
	return *x
}

func columns(titles ...string) []sheet.Column {
	out := make([]sheet.Column, len(titles))
	for i, t := range titles {
		out[i] = sheet.Column{Title: t, Kind: sheet.Number, Width: 12}
	}
	return out
}

// text makes the first k columns text.
func text(k int, cols []sheet.Column) []sheet.Column {
	for i := range k {
		cols[i].Kind, cols[i].Width = sheet.Text, 18
	}
	return cols
}

func overview(w *sheet.Writer, rep *analysis.Report, t Title) {
	o := &rep.Overview
	s := w.Sheet("Tổng quan", sheet.Column{Title: "Mục", Width: 34}, sheet.Column{Title: "Giá trị", Width: 40})
	s.Row("Kỳ thi", t.Exam)
	s.Row("Môn", t.Subject)
	s.Row("Thí sinh", o.Persons)
	s.Row("Trên giấy", o.Paper)
	s.Row("Trên máy", o.Screen)
	s.Row("Câu hỏi", o.Items)
	s.Row("Điểm trung bình", n(o.Marks.Mean))
	s.Row("Độ lệch chuẩn", n(o.Marks.SD))
	for i := range o.Booklets {
		b := &o.Booklets[i]
		s.Row("Đề "+b.Name+": thí sinh", b.Persons)
		s.Row("Cronbach α", n(b.Alpha))
		s.Row("α, khoảng tin cậy 95 %: từ", n(b.AlphaLow))
		s.Row("đến", n(b.AlphaHigh))
		s.Row("Sai số chuẩn của phép đo (SEM)", n(b.SEM))
	}
	s.Row("Mô hình (D = 1)", t.Model)
	s.Row("Log-likelihood", n(rep.Calibration.LogLik))
	s.Row("Mã băm của dữ liệu (SHA-256)", t.Hash)
	for _, note := range append(append([]analysis.Note{}, o.Notes...), rep.Calibration.Notes...) {
		s.Row("Ghi chú "+note.Code, strings.TrimSpace(note.Text+" "+note.Do))
	}
}

func items(w *sheet.Writer, rep *analysis.Report) {
	s := w.Sheet("Câu hỏi", text(5, columns("Câu", "Dạng", "Chủ đề", "Mức độ", "Cờ", "Thí sinh", "Bỏ trống", "Chưa tới", "p", "p theo điểm", "r với phần còn lại", "Biserial", "D 27 %",
		"α nếu bỏ", "a", "se a", "b (trung bình)", "c", "Infit", "Outfit", "S-X²", "df", "P của S-X²"))...)
	for i := range rep.Items {
		it := &rep.Items[i]
		flags := make([]string, len(it.Flags))
		for k, f := range it.Flags {
			flags[k] = f.Code
		}
		row := []any{it.Name, it.Kind, it.Topic, it.Level, strings.Join(flags, " "), it.Presented, it.Omitted, it.NotReached, n(it.P), n(it.PPoints), n(it.RRest), n(it.Biserial), n(it.D27), n(it.AlphaIfDeleted)}
		row = append(row, parameters(it.Parameters)...)
		if f := it.Fit; f != nil {
			row = append(row, n(f.Infit), n(f.Outfit), n(f.SX2), f.DF, n(f.P))
		}
		s.Row(row...)
	}
}

func parameters(p *analysis.Parameters) []any {
	out := []any{nil, nil, nil, nil}
	if p == nil {
		return out
	}
	sum, count := 0.0, 0
	for _, v := range p.Values {
		switch {
		case v.Name == "a":
			out[0], out[1] = v.Value, n(v.SE)
		case v.Name == "c":
			out[3] = v.Value
		case strings.HasPrefix(v.Name, "b"):
			sum, count = sum+v.Value, count+1
		}
	}
	if count > 0 {
		out[2] = sum / float64(count)
	}
	return out
}

func options(w *sheet.Writer, rep *analysis.Report) {
	s := w.Sheet("Phương án", text(2, columns("Câu", "Phương án", "Đáp án", "Số chọn", "Tỉ lệ", "r với phần còn lại", "Điểm TB người chọn", "Nhóm 1", "Nhóm 2", "Nhóm 3", "Nhóm 4", "Nhóm 5"))...)
	for i := range rep.Items {
		for _, o := range rep.Items[i].Options {
			key := ""
			if o.Key {
				key = "x"
			}
			row := []any{rep.Items[i].Name, o.Letter, key, o.N, n(o.Share), n(o.RRest), n(o.MeanTotal)}
			for _, x := range o.Trace {
				row = append(row, n(x))
			}
			s.Row(row...)
		}
	}
}

func groups(w *sheet.Writer, rep *analysis.Report) {
	s := w.Sheet("DIF", text(6, columns("Nhóm theo", "Nhóm gốc", "Nhóm xét", "Câu", "Loại", "Khó hơn cho", "MH χ²", "P", "Δ MH", "se Δ", "STD P-DIF", "ΔR² hồi quy logistic"))...)
	for _, g := range rep.DIF {
		for i := range g.Rows {
			r := &g.Rows[i]
			row := []any{g.By, g.Reference, g.Focal, r.Name, r.Class, r.Against, n(r.Chi2), n(r.P), n(r.Delta), n(r.DeltaSE), n(r.StdPDif)}
			if r.Logistic != nil {
				row = append(row, n(r.Logistic.DeltaR2))
			}
			s.Row(row...)
		}
	}
}

func pairs(w *sheet.Writer, rep *analysis.Report) {
	names := map[string]string{}
	for i := range rep.Items {
		names[rep.Items[i].Key] = rep.Items[i].Name
	}
	s := w.Sheet("Q3", text(2, columns("Câu", "và câu", "Q3", "hơn trung bình"))...)
	for _, p := range rep.Pairs {
		s.Row(names[p.A], names[p.B], p.Q3, p.Above)
	}
}

func test(w *sheet.Writer, rep *analysis.Report) {
	s := w.Sheet("Thông tin", columns("θ", "Thông tin", "Sai số chuẩn", "Điểm kỳ vọng")...)
	t := &rep.Test
	for i := range t.Theta {
		s.Row(t.Theta[i], t.Information[i], n(t.SE[i]), t.Expected[i])
	}
}

func schools(w *sheet.Writer, rep *analysis.Report) {
	s := w.Sheet("Trường", text(2, columns("Mã", "Trường", "Thí sinh", "Trung bình", "Độ lệch chuẩn", "Trung vị"))...)
	for i := range rep.Schools {
		x := &rep.Schools[i]
		s.Row(x.Code, x.Name, x.Persons, n(x.Marks.Mean), n(x.Marks.SD), n(x.Marks.Median))
	}
	s.Row("", fmt.Sprintf("Toàn tỉnh: %d trường", len(rep.Schools)), rep.Province.Persons, n(rep.Province.Marks.Mean), n(rep.Province.Marks.SD), n(rep.Province.Marks.Median))
}
