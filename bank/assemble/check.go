package assemble

import (
	"fmt"
	"slices"

	"khaothi/bank"
)

// Bounds of one blueprint: far above any paper, far below what hurts.
const (
	maxParts     = 20
	maxRows      = 300
	maxQuestions = 300 // of a form
	maxForms     = 200
	maxBands     = 100
	maxEnemies   = 5_000
	maxTargets   = 20
	maxPoints    = 100_00
)

// Check returns everything that is wrong with a blueprint by itself, whatever
// the bank holds. A blueprint with an error cannot be drawn.
func (b Blueprint) Check() []bank.Problem {
	c := &checker{b: b}
	c.parts()
	c.rows()
	c.sizes()
	c.bands()
	c.rest()
	return c.out
}

type checker struct {
	b   Blueprint
	out []bank.Problem
}

func (c *checker) add(code, field, message, fix string) {
	c.out = append(c.out, bank.Problem{Code: code, Field: field, Message: message, Fix: fix})
}

func (c *checker) parts() {
	if c.b.V != Version {
		c.add("blueprint.version", "v", fmt.Sprintf("Phiên bản ma trận là %d, chương trình đọc phiên bản %d.", c.b.V, Version), "Xuất lại ma trận bằng phiên bản chương trình này.")
	}
	if n := len(c.b.Parts); n == 0 || n > maxParts {
		c.add("blueprint.parts", "parts", fmt.Sprintf("Ma trận có %d phần; cần từ 1 đến %d.", n, maxParts), "Khai báo các phần của đề: dạng câu hỏi và điểm mỗi câu.")
	}
	for i, p := range c.b.Parts {
		field := fmt.Sprintf("parts[%d]", i)
		if len(p.Kinds) == 0 {
			c.add("part.kinds", field, fmt.Sprintf("Phần %d chưa có dạng câu hỏi.", i+1), "Chọn ít nhất một dạng câu hỏi cho phần.")
		}
		for _, k := range p.Kinds {
			if !slices.Contains(bank.Kinds(), k) {
				c.add("kind.unknown", field, fmt.Sprintf("Phần %d: không rõ dạng câu hỏi “%s”.", i+1, k), "Chọn một trong các dạng mà chương trình có.")
			}
		}
		if p.Clusters() && len(p.Kinds) > 1 {
			c.add("part.mixed", field, fmt.Sprintf("Phần %d trộn câu Đúng–Sai với dạng khác.", i+1), "Để câu Đúng–Sai ở một phần riêng, vì ma trận đếm từng ý của chúng.")
		}
		if p.Points < 0 || p.Points > maxPoints {
			c.add("part.points", field, fmt.Sprintf("Phần %d: điểm mỗi câu không hợp lệ.", i+1), "Ghi điểm mỗi câu theo phần trăm điểm, ví dụ 25 cho 0,25 điểm.")
		}
		if p.Questions < 0 {
			c.add("part.questions", field, fmt.Sprintf("Phần %d: số câu là số âm.", i+1), "Ghi số câu từ 0 trở lên.")
		}
	}
}

func (c *checker) rows() {
	if len(c.b.Rows) > maxRows {
		c.add("blueprint.rows", "rows", fmt.Sprintf("Ma trận có %d hàng, quá %d.", len(c.b.Rows), maxRows), "Gộp các đơn vị kiến thức nhỏ.")
		return
	}
	seen := map[string]int{}
	for i, r := range c.b.Rows {
		name := foldKey(r.Topic, r.Content)
		if first, twice := seen[name]; twice {
			c.add("row.twice", fmt.Sprintf("rows[%d]", i), fmt.Sprintf("Hàng %d trùng chủ đề và đơn vị kiến thức với hàng %d.", i+1, first), "Gộp hai hàng làm một.")
		}
		seen[name] = i + 1
		c.cells(i, r)
	}
}

func (c *checker) cells(i int, r Row) {
	type place struct {
		part  int
		level bank.Level
	}
	seen, statements := map[place]bool{}, map[int]int{}
	for j, cell := range r.Cells {
		field := fmt.Sprintf("rows[%d].cells[%d]", i, j)
		if cell.Part < 1 || cell.Part > len(c.b.Parts) {
			c.add("cell.part", field, fmt.Sprintf("Hàng %d: không có phần %d.", i+1, cell.Part), "Dùng số của một phần đã khai báo.")
			continue
		}
		level := cell.Level.Fold()
		if level != "" && !slices.Contains(levels, level) {
			c.add("level.unknown", field, fmt.Sprintf("Hàng %d: không rõ mức độ “%s”.", i+1, cell.Level), "Dùng biet, hieu hoặc vandung.")
		}
		if cell.Count < 0 || cell.Count > maxQuestions*bank.ClusterSize {
			c.add("cell.count", field, fmt.Sprintf("Hàng %d: số câu %d không hợp lệ.", i+1, cell.Count), "Ghi số câu từ 0 trở lên.")
		}
		if seen[place{cell.Part, level}] {
			c.add("cell.twice", field, fmt.Sprintf("Hàng %d có hai ô của phần %d cùng mức độ.", i+1, cell.Part), "Gộp hai ô làm một.")
		}
		seen[place{cell.Part, level}] = true
		if c.b.Parts[cell.Part-1].Clusters() {
			statements[cell.Part] += cell.Count
		}
	}
	for part := range len(c.b.Parts) {
		if n := statements[part+1]; n%bank.ClusterSize != 0 {
			c.add("cell.statements", fmt.Sprintf("rows[%d]", i),
				fmt.Sprintf("Hàng %d, phần %d: có %d ý Đúng–Sai; mỗi câu có %d ý của cùng một đơn vị kiến thức.", i+1, part+1, n, bank.ClusterSize),
				"Cho số ý của hàng là bội số của 4, hoặc gộp các hàng (để trống đơn vị kiến thức thì lấy trong cả chủ đề).")
		}
	}
}

