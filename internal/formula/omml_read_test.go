package formula

import (
	"strings"
	"testing"
)

// r is a run, st one with a style.
func r(text string) string { return `<m:r><m:t xml:space="preserve">` + text + `</m:t></m:r>` }

func st(props, text string) string {
	return `<m:r><m:rPr>` + props + `</m:rPr><m:t>` + text + `</m:t></m:r>`
}

func el(name string, kids ...string) string {
	return "<m:" + name + ">" + strings.Join(kids, "") + "</m:" + name + ">"
}

func val(name, v string) string { return `<m:` + name + ` m:val="` + v + `"/>` }

func TestReadOMML(t *testing.T) {
	t.Parallel()
	e := func(s string) string { return el("e", s) }
	for _, tt := range []struct{ name, in, want string }{
		{"letters and signs", r("y=ax-2·b"), `y=ax-2\cdot b`},
		{"runs are cut anywhere", r("1") + r("2") + r(",") + r("5") + r("si") + r("n") + r("≤x"), `12{,}5\sin\le x`},
		{"fraction", el("f", el("num", r("1")), el("den", r("x"))), `\frac{1}{x}`},
		{"slanted", el("f", el("fPr", val("type", "skw")), el("num", r("1")), el("den", r("2"))), `\tfrac{1}{2}`},
		{"in a line", el("f", el("fPr", val("type", "lin")), el("num", r("1")), el("den", r("2"))), `1/2`},
		{"binomial", el("d", e(el("f", el("fPr", val("type", "noBar")), el("num", r("n")), el("den", r("k"))))), `\binom{n}{k}`},
		{"square root", el("rad", el("radPr", val("degHide", "1")), el("deg"), e(r("x"))), `\sqrt{x}`},
		{"cube root", el("rad", el("deg", r("3")), e(r("x"))), `\sqrt[3]{x}`},
		{"sub and sup", el("sSubSup", e(r("x")), el("sub", r("1")), el("sup", r("2"))) + el("sSup", e(r("e")), el("sup", r("-x"))) + el("sSub", e(r("u")), el("sub", r("n"))), `x_1^2e^{-x}u_n`},
		{"prime", el("sSup", e(r("f")), el("sup", r("′"))) + el("d", e(r("x"))), `f'\left( x \right)`},
		{"before", el("sPre", el("sub", r("6")), el("sup", r("14")), e(st(val("sty", "p"), "C"))), `{}_6^{14}\mathrm{C}`},
		{"sum", el("nary", el("naryPr", val("chr", "∑"), val("limLoc", "undOvr")), el("sub", r("i=1")), el("sup", r("n")), e(r("i"))), `\sum_{i=1}^ni`},
		{"integral", el("nary", el("naryPr", val("limLoc", "subSup")), el("sub", r("0")), el("sup", r("1")), e(r("xdx"))), `\int_0^1xdx`},
		{"hidden bounds", el("nary", el("naryPr", val("subHide", "1"), val("supHide", "1")), el("sub"), el("sup"), e(r("f"))), `\int f`},
		{"interval", el("d", el("dPr", val("begChr", "["), val("endChr", ")"), val("sepChr", ";")), e(r("0")), e(r("1"))), `\left[ 0;1 \right)`},
		{"absolute value", el("d", el("dPr", val("begChr", "|"), val("endChr", "|")), e(r("x"))), `\left| x \right|`},
		{"system", el("d", el("dPr", val("begChr", "{"), val("endChr", "")), e(el("eqArr", e(r("x+y=1")), e(r("x-y=0"))))), `\left\{ \begin{aligned}  & x+y=1 \\  & x-y=0 \end{aligned} \right.`},
		{"aligned", el("eqArr", e(r("x&amp;=1")), e(r("y&amp;=2"))), `\begin{aligned} x & =1 \\ y & =2 \end{aligned}`},
		{"matrix", el("d", e(el("m", el("mr", e(r("1")), e(r("0"))), el("mr", e(r("0")), e(r("1")))))), `\left( \begin{matrix} 1 & 0 \\ 0 & 1 \end{matrix} \right)`},
		{"function", el("func", el("fName", st(val("sty", "p"), "cos")), e(r("x"))), `\cos x`},
		{"limit", el("func", el("fName", el("limLow", e(st(val("sty", "p"), "lim")), el("lim", r("x→0")))), e(r("f"))), `\lim_{x\to0}f`},
		{"vector", el("acc", el("accPr", val("chr", "\u20D7")), e(r("a"))) + el("acc", el("accPr", val("chr", "\u20D7")), e(r("AB"))), `\vec{a}\overrightarrow{AB}`},
		{"angle and line", el("acc", e(r("ABC"))) + el("bar", el("barPr", val("pos", "top")), e(r("z"))), `\widehat{ABC}\overline{z}`},
		{"brace with a label", el("limLow", e(el("groupChr", e(r("a+a")))), el("lim", r("n"))), `\underbrace{a+a}_n`},
		{"reaction", el("groupChr", el("groupChrPr", val("chr", "→"), val("vertJc", "bot")), e(r("t"))), `\xrightarrow{t}`},
		{"boxes", el("borderBox", e(r("x"))) + el("box", e(r("y"))), `\boxed{x}y`},
		{"struck", el("borderBox", el("borderBoxPr", val("hideTop", "1"), val("hideBot", "1"), val("hideLeft", "1"), val("hideRight", "1"), val("strikeBLTR", "1")), e(r("x"))), `\cancel{x}`},
		{"phantom", el("phant", el("phantPr", val("show", "0")), e(r("x"))), `\phantom{x}`},
		{"alphabets", st(val("scr", "double-struck"), "R") + r("ℝ𝑥") + st(val("scr", "script"), "L") + st(val("scr", "fraktur"), "g") + st(val("sty", "b"), "v"), `\mathbb{RR}x\mathscr{L}\mathfrak{g}\mathbf{v}`},
		{"upright", st(val("sty", "p"), "kg"), `\mathrm{kg}`},
		{"words", r("x>0 khi và chỉ khi y") + `<m:r><m:rPr><m:nor/></m:rPr><m:t>cm 50%</m:t></m:r>`, `x>0\text{ khi và chỉ khi }y\text{cm 50\%}`},
		{"a run of text inside", `<w:r><w:t>nếu </w:t></w:r>` + r("x"), `\text{nếu }x`},
		{"deleted", `<w:del><m:r><m:t>z</m:t></m:r></w:del>` + r("x"), `x`},
		{"escapes", r("50% #1 {a}"), `50\%\#1\{a\}`},
	} {
		row, err := ReadOMML([]byte(`<m:oMath>` + tt.in + `</m:oMath>`))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		got := LaTeX(row)
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
		again, err := Parse(got)
		if err != nil || LaTeX(again) != got {
			t.Errorf("%s: %s reads back as %s, %v", tt.name, got, LaTeX(again), err)
		}
	}
}

func TestReadOMMLRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ code, in string }{
		{"omml", `<m:oMath><m:unknown/></m:oMath>`},
		{"omml", `<m:oMath><m:r><w:drawing/></m:r></m:oMath>`},
		{"omml", `<m:oMath>`},
		{"omml", `<!DOCTYPE a [<!ENTITY b "c">]><m:oMath>&b;</m:oMath>`},
		{"too_deep", strings.Repeat("<m:e>", 100) + strings.Repeat("</m:e>", 100)},
		{"too_large", strings.Repeat("<m:e>", 1000) + strings.Repeat("</m:e>", 1000)},
		{"too_long", strings.Repeat(" ", maxOMML+1)},
	} {
		_, err := ReadOMML([]byte(tt.in))
		f, ok := err.(*Error) //nolint:errorlint // the contract: an *Error, not wrapped
		if !ok || f.Code != tt.code || f.Vietnamese() == "" {
			t.Errorf("%.40s: %v, want %s", tt.in, err, tt.code)
		}
	}
}

// FuzzReadOMML: what was read is LaTeX that our own parser reads.
func FuzzReadOMML(f *testing.F) {
	f.Add([]byte(`<m:oMath>` + el("f", el("num", r("1")), el("den", r("x"))) + el("d", el("e", r("a&amp;b"))) + `</m:oMath>`))
	f.Add([]byte(`<m:oMath>` + el("nary", el("naryPr", val("chr", "∑")), el("sub", r("nếu")), el("e", r("x"))) + el("eqArr", el("e", r("x&amp;=1"))) + `</m:oMath>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		row, err := ReadOMML(data)
		if err != nil {
			return
		}
		latex := LaTeX(row)
		if strings.Count(strings.NewReplacer(`\{`, "", `\}`, "", `\\`, "").Replace(latex), "{") != strings.Count(strings.NewReplacer(`\{`, "", `\}`, "", `\\`, "").Replace(latex), "}") {
			t.Errorf("braces: %s", latex)
		}
		if len(latex) < 10_000 {
			if _, err := Parse(latex); err != nil {
				var e *Error
				if e, _ = err.(*Error); e.Code != "too_deep" && e.Code != "too_large" { //nolint:errorlint // as above
					t.Errorf("%q: %v", latex, err)
				}
			}
		}
	})
}
