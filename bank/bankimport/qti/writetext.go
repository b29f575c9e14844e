package qti

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"khaothi/bank"
)

// credited are accepted texts with what they earn.
func (w *itemWriter) credited(texts []string, name func(string) string) []mapped {
	var m []mapped
	for _, a := range texts {
		c, ok := w.b.Key.Credit[name(a)]
		if !ok {
			c = bank.Full
		}
		m = append(m, mapped{a, shareText(c)})
	}
	return m
}

// gridAttrs say what a typed answer may consist of; QTI has no word for it.
func gridAttrs(g *bank.Grid, fold bool) []string {
	attrs := []string{"data-kt-kind", "text"}
	if g != nil {
		attrs = append(attrs, "data-kt-max", strconv.Itoa(g.Max), "data-kt-charset", g.Charset, "expected-length", strconv.Itoa(g.Max))
	}
	if fold {
		attrs = append(attrs, "data-kt-fold", "true")
	}
	return attrs
}

func (w *itemWriter) short() {
	accepted := w.b.Key.Accepted
	m := w.credited(accepted, func(a string) string { return a })
	var correct []string
	if len(m) > 0 && m[0].value == shareText(bank.Full) {
		correct = accepted[:1]
	}
	w.declare(response, "single", "string", correct, m)
	w.how = scoring(len(correct), m)
	w.stem()
	w.entry(gridAttrs(w.b.Question.Grid, w.b.Key.Fold))
}

// entry writes the one place to type in.
func (w *itemWriter) entry(attrs []string) {
	w.body.open("p")
	w.body.empty("qti-text-entry-interaction", append([]string{"response-identifier", response}, attrs...)...)
	w.body.close("p")
}

// numeric writes each number or range as a branch of the rules.
func (w *itemWriter) numeric() {
	var correct []string
	accepted := w.b.Key.Accepted
	o := &w.rule
	for i, a := range accepted {
		low, high, ok := bank.ParseRange(a)
		if !ok {
			w.fail = "đáp số “" + clip(a) + "” không phải số"
			return
		}
		if i == 0 {
			correct = []string{decimal(low)}
		}
		element := "qti-response-else-if"
		if i == 0 {
			o.open("qti-response-condition")
			element = "qti-response-if"
		}
		o.open(element)
		o.open("qti-and")
		for _, side := range []struct {
			op string
			x  *big.Rat
		}{{"qti-gte", low}, {"qti-lte", high}} {
			o.open(side.op)
			o.empty("qti-variable", "identifier", response)
			o.leaf("qti-base-value", decimal(side.x), "base-type", "float")
			o.close(side.op)
		}
		o.close("qti-and")
		c, ok := w.b.Key.Credit[a]
		if !ok {
			c = bank.Full
		}
		if i == 0 && c != bank.Full {
			correct = nil
		}
		w.setScore(shareText(c))
		o.close(element)
	}
	if len(accepted) > 0 {
		o.close("qti-response-condition")
	}
	w.declare(response, "single", "float", correct, nil)
	w.stem()
	w.entry([]string{"data-kt-kind", "number", "data-kt-accepted", strings.Join(accepted, "|")})
}

