package word

import (
	"strings"

	"khaothi/internal/ooxml"
	"khaothi/internal/vi"
)

// tableBlock takes a table: of the key, of questions, of options, of statements
// with Đúng and Sai, or of data.
func (s *scanner) tableBlock(t *ooxml.Table) {
	whole := line{table: t, par: t.No}
	if s.at == inKeys || s.at == inSolutions || s.keyLike(t) {
		if cells, par := grid(t, s.looks); s.at != inSolutions && s.table.read(cells, first0(par, t.No)) > 0 {
			if s.at != inKeys {
				s.close()
				s.at, s.endPar = inKeys, first0(s.endPar, t.No+1)
			}
			return
		}
		if s.holdsQuestions(t) {
			s.cells(t)
			return
		}
		if s.table.current != nil {
			s.table.current.lines = append(s.table.current.lines, whole)
			return
		}
		s.lost = append(s.lost, whole)
		return
	}
	if box, ok := s.answerBox(t); ok {
		if n := len(s.cur.stem); n > 0 && answerWord.MatchString(s.cur.stem[n-1].text()) {
			s.cur.stem = s.cur.stem[:n-1]
		}
		if box != "" {
			s.cur.marks = append(s.cur.marks, mark{by: "ô đáp án", par: t.No, text: box})
		}
		return
	}
	switch {
	case len(s.drafts) == 0 && s.sheetOfNumbers(t):
		s.before = append(s.before, whole)
	case s.truthTable(t):
	case s.holdsQuestions(t), s.holdsOptions(t):
		s.cells(t)
	default:
		s.under(whole)
	}
}

// sheetOfNumbers reports the boxes for answers at the head of a paper: cells
// that are only numbers of questions, or empty.
func (s *scanner) sheetOfNumbers(t *ooxml.Table) bool {
	cells, _ := grid(t, s.looks)
	n := 0
	for _, row := range cells {
		for _, c := range row {
			switch f := vi.Fold(c); {
			case onlyNo.MatchString(c):
				n++
			case c != "" && f != "cau" && f != "dap an" && f != "tra loi" && f != "diem":
				return false
			}
		}
	}
	return n >= 3
}

// keyLike reports a table behind at least one question that holds nothing but
// numbers and answers: a key without a heading.
func (s *scanner) keyLike(t *ooxml.Table) bool {
	if len(s.drafts) == 0 || !s.complete() || s.holdsQuestions(t) {
		return false
	}
	cells, _ := grid(t, s.looks)
	seen := &keyTable{}
	filled := 0
	for _, row := range cells {
		for _, c := range row {
			f := vi.Fold(c)
			switch {
			case c == "" || f == "cau" || f == "dap an" || f == "da" || f == "chon":
			case onlyNo.MatchString(c), len([]rune(c)) == 1 && strings.Contains("ABCDEFGHĐS", strings.ToUpper(c)), seen.linePairs(0, c) == 1 && pairOf.MatchString(c):
				filled++
			default:
				return false
			}
		}
	}
	seen = &keyTable{}
	return filled >= 4 && seen.read(cells, 0) >= 2 && seen.lettersOnly()
}

// lettersOnly reports a key of letters: numbers alone are data.
func (t *keyTable) lettersOnly() bool {
	for _, p := range t.pairs {
		if !letterList.MatchString(p.value) && !truthRow.MatchString(strings.ToLower(p.value)) {
			return false
		}
	}
	return true
}

// firstLine is the first line of a cell that shows something.
func (s *scanner) firstLine(c ooxml.Cell) (line, bool) {
	for _, b := range c.Blocks {
		if b.Paragraph == nil {
			return line{}, false
		}
		if l := s.looks.lineOf(b.Paragraph); !l.empty() {
			return l, true
		}
	}
	return line{}, false
}

// holdsQuestions reports a table in which a cell begins with the label of a
// question, at any depth.
func (s *scanner) holdsQuestions(t *ooxml.Table) bool {
	for _, r := range t.Rows {
		for _, c := range r.Cells {
			if l, ok := s.firstLine(c); ok {
				if named(l) {
					return true
				}
				if _, is := bare(l.from(0).view); is && s.bare && s.cur == nil {
					return true
				}
			}
			for _, b := range c.Blocks {
				if b.Table != nil && s.holdsQuestions(b.Table) {
					return true
				}
			}
		}
	}
	return false
}

