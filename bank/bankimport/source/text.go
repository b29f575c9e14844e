package source

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"khaothi/bank"
)

// MaxBytes bounds a text file of questions, pictures in base64 included.
const MaxBytes = 64 << 20

// Text returns the file as UTF-8 without a byte order mark. Any other encoding
// is refused with its name, never guessed and converted.
func Text(data []byte) (string, *bank.Row) {
	if len(data) > MaxBytes {
		return "", refuse("file.too_large", "", "Tệp quá lớn.", "Chia tệp thành nhiều tệp nhỏ hơn 64 MB.")
	}
	if bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF}) {
		return "", refuse("encoding.utf16", "", "Tệp dùng bảng mã UTF-16.", "Mở tệp và lưu lại với bảng mã UTF-8.")
	}
	data = bytes.TrimPrefix(data, []byte{0xEF, 0xBB, 0xBF})
	if bytes.IndexByte(data, 0) >= 0 {
		return "", refuse("encoding.binary", "", "Đây không phải tệp văn bản.", "Chọn đúng tệp và đúng định dạng.")
	}
	if i := invalidAt(data); i >= 0 {
		line := 1 + bytes.Count(data[:i], []byte("\n"))
		from, to := max(0, i-20), min(len(data), i+20)
		excerpt := strings.ToValidUTF8(string(data[from:to]), "\uFFFD")
		return "", &bank.Row{
			Severity: bank.Error, Where: Line(line), Code: "encoding.not_utf8", Excerpt: excerpt,
			Message: "Tệp không phải UTF-8: bảng mã có vẻ là Windows-1252 hoặc một bảng mã 8 bit khác.",
			Fix:     "Mở tệp bằng đúng bảng mã cũ rồi lưu lại với bảng mã UTF-8.",
		}
	}
	text := string(data)
	if row := Legacy(text); row != nil {
		return "", row
	}
	return text, nil
}

func refuse(code, where, message, fix string) *bank.Row { //nolint:unparam // the same shape as its neighbours
	return &bank.Row{Severity: bank.Error, Where: where, Code: code, Message: message, Fix: fix}
}

func invalidAt(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

var (
	vietnamese = regexp.MustCompile(`[\x{1EA0}-\x{1EF9}ăđơưĂĐƠƯ]`)
	tcvn3      = regexp.MustCompile(`[a-zA-Z][©ª«¬®µ¸¶·¹¨¾»¼½Æ][a-z ,.]`)
	vni        = regexp.MustCompile(`aâ[uymn]|eâ[un]|oâ[in]|[aeo][ùøûõï][a-z ,.]|öô|ñ[aeioöu]`)
)

// legacyHits is how many old-font syllables make a text one in an old font:
// more than a foreign word or a symbol that stands in it by chance.
const (
	legacyHits = 3
	manyHits   = 200
)

// distinct keeps one syllable for each strange letter: German quotation marks
// are one letter however many there are.
func distinct(hits []string) []string {
	seen := map[rune]bool{}
	var out []string
	for _, h := range hits {
		letter := []rune(h)[1]
		if !seen[letter] {
			seen[letter] = true
			out = append(out, h)
		}
	}
	return out
}

// legacyBytes is how much of a text shows the font it was typed for.
const legacyBytes = 1 << 20

// Legacy reports text that was typed for the fonts .VnTime (TCVN3) or VNI and
// cannot be read as Unicode, or nil.
func Legacy(text string) *bank.Row {
	text = text[:min(len(text), legacyBytes)]
	const fix = "Chuyển tệp sang Unicode bằng công cụ chuyển mã (ví dụ UniKey) rồi nhập lại."
	if vietnamese.MatchString(text) {
		return nil
	}
	for _, font := range []struct {
		code, name string
		syllable   *regexp.Regexp
	}{{"encoding.tcvn3", "TCVN3 (ABC)", tcvn3}, {"encoding.vni", "VNI", vni}} {
		if hits := distinct(font.syllable.FindAllString(text, manyHits)); len(hits) >= legacyHits {
			row := refuse(font.code, "", "Văn bản gõ bằng bảng mã "+font.name+", không phải Unicode.", fix)
			row.Excerpt = strings.Join(hits[:legacyHits], " … ")
			return row
		}
	}
	return nil
}