// decimal writes a number as XML has it.
func decimal(x *big.Rat) string {
	s := x.FloatString(40)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// cloze writes gaps. Where all of them are chosen from one pool they are a gap
// match; else each is an interaction of its own.
func (w *itemWriter) cloze() {
	q := w.b.Question
	w.name = w.names(q.Options)
	pure := true
	total := 0
	for i := range q.Gaps {
		pure = pure && q.Gaps[i].Grid == nil && len(q.Gaps[i].Options) == 0
		total += max(q.Gaps[i].Weight, 1)
	}
	if pure {
		w.gapMatch()
		return
	}
	w.rule.open("qti-set-outcome-value", "identifier", "SCORE")
	w.rule.open("qti-sum")
	for i := range q.Gaps {
		w.gapVariable(i)
	}
	w.rule.close("qti-sum")
	w.rule.close("qti-set-outcome-value")
	w.gap = w.gapElement
	w.stem()
}

func gapID(i int) string { return "G" + strconv.Itoa(i+1) }

// keyOf is what is right in a gap.
func (w *itemWriter) keyOf(i int) []string {
	if i < len(w.b.Key.Gaps) {
		return w.b.Key.Gaps[i]
	}
	return nil
}

// gapVariable declares the response of a gap and adds its points.
func (w *itemWriter) gapVariable(i int) {
	g := w.b.Question.Gaps[i]
	name := func(v string) string { return bank.CreditName(i, v) }
	m := w.credited(w.keyOf(i), name)
	if len(m) == 0 && w.partly(i) {
		w.lose("điểm thành phần của chỗ trống chưa có đáp án")
	}
	base := "string"
	if g.Grid == nil {
		base = "identifier"
		names := w.names(w.b.Question.Choices(i))
		for k, v := range w.keyOf(i) {
			m[k].key = names[v]
		}
		for _, o := range w.b.Question.Choices(i) {
			if c, ok := w.b.Key.Credit[name(o.ID)]; ok && len(w.keyOf(i)) > 0 && !slices.Contains(w.keyOf(i), o.ID) {
				m = append(m, mapped{names[o.ID], shareText(c)})
			}
		}
	}
	var correct []string
	if len(m) > 0 && m[0].value == shareText(bank.Full) {
		correct = []string{m[0].key}
	}
	if len(m) == 0 {
		m = []mapped{{"-", "0"}} // a key is still missing
	}
	w.declare(gapID(i), "single", base, correct, m)
	w.rule.open("qti-product")
	w.rule.empty("qti-map-response", "identifier", gapID(i))
	w.rule.leaf("qti-base-value", strconv.Itoa(max(g.Weight, 1)), "base-type", "float")
	w.rule.close("qti-product")
}

// partly reports credit of a gap.
func (w *itemWriter) partly(i int) bool {
	for name := range w.b.Key.Credit {
		if strings.HasPrefix(name, bank.CreditName(i, "")) {
			return true
		}
	}
	return false
}

// gapElement writes a gap into the stem.
func (w *itemWriter) gapElement(o *out, i int) {
	if i < 0 || i >= len(w.b.Question.Gaps) {
		return
	}
	g := w.b.Question.Gaps[i]
	if g.Grid != nil {
		o.empty("qti-text-entry-interaction", append([]string{"response-identifier", gapID(i)}, gridAttrs(g.Grid, w.b.Key.Fold)...)...)
		return
	}
	pool := ""
	if len(g.Options) == 0 {
		pool = "true"
	}
	o.open("qti-inline-choice-interaction", "response-identifier", gapID(i), "shuffle", "true", "data-kt-pool", pool)
	options := w.b.Question.Choices(i)
	names := w.names(options)
	for _, c := range options {
		fixed := ""
		if c.Fixed {
			fixed = "true"
		}
		o.open("qti-inline-choice", "identifier", names[c.ID], "fixed", fixed)
		o.exact("span", c.HTML, w)
		o.close("qti-inline-choice")
	}
	o.close("qti-inline-choice-interaction")
}

func (w *itemWriter) gapMatch() {
	q := w.b.Question
	var correct []string
	var m []mapped
	for i, g := range q.Gaps {
		weight := bank.Credit(max(g.Weight, 1))
		for k, id := range w.keyOf(i) {
			pair := w.name[id] + " " + gapID(i)
			if k == 0 {
				correct = append(correct, pair)
			}
			m = append(m, mapped{pair, shareText(weight * bank.Full)})
		}
		for _, o := range q.Options {
			if c, ok := w.b.Key.Credit[bank.CreditName(i, o.ID)]; ok && !slices.Contains(w.keyOf(i), o.ID) {
				m = append(m, mapped{w.name[o.ID] + " " + gapID(i), shareText(c * weight)})
			}
		}
	}
	w.declare(response, "multiple", "directedPair", correct, m)
	w.how = scoring(len(correct), m)
	w.gap = func(o *out, i int) { o.empty("qti-gap", "identifier", gapID(i)) }
	w.body.open("qti-gap-match-interaction", "response-identifier", response, "shuffle", "true", "max-associations", strconv.Itoa(len(q.Gaps)))
	w.choices("qti-gap-text", q.Options, "match-max", "0")
	w.stem()
	w.body.close("qti-gap-match-interaction")
}

func (w *itemWriter) byHand() {
	q := w.b.Question
	base := "string"
	element, attrs := "qti-extended-text-interaction", []string{"response-identifier", response}
	if q.Kind == bank.Upload {
		base, element = "file", "qti-upload-interaction"
		if f := q.Files; f != nil {
			attrs = append(attrs, "type", mediaTypes(f.Types), "data-kt-types", strings.Join(f.Types, " "), "data-kt-bytes", strconv.Itoa(f.MaxBytes))
		}
	}
	if t := q.Writing; t != nil {
		attrs = append(attrs, "data-kt-words", positive(t.Words), "expected-lines", positive(t.Lines))
	}
	w.declare(response, "single", base, nil, nil)
	w.stem()
	w.body.empty(element, attrs...)
}

func positive(n int) string {
	if n < 1 {
		return ""
	}
	return strconv.Itoa(n)
}

// mediaTypes names the types of files for other programs, where all are known.
func mediaTypes(types []string) string {
	var out []string
	for _, t := range types {
		known := ""
		for mime, exts := range extensions {
			if slices.Contains(exts, t) {
				known = mime
			}
		}
		if known == "" {
			return ""
		}
		out = append(out, known)
	}
	return strings.Join(out, " ")
}
