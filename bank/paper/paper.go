package paper

import (
	"html"
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/internal/docx"
)

// Docx lays out one variant as a Word document. The rows say what could not be
// shown as it should be.
func Docx(f bank.PrintedForm, h Heading) ([]byte, []bank.Row, error) {
	doc, rows := layOut(f, h.full(f))
	data, err := docx.Write(doc)
	return data, rows, err
}

// HTML lays out one variant as a page for a browser that prints: no scripts, all
// pictures inside, the number of the page on each.
func HTML(f bank.PrintedForm, h Heading) string {
	h = h.full(f)
	doc, _ := layOut(f, h)
	s := doc.Sections[0]
	foot := `"Trang " counter(page) "/" counter(pages)`
	if f.FormCode != "" {
		foot += ` " - Mã đề ` + strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, f.FormCode) + `"`
	}
	size := strconv.FormatFloat(float64(h.textSize())/2, 'f', 1, 64) + "pt"
	return `<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">` +
		`<title>` + html.EscapeString(doc.Title) + `</title><style>@page{size:A4;margin:15mm 15mm 15mm 20mm;@bottom-right{content:` + foot + `;font:11pt "Times New Roman","Liberation Serif",serif}}` +
		docx.PageCSS + `body{font-size:` + size + `}</style></head><body>` + docx.PageHTML(s.Blocks, s.Width()) + `</body></html>`
}

func layOut(f bank.PrintedForm, h Heading) (docx.Document, []bank.Row) {
	p := newPrinter(f, h)
	section := docx.Section{Footer: footer(f.FormCode)}
	p.width = section.Width()
	section.Blocks = append(h.block(f, p.width), p.parts()...)
	section.Blocks = append(section.Blocks, h.end()...)
	title := h.Exam
	if f.FormCode != "" {
		title += " - Mã đề " + f.FormCode
	}
	return docx.Document{Title: title, Size: h.textSize(), Sections: []docx.Section{section}}, p.report.Rows
}

// printer lays out one form.
type printer struct {
	form   bank.PrintedForm
	head   Heading
	width  int
	report bank.Report
	where  string // the question that is being laid out
}

func newPrinter(f bank.PrintedForm, h Heading) *printer { return &printer{form: f, head: h} }

// html converts text of the form at the given width.
func (p *printer) html(width int) docx.HTML {
	return docx.HTML{Width: width, Apart: 2 * docx.Centimetre, Picture: p.picture, Lost: p.lost, Gap: func(name string) []docx.Inline {
		return []docx.Inline{docx.Bold("(" + name + ")"), docx.Text("\u00a0………………")}
	}}
}

func (p *printer) picture(src string) ([]byte, string, bool) {
	m, ok := p.form.Media[strings.TrimPrefix(src, "media:")]
	return m.Data, m.MIME, ok && !bank.IsAudio(m.MIME)
}

// lost makes a row of what a text could not show.
func (p *printer) lost(code, what string) {
	message := map[string]string{
		"formula": "Không dựng được công thức; trên đề in nguyên mã LaTeX.", "picture": "Không chèn được hình.",
		"sound": "Câu có bài nghe: đề giấy chỉ ghi chú, cần phát bài nghe tại phòng thi.", "table": "Không dựng được bảng.",
	}[code]
	fix := map[string]string{"formula": "Sửa công thức trong câu hỏi (đề thi dùng phiên bản đã chốt).", "picture": "Kiểm tra hình của câu."}[code]
	if code == "formula" {
		if _, err := docx.NewFormula(what); err != nil {
			message += " " + vietnamese(err)
		}
	}
	p.report.Add(bank.Row{Severity: bank.Warning, Where: p.where, Code: "paper." + code, Message: strings.TrimSpace(message), Fix: fix, Excerpt: what})
}

func (p *printer) parts() []docx.Block {
	var out []docx.Block
	for _, part := range p.form.Parts {
		p.where = "phần " + strconv.Itoa(part.Part)
		out = append(out, p.partTitle(part)...)
		out = append(out, p.questions(part)...)
	}
	return out
}

// partTitle is the title of a part and how it is answered.
func (p *printer) partTitle(part bank.PrintedPart) []docx.Block {
	base := docx.Paragraph{Before: 120, After: 40, KeepNext: true, Align: docx.Justify}
	lead := []docx.Inline{}
	title := strings.TrimSpace(part.Title)
	if title != "" {
		lead = append(lead, docx.Bold(strings.TrimRight(title, ". ")+". "))
	}
	if bank.IsEmpty(part.Intro) {
		if how := instruction(part); how != "" {
			lead = append(lead, docx.Text(how))
		}
		if len(lead) == 0 {
			return nil
		}
		base.Content = lead
		return []docx.Block{base}
	}
	return p.html(p.width).Blocks(part.Intro, base, lead...)
}

