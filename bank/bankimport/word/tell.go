package word

import (
	"fmt"
	"strings"

	"khaothi/bank"
)

// header reads the lines above the questions: subject, grade, topic.
func (r *reader) header(s *scanner) {
	for _, h := range s.header {
		switch h.name {
		case "subject":
			r.tags.Subject = h.value
		case "grade":
			grade, ok := bank.ParseGrade(h.value)
			if !ok {
				r.c.Row(bank.Warning, paragraph(h.par), "grade.unknown", "Không rõ lớp “"+clip(h.value)+"”.", "Ghi số từ 1 đến 12.", "")
			}
			r.tags.Grade = grade
		case "topic":
			r.tags.Topic = h.value
		case "content":
			r.tags.Content = h.value
		default: // points and the name of the bank belong to papers and pools
			r.c.Row(bank.Warning, paragraph(h.par), "header.ignored", "Dòng “"+clip(h.value)+"” ở đầu tệp không được dùng.", "Điểm đặt ở đề thi, kho chọn khi nhập.", "")
		}
	}
}

// told are the notes of the document in words. Errors are what may hide a part
// of a question.
var told = map[string]struct {
	severity     bank.Severity
	message, fix string
}{
	"text_box": {bank.Warning, "Chữ trong khung (Text Box) không được đọc", "Chuyển chữ ra ngoài khung rồi nhập lại."},
	"deleted":  {bank.Warning, "Chữ đã xoá ở chế độ theo dõi thay đổi bị bỏ", "Chấp nhận hoặc từ chối các thay đổi (Review › Accept) trước khi nhập."},
	"inserted": {bank.Warning, "Chữ thêm vào ở chế độ theo dõi thay đổi được giữ", "Chấp nhận hoặc từ chối các thay đổi (Review › Accept) trước khi nhập."},
	"hidden":   {bank.Warning, "Chữ ẩn không được đọc", "Bỏ định dạng ẩn (Hidden) nếu chữ thuộc câu hỏi."},
	"footnote": {bank.Warning, "Chú thích chân trang không được đọc", "Viết chú thích vào câu hỏi."},
	"shape":    {bank.Warning, "Hình vẽ bằng Shapes của Word không đọc được", "Chụp hình vẽ thành ảnh PNG rồi chèn lại vào câu."},
	"chart":    {bank.Warning, "Biểu đồ hoặc SmartArt của Word không đọc được", "Sao chép, dán đặc biệt dạng PNG rồi chèn lại vào câu."},
	"group":    {bank.Warning, "Nhóm hình: chỉ đọc từng ảnh trong nhóm, không giữ cách sắp xếp", "Chụp cả nhóm thành một ảnh PNG."},
	"field":    {bank.Warning, "Công thức kiểu cũ (trường EQ) không đọc được", "Gõ lại bằng Equation của Word."},
	"symbol":   {bank.Warning, "Ký hiệu của phông đặc biệt không đọc được, thay bằng □", "Gõ lại ký hiệu bằng Insert › Symbol của phông thường."},
	"embedded": {bank.Error, "Tệp chứa một tài liệu nhúng (altChunk) không đọc được", "Mở bằng Word rồi lưu lại dạng .docx."},
}

// inQuestion are the notes that say that a question lacks something it had.
var inQuestion = map[string]string{"text_box": bank.TodoText, "shape": bank.TodoPicture, "chart": bank.TodoPicture, "field": bank.TodoText, "symbol": bank.TodoText, "group": bank.TodoPicture}

// notes tells what of the document is no text. In a question it also becomes
// something that is still to do.
func (r *reader) notes(s *scanner) {
	for _, n := range r.doc.Notes {
		t, ok := told[n.Code]
		if !ok {
			continue
		}
		message := t.message
		if n.Text != "" {
			message += ": “" + clip(n.Text) + "”"
		}
		where := paragraph(n.Paragraph)
		d := s.holder(n.Paragraph)
		if d != nil {
			where = fmt.Sprintf("%s (đoạn %d)", d.label, n.Paragraph)
		}
		severity := t.severity
		if n.Code == "text_box" && holdsLabel(n.Text) {
			severity = bank.Error
		}
		todo := inQuestion[n.Code]
		switch {
		case severity == bank.Error:
			r.c.Apart(where, "word."+n.Code, message+".", t.fix, "")
		case d != nil && todo != "":
			d.lack(todo, message+". "+t.fix, n.Text)
		default:
			r.c.Row(severity, where, "word."+n.Code, message+".", t.fix, "")
		}
	}
}

// holdsLabel reports text in a box that is a question or options of one.
func holdsLabel(text string) bool {
	l := line{view: []rune(text)}
	if _, ok := worded(l.view); ok {
		return true
	}
	letter, lower, _, _, _ := option(l.view, 0)
	return letter == 'A' && !lower
}

// holder is the question in which a paragraph stands, or nil.
func (s *scanner) holder(par int) *draft {
	var out *draft
	for _, d := range s.drafts {
		if d.par > par {
			break
		}
		out = d
	}
	if out != nil && s.endPar > 0 && par >= s.endPar {
		return nil
	}
	return out
}

