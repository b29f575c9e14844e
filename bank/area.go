package bank

import (
	"fmt"
	"strconv"
	"strings"
)

// Shape is the outline of an area.
type Shape string

// The shapes of areas and what their numbers are, in pixels of the picture.
const (
	Rect    Shape = "rect"    // left, top, right, bottom
	Circle  Shape = "circle"  // x, y of the middle, radius
	Ellipse Shape = "ellipse" // x, y of the middle, half width, half height
	Poly    Shape = "poly"    // x, y of each corner
)

// Area is a place on a picture.
type Area struct {
	Shape  Shape `json:"shape"`
	Coords []int `json:"coords"`
}

// maxCorners bounds the numbers of a polygon.
const maxCorners = 200

// String writes an area as one value: rect:10,20,30,40.
func (a Area) String() string {
	words := make([]string, len(a.Coords))
	for i, c := range a.Coords {
		words[i] = strconv.Itoa(c)
	}
	return string(a.Shape) + ":" + strings.Join(words, ",")
}

// problem says what is wrong with an area on a picture of a size, or "".
func (a Area) problem(width, height int) string {
	n, ok := map[Shape]int{Rect: 4, Circle: 3, Ellipse: 4}[a.Shape]
	switch {
	case a.Shape == Poly:
		if len(a.Coords) < 6 || len(a.Coords)%2 > 0 || len(a.Coords) > maxCorners {
			return "cần từ 3 đỉnh, mỗi đỉnh hai số"
		}
	case !ok:
		return fmt.Sprintf("không rõ hình dạng “%s”", clip(string(a.Shape)))
	case len(a.Coords) != n:
		return fmt.Sprintf("cần %d số", n)
	}
	if a.Shape == Rect && (a.Coords[0] >= a.Coords[2] || a.Coords[1] >= a.Coords[3]) {
		return "hình chữ nhật rỗng"
	}
	if (a.Shape == Circle || a.Shape == Ellipse) && (a.Coords[2] < 1 || a.Coords[n-1] < 1) {
		return "bán kính phải lớn hơn 0"
	}
	if x, y := a.Coords[0], a.Coords[1]; x < 0 || y < 0 || x > width || y > height {
		return "nằm ngoài hình"
	}
	return ""
}
