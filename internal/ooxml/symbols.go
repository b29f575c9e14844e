package ooxml

import (
	"strconv"
	"strings"
)

// symbol reads w:sym: a character of a font that is no text font.
func (r *reader) symbol(p *Paragraph, k *Node, look Props) error {
	code, err := strconv.ParseUint(k.Attr("w:char"), 16, 16)
	if err != nil {
		r.note("symbol", k.Attr("w:char"))
		return nil
	}
	look.Font = k.Attr("w:font")
	if !isSymbolFont(look.Font) && code >= 0xF000 {
		code -= 0xF000 // other fonts keep their own characters there
	}
	return r.text(p, string(rune(code)), look)
}

func isSymbolFont(font string) bool {
	return font == "Symbol" || strings.HasPrefix(font, "Wingdings") || font == "MT Extra"
}

// symbols turns text in a symbol font into Unicode. A character that has no
// counterpart becomes a white square, and lost is true.
func symbols(font, s string) (out string, lost bool) {
	var b strings.Builder
	for _, c := range s {
		code := c
		if code >= 0xF000 && code <= 0xF0FF {
			code -= 0xF000
		}
		if code == ' ' || code > 0xFF || code < 0x20 { // already Unicode: Word shows it in another font
			b.WriteRune(c)
			continue
		}
		if u := symbolRune(font, code); u != 0 {
			b.WriteRune(u)
			continue
		}
		lost = true
		b.WriteRune('□')
	}
	return b.String(), lost
}

func symbolRune(font string, code rune) rune {
	table := map[string]map[rune]rune{"Wingdings": wingdings, "MT Extra": mtExtra}[font]
	if font == "Symbol" {
		if i := int(code) - 0x20; i < len(symbolLow) && code < 0x7F {
			return symbolLow[i]
		}
		if i := int(code) - 0xA0; i >= 0 && i < len(symbolHigh) {
			return symbolHigh[i]
		}
		return 0
	}
	return table[code]
}

// The encoding of the font Symbol (Unicode's vendor mapping of Adobe Symbol):
// 20–7E and A0–FE. A zero has no counterpart.
var (
	symbolLow  = []rune(" !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼")
	symbolHigh = []rune("€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\x00〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭")
)

// What papers use of Wingdings: arrows, ticks, boxes.
var wingdings = map[rune]rune{
	0x6C: '●', 0x6E: '■', 0x6F: '□', 0x71: '❑', 0x76: '❖', 0x77: '⬥', 0xA7: '▪', 0xA8: '◻', 0xD8: '➢', 0xDF: '←', 0xE0: '→', 0xE1: '↑', 0xE2: '↓',
	0xE7: '⬅', 0xE8: '➔', 0xEF: '⇦', 0xF0: '⇨', 0xF3: '⇔', 0xFB: '✗', 0xFC: '✓', 0xFD: '☒', 0xFE: '☑', 0x4A: '☺', 0x4C: '☹', 0x24: '👓', 0x26: '📖',
}

// MT Extra is the font of MathType's odd signs.
var mtExtra = map[rune]rune{
	0x4B: '…', 0x4C: '⋯', 0x4D: '⋮', 0x4F: '⋱', 0x6D: '∓', 0x70: '∦', 0x68: 'ℏ', 0x6C: 'ℓ', 0x50: '∐', 0x66: '∋',
}
