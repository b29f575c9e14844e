package board

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold returns text in small letters without accents, with single spaces: what
// searches and header names are compared by. Đ becomes d.
func Fold(text string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(text) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case isDStroke(r):
			b.WriteByte('d')
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// foldTight is Fold with letters and digits only.
func foldTight(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, Fold(text))
}

// isDStroke reports whether r is Đ, đ or one of the two letters that look like
// it and are typed in its place: Ð (eth) and Ɖ (African d).
func isDStroke(r rune) bool {
	switch r {
	case 'Đ', 'đ', 'Ð', 'ð', 'Ɖ', 'ɖ':
		return true
	}
	return false
}

// CleanName returns a name in NFC with single spaces, without control
// characters and with look-alikes of Đ made Đ.
func CleanName(s string) string {
	s = strings.Map(func(r rune) rune {
		switch r {
		case 'Ð', 'Ɖ':
			return 'Đ'
		case 'ð', 'ɖ':
			return 'đ'
		case '\u200b', '\u200c', '\u200d', '\ufeff', '\u00ad':
			return -1 // invisible: left by web pages and Word
		}
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
	return norm.NFC.String(strings.Join(strings.Fields(s), " "))
}

// SplitName splits a full name before its last word, the given name.
func SplitName(full string) (family, given string) {
	full = CleanName(full)
	i := strings.LastIndexByte(full, ' ')
	if i < 0 {
		return "", full
	}
	return full[:i], full[i+1:]
}
