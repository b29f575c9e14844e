package scoring

import (
	"strconv"
	"strings"
)

// shapeName is what an area of a picture is.
type shapeName string

// The shapes. Coordinates are pixels of the picture: of a rectangle left, top,
// right, bottom; of a circle its centre and radius; of an ellipse its centre,
// then half its width and height; of a polygon its corners.
const (
	rectShape    shapeName = "rect"
	circleShape  shapeName = "circle"
	ellipseShape shapeName = "ellipse"
	polygonShape shapeName = "poly"
)

// area is a place of a picture that is right. Its border belongs to it.
type area struct {
	shape  shapeName
	coords []int64
}

// Bounds of areas and of the points of an answer. Squares of products of two
// pixels stay within 64 bits.
const (
	maxPoint   = 40
	maxCorners = 200
	maxPixel   = 20_000
)

// point is a place on a picture, in its pixels.
type point struct{ x, y int64 }

// parseArea reads rect:10,20,110,80.
func parseArea(s string) (area, bool) {
	name, list, found := strings.Cut(s, ":")
	a := area{shape: shapeName(name)}
	if !found {
		return a, false
	}
	for text := range strings.SplitSeq(list, ",") {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < -maxPixel || n > maxPixel || len(a.coords) == maxCorners {
			return a, false
		}
		a.coords = append(a.coords, n)
	}
	n, c := len(a.coords), a.coords
	switch a.shape {
	case rectShape:
		return a, n == 4 && c[0] <= c[2] && c[1] <= c[3]
	case circleShape:
		if n == 3 && c[2] > 0 {
			return area{shape: ellipseShape, coords: append(c, c[2])}, true
		}
	case ellipseShape:
		return a, n == 4 && c[2] > 0 && c[3] > 0
	case polygonShape:
		return a, n >= 6 && n%2 == 0
	}
	return a, false
}

// has reports whether p lies in a or on its border, in integers.
func (a area) has(p point) bool {
	c := a.coords
	switch a.shape {
	case rectShape:
		return p.x >= c[0] && p.x <= c[2] && p.y >= c[1] && p.y <= c[3]
	case ellipseShape: // (dx/rx)² + (dy/ry)² ≤ 1, times rx²·ry²
		dx, dy := (p.x-c[0])*c[3], (p.y-c[1])*c[2]
		return dx*dx+dy*dy <= c[2]*c[2]*c[3]*c[3]
	case polygonShape:
		return inPolygon(c, p)
	case circleShape: // parseArea makes it an ellipse
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
		px, okX := pixelOf(x)
		py, okY := pixelOf(y)
		if !found || !okX || !okY || len(points) == maxPoint {
			return nil, false
		}
		points = append(points, point{px, py})
	}
	return points, true
}

func pixelOf(s string) (int64, bool) {
	if s == "" || len(s) > 5 || !allDigits(s) {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && n <= maxPixel
}

// hits is how many areas can each be given a point of their own: two points in
// one area are one hit, whatever their order.
func hits(areas []area, points []point) int {
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
func claim(areas []area, points []point, owner []int, a int, tried []bool) bool {
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
