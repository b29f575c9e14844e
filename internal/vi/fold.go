package vi

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Fold makes two spellings of the same words equal: lower case, no accents, đ
// as d, only ASCII letters and digits, one blank between words.
func Fold(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		if looksLikeD(r) {
			r = 'd'
		}
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(r)
		case r >= 0x300 && r <= 0x36f: // an accent
		default:
			gap = true
		}
	}
	return b.String()
}
