package boardpdf

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/pdf"
)

// Heading is what stands above every list of a sitting.
type Heading struct {
	UnitName    string
	ExamName    string
	SittingName string
	Subject     string
	StartsAt    time.Time
	Duration    time.Duration
}

// DoorList prints the list that hangs at each room's door (danh sách dán cửa).
// Rooms follow each other in the order of seats, each on new pages.
func DoorList(h Heading, seats []board.Seated, made time.Time) ([]byte, error) {
	return lists(h, seats, made, listKind{
		title: "DANH SÁCH THÍ SINH (DÁN CỬA PHÒNG THI)",
		columns: []pdf.Column{
			{Title: "STT", Width: 12, Align: pdf.Center},
			{Title: "Số báo danh", Width: 28, Align: pdf.Center, Bold: true},
			{Title: "Họ và tên", Width: 64},
			{Title: "Ngày sinh", Width: 24, Align: pdf.Center},
			{Title: "Giới", Width: 12, Align: pdf.Center},
			{Title: "Lớp", Width: 18, Align: pdf.Center},
			{Title: "Chỗ", Width: 14, Align: pdf.Center},
			{Title: "Ghi chú", Width: 18},
		},
		row: func(i int, s board.Seated) []string {
			c := s.Candidate
			return []string{
				strconv.Itoa(i), c.Number, c.FullName(), c.BirthDate.Format("02/01/2006"), gender(c.Gender), c.ClassCode,
				strconv.Itoa(s.SeatNo),
			}
		},
		height: 8.2,
	})
}

// Attendance prints the list that candidates of each room sign.
func Attendance(h Heading, seats []board.Seated, made time.Time) ([]byte, error) {
	return lists(h, seats, made, listKind{
		title: "DANH SÁCH KÝ TÊN CỦA THÍ SINH",
		columns: []pdf.Column{
			{Title: "Chỗ", Width: 12, Align: pdf.Center},
			{Title: "Số báo danh", Width: 26, Align: pdf.Center, Bold: true},
			{Title: "Họ và tên", Width: 60},
			{Title: "Ngày sinh", Width: 23, Align: pdf.Center},
			{Title: "Có mặt", Width: 15, Align: pdf.Center},
			{Title: "Ký tên", Width: 34},
			{Title: "Ghi chú", Width: 20},
		},
		row: func(_ int, s board.Seated) []string {
			c := s.Candidate
			return []string{strconv.Itoa(s.SeatNo), c.Number, c.FullName(), c.BirthDate.Format("02/01/2006")}
		},
		height: 8.2,
		footer: attendanceFooter,
	})
}

// InvigilatorList prints who in each room needs what: for the hand of the
// invigilator, not for a door or for candidates to sign.
func InvigilatorList(h Heading, seats []board.Seated, made time.Time) ([]byte, error) {
	return lists(h, seats, made, listKind{
		title: "DANH SÁCH DÀNH RIÊNG CHO GIÁM THỊ (KHÔNG DÁN)",
		columns: []pdf.Column{
			{Title: "Chỗ", Width: 12, Align: pdf.Center},
			{Title: "Số báo danh", Width: 26, Align: pdf.Center, Bold: true},
			{Title: "Họ và tên", Width: 56},
			{Title: "Thêm giờ", Width: 22, Align: pdf.Center, Bold: true},
			{Title: "Cỡ chữ, màu", Width: 30, Align: pdf.Center},
			{Title: "Cần làm", Width: 44},
		},
		row: func(_ int, s board.Seated) []string {
			c := s.Candidate
			return []string{
				strconv.Itoa(s.SeatNo), c.Number, c.FullName(), extraText(c.Needs.Extra(h.Duration)), displayText(c.Needs), short(c.Needs.Note),
			}
		},
		height: 8.2,
	})
}

// short cuts a note to what a line of the table holds; the page has all of it.
func short(note string) string {
	const most = 60
	r := []rune(strings.Join(strings.Fields(note), " "))
	if len(r) <= most {
		return string(r)
	}
	return string(r[:most-1]) + "…"
}

func extraText(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return "+" + minutes(d)
}

