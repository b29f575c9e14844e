package paper

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/internal/docx"
)

// Solutions is the booklet of one variant: the key as a table, then each
// question with its answer and how it is solved. Media must hold the pictures
// of the solutions too. It is for teachers and never travels with a paper.
func Solutions(f bank.Form, l bank.Layout, media map[string]bank.Media, h Heading) ([]byte, []bank.Row, error) {
	printed, err := f.Paper(l, media)
	if err != nil {
		return nil, nil, err
	}
	answers, err := f.PrintedKey(l)
	if err != nil {
		return nil, nil, err
	}
	h = h.full(printed)
	h.Lines = false
	for hash, m := range media {
		if _, ok := printed.Media[hash]; !ok {
			printed.Media[hash] = bank.PrintedMedia{MIME: m.MIME, Data: m.Bytes}
		}
	}
	b := &booklet{printer: newPrinter(printed, h), source: f, layout: l, answers: map[[2]int][]bank.PrintedAnswer{}}
	for _, a := range answers {
		at := [2]int{a.Part, placeOf(a).no}
		b.answers[at] = append(b.answers[at], a)
	}
	section := docx.Section{Footer: footer(l.Code)}
	b.width = section.Width()
	section.Blocks = append(b.title(), b.table()...)
	section.Blocks = append(section.Blocks, b.solutions()...)
	data, err := docx.Write(docx.Document{Title: "Hướng dẫn giải – " + h.Exam, Size: h.textSize(), Sections: []docx.Section{section}})
	return data, b.report.Rows, err
}

type booklet struct {
	*printer
	source  bank.Form
	layout  bank.Layout
	answers map[[2]int][]bank.PrintedAnswer // by part and number
}

func (b *booklet) title() []docx.Block {
	h := b.head
	line := "Môn: " + h.Subject
	if b.form.FormCode != "" {
		line += " – Mã đề: " + b.form.FormCode
	}
	out := []docx.Block{docx.Line(docx.Center, docx.Run{Text: "ĐÁP ÁN VÀ HƯỚNG DẪN GIẢI", Look: docx.Look{Bold: true, Size: h.textSize() + 4}})}
	for _, s := range []string{strings.ToUpper(h.Exam), h.Year, line} {
		if s != "" {
			out = append(out, docx.Line(docx.Center, docx.Bold(s)))
		}
	}
	return out
}

// perRow is how many answers stand side by side in the table.
const perRow = 10

// table is the key of each part: numbers above, answers below.
func (b *booklet) table() []docx.Block {
	var out []docx.Block
	for _, part := range b.form.Parts {
		var cells [][2]string
		for _, q := range part.Questions {
			var words []string
			for _, a := range b.answers[[2]int{part.Part, q.No}] {
				words = append(words, a.Answer)
			}
			cells = append(cells, [2]string{strconv.Itoa(q.No), cmp.Or(joined(words), "–")})
		}
		out = append(out, docx.Paragraph{Before: 120, After: 40, KeepNext: true, Content: []docx.Inline{docx.Bold(cmp.Or(part.Title, partName(part.Part)))}})
		t := docx.Table{Borders: true, Padding: 40}
		head := b.width / 10
		t.Columns = []int{head}
		for range perRow {
			t.Columns = append(t.Columns, (b.width-head)/perRow)
		}
		for from := 0; from < len(cells); from += perRow {
			t.Rows = append(t.Rows, answerRow("Câu", cells, from, 0, true), answerRow("Đáp án", cells, from, 1, false))
		}
		out = append(out, t)
	}
	return out
}

func answerRow(name string, cells [][2]string, from, which int, bold bool) docx.Row {
	row := docx.Row{Cells: []docx.Cell{{Shade: "EEEEEE", Blocks: []docx.Block{docx.Line(docx.Left, docx.Run{Text: name, Look: docx.Look{Bold: true, Size: 20}})}}}}
	for i := from; i < from+perRow; i++ {
		text, shade := "", ""
		if i < len(cells) {
			text = cells[i][which]
		}
		if bold {
			shade = "EEEEEE"
		}
		row.Cells = append(row.Cells, docx.Cell{Shade: shade, Middle: true, Blocks: []docx.Block{docx.Line(docx.Center, docx.Run{Text: text, Look: docx.Look{Bold: bold, Size: 20}})}})
	}
	return row
}

