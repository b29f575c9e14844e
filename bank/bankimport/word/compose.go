package word

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

var blank = regexp.MustCompile(`_{3,}|\.{5,}|…{2,}`)

// gaps puts marks of gaps where the stem has blanks, and counts them.
func (b *builder) gaps() (stem string, n int) {
	stem = b.text("stem", b.d.stem)
	stem = blank.ReplaceAllStringFunc(stem, func(string) string {
		n++
		if n > 26 {
			return "___"
		}
		return bank.GapMark(n - 1)
	})
	return stem, n
}

// cloze reads blanks with "Đáp án 1: …" for each of them.
func (b *builder) cloze() {
	d, q := b.d, &b.body.Question
	q.Kind = bank.Cloze
	pooled := slices.ContainsFunc(slices.Collect(maps.Values(d.answers)), func(a string) bool { return fromPool.MatchString(a) })
	if len(d.choices) > 0 && !pooled {
		d.add("kind.unclear", "kind", "Câu có cả phương án và đáp án theo chỗ trống.", "Giữ một cách trả lời.")
	}
	var n int
	q.Stem, n = b.gaps()
	if len(d.marks) == 1 && len(d.answers) == 0 && n == 1 {
		d.answers = map[int]string{1: d.marks[0].text}
	} else if len(d.marks) > 0 {
		d.add("key.conflict", "key", "Câu điền khuyết có dòng đáp án không ghi số chỗ trống.", "Ghi “Đáp án 1: …”, “Đáp án 2: …”.")
	}
	for i := range d.answers {
		if i < 1 || i > n {
			d.add("gaps.count", "gaps", fmt.Sprintf("Có “Đáp án %d” nhưng câu có %d chỗ trống ___.", i, n), "Viết mỗi chỗ trống bằng ít nhất ba dấu gạch dưới.")
		}
	}
	for i := range d.choices {
		q.Options = append(q.Options, bank.Option{HTML: b.html(i, "option")})
	}
	right := make([][]int, n) // places of right options, of gaps that are chosen
	for i := range n {
		if gap, places, ok := b.chosen(d.answers[i+1]); ok {
			q.Gaps, right[i] = append(q.Gaps, gap), places
			b.body.Key.Gaps = append(b.body.Key.Gaps, []string{})
			continue
		}
		grid := &bank.Grid{Max: source.WordsMax}
		var accepted []string
		for a := range strings.SplitSeq(d.answers[i+1], "|") {
			if a = strings.TrimSpace(a); a != "" {
				accepted = append(accepted, a)
				grid.Max = max(grid.Max, len([]rune(a)))
			}
		}
		q.Gaps = append(q.Gaps, bank.Gap{Grid: grid})
		b.body.Key.Gaps = append(b.body.Key.Gaps, accepted)
	}
	b.body.Normalise()
	for i, places := range right {
		for _, p := range places {
			b.body.Key.Gaps[i] = append(b.body.Key.Gaps[i], q.Choices(i)[p].ID)
		}
	}
}

var (
	ownList  = regexp.MustCompile(`^\{(.*)\}$`)
	fromPool = regexp.MustCompile(`^\(([A-Z](?:\s*,\s*[A-Z])*)?\)$`)
)

// chosen reads a gap that is chosen: "{*Huế | Vinh}" with a star before what is
// right, or "(A, C)" among the options A, B, C of the question.
func (b *builder) chosen(text string) (g bank.Gap, right []int, ok bool) {
	if m := ownList.FindStringSubmatch(text); m != nil {
		for i, o := range strings.Split(m[1], "|") {
			o, star := strings.CutPrefix(strings.TrimSpace(o), "*")
			if star {
				right = append(right, i)
			}
			g.Options = append(g.Options, bank.Option{HTML: bank.PlainHTML(o)})
		}
		return g, right, true
	}
	m := fromPool.FindStringSubmatch(text)
	if m == nil || len(b.d.choices) == 0 {
		return g, nil, false
	}
	for _, r := range m[1] {
		if r < 'A' || r > 'Z' {
			continue
		}
		if int(r-'A') >= len(b.d.choices) {
			b.d.add("key.unknown", "key", fmt.Sprintf("Chỗ trống chọn %c nhưng câu không có phương án ấy.", r), "Kiểm tra lại đáp án.")
			continue
		}
		right = append(right, int(r-'A'))
	}
	return g, right, true
}

