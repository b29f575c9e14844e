package vi

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The order of names is that of CLDR's Vietnamese collation: first all letters
// of a field, where ă â đ ê ô ơ ư are letters of their own, then its tones,
// case not at all. It differs from golang.org/x/text/collate in one point,
// which is why this file exists: a tone belongs to its syllable, not to a
// letter, so that Hoà and Hòa are the same name.

// alphabet is the Vietnamese one with f j w z in their Latin places.
const alphabet = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"

// tones are the combining marks of the five written tones in dictionary order,
// after the unmarked one: huyền, hỏi, ngã, sắc, nặng.
const tones = "\u0300\u0309\u0303\u0301\u0323"

// Weights of the first level. 0 ends a field, so that a prefix comes first.
const (
	weightSpace  = 1
	weightDigit  = 2
	weightLetter = 12
	weightOther  = 0xf0 // followed by the code point
)

// Compare orders two texts by Vietnamese collation: -1, 0 or 1.
func Compare(a, b string) int {
	return bytes.Compare(AppendKey(nil, a), AppendKey(nil, b))
}

// AppendKey appends the key by which texts compare as bytes: the letters of
// text, 0, its tones by syllable, 0. Keys of several fields may follow each other.
func AppendKey(key []byte, text string) []byte {
	var toneKey []byte
	for i, syllable := range strings.FieldsFunc(text, unicode.IsSpace) {
		if i > 0 {
			key = append(key, weightSpace)
		}
		var tone byte
		key, tone = appendSyllable(key, syllable)
		toneKey = append(toneKey, tone+1)
	}
	key = append(key, 0)
	key = append(key, toneKey...)
	return append(key, 0)
}

// appendSyllable appends the weights of the syllable's letters and returns its
// tone. Of two tones, which no word has, the last counts.
func appendSyllable(key []byte, syllable string) ([]byte, byte) {
	var tone byte
	d := []byte(norm.NFD.String(syllable))
	for len(d) > 0 {
		base, n := utf8.DecodeRune(d)
		d = d[n:]
		letter := unicode.ToLower(base)
		for len(d) > 0 {
			mark, n := utf8.DecodeRune(d)
			if !unicode.Is(unicode.Mn, mark) {
				break
			}
			d = d[n:]
			if t := strings.IndexRune(tones, mark); t >= 0 {
				tone = byte(1 + toneNumber(mark))
				continue
			}
			letter = withMark(letter, mark)
		}
		key = appendLetter(key, letter)
	}
	return key, tone
}

// toneNumber is the place of mark among the tones.
func toneNumber(mark rune) int {
	n := 0
	for _, t := range tones {
		if t == mark {
			return n
		}
		n++
	}
	return n
}

// withMark returns the letter that a breve, circumflex or horn makes of base,
// or base where it makes none.
func withMark(base, mark rune) rune {
	composed, n := utf8.DecodeRuneInString(norm.NFC.String(string([]rune{base, mark})))
	if n > 1 && strings.ContainsRune(alphabet, composed) {
		return composed
	}
	return base
}

// appendLetter appends the weight of one letter in small case. Apostrophes and
// hyphens (H'Hen, Y-Moan) weigh nothing; letters of other scripts come last.
func appendLetter(key []byte, r rune) []byte {
	if looksLikeD(r) {
		r = 'đ'
	}
	if r >= '0' && r <= '9' {
		return append(key, weightDigit+byte(r-'0'))
	}
	place := 0
	for _, a := range alphabet {
		if a == r {
			return append(key, weightLetter+byte(place))
		}
		place++
	}
	if !unicode.IsLetter(r) {
		return key
	}
	key = append(key, weightOther)
	return append(key, byte(r>>16), byte(r>>8), byte(r))
}