// sizes compares what parts say of themselves with their cells.
func (c *checker) sizes() {
	if fatal(c.out) {
		return
	}
	for i, p := range c.b.Parts {
		said := p.Questions
		p.Questions = 0
		counted := c.b.withPart(i, p).Size(i + 1)
		if said > 0 && counted > 0 && said != counted {
			c.add("part.sum", fmt.Sprintf("parts[%d]", i), fmt.Sprintf("Phần %d ghi %d câu nhưng các ô cộng lại là %d câu.", i+1, said, counted), "Sửa số câu của phần hoặc số câu trong các ô.")
		}
		if said == 0 && counted == 0 {
			c.add("part.empty", fmt.Sprintf("parts[%d]", i), fmt.Sprintf("Phần %d không có câu nào.", i+1), "Ghi số câu vào ma trận, hoặc bỏ phần này.")
		}
	}
	if n := c.b.Questions(); n > maxQuestions {
		c.add("blueprint.large", "parts", fmt.Sprintf("Đề có %d câu, quá %d.", n, maxQuestions), "Giảm số câu.")
	}
}

func (b Blueprint) withPart(i int, p Part) Blueprint {
	b.Parts = slices.Clone(b.Parts)
	b.Parts[i] = p
	return b
}

func (c *checker) bands() {
	if len(c.b.Bands) > maxBands {
		c.add("blueprint.bands", "bands", fmt.Sprintf("Có %d ràng buộc thêm, quá %d.", len(c.b.Bands), maxBands), "Bớt ràng buộc.")
	}
	for i, band := range c.b.Bands {
		field := fmt.Sprintf("bands[%d]", i)
		if band.Min < 0 || (band.Max != nil && *band.Max < band.Min) {
			c.add("band.range", field, fmt.Sprintf("Ràng buộc “%s”: số nhỏ nhất lớn hơn số lớn nhất.", band.Label(i)), "Sửa hai số.")
		}
		for _, p := range band.Where.Parts {
			if p < 1 || p > len(c.b.Parts) {
				c.add("cell.part", field, fmt.Sprintf("Ràng buộc “%s”: không có phần %d.", band.Label(i), p), "Dùng số của một phần đã khai báo.")
			}
		}
	}
}

// Label is the name of the band, or its number where it has none.
func (b Band) Label(i int) string {
	if b.Name != "" {
		return b.Name
	}
	return fmt.Sprintf("số %d", i+1)
}

func (c *checker) rest() {
	f := c.b.Forms
	if f.Count < 0 || f.Count > maxForms || f.Bases < 0 || (f.Overlap != nil && *f.Overlap < 0) {
		c.add("forms.count", "forms", fmt.Sprintf("Số đề phải từ 1 đến %d, số câu trùng từ 0.", maxForms), "Sửa số đề.")
	}
	if len(c.b.Enemies) > maxEnemies {
		c.add("blueprint.enemies", "enemies", fmt.Sprintf("Có %d nhóm câu loại trừ nhau, quá %d.", len(c.b.Enemies), maxEnemies), "Bớt nhóm.")
	}
	if s := c.b.Stimuli; s.Min < 0 || s.Max < 0 || (s.Max > 0 && s.Max < s.Min) || (s.Texts != nil && *s.Texts < 0) {
		c.add("stimuli.range", "stimuli", "Số câu của một ngữ liệu không hợp lệ.", "Cho số nhỏ nhất không lớn hơn số lớn nhất.")
	}
	if e := c.b.Exposure; e.MaxForms < 0 || e.MaxUses < 0 || e.UnusedDays < 0 {
		c.add("exposure.range", "exposure", "Giới hạn sử dụng câu là số âm.", "Ghi số từ 0 trở lên; 0 là không giới hạn.")
	}
	if d := c.b.Pool.Difficulty; d != nil && (d.Min < 0 || d.Max > 1 || d.Max < d.Min) {
		c.add("pool.difficulty", "pool", "Khoảng độ khó phải nằm trong 0–1.", "Sửa hai số.")
	}
	if len(c.b.Targets) > maxTargets {
		c.add("blueprint.targets", "targets", fmt.Sprintf("Có %d mục tiêu, quá %d.", len(c.b.Targets), maxTargets), "Bớt mục tiêu.")
	}
	for i, t := range c.b.Targets {
		field := fmt.Sprintf("targets[%d]", i)
		if t.Column == "" {
			c.add("target.column", field, fmt.Sprintf("Mục tiêu %d chưa nói cột nào của bảng số.", i+1), "Ghi tên cột của tệp thông tin.")
		}
		if t.Goal != Highest && t.Goal != Near && t.Goal != Within {
			c.add("target.goal", field, fmt.Sprintf("Mục tiêu %d: không rõ yêu cầu “%s”.", i+1, t.Goal), "Dùng max, near hoặc within.")
		}
		if t.Min != nil && t.Max != nil && *t.Max < *t.Min {
			c.add("target.range", field, fmt.Sprintf("Mục tiêu %d: số nhỏ nhất lớn hơn số lớn nhất.", i+1), "Sửa hai số.")
		}
		if t.Weight < 0 || (t.Goal == Highest && t.Value < 0) {
			c.add("target.weight", field, fmt.Sprintf("Mục tiêu %d: trọng số hoặc đơn vị là số âm.", i+1), "Dùng số dương.")
		}
	}
}

func fatal(problems []bank.Problem) bool { return bank.Fatal(problems) }
