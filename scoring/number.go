package scoring

import (
	"strconv"
	"strings"
)

// number is an exact decimal: its canonical spelling taken apart.
type number struct {
	negative        bool
	whole, fraction string
}

// maxExponent bounds the power of ten behind an e, and with it the digits.
const maxExponent = 60

// parseNumber reads what canonicalNumber reads, and also a plus, spaces between
// digits, a long minus, and a power of ten as 1,5e-3 or 1.5·10^-3.
func parseNumber(s string) (number, bool) {
	s = numberSpelling.Replace(strings.TrimSpace(s))
	mantissa, power, scaled := strings.Cut(s, "e")
	exponent := 0
	if scaled {
		n, err := strconv.Atoi(strings.TrimPrefix(power, "+"))
		if err != nil || n > maxExponent || n < -maxExponent || len(power) > 4 {
			return number{}, false
		}
		exponent = n
	}
	text, ok := canonicalNumber(strings.TrimPrefix(mantissa, "+"))
	if !ok || strings.HasPrefix(mantissa, "_") || strings.HasPrefix(mantissa, "+-") {
		return number{}, false
	}
	return scale(text, exponent), true
}

var numberSpelling = strings.NewReplacer("−", "-", "–", "-", " ", "", "\u00a0", "", "\u202f", "", "E", "e", "·10^", "e", "×10^", "e", "*10^", "e")

// scale moves the point of a canonical number.
func scale(text string, exponent int) number {
	text, negative := strings.CutPrefix(text, "-")
	whole, fraction, _ := strings.Cut(text, ".")
	for ; exponent > 0; exponent-- {
		if fraction == "" {
			fraction = "0"
		}
		whole, fraction = whole+fraction[:1], fraction[1:]
	}
	for ; exponent < 0; exponent++ {
		if whole == "" {
			whole = "0"
		}
		whole, fraction = whole[:len(whole)-1], whole[len(whole)-1:]+fraction
	}
	n := number{negative: negative, whole: strings.TrimLeft(whole, "0"), fraction: strings.TrimRight(fraction, "0")}
	if n.whole == "" && n.fraction == "" {
		n.negative = false
	}
	return n
}

// compare is below 0, 0 or above 0 as a is less than, equal to or more than b.
func (a number) compare(b number) int {
	switch {
	case a.negative && !b.negative:
		return -1
	case b.negative && !a.negative:
		return 1
	case a.negative:
		return b.size(a)
	}
	return a.size(b)
}

func (a number) size(b number) int {
	if len(a.whole) != len(b.whole) {
		return len(a.whole) - len(b.whole)
	}
	if c := strings.Compare(a.whole, b.whole); c != 0 {
		return c
	}
	return strings.Compare(a.fraction, b.fraction)
}

// span is the numbers from low to high, both within.
type span struct{ low, high number }

// parseSpan reads a number, or two as min..max.
func parseSpan(s string) (span, bool) {
	low, high, ranged := strings.Cut(s, "..")
	if !ranged {
		high = low
	}
	a, okA := parseNumber(low)
	b, okB := parseNumber(high)
	return span{a, b}, okA && okB && a.compare(b) <= 0
}

func (s span) has(n number) bool { return s.low.compare(n) <= 0 && n.compare(s.high) <= 0 }
