package qti

import (
	"math"
	"strconv"
	"strings"

	"khaothi/bank"
)

// A declaration is a variable of an item: a response or an outcome.
type declaration struct {
	id, cardinality, base string
	correct               []string // nil: none is declared
	initial               []string
	mapping               *mapping
	areas                 *areaMapping
	problem               string // why it cannot be used, in words
}

// mapping gives points to values.
type mapping struct {
	initial float64 // for values that stand nowhere
	lower   *float64
	upper   *float64
	entries []mapEntry
}

type mapEntry struct {
	key   string
	value float64
	cased bool
}

// areaMapping gives points to places.
type areaMapping struct {
	initial float64
	lower   *float64
	upper   *float64
	entries []areaEntry
}

type areaEntry struct {
	area  bank.Area
	value float64
}

// multiple reports whether a variable holds several values.
func (d *declaration) multiple() bool {
	return d.cardinality == "multiple" || d.cardinality == "ordered"
}

// declare reads the variables of one sort from an item.
func declare(item *node, element string) []*declaration {
	var out []*declaration
	for _, n := range item.children(element) {
		d := &declaration{id: n.get("identifier"), cardinality: n.get("cardinality"), base: n.get("baseType")}
		if d.cardinality == "record" {
			d.problem = "biến kiểu record"
		}
		if c := n.child("correctResponse"); c != nil {
			d.correct = d.values(c)
		}
		if c := n.child("defaultValue"); c != nil {
			d.initial = d.values(c)
		}
		if c := n.child("mapping"); c != nil {
			d.readMapping(c)
		}
		if c := n.child("areaMapping"); c != nil {
			d.readAreas(c)
		}
		out = append(out, d)
	}
	return out
}

func (d *declaration) values(n *node) []string {
	var out []string
	for _, v := range n.children("value") {
		if text := d.canonical(v.raw()); text != "" {
			out = append(out, text)
		}
	}
	return out
}

// canonical is one spelling of a value of the variable's type.
func (d *declaration) canonical(s string) string { return canonical(d.base, s) }

func canonical(base, s string) string {
	switch base {
	case "string":
		return strings.TrimSpace(s)
	case "pair":
		words := strings.Fields(s)
		if len(words) == 2 && words[0] > words[1] {
			words[0], words[1] = words[1], words[0]
		}
		return strings.Join(words, " ")
	}
	return strings.Join(strings.Fields(s), " ")
}

func (d *declaration) readMapping(n *node) {
	m := &mapping{lower: optional(n.get("lowerBound")), upper: optional(n.get("upperBound"))}
	if x := optional(n.get("defaultValue")); x != nil {
		m.initial = *x
	}
	for _, e := range n.children("mapEntry") {
		value := optional(e.get("mappedValue"))
		if value == nil {
			d.problem = "điểm “" + bank.NormText(e.get("mappedValue")) + "” không phải số"
			continue
		}
		key := ""
		for _, a := range e.attrs {
			if a.name == "mapKey" {
				key = d.canonical(a.value)
			}
		}
		m.entries = append(m.entries, mapEntry{key: key, value: *value, cased: e.get("caseSensitive") != "false"})
	}
	d.mapping = m
}

func (d *declaration) readAreas(n *node) {
	m := &areaMapping{lower: optional(n.get("lowerBound")), upper: optional(n.get("upperBound"))}
	if x := optional(n.get("defaultValue")); x != nil {
		m.initial = *x
	}
	for _, e := range n.children("areaMapEntry") {
		value := optional(e.get("mappedValue"))
		area, ok := areaOf(e)
		if value == nil || !ok {
			d.problem = "một vùng tính điểm không đọc được"
			continue
		}
		m.entries = append(m.entries, areaEntry{area: area, value: *value})
	}
	d.areas = m
}

// optional reads a number, or nil where there is none.
func optional(s string) *float64 {
	x, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

// areaOf reads shape and coords of an element.
func areaOf(n *node) (bank.Area, bool) {
	a := bank.Area{Shape: bank.Shape(n.get("shape"))}
	for word := range strings.FieldsFuncSeq(n.get("coords"), func(r rune) bool { return r == ',' || r == ' ' || r == '\n' || r == '\t' }) {
		x := optional(strings.TrimSuffix(word, "px"))
		if x == nil || math.Abs(*x) > 100_000 {
			return a, false
		}
		a.Coords = append(a.Coords, int(math.Round(*x)))
	}
	return a, a.Shape == "default" || len(a.Coords) >= 3
}

func clampTo(x float64, lower, upper *float64) float64 {
	if lower != nil && x < *lower {
		x = *lower
	}
	if upper != nil && x > *upper {
		x = *upper
	}
	return x
}

// of is the points of a response: each value once, as QTI 2.1 says of mapResponse.
func (m *mapping) of(d *declaration, values []string) float64 {
	sum, seen := 0.0, map[string]bool{}
	for _, v := range values {
		if seen[v] {
			continue
		}
		seen[v] = true
		sum += m.one(d.base, v)
	}
	return clampTo(sum, m.lower, m.upper)
}

func (m *mapping) one(base, v string) float64 {
	for _, e := range m.entries {
		if same(base, e.key, v) || base == "string" && !e.cased && strings.EqualFold(e.key, v) {
			return e.value
		}
	}
	return m.initial
}

// of is the points of places: each area counts once.
func (m *areaMapping) of(points []string) float64 {
	sum, used := 0.0, map[int]bool{}
	for _, p := range points {
		hit := false
		for i, e := range m.entries {
			if !inside(e.area, p) {
				continue
			}
			hit = true
			if !used[i] {
				used[i] = true
				sum += e.value
			}
			break
		}
		if !hit {
			sum += m.initial
		}
	}
	return clampTo(sum, m.lower, m.upper)
}

// inside reports whether a point "x y" is in an area.
func inside(a bank.Area, point string) bool {
	words := strings.Fields(point)
	if len(words) != 2 {
		return false
	}
	px, py := optional(words[0]), optional(words[1])
	if px == nil || py == nil {
		return false
	}
	x, y, c := *px, *py, make([]float64, len(a.Coords))
	for i, v := range a.Coords {
		c[i] = float64(v)
	}
	switch {
	case a.Shape == "default":
		return true
	case a.Shape == bank.Rect && len(c) == 4:
		return x >= c[0] && x <= c[2] && y >= c[1] && y <= c[3]
	case a.Shape == bank.Circle && len(c) == 3:
		return math.Hypot(x-c[0], y-c[1]) <= c[2]
	case a.Shape == bank.Ellipse && len(c) == 4 && c[2] > 0 && c[3] > 0:
		return math.Hypot((x-c[0])/c[2], (y-c[1])/c[3]) <= 1
	case a.Shape == bank.Poly:
		return inPolygon(c, x, y)
	}
	return false
}

func inPolygon(c []float64, x, y float64) bool {
	in := false
	for i, j := 0, len(c)-2; i+1 < len(c); i, j = i+2, i {
		if (c[i+1] > y) != (c[j+1] > y) && x < (c[j]-c[i])*(y-c[i+1])/(c[j+1]-c[i+1])+c[i] {
			in = !in
		}
	}
	return in
}

// same compares two values of one type.
func same(base, a, b string) bool {
	if a == b {
		return true
	}
	if base == "float" || base == "integer" {
		x, y := optional(a), optional(b)
		return x != nil && y != nil && *x == *y
	}
	return false
}
