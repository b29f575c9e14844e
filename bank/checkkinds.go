package bank

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

func (c *checker) numeric() {
	c.accepted(c.b.Key.Accepted, "key")
	for _, a := range c.b.Key.Accepted {
		if _, _, ok := ParseRange(a); !ok {
			c.add("key.number", "key", fmt.Sprintf("“%s” không phải một số hay một khoảng số.", clip(a)), "Ghi một số (9,81) hoặc một khoảng (9,8..9,82).")
		}
	}
}

func (c *checker) cloze() {
	q := c.b.Question
	if n := len(q.Gaps); n < 1 || n > maxFields {
		c.add("gaps.count", "gaps", fmt.Sprintf("Câu điền khuyết có %d chỗ trống; cần từ 1 đến %d.", n, maxFields), "Thêm hoặc bớt chỗ trống.")
		return
	}
	marks := GapsIn(q.Stem)
	if len(marks) != len(q.Gaps) {
		c.add("gaps.marks", "stem", fmt.Sprintf("Lời dẫn có %d chỗ trống, phần trả lời có %d.", len(marks), len(q.Gaps)), "Đánh dấu mỗi chỗ trống đúng một lần trong lời dẫn.")
	}
	for i, mark := range marks {
		if mark != letter(i, 'a') {
			c.add("gaps.order", "stem", "Chỗ trống trong lời dẫn không theo thứ tự a, b, c…", "Đánh lại các chỗ trống theo thứ tự.")
			break
		}
	}
	if len(q.Options) > 0 {
		c.choices(q.Options, 1, "")
	}
	if len(c.b.Key.Gaps) > len(q.Gaps) {
		c.add("key.unknown", "key", "Đáp án nhiều hơn số chỗ trống.", "Ghi đáp án cho đúng từng chỗ trống.")
	}
	for i := range q.Gaps {
		c.gap(i)
	}
}

func (c *checker) gap(i int) {
	g, field := c.b.Question.Gaps[i], "gap "+letter(i, 'a')
	var key []string
	if i < len(c.b.Key.Gaps) {
		key = c.b.Key.Gaps[i]
	}
	if g.Weight < 0 || g.Weight > 100 {
		c.add("gap.weight", field, "Trọng số của chỗ trống phải từ 1 đến 100.", "Sửa trọng số.")
	}
	if g.Grid != nil {
		if len(g.Options) > 0 {
			c.add("gap.both", field, "Chỗ trống vừa gõ vừa chọn.", "Giữ một cách trả lời.")
		}
		c.typed(g.Grid, key, field)
		return
	}
	if len(g.Options) > 0 {
		c.choices(g.Options, 1, field)
	}
	choices := c.b.Question.Choices(i)
	if len(choices) == 0 {
		c.add("gap.empty", field, "Chỗ trống không có cách trả lời.", "Cho phép gõ, hoặc thêm phương án.")
		return
	}
	if len(key) == 0 {
		c.lack("key.missing", field, fmt.Sprintf("Chỗ trống %s chưa có đáp án.", letter(i, 'a')), "Ghi đáp án đúng; chương trình không bao giờ tự đoán.")
	}
	for _, id := range key {
		if !hasOption(choices, id) {
			c.add("key.unknown", field, "Đáp án chỉ tới một phương án không có.", "Chọn đáp án trong các phương án của chỗ trống.")
		}
	}
}

func (c *checker) match() {
	q, key := c.b.Question, c.b.Key.Statements
	if n := len(q.Statements); n < 1 || n > maxFields {
		c.add("statements.count", "statements", fmt.Sprintf("Có %d dòng cần ghép; cần từ 1 đến %d.", n, maxFields), "Thêm hoặc bớt dòng.")
	}
	c.choices(q.Options, 2, "")
	for i, s := range q.Statements {
		name := "statement " + letter(i, 'a')
		if IsEmpty(s.HTML) {
			c.add("statement.empty", name, fmt.Sprintf("Dòng %s để trống.", letter(i, 'a')), "Nhập nội dung của dòng.")
		}
		if i >= len(key) || key[i] == "" {
			c.lack("key.missing", name, fmt.Sprintf("Dòng %s chưa có đáp án.", letter(i, 'a')), "Chọn đáp án cho từng dòng; chương trình không bao giờ tự đoán.")
			continue
		}
		if !hasOption(q.Options, key[i]) {
			c.add("key.unknown", name, "Đáp án chỉ tới một phương án không có.", "Chọn đáp án trong cột ghép.")
		}
		if q.Kind == Match && slices.Contains(key[:i], key[i]) {
			c.warn("match.twice", name, "Hai dòng ghép cùng một đáp án.", "Nếu đúng ý, có thể đổi dạng thành phân loại.")
		}
	}
	if len(key) > len(q.Statements) {
		c.add("key.unknown", "key", "Đáp án nhiều hơn số dòng.", "Ghi đúng một đáp án cho mỗi dòng.")
	}
}

