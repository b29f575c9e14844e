package bank

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"khaothi/internal/exam"
)

// Bounds of one question. A paper of 60 of them stays far below what a
// browser of a school handles.
const (
	maxText    = 20_000 // bytes of one text
	maxOptions = 8
	maxGrid    = 100
	maxShort   = 500 // accepted answers
	maxTag     = 300
)

// Problem is something wrong with a body: a code, where in it, the sentence and
// what to do, in Vietnamese.
type Problem struct {
	Code    string `json:"code"`
	Field   string `json:"field"` // stem, option A, statement c, key, level, …
	Message string `json:"message"`
	Fix     string `json:"fix"`
	Warning bool   `json:"warning,omitempty"`
}

// Normalise cleans every text, composes tags and gives ids to options without
// one. It never changes what is right.
func (b *Body) Normalise() {
	for _, s := range b.texts() {
		*s = CleanHTML(*s)
	}
	b.Label, b.Tags.Topic, b.Tags.Outcome = NormText(b.Label), NormText(b.Tags.Topic), NormText(b.Tags.Outcome)
	b.Tags.Subject = ParseSubject(b.Tags.Subject)
	for i, a := range b.Key.Accepted {
		b.Key.Accepted[i] = norm.NFC.String(strings.TrimSpace(a))
	}
	if b.Question.Kind == Short && b.Question.Grid == nil {
		b.Question.Grid = &Grid{Max: GridMax, Charset: GridCharset}
	}
	taken := map[string]bool{}
	for i := range b.Question.Options {
		o := &b.Question.Options[i]
		for o.ID == "" || taken[o.ID] {
			o.ID = exam.NewOptionID()
		}
		taken[o.ID] = true
	}
}

// Check returns everything that is wrong with a body. Without a problem that
// is not a warning the body may become a version.
func (b Body) Check() []Problem {
	c := checker{b: b}
	c.texts()
	switch b.Question.Kind {
	case Single, Multiple:
		c.options()
	case Cluster:
		c.cluster()
	case Short:
		c.short()
	default:
		c.add("kind.unknown", "kind", fmt.Sprintf("Không rõ dạng câu hỏi “%s”.", clip(string(b.Question.Kind))), "Dùng một trong các dạng: một đáp án, nhiều đáp án, đúng/sai, trả lời ngắn.")
	}
	c.tags()
	return c.out
}

// Fatal reports whether any of the problems keeps a body out.
func Fatal(problems []Problem) bool {
	for _, p := range problems {
		if !p.Warning {
			return true
		}
	}
	return false
}

type checker struct {
	b   Body
	out []Problem
}

func (c *checker) add(code, field, message, fix string) {
	c.out = append(c.out, Problem{Code: code, Field: field, Message: message, Fix: fix})
}

func (c *checker) warn(code, field, message, fix string) {
	c.out = append(c.out, Problem{Code: code, Field: field, Message: message, Fix: fix, Warning: true})
}

func (c *checker) texts() {
	if IsEmpty(c.b.Question.Stem) && c.b.Question.Kind != Cluster {
		c.add("stem.empty", "stem", "Câu hỏi không có nội dung.", "Nhập nội dung câu hỏi.")
	}
	for i, s := range c.b.texts() {
		field := c.fieldOf(i)
		if len(*s) > maxText {
			c.add("text.long", field, fmt.Sprintf("Nội dung dài %d byte, quá %d.", len(*s), maxText), "Rút gọn, hoặc tách phần dùng chung thành ngữ liệu.")
		}
		c.formulas(*s, field)
		c.audio(*s, field)
	}
}

func (c *checker) fieldOf(i int) string {
	base := []string{"stem", "stimulus", "solution"}
	if i < len(base) {
		return base[i]
	}
	if i -= len(base); i < len(c.b.Question.Options) {
		return "option " + letter(i, 'A')
	}
	return "statement " + letter(i-len(c.b.Question.Options), 'a')
}

