package word

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

func (b *builder) cluster() {
	d, q := b.d, &b.body.Question
	q.Kind = bank.Cluster
	marks := shown(d.choices, 0, b.mixed)
	var keys [][]string
	var by []string
	for _, m := range d.marks {
		v, ok := truths(m.text, len(d.choices))
		if !ok {
			d.add("key.unreadable", "key", "Không đọc được đáp án đúng/sai ở "+m.by+".", "Ghi “Đáp án: a-Đ, b-S, c-Đ, d-S” hoặc “Đáp án: ĐSĐS”.")
			continue
		}
		keys, by = append(keys, v), append(by, m.by)
	}
	for _, m := range marks {
		v := make([]string, len(m.on))
		for i, on := range m.on {
			v[i] = map[bool]string{true: bank.True, false: bank.False}[on]
		}
		keys, by = append(keys, v), append(by, m.by)
	}
	if len(d.verdicts) == len(d.choices) && len(d.choices) > 0 {
		v := make([]string, len(d.choices))
		for i := range v {
			v[i] = truth(d.verdicts[string(rune('a'+i))])
		}
		keys, by = append(keys, v), append(by, "lời giải từng ý")
	}
	if ticks := b.ticks(); ticks != nil {
		keys, by = append(keys, ticks), append(by, "cột Đúng, Sai")
	}
	b.strip(marks)
	q.Stem = b.text("stem", d.stem)
	for i, c := range d.choices {
		level := firstLevel(c.level, d.level)
		q.Statements = append(q.Statements, bank.Statement{HTML: b.html(i, "statement"), Level: level})
	}
	b.body.Tags.Level = ""
	for i := 1; i < len(keys); i++ {
		if !slices.Equal(keys[0], keys[i]) {
			d.add("key.conflict", "key", fmt.Sprintf("Hai cách đánh dấu đáp án khác nhau: %s là %s, %s là %s.", by[0], truthText(keys[0]), by[i], truthText(keys[i])), "Giữ một cách đánh dấu, hoặc sửa cho chúng giống nhau.")
			return
		}
	}
	if len(keys) > 0 {
		b.body.Key.Statements = keys[0]
		return
	}
	fix := "Ghi “Đáp án: a-Đ, b-S, c-Đ, d-S”; chương trình không bao giờ tự đoán."
	d.wrong = append(d.wrong, bank.Problem{Code: "key.missing", Field: "key", Message: "Các ý chưa có đáp án Đ hay S.", Fix: fix, Unready: true})
}

func truthText(v []string) string {
	return strings.NewReplacer(bank.True, "Đ").Replace(strings.Join(v, " "))
}

// ticks are the marks in the columns Đúng and Sai; nil when there are none.
func (b *builder) ticks() []string {
	out := make([]string, len(b.d.choices))
	any := false
	for i, c := range b.d.choices {
		out[i] = c.truth
		any = any || c.truth != ""
	}
	if !any {
		return nil
	}
	return out
}

func (b *builder) short() {
	d, q := b.d, &b.body.Question
	if len(d.choices) > 0 {
		d.add("part.kind", "kind", fmt.Sprintf("Câu trả lời ngắn ở %s lại có phương án A–D.", first(d.part.name, "phần này")), "Chuyển câu sang phần trắc nghiệm nhiều phương án, hoặc bỏ các phương án.")
		d.putBack()
	}
	q.Kind = bank.Short
	q.Stem = b.text("stem", d.stem)
	for _, m := range d.marks {
		if ls, ok := letters(m.text, true); ok && d.part.kind == kindShort && len(ls) > 0 && ls[0] <= 'H' {
			d.add("part.kind", "key", fmt.Sprintf("Câu trả lời ngắn ở %s lại có đáp án là chữ cái “%s”.", first(d.part.name, "phần này"), clip(m.text)), "Ghi đáp số, hoặc chuyển câu sang phần trắc nghiệm nhiều phương án.")
			return
		}
	}
	var keys [][]string
	for _, m := range d.marks {
		keys = append(keys, texts(m.text))
	}
	for i := 1; i < len(keys); i++ {
		if !sameAnswers(keys[0], keys[i]) {
			d.add("key.conflict", "key", fmt.Sprintf("Hai đáp án khác nhau: %s và %s.", d.marks[0].by, d.marks[i].by), "Giữ một đáp án.")
			return
		}
	}
	if len(keys) == 0 {
		return
	}
	answers := make([]source.Answer, 0, len(keys[0]))
	for _, k := range keys[0] {
		if thousands.MatchString(k) {
			d.add("key.unclear", "key", "Đáp số “"+k+"” không rõ là số thập phân hay số nghìn.", "Viết số thập phân bằng dấu phẩy, số nghìn liền nhau (1000).")
			return
		}
		if plainNumberText.MatchString(k) {
			k = strings.Replace(strings.TrimPrefix(k, "+"), ".", ",", 1)
		}
		answers = append(answers, source.Answer{HTML: strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "−", "-").Replace(k), Weight: 100})
	}
	d.wrong = append(d.wrong, source.TextAnswers(&b.body, false, answers)...)
}

// thousands is 1.000 or 2.500, which two countries read as two numbers.
var thousands = regexp.MustCompile(`^[-+−]?[1-9]\d{0,2}\.\d{3}$`)

func sameAnswers(a, b []string) bool {
	norm := func(in []string) []string {
		out := make([]string, 0, len(in))
		for _, s := range in {
			if plainNumberText.MatchString(s) {
				s = strings.Replace(s, ".", ",", 1)
			}
			out = append(out, s)
		}
		slices.Sort(out)
		return out
	}
	return slices.Equal(norm(a), norm(b))
}

// yesNo makes a choice of Đúng and Sai of a question that is answered so.
func (b *builder) yesNo() {
	d := b.d
	b.body.Question.Stem = b.text("stem", d.stem)
	right, _ := yesNo(b.value())
	for _, m := range d.marks {
		if r, ok := yesNo(m.text); !ok || r != right {
			d.add("key.conflict", "key", "Hai đáp án khác nhau: "+d.marks[0].by+" và "+m.by+".", "Giữ một đáp án.")
			return
		}
	}
	source.TrueFalse(&b.body, right)
}