func (b *booklet) solutions() []docx.Block {
	var out []docx.Block
	for i, part := range b.form.Parts {
		out = append(out, b.partTitle(part)...)
		shared := ""
		for n, q := range part.Questions {
			b.where = fmt.Sprintf("phần %d, câu %d", part.Part, q.No)
			if q.Stimulus != shared && q.Stimulus != "" {
				out = append(out, b.stimulus(part, n)...)
			}
			shared = q.Stimulus
			out = append(out, b.question(q)...)
			pin := b.source.Parts[i].Pins[b.layout.Parts[i][n].Base-1]
			out = append(out, b.answer(q, pin.Body, b.answers[[2]int{part.Part, q.No}])...)
		}
	}
	return out
}

// answer is what is right and why.
func (b *booklet) answer(q bank.PrintedQuestion, body bank.Body, answers []bank.PrintedAnswer) []docx.Block {
	base := docx.Paragraph{Indent: indent, Align: docx.Justify}
	line := base
	line.Content = []docx.Inline{docx.Bold("Đáp án: "), docx.Bold(answerText(q.Kind, answers))}
	out := []docx.Block{line}
	if q.Kind.ByHand() {
		out = b.rubric(body.Key.Rubric)
	}
	if !bank.IsEmpty(body.Solution) {
		out = append(out, b.html(b.width-indent).Blocks(body.Solution, base, docx.Run{Text: "Lời giải. ", Look: docx.Look{Bold: true, Italic: true}})...)
	}
	return out
}

// answerText is the answer of one question: B; a) Đ, b) S; 0,5 hoặc 1/2.
func answerText(k bank.Kind, answers []bank.PrintedAnswer) string {
	words := make([]string, len(answers))
	for i, a := range answers {
		words[i] = strings.ReplaceAll(a.Answer, " | ", " hoặc ")
		if l := placeOf(a).letter; l != "" {
			words[i] = l + ") " + words[i]
		}
		if k == bank.Order {
			words[i] = strings.Join(strings.Split(words[i], ""), " → ")
		}
	}
	return strings.Join(words, "; ")
}

// rubric is how people mark.
func (b *booklet) rubric(list []bank.Criterion) []docx.Block {
	if len(list) == 0 {
		return nil
	}
	points := b.width / 8
	t := docx.Table{Borders: true, Columns: []int{b.width - points, points}, Rows: []docx.Row{{Header: true, Cells: []docx.Cell{
		{Shade: "EEEEEE", Blocks: []docx.Block{docx.Line(docx.Center, docx.Bold("Hướng dẫn chấm"))}}, {Shade: "EEEEEE", Blocks: []docx.Block{docx.Line(docx.Center, docx.Bold("Điểm"))}},
	}}}}
	add := func(html string, points int, left int, look docx.Look) {
		t.Rows = append(t.Rows, docx.Row{Cells: []docx.Cell{
			{Blocks: b.html(t.Columns[0]-220).Blocks(html, docx.Paragraph{Indent: left})},
			{Blocks: []docx.Block{docx.Line(docx.Center, docx.Run{Text: Points(points), Look: look})}},
		}})
	}
	for _, c := range list {
		add(c.HTML, c.Points, 0, docx.Look{Bold: true})
		for _, g := range c.Steps {
			add(g.HTML, g.Points, indent, docx.Look{})
		}
	}
	return []docx.Block{t}
}

// Points writes hundredths as people write them: 25 is 0,25.
func Points(hundredths int) string {
	s := fmt.Sprintf("%d,%02d", hundredths/100, hundredths%100)
	return strings.TrimSuffix(s, ",00")
}
