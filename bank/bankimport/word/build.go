package word

import (
	"fmt"
	"regexp"
	"slices"

	"khaothi/bank"
	"khaothi/internal/vi"
)

// builder makes a body of one draft.
type builder struct {
	r      *reader
	d      *draft
	body   bank.Body
	italic bool // a letter in italics is right in this document
	plain  map[int]string
	mixed  func(name string) bool // statements of the document have a look, and some have not
}

// body decides the kind of a question and reads its key.
func (b *builder) build() {
	d := b.d
	b.tags()
	kind := b.kind()
	if kind == kindEssay || kind == kindNumber || kind == kindSpots || kind == kindUpload || kind == kindOther && len(d.choices) > 0 || kind == kindShort && len(d.choices) > 0 && d.choices[0].lower {
		d.putBack()
	}
	switch kind {
	case kindSingle, kindMultiple, kindChoice:
		b.choice(kind)
	case kindCluster:
		b.cluster()
	case kindShort:
		b.short()
	case kindEssay:
		b.essay()
	case kindCloze:
		b.cloze()
	case kindDrag:
		b.drag()
	case kindMatch, kindSort:
		b.match()
		if kind == kindSort {
			b.body.Question.Kind = bank.Categorise
		}
	case kindNumber:
		b.number()
	case kindSpots:
		b.spots()
	case kindUpload:
		b.upload()
	case kindOrder:
		b.order()
	case "yesno":
		b.yesNo()
	default:
		d.putBack()
		b.body.Question.Stem = b.text("stem", d.stem)
		if kind == "" {
			d.add("kind.unknown", "kind", "Không rõ dạng câu: không thấy phương án, ý đúng/sai hay đáp án.", "Thêm phương án A. B. C. D., dòng “Đáp án: …”, hoặc ghi [TLN], [TL] sau số câu.")
		} else {
			b.body.Question.Kind = bank.Single // told as an unsupported kind
		}
	}
	b.tagFields()
	b.credit()
	b.partKind(kind)
	b.body.Question.Stimulus = b.stimulus()
	b.unstemmed()
	b.body.Solution = b.text("solution", d.notes)
	b.body.Todo = append(b.body.Todo, d.todo...)
}

func (b *builder) tags() {
	d := b.d
	b.body.Label = d.code
	b.body.Tags = b.r.tags
	b.body.Tags.Level = d.level
	b.body.Tags.Outcome = first(d.outcome, b.body.Tags.Outcome)
	b.body.Tags.Topic = first(d.topic, b.body.Tags.Topic)
}

func (b *builder) text(field string, lines []line) string {
	return (&writer{r: b.r, d: b.d, field: field}).html(lines)
}

// statementWords are what a stem says when its rows are each right or wrong.
var statementWords = regexp.MustCompile(`dung hay sai|dung hoac sai|tinh dung sai|dung sai|y a b c d|true or false|moi menh de sau dung|xet tinh dung`)

// kind decides how a question is answered: by its own mark of type, by its
// answers and rows, by the heading of its part. What remains unclear is "".
func (b *builder) kind() string {
	d := b.d
	if len(d.answers) > 0 || len(d.zones) > 0 && d.kind != kindMatch && d.kind != kindSpots {
		if len(d.zones) > 0 {
			return kindDrag
		}
		return kindCloze
	}
	if d.kind != "" {
		return b.typed(d.kind)
	}
	lower := len(d.choices) > 0 && d.choices[0].lower
	value := b.value()
	if len(d.choices) >= 2 {
		switch {
		case pairList.MatchString(value) && len(b.rows()) > 0:
			return kindMatch
		case orderList.MatchString(value) && !letterList.MatchString(value):
			return kindOrder
		case lower:
			return b.rowsKind(value)
		}
		return kindChoice
	}
	if len(d.choices) == 0 && len(d.marks) == 0 && b.hasPairs() && len(b.pairs()) >= 2 && d.part.kind == "" {
		return "" // pairs without the mark [GC]: it may be a list
	}
	if _, ok := yesNo(value); ok && len(d.choices) == 0 {
		return "yesno"
	}
	switch {
	case d.part.kind == kindEssay && value == "":
		return kindEssay
	case value != "" || d.part.kind == kindShort || d.room:
		return kindShort
	case d.part.kind == kindChoice || d.part.kind == kindSingle || d.part.kind == kindMultiple || d.part.kind == kindCluster:
		return d.part.kind
	}
	return ""
}

// typed is a kind that the author wrote, as far as the rows bear it out.
func (b *builder) typed(kind string) string {
	d := b.d
	if kind == kindCluster && len(d.choices) == 0 {
		if _, ok := yesNo(b.value()); ok {
			return "yesno"
		}
	}
	if kind == kindOther {
		d.add("kind.unsupported", "kind", "Dạng câu ghi trong ngoặc vuông chưa được hỗ trợ.", "Viết lại theo dạng: TN, TNN, DS, TLN, DK, GC, SX, TL.")
	}
	return kind
}

