package formula

import (
	"slices"
	"strings"
	"unicode"
)

// pairBrackets makes fences of brackets that open and close in one row, so that
// Word sees (x+1)² as a base and not as a sign with a script. Brackets without
// a partner stay; bars pair from the left.
func pairBrackets(r Row) Row {
	out := Row{}
	var opened []int // places in out of brackets that are still open
	for _, n := range r {
		a, scripts, ok := bracketOf(n)
		if !ok {
			out = append(out, n)
			continue
		}
		if at := partner(out, opened, a); at >= 0 {
			opening, _ := out[opened[at]].(Atom)
			inside := append(Row{}, out[opened[at]+1:]...)
			if scripts == nil && flat(inside) && a.Text != "}" { // brackets need not grow; braces in text are escaped by LibreOffice
				out = append(out, n)
				opened = opened[:at]
				continue
			}
			var f Node = Fence{Open: opening.Text, Close: a.Text, Parts: []Row{inside}}
			if scripts != nil {
				scripts.Base = Row{f}
				f = *scripts
			}
			out = append(out[:opened[at]], f)
			opened = opened[:at]
			continue
		}
		if scripts == nil && (a.Class == Open || isBar(a)) {
			opened = append(opened, len(out))
		}
		out = append(out, n)
	}
	return out
}

// flat reports a row no higher than its letters.
func flat(r Row) bool {
	for _, n := range r {
		switch n := n.(type) {
		case Text, Space:
		case Atom:
			if n.Class == Big {
				return false
			}
		case Scripts:
			if !flat(n.Base) || !flat(n.Sub) || !flat(n.Sup) || n.Limits == Below {
				return false
			}
		case Accent:
			if !flat(n.Body) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// bracketOf returns the bracket that a node is, alone or as the base of scripts.
func bracketOf(n Node) (Atom, *Scripts, bool) {
	if s, ok := n.(Scripts); ok && len(s.Base) == 1 && s.Limits == Auto {
		if a, ok := s.Base[0].(Atom); ok && (a.Class == Close && a.Text != "!" || isBar(a)) {
			return a, &s, true
		}
		return Atom{}, nil, false
	}
	a, ok := n.(Atom)
	return a, nil, ok && (a.Class == Open || a.Class == Close && a.Text != "!" || isBar(a))
}

func isBar(a Atom) bool { return a.Text == "|" || a.Text == "‖" }

// partner finds the open bracket that a closes: the last one, unless a bar
// stands between that has no partner. French intervals ]a;b[ have none.
func partner(out Row, opened []int, a Atom) int {
	for at, place := range slices.Backward(opened) {
		opening, _ := out[place].(Atom)
		if isBar(a) {
			if opening.Text == a.Text {
				return at
			}
			return -1
		}
		if a.Class == Close && !isBar(opening) {
			return at
		}
		if a.Class != Close {
			return -1
		}
	}
	return -1
}

// atoms writes atoms of one style as one run and returns the next node.
func (w *ommlWriter) atoms(r Row, i int) int {
	first := styleOf(r, i)
	var text strings.Builder
	j := i
	for ; j < len(r); j++ {
		a, ok := r[j].(Atom)
		if !ok || styleOf(r, j) != first || j > i && (hasOperand(a) || hasOperand(r[i])) {
			break
		}
		text.WriteString(shownAtom(a))
	}
	w.plain(text.String(), first)
	return j
}

// plain writes a run. Letters that LibreOffice would take for a command stand
// in runs of their own.
func (w *ommlWriter) plain(text string, s style) {
	if s == (style{}) && isCommandWord(text) {
		for _, r := range text {
			w.run(string(r), s)
		}
		return
	}
	w.run(text, s)
}

// officeNames are functions that LibreOffice sets upright by itself.
var officeNames = wordSet("sin cos tan cot sinh cosh tanh coth arcsin arccos arctan arccot ln log exp lim limsup liminf")

var officeWords = wordSet("in ni or to and neg over sub sup from left right lim sum prod int iint lint dot bar hat vec red blue cyan green size font bold ital func abs fact sqrt root div cup cap wide circ sim def prec succ odot oplus union forall exists csup csub lsup lsub infty re im")

func isCommandWord(text string) bool {
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if officeWords[strings.ToLower(word)] {
			return true
		}
	}
	return false
}

// shownAtom is the text of an atom in the letters of its font.
func shownAtom(a Atom) string {
	switch a.Font {
	case Blackboard, Script, Fraktur:
		return inAlphabet(a.Text, a.Font)
	}
	return a.Text
}

func styleOf(r Row, i int) style {
	a, ok := r[i].(Atom)
	if !ok {
		return style{words: true}
	}
	s := style{}
	switch a.Font {
	case Roman:
		s.look = "p"
	case Bold:
		s.look = "b"
	case BoldItalic:
		s.look = "bi"
	case Sans:
		s = style{script: "sans-serif", look: "p"}
	case Mono:
		s = style{script: "monospace", look: "p"}
	}
	if a.Class == Func || a.Class == Lim || a.Font == Plain && a.Class == Ord && upright(a.Text) {
		s.look = "p"
	}
	s.literal = s.look == "p" && !officeNames[a.Text] || isLiteral(a) || dangles(r, i) || a.Class == Big
	return s
}

// upright letters are capital Greek, as LaTeX sets them.
func upright(text string) bool {
	r := []rune(text)
	return len(r) == 1 && r[0] >= 'Α' && r[0] <= 'Ω'
}

// isLiteral tells signs that office programs give a meaning of their own.
func isLiteral(a Atom) bool {
	return strings.Contains(`%#&"\$_@{}[]()|‖⟨⟩⌊⌋⌈⌉`, a.Text) && a.Class != Num
}

// dangles reports an operator without something on both of its sides, which
// LibreOffice would show as a question mark.
func dangles(r Row, i int) bool {
	a, _ := r[i].(Atom)
	if !isOperator(a) {
		return false
	}
	left, right := i > 0 && !isSign(r[i-1], false), i+1 < len(r) && !isSign(r[i+1], true)
	if strings.Contains("+−±∓", a.Text) {
		return !right
	}
	return !left || !right
}

func isOperator(a Atom) bool { return a.Class == Bin || a.Class == Rel || a.Text == "/" }

// isSign reports what is no operand: operators, punctuation, spaces.
func isSign(n Node, unary bool) bool {
	switch n := n.(type) {
	case Space:
		return true
	case Atom:
		if unary && strings.Contains("+−±∓", n.Text) {
			return false
		}
		return isOperator(n) || n.Class == Punct
	}
	return false
}
