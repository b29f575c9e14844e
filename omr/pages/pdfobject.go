package pages

import (
	"bytes"
	"errors"
	"strconv"
)

// The objects of a PDF (ISO 32000-1, 7.3) are nil, bool, float64, pdfName,
// string, []any, pdfDict, pdfRef, *pdfStream, and pdfWord for what stands
// between them: operators and keywords.
type (
	pdfName string
	pdfWord string
	pdfDict map[string]any
	pdfRef  struct{ num, gen int }
)

// pdfStream is a dictionary with bytes, which stay in the file, or are in data
// where they were in memory already.
type pdfStream struct {
	dict pdfDict
	at   int64
	data []byte
}

var (
	errPDF     = failf(CodeDamaged, "the PDF is damaged: export it again")
	errPDFMore = errors.New("the object goes on beyond the bytes that were read")
)

const maxDepth = 32

// pdfLexer reads objects from bytes in memory.
type pdfLexer struct {
	b     []byte
	pos   int
	depth int
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == 0 || c == '\f'
}
func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

// space skips white space and comments.
func (l *pdfLexer) space() {
	for l.pos < len(l.b) {
		switch c := l.b[l.pos]; {
		case isSpace(c):
			l.pos++
		case c == '%':
			for l.pos < len(l.b) && l.b[l.pos] != '\n' && l.b[l.pos] != '\r' {
				l.pos++
			}
		default:
			return
		}
	}
}

// next reads one object. A reference is read as such only with refs set:
// content streams have none.
func (l *pdfLexer) next(refs bool) (any, error) {
	l.space()
	if l.pos >= len(l.b) {
		return nil, errPDFMore
	}
	switch c := l.b[l.pos]; {
	case c == '/':
		return l.name(), nil
	case c == '(':
		return l.text()
	case c == '<' && l.pos+1 < len(l.b) && l.b[l.pos+1] == '<':
		l.pos += 2
		return l.dict(refs)
	case c == '<':
		return l.hex()
	case c == '[':
		l.pos++
		return l.list(refs)
	case c == ']' || c == '{' || c == '}' || c == ')':
		l.pos++
		return pdfWord(c), nil
	case c == '>':
		l.pos = min(l.pos+2, len(l.b))
		return pdfWord(">>"), nil
	}
	return l.word(refs), nil
}

func (l *pdfLexer) regular() []byte {
	start := l.pos
	for l.pos < len(l.b) && !isSpace(l.b[l.pos]) && !isDelimiter(l.b[l.pos]) {
		l.pos++
	}
	return l.b[start:l.pos]
}

func (l *pdfLexer) name() pdfName {
	l.pos++
	raw := l.regular()
	if bytes.IndexByte(raw, '#') < 0 {
		return pdfName(raw)
	}
	var out []byte
	for i := 0; i < len(raw); i++ {
		if raw[i] == '#' && i+2 < len(raw) {
			if v, err := strconv.ParseUint(string(raw[i+1:i+3]), 16, 8); err == nil {
				out = append(out, byte(v))
				i += 2
				continue
			}
		}
		out = append(out, raw[i])
	}
	return pdfName(out)
}

// word reads a number, a reference, true, false, null or a keyword.
func (l *pdfLexer) word(refs bool) any {
	raw := l.regular()
	switch string(raw) {
	case "true":
		return true
	case "false":
		return false
	case "null":
		return nil
	}
	v, err := strconv.ParseFloat(string(raw), 64)
	if err != nil {
		return pdfWord(raw)
	}
	if refs && v >= 0 && v == float64(int(v)) {
		if gen, ok := l.refTail(); ok {
			return pdfRef{num: int(v), gen: gen}
		}
	}
	return v
}

// refTail reads "gen R" after a number, and nothing if that is not there.
func (l *pdfLexer) refTail() (int, bool) {
	back := l.pos
	l.space()
	gen, err := strconv.ParseUint(string(l.regular()), 10, 16)
	l.space()
	if err == nil && l.pos < len(l.b) && string(l.regular()) == "R" {
		return int(gen), true
	}
	l.pos = back
	return 0, false
}

// text reads a string in brackets (7.3.4.2): a palette may be one.
func (l *pdfLexer) text() (any, error) {
	var out []byte
	for depth := 0; l.pos < len(l.b); l.pos++ {
		c := l.b[l.pos]
		switch {
		case c == '\\' && l.pos+1 < len(l.b):
			l.pos++
			out = l.escape(out)
			continue
		case c == '(':
			if depth++; depth == 1 {
				continue
			}
		case c == ')':
			if depth--; depth == 0 {
				l.pos++
				return string(out), nil
			}
		}
		out = append(out, c)
	}
	return nil, errPDFMore
}

// escape appends what the characters after a backslash stand for, and stops on
// the last of them.
func (l *pdfLexer) escape(out []byte) []byte {
	c := l.b[l.pos]
	if i := bytes.IndexByte([]byte("nrtbf"), c); i >= 0 {
		return append(out, "\n\r\t\b\f"[i])
	}
	if c < '0' || c > '7' {
		if c == '\n' {
			return out
		}
		return append(out, c)
	}
	v := 0
	for k := 0; k < 3 && l.pos < len(l.b) && l.b[l.pos] >= '0' && l.b[l.pos] <= '7'; k++ {
		v = v<<3 | int(l.b[l.pos]-'0')
		l.pos++
	}
	l.pos--
	return append(out, byte(v))
}

// hex reads a string in hexadecimal.
func (l *pdfLexer) hex() (any, error) {
	end := bytes.IndexByte(l.b[l.pos:], '>')
	if end < 0 {
		return nil, errPDFMore
	}
	raw := l.b[l.pos+1 : l.pos+end]
	l.pos += end + 1
	return string(unHex(raw)), nil
}

func (l *pdfLexer) list(refs bool) (any, error) {
	if l.depth++; l.depth > maxDepth {
		return nil, errPDF
	}
	defer func() { l.depth-- }()
	list := []any{}
	for {
		v, err := l.next(refs)
		if err != nil {
			return nil, err
		}
		if w, ok := v.(pdfWord); ok {
			if w == "]" {
				return list, nil
			}
			return nil, errPDF
		}
		list = append(list, v)
	}
}

func (l *pdfLexer) dict(refs bool) (any, error) {
	if l.depth++; l.depth > maxDepth {
		return nil, errPDF
	}
	defer func() { l.depth-- }()
	d := pdfDict{}
	for {
		key, err := l.next(refs)
		if err != nil {
			return nil, err
		}
		if key == pdfWord(">>") {
			return d, nil
		}
		name, ok := key.(pdfName)
		if !ok {
			return nil, errPDF
		}
		value, err := l.next(refs)
		if err != nil {
			return nil, err
		}
		if value == pdfWord(">>") { // a key without a value ends the dictionary
			return d, nil
		}
		d[string(name)] = value
	}
}
