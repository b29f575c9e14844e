package vi

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// looksLikeD reports whether r is Đ, đ or one of the two letters that look like
// it and are typed in its place: Ð (eth) and Ɖ (African d).
func looksLikeD(r rune) bool {
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