// instruction is the official wording for parts of one kind.
func instruction(part bank.PrintedPart) string {
	if len(part.Questions) == 0 {
		return ""
	}
	kind := part.Questions[0].Kind
	for _, q := range part.Questions {
		if q.Kind != kind {
			return ""
		}
	}
	first, last := strconv.Itoa(part.Questions[0].No), strconv.Itoa(part.Questions[len(part.Questions)-1].No)
	from := "Thí sinh trả lời từ câu " + first + " đến câu " + last + "."
	if first == last {
		from = "Thí sinh trả lời câu " + first + "."
	}
	return from + map[bank.Kind]string{
		bank.Single:     " Mỗi câu hỏi thí sinh chỉ chọn một phương án.",
		bank.Multiple:   " Mỗi câu hỏi thí sinh chọn tất cả các phương án đúng.",
		bank.Cluster:    " Trong mỗi ý a), b), c), d) ở mỗi câu, thí sinh chọn đúng hoặc sai.",
		bank.Match:      " Mỗi câu thí sinh ghép mỗi ý ở cột trái với một ý ở cột phải.",
		bank.Categorise: " Mỗi câu thí sinh xếp mỗi ý vào một nhóm.",
		bank.Order:      " Mỗi câu thí sinh sắp xếp các ý theo thứ tự đúng.",
		bank.Cloze:      " Mỗi câu thí sinh điền vào chỗ trống.",
	}[kind]
}

// questions lays out the questions of a part; those that share a stimulus stand
// below it, those of a track below its title.
func (p *printer) questions(part bank.PrintedPart) []docx.Block {
	var out []docx.Block
	track, shared := "", ""
	for i, q := range part.Questions {
		p.where = "phần " + strconv.Itoa(part.Part) + ", câu " + strconv.Itoa(q.No)
		if q.Track != track {
			out = append(out, p.track(part, i)...)
			track = q.Track
		}
		if q.Stimulus != shared && q.Stimulus != "" {
			out = append(out, p.stimulus(part, i)...)
		}
		shared = q.Stimulus
		out = append(out, p.question(q)...)
	}
	return out
}

// track is the title of the questions of a track from question i on.
func (p *printer) track(part bank.PrintedPart, i int) []docx.Block {
	id, last := part.Questions[i].Track, i
	for last+1 < len(part.Questions) && part.Questions[last+1].Track == id {
		last++
	}
	var out []docx.Block
	if i == 0 || part.Questions[i-1].Track == "" && id != "" {
		out = append(out, docx.Paragraph{Before: 80, KeepNext: true, Content: []docx.Inline{docx.Bold("Phần riêng. "), docx.Italic("Thí sinh chỉ làm một trong các phần riêng sau đây.")}})
	}
	title := "Phần chung"
	for _, t := range part.Tracks {
		if t.ID == id {
			title = t.Title
		}
	}
	return append(out, docx.Paragraph{Before: 60, KeepNext: true, Content: []docx.Inline{docx.Bold(title), docx.Text(" (" + fromTo(part.Questions[i].No, part.Questions[last].No) + ")")}})
}

func fromTo(first, last int) string {
	if first == last {
		return "câu " + strconv.Itoa(first)
	}
	return "từ câu " + strconv.Itoa(first) + " đến câu " + strconv.Itoa(last)
}

// stimulus is the text that question i and those after it share.
func (p *printer) stimulus(part bank.PrintedPart, i int) []docx.Block {
	id, last := part.Questions[i].Stimulus, i
	for last+1 < len(part.Questions) && part.Questions[last+1].Stimulus == id {
		last++
	}
	text := p.form.Stimuli[id]
	verb := "Đọc ngữ liệu sau"
	switch {
	case strings.Contains(text, "<audio"):
		verb = "Nghe bài nghe"
	case bank.PlainText(text) == "":
		verb = "Quan sát hình sau"
	case strings.Contains(text, "<table") || strings.Contains(text, "<img"):
		verb = "Dựa vào thông tin sau"
	}
	head := docx.Paragraph{Before: 80, KeepNext: true, Content: []docx.Inline{docx.Run{
		Text: verb + " và trả lời " + fromTo(part.Questions[i].No, part.Questions[last].No) + ".", Look: docx.Look{Bold: true, Italic: true},
	}}}
	return append([]docx.Block{head}, p.html(p.width).Blocks(text, docx.Paragraph{Align: docx.Justify, First: 284})...)
}
