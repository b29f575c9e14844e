package word

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Text that was typed for the fonts .VnTime (TCVN 5712:1993, VN3) and VNI-Times
// holds other characters than it shows. The fonts name the encoding, so what is
// shown is known exactly.

const (
	tcvn3Codes   = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦"
	tcvn3Letters = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
)

var tcvn3 = func() map[rune]rune {
	out := map[rune]rune{}
	letters := []rune(tcvn3Letters)
	for i, r := range []rune(tcvn3Codes) {
		out[r] = letters[i]
	}
	return out
}()

// vniAlone are the letters of VNI that are one character.
var vniAlone = map[rune]rune{'ö': 'ư', 'ô': 'ơ', 'ñ': 'đ', 'í': 'í', 'ì': 'ì', 'æ': 'ỉ', 'ó': 'ĩ', 'ò': 'ị', 'î': 'ỵ'}

// vniMarks are what stands behind a letter, as combining characters.
var vniMarks = map[rune]string{
	'ù': "\u0301", 'ø': "\u0300", 'û': "\u0309", 'õ': "\u0303", 'ï': "\u0323",
	'â': "\u0302", 'á': "\u0302\u0301", 'à': "\u0302\u0300", 'å': "\u0302\u0309", 'ã': "\u0302\u0303", 'ä': "\u0302\u0323",
	'ê': "\u0306", 'é': "\u0306\u0301", 'è': "\u0306\u0300", 'ú': "\u0306\u0309", 'ü': "\u0306\u0303", 'ë': "\u0306\u0323",
}

// encoding names the old encoding of a font.
func encoding(font string) string {
	f := strings.ToLower(font)
	switch {
	case strings.HasPrefix(f, ".vn"):
		return "TCVN3"
	case strings.HasPrefix(f, "vni-"), strings.HasPrefix(f, "vni "):
		return "VNI"
	}
	return ""
}

// legacy counts what was turned into Unicode.
type legacy struct {
	first int // a paragraph, 0: none
	lines int
	fonts string
}

// modern turns the atoms of a line into Unicode. Letters that only Unicode has
// show that a text is Unicode already, whatever its font.
func (l *legacy) modern(atoms []atom, par int) []atom {
	kind := ""
	for _, a := range atoms {
		e := encoding(a.p.Font)
		if e != "" && kind == "" {
			kind = e
		}
		if e != "" && (a.r >= 0x1EA0 && a.r <= 0x1EF9 || strings.ContainsRune("ăđơưĂĐƠƯ", a.r)) {
			return atoms
		}
	}
	if kind == "" {
		return atoms
	}
	out := make([]atom, 0, len(atoms))
	changed := false
	for i := 0; i < len(atoms); i++ {
		a := atoms[i]
		switch encoding(a.p.Font) {
		case "TCVN3":
			if to, ok := tcvn3[a.r]; ok {
				a.r, changed = to, true
			}
			if strings.HasSuffix(a.p.Font, "H") { // .VnTimeH shows capitals
				a.r = unicode.ToUpper(a.r)
			}
		case "VNI":
			if r, used := vni(atoms[i:]); used > 0 {
				a.r, changed = r, true
				i += used - 1
			}
		}
		out = append(out, a)
	}
	if changed {
		l.first, l.lines, l.fonts = first0(l.first, par), l.lines+1, kind
	}
	return out
}

// vni reads one letter with its mark and says how many characters it took; 0
// is a character that is what it shows.
func vni(atoms []atom) (rune, int) {
	base := atoms[0].r
	upper := unicode.IsUpper(base)
	letter, changed := unicode.ToLower(base), false
	if to, ok := vniAlone[letter]; ok {
		letter, changed = to, true
	}
	used := 1
	if len(atoms) > 1 && encoding(atoms[1].p.Font) == "VNI" && strings.ContainsRune("aeouyươ", letter) {
		if marks, ok := vniMarks[unicode.ToLower(atoms[1].r)]; ok {
			if c := []rune(norm.NFC.String(string(letter) + marks)); len(c) == 1 {
				letter, used, changed = c[0], 2, true
			}
		}
	}
	if !changed {
		return 0, 0
	}
	if upper {
		letter = unicode.ToUpper(letter)
	}
	return letter, used
}
