package word

import (
	"strings"

	"khaothi/internal/ooxml"
)

// look is a way in which a letter or a line can stand out.
type lookMark struct {
	name  string
	has   func(ooxml.Props) string // "" when the text does not have it
	faint bool                     // also used for nothing: counts only where exactly one choice has it
}

var lookMarks = []lookMark{
	{"gạch chân", func(p ooxml.Props) string { return p.Underline }, false},
	{"chữ đỏ", func(p ooxml.Props) string { return yes(red(p.Color)) }, false},
	{"tô nền", func(p ooxml.Props) string { return p.Highlight }, false},
	{"in đậm", func(p ooxml.Props) string { return yes(p.Bold) }, true},
}

func yes(b bool) string {
	if b {
		return "x"
	}
	return ""
}

// red reports colours that people call red: FF0000, C00000, EE0000.
func red(hex string) bool {
	if len(hex) != 6 {
		return false
	}
	r, g, b := hexByte(hex[:2]), hexByte(hex[2:4]), hexByte(hex[4:])
	return r >= 0xA0 && g <= 0x50 && b <= 0x50
}

func hexByte(s string) int {
	n := 0
	for _, c := range strings.ToUpper(s) {
		switch {
		case c >= '0' && c <= '9':
			n = n*16 + int(c-'0')
		case c >= 'A' && c <= 'F':
			n = n*16 + int(c-'A') + 10
		default:
			return 0
		}
	}
	return n
}

// onLabel is which choices have a look on their letter.
func onLabel(choices []choice, has func(ooxml.Props) string) []bool {
	out := make([]bool, len(choices))
	for i, c := range choices {
		out[i] = has(*c.label[0].p) != ""
	}
	return out
}

// onLine is which choices have a look on all of their text; any tells whether
// one of the others has it on a part, which makes it no mark.
func onLine(choices []choice, has func(ooxml.Props) string) (all []bool, part bool) {
	all = make([]bool, len(choices))
	for i, c := range choices {
		some, every := false, true
		for _, l := range c.lines {
			for k, a := range l.atoms {
				if isBlank(l.view[k]) || a.r == thing {
					continue
				}
				if has(*a.p) != "" {
					some = true
				} else {
					every = false
				}
			}
		}
		all[i] = some && every
		part = part || some && !every
	}
	return all, part
}

func countTrue(b []bool) int {
	n := 0
	for _, v := range b {
		if v {
			n++
		}
	}
	return n
}

// shown finds the marks that the looks of the choices of a question are. all
// says whether a look on every choice can be a mark: statements may all be true.
func shown(choices []choice, faintAt int, everyIsMark func(name string) bool) []mark {
	var out []mark
	add := func(name string, on []bool, faint bool) {
		n := countTrue(on)
		if n == 0 || n == len(on) && !everyIsMark(name) || faint && n > faintAt {
			return
		}
		out = append(out, mark{by: name, on: on, whole: true})
	}
	for _, m := range lookMarks {
		add(m.name+" ở chữ cái", onLabel(choices, m.has), m.faint)
		if on, part := onLine(choices, m.has); !part && countTrue(on) < len(on) {
			add(m.name+" cả dòng", on, m.faint)
		}
	}
	if on := oddColour(choices); on != nil {
		out = append(out, mark{by: "màu chữ khác ở chữ cái", on: on, whole: true})
	}
	stars := make([]bool, len(choices))
	for i, c := range choices {
		stars[i] = c.star
	}
	if countTrue(stars) > 0 {
		out = append(out, mark{by: "dấu *", on: stars, whole: true})
	}
	return out
}

// oddColour finds the one letter in a colour of its own among at least three
// that have another in common. Red is found before; black among coloured ones
// is a letter typed anew, no mark.
func oddColour(choices []choice) []bool {
	if len(choices) < 3 {
		return nil
	}
	byColour := map[string][]int{}
	for i, c := range choices {
		byColour[c.label[0].p.Color] = append(byColour[c.label[0].p.Color], i)
	}
	if len(byColour) != 2 {
		return nil
	}
	for colour, at := range byColour {
		if len(at) == 1 && colour != "" && !red(colour) && !byColourRed(byColour) {
			on := make([]bool, len(choices))
			on[at[0]] = true
			return on
		}
	}
	return nil
}

func byColourRed(m map[string][]int) bool {
	for c := range m {
		if red(c) {
			return true
		}
	}
	return false
}

// italics tells what a letter in italics means in a document: right, or fixed
// in its place, which HC-MIX uses it for. It means right only where nothing
// else says so in the whole document and every question with options has
// exactly one such letter.
func italics(drafts []*draft) (right bool) {
	seen := 0
	for _, d := range drafts {
		if len(d.choices) < 2 {
			continue
		}
		if len(d.marks) > 0 || len(shown(d.choices, 1, never)) > 0 {
			return false
		}
		if countTrue(onLabel(d.choices, isItalic)) != 1 {
			return false
		}
		seen++
	}
	return seen >= 2
}

func isItalic(p ooxml.Props) string { return yes(p.Italic) }

func never(string) bool { return false }
