package paper

import (
	"cmp"
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/internal/docx"
)

// Heading is a bank.Heading as it is printed.
type Heading bank.Heading

// DefaultNotes are those of the graduation exam.
const DefaultNotes = "Thí sinh không được sử dụng tài liệu.\nCán bộ coi thi không giải thích gì thêm."

// subjects are the names of the subjects that the program knows.
var subjects = map[string]string{
	"toan": "Toán", "vatli": "Vật lí", "hoahoc": "Hoá học", "sinhhoc": "Sinh học", "lichsu": "Lịch sử", "diali": "Địa lí", "gdktpl": "Giáo dục kinh tế và pháp luật",
	"tinhoc": "Tin học", "congnghe": "Công nghệ", "ngoaingu": "Ngoại ngữ", "nguvan": "Ngữ văn",
}

// SubjectName is a subject as papers print it.
func SubjectName(code string) string { return cmp.Or(subjects[code], code) }

// full fills a heading from the form.
func (h Heading) full(f bank.PrintedForm) Heading {
	h.Subject = cmp.Or(h.Subject, SubjectName(f.Subject))
	h.Exam = cmp.Or(h.Exam, f.Title)
	return h
}

// textSize is the size of the text in half points.
func (h Heading) textSize() int {
	if h.Size < 8 || h.Size > 20 {
		return 24
	}
	return 2 * h.Size
}

// block is the heading of a paper: who asks on the left, what on the right.
func (h Heading) block(f bank.PrintedForm, width int) []docx.Block {
	left := []docx.Block{}
	add := func(to *[]docx.Block, text string, look docx.Look) {
		if text != "" {
			*to = append(*to, docx.Paragraph{Align: docx.Center, Content: []docx.Inline{docx.Run{Text: text, Look: look}}})
		}
	}
	bold := docx.Look{Bold: true}
	add(&left, strings.ToUpper(h.Authority), docx.Look{})
	add(&left, strings.ToUpper(h.School), bold)
	add(&left, strings.ToUpper(h.Official), bold)
	left = append(left, docx.Line(docx.Center, docx.Italic("(Đề có "), docx.Field{Name: "NUMPAGES", Look: docx.Look{Italic: true}}, docx.Italic(" trang)")))
	right := []docx.Block{}
	add(&right, strings.ToUpper(h.Exam), bold)
	if h.Year != "" {
		add(&right, "NĂM HỌC "+strings.ToUpper(h.Year), bold)
	}
	subject := "Môn: " + strings.ToUpper(h.Subject)
	if h.Grade != "" {
		subject += " – Lớp " + h.Grade
	}
	add(&right, subject, bold)
	if f.DurationS > 0 {
		add(&right, "Thời gian làm bài: "+strconv.Itoa((f.DurationS+59)/60)+" phút, không kể thời gian phát đề", docx.Look{Italic: true})
	}
	narrow := width * 2 / 5
	return []docx.Block{
		docx.Table{Columns: []int{narrow, width - narrow}, Padding: 40, Rows: []docx.Row{{Cells: []docx.Cell{{Blocks: left}, {Blocks: right}}}}},
		docx.Paragraph{Content: []docx.Inline{docx.Run{Text: "\u00a0", Look: docx.Look{Size: 8}}}},
		h.candidate(f.FormCode, width),
	}
}

// candidate is where the candidate writes name and number, with the form code
// in a box.
func (h Heading) candidate(code string, width int) docx.Block {
	box := width / 5
	dots := docx.Paragraph{Before: 80, Tabs: []docx.Tab{{At: width - box - 120, Align: docx.Right, Dots: true}}}
	name, number := dots, dots
	name.Content = []docx.Inline{docx.Text("Họ, tên thí sinh: "), docx.TabStop{}}
	number.Content = []docx.Inline{docx.Text("Số báo danh: "), docx.TabStop{}}
	label := []docx.Block{}
	if code != "" {
		label = append(label, docx.Line(docx.Center, docx.Bold("Mã đề: "+code)))
	}
	return docx.Table{Borders: true, Columns: []int{width - box, box}, Padding: 60, Rows: []docx.Row{{Cells: []docx.Cell{
		{Bare: true, Blocks: []docx.Block{name, number}}, {Middle: true, Bare: code == "", Blocks: label},
	}}}}
}

// footer is page x of y and the form code on each page.
func footer(code string) []docx.Block {
	text := "/"
	content := []docx.Inline{docx.Text("Trang "), docx.Field{Name: "PAGE"}, docx.Text(text), docx.Field{Name: "NUMPAGES"}}
	if code != "" {
		content = append(content, docx.Text(" - Mã đề "+code))
	}
	return []docx.Block{docx.Line(docx.Right, content...)}
}

// end is what stands below the last question.
func (h Heading) end() []docx.Block {
	out := []docx.Block{docx.Paragraph{Align: docx.Center, Before: 120, KeepNext: h.Notes != "", Content: []docx.Inline{docx.Bold("-------- HẾT --------")}}}
	for line := range strings.SplitSeq(h.Notes, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, docx.Line(docx.Left, docx.Italic("- "+strings.TrimPrefix(line, "- "))))
		}
	}
	return out
}
