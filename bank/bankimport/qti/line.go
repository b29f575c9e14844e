package qti

import "slices"

// line is the numbers from the first to the last place where a score may
// change.
type line struct {
	edges  []float64
	score  func(float64) float64
	whole  bool // only whole numbers can be answered
	listed bool // each number is a range of its own
}

// span is a range of numbers. One whose end does not belong to it is open.
type span struct {
	low, high float64
	open      bool
}

// levels are the scores above nothing, highest first.
func (l line) levels() []float64 {
	var out []float64
	for i, x := range l.edges {
		for _, s := range []float64{l.score(x), l.between(i)} {
			if s > near && !slices.ContainsFunc(out, func(t float64) bool { return alike(s, t) }) {
				out = append(out, s)
			}
		}
	}
	slices.Sort(out)
	slices.Reverse(out)
	return out
}

// between is the score between edge i and the next, or nothing.
func (l line) between(i int) float64 {
	if i+1 >= len(l.edges) || l.whole && l.edges[i+1] <= l.edges[i]+1 {
		return 0
	}
	return l.score((l.edges[i] + l.edges[i+1]) / 2)
}

// joined reports whether an answer goes on from edge i to the next at a level.
func (l line) joined(i int, level float64) bool {
	if l.listed || i+1 >= len(l.edges) || l.score(l.edges[i+1]) < level-near {
		return false
	}
	return l.whole && l.edges[i+1] <= l.edges[i]+1 || l.between(i) >= level-near
}

// atLeast lists the ranges in which a level is reached and which hold a number
// that earns just that.
func (l line) atLeast(level float64) []span {
	var out []span
	for i := 0; i < len(l.edges); i++ {
		if l.score(l.edges[i]) < level-near {
			if l.between(i) >= level-near {
				out = append(out, span{open: true})
			}
			continue
		}
		from, exact := i, alike(l.score(l.edges[i]), level)
		for l.joined(i, level) {
			exact = exact || !l.whole && alike(l.between(i), level) || alike(l.score(l.edges[i+1]), level)
			i++
		}
		open := !l.listed && l.between(i) >= level-near
		if exact || open {
			out = append(out, span{low: l.edges[from], high: l.edges[i], open: open})
		}
	}
	return out
}
