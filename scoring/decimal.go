package scoring

import "strings"

// canonicalNumber brings a typed number to one spelling, so that equal numbers
// are equal texts: "0,50", ",5" and "0.5" become "0.5", "-0" becomes "0". It
// reads an optional minus, then digits with at most one comma or point and at
// least one digit. Cells left empty before the number on a paper grid ("_5")
// do not count. ok is false for what is not a number.
func canonicalNumber(s string) (canonical string, ok bool) {
	s = strings.TrimLeft(s, "_")
	digits, negative := strings.CutPrefix(s, "-")
	cut := strings.IndexAny(digits, ",.")
	whole, fraction := digits, ""
	if cut >= 0 {
		whole, fraction = digits[:cut], digits[cut+1:]
	}
	if whole+fraction == "" || !allDigits(whole) || !allDigits(fraction) {
		return "", false
	}
	whole = strings.TrimLeft(whole, "0")
	fraction = strings.TrimRight(fraction, "0")
	if whole == "" {
		whole = "0"
	}
	out := whole
	if fraction != "" {
		out += "." + fraction
	}
	if negative && out != "0" {
		out = "-" + out
	}
	return out, true
}
