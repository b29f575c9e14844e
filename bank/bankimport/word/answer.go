package word

import (
	"regexp"
	"strconv"
	"strings"

	"khaothi/internal/formula"
	"khaothi/internal/ooxml"
)

var (
	keyWords  = regexp.MustCompile(`^(?i)(?:đáp\s*án|đáp\s*số|đ/a|đa|đs|answer|key|kết\s*quả|trả\s*lời)(?:\s*(?:đúng|chính xác|là))*\s*(\d{1,2})?\s*(?:[:.]|là\b|=)\s*(.+)$`)
	keyNoSign = regexp.MustCompile(`^(?i:đáp\s*án|answer|key)\s+(?i:đúng\s+|là\s+)*([A-H]\s*(?:[.]?$|[.:,;]\s+\pL.*$))`)
	chosen    = regexp.MustCompile(`^(?i)(?:chọn|choose)\s*(?:đáp án|phương án|câu)?\s*:?\s*([A-Ha-h])\s*(?:[.!)]|$)`)
	ansTag    = regexp.MustCompile(`\[<\s*(?i:ans|key|đáp án)\s*=\s*([^\[\]]*?)\s*>\]`)
	keyTag    = regexp.MustCompile(`<\s*(?i:key)\s*=\s*([^<>]*?)\s*>`)
	zoneLine  = regexp.MustCompile(`^(?i)vùng\s*(\d{1,2})\s*:\s*(.+)$`)
	noiseLine = regexp.MustCompile(`^(?i)nhiễu\s*:\s*(.+)$`)
	solutions = regexp.MustCompile(`^(?i)(lời\s*giải|hướng\s*dẫn\s*giải|hướng\s*dẫn|hướng\s*dẫn\s*chi\s*tiết|lời\s*giải\s*chi\s*tiết|giải\s*thích\s*chi\s*tiết|giải\s*thích|giải\s*chi\s*tiết|phương\s*pháp(?:\s*giải)?|cách\s*giải|giải|solution|explanation)\s*(?:[:.]|$)\s*`)
)

// answer takes a line that says what is right: "Đáp án: B", "[<Ans=C, A>]",
// "<Key=42>", "Đáp án 1: Hà Nội | Hanoi", "Vùng 1: …".
func (s *scanner) answer(l line) bool {
	d := s.cur
	if l.table != nil {
		return false
	}
	text, plain := wordsOf(l)
	if s.at == inSolution {
		if m := chosen.FindStringSubmatch(text); m != nil {
			d.marks = append(d.marks, mark{by: "“" + clip(text) + "” trong lời giải", par: l.par, text: strings.ToUpper(m[1])})
			return false // it is part of the solution too
		}
	}
	if tags := ansTag.FindAllStringSubmatch(text, -1); len(tags) > 0 {
		return s.tagged(l, text, tags, ansTag)
	}
	if tags := keyTag.FindAllStringSubmatch(text, -1); len(tags) > 0 {
		return s.tagged(l, text, tags, keyTag)
	}
	if m := zoneLine.FindStringSubmatch(text); m != nil {
		d.zone(m[1], m[2])
		return true
	}
	if m := noiseLine.FindStringSubmatch(text); m != nil && len(d.zones) > 0 {
		for w := range strings.SplitSeq(m[1], ",") {
			d.noise = append(d.noise, strings.TrimSpace(w))
		}
		return true
	}
	if s.at != inSolution && keyAlone.MatchString(text) {
		s.at, s.await = inSolution, true
		return true
	}
	value, no, ok := keyOf(text)
	if s.await {
		s.await = false
		if !ok && valueAlone.MatchString(text) {
			value, ok = text, true
		}
	}
	if !ok {
		d.verdict(text)
		return false
	}
	if leftBlank.MatchString(value) {
		d.room = true
		return true
	}
	if !plain {
		d.add("key.unclear", "key", "Đáp án có hình hoặc công thức không đọc được thành chữ.", "Gõ đáp án bằng chữ thường.")
		return true
	}
	s.keyed(l, no, value)
	return true
}

var (
	keyAlone   = regexp.MustCompile(`^(?i:đáp\s*án|đáp\s*số)\s*(?i:đúng|là)?\s*:?$`) // what is right stands on the next line
	valueAlone = regexp.MustCompile(`^(?:[A-H](?:\s*,\s*[A-H])*|-?\d+(?:[.,]\d+)?|[ĐS](?:[\s,;-]*[ĐS]){3})\.?$`)
	verdictOf  = regexp.MustCompile(`^([a-h])\s*[).:]\s*(?i:(đúng|sai))(?:[^\pL]|$)`)
)

// verdict reads "a) Đúng. Vì …" in the solution of statements; it counts when
// every statement has one.
func (d *draft) verdict(text string) {
	m := verdictOf.FindStringSubmatch(text)
	if m == nil || len(d.choices) == 0 || !d.choices[0].lower {
		return
	}
	if d.verdicts == nil {
		d.verdicts = map[string]string{}
	}
	if old := d.verdicts[m[1]]; old != "" && truth(old) != truth(strings.ToLower(m[2])) {
		d.add("key.conflict", "statement "+m[1], "Lời giải nói ý "+m[1]+" vừa đúng vừa sai.", "Sửa lời giải.")
	}
	d.verdicts[m[1]] = strings.ToLower(m[2])
}

