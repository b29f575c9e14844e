package formula

import (
	"errors"
	"strings"
	"testing"
)

// Each source is read and written; what is written is the normal form. An
// empty want is the source itself.
var latexCases = []struct{ in, want string }{
	{`x^2+3x-1=0`, ``},
	{`x_1^2`, ``},
	{`x^{10}`, ``},
	{`\frac{1}{2}`, ``},
	{`\dfrac12`, `\dfrac{1}{2}`},
	{`y=\frac{ax+b}{cx+d}`, ``},
	{`\sqrt{x}`, ``},
	{`\sqrt[3]{x+1}`, ``},
	{`\left( \frac{1}{2} \right)`, ``},
	{`\left[ 0;1 \right)`, ``},
	{`\left\{ a \middle| b \right\}`, ``},
	{`3{,}14`, ``},
	{`3,14`, ``},
	{`1.5`, ``},
	{`f'(x)`, ``},
	{`f''(x)`, ``},
	{`f'^2`, ``},
	{`30^\circ`, ``},
	{`30^{\circ}`, `30^\circ`},
	{`\overrightarrow{AB}`, ``},
	{`\vec{a}`, ``},
	{`\vec a`, `\vec{a}`},
	{`\widehat{ABC}`, ``},
	{`\overline{AB}`, ``},
	{`\sin x`, ``},
	{`\sin^2 x`, `\sin^2x`},
	{`\log_2 x`, `\log_2x`},
	{`\lim_{x\to 0} f(x)`, `\lim_{x\to0}f(x)`},
	{`\lim\limits_{x \to +\infty} f`, `\lim\limits_{x\to+\infty}f`},
	{`\int_0^1 x\,\mathrm{d}x`, `\int_0^1x\,\mathrm{d}x`},
	{`\sum_{i=1}^n a_i`, `\sum_{i=1}^na_i`},
	{`\displaystyle\int\limits_a^b f(x)dx`, `\int\limits_a^bf(x)dx`},
	{`\mathbb{R}\setminus\{0\}`, ``},
	{`ℝ`, `\mathbb{R}`},
	{`\Delta ABC \sim \Delta DEF`, `\Delta ABC\sim\Delta DEF`},
	{`a \perp b, \; c \parallel d`, `a\perp b,\;c\parallel d`},
	{`\heva{&x+y=1\\&x-y=3}`, `\left\{ \begin{aligned}  & x+y=1 \\  & x-y=3 \end{aligned} \right.`},
	{`\hoac{x=1\\x=2}`, `\left[ \begin{aligned} x=1 \\ x=2 \end{aligned} \right.`},
	{`\begin{cases} x & y \\ 1 & 2 \end{cases}`, ``},
	{`\begin{pmatrix}1&2\\3&4\end{pmatrix}`, `\left( \begin{matrix} 1 & 2 \\ 3 & 4 \end{matrix} \right)`},
	{`\begin{array}{|c|cc|}\hline x&1&2\\\hline y&3&4\\\hline\end{array}`, `\begin{array}{|c|cc|} \hline x & 1 & 2 \\ \hline y & 3 & 4 \\ \hline \end{array}`},
	{`\text{nếu } x>0`, `\text{nếu }x>0`},
	{`\text{với $x>0$ và}`, `\text{với }x>0\text{ và}`},
	{`A \Rightarrow B \Leftrightarrow C`, `A\Rightarrow B\Leftrightarrow C`},
	{`\xrightarrow[t^\circ]{xt}`, ``},
	{`{}_{6}^{14}C`, `{}_6^{14}C`},
	{`\ce{H2SO4}`, `\mathrm{H}_2\mathrm{SO}_4`},
	{`\ce{SO4^2-}`, `\mathrm{SO}_4^{2-}`},
	{`\ce{Na+}`, `\mathrm{Na}^+`},
	{`\ce{2H2 + O2 ->[t^o] 2H2O}`, `2\mathrm{H}_2+\mathrm{O}_2\xrightarrow{\mathrm{t}^{\mathrm{o}}}2\mathrm{H}_2\mathrm{O}`},
	{`\ce{N2 + 3H2 <=> 2NH3}`, `\mathrm{N}_2+3\mathrm{H}_2\rightleftharpoons2\mathrm{NH}_3`},
	{`\ce{CaCO3 v}`, `\mathrm{CaCO}_3\downarrow`},
	{`\ce{^{14}_{6}C}`, `{}_6^{14}\mathrm{C}`},
	{`\ce{CH3-CH2-OH}`, `\mathrm{CH}_3{-}\mathrm{CH}_2{-}\mathrm{OH}`},
	{`\ce{CuSO4.5H2O}`, `\mathrm{CuSO}_4\cdot5\mathrm{H}_2\mathrm{O}`},
	{`\SI{1,5}{\kilo\meter\per\second}`, `1{,}5\,\mathrm{km/s}`},
	{`\SI{20}{\celsius}`, `20\,\mathrm{°C}`},
	{`\SI{2e-3}{m/s^2}`, `2\cdot10^{-3}\,\mathrm{m/}\mathrm{s}^2`},
	{`x \not\in A`, `x\notin A`},
	{`\overset{\frown}{AB}`, ``},
	{`\underbrace{a+b}_{n}`, `\underbrace{a+b}_n`},
	{`\boldsymbol{x}`, ``},
	{`{a \over b}`, `\frac{a}{b}`},
	{`n \choose k`, `\binom{n}{k}`},
	{`\operatorname{ƯCLN}(a,b)`, ``},
	{`100\%`, ``},
	{`5{=}5`, ``},
	{`\color{red}x+1`, `\textcolor{red}{x+1}`},
	{`a \\ b`, `\begin{array}{l} a \\ b \end{array}`},
	{`\boxed{x}`, ``},
	{``, ``},
}

