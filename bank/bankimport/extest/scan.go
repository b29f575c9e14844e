package extest

import "strings"

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }

// command returns the control word or symbol that starts at a backslash and
// the place after it. A star belongs to the word.
func command(s string, at int) (name string, end int) {
	end = at + 1
	if end >= len(s) {
		return "", end
	}
	if !isLetter(s[end]) {
		return s[at+1 : end+1], end + 1
	}
	for end < len(s) && isLetter(s[end]) {
		end++
	}
	name = s[at+1 : end]
	if end < len(s) && s[end] == '*' {
		end++
	}
	return name, end
}

// blanks passes white space.
func blanks(s string, at int) int {
	for at < len(s) && isBlank(s[at]) {
		at++
	}
	return at
}

// group reads the {…} that stands at a place after white space. Without a
// group, or with one that does not close, ok is false.
func group(s string, at int) (body string, end int, ok bool) {
	at = blanks(s, at)
	if at >= len(s) || s[at] != '{' {
		return "", at, false
	}
	depth := 0
	for i := at; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return s[at+1 : i], i + 1, true
			}
		}
	}
	return "", at, false
}

// option reads a [...] that stands at a place after blanks; a bracket inside
// braces does not close it.
func option(s string, at int) (body string, end int, ok bool) {
	from := at
	at = blanks(s, at)
	if at >= len(s) || s[at] != '[' {
		return "", from, false
	}
	depth := 0
	for i := at + 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '{':
			depth++
		case '}':
			depth--
		case ']':
			if depth <= 0 {
				return s[at+1 : i], i + 1, true
			}
		case '\n':
			if i+1 < len(s) && s[i+1] == '\n' {
				return "", from, false // a paragraph never stands in an option
			}
		}
	}
	return "", from, false
}

// options passes any number of [..].
func options(s string, at int) int {
	for {
		_, end, ok := option(s, at)
		if !ok {
			return at
		}
		at = end
	}
}

// groups reads at most n groups in a row.
func groups(s string, at, n int) (bodies []string, end int) {
	for len(bodies) < n {
		body, next, ok := group(s, at)
		if !ok {
			break
		}
		bodies, at = append(bodies, body), next
	}
	return bodies, at
}

// environment reads what stands between a \begin{name}, of which at is the
// place after it, and its \end. Environments of the same name may nest.
func environment(s, name string, at int) (body string, end int, ok bool) {
	depth := 1
	open, shut := `\begin{`+name+`}`, `\end{`+name+`}`
	for i := at; i < len(s); {
		n := strings.IndexByte(s[i:], '\\')
		if n < 0 {
			break
		}
		i += n
		switch {
		case strings.HasPrefix(s[i:], shut):
			if depth--; depth == 0 {
				return s[at:i], i + len(shut), true
			}
			i += len(shut)
		case strings.HasPrefix(s[i:], open):
			depth++
			i += len(open)
		default:
			i += 2
		}
	}
	return "", at, false
}

// has reports whether a control word stands in a text.
func has(s string, match func(name string) bool) bool {
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			continue
		}
		name, end := command(s, i)
		if match(name) {
			return true
		}
		i = end - 1
	}
	return false
}
