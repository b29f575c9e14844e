// Package analysispdf prints what a school can learn from an exam: one page in
// Vietnamese that a head teacher can read, the school beside the province.
package analysispdf

import (
	"fmt"
	"math"
	"strings"
	"time"

	"khaothi/internal/analysis"
	"khaothi/internal/pdf"
	"khaothi/internal/vi"
)

// Title names the exam on the page.
type Title struct{ Exam, SchoolYear, Subject string }

// The page, in millimetres.
const (
	left      = 18.0
	width     = pdf.PageWidth - 2*left
	bottom    = 280.0
	rowHeight = 6.4
	plot      = 38.0 // height of the distribution
)

// School prints the report of a school.
func School(t Title, s, province *analysis.School, words []string, made time.Time) ([]byte, error) {
	d, err := pdf.New("Báo cáo của trường", made)
	if err != nil {
		return nil, err
	}
	p := &page{d: d, y: 15}
	d.AddPage()
	p.line(5, pdf.Style{Size: 10}, t.Exam+" – năm học "+t.SchoolYear)
	p.line(8, pdf.Style{Size: 15, Bold: true}, "BÁO CÁO KẾT QUẢ MÔN "+strings.ToUpper(t.Subject))
	p.line(7, pdf.Style{Size: 12, Bold: true}, s.Name+" (mã "+s.Code+")")
	p.y += 2
	for _, w := range words {
		for _, l := range d.Wrap(width, pdf.Style{Size: 11}, w) {
			p.line(5.6, pdf.Style{Size: 11}, l)
		}
	}
	p.distribution(s, province)
	p.shares("Theo nội dung", s.Topics, func(n string) string { return n })
	p.shares("Theo mức độ tư duy", s.Levels, level)
	p.shares("Theo dạng câu hỏi", s.Kinds, kind)
	p.shares("Những câu trường thấp hơn toàn tỉnh nhiều nhất", s.Furthest, question)
	p.y += 2
	p.line(4.5, pdf.Style{Size: 8.5, Grey: true}, "Số phần trăm là phần điểm học sinh đạt được trên tổng điểm có thể đạt. Lập ngày "+made.In(vi.Zone).Format("02/01/2006")+".")
	return d.Bytes()
}

func level(n string) string {
	return map[string]string{"biet": "Biết", "hieu": "Hiểu", "vandung": "Vận dụng"}[n]
}

func kind(n string) string {
	names := map[string]string{
		"single": "Chọn một phương án", "multiple": "Chọn nhiều phương án", "cluster": "Đúng – Sai", "short": "Trả lời ngắn", "numeric": "Trả lời bằng số", "cloze": "Điền chỗ trống",
		"match": "Ghép đôi", "categorise": "Phân loại", "order": "Sắp xếp", "hotspot": "Chọn vị trí trên hình", "essay": "Tự luận", "upload": "Nộp tệp",
	}
	if name, known := names[n]; known {
		return name
	}
	return n
}

// question names an item by its place: p2_3 is câu 3 of part II.
func question(n string) string {
	var part, no int
	if _, err := fmt.Sscanf(n, "p%d_%d", &part, &no); err != nil {
		return n
	}
	return fmt.Sprintf("Phần %d, câu %d (đề gốc)", part, no)
}

// page is filled from the top.
type page struct {
	d *pdf.Doc
	y float64
}

func (p *page) line(h float64, s pdf.Style, text string) {
	p.room(h)
	p.d.Text(pdf.Box{X: left, Y: p.y, W: width, H: h}, s, text)
	p.y += h
}

// room begins a new page where so much does not fit.
func (p *page) room(h float64) {
	if p.y+h > bottom {
		p.d.AddPage()
		p.y = 15
	}
}

// distribution draws the shares of the pupils by marks: dark the school, light
// the province.
func (p *page) distribution(s, province *analysis.School) {
	p.y += 3
	p.room(plot + 20)
	p.line(7, pdf.Style{Size: 11, Bold: true}, "Phân bố điểm (đậm: trường, nhạt: toàn tỉnh)")
	top := 0.01
	for i := range s.Marks.Histogram {
		top = math.Max(top, math.Max(part(s, i), part(province, i)))
	}
	step := width / float64(len(s.Marks.Histogram))
	floor := p.y + plot
	for i, bin := range s.Marks.Histogram {
		x := left + float64(i)*step
		h := plot * part(province, i) / top
		p.d.Block(pdf.Box{X: x + 0.1*step, Y: floor - h, W: 0.4 * step, H: h}, 0.25)
		h = plot * part(s, i) / top
		p.d.Block(pdf.Box{X: x + 0.5*step, Y: floor - h, W: 0.4 * step, H: h}, 0.8)
		if i%2 == 0 {
			p.d.Text(pdf.Box{X: x - step/2, Y: floor + 0.5, W: step, H: 4}, pdf.Style{Size: 8, Align: pdf.Center}, strings.Replace(fmt.Sprintf("%g", bin.From), ".", ",", 1))
		}
	}
	p.d.Line(left, floor, left+width, floor)
	p.y = floor + 6
}

func part(s *analysis.School, i int) float64 {
	if s.Persons == 0 || i >= len(s.Marks.Histogram) {
		return 0
	}
	return float64(s.Marks.Histogram[i].Count) / float64(s.Persons)
}

// shares is a table of parts of the points with bars.
func (p *page) shares(title string, list []analysis.Share, name func(string) string) {
	if len(list) == 0 {
		return
	}
	p.y += 2
	p.room(7 + 2*rowHeight)
	p.line(7, pdf.Style{Size: 11, Bold: true}, title)
	for _, x := range list {
		if name(x.Name) == "" || x.School == nil || x.Province == nil {
			continue
		}
		p.room(rowHeight)
		at := func(dx, w float64) pdf.Box { return pdf.Box{X: left + dx, Y: p.y, W: w, H: rowHeight} }
		p.d.Text(at(0, 72), pdf.Style{Size: 10}, name(x.Name))
		p.d.Block(pdf.Box{X: left + 74, Y: p.y + 1, W: 50 * *x.School, H: 2}, 0.8)
		p.d.Block(pdf.Box{X: left + 74, Y: p.y + 3.4, W: 50 * *x.Province, H: 2}, 0.25)
		p.d.Text(at(126, 48), pdf.Style{Size: 10, Align: pdf.Right}, fmt.Sprintf("%.0f%%  (toàn tỉnh %.0f%%)", 100**x.School, 100**x.Province))
		p.y += rowHeight
	}
}
