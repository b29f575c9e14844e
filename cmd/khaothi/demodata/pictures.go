package demodata

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
)

// canvas is a small picture with a coordinate system.
type canvas struct {
	img      *image.Gray
	x0, y0   float64 // the origin in pixels
	sx, sy   float64 // pixels per unit
	ink      color.Gray
	thickPX  int
	tickHalf int
}

func newCanvas(w, h int, x0, y0, sx, sy float64) *canvas {
	c := &canvas{img: image.NewGray(image.Rect(0, 0, w, h)), x0: x0, y0: y0, sx: sx, sy: sy, thickPX: 1, tickHalf: 4}
	for i := range c.img.Pix {
		c.img.Pix[i] = 255
	}
	return c
}

func (c *canvas) dot(px, py int) {
	for dx := range c.thickPX {
		for dy := range c.thickPX {
			if (image.Point{X: px + dx, Y: py + dy}).In(c.img.Rect) {
				c.img.SetGray(px+dx, py+dy, c.ink)
			}
		}
	}
}

func (c *canvas) at(x, y float64) (int, int) { return int(c.x0 + x*c.sx), int(c.y0 - y*c.sy) }

// line draws from one pixel to another.
func (c *canvas) line(ax, ay, bx, by int) {
	steps := max(abs(bx-ax), abs(by-ay), 1)
	for i := range steps + 1 {
		c.dot(ax+(bx-ax)*i/steps, ay+(by-ay)*i/steps)
	}
}

func abs(n int) int { return max(n, -n) }

// axes draws both axes with arrows, and ticks with numbers.
func (c *canvas) axes(xs, ys []int) {
	w, h := c.img.Rect.Dx(), c.img.Rect.Dy()
	ox, oy := c.at(0, 0)
	c.line(4, oy, w-5, oy)
	c.line(ox, h-5, ox, 4)
	c.line(w-12, oy-5, w-5, oy)
	c.line(w-12, oy+5, w-5, oy)
	c.line(ox-5, 12, ox, 4)
	c.line(ox+5, 12, ox, 4)
	for _, x := range xs {
		px, py := c.at(float64(x), 0)
		c.line(px, py-c.tickHalf, px, py+c.tickHalf)
		c.number(px-5, py+10, x)
	}
	for _, y := range ys {
		px, py := c.at(0, float64(y))
		c.line(px-c.tickHalf, py, px+c.tickHalf, py)
		c.number(px-26, py-7, y)
	}
}

// digits are 3×5 pixels each, rows from the top, the left pixel highest.
var digits = map[rune][5]int{
	'0': {7, 5, 5, 5, 7}, '1': {2, 6, 2, 2, 7}, '2': {7, 1, 7, 4, 7}, '3': {7, 1, 7, 1, 7}, '4': {5, 5, 7, 1, 1},
	'5': {7, 4, 7, 1, 7}, '6': {7, 4, 7, 5, 7}, '7': {7, 1, 1, 1, 1}, '8': {7, 5, 7, 5, 7}, '9': {7, 5, 7, 1, 7}, '-': {0, 0, 7, 0, 0},
}

// digitScale makes a digit 9 pixels wide and 15 high.
const digitScale = 3

func (c *canvas) number(px, py, n int) {
	for _, r := range fmt.Sprint(n) {
		for row, bits := range digits[r] {
			for col := range 3 {
				if bits>>(2-col)&1 == 1 {
					c.square(px+col*digitScale, py+row*digitScale)
				}
			}
		}
		px += 4 * digitScale
	}
}

func (c *canvas) square(px, py int) {
	for dx := range digitScale {
		for dy := range digitScale {
			if (image.Point{X: px + dx, Y: py + dy}).In(c.img.Rect) {
				c.img.SetGray(px+dx, py+dy, c.ink)
			}
		}
	}
}

func (c *canvas) png() ([]byte, error) {
	var b bytes.Buffer
	if err := png.Encode(&b, c.img); err != nil {
		return nil, fmt.Errorf("encode picture: %w", err)
	}
	return b.Bytes(), nil
}

// cubicPNG is the graph of y = x³ - 3x, which meets y = 1 three times.
func cubicPNG() ([]byte, error) {
	c := newCanvas(420, 420, 210, 210, 80, 60)
	c.axes([]int{-2, -1, 1, 2}, []int{-2, 1, 2})
	c.thickPX = 3
	f := func(x float64) float64 { return x*x*x - 3*x }
	for x := -2.2; x < 2.2; x += 0.01 {
		ax, ay := c.at(x, f(x))
		bx, by := c.at(x+0.01, f(x+0.01))
		c.line(ax, ay, bx, by)
	}
	return c.png()
}

// barsPNG is the histogram of 4, 6, 8, 2 in groups of ten minutes.
func barsPNG() ([]byte, error) {
	c := newCanvas(460, 340, 50, 290, 9, 30)
	for i, n := range []int{4, 6, 8, 2} {
		for fill := range n * 30 {
			c.ink = color.Gray{Y: 200}
			ax, ay := c.at(float64(10*i), 0)
			bx, _ := c.at(float64(10*i+10), 0)
			c.line(ax, ay-fill, bx, ay-fill)
		}
		c.ink, c.thickPX = color.Gray{}, 2
		ax, ay := c.at(float64(10*i), float64(n))
		bx, by := c.at(float64(10*i+10), 0)
		c.line(ax, ay, bx, ay)
		c.line(ax, ay, ax, by)
		c.line(bx, ay, bx, by)
		c.thickPX = 1
	}
	c.axes([]int{10, 20, 30, 40}, []int{2, 4, 6, 8})
	return c.png()
}
