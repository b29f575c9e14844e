package qti

import (
	"slices"
	"strconv"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// itemWriter writes one question.
type itemWriter struct {
	p     *packer
	b     bank.Body
	where string
	id    string
	deps  []string
	fail  string // why the question cannot be written

	head out // declarations
	body out
	rule out                 // response processing, without its element
	how  string              // a standard template instead of rules
	gap  func(o *out, i int) // writes a gap of the stem
	told map[string]bool     // what was already said to be lost
	name map[string]string   // options by id: their identifiers
}

func (w *itemWriter) lose(what string) {
	if w.told == nil {
		w.told = map[string]bool{}
	}
	if !w.told[what] {
		w.told[what] = true
		w.p.lost = append(w.p.lost, source.LostPart(w.where, w.b, what))
	}
}

func (w *itemWriter) write() []byte {
	q := w.b.Question
	if len(w.b.Todo) > 0 {
		w.lose("ghi chú việc còn lại")
	}
	switch q.Kind {
	case bank.Single, bank.Multiple:
		w.choice()
	case bank.Cluster, bank.Match, bank.Categorise:
		w.match()
	case bank.Order:
		w.order()
	case bank.Short:
		w.short()
	case bank.Numeric:
		w.numeric()
	case bank.Cloze:
		w.cloze()
	case bank.Hotspot:
		w.hotspot()
	case bank.Essay, bank.Upload:
		w.byHand()
	default:
		w.fail = "dạng câu không rõ"
	}
	if w.fail != "" {
		return nil
	}
	return w.whole()
}

// whole puts the parts together.
func (w *itemWriter) whole() []byte {
	o := &out{}
	o.b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	o.open("qti-assessment-item", "xmlns", itemSpace, "identifier", w.id, "adaptive", "false", "time-dependent", "false", "xml:lang", "vi")
	o.b.WriteString(w.head.b.String())
	o.open("qti-outcome-declaration", "identifier", "SCORE", "cardinality", "single", "base-type", "float")
	o.open("qti-default-value")
	o.leaf("qti-value", "0")
	o.close("qti-default-value")
	o.close("qti-outcome-declaration")
	if w.b.Question.Stimulus != "" {
		name := w.p.stimulus(w)
		w.deps = append(w.deps, name)
		o.empty("qti-assessment-stimulus-ref", "identifier", "stimulus", "href", "../"+name)
	}
	o.open("qti-item-body")
	o.b.WriteString(w.body.b.String())
	w.rubrics(o)
	o.close("qti-item-body")
	switch {
	case w.how != "":
		o.empty("qti-response-processing", "template", templates+w.how+".xml")
	case w.rule.b.Len() > 0:
		o.open("qti-response-processing")
		o.b.WriteString(w.rule.b.String())
		o.close("qti-response-processing")
	}
	o.close("qti-assessment-item")
	text := o.b.String()
	title := out{}
	title.text(w.b.Label)
	const at = `<qti-assessment-item`
	i := len(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + at)
	return []byte(text[:i] + ` title="` + title.b.String() + `"` + text[i:]) // the title may be empty and has to be there
}

// rubrics writes what only markers see: the solution and the criteria.
func (w *itemWriter) rubrics(o *out) {
	if w.b.Solution != "" {
		o.open("qti-rubric-block", "use", "scoring", "view", "scorer")
		o.open("qti-content-body")
		o.exact("div", w.b.Solution, w)
		o.close("qti-content-body")
		o.close("qti-rubric-block")
	}
	for _, c := range w.b.Key.Rubric {
		o.open("qti-rubric-block", "use", "scoring", "view", "scorer")
		o.open("qti-content-body")
		o.open("div", "class", criterionClass, "data-kt-points", strconv.Itoa(c.Points))
		o.exact("div", c.HTML, w)
		for _, s := range c.Steps {
			o.open("div", "class", stepClass, "data-kt-points", strconv.Itoa(s.Points))
			o.exact("div", s.HTML, w)
			o.close("div")
		}
		o.close("div")
		o.close("qti-content-body")
		o.close("qti-rubric-block")
	}
}

// stem writes the text of the question in front of its interaction.
func (w *itemWriter) stem() { w.body.exact("div", w.b.Question.Stem, w) }

// names gives options identifiers of the package; ours would tell other
// programs nothing.
func (w *itemWriter) names(options []bank.Option) map[string]string {
	out := map[string]string{}
	for i, o := range options {
		out[o.ID] = "o" + strconv.Itoa(i+1)
	}
	return out
}

// declare writes a response variable.
func (w *itemWriter) declare(id, cardinality, base string, correct []string, m []mapped) {
	o := &w.head
	o.open("qti-response-declaration", "identifier", id, "cardinality", cardinality, "base-type", base)
	if len(correct) > 0 {
		o.open("qti-correct-response")
		for _, c := range correct {
			o.leaf("qti-value", c)
		}
		o.close("qti-correct-response")
	}
	if len(m) > 0 {
		lower := ""
		if cardinality != "single" {
			lower = "0"
		}
		o.open("qti-mapping", "default-value", "0", "lower-bound", lower)
		for _, e := range m {
			cased := ""
			if base == "string" {
				cased = strconv.FormatBool(!w.b.Key.Fold)
			}
			o.empty("qti-map-entry", "map-key", e.key, "mapped-value", e.value, "case-sensitive", cased)
		}
		o.close("qti-mapping")
	}
	o.close("qti-response-declaration")
}

// mapped is a line of a mapping.
type mapped struct{ key, value string }

const response = "RESPONSE"

func (w *itemWriter) choice() {
	q, key := w.b.Question, w.b.Key
	w.name = w.names(q.Options)
	var correct []string
	var m []mapped
	for _, o := range q.Options {
		right := slices.Contains(key.Options, o.ID)
		if right {
			correct = append(correct, w.name[o.ID])
		}
		c, ok := key.Credit[o.ID]
		if right && !ok && q.Kind == bank.Single {
			c, ok = bank.Full, len(key.Credit) > 0
		}
		if ok {
			m = append(m, mapped{w.name[o.ID], shareText(c)})
		}
	}
	if q.Kind == bank.Multiple && len(m) > 0 {
		w.whole100(key)
	}
	cardinality, most := "single", "1"
	if q.Kind == bank.Multiple {
		cardinality, most = "multiple", "0"
	}
	w.declare(response, cardinality, "identifier", correct, m)
	w.how = scoring(len(correct), m)
	w.stem()
	w.body.open("qti-choice-interaction", "response-identifier", response, "shuffle", "true", "max-choices", most)
	w.choices("qti-simple-choice", q.Options)
	w.body.close("qti-choice-interaction")
}

// scoring chooses a standard template.
func scoring(correct int, m []mapped) string {
	switch {
	case len(m) > 0:
		return "map_response"
	case correct > 0:
		return "match_correct"
	}
	return ""
}

func (w *itemWriter) choices(element string, options []bank.Option, attrs ...string) {
	for _, o := range options {
		fixed := ""
		if o.Fixed {
			fixed = "true"
		}
		w.body.open(element, append([]string{"identifier", w.name[o.ID], "fixed", fixed}, attrs...)...)
		tag := "div"
		if element == "qti-gap-text" {
			tag = "span" // it stands in a line
		}
		w.body.exact(tag, o.HTML, w)
		w.body.close(element)
	}
}

func (w *itemWriter) order() {
	q := w.b.Question
	w.name = w.names(q.Options)
	var correct []string
	for _, id := range w.b.Key.Options {
		correct = append(correct, w.name[id])
	}
	w.declare(response, "ordered", "identifier", correct, nil)
	w.how = scoring(len(correct), nil)
	w.stem()
	w.body.open("qti-order-interaction", "response-identifier", response, "shuffle", "true")
	w.choices("qti-simple-choice", q.Options)
	w.body.close("qti-order-interaction")
}

// whole100 tells of shares that do not make the whole: a reader of QTI takes the
// most that can be earned for it.
func (w *itemWriter) whole100(key bank.Key) {
	var sum bank.Credit
	for _, id := range key.Options {
		sum += key.Credit[id]
	}
	if off := sum - bank.Full; off > bank.Credit(len(key.Options)) || off < -bank.Credit(len(key.Options)) {
		w.lose("các phương án đúng cộng lại không phải 100 % điểm")
	}
}
