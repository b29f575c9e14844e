package paper

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strconv"

	"khaothi/bank"
	"khaothi/internal/docx"
)

// hotspot is the picture, with its places drawn and named where they are
// chosen, and how it is answered.
func (p *printer) hotspot(q bank.PrintedQuestion) []docx.Block {
	if q.Image == nil {
		return nil
	}
	data, mime, ok := p.picture(q.Image.Media)
	var m docx.Image
	if ok && len(q.Options) > 0 {
		if marked := markAreas(data, q); marked != nil {
			data, mime = marked, "image/png"
		}
	}
	if ok {
		m, ok = docx.NewImage(data, mime, q.Image.Alt)
	}
	if !ok {
		p.lost("picture", q.Image.Media)
		return nil
	}
	out := []docx.Block{docx.Line(docx.Center, m.Within(p.width, 10*docx.Centimetre))}
	if len(q.Options) > 0 {
		return append(out, p.answerLine("Chọn vị trí:")...)
	}
	how := "Đánh dấu X vào vị trí đúng trên hình."
	if q.Points > 1 {
		how = "Đánh dấu X vào " + strconv.Itoa(q.Points) + " vị trí đúng trên hình."
	}
	return append(out, docx.Line(docx.Center, docx.Italic(how)))
}

// markAreas draws the outline and the letter of each area on the picture, or
// returns nothing for a picture that cannot be decoded.
func markAreas(data []byte, q bank.PrintedQuestion) []byte {
	src, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	b := src.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(out, out.Bounds(), src, b.Min, draw.Over)
	pen := max(1, b.Dx()/300)
	for i, o := range q.Options {
		if o.Area == nil {
			continue
		}
		points := outline(*o.Area)
		for k, at := range points {
			stroke(out, at, points[(k+1)%len(points)], pen)
		}
		if len(points) > 0 {
			letter(out, points[0], letterOf(i), max(2, b.Dx()/200))
		}
	}
	var w bytes.Buffer
	if png.Encode(&w, out) != nil {
		return nil
	}
	return w.Bytes()
}

// outline is the corners of an area; round ones get many.
func outline(a bank.Area) []image.Point {
	c := a.Coords
	switch {
	case a.Shape == bank.Rect && len(c) == 4:
		return []image.Point{{X: c[0], Y: c[1]}, {X: c[2], Y: c[1]}, {X: c[2], Y: c[3]}, {X: c[0], Y: c[3]}}
	case a.Shape == bank.Circle && len(c) == 3:
		return round(c[0], c[1], c[2], c[2])
	case a.Shape == bank.Ellipse && len(c) == 4:
		return round(c[0], c[1], c[2], c[3])
	case a.Shape == bank.Poly:
		var out []image.Point
		for i := 0; i+1 < len(c); i += 2 {
			out = append(out, image.Point{X: c[i], Y: c[i+1]})
		}
		return out
	}
	return nil
}

// stroke draws a line of a thickness: dark, with a light edge that shows on a
// dark picture.
func stroke(m *image.RGBA, a, b image.Point, pen int) {
	steps := max(abs(b.X-a.X), abs(b.Y-a.Y), 1)
	for i := 0; i <= steps; i++ {
		x, y := a.X+(b.X-a.X)*i/steps, a.Y+(b.Y-a.Y)*i/steps
		square(m, x, y, pen, color.RGBA{0, 0, 0, 255})
	}
}

func square(m *image.RGBA, x, y, size int, c color.RGBA) {
	draw.Draw(m, image.Rect(x-size/2, y-size/2, x-size/2+size, y-size/2+size), image.NewUniform(c), image.Point{}, draw.Src)
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
