package word

import (
	"regexp"
	"strings"

	"khaothi/internal/ooxml"
	"khaothi/internal/vi"
)

// truthTable takes a table with the columns Đúng and Sai: each row a statement,
// a tick in one of the two.
func (s *scanner) truthTable(t *ooxml.Table) bool {
	if s.cur == nil || len(t.Rows) < 2 {
		return false
	}
	right, wrong := -1, -1
	for _, c := range t.Rows[0].Cells {
		if l, ok := s.firstLine(c); ok {
			switch vi.Fold(l.text()) {
			case "dung", "d":
				right = c.Column
			case "sai", "s":
				wrong = c.Column
			}
		}
	}
	if right < 0 || wrong < 0 || len(s.cur.choices) > 0 {
		return false
	}
	letter := rune('A')
	for _, r := range t.Rows[1:] {
		s.truthRow(r, right, wrong, letter)
		letter++
	}
	s.at = inChoices
	return true
}

func (s *scanner) truthRow(r ooxml.Row, right, wrong int, letter rune) {
	c := choice{letter: letter, lower: true, sign: ')'}
	var ticks []string
	for _, cell := range r.Cells {
		l, ok := s.firstLine(cell)
		if !ok {
			continue
		}
		switch cell.Column {
		case right:
			ticks = append(ticks, "D")
			continue
		case wrong:
			ticks = append(ticks, "S")
			continue
		}
		at, _, from, end, _ := option(l.view, l.front())
		switch {
		case at == letter && c.lines == nil:
			c.label = l.atoms[from : from+1]
			l = l.from(end)
		case len([]rune(l.text())) <= 2 && c.lines == nil: // a column of numbers
			c.label = l.atoms[l.front() : l.front()+1]
			continue
		}
		if c.label == nil {
			c.label = l.atoms[:1]
		}
		if !l.empty() {
			c.lines = append(c.lines, l)
		}
	}
	if c.label == nil {
		return
	}
	if len(ticks) == 1 {
		c.truth = ticks[0]
	}
	if len(ticks) > 1 {
		s.cur.add("key.conflict", "statement "+string(letter+'a'-'A'), "Dòng đánh dấu cả Đúng và Sai.", "Đánh dấu một cột.")
	}
	s.cur.choices = append(s.cur.choices, c)
}

// answerBox reads the boxes behind "Đáp án", one sign in each. Boxes that are
// left empty for candidates are nothing.
func (s *scanner) answerBox(t *ooxml.Table) (value string, ok bool) {
	if s.cur == nil || len(t.Rows) != 1 || len(t.Rows[0].Cells) < 3 || len(s.cur.choices) > 0 {
		return "", false
	}
	named := len(s.cur.stem) > 0 && answerWord.MatchString(s.cur.stem[len(s.cur.stem)-1].text())
	var b strings.Builder
	for i, c := range t.Rows[0].Cells {
		l, filled := s.firstLine(c)
		if !filled {
			continue
		}
		text := l.text()
		if i == 0 && answerWord.MatchString(text) {
			named = true
			continue
		}
		if len([]rune(text)) != 1 || !strings.Contains("0123456789-,.", text) {
			return "", false
		}
		b.WriteString(text)
	}
	return b.String(), named
}

var answerWord = regexp.MustCompile(`^(?i)(?:đáp án|đáp số|trả lời|kết quả)\s*:?$`)

// piped takes "Câu 1|stem|A|B|C|D|key", a question in one paragraph.
func (s *scanner) piped(l line) bool {
	l = l.from(0)
	lb, ok := worded(l.view)
	if !ok || s.at == inKeys || s.at == inSolutions {
		return false
	}
	end := lb.end
	for end < len(l.view) && l.view[end] == ' ' {
		end++
	}
	if end >= len(l.view) || l.view[end] != '|' {
		return false
	}
	var fields []line
	from := end + 1
	for i := from; i <= len(l.view); i++ {
		if i == len(l.view) || l.view[i] == '|' {
			fields = append(fields, l.cut(from, i))
			from = i + 1
		}
	}
	d := &draft{part: s.part, par: l.par, level: s.level, topic: s.topic, group: s.group, label: lb.text, no: lb.no}
	s.take(d)
	d.stem = []line{d.brackets(fields[0])}
	last := len(fields) - 1
	if last < 1 {
		return true
	}
	for i, f := range fields[1:last] {
		c := choice{letter: 'A' + rune(i), sign: '|', label: []atom{{r: 'A' + rune(i), p: s.looks.of(ooxml.Props{})}}}
		if !f.empty() {
			c.lines = []line{f}
		}
		d.choices = append(d.choices, c)
	}
	if text, _ := wordsOf(fields[last]); text != "" {
		d.marks = append(d.marks, mark{by: "ô cuối “" + clip(text) + "”", par: l.par, text: text})
	}
	s.ended()
	return true
}