func (c *checker) formulas(s, field string) {
	rest, formulas := liftMath(s)
	if strings.Contains(rest, `\(`) || strings.Contains(rest, `\[`) {
		c.add("latex.open", field, `Công thức mở bằng \( hoặc \[ mà không đóng.`, `Đóng công thức bằng \) hoặc \].`)
	}
	for _, f := range formulas {
		if !balanced(f) {
			c.add("latex.braces", field, "Công thức thiếu hoặc thừa dấu ngoặc nhọn: "+clip(f), "Đếm lại các dấu { và } trong công thức.")
		}
	}
}

// balanced counts the braces of a formula; \{ and \} do not count.
func balanced(f string) bool {
	depth := 0
	for i := 0; i < len(f); i++ {
		switch f[i] {
		case '\\':
			i++
		case '{':
			depth++
		case '}':
			if depth--; depth < 0 {
				return false
			}
		}
	}
	return depth == 0
}

func (c *checker) options() {
	q, key := c.b.Question, c.b.Key.Options
	if n := len(q.Options); n < 2 || n > maxOptions {
		c.add("options.count", "options", fmt.Sprintf("Có %d phương án; cần từ 2 đến %d.", n, maxOptions), "Thêm hoặc bớt phương án.")
	}
	seen, ids := map[string]string{}, map[string]bool{}
	for i, o := range q.Options {
		name := "option " + letter(i, 'A')
		ids[o.ID] = true
		if IsEmpty(o.HTML) {
			c.add("option.empty", name, fmt.Sprintf("Phương án %s để trống.", letter(i, 'A')), "Nhập nội dung phương án hoặc xoá phương án.")
			continue
		}
		if first, ok := seen[plainKey(o.HTML)]; ok {
			c.add("option.same", name, fmt.Sprintf("Phương án %s trùng với phương án %s.", letter(i, 'A'), first), "Sửa một trong hai phương án.")
			continue
		}
		seen[plainKey(o.HTML)] = letter(i, 'A')
	}
	for _, id := range key {
		if !ids[id] {
			c.add("key.unknown", "key", "Đáp án chỉ tới một phương án không có.", "Chọn đáp án trong các phương án của câu.")
		}
	}
	if len(key) == 0 {
		c.add("key.missing", "key", "Câu chưa có đáp án.", "Ghi đáp án đúng; chương trình không bao giờ tự đoán.")
	}
	if q.Kind == Single && len(key) > 1 {
		c.add("key.two", "key", fmt.Sprintf("Câu một đáp án mà có %d đáp án đúng.", len(key)), "Giữ một đáp án đúng, hoặc đổi dạng thành nhiều đáp án.")
	}
}

func (c *checker) cluster() {
	q, key := c.b.Question, c.b.Key.Statements
	if IsEmpty(q.Stem) {
		c.add("stem.empty", "stem", "Câu đúng/sai không có lời dẫn.", "Nhập lời dẫn chung cho bốn ý.")
	}
	if len(q.Statements) != ClusterSize {
		c.add("statements.count", "statements", fmt.Sprintf("Câu đúng/sai có %d ý; cần đúng %d ý a, b, c, d.", len(q.Statements), ClusterSize), "Bổ sung hoặc bớt ý.")
	}
	for i, s := range q.Statements {
		name := letter(i, 'a')
		if IsEmpty(s.HTML) {
			c.add("statement.empty", "statement "+name, fmt.Sprintf("Ý %s để trống.", name), "Nhập nội dung của ý.")
		}
		if i >= len(key) || key[i] == "" {
			c.add("key.missing", "statement "+name, fmt.Sprintf("Ý %s chưa có đáp án Đ hay S.", name), "Ghi Đ hoặc S cho từng ý; chương trình không bao giờ tự đoán.")
			continue
		}
		if key[i] != True && key[i] != False {
			c.add("key.unknown", "statement "+name, fmt.Sprintf("Đáp án của ý %s không phải Đ hay S.", name), "Ghi Đ (đúng) hoặc S (sai).")
		}
	}
	if len(key) > len(q.Statements) {
		c.add("key.unknown", "key", "Đáp án nhiều hơn số ý.", "Ghi đúng một Đ hoặc S cho mỗi ý.")
	}
}

