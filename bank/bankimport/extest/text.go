package extest

import (
	"html"
	"strings"
)

// reader turns LaTeX text into HTML and tells its question what it could not.
type reader struct {
	q *question
}

// html converts a text to the subset.
func (r reader) html(s string) string { return r.flow(s, 0).html() }

// inlineTags are the macros of one argument that have an element.
var inlineTags = map[string]string{
	"textbf": "b", "textit": "i", "emph": "i", "underline": "u", "uline": "u", "ul": "u", "textsl": "i",
	"textsuperscript": "sup", "textsubscript": "sub", "sout": "s", "st": "s", "indam": "b", "mathbf": "b",
}

// switches change the look until the end of their group.
var switches = map[string]string{"bf": "b", "bfseries": "b", "it": "i", "itshape": "i", "em": "i", "sl": "i", "slshape": "i"}

// symbols are macros that stand for a text.
var symbols = map[string]string{
	"%": "%", "&": "&", "#": "#", "_": "_", "{": "{", "}": "}", "$": "$", " ": " ", "\n": " ", ",": "\u2009", ";": " ", ":": " ", "!": "", "/": "", "-": "", "@": "",
	"dots": "…", "ldots": "…", "textellipsis": "…", "dotfill": "……………", "quad": " ", "qquad": "  ", "textbackslash": `\`, "textasciitilde": "~", "textasciicircum": "^",
	"hfill": " ", "textless": "<", "textgreater": ">", "textbar": "|", "degree": "°", "textdegree": "°", "celsius": "°C", "S": "§", "copyright": "©", "textregistered": "®",
	"textquotedblleft": "“", "textquotedblright": "”", "lq": "‘", "rq": "’", "textendash": "–", "textemdash": "—", "LaTeX": "LaTeX", "TeX": "TeX", "euro": "€", "pounds": "£",
	"textrightarrow": "→", "textbullet": "•", "percent": "%", "newblock": " ", "space": " ", "enspace": " ", "thinspace": " ", "nobreakspace": "\u00a0", "today": "",
	"textasteriskcentered": "*", "textperiodcentered": "·", "textquotesingle": "'", "textasciigrave": "`", "slash": "/", "DJ": "Đ", "dj": "đ",
}

// kept are macros of which only the last of their n arguments is text.
var kept = map[string]int{
	"text": 1, "mbox": 1, "hbox": 1, "fbox": 1, "makebox": 1, "framebox": 1, "texttt": 1, "textrm": 1, "textsf": 1, "textsc": 1, "textnormal": 1, "centerline": 1, "boxed": 1, "ensuremath": 1,
	"textcolor": 2, "colorbox": 2, "fcolorbox": 3, "parbox": 2, "raisebox": 2, "scalebox": 2, "resizebox": 3, "rotatebox": 2, "href": 2, "url": 1, "nolinkurl": 1, "thead": 1, "makecell": 1,
	"MakeUppercase": 1, "caption": 1, "captionof": 2, "footnote": 1, "noindentbox": 1, "fontfamily": 2, "rlap": 1, "llap": 1, "vcenter": 1, "adjustbox": 2, "paragraph": 1, "subsubsection": 1, "subsection": 1, "section": 1,
}

// dropped are macros without text, with the number of their arguments.
var dropped = map[string]int{
	"noindent": 0, "indent": 0, "centering": 0, "raggedright": 0, "raggedleft": 0, "selectfont": 0, "displaystyle": 0, "allowdisplaybreaks": 0, "protect": 0, "relax": 0, "leavevmode": 0, "null": 0, "strut": 0,
	"tiny": 0, "scriptsize": 0, "footnotesize": 0, "small": 0, "normalsize": 0, "large": 0, "Large": 0, "LARGE": 0, "huge": 0, "Huge": 0, "rm": 0, "sf": 0, "tt": 0, "normalfont": 0, "upshape": 0, "mdseries": 0, "sffamily": 0, "rmfamily": 0, "ttfamily": 0,
	"vspace": 1, "hspace": 1, "label": 1, "ref": 1, "eqref": 1, "pageref": 1, "color": 1, "fontsize": 2, "setcounter": 2, "addtocounter": 2, "rule": 2, "vskip": 0, "smallskip": 0, "medskip": 0, "bigskip": 0, "hrule": 0, "hline": 0,
	"newpage": 0, "clearpage": 0, "pagebreak": 0, "nopagebreak": 0, "linebreak": 0, "columnbreak": 0, "index": 1, "cite": 1, "setlength": 2, "renewcommand": 2, "True": 0, "False": 0, "fasle": 0, "dotlineEX": 1, "dotlineEX*": 1, "phantom": 1, "vphantom": 1, "hphantom": 1,
	"Opensolutionfile": 1, "Closesolutionfile": 1, "bfseries": 0, "def": 0, "thispagestyle": 1, "pagestyle": 1, "break": 0, "allowbreak": 0, "nonumber": 0, "notag": 0, "arraystretch": 0, "multicolsep": 0, "itemch": 0, "item": 0, "vfill": 0, "immini": 0, "hskip": 0, "kern": 0, "lineskip": 0, "baselineskip": 0, "par": 0,
}

