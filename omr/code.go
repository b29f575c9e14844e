package omr

import (
	"image"

	"khaothi/omr/align"
	"khaothi/omr/layout"
	"khaothi/omr/qr"
)

// The codes of doubts that a sheet's QR code gives. They stand in the field
// whose value a person then decides; nothing is taken from the code.
const (
	CodeQRLayout  = "qr_layout"  // page: the code is that of a sheet of another layout
	CodeQRDiffers = "qr_differs" // the code says another number or form code than the marks
	CodeQRMissing = "qr_missing" // the code cannot be read, and the layout says that it must be there
	CodeQRForeign = "qr_foreign" // a code that is not ours
)

// code reads the sheet's QR code, where the layout has one, and compares it with
// the layout and with what was read.
func (r *Reader) code(reading *Reading) {
	q := r.layout.QR
	if q == nil {
		return
	}
	text, found := qr.Decode(patch(reading.Fit, q), 0.5-q.Size/2/q.Outer())
	content, ours := qr.Parse(text)
	switch {
	case !found && q.Required:
		reading.doubt(r.whose(), CodeQRMissing)
	case !found:
	case !ours:
		reading.doubt(r.whose(), CodeQRForeign)
	case content.Layout != r.layout.Name || content.Version != r.layout.Version:
		*reading = Rejected(CodeQRLayout)
	default:
		reading.Code = &content
		reading.differ(layout.CandidateNumber, content.Number)
		reading.differ(layout.FormCode, content.Code)
	}
}

// differ doubts a field of which the code says something else.
func (r *Reading) differ(field, says string) {
	if marked, read := r.Cells[field]; read && says != "" && marked != says {
		r.doubt(field, CodeQRDiffers)
	}
}

// whose is the field that says whose sheet it is.
func (r *Reader) whose() string {
	for _, f := range r.fields {
		if f.Name == layout.CandidateNumber {
			return f.Name
		}
	}
	return r.fields[0].Name
}

// patchPX is the side of the picture that a code is read from: 6 pixels a module
// of a usual one.
const patchPX = 224

// patch is the square of a code with its border, laid straight, from ink (0) to
// paper (255).
func patch(fit *align.Fit, q *layout.QR) *image.Gray {
	half := q.Outer() / 2
	x0, y0 := fit.Pixel(q.X-half, q.Y-half)
	x1, y1 := fit.Pixel(q.X+half, q.Y-half)
	x2, y2 := fit.Pixel(q.X-half, q.Y+half)
	x3, y3 := fit.Pixel(q.X+half, q.Y+half)
	m := image.NewGray(image.Rect(0, 0, patchPX, patchPX))
	contrast := 255 / (fit.Paper - fit.Ink)
	for v := range patchPX {
		for u := range patchPX {
			s, t := (float64(u)+0.5)/patchPX, (float64(v)+0.5)/patchPX
			grey := between(fit.Grey, (x0*(1-s)+x1*s)*(1-t)+(x2*(1-s)+x3*s)*t, (y0*(1-s)+y1*s)*(1-t)+(y2*(1-s)+y3*s)*t)
			m.Pix[v*m.Stride+u] = uint8(min(max((grey-fit.Ink)*contrast, 0), 255))
		}
	}
	return m
}

// between is the grey at a place between pixels; beyond the edge it is white.
func between(g *align.Grey, x, y float64) float64 {
	x, y = x/float64(g.Step)-0.5, y/float64(g.Step)-0.5
	u, v := int(x), int(y)
	if x < 0 || y < 0 || u+1 >= g.Width || v+1 >= g.Height {
		return 255
	}
	s, t := x-float64(u), y-float64(v)
	top, low := g.Pix[v*g.Width+u:][:2], g.Pix[(v+1)*g.Width+u:][:2]
	return (float64(top[0])*(1-s)+float64(top[1])*s)*(1-t) + (float64(low[0])*(1-s)+float64(low[1])*s)*t
}
