package bankimport

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"khaothi/bank"
)

var (
	texComment = regexp.MustCompile(`(?m)(^|[^\\])%.*$`)
	texBlock   = regexp.MustCompile(`(?s)\\begin\{(ex|bt|vd|vdex|exrd)\}(.*?)\\end\{(ex|bt|vd|vdex|exrd)\}`)
	texAnswer  = regexp.MustCompile(`\\(choiceTF[a-z]*|choicefive|choice|motcot|haicot|boncot|shortans|dapso)(\[[^\]]*\])?`)
	texFigure  = regexp.MustCompile(`(?s)\\begin\{(tikzpicture|pspicture|asy|axis)\}.*?\\end\{(tikzpicture|pspicture|asy|axis)\}|\\includegraphics\s*(\[(\{[^{}]*\}|[^\]])*\])?\s*\{[^{}]*\}`)
	texShared  = regexp.MustCompile(`(?s)\\begin\{ngulieu\}.*?\\end\{ngulieu\}`)
	texEscape  = strings.NewReplacer(`\\`, "\uE001", `\{`, "\uE002", `\}`, "\uE003")
	texOption  = regexp.MustCompile(`^\s*\[[^\]]*\]`)
	texTrue    = regexp.MustCompile(`\\True\b\s*`)
)

// texPart is one argument of an answer and where it stands in the block.
type texPart struct {
	text     string
	from, to int
}

// braces are n groups from a place on, escapes put aside.
func braces(s string, at, n int) (out []texPart, end int) {
	for len(out) < n {
		for at < len(s) && strings.IndexByte(" \t\n", s[at]) >= 0 {
			at++
		}
		if at >= len(s) || s[at] != '{' {
			return out, at
		}
		depth, from := 0, at+1
		for ; at < len(s); at++ {
			if s[at] == '{' {
				depth++
			} else if s[at] == '}' {
				if depth--; depth == 0 {
					break
				}
			}
		}
		if at >= len(s) {
			return out, at
		}
		out = append(out, texPart{s[from:at], from, at})
		at++
	}
	return out, at
}

// texQuestion is one block taken apart.
type texQuestion struct {
	place, macro, stem string
	args               []texPart
	body               string // escapes put aside
	from, to           int    // of the block in the text
}

func texQuestions(text string) []texQuestion {
	clean := texComment.ReplaceAllString(text, "$1")
	var out []texQuestion
	for _, m := range texBlock.FindAllStringSubmatchIndex(clean, -1) {
		body := texEscape.Replace(clean[m[4]:m[5]])
		q := texQuestion{place: fmt.Sprintf("dòng %d)", 1+strings.Count(clean[:m[0]], "\n")), body: body, from: m[4], to: m[5]}
		q.stem = body
		for _, name := range []string{`\loigiai`, `\solution`, `\giaibai`, `\huongdan`} {
			if i := strings.Index(q.stem, name); i >= 0 {
				_, end := braces(q.stem, i+len(name), 1)
				q.stem = q.stem[:i] + strings.Repeat(" ", 1) + q.stem[end:]
			}
		}
		if a := texAnswer.FindStringSubmatchIndex(q.stem); a != nil {
			q.macro = q.stem[a[2]:a[3]]
			n := map[string]int{"choicefive": 5, "shortans": 1, "dapso": 1}[q.macro]
			if n == 0 {
				n = 4
			}
			args, end := braces(q.stem, a[1], n)
			q.args = args
			q.stem = q.stem[:a[0]] + " " + q.stem[end:]
		}
		out = append(out, q)
	}
	return out
}

// texBag are the words of LaTeX; formulas count as their letters and digits.
func texBag(s string) string {
	s = texShared.ReplaceAllString(texFigure.ReplaceAllString(s, " "), " ")
	s = strings.NewReplacer("\uE001", `\\`, "\uE002", "{", "\uE003", "}").Replace(s)
	s = formula.ReplaceAllStringFunc(s, signs)
	s = regexp.MustCompile(`\\begin\{(tabular|enumerate|itemize|center)\}(\[[^\]]*\])?(\{[^{}]*\})?|\\end\{[a-z]+\}|\\multicolumn\{\d+\}\{[^{}]*\}|\\multirow\{\d+\}\{\*\}|\\cline\{[^{}]*\}`).ReplaceAllString(s, " ")
	s = regexp.MustCompile(`\\(textbf|textit|emph|underline|textsubscript|textsuperscript|text|uline|sout)\s*\{`).ReplaceAllString(s, "{")
	s = regexp.MustCompile(`\\[a-zA-Z]+\*?`).ReplaceAllString(s, " ")
	return bag(strings.NewReplacer("{", "", "}", "").Replace(s))
}