// drag reads blanks that are filled from a pool: "Vùng 1: …", "Nhiễu: …".
func (b *builder) drag() {
	d, q := b.d, &b.body.Question
	q.Kind = bank.Cloze
	var n int
	q.Stem, n = b.gaps()
	if n != len(d.zones) {
		d.add("gaps.count", "gaps", fmt.Sprintf("Có %d vùng nhưng câu có %d chỗ trống ___.", len(d.zones), n), "Viết mỗi vùng bằng một chỗ trống ___ trong câu.")
		return
	}
	at := map[string]int{}
	word := func(w string) int {
		if i, ok := at[w]; ok {
			return i
		}
		q.Options = append(q.Options, bank.Option{HTML: bank.PlainHTML(w)})
		at[w] = len(q.Options) - 1
		return at[w]
	}
	var right []int
	for i := range n {
		right = append(right, word(d.zones[i+1]))
	}
	for _, w := range d.noise {
		if w != "" {
			word(w)
		}
	}
	b.body.Normalise()
	for _, i := range right {
		q.Gaps = append(q.Gaps, bank.Gap{})
		b.body.Key.Gaps = append(b.body.Key.Gaps, []string{q.Options[i].ID})
	}
	if len(d.marks) > 0 {
		d.add("key.conflict", "key", "Câu kéo thả có thêm dòng đáp án.", "Giữ các dòng “Vùng 1: …”.")
	}
}

// rows are the lines of the stem that begin with a number: what is matched.
func (b *builder) rows() (rows []int) {
	for i, l := range b.d.stem {
		if l.table != nil {
			continue
		}
		if lb, ok := bare(l.from(0).view); ok && lb.no == fmt.Sprint(len(rows)+1) {
			rows = append(rows, i)
		}
	}
	return rows
}

var arrow = regexp.MustCompile(`\s*(?:→|->|=>|⟶|➔|⇒)\s*`)

func (b *builder) hasPairs() bool {
	return slices.ContainsFunc(b.d.stem, func(l line) bool { return arrow.MatchString(string(l.view)) })
}

// pairs are the lines "1. Việt Nam → Hà Nội" of the stem.
func (b *builder) pairs() []int {
	var out []int
	for i, l := range b.d.stem {
		if l.table == nil && i > 0 && len(arrow.FindAllStringIndex(string(l.view), -1)) == 1 {
			out = append(out, i)
		}
	}
	return out
}

// match reads rows with numbers and options with letters, or pairs with arrows.
func (b *builder) match() {
	d, q := b.d, &b.body.Question
	q.Kind = bank.Match
	if len(d.choices) == 0 {
		b.arrows()
		return
	}
	rows := b.rows()
	key := map[string]string{}
	for _, m := range d.marks {
		if !pairList.MatchString(m.text) {
			d.add("key.unreadable", "key", "Không đọc được đáp án ghép đôi ở "+m.by+".", "Ghi “Đáp án: 1-A, 2-C, 3-B”.")
			continue
		}
		b.pairKey(m, key)
	}
	var stem []line
	for i, l := range d.stem {
		if !slices.Contains(rows, i) {
			stem = append(stem, l)
		}
	}
	q.Stem = b.text("stem", stem)
	for i := range d.choices {
		q.Options = append(q.Options, bank.Option{HTML: b.html(i, "option")})
	}
	b.body.Normalise()
	for n, at := range rows {
		l := d.stem[at].from(0)
		lb, _ := bare(l.view)
		l = l.from(lb.end)
		marks, taken := brackets(l.view)
		if marks.level == "" {
			taken = 0
		}
		q.Statements = append(q.Statements, bank.Statement{HTML: b.text("statement "+string(rune('a'+n)), []line{l.from(taken)}), Level: marks.level})
		id := ""
		if letter := key[lb.no]; letter != "" {
			if i := slices.IndexFunc(d.choices, func(c choice) bool { return string(c.letter) == letter }); i >= 0 {
				id = q.Options[i].ID
			} else {
				d.add("key.unknown", "key", "Đáp án "+lb.no+"-"+letter+" không có trong cột ghép.", "Kiểm tra lại đáp án.")
			}
		}
		b.body.Key.Statements = append(b.body.Key.Statements, id)
		delete(key, lb.no)
	}
	for no := range key {
		d.add("key.unknown", "key", "Đáp án có dòng "+no+" nhưng câu không có dòng ấy.", "Kiểm tra lại đáp án.")
	}
}

