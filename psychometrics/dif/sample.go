package dif

import (
	"errors"
	"fmt"
	"slices"

	"gonum.org/v1/gonum/floats"

	"khaothi/psychometrics"
)

// Sample is the persons of a reference and a focal group.
type Sample struct {
	items   []string
	max     []int
	persons []int // rows of r
	focal   []bool
	r       *psychometrics.Responses

	// Persons are those of the reference and of the focal group, by weight;
	// LeftOut those of either who were not presented every item.
	Persons [2]float64
	LeftOut float64
}

// Compare picks the persons of two groups, by the names in r.Groups. An item
// with one score only, a group that is not there, and a group without two
// persons who were presented every item are errors.
func Compare(r *psychometrics.Responses, reference, focal string) (*Sample, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	ref, foc := slices.Index(r.Groups, reference), slices.Index(r.Groups, focal)
	if ref < 0 || foc < 0 || ref == foc {
		return nil, fmt.Errorf("compare %q with %q: the groups are %v; name two of them", focal, reference, r.Groups)
	}
	s := &Sample{items: r.Items, r: r, max: make([]int, r.J())}
	heads := [2]int{}
	for i := range r.N() {
		g := r.GroupOf(i)
		if g != ref && g != foc {
			continue
		}
		if slices.Contains(r.Row(i), psychometrics.NotPresented) {
			s.LeftOut += r.Weight(i)
			continue
		}
		side := 0
		if g == foc {
			side = 1
		}
		s.persons, s.focal = append(s.persons, i), append(s.focal, side == 1)
		s.Persons[side] += r.Weight(i)
		heads[side]++
		for j, x := range r.Row(i) {
			s.max[j] = max(s.max[j], int(x))
		}
	}
	if heads[0] < 2 || heads[1] < 2 {
		return nil, fmt.Errorf("%d persons of %s and %d of %s were presented every item: each group needs two at least; select the items of one form", heads[0], reference, heads[1], focal)
	}
	if len(s.items) < 2 {
		return nil, errors.New("one item cannot be matched on anything: give at least two")
	}
	return s, nil
}

// Items are the names of the items, in the order of every result.
func (s *Sample) Items() []string { return s.items }

// stratum is the persons of one matching score: [group][score of the studied
// item], by weight.
type stratum [2][]float64

func (t stratum) n(group int) float64 { return floats.Sum(t[group]) }

// strata divides the persons by the total of the anchors and item j; the index
// is the total.
func (s *Sample) strata(j int, anchor []bool) []stratum {
	highest := s.max[j]
	for k, m := range s.max {
		if anchor[k] && k != j {
			highest += m
		}
	}
	out := make([]stratum, highest+1)
	cells := make([]float64, 2*len(out)*(s.max[j]+1))
	for t := range out {
		for g := range out[t] {
			out[t][g], cells = cells[:s.max[j]+1], cells[s.max[j]+1:]
		}
	}
	for p, i := range s.persons {
		row := s.r.Row(i)
		total := 0
		for k, x := range row {
			if anchor[k] || k == j {
				total += max(0, int(x))
			}
		}
		group := 0
		if s.focal[p] {
			group = 1
		}
		out[total][group][max(0, int(row[j]))] += s.r.Weight(i)
	}
	return out
}

// all is every item as anchor.
func (s *Sample) all() []bool {
	a := make([]bool, len(s.items))
	for j := range a {
		a[j] = true
	}
	return a
}

// Purification says how the anchors came about.
type Purification struct {
	Passes  int  `json:"passes"`
	Settled bool `json:"settled"`
}

// maxPasses bounds purification; it may go round in a circle.
const maxPasses = 20

// purified is the result of test with every item as anchor or, where flagged is
// given, with the anchors that purification ends with: test runs until the
// flagged items are the ones that were left out. It stops where fewer than two
// anchors would be left.
func purified[T any](s *Sample, test func(anchor []bool) ([]T, error), flagged func(T) bool) (out []T, p Purification, err error) {
	for anchor := s.all(); ; p.Passes++ {
		if out, err = test(anchor); err != nil {
			return nil, p, err
		}
		next, left := s.all(), len(anchor)
		for j, d := range out {
			if flagged != nil && flagged(d) {
				next[j] = false
				left--
			}
		}
		if p.Settled = slices.Equal(next, anchor); p.Settled || p.Passes == maxPasses || left < 2 {
			return out, p, nil
		}
		anchor = next
	}
}
