package word

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"khaothi/internal/ooxml"
	"khaothi/internal/vi"
)

// keyTable is what stands behind the questions: their key by number, by part
// where the table names parts, and solutions.
type keyTable struct {
	part    string
	pairs   []pair
	notes   []numbered2
	current *numbered2
}

type pair struct {
	part, no, value string
	par             int
}

type numbered2 struct {
	part, no string
	lines    []line
	par      int
}

var (
	keyHead   = regexp.MustCompile(`^(?i)(?:[-_*=\s]*)(?:bảng\s*)?(?:đáp\s*án|đáp\s*số|answer\s*keys?|keys?)(?:\s*(?:và|&|-)\s*(?:hướng dẫn giải|lời giải|hướng dẫn chấm|giải thích)[^:]*)?(?:\s*(?:đề|mã đề|chi tiết|tham khảo|trắc nghiệm|phần)\s*[^:]{0,60})?\s*:?[-_*=\s]*$`)
	notesHead = regexp.MustCompile(`^(?i)(?:[-_*=\s]*)(?:hướng\s*dẫn\s*giải|hướng\s*dẫn\s*chi\s*tiết|lời\s*giải|giải\s*chi\s*tiết|hướng dẫn chấm)(?:\s*(?:chi\s*tiết|tham khảo))?\s*:?[-_*=\s]*$`)
	pairOf    = regexp.MustCompile(`(?:^|[\s,;|])(?:(?i:câu)\s*)?(\d{1,3})\s*[.:\-)=]?\s*([A-Ha-h])(?:[\s,;.|]|$)`)
	onePair   = regexp.MustCompile(`^(?:(?i:câu)\s*)?(\d{1,3})\s*[.:\-)=]\s*(.{1,60})$|^(?:(?i:câu)\s*)?(\d{1,3})\s*([A-Ha-h])$`)
	onlyNo    = regexp.MustCompile(`^(?:(?i:câu)\s*)?(\d{1,3})\s*[.:)]?$`)
)

// keyHeading takes "BẢNG ĐÁP ÁN" and, once behind the questions, "HƯỚNG DẪN
// GIẢI". The words alone on a line end the questions; a line "Đáp án" under an
// open question of which nothing follows is none.
func (s *scanner) keyHeading(l line) bool {
	text := l.text()
	if l.table != nil || len(s.drafts) == 0 || len(text) > 120 {
		return false
	}
	if (s.at == inKeys || s.at == inSolutions) && notesHead.MatchString(text) {
		s.at = inSolutions
		return true
	}
	if !keyHead.MatchString(text) || strings.Contains(text, ":") && s.at != inKeys && !strings.Contains(vi.Fold(text), "bang") {
		return false
	}
	if s.cur != nil && s.endPar == 0 && strings.ToUpper(text) != text && !strings.HasPrefix(vi.Fold(text), "bang") {
		return false // "Đáp án" under a question
	}
	s.close()
	s.at, s.endPar = inKeys, first0(s.endPar, l.par)
	s.table.part = ""
	return true
}

// keyLine takes a line of the key or of the solutions behind it.
func (s *scanner) keyLine(l line) bool {
	if s.at != inKeys && s.at != inSolutions || l.table != nil {
		return false
	}
	if _, _, ok := heading(l); ok {
		return false
	}
	t := s.table
	l = l.from(0)
	lb, ok := worded(l.view)
	if !ok {
		lb, ok = bare(l.view)
	}
	text, _ := wordsOf(l)
	if s.at == inKeys {
		if n := t.linePairs(l.par, text); n > 0 {
			return true
		}
	}
	if ok { // a solution: "Câu 1. Chọn B", "1. Ta có …"
		rest := l.from(lb.end)
		t.notes = append(t.notes, numbered2{part: t.part, no: lb.no, par: l.par})
		t.current = &t.notes[len(t.notes)-1]
		s.at = inSolutions
		t.chosen(rest, l.par)
		if !rest.empty() {
			t.current.lines = append(t.current.lines, rest)
		}
		return true
	}
	if t.current == nil {
		return false
	}
	t.chosen(l, l.par)
	t.current.lines = append(t.current.lines, l)
	return true
}

