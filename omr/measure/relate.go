package measure

import (
	"slices"

	"khaothi/omr/align"
)

// The share of a block's bubbles below which the empty ones surely lie: in a
// block with two bubbles a cell half are marked, and a few are erased.
const emptyShare = 0.25

// maxPrint is the most that a printed symbol darkens a bubble more than the
// other symbols of its block do: were a pupil to mark A everywhere, A's empty
// level would otherwise be that of marks.
const maxPrint = 0.12

// maxApart is the most that the empty bubbles of a block are darker than those
// printed like them elsewhere: a block of eight bubbles may have six marks.
const maxApart = 0.05

// trust is how much darkness outside a bubble counts: close to its outline the
// outline itself and ruled lines add to the noise.
var trust = beyond{0.7, 1}

// leastOutline is the darkness of an outline that is seen at all: a print that
// is covered everywhere must not be its own measure.
const leastOutline = 0.045

// lightMost is the darkness of a bubble that is surely not marked.
const lightMost = 0.07

// relate makes the darkness of a block relative to its empty bubbles.
func (f *Former) relate(s *Sheet, outside []beyond, k int) {
	block := f.blocks[k]
	raw := func(i int) float64 { return s.Bubbles[i].Raw }
	base := min(quantile(block, raw, emptyShare), quantile(f.prints[f.printOf[k]], raw, emptyShare)+maxApart)
	for _, i := range block {
		s.Bubbles[i].Dark = between(raw(i), base)
	}
	for side := range outside[block[0]] {
		edge := quantile(block, func(i int) float64 { return outside[i][side] }, emptyShare)
		for _, i := range block {
			s.Bubbles[i].Outside = max(s.Bubbles[i].Outside, trust[side]*(outside[i][side]-edge))
		}
	}
	f.relateGaps(s, k)
}

// relateSymbols makes the darkness of bubbles with symbols inside relative to
// those with the same symbol.
func (f *Former) relateSymbols(s *Sheet, symbols []group) {
	raw := func(i int) float64 { return s.Bubbles[i].Raw }
	levels := make([]float64, len(symbols))
	for k, g := range symbols {
		levels[k] = quantile(g, raw, emptyShare)
	}
	usual := median(levels)
	for k, g := range symbols {
		level := min(levels[k], usual+maxPrint)
		for _, i := range g {
			s.Bubbles[i].Dark = between(raw(i), level)
		}
	}
}

// lookAgain is how clearly an outline must be seen, as a share of the usual, for
// it to be all there; else a closer look tells.
const lookAgain = 0.75

// relateOutlines tells how clearly each outline is seen for one of its print:
// the median of the bubbles that are not marked, since marks hide theirs.
func (f *Former) relateOutlines(s *Sheet, fit *align.Fit) {
	for _, same := range f.prints {
		var light group
		for _, i := range same {
			if s.Bubbles[i].Dark < lightMost {
				light = append(light, i)
			}
		}
		if len(light) == 0 {
			continue
		}
		usual := max(quantile(light, func(i int) float64 { return s.Bubbles[i].Outline }, 0.5), leastOutline)
		for _, i := range same {
			b := &s.Bubbles[i]
			b.Seen = b.Outline / usual
			if b.Seen < lookAgain && b.Dark < lightMost {
				b.Seen = fit.Closely(&f.bubbles[i]) / usual
			}
		}
	}
}

// relateGaps makes the darkness of the gaps of a block relative to their print:
// few pupils write there, but on two of the four of a cluster some do.
func (f *Former) relateGaps(s *Sheet, k int) {
	var with group
	for _, i := range f.blocks[k] {
		if f.gaps[i].r > 0 {
			with = append(with, i)
		}
	}
	if len(with) == 0 {
		return
	}
	base := quantile(with, func(i int) float64 { return s.Bubbles[i].Beside }, emptyShare)
	for _, i := range with {
		s.Bubbles[i].Beside -= base
	}
}

// between is how far a darkness lies on the way from the empty bubble to ink.
func between(raw, empty float64) float64 { return (raw - empty) / max(1-empty, 0.4) }

// spread measures noise and ink over the whole sheet.
func (s *Sheet) spread() {
	var dark, symbols, marked []float64
	for _, b := range s.Bubbles {
		dark = append(dark, b.Dark)
		if b.Inside {
			symbols = append(symbols, b.Dark)
		}
	}
	s.Noise, s.Symbols = deviation(dark), deviation(symbols)
	for _, d := range dark {
		if d > 0.2 {
			marked = append(marked, d)
		}
	}
	if len(marked) > 0 {
		s.Ink = marked[len(marked)/2]
	}
}

// deviation is the spread of the empty ones of all bubbles, which it sorts: of
// their lower half, which is empty, the distance of quartile and median. A normal
// distribution of all empty ones has 0.674 deviations there or less.
func deviation(dark []float64) float64 {
	n := len(dark)
	if n == 0 {
		return 0
	}
	slices.Sort(dark)
	return (dark[n/2] - dark[n/8]) / 1.15
}

func quantile(g group, value func(int) float64, share float64) float64 {
	list := make([]float64, len(g))
	for k, i := range g {
		list[k] = value(i)
	}
	slices.Sort(list)
	return list[int(share*float64(len(list)-1)+0.5)]
}

func median(list []float64) float64 {
	list = slices.Sorted(slices.Values(list))
	return list[len(list)/2]
}
