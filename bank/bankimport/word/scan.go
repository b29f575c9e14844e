package word

import (
	"regexp"
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/internal/ooxml"
	"khaothi/internal/vi"
)

// scanner goes through the lines of a document once and sorts them into
// questions.
type scanner struct {
	looks       *looks
	bare        bool // "1." begins a question: the document has no "Câu 1"
	drafts      []*draft
	parts       []*part
	cur         *draft
	at          place
	part        *part
	level       bank.Level
	topic       string
	group       *group
	shared      *shared // that is being read, or waits for its questions
	open        bool    // shared is being read
	await       bool    // "Đáp án" stood alone: the next line is the key
	table       *keyTable
	lost        []line        // what belongs to no question
	before      []line        // what stands before the first question
	header      []headerField // "MÔN: Toán"
	sharedTexts []*shared
	groups      []*group
	endPar      int // where the questions end, 0: nowhere
}

type headerField struct {
	name, value string
	par         int
}

// place is where in a question the next line belongs.
type place int

const (
	nowhere place = iota
	inStem
	inChoices
	inSolution
	inKeys      // the key table at the end
	inSolutions // solutions after the key table
)

func (s *scanner) document(blocks []ooxml.Block) {
	s.part = &part{}
	s.parts = []*part{s.part}
	s.table = &keyTable{}
	s.bare = !hasWorded(s.looks, blocks)
	s.blocks(blocks)
}

// hasWorded reports whether any paragraph begins with "Câu 1" or the like.
func hasWorded(l *looks, blocks []ooxml.Block) bool {
	for _, b := range blocks {
		if b.Paragraph != nil {
			ln := l.lineOf(b.Paragraph)
			if named(ln) {
				return true
			}
		}
		if b.Table == nil {
			continue
		}
		for _, r := range b.Table.Rows {
			for _, c := range r.Cells {
				if hasWorded(l, c.Blocks) {
					return true
				}
			}
		}
	}
	return false
}

// named finds a worded label, also behind a level in brackets.
func named(l line) bool {
	l = l.from(0)
	_, ok := worded(l.view)
	if _, n := brackets(l.view); !ok && n > 0 {
		_, ok = worded(l.from(n).view)
	}
	return ok
}

func (s *scanner) blocks(blocks []ooxml.Block) {
	for _, b := range blocks {
		if b.Paragraph != nil {
			s.feed(s.looks.lineOf(b.Paragraph))
		}
		if b.Table != nil {
			s.tableBlock(b.Table)
		}
	}
}

// feed takes one line.
func (s *scanner) feed(l line) {
	if l.empty() {
		return
	}
	for _, f := range []func(line) bool{s.end, s.keyHeading, s.keyLine, s.comment, s.heading, s.groupLine, s.sharedLine, s.piped, s.question, s.headerOf} {
		if f(l) {
			return
		}
	}
	s.under(l)
}

// under takes what begins nothing new, a line or a table of data: it belongs to
// the group, the shared text or the question that is open.
func (s *scanner) under(l line) {
	switch {
	case s.group != nil && s.group.text:
		s.group.lines = append(s.group.lines, l)
	case s.open:
		s.shared.lines = append(s.shared.lines, l)
	default:
		s.inside(l)
	}
}

// inside takes a line that begins nothing new.
func (s *scanner) inside(l line) {
	d := s.cur
	switch {
	case s.at == inKeys || s.at == inSolutions:
		s.lost = append(s.lost, l)
	case d == nil && s.group != nil:
		s.group.lines = append(s.group.lines, l)
	case d == nil && len(s.drafts) == 0:
		s.before = append(s.before, l)
	case d == nil:
		s.lost = append(s.lost, l)
	case s.fieldLine(l) || s.answer(l) || s.solution(l):
	case s.at == inSolution:
		d.notes = append(d.notes, l)
	case s.options(l):
	case s.at == inChoices:
		s.behind(l)
	default:
		d.stem = append(d.stem, l)
	}
}

// behind takes a line that stands after an option and begins nothing.
func (s *scanner) behind(l line) {
	d := s.cur
	last := &d.choices[len(d.choices)-1]
	if l.table == nil && (len(last.lines) > 0 || !onlyThings(l)) {
		d.warn("option.more", "option "+string(last.letter), "Đoạn sau phương án "+string(last.letter)+" không có nhãn, được coi là phần tiếp của phương án này: “"+clip(l.text())+"”.",
			"Nếu là phần khác của đề, thêm nhãn (Lời giải, Câu …) hoặc chuyển lên trước phương án A.")
	}
	last.lines = append(last.lines, l)
}

