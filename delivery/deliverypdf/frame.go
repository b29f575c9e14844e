package deliverypdf

import (
	"fmt"
	"strings"
	"time"

	"khaothi/internal/pdf"
	"khaothi/internal/vi"
)

// Heading is what stands above every document of a sitting.
type Heading struct {
	Authority   string // the unit above, such as a Sở; may be empty
	UnitName    string // who holds the exam
	ExamName    string
	SittingName string
	Subject     string
	Room        string
}

// The page: margins of documents that are bound at the left.
const (
	left   = 20.0
	right  = 195.0
	width  = right - left
	top    = 15.0
	bottom = 278.0
	line   = 5.6 // of running text
	size   = 11.0
)

// sheet is a document with the place that has been reached on its page.
type sheet struct {
	d       *pdf.Doc
	y       float64
	section int // the number of the part under way
}

// newSheet begins a document whose pages are numbered at their foot.
func newSheet(title, foot string, made time.Time) (*sheet, error) {
	d, err := pdf.New(title, made)
	if err != nil {
		return nil, err
	}
	d.Footer(func(page int, of string) {
		d.Line(left, bottom+5, right, bottom+5)
		d.Text(pdf.Box{X: left, Y: bottom + 6, W: width - 30, H: 5}, pdf.Style{Size: 8, Grey: true}, foot)
		d.Text(pdf.Box{X: right - 30, Y: bottom + 6, W: 30, H: 5}, pdf.Style{Size: 8, Grey: true, Align: pdf.Right},
			fmt.Sprintf("Trang %d/%s", page, of))
	})
	s := &sheet{d: d}
	s.page()
	return s, nil
}

func (s *sheet) page() {
	s.d.AddPage()
	s.y = top
}

// need begins a new page unless height is left on this one.
func (s *sheet) need(height float64) {
	if s.y+height > bottom {
		s.page()
	}
}

// letterhead is the head that Vietnamese official documents have: who issues
// at the left, the state's name and motto at the right.
func (s *sheet) letterhead(h Heading) {
	const half = width / 2
	column := func(x, y float64, st pdf.Style, text string) {
		st.Align = pdf.Center
		s.d.Text(pdf.Box{X: x, Y: y, W: half - 2, H: 5}, st, text)
	}
	y := s.y
	if h.Authority != "" {
		column(left, y, pdf.Style{Size: 10.5}, strings.ToUpper(h.Authority))
		column(left, y+5.2, pdf.Style{Size: 10.5, Bold: true}, strings.ToUpper(h.UnitName))
	} else {
		column(left, y, pdf.Style{Size: 10.5, Bold: true}, strings.ToUpper(h.UnitName))
		column(left, y+5.2, pdf.Style{Size: 10.5, Bold: true}, "HỘI ĐỒNG THI")
	}
	s.d.Line(left+half/2-12, y+11.4, left+half/2+10, y+11.4)
	column(left+half+2, y, pdf.Style{Size: 10.5, Bold: true}, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
	column(left+half+2, y+5.2, pdf.Style{Size: 11, Bold: true}, "Độc lập - Tự do - Hạnh phúc")
	s.d.Line(left+half+2+half/2-25, y+11.4, left+half+2+half/2+23, y+11.4)
	s.y = y + 16
}

// title sets the name of the document and a line under it.
func (s *sheet) title(text, under string) {
	s.d.Text(pdf.Box{X: left, Y: s.y, W: width, H: 8}, pdf.Style{Size: 15, Bold: true, Align: pdf.Center}, text)
	s.y += 8
	s.d.Text(pdf.Box{X: left, Y: s.y, W: width, H: 6}, pdf.Style{Size: 11, Align: pdf.Center}, under)
	s.y += 9
}

// part sets the head of the next numbered part, with some lines of it on the
// same page.
func (s *sheet) part(text string) {
	s.need(5 * line)
	s.section++
	s.y += 1.5
	s.d.Text(pdf.Box{X: left, Y: s.y, W: width, H: line + 1}, pdf.Style{Size: size, Bold: true},
		fmt.Sprintf("%d. %s", s.section, text))
	s.y += line + 1.2
}

// para sets running text over as many lines as it takes.
func (s *sheet) para(st pdf.Style, text string) {
	if st.Size == 0 {
		st.Size = size
	}
	for _, l := range s.d.Wrap(width, st, text) {
		s.need(line)
		s.d.Text(pdf.Box{X: left, Y: s.y, W: width, H: line}, st, l)
		s.y += line
	}
}

// pair sets "label: value".
func (s *sheet) pair(label, value string) {
	st := pdf.Style{Size: size}
	lines := s.d.Wrap(width-labelWidth, pdf.Style{Size: size, Bold: true}, value)
	s.need(line * float64(max(1, len(lines))))
	s.d.Text(pdf.Box{X: left, Y: s.y, W: labelWidth, H: line}, st, label)
	if len(lines) == 0 {
		s.y += line
	}
	for _, l := range lines {
		s.d.Text(pdf.Box{X: left + labelWidth, Y: s.y, W: width - labelWidth, H: line}, pdf.Style{Size: size, Bold: true}, l)
		s.y += line
	}
}

// labelWidth is the column of labels before their values.
const labelWidth = 56.0

// closing sets the last sentence and leaves room for those who sign it, all on
// one page.
func (s *sheet) closing(text string, who ...string) {
	const needs = 34.0
	s.need(needs + 2*line)
	s.para(pdf.Style{}, text)
	s.y += 4
	each := width / float64(len(who))
	for i, w := range who {
		x := left + float64(i)*each
		s.d.Text(pdf.Box{X: x, Y: s.y, W: each, H: 6}, pdf.Style{Size: 10.5, Bold: true, Align: pdf.Center}, w)
		s.d.Text(pdf.Box{X: x, Y: s.y + 5, W: each, H: 5}, pdf.Style{Size: 9, Grey: true, Align: pdf.Center}, "(ký và ghi rõ họ tên)")
	}
	s.y += needs - 4
}

func clock(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.In(vi.Zone).Format("15:04:05")
}

func dayAndClock(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.In(vi.Zone).Format("15:04:05, 02/01/2006")
}

// day is a date as a Vietnamese document writes it.
func day(t time.Time) string {
	t = t.In(vi.Zone)
	return fmt.Sprintf("ngày %02d tháng %02d năm %d", t.Day(), int(t.Month()), t.Year())
}

// span writes a duration in minutes and seconds.
func span(d time.Duration) string {
	d = d.Round(time.Second)
	m, s := int(d.Minutes()), int(d.Seconds())%60
	switch {
	case m == 0:
		return fmt.Sprintf("%d giây", s)
	case s == 0:
		return fmt.Sprintf("%d phút", m)
	}
	return fmt.Sprintf("%d phút %d giây", m, s)
}