// chosen reads "Chọn B" and "Đáp án: B" at the front of a solution.
func (t *keyTable) chosen(l line, par int) {
	text, _ := wordsOf(l)
	if m := chosen.FindStringSubmatch(text); m != nil {
		t.pairs = append(t.pairs, pair{t.current.part, t.current.no, strings.ToUpper(m[1]), par})
		return
	}
	if value, no, ok := keyOf(text); ok && no == "" {
		if m := letterThenWords.FindStringSubmatch(value); m != nil {
			value = m[1]
		}
		t.pairs = append(t.pairs, pair{t.current.part, t.current.no, value, par})
	}
}

// linePairs reads "1.A 2.B 3-C" or one "4: ĐSĐS" and counts what it found.
func (t *keyTable) linePairs(par int, text string) int {
	rest := " " + text + " "
	var found []pair
	for {
		m := pairOf.FindStringSubmatchIndex(rest)
		if m == nil {
			break
		}
		if strings.Trim(rest[:m[0]], " \t\n,;.|") != "" {
			return t.single(par, text)
		}
		found = append(found, pair{t.part, plainNumber(rest[m[2]:m[3]]), strings.ToUpper(rest[m[4]:m[5]]), par})
		rest = " " + rest[m[5]:]
	}
	if len(found) > 0 && strings.Trim(rest, " \t\n,;.|") == "" {
		t.pairs = append(t.pairs, found...)
		return len(found)
	}
	return t.single(par, text)
}

// short answers and rows of statements as the key writes them.
var keyValue = regexp.MustCompile(`^(?i)(?:[ĐDSTF](?:[\s,;\-/]*[ĐDSTF]){0,7}|(?:[a-h]\s*[).:\-]?\s*(?:đúng|sai|[đdstf])[\s,;.\-]*)+|-?\d+(?:[.,]\d+)?|đúng|sai|[A-H](?:\s*,\s*[A-H])+)$`)

func (t *keyTable) single(par int, text string) int {
	m := onePair.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	no, value := first(m[1], m[3]), strings.TrimSpace(first(m[2], m[4]))
	if len(value) == 1 {
		value = strings.ToUpper(value)
	}
	if !keyValue.MatchString(value) && (len(value) != 1 || value < "A" || value > "H") {
		return 0
	}
	t.pairs = append(t.pairs, pair{t.part, plainNumber(no), value, par})
	return 1
}

// grid is a table as texts.
func grid(t *ooxml.Table, l *looks) (out [][]string, par int) {
	for _, r := range t.Rows {
		var row []string
		for _, c := range r.Cells {
			var cell []string
			for _, b := range c.Blocks {
				if b.Paragraph == nil {
					continue
				}
				par = first0(par, b.Paragraph.No)
				if text, _ := wordsOf(l.lineOf(b.Paragraph)); text != "" {
					cell = append(cell, text)
				}
			}
			for len(row) < c.Column {
				row = append(row, "")
			}
			row = append(row, strings.Join(cell, " "))
		}
		out = append(out, row)
	}
	return out, par
}

func first0(a, b int) int {
	if a != 0 {
		return a
	}
	return b
}

// read takes a table of the key: cells "1.A", or a row of numbers above a row
// of answers, or a column of numbers beside a column of answers.
func (t *keyTable) read(cells [][]string, par int) int {
	n := 0
	var rest [][]string
	for _, row := range cells {
		inRow := 0
		for _, c := range row {
			if c != "" && t.linePairs(par, c) > 0 {
				inRow++
			}
		}
		n += inRow
		if inRow == 0 {
			rest = append(rest, row)
		}
	}
	return n + t.rows(rest, par)
}