// onlyThings reports a line of pictures or formulas.
func onlyThings(l line) bool {
	for _, r := range l.view {
		if r != thing && !isBlank(r) {
			return false
		}
	}
	return true
}

func (s *scanner) end(l line) bool {
	if s.at == inKeys || s.at == inSolutions || !theEnd.MatchString(l.text()) || len(s.drafts) == 0 {
		return false
	}
	s.close()
	s.at, s.endPar = inKeys, l.par
	s.table.part = ""
	return true
}

// close ends the question, the group and the shared text that are open.
func (s *scanner) close() {
	s.cur, s.at, s.open, s.shared, s.group = nil, nowhere, false, nil, nil
}

// comment takes "// Nhận biết:" and lines that only name a level.
func (s *scanner) comment(l line) bool {
	text := l.text()
	if m := comment.FindString(text); m != "" {
		word := strings.Trim(text[len(m):], " .:")
		s.ended()
		if level, ok := bank.ParseLevel(word); ok {
			s.level = level
			return true
		}
		s.topic, s.level = word, ""
		return true
	}
	if s.at == inSolution || len(text) > 60 {
		return false
	}
	word := strings.Trim(romanLabel.ReplaceAllString(text, ""), " .:-")
	level, ok := bank.ParseLevel(word)
	if !ok || len([]rune(word)) < 4 || s.cur != nil && !s.complete() {
		return false
	}
	s.ended()
	s.level = level
	return true
}

// ended ends the question that is open.
func (s *scanner) ended() {
	if s.at == inStem || s.at == inChoices || s.at == inSolution {
		s.cur, s.at = nil, nowhere
	}
}

// complete reports whether the open question has what a question needs, so that
// a line that looks like something else may be that.
func (s *scanner) complete() bool {
	d := s.cur
	return d == nil || len(d.choices) >= 2 || s.at == inSolution || len(d.marks) > 0 || len(d.answers) > 0
}

func (s *scanner) heading(l line) bool {
	name, kind, ok := heading(l)
	if !ok {
		return false
	}
	if s.at == inKeys || s.at == inSolutions {
		s.table.part = name
		return true
	}
	if kind == "" && s.at == inStem && s.cur != nil && len(s.cur.stem) > 0 && !s.complete() { // "Phần 1" inside a stem
		if f := strings.Fields(l.text()); len(f) > 12 {
			return false
		}
	}
	s.close()
	s.level = ""
	s.part = &part{name: name, kind: kind, par: l.par}
	s.parts = append(s.parts, s.part)
	return true
}

func (s *scanner) groupLine(l line) bool {
	l = l.from(0)
	m := groupLabel.FindStringSubmatchIndex(string(l.view))
	if m == nil || s.at == inKeys || s.at == inSolutions {
		return false
	}
	word := l.atoms[:runesIn(string(l.view), m[3])]
	s.close()
	g := &group{par: l.par, child: true, fixed: true, text: true}
	for _, a := range word {
		g.child = g.child && a.p.Italic
		g.fixed = g.fixed && a.p.Underline == "double"
		g.text = g.text && a.p.Underline != "" && a.p.Underline != "double"
	}
	s.group = g
	s.groups = append(s.groups, g)
	if rest := l.from(runesIn(string(l.view), m[1])); !rest.empty() && g.child {
		g.lines = append(g.lines, rest)
	}
	return true
}

var (
	rangeOf  = regexp.MustCompile(`(?:tra loi|lam|cho|thuc hien|giai|dung cho|answer|questions?|for)?.{0,60}?(?:cau hoi|cau|bai|questions?|from|numbered)\s*(?:hoi\s*)?(?:tu\s*)?(?:cau\s*)?(?:so\s*)?(\d{1,3})\s*(?:den|toi|to|va|and)?\s*(?:het\s*)?(?:cau\s*)?(?:hoi\s*)?(?:so\s*)?(\d{1,3})`)
	opens    = regexp.MustCompile(`^(?:doc|dua vao|su dung|dung|cho|quan sat|can cu|xet|biet|du kien|thong tin|tu|read|use|look|study|questions?|based|refer|the following|mark the letter|choose|circle|complete|fill|listen|nghe)\b`)
	orders   = regexp.MustCompile(`^(?:mark the letter|read the following|choose the|circle the|listen to)\b`)
	official = regexp.MustCompile(`^(?:thi sinh tra loi|hoc sinh tra loi|thi sinh chon|trong moi y|moi cau|moi y)\b`)
)

