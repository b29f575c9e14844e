package excel

import (
	"regexp"
	"strings"

	"khaothi/bank"
	"khaothi/internal/vi"
)

var (
	dotNumber = regexp.MustCompile(`^-?\d+\.\d+$`)
	labels    = regexp.MustCompile(`(?i)\b[abcd]\s*[-:.)=]\s*`)
)

// decimalComma writes a number as papers print it: a comma, a plain minus.
func decimalComma(s string) string {
	s = strings.Replace(s, "−", "-", 1)
	if dotNumber.MatchString(s) {
		return strings.Replace(s, ".", ",", 1)
	}
	return s
}

// splitList splits levels: "Biết, Hiểu; Hiểu".
func splitList(s string) []string {
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",;/|\n", r) })
	var out []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// statementKeys reads "Đ S Đ S", "ĐSĐS", "a-Đ, b-S, c-Đ, d-S", "Đúng, Sai, …".
// One word that is neither makes the whole unreadable: nil.
func statementKeys(s string) []string {
	if first := labels.FindString(s); first != "" && strings.ContainsAny(first[:1], "aA") {
		var ok bool
		if s, ok = unlabel(s); !ok {
			return nil
		}
	}
	var out []string
	for word := range strings.FieldsSeq(vi.Fold(s)) {
		if v, ok := truthWords[word]; ok {
			out = append(out, v)
			continue
		}
		for _, r := range word {
			v, ok := truthWords[string(r)]
			if !ok {
				return nil
			}
			out = append(out, v)
		}
	}
	return out
}

var truthWords = map[string]string{
	"d": bank.True, "dung": bank.True, "t": bank.True, "true": bank.True,
	"s": bank.False, "sai": bank.False, "f": bank.False, "false": bank.False,
}

// unlabel takes a), b), c), d) away where they stand in this order, as they
// must: any other order would need a guess about what was meant.
func unlabel(s string) (string, bool) {
	next := byte('a')
	ok := true
	out := labels.ReplaceAllStringFunc(s, func(m string) string {
		if strings.ToLower(m[:1])[0] != next {
			ok = false
		}
		next++
		return " "
	})
	return out, ok
}
