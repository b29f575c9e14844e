package pages

import (
	"bytes"
	"math"
)

// matrix is a PDF transformation [a b c d e f]: x' = ax+cy+e, y' = bx+dy+f.
type matrix [6]float64

var unitMatrix = matrix{1, 0, 0, 1, 0, 0}

// then is m followed by n.
func (m matrix) then(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// pdfDrawn is a picture on a page: the unit square under m, in points.
type pdfDrawn struct {
	image *pdfStream
	m     matrix
}

func (a pdfDrawn) box() (x0, y0, x1, y1 float64) {
	m := a.m
	x0, x1 = m[4]+min(m[0], 0)+min(m[2], 0), m[4]+max(m[0], 0)+max(m[2], 0)
	y0, y1 = m[5]+min(m[1], 0)+min(m[3], 0), m[5]+max(m[1], 0)+max(m[3], 0)
	return x0, y0, x1, y1
}

func (a pdfDrawn) area() float64 { return math.Abs(a.m[0]*a.m[3] - a.m[1]*a.m[2]) }

// overlap is how much of the smaller picture lies under the other.
func (a pdfDrawn) overlap(b pdfDrawn) float64 {
	ax0, ay0, ax1, ay1 := a.box()
	bx0, by0, bx1, by1 := b.box()
	w, h := min(ax1, bx1)-max(ax0, bx0), min(ay1, by1)-max(ay0, by0)
	if w <= 0 || h <= 0 {
		return 0
	}
	return w * h / max(min(a.area(), b.area()), 1e-9)
}

// orientation is how the picture is turned and mirrored, as EXIF numbers it.
func (a pdfDrawn) orientation() int {
	m := a.m
	if math.Abs(m[0])+math.Abs(m[3]) >= math.Abs(m[1])+math.Abs(m[2]) {
		return [2][2]int{{1, 4}, {2, 3}}[negative(m[0])][negative(m[3])]
	}
	return [2][2]int{{7, 8}, {6, 5}}[negative(m[1])][negative(m[2])]
}

func negative(v float64) int {
	if v < 0 {
		return 1
	}
	return 0
}

// pdfContent collects the pictures that content streams draw.
type pdfContent struct {
	doc   *pdfDoc
	drawn []pdfDrawn
	steps int
}

const (
	maxSteps = 4_000_000
	maxDrawn = 4096
)

// run follows the operators q, Q, cm and Do; all others draw what is no
// picture.
func (c *pdfContent) run(b []byte, resources pdfDict, m matrix, depth int) error {
	if depth > 4 {
		return nil
	}
	l := pdfLexer{b: b}
	var operands []any
	var stack []matrix
	for {
		if c.steps++; c.steps > maxSteps {
			return failf(CodeTooLarge, "a PDF page with too much drawing")
		}
		v, err := l.next(false)
		if err != nil {
			return nil //nolint:nilerr // content that breaks off has drawn what it has
		}
		op, ok := v.(pdfWord)
		if !ok {
			if operands = append(operands, v); len(operands) > 64 {
				operands = operands[1:]
			}
			continue
		}
		switch op {
		case "q":
			stack = append(stack, m)
			if len(stack) > 256 {
				return errPDF
			}
		case "Q":
			if n := len(stack); n > 0 {
				m, stack = stack[n-1], stack[:n-1]
			}
		case "cm":
			if n, ok := toMatrix(operands); ok {
				m = n.then(m)
			}
		case "Do":
			if err := c.do(operands, resources, m, depth); err != nil {
				return err
			}
		case "ID":
			l.skipInline()
		}
		operands = operands[:0]
	}
}

// skipInline passes over the bytes of an inline picture; no scanner puts a page
// into one.
func (l *pdfLexer) skipInline() {
	for l.pos < len(l.b) {
		i := bytes.Index(l.b[l.pos:], []byte("EI"))
		if i < 0 {
			l.pos = len(l.b)
			return
		}
		l.pos += i + 2
		before, after := l.b[l.pos-3], byte(' ')
		if l.pos < len(l.b) {
			after = l.b[l.pos]
		}
		if isSpace(before) && isSpace(after) {
			return
		}
	}
}

func toMatrix(list []any) (matrix, bool) {
	var m matrix
	if len(list) < len(m) {
		return m, false
	}
	for i, v := range list[len(list)-len(m):] {
		f, ok := v.(float64)
		if !ok || math.IsNaN(f) || math.Abs(f) > 1e6 {
			return m, false
		}
		m[i] = f
	}
	return m, true
}

// do draws a named object: a picture, or a form with content of its own.
func (c *pdfContent) do(operands []any, resources pdfDict, m matrix, depth int) error {
	if len(operands) == 0 || len(c.drawn) >= maxDrawn {
		return nil
	}
	name, _ := operands[len(operands)-1].(pdfName)
	v, err := c.doc.resolve(c.doc.dict(resources["XObject"])[string(name)])
	if err != nil {
		return err
	}
	s, ok := v.(*pdfStream)
	if !ok {
		return nil
	}
	if c.doc.name(s.dict["Subtype"]) == "Image" {
		c.drawn = append(c.drawn, pdfDrawn{image: s, m: m})
		return nil
	}
	b, err := c.doc.unpacked(s)
	if err != nil {
		return err
	}
	if n, ok := toMatrix(c.doc.list(s.dict["Matrix"])); ok {
		m = n.then(m)
	}
	if own := c.doc.dict(s.dict["Resources"]); own != nil {
		resources = own
	}
	return c.run(b, resources, m, depth+1)
}

// prominent leaves out stamps, logos and signatures: pictures of less than a
// fiftieth of the largest.
func (c *pdfContent) prominent() []pdfDrawn {
	var largest float64
	for _, a := range c.drawn {
		largest = max(largest, a.area())
	}
	var list []pdfDrawn
	for _, a := range c.drawn {
		if a.area() > 0 && a.area() >= largest/50 {
			list = append(list, a)
		}
	}
	return list
}