// counts compares, part by part, what was found with what became questions, and
// tells numbers that are missing or stand twice.
func (r *reader) counts(s *scanner) {
	for _, p := range s.parts {
		name := first(p.name, "đề")
		if p.found == 0 {
			if p.kind != "" {
				r.c.Row(bank.Warning, paragraph(p.par), "count.empty", p.name+" không có câu nào đọc được.", "Kiểm tra cách ghi số câu (Câu 1., Câu 2. …).", "")
			}
			continue
		}
		if bad := p.found - p.good; bad > 0 {
			r.c.Row(bank.Warning, name, "count.part", fmt.Sprintf("%s: thấy %d câu, đọc được %d, lỗi %d.", upperFirst(name), p.found, p.good, bad), "Sửa các lỗi ở trên rồi nhập lại.", "")
		}
		seen := map[int]int{}
		for _, n := range p.nos {
			seen[n]++
		}
		if missing := gapsIn(p.nos, seen); missing != "" {
			r.c.Row(bank.Warning, name, "count.gap", "Số câu không liền: thiếu câu "+missing+".", "Nếu đề có các câu này, kiểm tra cách ghi nhãn “Câu …”.", "")
		}
		for _, n := range p.nos {
			if seen[n] > 1 {
				r.c.Row(bank.Warning, name, "count.repeat", fmt.Sprintf("Số câu %d đứng %d lần.", n, seen[n]), "Đánh lại số câu, hoặc ghi tên phần (PHẦN I, PHẦN II) ở đầu mỗi phần.", "")
				seen[n] = 0
			}
		}
	}
}

func upperFirst(s string) string {
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// gapsIn lists the numbers missing between the first and the last, at most ten.
func gapsIn(nos []int, seen map[int]int) string {
	lo, hi := nos[0], nos[0]
	for _, n := range nos {
		lo, hi = min(lo, n), max(hi, n)
	}
	var out []string
	for n := lo; n <= hi && len(out) < 10; n++ {
		if seen[n] == 0 {
			out = append(out, fmt.Sprint(n))
		}
	}
	return strings.Join(out, ", ")
}

// left tells the text that belongs to no question.
func (r *reader) left(s *scanner) {
	if n := len(s.before); n > 0 && len(s.drafts) > 0 {
		r.c.Row(bank.Warning, paragraph(s.before[0].par), "text.before", fmt.Sprintf("%d đoạn trước câu đầu tiên không thuộc câu nào.", n), "Bình thường với tên trường, tên đề; nếu là nội dung dùng chung, ghi “… trả lời câu 1 đến câu 3”.", s.before[0].text())
	}
	for _, l := range s.lost {
		r.c.Row(bank.Warning, paragraph(l.par), "text.lost", "Đoạn này không thuộc câu nào nên không được nhập.", "Thêm nhãn (Câu …, Lời giải …) hoặc chuyển vào câu.", excerpt(l))
	}
	for _, sh := range s.sharedTexts {
		if sh.uses == 0 {
			r.c.Row(bank.Error, paragraph(sh.par), "stimulus.unused", "Đoạn dùng chung không có câu nào dùng.", "Kiểm tra số câu ghi trong đoạn.", excerpt(sh.lines[0]))
		} else if sh.to == 0 {
			r.c.Row(bank.Warning, paragraph(sh.par), "stimulus.open", fmt.Sprintf("Đoạn dùng chung không ghi số câu: được gắn với %d câu tiếp theo của phần này.", sh.uses), "Ghi “câu … đến câu …” trong đoạn.", excerpt(sh.lines[0]))
		} else if sh.uses < sh.to-sh.from+1 {
			r.c.Row(bank.Warning, paragraph(sh.par), "stimulus.few", fmt.Sprintf("Đoạn dùng chung cho câu %d đến %d nhưng chỉ thấy %d câu.", sh.from, sh.to, sh.uses), "Kiểm tra số câu.", excerpt(sh.lines[0]))
		}
	}
	for _, g := range s.groups {
		if g.fixed {
			r.c.Row(bank.Warning, paragraph(g.par), "group.fixed", "Nhóm giữ nguyên thứ tự câu: thứ tự đặt ở đề thi, không ở câu hỏi.", "Đánh dấu cố định khi lập đề.", "")
		}
		if g.text && len(g.lines) > 0 {
			r.c.Row(bank.Warning, paragraph(g.par), "group.words", fmt.Sprintf("Nhóm chỉ có chữ (chữ “Nhóm” gạch chân): %d đoạn không được nhập.", len(g.lines)), "Bỏ gạch chân chữ “Nhóm” nếu trong nhóm có câu hỏi.", excerpt(g.lines[0]))
		}
		if !g.child && !g.text && len(g.lines) > 0 {
			r.c.Row(bank.Warning, paragraph(g.par), "group.text", "Lời của nhóm không được gắn với câu nào.", "In nghiêng chữ “Nhóm” nếu lời thuộc các câu trong nhóm.", excerpt(g.lines[0]))
		}
	}
}

func excerpt(l line) string {
	if l.table != nil {
		return "[bảng]"
	}
	return strings.ReplaceAll(l.text(), string(thing), "□")
}