func (c *checker) short() {
	g := c.b.Question.Grid
	if g == nil || g.Max < 1 || g.Max > maxGrid {
		c.add("grid.size", "grid", fmt.Sprintf("Số ký tự tối đa phải từ 1 đến %d.", maxGrid), "Định dạng 2025 dùng 4 ký tự.")
		return
	}
	if len(c.b.Key.Accepted) == 0 {
		c.add("key.missing", "key", "Câu chưa có đáp số.", "Ghi đáp số; chương trình không bao giờ tự đoán.")
	}
	if len(c.b.Key.Accepted) > maxShort {
		c.add("key.many", "key", fmt.Sprintf("Có %d đáp số, quá %d.", len(c.b.Key.Accepted), maxShort), "Bớt số đáp số được chấp nhận.")
	}
	seen := map[string]bool{}
	for _, a := range c.b.Key.Accepted {
		if seen[a] {
			c.warn("key.repeat", "key", "Đáp số lặp lại: "+clip(a), "Bỏ bớt một lần.")
		}
		seen[a] = true
		if problem := g.problem(a); problem != "" {
			c.add("key.grid", "key", fmt.Sprintf("Đáp số “%s” %s.", clip(a), problem), "Sửa đáp số hoặc làm tròn trong đề cho vừa ô trả lời.")
		}
	}
}

// Fits reports whether an answer can be given in the grid.
func (g Grid) Fits(answer string) bool { return g.problem(answer) == "" }

func (g Grid) problem(a string) string {
	if a == "" {
		return "để trống"
	}
	if n := utf8.RuneCountInString(a); n > g.Max {
		return fmt.Sprintf("dài %d ký tự, quá %d", n, g.Max)
	}
	if g.Charset == "" {
		return ""
	}
	for _, r := range a {
		if !strings.ContainsRune(g.Charset, r) {
			return fmt.Sprintf("có ký tự “%c” ngoài các ký tự %s", r, g.Charset)
		}
	}
	if g.Charset == GridCharset && !gridNumber.MatchString(a) {
		return "không phải một số (dấu trừ đứng đầu, một dấu phẩy ở giữa)"
	}
	return ""
}

func (c *checker) tags() {
	t := c.b.Tags
	if len(t.Topic) > maxTag || len(t.Outcome) > 4*maxTag || len(t.Subject) > maxTag || len(c.b.Label) > maxTag {
		c.add("tag.long", "tags", "Nhãn quá dài.", "Rút gọn môn, chủ đề, mã câu hoặc yêu cầu cần đạt.")
	}
	if t.Grade < 0 || t.Grade > 12 {
		c.add("grade.unknown", "grade", fmt.Sprintf("Không có lớp %d.", t.Grade), "Ghi lớp từ 1 đến 12.")
	}
	levels := []Level{t.Level}
	for _, s := range c.b.Question.Statements {
		levels = append(levels, s.Level)
	}
	for _, l := range levels {
		if l != "" && l.Vietnamese() == "" {
			c.add("level.unknown", "level", fmt.Sprintf("Không rõ mức độ “%s”.", clip(string(l))), "Dùng Biết, Hiểu hoặc Vận dụng.")
		}
	}
}

func letter(i int, first rune) string {
	if i > 25 {
		return fmt.Sprint(i + 1)
	}
	return string(first + rune(i))
}

// clip shortens text for a message to 80 characters.
func clip(s string) string {
	s = NormText(s)
	if utf8.RuneCountInString(s) <= excerptRunes {
		return s
	}
	return string([]rune(s)[:excerptRunes-1]) + "…"
}
