package qti

import (
	"fmt"
	"strings"

	"khaothi/bank"
)

// pictureOf is the picture that an interaction stands on.
func pictureOf(n *node) *node {
	for _, k := range n.kids {
		switch k.name {
		case "object", "img":
			return k
		case "picture":
			return k.child("img")
		}
	}
	return nil
}

// hotspot reads a choice among areas of a picture.
func (it *item) hotspot(body, n *node) string {
	d, why := it.response(n)
	if why != "" {
		return why
	}
	picture := pictureOf(n)
	if picture == nil {
		return "câu chọn trên hình không có hình"
	}
	q := &it.body.Question
	q.Kind = bank.Hotspot
	q.Stem = it.stem(body, it.asPrompt(n))
	var names []string
	var areas []bank.Area
	for i, c := range n.children("hotspotChoice") {
		area, ok := areaOf(c)
		if !ok || area.Shape == "default" {
			return "một vùng trên hình không đọc được"
		}
		label := c.get("hotspotLabel")
		if label == "" {
			label = fmt.Sprintf("Vùng %d", i+1)
		}
		areas = append(areas, area)
		names = append(names, c.get("identifier"))
		q.Options = append(q.Options, bank.Option{HTML: textHTML(label), Fixed: c.get("fixed") == "true", Area: &areas[len(areas)-1]})
	}
	for i := range q.Options {
		q.Options[i].Area = &areas[i] // the list has moved while it grew
	}
	q.Image = it.picturePlace(picture, areas)
	it.chosen(d, n, names)
	return ""
}

// picturePlace is the picture of a hotspot in the size that its areas count in.
func (it *item) picturePlace(n *node, reach []bank.Area) *bank.Image {
	image := it.stage(n, reach)
	if w, h := limit(n, "width", 0), limit(n, "height", 0); w > 0 && h > 0 && w <= 10_000 && h <= 10_000 {
		image.Width, image.Height = w, h
	}
	return image
}

// points reads a question that is answered by pointing at places, or by putting
// an object there.
func (it *item) points(body, n *node) string {
	d, why := it.response(n)
	if why != "" {
		return why
	}
	frame, stamp := n, (*node)(nil)
	for _, s := range body.all(named("positionObjectStage")) {
		frame, stamp = s, pictureOf(n)
	}
	picture := pictureOf(frame)
	if picture == nil {
		return "câu chọn trên hình không có hình"
	}
	q := &it.body.Question
	q.Kind = bank.Hotspot
	q.Stem = it.stem(body, func(k *node) (string, bool) {
		if k != frame {
			return "", false
		}
		s := it.prompt(n)
		if frame != n {
			s = it.prompt(frame) + s
		}
		if stamp != nil {
			it.r.place = nil
			s += paragraph(it.r.object(stamp))
		}
		return s, true
	})
	var areas []bank.Area
	if d.areas != nil {
		for _, e := range d.areas.entries {
			areas = append(areas, e.area)
		}
	}
	q.Image = it.picturePlace(picture, areas)
	if q.Points = limit(n, "maxChoices", 1); q.Points == 0 {
		q.Points = max(len(areas), 1)
	}
	it.places(d)
	return ""
}

// places finds the areas in which a point is right.
func (it *item) places(d *declaration) {
	if d.areas == nil || len(d.areas.entries) == 0 {
		it.doubt("tệp không ghi vùng đúng (areaMapping)")
		return
	}
	top := 0.0
	for _, e := range d.areas.entries {
		top = max(top, e.value)
	}
	var inner []string
	for _, e := range d.areas.entries {
		switch {
		case e.area.Shape == "default":
			it.doubt("cả hình là một vùng được điểm")
			continue
		case !alike(e.value, top):
			it.doubt("các vùng trên hình được điểm khác nhau")
			continue
		}
		it.body.Key.Areas = append(it.body.Key.Areas, e.area)
		inner = append(inner, middle(e.area))
	}
	if d.areas.initial > 0 {
		it.doubt("điểm ngoài các vùng cũng được tính")
	}
	it.tryPlaces(d, inner)
}

// tryPlaces runs the rules on the middles of the areas and far outside.
func (it *item) tryPlaces(d *declaration, inner []string) {
	if it.p.none {
		return
	}
	if len(inner) > it.body.Question.Points {
		inner = inner[:max(it.body.Question.Points, 1)]
	}
	s, err := it.p.run(map[string][]string{d.id: inner})
	far, err2 := it.p.run(map[string][]string{d.id: {"-9999 -9999"}})
	switch {
	case err != nil || err2 != nil:
		it.doubt("quy tắc chấm dùng “" + reason(err, err2) + "”")
	case s <= near:
		it.doubt("trả lời đúng không được điểm theo quy tắc chấm")
	case far > near:
		it.doubt("điểm ngoài các vùng cũng được tính")
	}
}

// middle is a point in an area.
func middle(a bank.Area) string {
	switch a.Shape {
	case bank.Rect:
		return fmt.Sprintf("%d %d", (a.Coords[0]+a.Coords[2])/2, (a.Coords[1]+a.Coords[min(3, len(a.Coords)-1)])/2)
	case bank.Circle, bank.Ellipse:
		return fmt.Sprintf("%d %d", a.Coords[0], a.Coords[1])
	}
	for i := 0; i+5 < len(a.Coords); i += 2 { // a corner's triangle has a point inside somewhere
		p := fmt.Sprintf("%d %d", (a.Coords[i]+a.Coords[i+2]+a.Coords[i+4])/3, (a.Coords[i+1]+a.Coords[i+3]+a.Coords[i+5])/3)
		if inside(a, p) {
			return p
		}
	}
	return strings.Join([]string{fmt.Sprint(a.Coords[0]), fmt.Sprint(a.Coords[1])}, " ")
}
