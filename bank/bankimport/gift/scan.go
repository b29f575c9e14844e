package gift

import "strings"

// block is the lines of one question.
type block struct {
	line     int // where it starts, from 1
	category string
	comments []string // the lines right before it that start with //, without the slashes
	text     string
}

// blocks splits a file at blank lines. Comment lines are taken out and do not
// split; a category line changes the category for what follows it.
func blocks(text string) []block {
	var out []block
	category := ""
	cur, lines := block{}, []string{}
	flush := func() {
		if len(lines) > 0 {
			cur.text = strings.Join(lines, "\n") + "\n"
			out = append(out, cur)
		}
		cur, lines = block{}, nil
	}
	for i, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "":
			flush()
		case strings.HasPrefix(trimmed, "//"):
			if len(lines) == 0 {
				cur.comments = append(cur.comments, strings.TrimSpace(trimmed[2:]))
			}
		case strings.HasPrefix(trimmed, "$CATEGORY:"):
			flush()
			category = unescape(strings.TrimSpace(strings.TrimPrefix(trimmed, "$CATEGORY:")))
		default:
			if len(lines) == 0 {
				cur.line, cur.category = i+1, category
			}
			lines = append(lines, line)
		}
	}
	flush()
	return out
}

// find returns the first place from on where one of the bytes in set stands
// without a backslash before it, or -1.
func find(s string, from int, set string) int {
	for i := from; i < len(s); i++ {
		if s[i] == '\\' {
			i++
			continue
		}
		if strings.IndexByte(set, s[i]) >= 0 {
			return i
		}
	}
	return -1
}

// unescape takes the backslash from \~ \= \# \{ \} \: \\ and turns \n into a
// line break; other backslashes are LaTeX and stay. Line breaks of the file
// are only where its author wrapped.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '\n':
			b.WriteByte(' ')
		case c == '\\' && i+1 < len(s) && strings.IndexByte(`~=#{}:\`, s[i+1]) >= 0:
			i++
			b.WriteByte(s[i])
		case c == '\\' && i+1 < len(s) && s[i+1] == 'n':
			i++
			b.WriteByte('\n')
		default:
			b.WriteByte(c)
		}
	}
	return strings.TrimSpace(b.String())
}

// split cuts an answer block into answers, each with its mark = or ~ in front.
// lead is what stood before the first mark.
func split(s, marks string) (lead string, answers []string) {
	at := find(s, 0, marks)
	if at < 0 {
		return s, nil
	}
	lead = s[:at]
	for at >= 0 {
		next := find(s, at+1, marks)
		if next < 0 {
			return lead, append(answers, s[at:])
		}
		answers = append(answers, s[at:next])
		at = next
	}
	return lead, answers
}
