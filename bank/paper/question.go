package paper

import (
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/internal/docx"
)

// indent is how far options and statements stand from the margin.
const indent = 284

// question lays out one question and, where wanted, room for its answer.
func (p *printer) question(q bank.PrintedQuestion) []docx.Block {
	out := p.html(p.width).Blocks(q.Stem, docx.Paragraph{Before: 40, Align: docx.Justify, KeepNext: len(q.Options)+len(q.Statements) > 0}, docx.Bold("Câu "+strconv.Itoa(q.No)+". "))
	switch q.Kind {
	case bank.Single, bank.Multiple:
		out = append(out, p.options(q.Options)...)
	case bank.Cluster:
		out = append(out, p.statements(q.Statements)...)
	case bank.Short, bank.Numeric:
		out = append(out, p.answerLine("Trả lời:")...)
	case bank.Cloze:
		out = append(out, p.gaps(q)...)
	case bank.Match:
		out = append(out, p.match(q)...)
	case bank.Categorise:
		out = append(out, p.categories(q)...)
	case bank.Order:
		out = append(out, p.options(q.Options)...)
		out = append(out, p.answerLine("Thứ tự đúng:")...)
	case bank.Hotspot:
		out = append(out, p.hotspot(q)...)
	case bank.Essay:
		out = append(out, p.essay(q.Writing)...)
	case bank.Upload:
		out = append(out, upload(q.Files))
	}
	return out
}

// answerLine is a dotted line for a short answer.
func (p *printer) answerLine(label string) []docx.Block {
	if !p.head.Lines {
		return nil
	}
	return []docx.Block{docx.Paragraph{Indent: indent, Tabs: []docx.Tab{{At: indent + 5*docx.Centimetre, Align: docx.Left, Dots: true}}, Content: []docx.Inline{docx.Text(label + " "), docx.TabStop{}}}}
}

// statements lays out a) b) c) d), each in a paragraph.
func (p *printer) statements(list []bank.PrintedStatement) []docx.Block {
	var out []docx.Block
	for i, s := range list {
		base := docx.Paragraph{Indent: indent * 2, Hanging: indent, Align: docx.Justify, Tabs: []docx.Tab{{At: indent * 2}}, KeepNext: i < len(list)-1}
		out = append(out, p.html(p.width-2*indent).Blocks(s.HTML, base, docx.Bold(string(rune('a'+i))+")"), docx.TabStop{})...)
	}
	return out
}

// gaps lays out what gaps are filled from: the pool of the question, and the
// options of each gap.
func (p *printer) gaps(q bank.PrintedQuestion) []docx.Block {
	out := []docx.Block{}
	if len(q.Options) > 0 {
		out = append(out, docx.Paragraph{Indent: indent, KeepNext: true, Content: []docx.Inline{docx.Italic("Chọn trong các từ, cụm từ sau:")}})
		out = append(out, p.options(q.Options)...)
	}
	for i, g := range q.Gaps {
		if len(g.Options) > 0 {
			out = append(out, p.optionsAfter(g.Options, docx.Bold("("+string(rune('a'+i))+")"))...)
		}
	}
	return out
}

// match is two columns: what is matched on the left, its targets on the right.
func (p *printer) match(q bank.PrintedQuestion) []docx.Block {
	return append(p.columns(q, "Cột I", "Cột II"), p.pairs(len(q.Statements))...)
}

// categories is the same table: the things on the left, the groups on the right.
func (p *printer) categories(q bank.PrintedQuestion) []docx.Block {
	return append(p.columns(q, "Ý", "Nhóm"), p.pairs(len(q.Statements))...)
}

func (p *printer) columns(q bank.PrintedQuestion, left, right string) []docx.Block {
	width := (p.width - 2*indent) / 2
	t := docx.Table{Borders: true, Center: true, Columns: []int{width, width}, Rows: []docx.Row{{Header: true, Cells: []docx.Cell{
		{Blocks: []docx.Block{docx.Line(docx.Center, docx.Bold(left))}}, {Blocks: []docx.Block{docx.Line(docx.Center, docx.Bold(right))}},
	}}}}
	h := p.html(width - 220)
	for i := range max(len(q.Statements), len(q.Options)) {
		row := docx.Row{Cells: []docx.Cell{{}, {}}}
		if i < len(q.Statements) {
			row.Cells[0].Blocks = h.Blocks(q.Statements[i].HTML, docx.Paragraph{}, docx.Bold(string(rune('a'+i))+") "))
		}
		if i < len(q.Options) {
			row.Cells[1].Blocks = h.Blocks(q.Options[i].HTML, docx.Paragraph{}, docx.Bold(letterOf(i)+". "))
		}
		t.Rows = append(t.Rows, row)
	}
	return []docx.Block{t}
}

// pairs is where pairs are written: a – ……
func (p *printer) pairs(n int) []docx.Block {
	if !p.head.Lines {
		return nil
	}
	var b strings.Builder
	b.WriteString("Trả lời:")
	for i := range n {
		b.WriteString("  " + string(rune('a'+i)) + " – ……;")
	}
	return []docx.Block{docx.Paragraph{Indent: indent, Content: []docx.Inline{docx.Text(strings.TrimSuffix(b.String(), ";"))}}}
}

// essay is lines to write on.
func (p *printer) essay(w *bank.Writing) []docx.Block {
	var out []docx.Block
	if w != nil && w.Words > 0 {
		out = append(out, docx.Paragraph{Indent: indent, Content: []docx.Inline{docx.Italic("(Không quá " + strconv.Itoa(w.Words) + " chữ)")}})
	}
	if !p.head.Lines || w == nil {
		return out
	}
	for range min(w.Lines, maxLines) {
		out = append(out, docx.Paragraph{Before: 60, Tabs: []docx.Tab{{At: p.width, Align: docx.Right, Dots: true}}, Content: []docx.Inline{docx.TabStop{}}})
	}
	return out
}

// maxLines of one essay on paper: five pages.
const maxLines = 200

// upload tells that the answer is a file.
func upload(f *bank.Files) docx.Block {
	text := "(Thí sinh làm trên máy và nộp tệp"
	if f != nil && len(f.Types) > 0 {
		text += " dạng ." + strings.Join(f.Types, ", .")
	}
	return docx.Paragraph{Indent: indent, Content: []docx.Inline{docx.Italic(text + ")")}}
}
