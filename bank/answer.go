package bank

import (
	"math/big"
	"regexp"
	"strings"
)

// Key is the right answer of a version.
type Key struct {
	Options    []string `json:"options,omitempty"`    // ids of the right options; of order: all, in the right order
	Statements []string `json:"statements,omitempty"` // by base order: D or S; of match and categorise the id of an option
	Accepted   []string `json:"accepted,omitempty"`   // short answers that are right; of numeric: numbers, and ranges "9,5..10,5"

	Gaps   [][]string        `json:"gaps,omitempty"`   // of each gap: texts that are right, or ids of options
	Areas  []Area            `json:"areas,omitempty"`  // of hotspot answered by points: where a point is right
	Rubric []Criterion       `json:"rubric,omitempty"` // of what people mark
	Fold   bool              `json:"fold,omitempty"`   // typed answers: upper and lower case are alike
	Credit map[string]Credit `json:"credit,omitempty"` // by value, see CreditName; nil: what is right earns all, the rest nothing
}

// Credit is a share of a question in hundred-thousandths of a per cent: 33.33333 %
// is 3_333_333. It may be negative.
type Credit int64

// Full is the credit of a wholly right answer.
const Full Credit = 10_000_000

// Criterion is a line of a rubric.
type Criterion struct {
	HTML   string  `json:"html"`
	Points int     `json:"points"` // hundredths, at most
	Steps  []Grade `json:"steps,omitempty"`
}

// Grade is one step of a criterion: what earns how much.
type Grade struct {
	HTML   string `json:"html"`
	Points int    `json:"points"` // hundredths
}

// CreditName is the name in Credit of a value of a question with several fields:
// the letter of the field before it. A question with one field uses the value.
func CreditName(field int, value string) string { return letter(field, 'a') + ":" + value }

var number = regexp.MustCompile(`^[-+]?[0-9]{1,20}([.,][0-9]{1,20})?([eE][-+]?[0-9]{1,2})?$`)

// ParseNumber reads a decimal number with a comma or a dot, exactly.
func ParseNumber(s string) (*big.Rat, bool) {
	if !number.MatchString(s) {
		return nil, false
	}
	return new(big.Rat).SetString(strings.Replace(s, ",", ".", 1))
}

// ParseRange reads "9,5..10,5", both ends included, or one number.
func ParseRange(s string) (low, high *big.Rat, ok bool) {
	a, b, two := strings.Cut(s, "..")
	if !two {
		b = a
	}
	low, okLow := ParseNumber(a)
	high, okHigh := ParseNumber(b)
	return low, high, okLow && okHigh && low.Cmp(high) <= 0
}
