package formula

import (
	"errors"
	"strings"
	"testing"
)

func TestReadMathML(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`<math><mfrac><mi>a</mi><mrow><mi>b</mi><mo>+</mo><mn>1</mn></mrow></mfrac></math>`:                                                      `\frac{a}{b+1}`,
		`<math xmlns="http://www.w3.org/1998/Math/MathML"><msup><mi>x</mi><mn>2</mn></msup><mo>=</mo><mn>0,5</mn></math>`:                        `x^2=0{,}5`,
		`<m:math xmlns:m="http://www.w3.org/1998/Math/MathML"><m:msqrt><m:mn>3</m:mn></m:msqrt></m:math>`:                                        `\sqrt{3}`,
		`<math><mroot><mi>x</mi><mn>3</mn></mroot></math>`:                                                                                       `\sqrt[3]{x}`,
		`<math><mi>sin</mi><mo>&#x2061;</mo><mi>x</mi></math>`:                                                                                   `\sin x`,
		`<math><munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><msub><mi>x</mi><mi>i</mi></msub></math>`: `\sum_{i=1}^nx_i`,
		`<math><mover><mi>u</mi><mo>→</mo></mover></math>`:                                                                                       `\vec{u}`,
		`<math><mover><mrow><mi>A</mi><mi>B</mi></mrow><mo>→</mo></mover></math>`:                                                                `\overrightarrow{AB}`,
		`<math><mo>(</mo><mfrac><mn>1</mn><mn>2</mn></mfrac><mo>)</mo></math>`:                                                                   `\left( \frac{1}{2} \right)`,
		`<math><mfenced open="[" close=")"><mn>1</mn><mn>2</mn></mfenced></math>`:                                                                `[1,2)`,
		`<math><semantics><mi>x</mi><annotation>y</annotation></semantics></math>`:                                                               `x`,
		`<math><mo>{</mo><mtable><mtr><mtd><mi>x</mi></mtd></mtr><mtr><mtd><mi>y</mi></mtd></mtr></mtable></math>`:                               `\begin{cases} x \\ y \end{cases}`,
		`<math><mmultiscripts><mi>C</mi><mprescripts/><mn>6</mn><mn>14</mn></mmultiscripts></math>`:                                              `{}_6^{14}C`,
		`<math><mi mathvariant="double-struck">R</mi></math>`:                                                                                    `\mathbb{R}`,
		`<math><mtext>nếu </mtext><mi>x</mi><mo>≥</mo><mn>0</mn></math>`:                                                                         `\text{nếu }x\ge0`,
		`<math><mi>f</mi><mo>′</mo><mo>(</mo><mi>x</mi><mo>)</mo></math>`:                                                                        `f'(x)`,
		`<math><munder><mi>lim</mi><mrow><mi>x</mi><mo>→</mo><mn>0</mn></mrow></munder></math>`:                                                  `\lim_{x\to0}`,
	} {
		row, err := ReadMathML([]byte(in))
		if err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		if got := LaTeX(row); got != want {
			t.Errorf("%s\n is %s\nwant %s", in, got, want)
		}
	}
}

func TestReadMathMLRefuses(t *testing.T) {
	t.Parallel()
	for _, in := range []string{
		`<math><apply><plus/><ci>x</ci></apply></math>`, `<math><mfrac><mi>a</mi></mfrac></math>`, `<math><script>1</script></math>`, `<math>`, ``,
		`<!DOCTYPE a [<!ENTITY b "c">]><math><mi>&b;</mi></math>`, `<math><mi><b/></mi></math>`,
	} {
		if row, err := ReadMathML([]byte(in)); err == nil {
			t.Errorf("%s became %s", in, LaTeX(row))
		}
	}
}

// Whatever is read can be written as LaTeX that reads as the same again.
func FuzzReadMathML(f *testing.F) {
	f.Add([]byte(`<math><mfrac><mi>a</mi><mn>2,5</mn></mfrac><mo>(</mo><msqrt><mi>x</mi></msqrt><mo>)</mo></math>`))
	f.Add([]byte(`<math><mover><mrow><mi>A</mi><mi>B</mi></mrow><mo>→</mo></mover><mtable><mtr><mtd><mtext>khi</mtext></mtd></mtr></mtable></math>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		row, err := ReadMathML(data)
		if err != nil {
			return
		}
		text := LaTeX(row)
		again, err := Parse(text)
		if err != nil {
			if e := (&Error{}); errors.As(err, &e) && strings.HasPrefix(e.Code, "too_") {
				return
			}
			t.Fatalf("%s became %s: %v", data, text, err)
		}
		if LaTeX(again) != text {
			t.Fatalf("%s became %s, then %s", data, text, LaTeX(again))
		}
	})
}
