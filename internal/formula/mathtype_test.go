package formula

import (
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"
)

// mtef writes records of MathType: a header of the stream, then what is given.
func mtef(records ...[]byte) []byte {
	out := make([]byte, 28)
	binary.LittleEndian.PutUint16(out, 28)
	out = append(out, 5, 1, 0, 6, 9)
	out = append(out, "DSMT6\x00\x00"...)
	out = append(out, 19)
	out = append(out, "WinAllBasicCodePages\x00"...)
	out = append(out, 17, 5)
	out = append(out, "Times New Roman\x00"...)
	out = append(out, 18, 0, 2, 0x21, 0xF1, 0xAF, 1, 0x3F, 2, 1, 0, 0, mtFull) // sizes, spaces, styles
	for _, r := range records {
		out = append(out, r...)
	}
	return append(out, 0)
}

// glyphs writes letters in a typeface.
func glyphs(face byte, text string) []byte {
	var out []byte
	for _, r := range text {
		out = append(out, mtChar, 0, face, byte(r), byte(r>>8))
	}
	return out
}

func slot(parts ...[]byte) []byte {
	out := []byte{mtLine, 0}
	for _, p := range parts {
		out = append(out, p...)
	}
	return append(out, 0)
}

var nullSlot = []byte{mtLine, 1}

func tmpl(selector, variation byte, parts ...[]byte) []byte {
	out := []byte{mtTemplate, 0, selector, variation, 0}
	for _, p := range parts {
		out = append(out, p...)
	}
	return append(out, 0)
}

