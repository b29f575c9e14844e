package analysis

import (
	"slices"

	"khaothi/psychometrics"
	"khaothi/psychometrics/stat"
)

// twoGroups are the persons of both sides, without items that do not vary among
// them: those say nothing and would end the comparison.
func twoGroups(r *psychometrics.Responses, side []int) *psychometrics.Responses {
	at := 0
	group := []int32{}
	kept := r.Where(func(i int) bool {
		keep := side[i] >= 0
		if keep {
			group = append(group, int32(side[i])) //nolint:gosec // G115: 0 or 1
		}
		at++
		return keep
	})
	kept = kept.Treat(0, 0)
	var names []string
	for j, counts := range kept.Counts() {
		scores := 0
		for _, n := range counts {
			if n > 0 {
				scores++
			}
		}
		if scores > 1 {
			names = append(names, kept.Items[j])
		}
	}
	out, _ := kept.Select(names) // its own names
	out.Groups, out.Group = []string{Rest, "focal"}, group
	return out
}

// strata are fifths of the persons by their totals.
type strata struct {
	of        []int // by person
	low, high [traceGroups]int
}

func fifths(r *psychometrics.Responses) strata {
	totals := make([]int, r.N())
	for i := range totals {
		totals[i] = total(r.Row(i))
	}
	sorted := slices.Sorted(slices.Values(totals))
	s := strata{of: make([]int, r.N())}
	var cut [traceGroups]int // the highest total of each fifth: persons of one total stay together
	for g := range cut {
		cut[g] = sorted[(g+1)*len(sorted)/traceGroups-1]
		s.high[g] = cut[g]
		if g > 0 {
			s.low[g] = cut[g-1] + 1
		} else {
			s.low[g] = sorted[0]
		}
	}
	for i, t := range totals {
		for t > cut[s.of[i]] {
			s.of[i]++
		}
	}
	return s
}

// curve is the share of the score of item j that both groups earned, by fifths.
func (s *strata) curve(r *psychometrics.Responses, j, highest int) []DIFPoint {
	var mo [traceGroups][2]stat.Moments
	for i := range r.N() {
		mo[s.of[i]][r.Group[i]].Add(float64(r.Row(i)[j])/float64(max(1, highest)), 0, 1)
	}
	out := []DIFPoint{}
	for g := range mo {
		if s.low[g] > s.high[g] {
			continue // one total fills more than a fifth
		}
		ref, focal := &mo[g][0], &mo[g][1]
		out = append(out, DIFPoint{Low: s.low[g], High: s.high[g], Reference: num(ref.MeanX()), Focal: num(focal.MeanX()), NRef: int(ref.N()), NFocal: int(focal.N())})
	}
	return out
}
