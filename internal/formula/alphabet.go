package formula

import "strings"

// alphabets are the mathematical letters of Unicode by font: where A, a and 0
// stand, and the letters that stand elsewhere.
var alphabets = []struct {
	font                 Font
	upper, lower, digits rune
	other                string // pairs: plain letter, its place
}{
	{Blackboard, 0x1D538, 0x1D552, 0x1D7D8, "CℂHℍNℕPℙQℚRℝZℤ"},
	{Script, 0x1D49C, 0x1D4B6, 0, "BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ"},
	{Fraktur, 0x1D504, 0x1D51E, 0, "CℭHℌIℑRℜZℨ"},
	{Sans, 0x1D5A0, 0x1D5BA, 0x1D7E2, ""},
	{Mono, 0x1D670, 0x1D68A, 0x1D7F6, ""},
	{Italic, 0x1D434, 0x1D44E, 0, "hℎ"},
	{Bold, 0x1D400, 0x1D41A, 0x1D7CE, ""},
	{BoldItalic, 0x1D468, 0x1D482, 0, ""},
}

// inAlphabet is text in the letters of a font. What the font lacks stays.
func inAlphabet(text string, f Font) string {
	for _, a := range alphabets {
		if a.font != f {
			continue
		}
		other := []rune(a.other)
		return strings.Map(func(r rune) rune {
			for i := 0; i+1 < len(other); i += 2 {
				if other[i] == r {
					return other[i+1]
				}
			}
			switch {
			case r >= 'A' && r <= 'Z' && a.upper > 0:
				return a.upper + r - 'A'
			case r >= 'a' && r <= 'z' && a.lower > 0:
				return a.lower + r - 'a'
			case r >= '0' && r <= '9' && a.digits > 0:
				return a.digits + r - '0'
			}
			return r
		}, text)
	}
	return text
}

// fromAlphabet finds the basic letter and the font of a mathematical letter.
func fromAlphabet(r rune) (string, Font, bool) {
	if r < 0x2100 || r == 'ℏ' || r == 'ℓ' || r == '℘' {
		return "", Plain, false
	}
	for _, a := range alphabets {
		font := a.font
		if font == Italic {
			font = Plain // plain letters are italic
		}
		other := []rune(a.other)
		for i := 0; i+1 < len(other); i += 2 {
			if other[i+1] == r {
				return string(other[i]), font, true
			}
		}
		switch {
		case r >= a.upper && r < a.upper+26:
			return string('A' + r - a.upper), font, true
		case r >= a.lower && r < a.lower+26:
			return string('a' + r - a.lower), font, true
		case a.digits > 0 && r >= a.digits && r < a.digits+10:
			return string('0' + r - a.digits), font, true
		}
	}
	return "", Plain, false
}