// rowsKind decides between statements a) b) c) d) and options written small.
func (b *builder) rowsKind(value string) string {
	d := b.d
	if d.part.kind == kindCluster {
		return kindCluster
	}
	if d.part.kind == kindChoice || d.part.kind == kindSingle || d.part.kind == kindMultiple {
		return d.part.kind
	}
	if d.part.kind == kindEssay {
		return kindEssay
	}
	if _, ok := truths(value, len(d.choices)); ok && value != "" {
		return kindCluster
	}
	if slices.ContainsFunc(d.choices, func(c choice) bool { return c.truth != "" }) {
		return kindCluster
	}
	if l, ok := letters(value, false); ok && len(l) == 1 {
		return kindChoice
	}
	stem := ""
	for _, l := range d.stem {
		stem += " " + vi.Fold(l.text())
	}
	if statementWords.MatchString(stem) {
		return kindCluster
	}
	brackets := !slices.ContainsFunc(d.choices, func(c choice) bool { return c.sign != ')' })
	marks := shown(d.choices, 1, never)
	if !brackets && len(marks) > 0 { // "a. 1  b. 2" with one letter marked
		return kindChoice
	}
	for _, m := range marks {
		if countTrue(m.on) > 1 {
			return kindCluster
		}
	}
	if len(marks) > 0 {
		d.add("kind.unclear", "kind", "Không rõ đây là câu một đáp án hay câu đúng/sai bốn ý.", "Viết phương án bằng chữ hoa A. B. C. D., hoặc ghi [DS] sau số câu, hoặc đặt câu trong PHẦN II đúng sai.")
		return kindCluster
	}
	if value != "" {
		d.add("kind.unclear", "kind", "Không rõ các ý a, b, c, d là phương án hay mệnh đề đúng/sai.", "Ghi [TN] hoặc [DS] sau số câu.")
	}
	return kindCluster
}

// value is what the lines about the key say, for deciding the kind.
func (b *builder) value() string {
	for _, m := range b.d.marks {
		if m.text != "" {
			return m.text
		}
	}
	return ""
}

// partKind reports a question that does not fit the heading of its part.
func (b *builder) partKind(kind string) {
	want := b.d.part.kind
	isChoice := kind == kindChoice || kind == kindSingle || kind == kindMultiple
	wantChoice := want == kindChoice || want == kindSingle || want == kindMultiple
	switch {
	case want == "" || want == kind || isChoice && wantChoice || b.d.kind != "" || kind == "":
		return
	case kind == kindMatch || kind == kindOrder || kind == kindCloze || kind == kindDrag || kind == "yesno":
		return
	}
	names := map[string]string{kindChoice: "phương án A–D", kindCluster: "các ý a–d đúng/sai", kindShort: "đáp số", kindEssay: "phần tự luận"}
	have := names[kind]
	if isChoice {
		have = names[kindChoice]
	}
	b.d.add("part.kind", "kind", fmt.Sprintf("Câu ở %s nhưng có %s.", first(b.d.part.name, "phần này"), have), "Chuyển câu sang đúng phần, hoặc sửa tên phần.")
}

// stimulus is the text that a question shares with others.
func (b *builder) stimulus() string {
	w := &writer{r: b.r, d: b.d, field: "stimulus"}
	if sh := b.d.shared; sh != nil {
		if lines := sh.lines; len(lines) > 1 && numbersOnly.MatchString(lines[0].text()) {
			return w.html(lines[1:]) // it only says which questions: those of this document
		}
		return w.html(sh.lines)
	}
	if b.d.group != nil && b.d.group.child {
		return w.html(b.d.group.lines)
	}
	return ""
}

// numbersOnly is how Write says for which questions a text is.
var numbersOnly = regexp.MustCompile(`^Đọc đoạn văn sau và trả lời câu \d+ đến câu \d+\.$`)

// unstemmed gives a question without words of its own what the text for it says:
// "Mark the letter …" alone, or its number in a passage with gaps.
func (b *builder) unstemmed() {
	q := &b.body.Question
	sh := b.d.shared
	if len(b.d.stem) > 0 || q.Stimulus == "" || sh == nil {
		return
	}
	if len(sh.lines) == 1 {
		q.Stem, q.Stimulus = q.Stimulus, ""
		return
	}
	q.Stem = "(" + b.d.no + ")"
	b.d.warn("stem.number", "stem", "Câu không có lời hỏi riêng: lời hỏi là số ("+b.d.no+") của chỗ trống trong đoạn dùng chung.", "Giữ số chỗ trống trong đoạn, hoặc viết lời hỏi.")
}
