package formula

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// styled is one character of a run.
type styled struct {
	r    rune
	font Font
	text bool // words, not mathematics
	bold bool // of words
}

// run reads the characters of a run with their style.
func (r *ommlReader) run(e *element) []styled {
	pr := &element{}
	bold := false
	for _, k := range e.kids {
		if k.name != "rPr" {
			continue
		}
		if k.math || k.kid("sty").name != "" || k.kid("scr").name != "" || k.kid("nor").name != "" {
			pr = k
		}
		bold = bold || k.kid("b").on()
	}
	s := styled{font: runFont(pr.kid("scr").val, pr.kid("sty").val), text: pr.kid("nor").on() || !e.math}
	s.bold = s.text && bold
	var out []styled
	for _, k := range e.kids {
		switch k.name {
		case "t":
			for _, c := range norm.NFC.String(k.text) {
				s.r = c
				out = append(out, s)
			}
		case "tab", "br", "cr":
			s.r = '\u2003'
			out = append(out, s)
		case "sym", "drawing", "pict", "object":
			r.fail("omml", k.name)
		}
	}
	return out
}

func runFont(script, style string) Font {
	switch script {
	case "double-struck":
		return Blackboard
	case "script":
		return Script
	case "fraktur":
		return Fraktur
	case "sans-serif":
		return Sans
	case "monospace":
		return Mono
	}
	switch style {
	case "p":
		return Roman
	case "b":
		return Bold
	case "bi":
		return BoldItalic
	}
	return Plain
}

func plainText(s string) []styled {
	var out []styled
	for _, c := range s {
		out = append(out, styled{r: c})
	}
	return out
}

// atoms turns the text of runs that stand side by side into nodes.
func atoms(run []styled) Row {
	run = marked(run)
	run = primes(run)
	out := Row{}
	for i := 0; i < len(run); {
		n, used := atomAt(run, i)
		i += used
		if a, ok := n.(Atom); ok && a.Text == "′" && !onlyPrimes(out) {
			out = primed(out)
			continue
		}
		if n != nil {
			out = add(out, n)
		}
	}
	return out
}

// primes writes the double and the triple prime as that many.
func primes(run []styled) []styled {
	var out []styled
	for _, s := range run {
		n := map[rune]int{'″': 2, '‴': 3}[s.r]
		if n > 0 && !s.text {
			s.r = '′'
		}
		out = append(out, s)
		for ; n > 1 && !s.text; n-- {
			out = append(out, s)
		}
	}
	return out
}

// primed puts a prime on the last node: f′ is typed in one line.
func primed(row Row) Row {
	last := len(row) - 1
	prime := Atom{Ord, "′", Plain}
	if s, ok := row[last].(Scripts); ok && (s.Sup == nil || onlyPrimes(s.Sup)) {
		s.Sup = append(s.Sup, prime)
		row[last] = s
		return row
	}
	row[last] = Scripts{Base: Row{row[last]}, Sup: Row{prime}}
	return row
}

// marked makes words of letters that only Vietnamese words have, and of the
// words that stand beside them: "nếu", "khi và chỉ khi".
func marked(run []styled) []styled {
	has := false
	for _, s := range run {
		has = has || accented(s.r)
	}
	if !has {
		return run
	}
	out := append([]styled{}, run...)
	for i := 0; i < len(out); {
		j := i
		for j < len(out) && !out[j].text && unicode.IsLetter(out[j].r) && basicOrAccented(out[j].r) {
			j++
		}
		if word := runeText(out[i:j]); j-i > 1 && functions[word] == 0 || j > i && strings.ContainsFunc(word, accented) {
			for k := i; k < j; k++ {
				out[k].text = true
			}
		}
		i = max(j, i+1)
	}
	for i := range out { // blanks beside words
		if out[i].r == ' ' && (i > 0 && out[i-1].text && out[i-1].r != ' ' || i+1 < len(out) && out[i+1].text && out[i+1].r != ' ') {
			out[i].text = true
		}
	}
	return out
}

// accented reports letters that words have and formulas have not.
func accented(r rune) bool { return r >= 0x80 && r != 'ı' && unicode.Is(unicode.Latin, r) }

func basicOrAccented(r rune) bool { return r < 0x80 || accented(r) }

func runeText(run []styled) string {
	var b strings.Builder
	for _, s := range run {
		b.WriteRune(s.r)
	}
	return b.String()
}

// while returns the end of the characters from i on that keep to f.
func while(run []styled, i int, f func(styled) bool) int {
	for i < len(run) && f(run[i]) {
		i++
	}
	return i
}