// compound wraps a stream into a compound file of one stream of that name.
func compound(name string, stream []byte) []byte {
	const sector = 512
	le := binary.LittleEndian
	for len(stream) < 4096 {
		stream = append(stream, 0)
	}
	n := (len(stream) + sector - 1) / sector
	out := make([]byte, (3+n)*sector)
	copy(out, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	le.PutUint16(out[30:], 9)
	le.PutUint32(out[48:], 1) // folders
	le.PutUint32(out[56:], 4096)
	le.PutUint32(out[60:], 0xFFFFFFFE)
	for i := range 109 {
		le.PutUint32(out[76+4*i:], 0xFFFFFFFF)
	}
	le.PutUint32(out[76:], 0) // the table of sectors
	table := out[sector : 2*sector]
	for i := range sector / 4 {
		le.PutUint32(table[4*i:], 0xFFFFFFFF)
	}
	le.PutUint32(table[4:], 0xFFFFFFFE)
	for i := range n {
		le.PutUint32(table[4*(2+i):], uint32(3+i)) //nolint:gosec // a test writes a few sectors
	}
	le.PutUint32(table[4*(1+n):], 0xFFFFFFFE)
	entry := func(at int, name string, kind byte, start, size int) {
		e := out[2*sector+128*at:]
		for i, u := range utf16.Encode([]rune(name)) {
			le.PutUint16(e[2*i:], u)
		}
		le.PutUint16(e[64:], uint16(2*len(name)+2)) //nolint:gosec // a short name
		e[66] = kind
		le.PutUint32(e[116:], uint32(start)) //nolint:gosec // as above
		le.PutUint32(e[120:], uint32(size))  //nolint:gosec // as above
	}
	entry(0, "Root Entry", 5, 0xFFFFFFE, 0)
	entry(1, name, 2, 2, len(stream))
	copy(out[3*sector:], stream)
	return out
}

func TestReadMathType(t *testing.T) {
	t.Parallel()
	v := func(s string) []byte { return glyphs(mtVariable, s) }
	n := func(s string) []byte { return glyphs(mtNumber, s) }
	sym := func(s string) []byte { return glyphs(134, s) }
	for _, tt := range []struct {
		name string
		in   []byte
		want string
	}{
		{"fraction", tmpl(mtFraction, 0, slot(v("a")), slot(n("12"))), `\frac{a}{12}`},
		{"root", tmpl(mtRoot, 1, slot(n("27")), slot(n("3"))), `\sqrt[3]{27}`},
		{"scripts", append(v("x"), tmpl(mtSubSupT, 0, slot(n("1")), slot(n("2")))...), `x_1^2`},
		{"sub then sup", append(append(v("x"), tmpl(mtSubT, 0, slot(n("1")), nullSlot)...), tmpl(mtSupT, 0, nullSlot, slot(n("2")))...), `x_1^2`},
		{"brackets", tmpl(1, 3, slot(v("x")), sym("("), sym(")")), `\left( x \right)`},
		{"half open", tmpl(9, 0x12, slot(n("0"), sym(";"), n("1"))), `\left[ 0;1 \right)`},
		{"system", tmpl(2, 1, slot(append(append([]byte{mtPile, 0, 1, 0}, append(slot(v("x"), sym("="), n("1")), slot(v("y"), sym("="), n("2"))...)...), 0)), sym("{")), `\left\{ \begin{aligned}  & x=1 \\  & y=2 \end{aligned} \right.`},
		{"sum", tmpl(16, 0x70, slot(v("i")), slot(v("i"), sym("="), n("1")), slot(v("n")), sym("∑")), `\sum_{i=1}^ni`},
		{"integral", tmpl(mtIntegral, 0x31, slot(v("x")), slot(n("0")), slot(n("1")), sym("∫")), `\int_0^1x`},
		{"limit", tmpl(mtLimit, 0x10, slot(glyphs(mtFunction, "lim")), slot(v("x"), sym("→"), n("0")), nullSlot), `\lim_{x\to0}`},
		{"vector", tmpl(mtVec, 2, slot(v("AB")), sym("→")), `\overrightarrow{AB}`},
		{"accent", []byte{mtChar, 1, mtVariable, 'a', 0, mtEmbell, 0, 11, 0}, `\vec{a}`},
		{"not", []byte{mtChar, 1, 134, '=', 0, mtEmbell, 0, 10, 0}, `\ne`},
		{"reaction", tmpl(mtArrow, 0x24, slot(v("t")), nullSlot), `\xrightarrow{t}`},
		{"words", glyphs(mtText, "nếu x"), `\text{nếu x}`},
		{"function", append(glyphs(mtFunction, "sin"), v("x")...), `\sin x`},
		{"spaces", append(append(v("a"), mtChar, 0, 152, 0x05, 0xEF), v("b")...), `a\quad b`},
		{"matrix", append([]byte{mtMatrix, 0, 0, 0, 0, 1, 2, 0, 0}, append(append(slot(n("1")), slot(n("2"))...), 0)...), `\begin{matrix} 1 & 2 \end{matrix}`},
	} {
		row, err := ReadMathType(compound("Equation Native", mtef(slot(tt.in))))
		if err != nil || LaTeX(row) != tt.want {
			t.Errorf("%s: %s, %v, want %s", tt.name, LaTeX(row), err, tt.want)
		}
	}
}

func TestReadMathTypeRefuses(t *testing.T) {
	t.Parallel()
	for name, in := range map[string][]byte{
		"no object":          []byte("x"),
		"another stream":     compound("Contents", mtef()),
		"version 3":          compound("Equation Native", append(append([]byte{28}, make([]byte, 27)...), append([]byte{3}, make([]byte, 60)...)...)),
		"a letter of a font": compound("Equation Native", mtef(slot([]byte{mtChar, 0x20, 3, 4}))),
		"a private letter":   compound("Equation Native", mtef(slot(glyphs(mtVariable, "\uF456")))),
		"a strange template": compound("Equation Native", mtef(slot(tmpl(77, 0, slot())))),
		"deep":               compound("Equation Native", mtef([]byte(strings.Repeat("\x01\x00", 2000)))),
	} {
		if row, err := ReadMathType(in); err == nil {
			t.Errorf("%s: %s", name, LaTeX(row))
		}
	}
}

func FuzzReadMathType(f *testing.F) {
	f.Add(mtef(slot(tmpl(mtFraction, 0, slot(glyphs(mtVariable, "a")), slot(glyphs(mtNumber, "12"))))))
	f.Add(mtef(slot(tmpl(mtSubSupT, 0, slot(glyphs(mtNumber, "1")), nullSlot), tmpl(2, 1, slot([]byte{mtPile, 0, 4, 0, mtLine, 1, 0})))))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _ = ReadMathType(data) // no panic
		row, err := readMTEF(data)
		if err != nil {
			return
		}
		if latex := LaTeX(row); len(latex) < 5000 {
			if _, err := Parse(latex); err != nil && !strings.Contains(err.Error(), "too_") {
				t.Errorf("%q: %v", latex, err)
			}
		}
	})
}
