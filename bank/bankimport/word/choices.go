package word

import (
	"fmt"
	"strings"
	"unicode"
)

// spot is a label of an option found in a line.
type spot struct {
	letter  rune
	lower   bool
	from    int // with its star
	at, end int
	star    bool
}

// options takes a line that holds options, also several of them and also behind
// the end of the stem. It reports false for a line without any.
func (s *scanner) options(l line) bool {
	if l.table != nil || s.at == inSolution {
		return false
	}
	d := s.cur
	spots := d.spots(l)
	if len(spots) == 0 {
		d.outOfOrder(l)
		return false
	}
	if spots[0].letter == 'A' && len(d.choices) > 0 {
		d.restart(spots[0], l)
	}
	if head := l.cut(0, spots[0].from); !head.empty() {
		if len(d.choices) == 0 || numbered(head) && len(d.stem) > 0 && numbered(d.stem[len(d.stem)-1]) {
			d.stem = append(d.stem, head)
		} else {
			last := &d.choices[len(d.choices)-1]
			last.lines = append(last.lines, head)
		}
	}
	for i, sp := range spots {
		end := len(l.atoms)
		if i+1 < len(spots) {
			end = spots[i+1].from
		}
		d.choose(sp, l, end)
	}
	s.at = inChoices
	return true
}

// choose appends one option.
func (d *draft) choose(sp spot, l line, end int) {
	c := choice{letter: sp.letter, lower: sp.lower, sign: l.view[sp.end-1], star: sp.star, truth: l.truth}
	c.label = l.atoms[sp.at : sp.at+1]
	body := l.cut(sp.end, end)
	if !sp.star && len(body.view) > 0 && body.view[0] == '*' && (len(body.view) < 2 || body.view[1] != '*') {
		c.star = true
		body = body.from(1)
	}
	if m, n := brackets(body.view); n > 0 && m.level != "" {
		c.level = m.level
		body = body.from(n)
	}
	if !body.empty() {
		c.lines = []line{body}
	}
	d.choices = append(d.choices, c)
}

// next is the letter that the next option has.
func (d *draft) next() rune {
	if n := len(d.choices); n > 0 {
		return d.choices[n-1].letter + 1
	}
	return 'A'
}

// spots finds the options of a line: at its front, or after a tab, a break or
// two blanks. Their letters go on from the option before.
func (d *draft) spots(l line) []spot {
	var out []spot
	want := d.next()
	for i := 0; i < len(l.view); i++ {
		front := i == l.front()
		if !front && !gapBefore(l.view, i) || isBlank(l.view[i]) {
			continue
		}
		letter, lower, at, end, star := option(l.view, i)
		if letter == 0 {
			continue
		}
		again := front && letter == 'A' && len(d.choices) > 0 && len(out) == 0
		if letter != want && !again {
			d.misplaced(l, letter, lower, end, want, len(out) > 0 && !front)
			continue
		}
		if letter == 'A' && !front && !d.more(l, end, 'B') && !numbered(l) {
			continue
		}
		out = append(out, spot{letter: letter, lower: lower, from: i, at: at, end: end, star: star})
		want = letter + 1
		i = end - 1
	}
	return out
}

// misplaced tells a label inside a line that does not go on from the one before.
func (d *draft) misplaced(l line, letter rune, lower bool, end int, want rune, after bool) {
	if !after || lower || letter > 'H' || l.view[end-1] != '.' && l.view[end-1] != ')' {
		return
	}
	d.add("option.labels", "options", fmt.Sprintf("Sau phương án %c là nhãn %c.", want-1, letter), "Đánh lại nhãn các phương án theo thứ tự A, B, C, D.")
}

// gapBefore reports a tab, a break or two blanks before place i.
func gapBefore(view []rune, i int) bool {
	if i == 0 {
		return true
	}
	if view[i-1] == '\t' || view[i-1] == '\n' {
		return true
	}
	return i >= 2 && view[i-1] == ' ' && isBlank(view[i-2])
}

// more reports whether a letter stands as a label further on in the line.
func (d *draft) more(l line, from int, want rune) bool {
	for i := from; i < len(l.view); i++ {
		if !isBlank(l.view[i]) && gapBefore(l.view, i) {
			if letter, _, _, _, _ := option(l.view, i); letter == want {
				return true
			}
		}
	}
	return false
}

// numbered reports the left column of pairs: "1. Có hai chân.".
func numbered(l line) bool {
	if l.table != nil {
		return false
	}
	_, ok := bare(l.from(0).view)
	return ok
}

// restart handles a second A: a dialogue "A: … B: …" in the stem was no
// options. With the same signs the letters are wrong.
func (d *draft) restart(sp spot, l line) {
	if d.choices[0].sign == l.view[sp.end-1] && d.choices[0].lower == sp.lower {
		d.add("option.labels", "options", "Nhãn phương án A lặp lại trong một câu.", "Đánh lại nhãn các phương án theo thứ tự A, B, C, D.")
	}
	for _, c := range d.choices {
		d.stem = append(d.stem, c.whole())
	}
	d.choices = nil
}

// whole is a choice as a line of text again, its label in front.
func (c choice) whole() line {
	out := line{}
	letter := c.letter
	if c.lower {
		letter = unicode.ToLower(letter)
	}
	a := c.label[0]
	if len(c.lines) > 0 {
		out.par, out.style = c.lines[0].par, c.lines[0].style
	}
	out.atoms = []atom{{r: letter, p: a.p}, {r: c.sign, p: a.p}, {r: ' ', p: a.p}}
	for i, l := range c.lines {
		if i > 0 {
			out.atoms = append(out.atoms, atom{r: '\n', p: a.p})
		}
		out.atoms = append(out.atoms, l.atoms...)
	}
	out.look()
	return out
}

// outOfOrder tells a label at the front of a line that does not go on from the
// options before it.
func (d *draft) outOfOrder(l line) {
	if len(d.choices) == 0 {
		return
	}
	letter, lower, _, end, _ := option(l.view, l.front())
	last := d.choices[len(d.choices)-1]
	if letter == 0 || lower != last.lower || letter > 'H' || l.view[end-1] != last.sign {
		return
	}
	d.add("option.labels", "options", fmt.Sprintf("Sau phương án %c là nhãn %c.", last.letter, letter), "Đánh lại nhãn các phương án theo thứ tự A, B, C, D.")
}

// dump writes choices for the stem of a question that has none: the parts a), b)
// of an exercise.
func (d *draft) putBack() {
	for _, c := range d.choices {
		l := c.whole()
		if c.star {
			l.atoms = append([]atom{{r: '*', p: c.label[0].p}}, l.atoms...)
			l.look()
		}
		d.stem = append(d.stem, l)
	}
	d.choices = nil
}

func clip(s string) string {
	s = strings.Join(strings.Fields(strings.ReplaceAll(s, string(thing), "□")), " ")
	if r := []rune(s); len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return s
}
