package protocol

import "unicode/utf8"

// parseAnswer reads the one message that comes ten thousand times more often
// than all others, in its plain form: a flat object of t, seq, field and value
// in any order, without escapes. Anything else returns false and goes the slow
// way; what it accepts, the slow way reads alike (FuzzParse).
func parseAnswer(b []byte) (Answer, bool) {
	s := scanner{b: b}
	var a Answer
	var seen [4]bool
	if !s.eat('{') {
		return a, false
	}
	for {
		name, ok := s.str()
		if !ok || !s.eat(':') {
			return a, false
		}
		i := -1
		switch string(name) {
		case "t":
			v, ok := s.str()
			if !ok || string(v) != string(TypeAnswer) {
				return a, false
			}
			i = 0
		case "seq":
			n, ok := s.integer()
			if !ok {
				return a, false
			}
			a.Seq, i = n, 1
		case "field":
			v, ok := s.str()
			if !ok {
				return a, false
			}
			a.Field, i = string(v), 2
		case "value":
			v, ok := s.str()
			if !ok {
				return a, false
			}
			a.Value, i = string(v), 3
		}
		if i < 0 || seen[i] {
			return a, false
		}
		seen[i] = true
		if s.eat(',') {
			continue
		}
		a.T = TypeAnswer
		whole := s.eat('}') && s.end() && seen == [4]bool{true, true, true, true}
		return a, whole && a.Seq >= 1 && a.Seq <= MaxSeq && a.Field != ""
	}
}

// scanner walks over JSON without escapes.
type scanner struct {
	b []byte
	i int
}

func (s *scanner) space() {
	for s.i < len(s.b) && (s.b[s.i] == ' ' || s.b[s.i] == '\t' || s.b[s.i] == '\n' || s.b[s.i] == '\r') {
		s.i++
	}
}

func (s *scanner) eat(c byte) bool {
	s.space()
	if s.i < len(s.b) && s.b[s.i] == c {
		s.i++
		return true
	}
	return false
}

func (s *scanner) end() bool {
	s.space()
	return s.i == len(s.b)
}

// str reads a string without backslash or control character.
func (s *scanner) str() ([]byte, bool) {
	if !s.eat('"') {
		return nil, false
	}
	from := s.i
	for s.i < len(s.b) {
		switch c := s.b[s.i]; {
		case c == '"':
			v := s.b[from:s.i]
			s.i++
			return v, utf8.Valid(v)
		case c == '\\' || c < 0x20:
			return nil, false
		}
		s.i++
	}
	return nil, false
}

// integer reads 1 to 9 digits without a leading zero.
func (s *scanner) integer() (int64, bool) {
	s.space()
	from, n := s.i, int64(0)
	for s.i < len(s.b) && s.b[s.i] >= '0' && s.b[s.i] <= '9' {
		n = n*10 + int64(s.b[s.i]-'0')
		s.i++
		if s.i-from > 9 {
			return 0, false
		}
	}
	digits := s.i - from
	return n, digits > 0 && (digits == 1 || s.b[from] != '0')
}
