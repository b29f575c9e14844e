package scoring

import (
	"slices"
	"strings"
)

// judgeOrder takes the accepted order that is best for the candidate.
func (j *judge) judgeOrder(value string) (units int64, reason string) {
	got := strings.Split(value, ",")
	reason = ReasonWrong
	for _, want := range j.orders {
		if slices.Equal(got, want) {
			return fullUnits, ReasonRight
		}
		right, of := 0, len(want)
		switch {
		case !sameOnes(got, want):
			continue
		case j.partial == Places:
			right = rightPlaces(got, want)
		case j.partial == Pairs:
			right, of = rightPairs(got, want), len(want)-1
		}
		if u := partOf(right, of); u > units {
			units, reason = u, partialReason(right, of)
		}
	}
	return units, reason
}

// sameOnes reports whether got has what want has, each once.
func sameOnes(got, want []string) bool {
	a, b := slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))
	return slices.Equal(a, b)
}

func rightPlaces(got, want []string) int {
	n := 0
	for i := range want {
		if got[i] == want[i] {
			n++
		}
	}
	return n
}

// rightPairs counts the neighbours of want that are neighbours in got.
func rightPairs(got, want []string) int {
	next := make(map[string]string, len(got))
	for i := range len(got) - 1 {
		next[got[i]] = got[i+1]
	}
	n := 0
	for i := range len(want) - 1 {
		if next[want[i]] == want[i+1] {
			n++
		}
	}
	return n
}
