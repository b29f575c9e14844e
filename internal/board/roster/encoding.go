package roster

import (
	"bytes"
	"regexp"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// decode returns a CSV as text, or the code of the encoding that it has
// instead of UTF-8.
func decode(data []byte) (text, code string) {
	if isUTF16(data) {
		return "", "encoding.utf16"
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if utf8.Valid(data) {
		return string(data), ""
	}
	latin, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return "", "encoding.windows1252"
	}
	switch s := string(latin); {
	case len(tcvn3.FindAllString(s, 3)) >= 3:
		return "", "encoding.tcvn3"
	case len(vni.FindAllString(s, 3)) >= 3:
		return "", "encoding.vni"
	}
	return "", "encoding.windows1252"
}

// isUTF16 finds a byte order mark, or zero bytes in every second place.
func isUTF16(data []byte) bool {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return true
	}
	head := data[:min(len(data), 400)]
	zeros := [2]int{}
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	return max(zeros[0], zeros[1])*4 > len(head)
}

// What text of the old eight-bit Vietnamese encodings looks like when its bytes
// are taken for Western letters; no word of real Vietnamese matches.
var (
	// TCVN3 puts lower-case letters with tones at the places of Western signs
	// and capitals: NguyÔn V¨n, TrÇn ThÞ.
	tcvn3 = regexp.MustCompile(`\pL[¨©®ª«¬\x{AD}µ¶·¸¹»¼½¾]|[¨©®ª«¬µ¶·¸¹»¼½¾]\pL|[a-z][ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞ]`)
	// VNI writes the vowel and then a letter for its marks: Nguyeãn Vaên.
	vni = regexp.MustCompile(`[aAeE][ùøûõïâêàáåãäéèúüëöÙØÛÕÏÂÊÀÁÅÃÄÉÈÚÜË]|[oO][ùøûõïâäåÙØÛÕÏÂÄÅ]|[uUyY][ùøûõïÙØÛÕÏ]|ñ[aeouöô]`)
	// UTF-8 that was read as Windows-1252 and saved again: Nguyá»…n.
	mojibake = regexp.MustCompile(`á[»º]|Ä‘|Æ[°¡]|Ã[¡ ¢£©ªº³´µ¹½¬²]|â€`)
)

// legacy names the old encoding that a name seems to be in, or "".
func legacy(name string) string {
	switch {
	case mojibake.MatchString(name):
		return "encoding.mojibake"
	case tcvn3.MatchString(name):
		return "encoding.tcvn3"
	case vni.MatchString(name):
		return "encoding.vni"
	}
	return ""
}
