package formula

import (
	"strings"
	"testing"
)

// What Word is given and what comes back: the formula itself, or what is nearest
// to it that Word can hold.
func TestOMMLReadsBack(t *testing.T) {
	t.Parallel()
	nearest := map[string]string{
		`\dfrac12`: `\frac{1}{2}`, `3,14`: `3{,}14`, `\lim\limits_{x \to +\infty} f`: `\lim_{x\to+\infty}f`,
		`\displaystyle\int\limits_a^b f(x)dx`: `\int\limits_a^bf(x)dx`, `\mathbb{R}\setminus\{0\}`: `\mathbb{R}\setminus\left\{ 0 \right\}`,
		`\hoac{x=1\\x=2}`:                          `\left[ \begin{aligned}  & x=1 \\  & x=2 \end{aligned} \right.`,
		`\begin{cases} x & y \\ 1 & 2 \end{cases}`: `\left\{ \begin{array}{ll} x & y \\ 1 & 2 \end{array} \right.`,
		`\begin{array}{|c|cc|}\hline x&1&2\\\hline y&3&4\\\hline\end{array}`: `\begin{matrix} x & 1 & 2 \\ y & 3 & 4 \end{matrix}`,
		`\ce{CH3-CH2-OH}`:                  `\mathrm{CH}_3-\mathrm{CH}_2-\mathrm{OH}`,
		`\SI{1,5}{\kilo\meter\per\second}`: `1{,}5\,\mathrm{km}/\mathrm{s}`, `\SI{20}{\celsius}`: `20\,\degree\mathrm{C}`, `\SI{2e-3}{m/s^2}`: `2\cdot10^{-3}\,\mathrm{m}/\mathrm{s}^2`,
		`\operatorname{ƯCLN}(a,b)`: `\text{ƯCLN}(a,b)`, `5{=}5`: `5=5`, `\color{red}x+1`: `x+1`, `a \\ b`: `\begin{aligned}  & a \\  & b \end{aligned}`,
	}
	for _, tt := range latexCases {
		row, err := Parse(tt.in)
		if err != nil {
			t.Fatalf("%s: %v", tt.in, err)
		}
		want, ok := nearest[tt.in]
		if !ok {
			want = LaTeX(row)
		}
		back := throughWord(t, row)
		if got := LaTeX(back); got != want {
			t.Errorf("%s\n got %s\nwant %s\n%s", tt.in, got, want, OMML(row))
		}
		if once, twice := LaTeX(back), LaTeX(throughWord(t, back)); once != twice {
			t.Errorf("%s is not kept: %s, then %s", tt.in, once, twice)
		}
	}
}

func throughWord(t *testing.T, row Row) Row {
	t.Helper()
	back, err := ReadOMML([]byte(OMML(row)))
	if err != nil {
		t.Fatalf("%s: %v", LaTeX(row), err)
	}
	return back
}

func TestOMMLPieces(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, want string }{
		{`\frac{1}{x}`, `<f><num>{1}</num><den>{x}</den></f>`},
		{`(x+1)^2`, `<sSup><e><d><dPr><begChr ("/><endChr )"/></dPr><e>{x+1}</e></d></e><sup>{2}</sup></sSup>`},
		{`{}^\circ`, "<sSup><e>{\u200b}</e><sup>{∘|lit}</sup></sSup>"},
		{`]0;1[`, `{]|lit}{0;1}{[|lit}`},
		{`x=`, `{x}{=|lit}`},
		{`\sin 2x + 1`, `<func><fName>{sin|p}</fName><e>{2x}</e></func>{+1}`},
		{`\sum_{i=1}^n i + 1`, `<nary><naryPr><chr ∑"/><limLoc undOvr"/></naryPr><sub>{i=1}</sub><sup>{n}</sup><e>{i}</e></nary>{+1}`},
		{`a<b\&c`, `{a&lt;b}{&amp;|lit}{c}`},
		{`\text{"nếu" }`, `{&quot;nếu&quot; |nor}`},
	} {
		row, err := Parse(tt.in)
		if err != nil {
			t.Fatalf("%s: %v", tt.in, err)
		}
		if got := shortOMML(OMML(row)); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.in, got, tt.want)
		}
	}
}

// shortOMML writes runs as {text|style} and leaves out prefixes.
func shortOMML(x string) string {
	return strings.NewReplacer("<m:oMath>", "", "</m:oMath>", "", mathFont, "", `<m:t xml:space="preserve">`, "{", "</m:t>", "}", "<m:r>", "", "</m:r>", "",
		"<m:rPr><m:lit/><m:sty m:val=\"p\"/></m:rPr>", "p", "<m:rPr><m:sty m:val=\"p\"/></m:rPr>", "p", "<m:rPr><m:lit/></m:rPr>", "lit", "<m:rPr><m:nor/></m:rPr>", "nor", "m:val=\"", "", "m:", "").Replace(swapStyle(x))
}

// swapStyle puts the properties of a run after its text, as |style.
func swapStyle(x string) string {
	x = strings.ReplaceAll(x, mathFont, "")
	var b strings.Builder
	for {
		i := strings.Index(x, "<m:r><m:rPr>")
		if i < 0 {
			return b.String() + x
		}
		end := strings.Index(x[i:], "</m:rPr>") + i + len("</m:rPr>")
		close := strings.Index(x[i:], "</m:t>") + i
		b.WriteString(x[:i] + "<m:r>" + x[end:close] + "|" + x[i+len("<m:r>"):end])
		x = x[close:]
	}
}

// FuzzOMML: what Word is given is read back, and from then on does not change.
func FuzzOMML(f *testing.F) {
	for _, tt := range latexCases {
		f.Add(tt.in)
	}
	f.Fuzz(func(t *testing.T, src string) {
		row, err := Parse(src)
		if err != nil || len(src) > 2000 {
			return
		}
		back, err := ReadOMML([]byte(OMML(row)))
		if err != nil {
			if strings.Contains(err.Error(), "too_") {
				return
			}
			t.Fatalf("%q: %v\n%s", src, err, OMML(row))
		}
		again, err := ReadOMML([]byte(OMML(back)))
		if err != nil && strings.Contains(err.Error(), "too_") {
			return
		}
		if err != nil || LaTeX(again) != LaTeX(back) {
			t.Fatalf("%q\n is %s\nthen %s (%v)\n%s", src, LaTeX(back), LaTeX(again), err, OMML(back))
		}
	})
}
