package word

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"khaothi/bank"
)

// A random paper: what it says, to be written in any convention.
type paperQ struct {
	stem    string // of the language of the tests
	kind    bank.Kind
	options []string
	right   []int // of a cluster: the statements that are true
	short   string
}

// phrase is a text in the language of the tests and the HTML that it is.
type phrase struct{ text, html string }

var phrases = []phrase{
	{"Hà Nội", "Hà Nội"},
	{"a < b & c > d", "a &lt; b &amp; c &gt; d"},
	{"H<sub>2</sub>O", "H<sub>2</sub>O"},
	{"nước <i>rất</i> trong", "nước <i>rất</i> trong"},
	{"⟦1/2⟧", `\(\frac{1}{2}\)`},
	{"khi ⟦x≤2⟧ thì", `khi \(x\le2\) thì`},
	{"$x^2+1$", `\(x^2+1\)`},
	{"từ A đến B", "từ A đến B"},
	{"I. không phải phần", "I. không phải phần"},
	{"Câu hỏi hay", "Câu hỏi hay"},
	{"giá 5$ một cái", "giá 5$ một cái"},
	{"x = -1,5", "x = -1,5"},
	{"(1; 2)", "(1; 2)"},
}

func randomText(r *rand.Rand, n int) (string, string) {
	p := phrases[r.IntN(len(phrases))]
	return fmt.Sprintf("số %d %s", n, p.text), fmt.Sprintf("số %d %s", n, p.html)
}

type sheet struct {
	qs   []paperQ
	html map[string]string // text → HTML
}

func randomSheet(r *rand.Rand, kinds ...bank.Kind) sheet {
	s := sheet{html: map[string]string{}}
	n := 0
	text := func() string {
		n++
		t, h := randomText(r, n)
		s.html[t] = h
		return t
	}
	for range 3 + r.IntN(6) {
		q := paperQ{kind: kinds[r.IntN(len(kinds))], stem: text()}
		switch q.kind {
		case bank.Single:
			for range 2 + r.IntN(5) {
				q.options = append(q.options, text())
			}
			q.right = []int{r.IntN(len(q.options))}
		case bank.Cluster:
			for i := range 4 {
				q.options = append(q.options, text())
				if r.IntN(2) == 0 || i == 3 && len(q.right) == 0 {
					q.right = append(q.right, i)
				}
			}
			if len(q.right) == 4 {
				q.right = q.right[1:]
			}
		case bank.Short:
			q.short = fmt.Sprint(r.IntN(9000) + 1)
		default:
			panic("a kind that the sheet does not write")
		}
		s.qs = append(s.qs, q)
	}
	return s
}

// convention writes marks: on a choice, and below a question, and at the end.
type convention struct {
	name  string
	kinds []bank.Kind
	mark  func(label, text string) string
	under func(q paperQ) string
	end   func(qs []paperQ) string
}

func lettersOf(q paperQ) string {
	var out []string
	for _, i := range q.right {
		out = append(out, string(rune('A'+i)))
	}
	return strings.Join(out, ", ")
}

func truthOf4(q paperQ) string {
	var out []string
	for i := range 4 {
		out = append(out, string(rune('a'+i))+map[bool]string{true: "-Đ", false: "-S"}[slices.Contains(q.right, i)])
	}
	return strings.Join(out, ", ")
}

var (
	choiceOnly = []bank.Kind{bank.Single}
	both       = []bank.Kind{bank.Single, bank.Cluster}
	all3       = []bank.Kind{bank.Single, bank.Cluster, bank.Short}
)

func keyText(q paperQ) string {
	switch q.kind {
	case bank.Cluster:
		return truthOf4(q)
	case bank.Short:
		return q.short
	default:
		return lettersOf(q)
	}
}

func around(tag string) func(label, text string) string {
	return func(label, text string) string { return "<" + tag + ">" + label + "</> " + text }
}

var papers = []convention{
	{name: "underline", kinds: both, mark: around("u")},
	{name: "demau", kinds: both, mark: func(l, t string) string { return "<b><red><u>" + l + "</></></> " + t }},
	{name: "red", kinds: both, mark: around("red")},
	{name: "highlight", kinds: both, mark: around("hl")},
	{name: "style", kinds: both, mark: around("style:Dung")},
	{name: "bold", kinds: choiceOnly, mark: around("b")},
	{name: "italic", kinds: choiceOnly, mark: around("i")},
	{name: "line", kinds: choiceOnly, mark: func(l, t string) string { return "<u>" + l + " " + t + "</>" }},
	{name: "star", kinds: both, mark: func(l, t string) string { return "*" + l + " " + t }},
	{name: "star text", kinds: both, mark: func(l, t string) string { return l + " *" + t }},
	{name: "words", kinds: all3, under: func(q paperQ) string { return "Đáp án: " + keyText(q) }},
	{name: "tags", kinds: all3, under: func(q paperQ) string { return "[<Ans=" + keyText(q) + ">]" }},
	{name: "solution", kinds: choiceOnly, under: func(q paperQ) string { return "Lời giải\nChọn " + lettersOf(q) }},
	{name: "table lines", kinds: all3, end: func(qs []paperQ) string {
		out := "HẾT\nBẢNG ĐÁP ÁN"
		for i, q := range qs {
			out += fmt.Sprintf("\n%d. %s", i+1, keyText(q))
		}
		return out
	}},
	{name: "table", kinds: choiceOnly, end: func(qs []paperQ) string {
		top, below := "| Câu", "| Đáp án"
		for i, q := range qs {
			top += fmt.Sprintf(" | %d", i+1)
			below += " | " + lettersOf(q)
		}
		return "HẾT\nĐÁP ÁN\n|===\n" + top + "\n" + below + "\n|==="
	}},
}

