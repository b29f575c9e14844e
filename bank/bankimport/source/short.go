package source

import (
	"strings"
	"unicode"

	"khaothi/bank"
)

// WordsMax is the room for an answer in words when the file does not say.
const WordsMax = 50

// Words reports whether short answers are words and not numbers: one of them
// has letters and no digit. "2,5 cm" and "3/4" are numbers that do not fit.
func Words(accepted []string) bool {
	for _, a := range accepted {
		if strings.ContainsFunc(a, unicode.IsLetter) && !strings.ContainsFunc(a, unicode.IsDigit) {
			return true
		}
	}
	return false
}

// WordsWarning says how an answer in words is scored.
func WordsWarning() bank.Problem {
	return bank.Problem{
		Code: "key.words", Field: "key", Warning: true,
		Message: "Đáp án bằng chữ: chấm khớp nguyên văn với các cách viết được chấp nhận.",
		Fix:     "Ghi mọi cách viết được chấp nhận; định dạng 2025 chỉ dùng số.",
	}
}
