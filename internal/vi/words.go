package vi

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Words keeps the accents that Fold drops: small letters and digits in NFC, one
// blank between words. Fold(Words(s)) is Fold(s) for text in Latin letters.
func Words(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFC.String(strings.ToLower(s)) {
		if looksLikeD(r) {
			r = 'đ'
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			gap = !unicode.Is(unicode.Mn, r) || gap
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteRune(r)
	}
	return b.String()
}