func (c *checker) order() {
	c.choices(c.b.Question.Options, 2, "")
	key := c.b.Key.Options
	c.right(key)
	if len(key) > 0 && len(key) != len(c.b.Question.Options) {
		c.add("key.order", "key", "Thứ tự đúng không gồm đủ các mục.", "Xếp đủ các mục theo thứ tự đúng.")
	}
}

func (c *checker) hotspot() {
	q := c.b.Question
	i := q.Image
	if i == nil || !mediaSrc.MatchString("media:"+i.Media) || i.Width < 1 || i.Height < 1 || i.Width > maxPicturePixels/i.Height {
		c.add("image.missing", "image", "Câu chọn trên hình chưa có hình.", "Tải hình lên.")
		return
	}
	if strings.TrimSpace(i.Alt) == "" {
		c.warn("image.alt", "image", "Hình chưa có mô tả bằng lời.", "Ghi mô tả cho thí sinh dùng trình đọc màn hình.")
	}
	if len(q.Options) == 0 {
		c.points()
		return
	}
	c.choices(q.Options, 1, "")
	for n, o := range q.Options {
		name := "option " + letter(n, 'A')
		if o.Area == nil {
			c.add("area.missing", name, "Phương án chưa có vùng trên hình.", "Vẽ vùng trên hình.")
			continue
		}
		c.area(*o.Area, name)
	}
	c.right(c.b.Key.Options)
}

// points checks a hotspot that is answered by pointing anywhere.
func (c *checker) points() {
	q := c.b.Question
	if q.Points < 1 || q.Points > maxFields {
		c.add("points.count", "points", fmt.Sprintf("Số điểm cần đánh dấu phải từ 1 đến %d.", maxFields), "Sửa số điểm.")
	}
	if len(c.b.Key.Areas) == 0 {
		c.lack("key.missing", "key", "Chưa có vùng đúng trên hình.", "Vẽ vùng đúng; chương trình không bao giờ tự đoán.")
	}
	for _, a := range c.b.Key.Areas {
		c.area(a, "key")
	}
}

func (c *checker) area(a Area, field string) {
	if why := a.problem(c.b.Question.Image.Width, c.b.Question.Image.Height); why != "" {
		c.add("area.bad", field, "Vùng trên hình không hợp lệ: "+why+".", "Vẽ lại vùng.")
	}
}

// byHand checks what people mark.
func (c *checker) byHand() {
	q := c.b.Question
	if w := q.Writing; w != nil && (w.Words < 0 || w.Words > maxWords || w.Lines < 0 || w.Lines > maxLines) {
		c.add("writing.size", "writing", "Số chữ hoặc số dòng của bài viết không hợp lệ.", fmt.Sprintf("Tối đa %d chữ, %d dòng.", maxWords, maxLines))
	}
	if q.Kind == Upload && (q.Files == nil || q.Files.MaxBytes < 1 || q.Files.MaxBytes > maxUpload) {
		c.add("files.size", "files", "Dung lượng tệp nộp không hợp lệ.", fmt.Sprintf("Từ 1 byte đến %d MB.", maxUpload>>20))
	}
	if len(c.b.Key.Rubric) == 0 {
		c.warn("rubric.missing", "rubric", "Câu chưa có hướng dẫn chấm.", "Thêm các tiêu chí và điểm.")
	}
	for _, r := range c.b.Key.Rubric {
		bad := r.Points < 1
		for _, step := range r.Steps {
			bad = bad || step.Points < 0 || step.Points > r.Points
		}
		if IsEmpty(r.HTML) || bad {
			c.add("rubric.bad", "rubric", "Tiêu chí chấm để trống hoặc điểm không hợp lệ.", "Mỗi tiêu chí có nội dung và điểm lớn hơn 0; mức điểm không quá điểm của tiêu chí.")
		}
	}
}

// credit checks that part-credit belongs to values that exist, and that what is
// right earns something.
func (c *checker) credit() {
	for _, name := range slices.Sorted(maps.Keys(c.b.Key.Credit)) {
		credit := c.b.Key.Credit[name]
		if credit < -Full || credit > Full {
			c.add("credit.size", "key", "Điểm thành phần phải từ −100 % đến 100 %.", "Sửa điểm thành phần.")
		}
		if !c.b.creditable(name) {
			c.add("credit.unknown", "key", "Điểm thành phần của một trả lời không có: "+clip(name), "Xoá điểm thành phần này.")
		}
	}
}

// creditable reports whether a name of Credit is a value of the question: an
// option, or a text that is accepted.
func (b Body) creditable(name string) bool {
	if b.Question.Fields() == 0 {
		return hasOption(b.Question.Options, name) || slices.Contains(b.Key.Accepted, name)
	}
	for i := range b.Question.Fields() {
		value, ok := strings.CutPrefix(name, letter(i, 'a')+":")
		if !ok {
			continue
		}
		if b.Question.Kind != Cloze {
			return hasOption(b.Question.Options, value)
		}
		return hasOption(b.Question.Choices(i), value) || i < len(b.Key.Gaps) && slices.Contains(b.Key.Gaps[i], value)
	}
	return false
}
