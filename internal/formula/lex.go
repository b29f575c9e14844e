package formula

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Bounds of one formula. The longest of a school paper is a table of a few
// hundred signs.
const (
	maxSource = 20_000 // bytes
	maxDepth  = 60     // groups in groups
	maxNodes  = 20_000
	maxCells  = 1_000 // of one table
)

// Error says why a formula could not be read. Code is one of too_long, too_deep,
// too_large, command, environment, brace, missing, misplaced, character, omml,
// mathml.
type Error struct {
	Code string
	What string // the command, environment or character, as it was written
	At   int    // byte offset in the source
}

func (e *Error) Error() string {
	if e.What == "" {
		return "formula: " + e.Code
	}
	return "formula: " + e.Code + " " + e.What
}

// Vietnamese says the same to the person who wrote the formula.
func (e *Error) Vietnamese() string {
	switch e.Code {
	case "too_long", "too_large", "too_deep":
		return "công thức quá dài hoặc lồng quá sâu"
	case "command":
		return "không biết lệnh " + e.What
	case "environment":
		return "không biết môi trường " + e.What
	case "brace":
		return "thiếu hoặc thừa dấu ngoặc nhọn"
	case "missing":
		return "thiếu phần sau " + e.What
	case "omml":
		return "công thức Word có phần không đọc được (" + e.What + ")"
	case "mathml":
		return "công thức MathML có phần không đọc được (" + e.What + ")"
	case "mathtype":
		return "công thức MathType có phần không đọc được (" + e.What + ")"
	case "misplaced":
		return "ký hiệu " + e.What + " đứng sai chỗ"
	}
	return "ký tự không dùng được: " + e.What
}

type tokenKind int

const (
	tokEnd     tokenKind = iota
	tokCommand           // \name or \: without the backslash
	tokChar
	tokSpace
)

type token struct {
	kind tokenKind
	text string
	at   int
}

// lexer splits the source into tokens. It never goes back further than one.
type lexer struct {
	src string
	pos int
}

func (l *lexer) next() token {
	l.skipComment()
	at := l.pos
	if at >= len(l.src) {
		return token{tokEnd, "", at}
	}
	r, n := utf8.DecodeRuneInString(l.src[at:])
	l.pos += n
	if unicode.IsSpace(r) {
		for l.pos < len(l.src) {
			r, n := utf8.DecodeRuneInString(l.src[l.pos:])
			if !unicode.IsSpace(r) {
				break
			}
			l.pos += n
		}
		return token{tokSpace, " ", at}
	}
	if r != '\\' {
		return token{tokChar, string(r), at}
	}
	if l.pos >= len(l.src) {
		return token{tokCommand, "", at}
	}
	end := l.pos
	for end < len(l.src) && isASCIILetter(l.src[end]) {
		end++
	}
	if end == l.pos {
		_, n := utf8.DecodeRuneInString(l.src[end:])
		end += n
	} else if end < len(l.src) && l.src[end] == '*' && starred[l.src[l.pos:end]] {
		end++
	}
	name := l.src[l.pos:end]
	l.pos = end
	return token{tokCommand, name, at}
}

// starred are commands that have a form with a star.
var starred = map[string]bool{"operatorname": true, "hspace": true, "vspace": true, "DeclareMathOperator": true}

// skipComment passes over a % that ends at a line break. One that runs to the
// end of the source is not a comment but a per cent sign without its backslash.
func (l *lexer) skipComment() {
	for l.pos < len(l.src) && l.src[l.pos] == '%' {
		n := strings.IndexByte(l.src[l.pos:], '\n')
		if n < 0 {
			return
		}
		l.pos += n + 1
	}
}

func isASCIILetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }

// clean composes the source and drops what cannot be shown.
func clean(src string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if r == 0xFEFF || r == 0x200B || r < 0x20 && r != '\n' && r != '\t' || r == utf8.RuneError {
			return -1
		}
		return r
	}, src))
}
