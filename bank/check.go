package bank

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"khaothi/internal/exam"
)

// Bounds of one question. A paper of 60 of them stays far below what a
// browser of a school handles.
const (
	maxText    = 20_000 // bytes of one text
	maxOptions = 26     // they have letters
	maxGrid    = 100
	maxShort   = 500 // accepted answers
	maxTag     = 300
	maxTags    = 50       // free tags, and competences, of one question
	maxUpload  = 50 << 20 // bytes of a file that is handed in
	maxLines   = 1000     // of an essay
	maxWords   = 10_000
)

// Problem is something wrong with a body: a code, where in it, the sentence and
// what to do, in Vietnamese.
type Problem struct {
	Code    string `json:"code"`
	Field   string `json:"field"` // stem, option A, statement c, key, level, …
	Message string `json:"message"`
	Fix     string `json:"fix"`
	Warning bool   `json:"warning,omitempty"`
	Unready bool   `json:"unready,omitempty"` // a draft may have it, an approved question may not
}

// Normalise cleans every text, composes tags and gives ids to options without
// one. It never changes what is right.
func (b *Body) Normalise() {
	for _, s := range b.texts() {
		*s = CleanHTML(*s)
	}
	b.Question.Stem = emptyGaps(b.Question.Stem)
	b.Label = NormText(b.Label)
	b.Tags.normalise()
	for _, texts := range append([][]string{b.Key.Accepted}, b.Key.Gaps...) {
		for i, a := range texts {
			texts[i] = norm.NFC.String(strings.TrimSpace(a))
		}
	}
	if b.Question.Kind == Short && b.Question.Grid == nil {
		b.Question.Grid = &Grid{Max: GridMax, Charset: GridCharset}
	}
	taken := map[string]bool{}
	for _, o := range b.Question.allOptions() {
		for o.ID == "" || taken[o.ID] {
			o.ID = exam.NewOptionID()
		}
		taken[o.ID] = true
	}
	for i := range b.Todo {
		b.Todo[i].Note = NormText(b.Todo[i].Note)
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
	case Numeric:
		c.numeric()
	case Cloze:
		c.cloze()
	case Match, Categorise:
		c.match()
	case Order:
		c.order()
	case Hotspot:
		c.hotspot()
	case Essay, Upload:
		c.byHand()
	default:
		c.add("kind.unknown", "kind", fmt.Sprintf("Không rõ dạng câu hỏi “%s”.", clip(string(b.Question.Kind))), "Dùng một trong các dạng: một đáp án, nhiều đáp án, đúng/sai, trả lời ngắn, điền số, điền khuyết, ghép đôi, phân loại, sắp xếp, chọn trên hình, tự luận, nộp tệp.")
	}
	c.credit()
	c.tags()
	c.todo()
	return c.out
}

// Fatal reports whether any of the problems keeps a body out of the bank.
func Fatal(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return !p.Warning && !p.Unready })
}

// Ready reports whether a body may be approved and stand on a form.
func (b Body) Ready() bool {
	return !slices.ContainsFunc(b.Check(), func(p Problem) bool { return !p.Warning })
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

// lack is something that a draft may be without.
func (c *checker) lack(code, field, message, fix string) {
	c.out = append(c.out, Problem{Code: code, Field: field, Message: message, Fix: fix, Unready: true})
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
	return c.b.named()[i-len(base)].name
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
	c.choices(q.Options, 2, "")
	c.right(key)
	if q.Kind == Single && len(key) > 1 {
		c.add("key.two", "key", fmt.Sprintf("Câu một đáp án mà có %d đáp án đúng.", len(key)), "Giữ một đáp án đúng, hoặc đổi dạng thành nhiều đáp án.")
	}
}

// choices checks a list of options: of the question, or of a gap.
func (c *checker) choices(options []Option, least int, place string) {
	if n := len(options); n < least || n > maxOptions {
		c.add("options.count", strings.TrimSpace(place+" options"), fmt.Sprintf("Có %d phương án; cần từ %d đến %d.", n, least, maxOptions), "Thêm hoặc bớt phương án.")
	}
	seen := map[string]string{}
	for i, o := range options {
		name := place
		if place == "" {
			name = "option " + letter(i, 'A')
		}
		if IsEmpty(o.HTML) {
			c.add("option.empty", name, fmt.Sprintf("Phương án %s để trống.", letter(i, 'A')), "Nhập nội dung phương án hoặc xoá phương án.")
			continue
		}
		if first, ok := seen[plainKey(o.HTML)]; ok {
			c.lack("option.same", name, fmt.Sprintf("Phương án %s trùng với phương án %s.", letter(i, 'A'), first), "Sửa một trong hai phương án.")
			continue
		}
		seen[plainKey(o.HTML)] = letter(i, 'A')
	}
}

// right checks ids of options that are right.
func (c *checker) right(key []string) {
	for i, id := range key {
		if !hasOption(c.b.Question.Options, id) {
			c.add("key.unknown", "key", "Đáp án chỉ tới một phương án không có.", "Chọn đáp án trong các phương án của câu.")
		}
		if slices.Contains(key[:i], id) {
			c.add("key.repeat", "key", "Một phương án đứng hai lần trong đáp án.", "Ghi mỗi phương án một lần.")
		}
	}
	if len(key) == 0 {
		c.lack("key.missing", "key", "Câu chưa có đáp án.", "Ghi đáp án đúng; chương trình không bao giờ tự đoán.")
	}
}

func hasOption(options []Option, id string) bool {
	return slices.ContainsFunc(options, func(o Option) bool { return o.ID == id })
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
			c.lack("key.missing", "statement "+name, fmt.Sprintf("Ý %s chưa có đáp án Đ hay S.", name), "Ghi Đ hoặc S cho từng ý; chương trình không bao giờ tự đoán.")
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
	c.typed(c.b.Question.Grid, c.b.Key.Accepted, "key")
}

// typed checks a grid and what is right in it.
func (c *checker) typed(g *Grid, accepted []string, field string) {
	if g == nil || g.Max < 1 || g.Max > maxGrid {
		c.add("grid.size", "grid", fmt.Sprintf("Số ký tự tối đa phải từ 1 đến %d.", maxGrid), "Định dạng 2025 dùng 4 ký tự.")
		return
	}
	c.accepted(accepted, field)
	for _, a := range accepted {
		if problem := g.problem(a); problem != "" {
			c.add("key.grid", field, fmt.Sprintf("Đáp số “%s” %s.", clip(a), problem), "Sửa đáp số hoặc làm tròn trong đề cho vừa ô trả lời.")
		}
	}
}

// accepted checks how many answers are right.
func (c *checker) accepted(accepted []string, field string) {
	if len(accepted) == 0 {
		c.lack("key.missing", field, "Câu chưa có đáp số.", "Ghi đáp số; chương trình không bao giờ tự đoán.")
	}
	if len(accepted) > maxShort {
		c.add("key.many", field, fmt.Sprintf("Có %d đáp số, quá %d.", len(accepted), maxShort), "Bớt số đáp số được chấp nhận.")
	}
	for i, a := range accepted {
		if slices.Contains(accepted[:i], a) {
			c.warn("key.repeat", field, "Đáp số lặp lại: "+clip(a), "Bỏ bớt một lần.")
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
