package omrtest

import (
	"strings"

	"khaothi/internal/vi"
)

// glyphs are letters as strokes on a grid of 4 × 6: pairs of digits are places,
// a space lifts the pen.
var glyphs = map[rune]string{
	'0': "103041453616050110", '1': "112026", '2': "01103041420646", '3': "0110304142334445361605",
	'4': "36300444", '5': "400002324345361605", '6': "413010010516364544331304", '7': "004016",
	'8': "13020110304142331304051636454433", '9': "051636454130100102133342",
	'a': "062046 1434", 'b': "060030414233033344453606", 'c': "4130100105163645", 'd': "00063645413000",
	'e': "40000646 0333", 'f': "400006 0333", 'g': "41301001051636454323", 'h': "0006 4046 0343",
	'i': "2026", 'j': "404536160504", 'k': "0006 400346", 'l': "000646", 'm': "0600234046", 'n': "06004640",
	'o': "103041453616050110", 'p': "06003041423303", 'q': "103041453616050110 3446", 'r': "060030414233 0346",
	's': "413010010213334445361605", 't': "0040 2026", 'u': "000516364540", 'v': "002640", 'w': "0016233640",
	'x': "0046 4006", 'y': "002340 2326", 'z': "00400646",
	'-': "0343", '–': "0343", ',': "2516", '.': "2526", ':': "2223 2526", '/': "0640", '(': "20010526", ')': "20414526",
}

// text draws one line as strokes; x, y is its left end, half way up. Accents
// are left out: nothing reads them.
func (c *canvas) text(x, y, height float64, s string, p pen) {
	unit := height / 6
	if folded := vi.Fold(s); folded != "" { // "-" and "," fold to nothing
		s = folded
	}
	for _, r := range s {
		c.glyph(x, y-height/2, unit, r, p)
		x += 5.2 * unit
	}
}

func (c *canvas) glyph(x, y, unit float64, r rune, p pen) {
	for stroke := range strings.FieldsSeq(glyphs[r]) {
		for i := 0; i+3 < len(stroke); i += 2 {
			at := func(k int) float64 { return float64(stroke[k]-'0') * unit }
			c.line(x+at(i), y+at(i+1), x+at(i+2), y+at(i+3), p)
		}
	}
}

// textWidth is how long a line of text comes out.
func textWidth(height float64, s string) float64 { return float64(len([]rune(s))) * 5.2 * height / 6 }
