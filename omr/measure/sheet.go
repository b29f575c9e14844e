package measure

import (
	"slices"

	"khaothi/omr/align"
	"khaothi/omr/layout"
)

// Bubble is what was measured at one bubble.
type Bubble struct {
	Dark    float64 // inside, relative to the bubble as printed: 0 to 1, a little beyond by noise
	Cover   float64 // share of the inside that is clearly darker than what is printed there
	Ring    float64 // share of the directions in which something is drawn on the outline or close round it
	Gone    float64 // share of a symbol printed inside that is not to be seen
	Outside float64 // just outside the outline, relative to the form
	Beside  float64 // half way to the next bubble of its cell, relative to the form; 0 where there is none, or no room
	Outline float64 // how clearly the printed outline is seen
	Seen    float64 // the same as a share of what is usual for this print on this sheet
	Ground  float64 // lightness of the ground it lies on: 0 is ink, 1 the paper of the page
	Inside  bool    // a symbol is printed inside, which no two bubbles show alike
	Raw     float64 // inside, relative to the paper beside it, print included
}

// Sheet is what was measured on a page, in the order of the layout's bubbles.
type Sheet struct {
	Bubbles []Bubble
	Noise   float64 // spread of the darkness of empty bubbles
	Symbols float64 // the same of those with a symbol inside, which differ more; 0 where there are none
	Ink     float64 // darkness of what is clearly marked; 0 where nothing is
}

// Former knows which bubbles of a layout are printed alike. It may be used by
// several goroutines.
type Former struct {
	bubbles []layout.Bubble
	blocks  []group
	prints  []group   // bubbles printed alike but for the symbol inside
	printOf []int     // of each block, its print
	symbols [][]group // of each print: those with the same symbol inside; none where there is none
	kinds   []kind    // bubbles printed alike, the symbol too
	gaps    []gap     // of each bubble
}

// group lists bubbles by index.
type group []int

// New prepares a layout.
func New(l *layout.Layout) *Former {
	f := &Former{bubbles: l.Bubbles(), gaps: gapsOf(l)}
	f.kinds = kindsOf(f.bubbles)
	next := 0
	for i := range l.Blocks {
		one := layout.Layout{Page: l.Page, Blocks: l.Blocks[i : i+1]}
		n := len(one.Bubbles())
		var block group
		for k := range n {
			block = append(block, next+k)
		}
		next += n
		f.blocks = append(f.blocks, block)
	}
	for _, block := range f.blocks {
		same := f.printedAs(f.bubbles[block[0]])
		k := slices.IndexFunc(f.prints, func(g group) bool { return g[0] == same[0] })
		if k < 0 {
			k = len(f.prints)
			f.prints = append(f.prints, same)
			f.symbols = append(f.symbols, f.bySymbol(same))
		}
		f.printOf = append(f.printOf, k)
	}
	return f
}

// printedAs lists the bubbles whose print is that of b.
func (f *Former) printedAs(b layout.Bubble) group {
	var g group
	for i, o := range f.bubbles {
		if o.W == b.W && o.H == b.H && o.Ring == b.Ring && o.Dotted == b.Dotted && o.Inside == b.Inside && o.Ground == b.Ground {
			g = append(g, i)
		}
	}
	return g
}

// bySymbol groups bubbles by the symbol printed inside; none where nothing is.
func (f *Former) bySymbol(block group) []group {
	at := map[string]int{}
	var groups []group
	for _, i := range block {
		b := f.bubbles[i]
		if !b.Inside {
			continue
		}
		k, ok := at[b.Symbol]
		if !ok {
			k = len(groups)
			at[b.Symbol] = k
			groups = append(groups, nil)
		}
		groups[k] = append(groups[k], i)
	}
	return groups
}

// Measure measures all bubbles of a page.
func (f *Former) Measure(fit *align.Fit) *Sheet {
	s := &Sheet{Bubbles: make([]Bubble, len(f.bubbles))}
	p := newProbe(fit)
	outside, dark := make([]beyond, len(f.bubbles)), make([]darkness, len(f.bubbles))
	all := make(darkness, len(f.bubbles)*len(allPoints))
	for i := range f.bubbles {
		dark[i], all = all[:len(allPoints)], all[len(allPoints):]
		s.Bubbles[i], outside[i] = p.bubble(&f.bubbles[i], f.gaps[i], dark[i])
	}
	for k := range f.blocks {
		f.relate(s, outside, k)
	}
	for _, symbols := range f.symbols {
		if len(symbols) > 0 {
			f.relateSymbols(s, symbols)
		}
	}
	for i := range f.kinds {
		f.kinds[i].relatePrint(s, dark)
	}
	f.relateOutlines(s, fit)
	s.spread()
	return s
}
