package board

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"khaothi/internal/fault"
	"khaothi/internal/vi"
)

// SortForNumbers orders candidates as their numbers run: by name, or by school
// and class first. Equal names and birth dates keep a fixed order, so that the
// same roster always gets the same numbers.
func SortForNumbers(candidates []Candidate, order Order) {
	keys := make(map[int][]byte, len(candidates))
	at := make([]int, len(candidates))
	for i, c := range candidates {
		at[i], keys[i] = i, numberKey(c, order)
	}
	slices.SortFunc(at, func(a, b int) int {
		return cmp.Or(
			bytes.Compare(keys[a], keys[b]),
			cmp.Compare(candidates[a].PupilCode, candidates[b].PupilCode),
			cmp.Compare(candidates[a].CitizenID, candidates[b].CitizenID),
			cmp.Compare(candidates[a].RosterNo, candidates[b].RosterNo),
			cmp.Compare(candidates[a].ID, candidates[b].ID),
		)
	})
	sorted := make([]Candidate, len(candidates))
	for i, from := range at {
		sorted[i] = candidates[from]
	}
	copy(candidates, sorted)
}

// numberKey is the bytes that a candidate is ordered by.
func numberKey(c Candidate, order Order) []byte {
	if order != OrderClass {
		return SortKey(c)
	}
	k := append([]byte(c.SchoolCode), 0)
	k = vi.AppendKey(k, c.SchoolName)
	k = appendNatural(k, c.ClassCode)
	return append(k, SortKey(c)...)
}

// Number gives every candidate a number: the prefix, then a running number from
// 1. candidates is left as it is.
func Number(candidates []Candidate, s Settings) ([]Numbering, error) {
	return numberFrom(0, candidates, s)
}

// NumberNew gives a number to those who have none, after the highest running
// number that there is. Everybody else keeps theirs.
func NumberNew(candidates []Candidate, s Settings) ([]Numbering, error) {
	highest := 0
	var fresh []Candidate
	for _, c := range candidates {
		if c.Number == "" {
			fresh = append(fresh, c)
			continue
		}
		running, ok := strings.CutPrefix(c.Number, s.NumberPrefix)
		if n, err := strconv.Atoi(running); ok && err == nil && len(running) == s.NumberDigits {
			highest = max(highest, n)
		}
	}
	return numberFrom(highest, fresh, s)
}

// numberFrom numbers candidates from last + 1.
func numberFrom(last int, candidates []Candidate, s Settings) ([]Numbering, error) {
	if err := s.Validate(); err != nil {
		return nil, err
	}
	most := 1
	for range s.NumberDigits {
		most *= 10
	}
	if last+len(candidates) >= most {
		return nil, fault.New(fault.Conflict, "exam.number_digits_short").
			With("candidates", last+len(candidates)).With("digits", s.NumberDigits)
	}
	sorted := slices.Clone(candidates)
	SortForNumbers(sorted, s.Order)
	out := make([]Numbering, len(sorted))
	for i, c := range sorted {
		out[i] = Numbering{CandidateID: c.ID, Number: fmt.Sprintf("%s%0*d", s.NumberPrefix, s.NumberDigits, last+i+1)}
	}
	return out, nil
}
