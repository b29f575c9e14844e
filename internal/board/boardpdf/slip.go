package boardpdf

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"khaothi/internal/board"
	"khaothi/internal/pdf"
	"khaothi/internal/vi"
)

// Slips stand in two columns of five, between margins that printers can reach.
const (
	slipColumns = 2
	slipRows    = 5
	slipWidth   = pdf.PageWidth / slipColumns
	slipTop     = 6.0
	slipHeight  = (pdf.PageHeight - 2*slipTop) / slipRows
	slipPad     = 7.0
)

// Slips prints one ticket a candidate, ten a page with lines to cut along, in
// the order given.
func Slips(slips []board.Slip, made time.Time) ([]byte, error) {
	d, err := pdf.New("Phiếu dự thi", made)
	if err != nil {
		return nil, err
	}
	if len(slips) == 0 {
		d.AddPage()
		d.Text(pdf.Box{X: 10, Y: 20, W: 190, H: 10}, pdf.Style{Size: 12, Align: pdf.Center}, "Không có phiếu nào.")
	}
	for i, s := range slips {
		place := i % (slipColumns * slipRows)
		if place == 0 {
			d.AddPage()
			cutLines(d)
		}
		slip(d, float64(place%slipColumns)*slipWidth, slipTop+float64(place/slipColumns)*slipHeight, s)
	}
	return d.Bytes()
}

func cutLines(d *pdf.Doc) {
	for row := range slipRows + 1 {
		y := slipTop + float64(row)*slipHeight
		d.CutLine(0, y, pdf.PageWidth, y)
	}
	for column := 1; column < slipColumns; column++ {
		x := float64(column) * slipWidth
		d.CutLine(x, slipTop, x, pdf.PageHeight-slipTop)
	}
}

// slip prints one ticket with its corner at x, y.
func slip(d *pdf.Doc, x, y float64, s board.Slip) {
	x, y = x+slipPad, y+4
	w := slipWidth - 2*slipPad
	d.Text(pdf.Box{X: x, Y: y, W: w - 22, H: 4}, pdf.Style{Size: 8, Grey: true}, s.ExamName)
	if s.Practice {
		mark := pdf.Box{X: x + w - 20, Y: y - 0.5, W: 20, H: 5}
		d.Fill(mark)
		d.Text(mark, pdf.Style{Size: 9, Bold: true, Align: pdf.Center}, "THI THỬ")
	}
	d.Text(pdf.Box{X: x, Y: y + 4, W: w, H: 5}, pdf.Style{Size: 9, Bold: true}, joined(s.SittingName, s.Subject))
	d.Text(pdf.Box{X: x, Y: y + 9, W: w, H: 4.5}, pdf.Style{Size: 8.5}, startText(s.StartsAt)+" · "+minutes(s.Duration))
	d.Line(x, y+14.2, x+w, y+14.2)
	d.Text(pdf.Box{X: x, Y: y + 15, W: w, H: 7}, pdf.Style{Size: 13, Bold: true}, s.FullName)
	at, row := x, y+22.5
	for _, c := range []struct {
		label, value string
		width        float64
	}{
		{"Số báo danh", s.Number, 0.29},
		{"Ngày sinh", s.BirthDate.Format("02/01/2006"), 0.30},
		{"Phòng thi", s.RoomName, 0.27},
		{"Chỗ ngồi", strconv.Itoa(s.SeatNo), 0.14},
	} {
		labelled(d, pdf.Box{X: at, Y: row, W: c.width*w - 2, H: 10}, c.label, c.value)
		at += c.width * w
	}
	code := pdf.Box{X: x, Y: y + 34, W: w, H: 9.5}
	d.Fill(code)
	d.Text(pdf.Box{X: x + 2, Y: code.Y, W: 22, H: code.H}, pdf.Style{Size: 8.5}, "Mã vào thi")
	d.Text(pdf.Box{X: x + 24, Y: code.Y, W: w - 26, H: code.H}, pdf.Style{Size: 17, Bold: true, Align: pdf.Center}, GroupCode(s.Code))
	d.Text(pdf.Box{X: x, Y: y + 44.2, W: w, H: 4}, pdf.Style{Size: 7, Grey: true},
		"Nhập số báo danh và mã này để vào thi. Không cho người khác xem mã.")
}

func labelled(d *pdf.Doc, b pdf.Box, label, value string) {
	d.Text(pdf.Box{X: b.X, Y: b.Y, W: b.W, H: 4}, pdf.Style{Size: 7.5, Grey: true}, label)
	d.Text(pdf.Box{X: b.X, Y: b.Y + 3.8, W: b.W, H: b.H - 3.8}, pdf.Style{Size: 12, Bold: true}, value)
}

// joined puts a dot between a sitting's name and its subject unless the name
// says the subject already.
func joined(name, subject string) string {
	if subject == "" || strings.Contains(strings.ToLower(name), strings.ToLower(subject)) {
		return name
	}
	return name + " · " + subject
}

// GroupCode writes a ticket code in groups of four: XXXX-XXXX-XXXX.
func GroupCode(code string) string {
	code = strings.NewReplacer("-", "", " ", "").Replace(code)
	var groups []string
	for len(code) > 4 {
		groups, code = append(groups, code[:4]), code[4:]
	}
	return strings.Join(append(groups, code), "-")
}

func startText(t time.Time) string { return t.In(vi.Zone).Format("15:04, 02/01/2006") }

// minutes writes a duration for people; demonstrations are shorter than one.
func minutes(d time.Duration) string {
	if d < time.Minute || d%time.Minute != 0 {
		return fmt.Sprintf("%d giây", int(d.Seconds()))
	}
	return fmt.Sprintf("%d phút", int(d.Minutes()))
}
