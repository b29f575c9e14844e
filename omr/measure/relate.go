package measure

import "slices"

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

// relate makes the darkness of a block relative to its empty bubbles.
func (f *Former) relate(s *Sheet, outside []float64, k int) {
	block, symbols := f.blocks[k], f.symbols[k]
	raw := func(i int) float64 { return s.Bubbles[i].Raw }
	base := min(quantile(block, raw, emptyShare), quantile(f.alike[k], raw, emptyShare)+maxApart)
	for _, i := range block {
		s.Bubbles[i].Dark = between(raw(i), base)
	}
	if len(symbols) > 0 {
		prints := make([]float64, len(symbols))
		for k, g := range symbols {
			prints[k] = quantile(g, raw, emptyShare)
		}
		usual := median(prints)
		for k, g := range symbols {
			level := min(prints[k], usual+maxPrint)
			for _, i := range g {
				s.Bubbles[i].Dark = between(raw(i), level)
			}
		}
	}
	edge := quantile(block, func(i int) float64 { return outside[i] }, emptyShare)
	for _, i := range block {
		s.Bubbles[i].Outside = outside[i] - edge
	}
	f.relateGaps(s, block)
}

// relateGaps makes the darkness of the gaps of a block relative to their median,
// which is their print: few pupils write there.
func (f *Former) relateGaps(s *Sheet, block group) {
	var with group
	for _, i := range block {
		if f.gaps[i].r > 0 {
			with = append(with, i)
		}
	}
	if len(with) == 0 {
		return
	}
	base := quantile(with, func(i int) float64 { return s.Bubbles[i].Beside }, 0.5)
	for _, i := range with {
		s.Bubbles[i].Beside -= base
	}
}

// between is how far a darkness lies on the way from the empty bubble to ink.
func between(raw, empty float64) float64 { return (raw - empty) / max(1-empty, 0.4) }

// spread measures noise and ink over the whole sheet.
func (s *Sheet) spread() {
	dark := make([]float64, len(s.Bubbles))
	for i, b := range s.Bubbles {
		dark[i] = b.Dark
	}
	slices.Sort(dark)
	// Of the lower half, which is empty, the distance of quartile and median: a
	// normal distribution of all empty ones has 0.674 deviations there or less.
	n := len(dark)
	if n == 0 {
		return
	}
	s.Noise = (dark[n/2] - dark[n/8]) / 1.15
	var marked []float64
	for _, d := range dark {
		if d > 0.2 {
			marked = append(marked, d)
		}
	}
	if len(marked) > 0 {
		s.Ink = marked[len(marked)/2]
	}
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
