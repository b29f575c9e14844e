package word

import (
	"regexp"
	"strings"
	"unicode"

	"khaothi/internal/vi"
)

// A match of a label: how many atoms it takes, and what it says.
type label struct {
	end  int    // atoms
	text string // as printed: "Câu 12"
	no   string // the number without zeros at its front
}

var (
	wordedLabel = regexp.MustCompile(`^(?i)(câu\s*hỏi|câu|cau|bài|question)\s*(\d{1,4})\s*(?:\(\s*[\d.,]+\s*(?:điểm|đ|points?)\s*\)\s*)?([.:)\]/]?)`)
	bareLabel   = regexp.MustCompile(`^(\d{1,3})\s*[.:)]`)
	pointsMark  = regexp.MustCompile(`^\(\s*[\d.,]+\s*(?:điểm|đ|points?)\s*\)\s*[.:]?`)
	notLabel    = regexp.MustCompile(`^(?i)\s*(đến|tới|và|hoặc|,|-|to\b|and\b)`)
)

// runesIn counts the runes of the first n bytes of s.
func runesIn(s string, n int) int { return len([]rune(s[:n])) }

// worded finds "Câu 1.", "CÂU 2", "Bài 1:", "Question 5." at the start of a view.
func worded(view []rune) (label, bool) {
	s := string(view)
	m := wordedLabel.FindStringSubmatchIndex(s)
	if m == nil {
		return label{}, false
	}
	rest := s[m[1]:]
	mark := s[m[6]:m[7]]
	if mark == "" {
		if notLabel.MatchString(rest) {
			return label{}, false
		}
		if r := []rune(s[m[5]:]); len(r) > 0 && !isBlank(r[0]) && r[0] != '[' && r[0] != '(' && r[0] != '|' {
			return label{}, false
		}
	}
	end := m[1]
	if mark != "" && end < len(s) && s[end] == '.' { // "Câu 1)." and "Câu 1:."
		end++
	}
	text := strings.Join(strings.Fields(s[m[2]:m[3]]), " ") + " " + s[m[4]:m[5]]
	return label{end: runesIn(s, end), text: text, no: plainNumber(s[m[4]:m[5]])}, true
}

// bare finds "1.", "002)", "5:" at the start of a view.
func bare(view []rune) (label, bool) {
	s := string(view)
	m := bareLabel.FindStringSubmatchIndex(s)
	if m == nil {
		return label{}, false
	}
	rest := []rune(s[m[1]:])
	if len(rest) > 0 && unicode.IsDigit(rest[0]) { // 1.5 is a number
		return label{}, false
	}
	return label{end: runesIn(s, m[1]), text: "Câu " + s[m[2]:m[3]], no: plainNumber(s[m[2]:m[3]])}, true
}

func plainNumber(s string) string {
	if t := strings.TrimLeft(s, "0"); t != "" {
		return t
	}
	return "0"
}

var (
	partLabel  = regexp.MustCompile(`^(?i)(phần|phan|part)\s+([ivx]{1,5}|\d{1,2}|[a-d])(?:\s*[.:)\-/]|\s|$)`)
	romanLabel = regexp.MustCompile(`^([IVX]{1,5}|[A-D])\s*[.:)\-/]\s*`)
	groupLabel = regexp.MustCompile(`^(?i)(nhóm|nhom)\s*(\d{1,3})\s*[.:)]?`)
	comment    = regexp.MustCompile(`^//\s*`)
	theEnd     = regexp.MustCompile(`^[-_*.=~\s]*(?i:hết|het|the\s+end|end)[-_*.=~\s]*$`)
	headerLine = regexp.MustCompile(`^(?i)(điểm mặc định|ngân hàng|môn|môn học|lớp|khối|chủ đề|chương|bài học|đơn vị kiến thức)\s*:\s*(.+)$`)
)

// partKinds are the words of a heading that say how its questions are answered;
// the first that is found counts.
var partKinds = []struct{ words, kind string }{
	{"dung sai|dung hoac sai|true false|true or false", kindCluster},
	{"tra loi ngan|dien dap so|short answer", kindShort},
	{"tu luan|essay", kindEssay},
	{"nhieu dap an dung|nhieu phuong an dung|nhieu lua chon dung", kindMultiple},
	{"nhieu phuong an|nhieu lua chon|mot lua chon|mot phuong an|chon mot|trac nghiem|multiple choice", kindChoice},
}

// What a heading or a mark of type may ask for.
const (
	kindChoice   = "choice" // one or more options
	kindSingle   = "single"
	kindMultiple = "multiple"
	kindCluster  = "cluster"
	kindShort    = "short"
	kindEssay    = "essay"
	kindCloze    = "cloze"
	kindDrag     = "drag"
	kindMatch    = "match"
	kindOrder    = "order"
	kindOther    = "other"
	kindNumber   = "number"
	kindSort     = "sort"
	kindSpots    = "spots"
	kindUpload   = "upload"
)

func partKind(text string) string {
	f := vi.Fold(text) // without its signs
	for _, k := range partKinds {
		for w := range strings.SplitSeq(k.words, "|") {
			if strings.Contains(f, w) {
				return k.kind
			}
		}
	}
	return ""
}

// heading finds the heading of a part: "PHẦN II. …", or "I. TRẮC NGHIỆM" where
// the words say how its questions are answered.
func heading(l line) (name, kind string, ok bool) {
	s := l.text()
	if m := partLabel.FindStringSubmatchIndex(s); m != nil {
		name = strings.ToUpper(s[m[2]:m[3]]) + " " + strings.ToUpper(s[m[4]:m[5]])
		return name, partKind(s[m[1]:]), true
	}
	m := romanLabel.FindStringSubmatchIndex(s)
	if m == nil || len(s) > 400 {
		return "", "", false
	}
	rest := s[m[1]:]
	if kind = partKind(rest); kind == "" || !shouted(rest) {
		return "", "", false
	}
	return "PHẦN " + s[m[2]:m[3]], kind, true
}

// shouted reports text whose first three words are in capitals: a heading.
func shouted(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 {
		return false
	}
	for _, w := range words[:min(2, len(words))] {
		if strings.ToUpper(w) != w {
			return false
		}
	}
	return true
}

// option finds an option's label at place i: "A.", "b)", "*C:". letter is in
// capitals; end is after the mark.
func option(view []rune, i int) (letter rune, lower bool, at, end int, star bool) {
	for i < len(view) && view[i] == ' ' {
		i++
	}
	if i < len(view) && view[i] == '*' {
		star = true
		for i++; i < len(view) && view[i] == ' '; i++ {
		}
	}
	if i >= len(view) {
		return 0, false, 0, 0, false
	}
	r := view[i]
	if r < 'A' || r > 'Z' && (r < 'a' || r > 'z') {
		return 0, false, 0, 0, false
	}
	j := i + 1
	for j < len(view) && view[j] == ' ' {
		j++
	}
	if j >= len(view) || !strings.ContainsRune(".:)/", view[j]) || j > i+2 {
		return 0, false, 0, 0, false
	}
	if view[j] == '/' && j+1 < len(view) && !isBlank(view[j+1]) { // a/b is a fraction
		return 0, false, 0, 0, false
	}
	return unicode.ToUpper(r), unicode.IsLower(r), i, j + 1, star
}