func naiveExTest(text string) map[string]said {
	out := map[string]said{}
	for _, q := range texQuestions(text) {
		if s, ok := q.said(); ok {
			out[q.place] = s
		}
	}
	return out
}

func (q texQuestion) said() (said, bool) {
	for _, beyond := range []string{`\verb`, `\immini`, `\SI`, `\si{`, `\si `, `\xsi`, `\alph*`, `{note}`, `\kg`} {
		if strings.Contains(q.body, beyond) {
			return said{}, false
		}
	}
	s := said{words: texBag(texOption.ReplaceAllString(q.stem, ""))}
	key := strings.Contains(q.macro, "TF") && !strings.Contains(q.body, `\True`)
	for i, a := range q.args {
		right := strings.Contains(a.text, `\True`)
		text := texBag(texTrue.ReplaceAllString(a.text, ""))
		switch {
		case strings.HasPrefix(q.macro, "choiceTF") && !key:
			s.answers = append(s.answers, text+" → "+bag(map[bool]string{true: "Đúng", false: "Sai"}[right]))
		case q.macro == "shortans" || q.macro == "dapso":
			if number := strings.NewReplacer("$", "", "{,}", ",").Replace(a.text); bag(number) != "" {
				s.answers = append(s.answers, earns(bag(strings.NewReplacer("{", "", "}", "").Replace(number)), "100"))
			}
		case !key:
			s.answers = append(s.answers, earns(lettered(i, text), map[bool]string{true: "100", false: "0"}[right]))
		}
	}
	return s, true
}

// changedExTest moves the mark \True of each question on by one argument, or
// puts a digit to its number.
func changedExTest(text string) []change {
	clean := texComment.ReplaceAllStringFunc(text, func(s string) string { return s })
	var out []change
	for _, q := range texQuestions(text) {
		if len(q.args) == 0 || texComment.MatchString(text[:0]) {
			continue
		}
		var args []string
		for _, a := range q.args {
			args = append(args, texRestore(a.text))
		}
		other := slices.Clone(args)
		for i, a := range args {
			if !strings.Contains(a, `\True`) {
				continue
			}
			next := (i + 1) % len(args)
			for strings.Contains(args[next], `\True`) && next != i {
				next = (next + 1) % len(args)
			}
			if next == i {
				break
			}
			other[i], other[next] = texTrue.ReplaceAllString(a, ""), `\True `+args[next]
			break
		}
		if q.macro == "shortans" || q.macro == "dapso" {
			other[0] = regexp.MustCompile(`\d(\D*)$`).ReplaceAllString(args[0], "7$1")
		}
		if changed, ok := replaceArgs(clean, args, other); ok {
			out = append(out, change{q.place, changed})
		}
	}
	return out
}

func texRestore(s string) string {
	return strings.NewReplacer("\uE001", `\\`, "\uE002", `\{`, "\uE003", `\}`).Replace(s)
}

// replaceArgs writes other in place of args where their first stands once.
func replaceArgs(text string, args, other []string) (string, bool) {
	if slices.Equal(args, other) {
		return "", false
	}
	for i, a := range args {
		if a == other[i] {
			continue
		}
		if strings.Count(text, "{"+a+"}") != 1 {
			return "", false
		}
		text = strings.Replace(text, "{"+a+"}", "{"+other[i]+"}", 1)
	}
	return text, true
}

// textOf is a file of Write, or the source in its package.
func textOf(t *testing.T, data []byte) string {
	t.Helper()
	if !bytes.HasPrefix(data, []byte("PK")) {
		return string(data)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, ".tex") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	t.Fatal("no source in the package")
	return ""
}

// ourComment is what only our own reader understands.
var ourComment = regexp.MustCompile(`(?m)<!-- khaothi .*? -->\n?|^// khaothi .*\n|^%khaothi .*\n`)

// cannotSay reports questions whose key a format says in other words than the
// bank, so that only its own reading can be compared.
func (n naiveReader) cannotSay(b bank.Body) bool {
	switch n.format {
	case "extest":
		return b.Question.Kind == bank.Multiple || b.Question.Kind == bank.Numeric || len(b.Key.Credit) > 0 || len(b.Key.Accepted) > 1
	}
	return b.Question.Kind == bank.Multiple && len(b.Key.Credit) == 0
}
