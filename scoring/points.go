package scoring

import (
	"strconv"
	"strings"

	"khaothi/internal/fault"
)

// Points are hundredths of a point: 825 is 8.25. In JSON they are the integer.
type Points int64

// String shows p with two decimals and a point: "8.25", "-0.50".
func (p Points) String() string {
	sign := ""
	if p < 0 {
		sign, p = "-", -p
	}
	whole, cents := int64(p)/100, int64(p)%100
	b := make([]byte, 0, 8)
	b = append(b, sign...)
	b = strconv.AppendInt(b, whole, 10)
	b = append(b, '.', byte('0'+cents/10), byte('0'+cents%10))
	return string(b)
}

// ParsePoints reads what String writes; fewer decimals and a comma are taken
// too ("8", "8.5", "8,25"), a third decimal is not.
func ParsePoints(s string) (Points, error) {
	bad := fault.New(fault.Invalid, "points.syntax").With("value", s)
	whole, cents, _ := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
	digits := strings.TrimPrefix(whole, "-")
	if digits == "" || len(digits) > 9 || len(cents) > 2 || !allDigits(digits) || !allDigits(cents) {
		return 0, bad
	}
	n, err := strconv.ParseInt(digits+(cents + "00")[:2], 10, 64)
	if err != nil {
		return 0, bad
	}
	if whole != digits {
		n = -n
	}
	return Points(n), nil
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