func TestLaTeXNormalForm(t *testing.T) {
	t.Parallel()
	for _, tt := range latexCases {
		row, err := Parse(tt.in)
		if err != nil {
			t.Errorf("Parse(%q): %v", tt.in, err)
			continue
		}
		want := tt.want
		if want == "" {
			want = tt.in
		}
		got := LaTeX(row)
		if got != want {
			t.Errorf("%q\n got %q\nwant %q", tt.in, got, want)
		}
		again, err := Parse(got)
		if err != nil || LaTeX(again) != got {
			t.Errorf("%q is written as %q, which reads as %q (%v)", tt.in, got, LaTeX(again), err)
		}
	}
}

func TestParseNamesWhatItCannotRead(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, code, what string }{
		{`x+\foo{1}`, "command", `\foo`},
		{`\begin{tikzpicture}x\end{tikzpicture}`, "environment", "tikzpicture"},
		{`{x`, "brace", "{"},
		{`x}`, "misplaced", "}"},
		{`x^`, "missing", "^"},
		{`\frac{1}`, "missing", `\frac`},
		{`\left( x`, "missing", `\left`},
		{`x \right)`, "misplaced", `\right`},
		{`x^2^3`, "misplaced", "^"},
		{`a & b`, "misplaced", "&"},
		{`5%`, "misplaced", "%"},
		{`a $ b`, "misplaced", "$"},
		{`\begin{cases} x`, "missing", `\begin{cases}`},
		{`\begin{cases} x \end{matrix}`, "misplaced", `\end{matrix}`},
		{`\text{a $x}`, "missing", "$"},
		{`\`, "command", `\`},
		{`\SI{1}{\foo}`, "command", `\foo`},
		{`\sqrt[3`, "brace", "["},
		{strings.Repeat("{", 100) + strings.Repeat("}", 100), "too_deep", ""},
		{strings.Repeat("x", maxSource+1), "too_long", ""},
		{`\begin{matrix}` + strings.Repeat("&", maxCells+5) + `\end{matrix}`, "too_large", ""},
	} {
		_, err := Parse(tt.in)
		var e *Error
		if !errors.As(err, &e) || e.Code != tt.code || e.What != tt.what {
			t.Errorf("Parse(%.40q) = %v, want %s %s", tt.in, err, tt.code, tt.what)
		}
	}
}

// FuzzParse proves that reading ends, never panics, and that what is written
// is a fixed point.
func FuzzParse(f *testing.F) {
	for _, tt := range latexCases {
		f.Add(tt.in)
	}
	f.Fuzz(func(t *testing.T, src string) {
		row, err := Parse(src)
		if err != nil {
			return
		}
		text := LaTeX(row)
		again, err := Parse(text)
		if err != nil {
			if len(text) > maxSource/2 || strings.Contains(err.Error(), "too_") {
				return // the normal form may be longer than the bound
			}
			t.Fatalf("%q is written as %q: %v", src, text, err)
		}
		if got := LaTeX(again); got != text {
			t.Fatalf("%q is written as %q, then as %q", src, text, got)
		}
	})
}
