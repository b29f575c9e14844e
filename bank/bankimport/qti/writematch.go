package qti

import (
	"slices"
	"strconv"

	"khaothi/bank"
)

// match writes rows that each get a target. A cluster has the targets Đúng and
// Sai and earns by the ladder of the graduation exam.
func (w *itemWriter) match() {
	q := w.b.Question
	targets := q.Options
	if q.Kind == bank.Cluster {
		targets = []bank.Option{{ID: bank.True, HTML: "Đúng"}, {ID: bank.False, HTML: "Sai"}}
	}
	w.name = w.names(targets)
	if q.Kind == bank.Cluster {
		w.name = map[string]string{bank.True: bank.True, bank.False: bank.False}
	}
	var correct []string
	var m []mapped
	for i, right := range w.b.Key.Statements {
		if right == "" {
			continue
		}
		pair := row(i) + " " + w.name[right]
		correct = append(correct, pair)
		m = append(m, mapped{pair, "1"})
		for _, t := range targets {
			if c, ok := w.b.Key.Credit[bank.CreditName(i, t.ID)]; ok && t.ID != right {
				m = append(m, mapped{row(i) + " " + w.name[t.ID], shareText(c)})
			}
		}
	}
	w.declare(response, "multiple", "directedPair", correct, m)
	if w.how = scoring(len(correct), m); q.Kind == bank.Cluster && w.how != "" {
		w.ladder()
	}
	most := "0"
	if q.Kind == bank.Match {
		most = "1"
	}
	w.stem()
	w.body.open("qti-match-interaction", "response-identifier", response, "shuffle", "true", "max-associations", strconv.Itoa(len(q.Statements)), "data-kt-kind", string(q.Kind))
	w.body.open("qti-simple-match-set")
	for i, s := range q.Statements {
		w.body.open("qti-simple-associable-choice", "identifier", row(i), "match-max", "1", "data-kt-level", string(s.Level))
		w.body.exact("div", s.HTML, w)
		w.body.close("qti-simple-associable-choice")
	}
	w.body.close("qti-simple-match-set")
	w.body.open("qti-simple-match-set")
	w.choices("qti-simple-associable-choice", targets, "match-max", most)
	w.body.close("qti-simple-match-set")
	w.body.close("qti-match-interaction")
}

func row(i int) string { return "r" + strconv.Itoa(i+1) }

// steps are what right statements of a cluster earn in the graduation exam
// since 2025: 1, 2, 3, 4 of them.
var steps = []string{"0.1", "0.25", "0.5", "1"}

// ladder counts right rows with the mapping and gives the points of a step.
func (w *itemWriter) ladder() {
	w.how = ""
	o := &w.rule
	o.open("qti-response-condition")
	for n := len(steps); n > 0; n-- {
		element := "qti-response-else-if"
		if n == len(steps) {
			element = "qti-response-if"
		}
		o.open(element)
		o.open("qti-gte")
		o.empty("qti-map-response", "identifier", response)
		o.leaf("qti-base-value", strconv.Itoa(n), "base-type", "float")
		o.close("qti-gte")
		w.setScore(steps[n-1])
		o.close(element)
	}
	o.open("qti-response-else")
	w.setScore("0")
	o.close("qti-response-else")
	o.close("qti-response-condition")
}

func (w *itemWriter) setScore(points string) {
	w.rule.open("qti-set-outcome-value", "identifier", "SCORE")
	w.rule.leaf("qti-base-value", points, "base-type", "float")
	w.rule.close("qti-set-outcome-value")
}

// hotspot writes areas of a picture to choose, or places to point at.
func (w *itemWriter) hotspot() {
	q := w.b.Question
	file, ok := "", false
	if q.Image != nil {
		file, ok = w.p.file(q.Image.Media)
	}
	if !ok {
		w.fail = "câu chọn trên hình thiếu hình"
		return
	}
	w.name = w.names(q.Options)
	element := "qti-hotspot-interaction"
	var correct []string
	if len(q.Options) > 0 {
		for _, o := range q.Options {
			if slices.Contains(w.b.Key.Options, o.ID) {
				correct = append(correct, w.name[o.ID])
			}
		}
		w.declare(response, "multiple", "identifier", correct, nil)
		w.how = scoring(len(correct), nil)
	} else {
		element = "qti-select-point-interaction"
		w.areas()
	}
	w.stem()
	w.body.open(element, "response-identifier", response, "max-choices", strconv.Itoa(q.Points))
	w.body.empty("img", "src", "../"+file, "alt", q.Image.Alt, "width", strconv.Itoa(q.Image.Width), "height", strconv.Itoa(q.Image.Height))
	for _, o := range q.Options {
		label := bank.PlainText(o.HTML)
		if textHTML(label) != o.HTML {
			w.lose("định dạng trong tên của một vùng")
		}
		fixed := ""
		if o.Fixed {
			fixed = "true"
		}
		w.body.empty("qti-hotspot-choice", "identifier", w.name[o.ID], "shape", string(o.Area.Shape), "coords", coords(*o.Area), "hotspot-label", label, "fixed", fixed)
	}
	w.body.close(element)
}

// areas writes where a point is right.
func (w *itemWriter) areas() {
	o := &w.head
	cardinality := "multiple"
	if w.b.Question.Points == 1 {
		cardinality = "single"
	}
	o.open("qti-response-declaration", "identifier", response, "cardinality", cardinality, "base-type", "point")
	if len(w.b.Key.Areas) > 0 {
		o.open("qti-area-mapping", "default-value", "0")
		for _, a := range w.b.Key.Areas {
			o.empty("qti-area-map-entry", "shape", string(a.Shape), "coords", coords(a), "mapped-value", "1")
		}
		o.close("qti-area-mapping")
		w.how = "map_response_point"
	}
	o.close("qti-response-declaration")
}

func coords(a bank.Area) string {
	out := ""
	for i, c := range a.Coords {
		if i > 0 {
			out += ","
		}
		out += strconv.Itoa(c)
	}
	return out
}
