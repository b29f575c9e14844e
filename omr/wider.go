package omr

import (
	"slices"

	"khaothi/omr/align"
	"khaothi/omr/layout"
	"khaothi/omr/measure"
)

// wideShare is how clearly the outlines of a line that the layout does not have
// are seen, as a share of those beside it, where it is printed. On generated
// sheets of all layouts it was 0.87 and more where it is, 0.01 and less where it
// is not.
const wideShare = 0.35

// wider tells a form that has one more digit or letter than the layout: a number
// of eight digits must not be read as one of six.
func (r *Reader) wider(f *align.Fit, s *measure.Sheet) bool {
	return slices.ContainsFunc(r.wide, func(line layout.WiderLine) bool {
		var beside []float64
		for _, k := range line.Beside {
			if s.Bubbles[k].Dark < emptyLeast {
				beside = append(beside, f.Round(&r.bubbles[k]))
			}
		}
		usual := wideShare * max(middle(beside), leastOutline)
		missed := 0
		for i := range line.Bubbles {
			if f.Round(&line.Bubbles[i]) < usual {
				if missed++; 2*missed > len(line.Bubbles) {
					return false
				}
			}
		}
		return true
	})
}

// leastOutline is the darkness of an outline that is seen at all.
const leastOutline = 0.045

// middle is the median; 0 of nothing.
func middle(list []float64) float64 {
	if len(list) == 0 {
		return 0
	}
	slices.Sort(list)
	return list[len(list)/2]
}