// sharedLine takes the first line of a text for several questions: it names
// their numbers, or orders in English what to do with the questions that follow.
func (s *scanner) sharedLine(l line) bool {
	if s.at == inKeys || s.at == inSolutions || s.at == inSolution && s.cur != nil && !strings.Contains(l.text(), ":") && len(l.text()) > 400 {
		return false
	}
	f := vi.Fold(string(l.view)) // without its signs
	if official.MatchString(f) && s.cur == nil {
		return true // what the official papers say under the heading of a part
	}
	if s.starts(l) || l.table != nil {
		return false
	}
	if m := rangeOf.FindStringSubmatch(f); m != nil && opens.MatchString(f) {
		from, _ := strconv.Atoi(m[1]) // the expression is a number
		to, _ := strconv.Atoi(m[2])   // as above
		if from <= to && to-from < 40 && from > s.last() {
			s.begin(&shared{from: from, to: to, par: l.par, lines: []line{l}})
			return true
		}
	}
	if orders.MatchString(f) && s.complete() {
		s.begin(&shared{par: l.par, lines: []line{l}})
		return true
	}
	return false
}

func (s *scanner) begin(sh *shared) {
	s.ended()
	s.shared, s.open = sh, true
	s.sharedTexts = append(s.sharedTexts, sh)
}

// last is the number of the question before, in this part.
func (s *scanner) last() int {
	if s.part == nil || len(s.part.nos) == 0 {
		return 0
	}
	return s.part.nos[len(s.part.nos)-1]
}

// starts finds the label of a question at the front of a line.
func (s *scanner) starts(l line) bool {
	if s.bare && s.at != inSolution {
		l = l.from(0)
		lb, ok := bare(l.view)
		return ok && !s.listed(lb, l)
	}
	return named(l)
}

// listed reports a number that is a row of a list inside the question, as the
// left column of pairs: the question before is not over and its number is not
// the one before.
func (s *scanner) listed(lb label, l line) bool {
	n, _ := strconv.Atoi(lb.no) // digits
	return s.cur != nil && s.at == inStem && n != s.last()+1 && strings.ContainsAny(string(l.view), "\t→")
}

func (s *scanner) question(l line) bool {
	if s.at == inKeys || s.at == inSolutions {
		return false
	}
	if !s.starts(l) || s.group != nil && s.group.text {
		return false
	}
	l = l.from(0)
	d := &draft{part: s.part, par: l.par, level: s.level, topic: s.topic, group: s.group}
	if !s.bare { // [NB] Câu 1:
		l = d.brackets(l)
	}
	lb, ok := worded(l.view)
	if !ok {
		lb, ok = bare(l.view)
	}
	if !ok {
		return false
	}
	d.label, d.no = lb.text, lb.no
	l = l.from(lb.end)
	if m := pointsMark.FindString(string(l.view)); m != "" {
		l = l.from(len([]rune(m)))
	}
	l = d.brackets(l)
	s.take(d)
	if !l.empty() && (!tagsIn(l) || !s.answer(l)) && !s.options(l) {
		d.stem = append(d.stem, l)
	}
	return true
}

// take makes a question the open one.
func (s *scanner) take(d *draft) {
	n, _ := strconv.Atoi(d.no) // digits
	if s.shared != nil && s.shared.to > 0 && (n > s.shared.to || n < s.shared.from) {
		s.shared = nil
	}
	s.open = false
	if s.shared != nil {
		d.shared = s.shared
		s.shared.uses++
	}
	s.part.nos = append(s.part.nos, n)
	s.part.found++
	s.drafts = append(s.drafts, d)
	s.cur, s.at = d, inStem
}

var fieldNames = map[string]string{"mon": "subject", "mon hoc": "subject", "lop": "grade", "khoi": "grade", "chu de": "topic", "chuong": "topic", "bai hoc": "topic", "don vi kien thuc": "content"}

// headerOf takes "MÔN: Toán" before the first question.
func (s *scanner) headerOf(l line) bool {
	m := headerLine.FindStringSubmatch(l.text())
	if m == nil || len(s.drafts) > 0 {
		return false
	}
	s.header = append(s.header, headerField{fieldNames[vi.Fold(m[1])], strings.TrimSpace(m[2]), l.par})
	return true
}