// atomAt reads one node at i and says how many characters it took.
func atomAt(run []styled, i int) (Node, int) {
	s := run[i]
	if s.text {
		end := while(run, i, func(t styled) bool { return t.text && t.bold == s.bold })
		text := strings.Map(blank, runeText(run[i:end]))
		if strings.TrimSpace(text) == "" {
			return Space{MU: 6}, end - i
		}
		return Text{Text: text, Bold: s.bold}, end - i
	}
	if isASCIILetter8(s.r) {
		end := while(run, i, func(t styled) bool { return !t.text && isASCIILetter8(t.r) && t.font == s.font })
		if n, used := function(run[i:end]); used > 0 {
			return n, used
		}
		return Atom{Ord, string(s.r), s.font}, 1
	}
	if s.r >= '0' && s.r <= '9' {
		return numberAt(run, i)
	}
	if mu, ok := blanks[s.r]; ok {
		return spaceAt(run, i, mu)
	}
	return signAt(s), 1
}

func isASCIILetter8(r rune) bool { return r < 0x80 && isASCIILetter(byte(r)) }

func blank(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case !unicode.IsGraphic(r):
		return -1
	}
	return r
}

// function reads the name of a function at the start of letters: upright ones
// as a whole word, others only where no product of letters is spelt so.
func function(letters []styled) (Node, int) {
	word := runeText(letters)
	if letters[0].font == Roman {
		if c, ok := functions[word]; ok {
			return Atom{c, word, Plain}, len(letters)
		}
		return nil, 0
	}
	if letters[0].font != Plain {
		return nil, 0
	}
	for _, name := range []string{"arcsin", "arccos", "arctan", "sin", "cos", "tan", "cot", "log", "lim", "max", "min", "ln"} {
		if word == name {
			return Atom{functions[name], name, Plain}, len(name)
		}
	}
	return nil, 0
}

// numberAt reads digits with decimal marks inside.
func numberAt(run []styled, i int) (Node, int) {
	font := run[i].font
	if font == Roman {
		font = Plain // digits are upright
	}
	digit := func(k int) bool { return k < len(run) && !run[k].text && run[k].r >= '0' && run[k].r <= '9' }
	end := i
	for digit(end) {
		end++
		if end < len(run) && (run[end].r == ',' || run[end].r == '.') && !run[end].text && digit(end+1) {
			end++
		}
	}
	return Atom{Num, runeText(run[i:end]), font}, end - i
}

// blanks are the spaces of Unicode in eighteenths of an em.
var blanks = map[rune]int{
	' ': 6, '\u00A0': 6, '\u2002': 9, '\u2003': 18, '\u2004': 6, '\u2005': 4, '\u2006': 3, '\u2007': 9, '\u2008': 4, '\u2009': 3, '\u200A': 1, '\u202F': 3, '\u205F': 4, '\u3000': 18, '\t': 18, '\n': 6,
	'\u200B': 0, '\u2060': 0, '\u2061': 0, '\u2062': 0, '\u2063': 0, '\u2064': 0, '\uFEFF': 0, '\u00AD': 0,
}

// spaceAt reads blanks. Those that a keyboard types count only between letters
// and words; beside signs mathematics sets its own.
func spaceAt(run []styled, i, mu int) (Node, int) {
	end := while(run, i, func(t styled) bool { _, ok := blanks[t.r]; return ok && !t.text })
	total, typed := 0, mu == 6
	for _, s := range run[i:end] {
		total += blanks[s.r]
		typed = typed && (blanks[s.r] == 0 || unicode.IsSpace(s.r) && s.r < 0x100)
	}
	if total == 0 || typed && (i == 0 || end == len(run) || !solid(run[i-1]) || !solid(run[end])) {
		return nil, end - i
	}
	return Space{MU: total}, end - i
}

func solid(s styled) bool { return s.text || unicode.IsLetter(s.r) || unicode.IsDigit(s.r) }

// signAt is one character as the parser of LaTeX would make it.
func signAt(s styled) Node {
	r := s.r
	if unicode.Is(unicode.M, r) || !unicode.IsGraphic(r) {
		return nil // a sign on nothing, or nothing at all
	}
	text := string(r)
	if accented(r) || strings.ContainsRune("“”„«»—", r) {
		return Text{Text: text}
	}
	if to, ok := lookAlike[r]; ok {
		text = to
	} else if to, ok := oneChar[r]; ok {
		text = to
	}
	if base, font, ok := fromAlphabet(r); ok {
		if base >= "0" && base <= "9" {
			return Atom{Num, base, font}
		}
		return Atom{Ord, base, font}
	}
	sym := symbol{text, Ord}
	if c, ok := classOf[text]; ok {
		sym.class = c
	}
	font := s.font
	if font == Roman {
		font = Plain
	}
	return Atom{sym.class, text, fontOf(sym, font)}
}

// lookAlike are characters that Word documents hold for others.
var lookAlike = map[rune]string{
	'∕': "/", '➔': "→", '∙': "⋅", '•': "⋅", '⊥': "⟂", '˗': "−", '﹣': "−", '－': "−", '＋': "+", '＝': "=", '（': "(", '）': ")", '，': ",", '；': ";", '：': ":", '．': ".",
}