// holdsOptions reports a table whose cells begin with A., B., … one after the
// other, by rows or by columns.
func (s *scanner) holdsOptions(t *ooxml.Table) bool {
	if s.cur == nil || s.at == inSolution {
		return false
	}
	seen := map[rune]bool{}
	filled := 0
	for _, r := range t.Rows {
		for _, c := range r.Cells {
			l, ok := s.firstLine(c)
			if !ok {
				continue
			}
			filled++
			if letter, _, _, _, _ := option(l.view, l.front()); letter != 0 {
				seen[letter] = true
			}
		}
	}
	want := s.cur.next()
	return len(seen) >= 2 && seen[want] && seen[want+1] && len(seen)*2 >= filled
}

// cells feeds the cells of a table as lines, by rows, or by columns where the
// options go down.
func (s *scanner) cells(t *ooxml.Table) {
	if s.byColumns(t) {
		for col := range 64 {
			for _, r := range t.Rows {
				for _, c := range r.Cells {
					if c.Column == col {
						s.blocks(c.Blocks)
					}
				}
			}
		}
		return
	}
	for _, r := range t.Rows {
		s.row(r)
	}
}

func (s *scanner) byColumns(t *ooxml.Table) bool {
	if s.cur == nil || s.holdsQuestions(t) || len(t.Rows) < 2 || len(t.Rows[0].Cells) < 2 {
		return false
	}
	a, ok1 := s.firstLine(t.Rows[0].Cells[0])
	b, ok2 := s.firstLine(t.Rows[1].Cells[0])
	if !ok1 || !ok2 {
		return false
	}
	first, _, _, _, _ := option(a.view, a.front())
	below, _, _, _, _ := option(b.view, b.front())
	return first != 0 && below == first+1
}

// names of the left cell of a row that labels the right one.
var rowNames = map[string]string{"dap an": "Đáp án:", "dap an dung": "Đáp án:", "loi giai": "Lời giải:", "huong dan giai": "Lời giải:", "giai thich": "Lời giải:", "muc do": "", "noi dung": "", "cau hoi": ""}

// row feeds one row. A cell that only labels the next ("A", "Đáp án") is put
// before its text.
func (s *scanner) row(r ooxml.Row) {
	before := s.cur
	for i := 0; i < len(r.Cells); i++ {
		c := r.Cells[i]
		if i > 0 && s.cur != before && s.cur != nil && s.pictures(c) {
			continue
		}
		name := s.cellName(c)
		if name == "" || i+1 >= len(r.Cells) {
			s.blocks(c.Blocks)
			continue
		}
		next := r.Cells[i+1]
		l, ok := s.firstLine(next)
		if !ok {
			s.blocks(c.Blocks)
			continue
		}
		i++
		head, _ := s.firstLine(c)
		s.feed(joined(head, name, l))
		s.rest(next)
	}
}

// pictures takes a cell that holds only pictures beside the cell in which a
// question began: they belong to what is asked, not to the last option.
func (s *scanner) pictures(c ooxml.Cell) bool {
	var lines []line
	for _, b := range c.Blocks {
		if b.Paragraph == nil {
			return false
		}
		l := s.looks.lineOf(b.Paragraph)
		if l.empty() {
			continue
		}
		if !onlyThings(l) {
			return false
		}
		lines = append(lines, l)
	}
	s.cur.stem = append(s.cur.stem, lines...)
	return len(lines) > 0
}

// cellName is the label that a cell is, with its mark: "A" is "A.".
func (s *scanner) cellName(c ooxml.Cell) string {
	l, ok := s.firstLine(c)
	if !ok || len(c.Blocks) != 1 {
		return ""
	}
	text := l.text()
	if len(text) == 1 && (text[0] >= 'A' && text[0] <= 'H' || text[0] >= 'a' && text[0] <= 'h') && s.cur != nil && rune(strings.ToUpper(text)[0]) == s.cur.next() {
		return text + "."
	}
	return rowNames[strings.Trim(vi.Fold(text), " :.")]
}

// joined is a line with a label in front that looks as its cell does.
func joined(head line, name string, l line) line {
	look := head.atoms[head.front()].p
	out := l
	out.atoms = nil
	for _, r := range name + " " {
		out.atoms = append(out.atoms, atom{r: r, p: look})
	}
	out.atoms = append(out.atoms, l.atoms...)
	out.look()
	return out
}

// rest feeds what follows the first line of a cell.
func (s *scanner) rest(c ooxml.Cell) {
	for i, b := range c.Blocks {
		if b.Paragraph != nil && !s.looks.lineOf(b.Paragraph).empty() {
			s.blocks(c.Blocks[i+1:])
			return
		}
	}
}