// flow converts a text. Text nested deeper than maxDepth is trouble.
func (r reader) flow(s string, depth int) flow {
	var f flow
	if depth > maxDepth {
		r.q.fail("các nhóm lồng nhau quá sâu")
		return f
	}
	for i := 0; i < len(s); {
		switch c := s[i]; c {
		case '\\':
			rest, end := r.control(&f, s, i, depth)
			if rest != "" { // a switch: the rest of the group looks so
				f.add(r.flow(s[end:], depth+1).wrap(rest))
				return f
			}
			i = end
		case '{':
			body, end, ok := group(s, i)
			if !ok {
				r.q.fail("dấu { không được đóng")
				return f
			}
			f.add(r.flow(body, depth+1))
			i = end
		case '$':
			i = r.dollar(&f, s, i)
		case '\n':
			end := blanks(s, i)
			if strings.Count(s[i:end], "\n") > 1 {
				f.paragraph()
			} else {
				f.text(" ")
			}
			i = end
		default:
			i = r.plain(&f, s, i)
		}
	}
	return f
}

// plain copies characters up to the next special one. The ligatures of TeX
// become what they print.
func (r reader) plain(f *flow, s string, at int) int {
	for _, l := range ligatures {
		if strings.HasPrefix(s[at:], l.tex) {
			f.text(l.text)
			return at + len(l.tex)
		}
	}
	n := strings.IndexAny(s[at+1:], "\\{}$\n~`'-")
	if n < 0 {
		n = len(s) - at - 1
	}
	f.text(html.EscapeString(s[at : at+1+n]))
	return at + 1 + n
}

var ligatures = []struct{ tex, text string }{
	{"---", "—"}, {"--", "–"}, {"``", "“"}, {"''", "”"}, {"~", "\u00a0"}, {"}", ""},
}

// control handles the macro at a place. It returns the element that the rest
// of the group stands in, if the macro is a switch, and the place after it.
func (r reader) control(f *flow, s string, at, depth int) (rest string, end int) {
	name, end := command(s, at)
	if text, ok := symbols[name]; ok {
		f.text(html.EscapeString(text))
		return "", afterWord(s, name, end)
	}
	if tag, ok := switches[name]; ok {
		return tag, blanks(s, end)
	}
	switch name {
	case "\\", "newline", "tabularnewline":
		f.text("<br/>")
		end = options(s, end)
		if next := blanks(s, end); strings.Count(s[end:next], "\n") < 2 {
			end = next
		}
		return "", end
	case "par":
		f.paragraph()
		return "", end
	case "(", "[":
		return "", r.bracketMath(f, s, at, name)
	case "begin":
		return "", r.begin(f, s, end, depth)
	case "includegraphics":
		look, from, _ := option(s, end)
		name, next, _ := group(s, from)
		f.text(r.q.picture(name, look, s[at:next]))
		return "", next
	case "heva", "hoac":
		_, next := groups(s, end, 1)
		r.formula(f, s[at:next], false)
		return "", next
	case "SI", "si", "qty", "unit", "num", "ang", "xsi", "ce", "unitfrac":
		_, next := groups(s, options(s, end), unitArgs[name])
		f.text(`\(` + html.EscapeString(maths(s[at:next])) + `\)`)
		return "", next
	}
	return "", r.argument(f, s, name, end, depth)
}

// afterWord passes the blanks that TeX eats after a control word.
func afterWord(s, name string, end int) int {
	if name == "" || !isLetter(name[0]) {
		return end
	}
	if strings.HasPrefix(s[end:], "{}") {
		return end + 2
	}
	for end < len(s) && (s[end] == ' ' || s[end] == '\t') {
		end++
	}
	return end
}

// argument handles the macros that are known by their arguments. Of unknown
// ones the arguments are kept as text.
func (r reader) argument(f *flow, s, name string, end, depth int) int {
	if tag, ok := inlineTags[name]; ok {
		body, next, ok := group(s, end)
		if !ok {
			return end
		}
		f.add(r.flow(body, depth+1).wrap(tag))
		return next
	}
	if n, ok := kept[name]; ok {
		args, next := groups(s, options(s, end), n)
		if len(args) == n && n > 0 {
			f.add(r.flow(args[n-1], depth+1))
		}
		return next
	}
	if n, ok := dropped[name]; ok {
		_, next := groups(s, options(s, end), n)
		if n == 0 {
			return afterWord(s, name, end)
		}
		return next
	}
	r.q.unknown(name)
	return options(s, end)
}

// dollar reads $…$ and $$…$$.
func (r reader) dollar(f *flow, s string, at int) int {
	display := strings.HasPrefix(s[at:], "$$")
	from := at + 1
	if display {
		from++
	}
	end := mathsEnd(s, from)
	if end < 0 {
		r.q.fail("công thức mở bằng $ mà không đóng")
		return len(s)
	}
	r.formula(f, s[from:end], display)
	if display && strings.HasPrefix(s[end:], "$$") {
		return end + 2
	}
	return end + 1
}

// mathsEnd is the place of the dollar that closes a formula: one that stands
// in no group.
func mathsEnd(s string, at int) int {
	depth := 0
	for i := at; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '{':
			depth++
		case '}':
			depth--
		case '$':
			if depth <= 0 {
				return i
			}
		}
	}
	return -1
}

func (r reader) bracketMath(f *flow, s string, at int, open string) int {
	shut := `\)`
	if open == "[" {
		shut = `\]`
	}
	n := strings.Index(s[at+2:], shut)
	if n < 0 {
		r.q.fail(`công thức mở bằng \` + open + ` mà không đóng`)
		return len(s)
	}
	r.formula(f, s[at+2:at+2+n], open == "[")
	return at + 2 + n + 2
}

// formula writes a formula between the delimiters of the bank.
func (r reader) formula(f *flow, body string, display bool) {
	if !r.q.exact {
		body = strings.TrimSpace(spaces.ReplaceAllString(maths(body), " "))
	}
	if body == "" {
		return
	}
	if display {
		f.text(`\[` + html.EscapeString(body) + `\]`)
		return
	}
	f.text(`\(` + html.EscapeString(body) + `\)`)
}
