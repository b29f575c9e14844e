package ooxml

import (
	"strconv"
	"strings"
)

// maxLevel is the deepest level of a list in Word.
const maxLevel = 8

// lists are the numbered lists of a document, and where each of them is.
type lists struct {
	nums    map[string]*num
	kinds   map[string]*kind
	counts  map[string]*[maxLevel + 1]int // by abstract list
	used    map[string]*[maxLevel + 1]bool
	started map[string]bool // numbers whose own starts were applied
}

// kind is an abstract list.
type kind struct {
	levels [maxLevel + 1]listLevel
	link   string // a style that has the levels
}

type listLevel struct {
	start   int
	format  string
	text    string
	look    look
	legal   bool
	restart int // the level after which it starts again; 0: any lower one
	style   string
	suffix  string
}

type num struct {
	kind   string
	starts map[int]int
	levels map[int]listLevel
}

func readLists(data []byte, s *styles) (*lists, error) {
	l := &lists{
		nums: map[string]*num{}, kinds: map[string]*kind{}, counts: map[string]*[maxLevel + 1]int{}, used: map[string]*[maxLevel + 1]bool{}, started: map[string]bool{},
	}
	if data == nil {
		return l, nil
	}
	t, err := tree(data)
	if err != nil {
		return nil, err
	}
	byStyle := map[string]string{}
	for _, k := range t.Kids {
		id := k.Attr("w:abstractNumId")
		switch k.Name {
		case "w:abstractNum":
			a := &kind{link: k.Kid("w:numStyleLink").Attr("w:val")}
			if st := k.Kid("w:styleLink").Attr("w:val"); st != "" {
				byStyle[st] = id
			}
			for _, lv := range k.Kids {
				if lv.Name == "w:lvl" {
					a.levels[min(count(lv.Attr("w:ilvl")), maxLevel)] = levelOf(lv)
				}
			}
			l.kinds[id] = a
		case "w:num":
			l.nums[k.Attr("w:numId")] = numOf(k)
		}
	}
	for _, a := range l.kinds {
		if own, ok := byStyle[a.link]; ok && a.link != "" {
			a.levels = l.kinds[own].levels
		}
	}
	l.levelsOfStyles(s)
	return l, nil
}

func levelOf(n *Node) listLevel {
	lv := listLevel{
		start: 0, format: n.Kid("w:numFmt").Attr("w:val"), text: n.Kid("w:lvlText").Attr("w:val"), look: lookOf(n.Kid("w:rPr")),
		style: n.Kid("w:pStyle").Attr("w:val"), suffix: n.Kid("w:suff").Attr("w:val"), restart: -1,
	}
	if s := n.Kid("w:start"); s != nil {
		lv.start = number(s.Attr("w:val"))
	}
	if s := n.Kid("w:lvlRestart"); s != nil {
		lv.restart = count(s.Attr("w:val"))
	}
	if g := n.Kid("w:isLgl"); g != nil {
		lv.legal = *on(g.Attr("w:val"))
	}
	return lv
}

// number reads a start; a list may begin anywhere a paper's questions do.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 1_000_000 {
		return 0
	}
	return n
}

func numOf(n *Node) *num {
	out := &num{kind: n.Kid("w:abstractNumId").Attr("w:val"), starts: map[int]int{}, levels: map[int]listLevel{}}
	for _, k := range n.Kids {
		if k.Name != "w:lvlOverride" {
			continue
		}
		at := min(count(k.Attr("w:ilvl")), maxLevel)
		if s := k.Kid("w:startOverride"); s != nil {
			out.starts[at] = number(s.Attr("w:val"))
		}
		if lv := k.Kid("w:lvl"); lv != nil {
			out.levels[at] = levelOf(lv)
		}
	}
	return out
}

// levelsOfStyles finds the level of a style whose list names the style.
func (l *lists) levelsOfStyles(s *styles) {
	for id, st := range s.by {
		if st.list == nil || st.list.has || l.nums[st.list.num] == nil {
			continue
		}
		if a := l.kinds[l.nums[st.list.num].kind]; a != nil {
			for i, lv := range a.levels {
				if lv.style == id {
					st.list.level = i
				}
			}
		}
	}
}

// label counts one paragraph of a list and returns what Word puts before it.
func (l *lists) label(ref listRef) (text string, lv listLevel, ok bool) {
	n := l.nums[ref.num]
	if n == nil || l.kinds[n.kind] == nil {
		return "", lv, false
	}
	levels := l.kinds[n.kind].levels
	for i, own := range n.levels {
		levels[i] = own
	}
	counts, used := l.state(ref.num, n, levels)
	at := ref.level
	for i := range at { // a level that was passed over counts as begun
		if !used[i] {
			counts[i], used[i] = levels[i].start, true
		}
	}
	if used[at] {
		counts[at]++
	} else {
		counts[at], used[at] = levels[at].start, true
	}
	for i := at + 1; i <= maxLevel; i++ {
		if r := levels[i].restart; r < 0 || r > 0 && at < r {
			used[i] = false
		}
	}
	lv = levels[at]
	if lv.format == "bullet" {
		return lv.text, lv, true
	}
	return fill(lv, levels, *counts), lv, true
}

// state returns the counters of a list; a number with starts of its own sets
// them when it is first used.
func (l *lists) state(id string, n *num, levels [maxLevel + 1]listLevel) (*[maxLevel + 1]int, *[maxLevel + 1]bool) {
	if l.counts[n.kind] == nil {
		l.counts[n.kind], l.used[n.kind] = &[maxLevel + 1]int{}, &[maxLevel + 1]bool{}
	}
	counts, used := l.counts[n.kind], l.used[n.kind]
	if !l.started[id] {
		l.started[id] = true
		for i, start := range n.starts {
			counts[i], used[i] = start-1, true
		}
		for i := range n.levels {
			if _, ok := n.starts[i]; !ok {
				counts[i], used[i] = levels[i].start-1, true
			}
		}
	}
	return counts, used
}

// fill writes the numbers into a pattern such as "Câu %1." or "%1.%2".
func fill(lv listLevel, levels [maxLevel + 1]listLevel, counts [maxLevel + 1]int) string {
	var b strings.Builder
	text := lv.text
	for i := 0; i < len(text); i++ {
		if text[i] == '%' && i+1 < len(text) && text[i+1] >= '1' && text[i+1] <= '9' {
			at := int(text[i+1] - '1')
			format := levels[at].format
			if lv.legal {
				format = "decimal"
			}
			b.WriteString(written(counts[at], format))
			i++
			continue
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// written is a number in a format of Word. Formats that papers do not use are
// written as decimals.
func written(n int, format string) string {
	switch format {
	case "upperLetter":
		return letters(n, 'A')
	case "lowerLetter":
		return letters(n, 'a')
	case "upperRoman":
		return roman(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "decimalZero":
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
	case "none":
		return ""
	}
	return strconv.Itoa(n)
}

// letters counts A…Z, AA, BB, … as Word does.
func letters(n int, first byte) string {
	if n < 1 {
		return ""
	}
	return strings.Repeat(string(rune(first)+rune((n-1)%26)), min((n-1)/26+1, 20))
}

func roman(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, d := range []struct {
		value int
		text  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= d.value; n -= d.value {
			b.WriteString(d.text)
		}
	}
	return b.String()
}
