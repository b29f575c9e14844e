package word

import (
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
	"khaothi/internal/vi"
)

// evidence is one mark with what it says about the choices.
type evidence struct {
	by  string
	set []int // places of choices
}

// seen gathers what marks say about options; a mark in words that cannot be
// read is an error.
func (b *builder) seen(many bool) []evidence {
	d := b.d
	var out []evidence
	for _, m := range d.marks {
		ls, ok := letters(m.text, many)
		if !ok {
			if i := b.byText(m.text); i >= 0 {
				out = append(out, evidence{m.by, []int{i}})
				continue
			}
			d.add("key.unreadable", "key", "Không đọc được đáp án ở "+m.by+".", "Ghi chữ cái của phương án đúng, ví dụ “Đáp án: B”.")
			continue
		}
		var set []int
		for _, r := range ls {
			i := slices.IndexFunc(d.choices, func(c choice) bool { return c.letter == r })
			if i < 0 {
				d.add("key.unknown", "key", fmt.Sprintf("Đáp án %c (%s) không có trong các phương án.", r, m.by), "Kiểm tra lại đáp án và các phương án.")
				continue
			}
			if !slices.Contains(set, i) {
				set = append(set, i)
			}
		}
		sort.Ints(set)
		out = append(out, evidence{m.by, set})
	}
	for _, m := range b.looksOf() {
		var set []int
		for i, on := range m.on {
			if on {
				set = append(set, i)
			}
		}
		out = append(out, evidence{m.by, set})
	}
	return out
}

// byText finds the option whose text is the answer: “Đáp án: Đúng” with the
// options Đúng and Sai.
func (b *builder) byText(text string) int {
	found := -1
	for i, c := range b.d.choices {
		if len(c.lines) == 1 && c.lines[0].table == nil && strings.EqualFold(bank.NormText(c.lines[0].text()), bank.NormText(text)) {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

func (b *builder) looksOf() []mark {
	d := b.d
	marks := shown(d.choices, 1, never)
	if b.italic {
		if on := onLabel(d.choices, isItalic); countTrue(on) == 1 {
			marks = append(marks, mark{by: "in nghiêng ở chữ cái", on: on})
		}
	}
	return marks
}

// agreed is what all marks say, or false where two of them differ.
func (b *builder) agreed(all []evidence) ([]int, bool) {
	if len(all) == 0 {
		return nil, true
	}
	for _, e := range all[1:] {
		if !slices.Equal(e.set, all[0].set) {
			b.d.add("key.conflict", "key", fmt.Sprintf("Hai cách đánh dấu đáp án khác nhau: %s chỉ %s, %s chỉ %s.", all[0].by, b.named(all[0].set), e.by, b.named(e.set)),
				"Giữ một cách đánh dấu, hoặc sửa cho chúng giống nhau.")
			return nil, false
		}
	}
	return all[0].set, true
}

func (b *builder) named(set []int) string {
	var out []string
	for _, i := range set {
		out = append(out, string(b.d.choices[i].letter))
	}
	if len(out) == 0 {
		return "không phương án nào"
	}
	return strings.Join(out, ", ")
}

// option writes a choice; a look that marks it as right is not part of it.
func (b *builder) html(i int, field string) string {
	w := &writer{r: b.r, d: b.d, field: field + " " + string(b.d.choices[i].letter)}
	if field == "statement" {
		w.field = "statement " + strings.ToLower(string(b.d.choices[i].letter))
	}
	w.plain = b.plain[i]
	return w.html(b.d.choices[i].lines)
}

// strip notes which looks cover the whole of a right line: they are marks.
func (b *builder) strip(marks []mark) {
	b.plain = map[int]string{}
	for _, m := range marks {
		tag := map[string]string{"gạch chân cả dòng": "u", "in đậm cả dòng": "b"}[m.by]
		for i, on := range m.on {
			if on && tag != "" {
				b.plain[i] = tag
			}
		}
	}
}

// others names the options that speak of other options by their letters.
var others = regexp.MustCompile(`^(?i:cả|chỉ|only|both|câu|đáp án|phương án|tất cả)?\s*(?i:câu|đáp án|phương án|ý|mục)?\s*\(?[A-H]\)?\s*(?:,|;|&|\+|và|and|hoặc|or)\s*\(?[A-H]\)?(?:[^\pL]|$)`)

// everything is an option that stands for all of them and belongs at the end.
var everything = regexp.MustCompile(`^(?:tat ca|ca (?:ba|bon|4|3|hai|2)|khong (?:co )?(?:phuong an|dap an|y|cau) nao|all of|none of|ca a b c$|ca a b c (?:deu|d)|ca a b (?:va )?c)`)

func (b *builder) choice(kind string) {
	d := b.d
	q := &b.body.Question
	q.Kind = bank.Single
	if kind == kindMultiple {
		q.Kind = bank.Multiple
	}
	marks := b.looksOf()
	all := b.seen(kind == kindMultiple)
	set, ok := b.agreed(all)
	b.strip(marks)
	q.Stem = b.text("stem", d.stem)
	lettered := false
	for i, c := range d.choices {
		html := b.html(i, "option")
		o := bank.Option{HTML: html, Fixed: !b.italic && isItalic(*c.label[0].p) != ""}
		f := vi.Fold(bank.PlainText(html))
		all := everything.MatchString(f)
		if plain := bank.PlainText(html); others.MatchString(plain) && !all && len([]rune(plain)) < 60 {
			lettered = true
		}
		o.Fixed = o.Fixed || all
		q.Options = append(q.Options, o)
	}
	if lettered {
		for i := range q.Options {
			q.Options[i].Fixed = true
		}
		d.warn("option.letters", "options", "Một phương án nhắc tới chữ cái của phương án khác: mọi phương án của câu được giữ nguyên chỗ.", "Viết lại phương án không nhắc chữ cái nếu muốn đảo phương án.")
	}
	b.body.Normalise()
	if !ok {
		return
	}
	if len(set) > 1 && kind != kindMultiple {
		if !b.listed(len(set)) {
			d.add("key.two", "key", fmt.Sprintf("Có %d phương án được đánh dấu đúng (%s) ở câu một đáp án.", len(set), b.named(set)), "Giữ một đáp án đúng, hoặc ghi [TNN] sau số câu nếu câu có nhiều đáp án đúng.")
			return
		}
		q.Kind = bank.Multiple
	}
	for _, i := range set {
		b.body.Key.Options = append(b.body.Key.Options, q.Options[i].ID)
	}
}

// listed reports that a line of the key itself lists several letters, outside
// of a part in which one is right.
func (b *builder) listed(n int) bool {
	if b.d.part.kind == kindChoice || b.d.part.kind == kindSingle || b.d.kind == kindSingle {
		return false
	}
	for _, m := range b.d.marks {
		if ls, ok := letters(m.text, false); ok && len(ls) == n {
			return true
		}
	}
	return false
}

func (r *reader) found(b *builder) source.Found {
	d := b.d
	return source.Found{Where: r.where(d), Body: b.body, Problems: d.wrong}
}
