package scoring

import (
	"slices"
	"strconv"
	"strings"
)

// Shape is what an area of a picture is.
type Shape string

// The shapes. Coordinates are per mille of the picture's width and height:
// of a rectangle left, top, right, bottom; of an ellipse its centre, then half
// its width and height; of a polygon its corners.
const (
	Rect    Shape = "rect"
	Ellipse Shape = "ellipse"
	Polygon Shape = "poly"
)

// Area is a place of a picture that is right. Its border belongs to it.
type Area struct {
	ID     string `json:"id,omitempty"`
	Shape  Shape  `json:"shape"`
	Coords []int  `json:"coords"`
}

// Bounds of areas and of the points of an answer.
const (
	maxAreas   = 40
	maxCorners = 100
	perMille   = 1000
)

// point is a place on a picture, in per mille.
type point struct{ x, y int64 }

func (a Area) equal(b Area) bool {
	return a.ID == b.ID && a.Shape == b.Shape && slices.Equal(a.Coords, b.Coords)
}

// validate says what is wrong with a, or nothing.
func (a Area) validate() string {
	for _, c := range a.Coords {
		if c < 0 || c > perMille {
			return "coordinates are 0 to 1000 per mille of the picture"
		}
	}
	n := len(a.Coords)
	switch a.Shape {
	case Rect:
		if n != 4 || a.Coords[0] > a.Coords[2] || a.Coords[1] > a.Coords[3] {
			return "a rectangle is left, top, right, bottom"
		}
	case Ellipse:
		if n != 4 || a.Coords[2] == 0 || a.Coords[3] == 0 {
			return "an ellipse is its centre and half its width and height"
		}
	case Polygon:
		if n < 6 || n%2 != 0 || n > 2*maxCorners {
			return "a polygon has 3 to 100 corners"
		}
	default:
		return "a shape is rect, ellipse or poly"
	}
	return ""
}

// has reports whether p lies in a or on its border, in integers.
func (a Area) has(p point) bool {
	c := make([]int64, len(a.Coords))
	for i, v := range a.Coords {
		c[i] = int64(v)
	}
	switch a.Shape {
	case Rect:
		return p.x >= c[0] && p.x <= c[2] && p.y >= c[1] && p.y <= c[3]
	case Ellipse: // (dx/rx)² + (dy/ry)² ≤ 1, times rx²·ry²
		dx, dy := (p.x-c[0])*c[3], (p.y-c[1])*c[2]
		return dx*dx+dy*dy <= c[2]*c[2]*c[3]*c[3]
	case Polygon:
		return inPolygon(c, p)
	}
	return false
}

// inPolygon counts the edges to the right of p (even–odd rule); p on an edge is
// inside.
func inPolygon(c []int64, p point) bool {
	inside := false
	for i, j := 0, len(c)-2; i < len(c); j, i = i, i+2 {
		ax, ay, bx, by := c[j], c[j+1], c[i], c[i+1]
		cross := (bx-ax)*(p.y-ay) - (by-ay)*(p.x-ax)
		if cross == 0 && p.x >= min(ax, bx) && p.x <= max(ax, bx) && p.y >= min(ay, by) && p.y <= max(ay, by) {
			return true
		}
		if (ay > p.y) != (by > p.y) && (cross > 0) == (by > ay) {
			inside = !inside
		}
	}
	return inside
}

// parsePoints reads "x,y;x,y"; ok is false for everything else.
func parsePoints(value string) (points []point, ok bool) {
	for text := range strings.SplitSeq(value, ";") {
		x, y, found := strings.Cut(text, ",")
		px, okX := perMilleOf(x)
		py, okY := perMilleOf(y)
		if !found || !okX || !okY || len(points) == maxAreas {
			return nil, false
		}
		points = append(points, point{px, py})
	}
	return points, true
}

func perMilleOf(s string) (int64, bool) {
	if s == "" || len(s) > 4 || !allDigits(s) {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && n <= perMille
}

// hits is how many areas can each be given a point of their own: two points in
// one area are one hit, whatever their order.
func hits(areas []Area, points []point) int {
	owner := make([]int, len(points)) // area+1 that has the point
	n := 0
	for a := range areas {
		if claim(areas, points, owner, a, make([]bool, len(points))) {
			n++
		}
	}
	return n
}

// claim finds a point for an area; who holds it looks for another one.
func claim(areas []Area, points []point, owner []int, a int, tried []bool) bool {
	for i, p := range points {
		if tried[i] || !areas[a].has(p) {
			continue
		}
		tried[i] = true
		if owner[i] == 0 || claim(areas, points, owner, owner[i]-1, tried) {
			owner[i] = a + 1
			return true
		}
	}
	return false
}