// write lays out a sheet; layout is how options stand.
func (c convention) write(s sheet, layout int) string {
	var b strings.Builder
	for i, q := range s.qs {
		fmt.Fprintf(&b, "Câu %d. %s\n", i+1, q.stem)
		var opts []string
		for k, o := range q.options {
			label := string(rune('A'+k)) + "."
			if q.kind == bank.Cluster {
				label = string(rune('a'+k)) + ")"
			}
			if c.mark != nil && slices.Contains(q.right, k) {
				opts = append(opts, c.mark(label, o))
			} else {
				opts = append(opts, label+" "+o)
			}
		}
		sep := "\n"
		if q.kind == bank.Single {
			sep = []string{"\n", `\t`, "   "}[layout]
		}
		if len(opts) > 0 {
			b.WriteString(strings.Join(opts, sep) + "\n")
		}
		if c.under != nil {
			b.WriteString(c.under(q) + "\n")
		}
	}
	if c.end != nil {
		b.WriteString(c.end(s.qs))
	}
	out := b.String()
	if slices.ContainsFunc(s.qs, func(q paperQ) bool { return q.kind == bank.Cluster }) { // rows and marks alone do not say so
		out = strings.ReplaceAll(out, "\n[DS]", "")
		var fixed []string
		n := 0
		for l := range strings.SplitSeq(out, "\n") {
			if strings.HasPrefix(l, fmt.Sprintf("Câu %d. ", n+1)) && n < len(s.qs) {
				if s.qs[n].kind == bank.Cluster {
					l = strings.Replace(l, ". ", ". [DS] ", 1)
				}
				n++
			}
			fixed = append(fixed, l)
		}
		out = strings.Join(fixed, "\n")
	}
	return out
}

// says compares one question with what was read.
func (s sheet) says(t *testing.T, q paperQ, got bank.Body) {
	t.Helper()
	if got.Question.Kind != q.kind || got.Question.Stem != s.html[q.stem] {
		t.Errorf("%s %q, want %s %q", got.Question.Kind, got.Question.Stem, q.kind, s.html[q.stem])
	}
	switch q.kind {
	case bank.Single:
		if len(got.Question.Options) != len(q.options) {
			t.Errorf("%d options, want %d", len(got.Question.Options), len(q.options))
			return
		}
		for i, o := range got.Question.Options {
			if o.HTML != s.html[q.options[i]] {
				t.Errorf("option %q, want %q", o.HTML, s.html[q.options[i]])
			}
			if slices.Contains(got.Key.Options, o.ID) != slices.Contains(q.right, i) {
				t.Errorf("option %d is right: %v", i, got.Key.Options)
			}
		}
	case bank.Cluster:
		if len(got.Question.Statements) != 4 || len(got.Key.Statements) != 4 {
			t.Errorf("statements %v, key %v", got.Question.Statements, got.Key.Statements)
			return
		}
		for i, st := range got.Question.Statements {
			if st.HTML != s.html[q.options[i]] || (got.Key.Statements[i] == bank.True) != slices.Contains(q.right, i) {
				t.Errorf("statement %d %q is %v", i, st.HTML, got.Key.Statements)
			}
		}
	default:
		if !slices.Equal(got.Key.Accepted, []string{q.short}) {
			t.Errorf("accepted %q, want %q", got.Key.Accepted, q.short)
		}
	}
}

// TestWrittenAndRead writes random papers in every convention: the same texts,
// formulas and key come back, and a key changed in the source changes exactly
// that key.
func TestWrittenAndRead(t *testing.T) {
	t.Parallel()
	for _, c := range papers {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(7, uint64(len(c.name)))) //nolint:gosec // a test that can be repeated
			for range 25 / slow {
				writtenAndRead(t, r, c)
			}
		})
	}
}

func writtenAndRead(t *testing.T, r *rand.Rand, c convention) {
	t.Helper()
	s := randomSheet(r, c.kinds...)
	layout := r.IntN(3)
	cut := func(text string) []string { // Word cuts runs anywhere
		var out []string
		for len(text) > 0 {
			n := 1 + r.IntN(len(text))
			for n < len(text) && text[n]&0xC0 == 0x80 {
				n++
			}
			out, text = append(out, text[:n]), text[n:]
		}
		return out
	}
	check := func() bool {
		text := c.write(s, layout)
		in := Read("x.docx", docx(t, bodyXML(text, cut)))
		if len(in.Items) != len(s.qs) || in.Report.Errors() > 0 {
			t.Errorf("%s\n%d of %d questions, %+v", text, len(in.Items), len(s.qs), in.Report.Of(bank.Error))
			return false
		}
		for i, q := range s.qs {
			s.says(t, q, in.Items[i].Body)
		}
		return true
	}
	if !check() {
		return
	}
	at := r.IntN(len(s.qs))
	q := &s.qs[at]
	switch q.kind {
	case bank.Single:
		q.right = []int{(q.right[0] + 1) % len(q.options)}
	case bank.Cluster:
		q.right = []int{(q.right[0] + 1) % 4}
	default:
		q.short += "1"
	}
	check()
}
