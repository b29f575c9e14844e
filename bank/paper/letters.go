package paper

import (
	"image"
	"image/color"
	"image/draw"
	"math"
)

// glyphs are capital letters of five by seven dots, a row a number.
var glyphs = map[rune][7]uint8{
	'A': {0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001}, 'B': {0b11110, 0b10001, 0b10001, 0b11110, 0b10001, 0b10001, 0b11110},
	'C': {0b01110, 0b10001, 0b10000, 0b10000, 0b10000, 0b10001, 0b01110}, 'D': {0b11110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b11110},
	'E': {0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111}, 'F': {0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b10000},
	'G': {0b01110, 0b10001, 0b10000, 0b10111, 0b10001, 0b10001, 0b01110}, 'H': {0b10001, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001},
	'I': {0b01110, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110}, 'J': {0b00111, 0b00010, 0b00010, 0b00010, 0b00010, 0b10010, 0b01100},
	'K': {0b10001, 0b10010, 0b10100, 0b11000, 0b10100, 0b10010, 0b10001}, 'L': {0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b11111},
	'M': {0b10001, 0b11011, 0b10101, 0b10101, 0b10001, 0b10001, 0b10001}, 'N': {0b10001, 0b11001, 0b10101, 0b10011, 0b10001, 0b10001, 0b10001},
	'O': {0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110}, 'P': {0b11110, 0b10001, 0b10001, 0b11110, 0b10000, 0b10000, 0b10000},
	'Q': {0b01110, 0b10001, 0b10001, 0b10001, 0b10101, 0b10010, 0b01101}, 'R': {0b11110, 0b10001, 0b10001, 0b11110, 0b10100, 0b10010, 0b10001},
	'S': {0b01111, 0b10000, 0b10000, 0b01110, 0b00001, 0b00001, 0b11110}, 'T': {0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100},
	'U': {0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110}, 'V': {0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01010, 0b00100},
	'W': {0b10001, 0b10001, 0b10001, 0b10101, 0b10101, 0b11011, 0b10001}, 'X': {0b10001, 0b10001, 0b01010, 0b00100, 0b01010, 0b10001, 0b10001},
	'Y': {0b10001, 0b10001, 0b01010, 0b00100, 0b00100, 0b00100, 0b00100}, 'Z': {0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b10000, 0b11111},
}

// letter writes a letter in a white box near a point, within the picture.
func letter(m *image.RGBA, at image.Point, text string, dot int) {
	box := image.Rect(0, 0, 7*dot, 9*dot)
	at.X = max(0, min(at.X, m.Rect.Dx()-box.Dx()))
	at.Y = max(0, min(at.Y, m.Rect.Dy()-box.Dy()))
	draw.Draw(m, box.Add(at), image.White, image.Point{}, draw.Src)
	for _, r := range text {
		for y, row := range glyphs[r] {
			for x := range 5 {
				if row>>(4-x)&1 == 1 {
					dotAt := image.Rect(0, 0, dot, dot).Add(at).Add(image.Point{X: (x + 1) * dot, Y: (y + 1) * dot})
					draw.Draw(m, dotAt, image.NewUniform(color.Black), image.Point{}, draw.Src)
				}
			}
		}
	}
}

// round is an ellipse as a polygon of 72 corners, from its top.
func round(x, y, rx, ry int) []image.Point {
	const corners = 72
	out := make([]image.Point, corners)
	for i := range out {
		a := 2*math.Pi*float64(i)/corners - math.Pi/2
		out[i] = image.Point{X: x + int(math.Round(float64(rx)*math.Cos(a))), Y: y + int(math.Round(float64(ry)*math.Sin(a)))}
	}
	return out
}
