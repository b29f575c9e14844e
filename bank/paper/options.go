package paper

import (
	"khaothi/bank"
	"khaothi/internal/docx"
)

// letterOf names options: A, B, …
func letterOf(i int) string { return string(rune('A' + i%26)) }

// gapBetween is what has to stay free between two options on one line.
const gapBetween = 150

// options lays out options in four, two or one columns, as their widths allow.
func (p *printer) options(list []bank.PrintedOption) []docx.Block { return p.optionsAfter(list) }

// optionsAfter puts something before the first option of a line.
func (p *printer) optionsAfter(list []bank.PrintedOption, before ...docx.Inline) []docx.Block {
	left := indent
	if len(before) > 0 {
		left += 2 * indent
	}
	room := p.width - left
	lines := make([][]docx.Inline, len(list))
	columns, widest := 4, 0
	for i, o := range list {
		h := p.html(room / 2)
		h.Apart = 0
		line, ok := h.Inline(o.HTML)
		if !ok {
			columns = 1
		}
		lines[i] = append([]docx.Inline{docx.Bold(letterOf(i) + ". ")}, line...)
		widest = max(widest, docx.MeasureLine(lines[i])*p.head.textSize()/24)
	}
	if columns == 4 {
		columns = columnsFor(len(list), widest+gapBetween, room)
	}
	if columns == 1 {
		return p.optionsBelow(list, left, before)
	}
	return p.optionLines(lines, columns, left, room, before)
}

// columnsFor is how many options of a width stand on one line.
func columnsFor(n, width, room int) int {
	switch {
	case width*4 <= room && n != 2 && n != 5:
		return 4
	case width*2 <= room:
		return 2
	}
	return 1
}

// optionLines sets options side by side at tabs.
func (p *printer) optionLines(lines [][]docx.Inline, columns, left, room int, before []docx.Inline) []docx.Block {
	var tabs []docx.Tab
	for i := 1; i < columns; i++ {
		tabs = append(tabs, docx.Tab{At: left + room*i/columns})
	}
	var out []docx.Block
	for from := 0; from < len(lines); from += columns {
		para := docx.Paragraph{Indent: left, Tabs: tabs, Keep: true, KeepNext: from+columns < len(lines)}
		if from == 0 && len(before) > 0 {
			para.Hanging = 2 * indent
			para.Tabs = append([]docx.Tab{{At: left}}, tabs...)
			para.Content = append(append(para.Content, before...), docx.TabStop{})
		}
		for i := from; i < min(from+columns, len(lines)); i++ {
			if i > from {
				para.Content = append(para.Content, docx.TabStop{})
			}
			para.Content = append(para.Content, lines[i]...)
		}
		out = append(out, para)
	}
	return out
}

// optionsBelow sets options below one another.
func (p *printer) optionsBelow(list []bank.PrintedOption, left int, before []docx.Inline) []docx.Block {
	var out []docx.Block
	for i, o := range list {
		base := docx.Paragraph{Indent: left + indent + 60, Hanging: indent + 60, Align: docx.Justify, Tabs: []docx.Tab{{At: left + indent + 60}}, KeepNext: i < len(list)-1}
		lead := []docx.Inline{docx.Bold(letterOf(i) + "."), docx.TabStop{}}
		if i == 0 && len(before) > 0 {
			lead = append(append(append([]docx.Inline{}, before...), docx.Text(" ")), lead...)
		}
		out = append(out, p.html(p.width-left-indent-60).Blocks(o.HTML, base, lead...)...)
	}
	return out
}