// leftBlank is what stands where a candidate writes.
var leftBlank = regexp.MustCompile(`^[._…\s□-]+$`)

func keyOf(text string) (value, no string, ok bool) {
	if m := keyNoSign.FindStringSubmatch(text); m != nil {
		return m[1], "", true
	}
	m := keyWords.FindStringSubmatch(text)
	if m == nil {
		return "", "", false
	}
	return strings.TrimSpace(m[2]), m[1], true
}

// keyed records what a line "Đáp án: …" says. What stands behind the letter is
// the solution, unless all of it is letters.
func (s *scanner) keyed(l line, no, value string) {
	d := s.cur
	by := "dòng “" + clip(l.text()) + "”"
	if no != "" {
		if d.answers == nil {
			d.answers = map[int]string{}
		}
		n, _ := strconv.Atoi(no) // digits
		if old, ok := d.answers[n]; ok && old != value {
			d.add("key.conflict", "key", "Chỗ trống "+no+" có hai dòng đáp án khác nhau.", "Giữ một dòng.")
		}
		d.answers[n] = value
		return
	}
	listed := letterList.MatchString(value) || orderList.MatchString(value)
	if m := letterThenWords.FindStringSubmatch(value); m != nil && !listed && len(d.choices) > 1 {
		value = m[1]
		at := strings.LastIndex(string(l.view), m[2])
		if at > 0 {
			d.notes = append(d.notes, l.from(runesIn(string(l.view), at)))
			s.at = inSolution
		}
	}
	d.marks = append(d.marks, mark{by: by, par: l.par, text: value})
	if s.at != inSolution {
		s.at = inSolution
	}
}

var letterThenWords = regexp.MustCompile(`^([A-H])\s*[.:,;)-]\s*(\pL.{2,})$`)

// tagsIn reports tags of HC-MIX in a line.
func tagsIn(l line) bool {
	return l.table == nil && (ansTag.MatchString(string(l.view)) || keyTag.MatchString(string(l.view)))
}

// tagged records tags of HC-MIX; text around them stays.
func (s *scanner) tagged(l line, text string, tags [][]string, re *regexp.Regexp) bool {
	d := s.cur
	all := make([]string, 0, len(tags))
	for _, t := range tags {
		all = append(all, t[1])
	}
	by := "“" + clip(tags[0][0]) + "”"
	if n := len(d.marks); n > 0 && strings.HasPrefix(d.marks[n-1].by, "“[<") { // [<Ans=C, D>] and on the next line [<Ans=F>]
		d.marks[n-1].text += ", " + strings.Join(all, ", ")
	} else {
		d.marks = append(d.marks, mark{by: by, par: l.par, text: strings.Join(all, ", ")})
	}
	view := string(l.view)
	at := re.FindStringIndex(view)
	rest := strings.TrimSpace(re.ReplaceAllString(text, ""))
	if at == nil || rest == "" {
		if s.at != inSolution {
			s.at = inSolution
		}
		return true
	}
	head := l.cut(0, runesIn(view, at[0]))
	if !head.empty() {
		marks := d.marks
		d.marks = nil // the line before the tag is read as any other
		if s.at == inSolution || !s.options(head) {
			s.inside(head)
		}
		d.marks = append(d.marks, marks...)
	}
	last := re.FindAllStringIndex(view, -1)
	if tail := l.from(runesIn(view, last[len(last)-1][1])); !tail.empty() {
		d.notes = append(d.notes, tail)
	}
	s.at = inSolution
	return true
}

func (d *draft) zone(no, value string) {
	if d.zones == nil {
		d.zones = map[int]string{}
	}
	n, _ := strconv.Atoi(no) // digits
	d.zones[n] = strings.TrimSpace(value)
}

// wordsOf is a line as text; a formula that is a number is its number. plain is
// false where a picture or another formula stands in it.
func wordsOf(l line) (text string, plain bool) {
	var b strings.Builder
	plain = true
	for i, a := range l.atoms {
		if a.r != thing {
			b.WriteRune(l.view[i])
			continue
		}
		if a.in.Kind == ooxml.Math {
			if row, err := formula.ReadOMML(a.in.Math); err == nil {
				if n, ok := plainMath(formula.LaTeX(row)); ok {
					b.WriteString(n)
					continue
				}
			}
		}
		plain = false
		b.WriteRune(thing)
	}
	return strings.TrimSpace(b.String()), plain
}

var numberMath = regexp.MustCompile(`^-?\d+([.,]\d+)?$|^[A-H]$|^[ĐS]+$`)

// plainMath reads a formula that is only a number or a letter.
func plainMath(latex string) (string, bool) {
	s := strings.NewReplacer("{,}", ",", " ", "", `\text{`, "", `\mathrm{`, "", "}", "").Replace(latex)
	return s, numberMath.MatchString(s)
}

// solution takes the heading of a solution, with what stands behind it.
func (s *scanner) solution(l line) bool {
	if l.table != nil {
		return false
	}
	l = l.from(0)
	m := solutions.FindString(string(l.view))
	if m == "" {
		return false
	}
	s.at = inSolution
	s.await = false
	rest := l.from(len([]rune(m)))
	if rest.empty() {
		return true
	}
	if s.answer(rest) {
		return true
	}
	s.cur.notes = append(s.cur.notes, rest)
	return true
}
