package word

import (
	"regexp"
	"slices"
	"strings"

	"khaothi/bank"
	"khaothi/internal/vi"
)

var (
	letterList = regexp.MustCompile(`^[A-Za-z](?:\s*(?:,|;|&|/|\+|\bvà\b|\band\b)\s*[A-Za-z])*\s*\.?$`)
	letterRow  = regexp.MustCompile(`^[A-H]{2,8}\.?$`)
	orderList  = regexp.MustCompile(`^[A-Za-z](?:\s*(?:-|->|→|>|–)\s*[A-Za-z])+\s*\.?$`)
	pairList   = regexp.MustCompile(`^\d{1,2}\s*[-:.)→]\s*[A-Za-z](?:\s*[,;]\s*\d{1,2}\s*[-:.)→]\s*[A-Za-z])*\s*\.?$`)
	onePairOf  = regexp.MustCompile(`(\d{1,2})\s*[-:.)→]\s*([A-Za-z])`)
	truthOf    = regexp.MustCompile(`([a-h])\s*[).:\-–=]*\s*(đúng|sai|đ|s|d|t|f)(?:[^\pL]|$)`)
	truthRow   = regexp.MustCompile(`^(?:đúng|sai|đ|s|d|t|f)(?:[\s,;\-–/]*(?:đúng|sai|đ|s|d|t|f))*\.?$`)
	truthWord  = regexp.MustCompile(`đúng|sai|đ|s|d|t|f`)
	spaces     = regexp.MustCompile(`\s+`)
)

// letters reads "B", "A, C", "A và C" and, where many may be right, "AC".
func letters(text string, many bool) ([]rune, bool) {
	text = strings.TrimSpace(text)
	if !letterList.MatchString(text) && (!many || !letterRow.MatchString(text)) {
		return nil, false
	}
	text = strings.NewReplacer("và", " ", "and", " ").Replace(text)
	var out []rune
	for _, r := range strings.ToUpper(text) {
		if r >= 'A' && r <= 'Z' {
			out = append(out, r)
		}
	}
	return out, true
}

// truths reads "a-Đ, b-S, c-Đ, d-S", "ĐSĐS", "Đúng Sai Đúng Sai" for n
// statements.
func truths(text string, n int) ([]string, bool) {
	t := strings.ToLower(strings.TrimSpace(text))
	if truthRow.MatchString(t) {
		words := truthWord.FindAllString(t, -1)
		if len(words) != n {
			return nil, false
		}
		out := make([]string, n)
		for i, w := range words {
			out[i] = truth(w)
		}
		return out, true
	}
	out := make([]string, n)
	rest := t
	for _, m := range truthOf.FindAllStringSubmatch(t, -1) {
		i := int(m[1][0] - 'a')
		if i >= n || out[i] != "" {
			return nil, false
		}
		out[i] = truth(m[2])
		rest = strings.Replace(rest, strings.TrimRight(m[0], " ,;.|\n\t"), "", 1)
	}
	if strings.Trim(rest, " ,;.|-–") != "" {
		return nil, false
	}
	return out, !slices.Contains(out, "")
}

func truth(word string) string {
	switch word {
	case "đúng", "đ", "d", "t":
		return bank.True
	}
	return bank.False
}

// yesNo reads "Đúng" and "Sai" as the answer of a whole question.
func yesNo(text string) (right, ok bool) {
	switch strings.Trim(vi.Fold(text), " .!") {
	case "dung", "true":
		return true, true
	case "sai", "false":
		return false, true
	}
	return false, false
}

// texts reads the answers of a short question: alternatives stand between | or
// the word hoặc, and between ; where all of them are numbers.
func texts(value string) []string {
	var out []string
	for t := range strings.SplitSeq(strings.ReplaceAll(value, " hoặc ", "|"), "|") {
		parts := strings.Split(t, ";")
		for _, p := range parts {
			if !plainNumberText.MatchString(strings.TrimSpace(p)) {
				parts = []string{t}
				break
			}
		}
		for _, p := range parts {
			p = strings.TrimSpace(spaces.ReplaceAllString(p, " "))
			if n := strings.TrimSuffix(p, "."); plainNumberText.MatchString(n) {
				p = n
			}
			if p != "" {
				out = append(out, p)
			}
		}
	}
	return out
}

var plainNumberText = regexp.MustCompile(`^[-+−]?\d+(?:[.,]\d+)?$`)
