package extest

import "strings"

// answerKind is which family of answer macro a question uses.
type answerKind int

const (
	noAnswer answerKind = iota
	choice
	trueFalse
	shortAnswer
)

// parts is a question taken apart, still as LaTeX.
type parts struct {
	stem      string
	stimulus  string
	kind      answerKind
	macro     string // as written: choiceTF
	args      []string
	solutions []string
	trouble   string // what is wrong with the shape, or ""
}

// answerMacros are the names of the answer macros of ex_test and the number of
// their arguments.
var answerMacros = map[string]struct {
	kind answerKind
	args int
}{
	"choice": {choice, 4}, "motcot": {choice, 4}, "haicot": {choice, 4}, "boncot": {choice, 4}, "choicew": {choice, 4},
	"choicefive": {choice, 5}, "choiceFive": {choice, 5}, "choicesix": {choice, 6},
	"choiceTF": {trueFalse, 4}, "choiceTFt": {trueFalse, 4}, "choiceTFn": {trueFalse, 4}, "choiceTFfix": {trueFalse, 4},
	"shortans": {shortAnswer, 1}, "dapso": {shortAnswer, 1},
}

var solutionMacros = map[string]bool{"loigiai": true, "solution": true, "giaibai": true, "huongdan": true}

// wrappers put their first argument beside a figure in the second.
var wrappers = map[string]bool{"immini": true, "imminiL": true, "imminiR": true, "impicinpar": true}

func isAnswer(name string) bool {
	_, ok := answerMacros[name]
	return ok || strings.HasPrefix(name, "choice") || solutionMacros[name] || wrappers[name]
}

// maxDepth bounds how deep groups and environments may nest.
const maxDepth = 40

// take splits the text of a question.
func take(s string) parts {
	var p parts
	var stem strings.Builder
	p.walk(&stem, s, 0)
	p.stem = strings.TrimSpace(stem.String())
	return p
}

func (p *parts) wrong(why string) {
	if p.trouble == "" {
		p.trouble = why
	}
}

// walk copies a text to the stem and takes answers and solutions out of it,
// also out of groups and environments around them.
func (p *parts) walk(stem *strings.Builder, s string, depth int) {
	if depth > maxDepth {
		p.wrong("các nhóm lồng nhau quá sâu")
		return
	}
	for i := 0; i < len(s) && p.trouble == ""; {
		switch s[i] {
		case '{':
			body, end, ok := group(s, i)
			if !ok {
				p.wrong("dấu { không được đóng")
				return
			}
			stem.WriteByte('{')
			p.inside(stem, body, depth)
			stem.WriteByte('}')
			i = end
		case '\\':
			i = p.control(stem, s, i, depth)
		default:
			n := strings.IndexAny(s[i:], `\{`)
			if n < 0 {
				n = len(s) - i
			}
			stem.WriteString(s[i : i+n])
			i += n
		}
	}
}

func (p *parts) inside(stem *strings.Builder, body string, depth int) {
	if has(body, isAnswer) {
		p.walk(stem, body, depth+1)
		return
	}
	stem.WriteString(body)
}

// control handles the control word at a place and returns the place after it.
func (p *parts) control(stem *strings.Builder, s string, at, depth int) int {
	name, end := command(s, at)
	switch {
	case name == "begin":
		return p.begin(stem, s, end, depth)
	case wrappers[name]:
		return p.wrapper(stem, s, options(s, end), depth)
	case solutionMacros[name]:
		body, next, ok := group(s, options(s, end))
		if !ok {
			p.wrong("phần lời giải \\" + name + "{…} không được đóng")
			return len(s)
		}
		p.solutions = append(p.solutions, body)
		return next
	case answerMacros[name].kind != noAnswer:
		return p.answer(name, s, end)
	case strings.HasPrefix(name, "choice"):
		p.wrong("chưa biết lệnh \\" + name)
		return len(s)
	}
	stem.WriteString(s[at:end])
	return end
}

func (p *parts) begin(stem *strings.Builder, s string, end, depth int) int {
	name, next, ok := group(s, end)
	if !ok {
		p.wrong(`\begin không có tên môi trường`)
		return len(s)
	}
	body, after, ok := environment(s, name, next)
	if !ok {
		p.wrong(`môi trường \begin{` + name + `} không được đóng`)
		return len(s)
	}
	switch {
	case name == "ngulieu":
		p.stimulus += body
	case name == "solution" || name == "loigiai":
		p.solutions = append(p.solutions, body)
	case has(body, isAnswer):
		p.walk(stem, body[options(body, 0):], depth+1)
	default:
		stem.WriteString(`\begin{` + name + `}` + body + `\end{` + name + `}`)
	}
	return after
}

// wrapper reads \immini{text}{figure}: the figure comes after the text, the
// answers may stand in either.
func (p *parts) wrapper(stem *strings.Builder, s string, end, depth int) int {
	args, next := groups(s, end, 2)
	if len(args) < 2 {
		p.wrong(`\immini cần hai phần {…}{…}`)
		return len(s)
	}
	for _, a := range args {
		p.walk(stem, a, depth+1)
		stem.WriteString("\n\n")
	}
	return next
}

func (p *parts) answer(name, s string, end int) int {
	m := answerMacros[name]
	if name == "choicew" { // its length, then the macro itself
		if _, next, ok := group(s, end); ok && blanks(s, next) < len(s) && s[blanks(s, next)] == '\\' {
			return next
		}
	}
	args, next := groups(s, options(s, end), m.args)
	if p.kind != noAnswer {
		p.wrong("câu có hơn một phần trả lời")
	}
	if len(args) < min(m.args, 2) || m.kind == trueFalse && len(args) < m.args {
		p.wrong("phần trả lời \\" + name + " thiếu phương án {…}")
	}
	if _, _, more := group(s, next); more && m.kind != shortAnswer {
		if extra, _, _ := group(s, next); has(extra, isTrue) {
			p.wrong("phần trả lời \\" + name + " có nhiều phương án hơn lệnh này nhận")
		}
	}
	p.kind, p.macro, p.args = m.kind, name, args
	return next
}

func isTrue(name string) bool { return name == "True" }