func (t *keyTable) rows(cells [][]string, par int) int {
	n := 0
	for i := 0; i < len(cells); i++ {
		if i+1 < len(cells) && numbers(cells[i]) >= 2 && !down(cells) {
			for col, c := range cells[i] {
				m := onlyNo.FindStringSubmatch(c)
				if m == nil || col >= len(cells[i+1]) || cells[i+1][col] == "" {
					continue
				}
				t.pairs = append(t.pairs, pair{t.part, plainNumber(m[1]), upperLetter(cells[i+1][col]), par})
				n++
			}
			i++
			continue
		}
		if m := t.columns(cells[i], par); m > 0 {
			n += m
			continue
		}
		if name, _, ok := heading(textLine(strings.Join(cells[i], " "))); ok {
			t.part = name
		}
	}
	return n
}

// columns reads a row of number, answer, number, answer; or number and four
// columns Đ, S.
func (t *keyTable) columns(row []string, par int) int {
	n := 0
	for col := 0; col < len(row); col++ {
		m := onlyNo.FindStringSubmatch(row[col])
		if m == nil {
			continue
		}
		end := col + 1
		var values []string
		for end < len(row) && onlyNo.FindString(row[end]) == "" || end == col+1 && end < len(row) {
			values = append(values, upperLetter(row[end]))
			end++
		}
		value := strings.TrimSpace(strings.Join(values, " "))
		if value == "" {
			continue
		}
		t.pairs = append(t.pairs, pair{t.part, plainNumber(m[1]), value, par})
		n++
		col = end - 1
	}
	return n
}

// numbers counts a row of consecutive numbers, a word in front allowed: such a
// row names questions. Any other row is 0.
func numbers(row []string) int {
	n, last := 0, 0
	for i, c := range row {
		m := onlyNo.FindStringSubmatch(c)
		if m == nil {
			if c != "" && i > 0 {
				return 0
			}
			continue
		}
		no, _ := strconv.Atoi(m[1]) // digits
		if n > 0 && no != last+1 {
			return 0
		}
		n, last = n+1, no
	}
	return n
}

// down reports a table that is read by columns: the first one counts up by one,
// and it has two, or a heading says so.
func down(cells [][]string) bool {
	last, n := 0, 0
	for _, row := range cells {
		if len(row) == 0 {
			continue
		}
		m := onlyNo.FindStringSubmatch(row[0])
		if m == nil {
			if n > 0 {
				return false
			}
			continue
		}
		no, _ := strconv.Atoi(m[1]) // digits
		if n > 0 && no != last+1 {
			return false
		}
		n, last = n+1, no
	}
	return n >= 2
}

func upperLetter(s string) string {
	s = strings.TrimSpace(s)
	if len(s) == 1 {
		return strings.ToUpper(s)
	}
	return s
}

func textLine(s string) line {
	l := line{view: []rune(s)}
	return l
}

// apply gives the key and the solutions to the questions they name. What names
// none, or more than one, is an error.
func (s *scanner) apply() (problems []tableProblem) {
	find := func(part, no string) []*draft {
		var out []*draft
		for _, d := range s.drafts {
			if d.no == no && (part == "" || d.part.name == part) {
				out = append(out, d)
			}
		}
		return out
	}
	for _, p := range s.table.pairs {
		to := find(p.part, p.no)
		if len(to) == 1 {
			to[0].marks = append(to[0].marks, mark{by: fmt.Sprintf("bảng đáp án (câu %s: %s)", p.no, clip(p.value)), par: p.par, text: p.value})
			continue
		}
		problems = append(problems, tableProblem{p, len(to)})
		for _, d := range to {
			d.add("key.table", "key", fmt.Sprintf("Bảng đáp án có câu %s nhưng đề có %d câu mang số ấy.", p.no, len(to)), "Ghi PHẦN I, PHẦN II… trong bảng đáp án như trong đề.")
		}
	}
	for i := range s.table.notes {
		n := &s.table.notes[i]
		to := find(n.part, n.no)
		if len(to) == 1 {
			to[0].notes = append(to[0].notes, n.lines...)
			continue
		}
		s.lost = append(s.lost, n.lines...)
	}
	return problems
}

type tableProblem struct {
	pair
	found int
}
