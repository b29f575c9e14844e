package layout

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// clearance is what must be free between any two things that are read.
const clearance = 0.3

// rect is the box of something printed.
type rect struct {
	where          string
	x0, y0, x1, y1 float64
	read           bool // bubble, mark, bar or QR code: nothing may touch it
}

func around(where string, x, y, w, h float64) rect {
	return rect{where: where, x0: x - w/2, y0: y - h/2, x1: x + w/2, y1: y + h/2, read: true}
}

func (a rect) touches(b rect) bool {
	return a.x0 < b.x1+clearance && b.x0 < a.x1+clearance && a.y0 < b.y1+clearance && b.y0 < a.y1+clearance
}

// geometry tells what is off the page or on top of something else, and marks
// from which the page's place cannot be found.
func (c *checker) geometry() {
	all := c.rects()
	for _, r := range all {
		if r.x0 < 0 || r.y0 < 0 || r.x1 > c.l.Page.W || r.y1 > c.l.Page.H {
			c.add("page", "move it onto the page", r.where, "it leaves the page of %g × %g mm", c.l.Page.W, c.l.Page.H)
		}
	}
	slices.SortStableFunc(all, func(a, b rect) int { return cmp.Compare(a.x0, b.x0) })
	for i, a := range all {
		for _, b := range all[i+1:] {
			if b.x0 >= a.x1+clearance || len(c.problems) >= maxProblems {
				break
			}
			if (a.read || b.read) && a.touches(b) {
				c.add("overlap", fmt.Sprintf("leave %g mm between them", clearance), a.where, "it touches %s", b.where)
			}
		}
	}
	c.spread()
	c.turn()
}

// rects returns the boxes of everything but plain grounds.
func (c *checker) rects() []rect {
	var all []rect
	for i, m := range c.l.Marks {
		all = append(all, around(fmt.Sprintf("marks[%d]", i), m.X, m.Y, m.W, m.H))
	}
	for i, m := range c.l.Bars {
		all = append(all, around(fmt.Sprintf("bars[%d]", i), m.X, m.Y, m.W, m.H))
	}
	if q := c.l.QR; q != nil {
		all = append(all, around("qr", q.X, q.Y, q.Outer(), q.Outer()))
	}
	for i := range c.l.Blocks {
		for _, f := range c.l.Blocks[i].fields() {
			for _, cell := range f.Cells {
				for _, b := range cell {
					all = append(all, around(fmt.Sprintf("blocks[%d]: bubble %s of %s, cell %d", i, b.Symbol, b.Field, b.Cell+1), b.X, b.Y, b.W, b.H))
				}
			}
		}
	}
	for i, p := range c.l.Print {
		all = append(all, p.rects(fmt.Sprintf("print[%d]", i))...)
	}
	for i := range c.l.Blocks {
		for _, p := range c.l.Blocks[i].artwork() {
			all = append(all, p.rects(fmt.Sprintf("blocks[%d].labels", i))...)
		}
	}
	return all
}

// rects returns the boxes of the ink of p; the inside of a frame is free.
func (p Print) rects(where string) []rect {
	box := func(x, y, w, h float64) rect { return rect{where: where, x0: x, y0: y, x1: x + w, y1: y + h} }
	switch p.Kind {
	case Frame:
		return []rect{box(p.X, p.Y, p.W, 0), box(p.X, p.Y+p.H, p.W, 0), box(p.X, p.Y, 0, p.H), box(p.X+p.W, p.Y, 0, p.H)}
	case Line, Dots, Text:
		return []rect{box(p.X, p.Y, p.W, p.H)}
	case Ground:
	}
	return nil
}

// spread tells marks that lie too close together, or in a row, to carry the
// rest of the page.
func (c *checker) spread() {
	largest := 0.0
	m := c.l.registering(c.l.Marks)
	for i := range m {
		for j := range i {
			for k := range j {
				twice := (m[j].X-m[i].X)*(m[k].Y-m[i].Y) - (m[k].X-m[i].X)*(m[j].Y-m[i].Y)
				largest = max(largest, math.Abs(twice)/2)
			}
		}
	}
	if page := c.l.Page.W * c.l.Page.H; largest < page/5 {
		c.add("marks.spread", "put three marks near three corners of the page", "marks", "no three of them span a fifth of the page")
	}
}

// turn tells marks and bars that look the same when the page is turned: such a
// sheet could be read upside down.
func (c *checker) turn() {
	all := c.l.registering(c.l.Marks, c.l.Bars)
	cx, cy := middle(all)
	for _, quarter := range []int{1, 2, 3} {
		same := !slices.ContainsFunc(all, func(m Mark) bool {
			t := Mark{X: m.X - cx, Y: m.Y - cy, W: m.W, H: m.H}
			for range quarter {
				t = Mark{X: -t.Y, Y: t.X, W: t.H, H: t.W}
			}
			t.X, t.Y = t.X+cx, t.Y+cy
			return !slices.ContainsFunc(all, func(o Mark) bool { return alike(t, o) })
		})
		if same {
			c.add("marks.turned", "move one mark by a few millimetres, or add a bar at one side", "marks", "marks and bars look the same when the page is turned by %d°", 90*quarter)
			return
		}
	}
}

// registering returns marks and, as marks without a size, the corners that count
// as such.
func (l *Layout) registering(lists ...[]Mark) []Mark {
	all := slices.Concat(lists...)
	for _, k := range l.Corners() {
		all = append(all, Mark{X: k.X, Y: k.Y})
	}
	return all
}

// alike reports whether two marks can be taken for each other.
func alike(a, b Mark) bool {
	const near = 2.0
	return math.Hypot(a.X-b.X, a.Y-b.Y) < near && math.Abs(a.W-b.W) < near && math.Abs(a.H-b.H) < near
}

// middle is the middle of the box round all marks.
func middle(marks []Mark) (x, y float64) {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, m := range marks {
		x0, x1, y0, y1 = min(x0, m.X), max(x1, m.X), min(y0, m.Y), max(y1, m.Y)
	}
	return (x0 + x1) / 2, (y0 + y1) / 2
}