func (b *builder) pairKey(m mark, key map[string]string) {
	for _, p := range onePairOf.FindAllStringSubmatch(m.text, -1) {
		no, letter := plainNumber(p[1]), strings.ToUpper(p[2])
		if old := key[no]; old != "" && old != letter {
			b.d.add("kind.unsupported", "key", "Dòng "+no+" ghép với nhiều đáp án ("+old+", "+letter+"): chưa được hỗ trợ.", "Tách dòng này thành nhiều dòng, mỗi dòng một đáp án.")
			return
		}
		key[no] = letter
	}
}

// arrows reads pairs "1. Việt Nam → Hà Nội".
func (b *builder) arrows() {
	d, q := b.d, &b.body.Question
	pairs := b.pairs()
	var stem []line
	for i, l := range d.stem {
		if !slices.Contains(pairs, i) {
			stem = append(stem, l)
		}
	}
	q.Stem = b.text("stem", stem)
	at := map[string]int{}
	var right []int
	for n, i := range pairs {
		l := d.stem[i].from(0)
		if lb, ok := bare(l.view); ok {
			l = l.from(lb.end)
		}
		m := arrow.FindStringIndex(string(l.view))
		left := b.text("statement "+string(rune('a'+n)), []line{l.cut(0, runesIn(string(l.view), m[0]))})
		html := b.text("option "+string(rune('A'+n)), []line{l.from(runesIn(string(l.view), m[1]))})
		q.Statements = append(q.Statements, bank.Statement{HTML: left})
		if _, ok := at[html]; !ok {
			at[html] = len(q.Options)
			q.Options = append(q.Options, bank.Option{HTML: html})
		}
		right = append(right, at[html])
	}
	b.body.Normalise()
	for _, i := range right {
		b.body.Key.Statements = append(b.body.Key.Statements, q.Options[i].ID)
	}
	if len(d.marks) > 0 {
		d.add("key.conflict", "key", "Câu ghép đôi có thêm dòng đáp án.", "Giữ các dòng có mũi tên, hoặc viết hai cột và dòng đáp án.")
	}
}

// order reads options with the key "F-c-e-d-b-a".
func (b *builder) order() {
	d, q := b.d, &b.body.Question
	q.Kind = bank.Order
	q.Stem = b.text("stem", d.stem)
	for i := range d.choices {
		q.Options = append(q.Options, bank.Option{HTML: b.html(i, "option")})
	}
	b.body.Normalise()
	var orders [][]string
	for _, m := range d.marks {
		if !orderList.MatchString(m.text) && !letterList.MatchString(m.text) {
			d.add("key.unreadable", "key", "Không đọc được thứ tự đúng ở "+m.by+".", "Ghi “Đáp án: C-A-B-D”.")
			continue
		}
		var ids []string
		for _, r := range strings.ToUpper(m.text) {
			if r < 'A' || r > 'Z' {
				continue
			}
			i := slices.IndexFunc(d.choices, func(c choice) bool { return c.letter == r })
			if i < 0 {
				d.add("key.unknown", "key", fmt.Sprintf("Thứ tự đúng có %c nhưng câu không có mục ấy.", r), "Kiểm tra lại đáp án.")
				continue
			}
			ids = append(ids, q.Options[i].ID)
		}
		orders = append(orders, ids)
	}
	for i := 1; i < len(orders); i++ {
		if !slices.Equal(orders[0], orders[i]) {
			d.add("key.conflict", "key", "Hai thứ tự đúng khác nhau.", "Giữ một dòng đáp án.")
			return
		}
	}
	if len(orders) > 0 {
		b.body.Key.Options = orders[0]
	}
}
