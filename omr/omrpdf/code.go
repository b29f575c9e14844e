package omrpdf

import (
	"fmt"

	"khaothi/internal/pdf"
	"khaothi/omr/layout"
	"khaothi/omr/qr"
)

// code draws the sheet's QR code, where the layout has one: the layout, and of a
// candidate the number, the form code and the room.
func (p *printer) code(c Candidate) error {
	q := p.l.QR
	if q == nil {
		return nil
	}
	says := qr.Content{
		Layout: p.l.Name, Version: p.l.Version,
		Number: c.value(layout.FillNumber), Code: c.value(layout.FillFormCode), Room: c.value(layout.FillRoom),
	}
	m, err := qr.Encode(says.String())
	if err != nil {
		return fmt.Errorf("sheet of candidate %s: %w", says.Number, err)
	}
	side := q.Size / float64(len(m))
	for y, row := range m {
		for x := 0; x < len(row); x++ {
			from := x
			for x < len(row) && row[x] {
				x++
			}
			if x > from { // neighbours in one piece: no seams, and fewer of them
				p.d.Block(pdf.Box{X: q.X - q.Size/2 + float64(from)*side, Y: q.Y - q.Size/2 + float64(y)*side, W: float64(x-from) * side, H: side}, 1)
			}
		}
	}
	return nil
}
