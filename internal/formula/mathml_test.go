package formula

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestMathML(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, want string }{
		{`x^2+1`, `<msup><mi>x</mi><mn>2</mn></msup><mo>+</mo><mn>1</mn>`},
		{`\frac{1}{x+1}`, `<mfrac><mn>1</mn><mrow><mi>x</mi><mo>+</mo><mn>1</mn></mrow></mfrac>`},
		{`3{,}5\sqrt[3]{2}`, `<mn>3,5</mn><mroot><mn>2</mn><mn>3</mn></mroot>`},
		{`\left(a\right.`, `<mrow><mo form="prefix" fence="true" stretchy="true">(</mo><mi>a</mi><mo form="postfix" fence="true" stretchy="true"></mo></mrow>`},
		{`\sum_{i}^n`, `<munderover><mo movablelimits="true">∑</mo><mi>i</mi><mi>n</mi></munderover>`},
		{`\lim\limits_{x}`, `<munder><mi>lim</mi><mi>x</mi></munder>`},
		{`\overrightarrow{AB}`, `<mover accent="true"><mrow><mi>A</mi><mi>B</mi></mrow><mo stretchy="true">→</mo></mover>`},
		{`{}_6^{14}C`, `<mmultiscripts><mi>C</mi><mprescripts/><mn>6</mn><mn>14</mn></mmultiscripts>`},
		{`\text{nếu }\mathbb{R}`, "<mtext>nếu\u00a0</mtext><mi>ℝ</mi>"},
		{`a<b`, `<mi>a</mi><mo>&lt;</mo><mi>b</mi>`},
		{`\begin{matrix}1\end{matrix}`, `<mtable><mtr><mtd><mn>1</mn></mtd></mtr></mtable>`},
		{`\xrightarrow[b]{a}`, `<munderover><mo>→</mo><mi>b</mi><mi>a</mi></munderover>`},
		{`\cancel{x}\Delta`, `<menclose notation="updiagonalstrike"><mi>x</mi></menclose><mi mathvariant="normal">Δ</mi>`},
	} {
		row, err := Parse(tt.in)
		if err != nil {
			t.Fatalf("%s: %v", tt.in, err)
		}
		got := strings.TrimSuffix(strings.TrimPrefix(MathML(row, MathMLOptions{}), `<math xmlns="`+MathMLSpace+`">`), `</math>`)
		if got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.in, got, tt.want)
		}
	}
	row, _ := Parse("x")
	if got, want := MathML(row, MathMLOptions{Display: true, Source: "x<1", Prefix: "m"}),
		`<m:math display="block"><m:semantics><m:mi>x</m:mi><m:annotation encoding="application/x-tex">x&lt;1</m:annotation></m:semantics></m:math>`; got != want {
		t.Errorf("got %s", got)
	}
}

// FuzzMathML: what is written is XML, whatever the formula.
func FuzzMathML(f *testing.F) {
	for _, tt := range latexCases {
		f.Add(tt.in)
	}
	f.Fuzz(func(t *testing.T, src string) {
		row, err := Parse(src)
		if err != nil {
			return
		}
		d := xml.NewDecoder(strings.NewReader(MathML(row, MathMLOptions{Source: LaTeX(row)})))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				return
			} else if err != nil {
				t.Fatalf("%q: %v", src, err)
			}
		}
	})
}