func displayText(a board.Accommodation) string {
	a = a.Complete()
	var parts []string
	if a.Scale > 100 {
		parts = append(parts, strconv.Itoa(a.Scale)+" %")
	}
	if a.Contrast == board.ContrastHigh {
		parts = append(parts, "tương phản cao")
	}
	return strings.Join(parts, ", ")
}

// listKind is what differs between the lists.
type listKind struct {
	title   string
	columns []pdf.Column
	row     func(i int, s board.Seated) []string
	height  float64
	footer  func(d *pdf.Doc, y float64)
}

const (
	listLeft   = 10.0
	listWidth  = pdf.PageWidth - 2*listLeft
	listBottom = 286.0
)

func lists(h Heading, seats []board.Seated, made time.Time, k listKind) ([]byte, error) {
	d, err := pdf.New(k.title, made)
	if err != nil {
		return nil, err
	}
	for _, room := range byRoom(seats) {
		rows := make([][]string, len(room))
		for i, s := range room {
			rows[i] = k.row(i+1, s)
		}
		t := pdf.Table{
			Columns: k.columns, RowHeight: k.height, Size: 10, X: listLeft, Bottom: listBottom,
			Top: func(page int) float64 { return heading(d, h, k.title, room, page) },
		}
		y := t.Draw(d, rows)
		if k.footer != nil {
			k.footer(d, y)
		}
	}
	if len(seats) == 0 {
		heading(addPage(d), h, k.title, nil, 1)
	}
	return d.Bytes()
}

func addPage(d *pdf.Doc) *pdf.Doc {
	d.AddPage()
	return d
}

// byRoom splits seats that stand room by room.
func byRoom(seats []board.Seated) [][]board.Seated {
	var out [][]board.Seated
	var last exam.RoomID
	for i, s := range seats {
		if i == 0 || s.RoomID != last {
			out = append(out, nil)
		}
		last = s.RoomID
		out[len(out)-1] = append(out[len(out)-1], s)
	}
	return out
}

// heading prints the top of a page and returns where the table begins.
func heading(d *pdf.Doc, h Heading, title string, room []board.Seated, page int) float64 {
	line := func(y, height float64, s pdf.Style, text string) {
		d.Text(pdf.Box{X: listLeft, Y: y, W: listWidth, H: height}, s, text)
	}
	line(9, 5, pdf.Style{Size: 10}, h.UnitName)
	line(14, 5.5, pdf.Style{Size: 11, Bold: true}, h.ExamName)
	line(22, 7, pdf.Style{Size: 14, Bold: true, Align: pdf.Center}, title)
	line(29, 6, pdf.Style{Size: 11, Align: pdf.Center},
		joined(h.SittingName, h.Subject)+" · "+startText(h.StartsAt)+" · "+minutes(h.Duration))
	name := "Chưa xếp phòng"
	if len(room) > 0 {
		name = fmt.Sprintf("%s · %d thí sinh", room[0].RoomName, len(room))
	}
	if page > 1 {
		name += fmt.Sprintf(" · tờ %d", page)
	}
	line(35.5, 8, pdf.Style{Size: 15, Bold: true, Align: pdf.Center}, name)
	return 46
}

// attendanceFooter leaves room for the invigilators below the table, on a page
// of its own when there is none.
func attendanceFooter(d *pdf.Doc, y float64) {
	const needs = 34.0
	if y+needs > listBottom {
		d.AddPage()
		y = 10
	}
	text := func(x, y, w float64, s pdf.Style, t string) { d.Text(pdf.Box{X: x, Y: y, W: w, H: 6}, s, t) }
	text(listLeft, y+3, listWidth, pdf.Style{Size: 10},
		"Số thí sinh có mặt: ............   Vắng: ............   Số báo danh vắng: ....................................................")
	for i, who := range []string{"Giám thị 1", "Giám thị 2"} {
		x := listLeft + float64(i)*listWidth/2
		text(x, y+11, listWidth/2, pdf.Style{Size: 10, Bold: true, Align: pdf.Center}, who)
		text(x, y+16, listWidth/2, pdf.Style{Size: 9, Grey: true, Align: pdf.Center}, "(ký và ghi rõ họ tên)")
	}
}

func gender(g board.Gender) string {
	switch g {
	case board.GenderMale:
		return "Nam"
	case board.GenderFemale:
		return "Nữ"
	}
	return ""
}
