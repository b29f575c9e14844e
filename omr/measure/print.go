package measure

import (
	"math"

	"khaothi/omr/layout"
)

// jitterMM is how far a printed symbol lies from where it is in other bubbles:
// what the fit leaves, and the printer.
const jitterMM = 0.25

// overPrint is how much darker than the print round it a place must be to be
// covered, in shares of the way from ground to ink.
const overPrint = 0.2

// kind are the bubbles of a layout that are printed alike, symbol included.
type kind struct {
	members group
	inside  bool
	near    [][]int // of each of allPoints, those that jitter takes it to, itself too
}

// kindsOf groups the bubbles of a layout by their print.
func kindsOf(bubbles []layout.Bubble) []kind {
	at := map[layout.Bubble]int{}
	var kinds []kind
	for i, b := range bubbles {
		key := layout.Bubble{W: b.W, H: b.H, Ring: b.Ring, Dotted: b.Dotted, Inside: b.Inside, Ground: b.Ground}
		if b.Inside {
			key.Symbol = b.Symbol
		}
		k, ok := at[key]
		if !ok {
			k = len(kinds)
			at[key] = k
			kinds = append(kinds, kind{inside: b.Inside, near: nearPoints(b.W/2, b.H/2)})
		}
		kinds[k].members = append(kinds[k].members, i)
	}
	return kinds
}

// nearPoints lists those of allPoints that are near each one in a bubble of radii
// rx, ry mm.
func nearPoints(rx, ry float64) [][]int {
	near := make([][]int, len(allPoints))
	for i, a := range allPoints {
		for j, b := range allPoints {
			if math.Hypot((a[0]-b[0])*rx, (a[1]-b[1])*ry) < jitterMM {
				near[i] = append(near[i], j)
			}
		}
	}
	return near
}

// darkness is how dark a bubble is at each of allPoints, from ground to ink.
type darkness []float32

// relative makes darkness of greys.
func (d darkness) relative(ground, scale float64) {
	from, share := float32(ground), float32(1/scale)
	for i, v := range d {
		d[i] = (from - v) * share
	}
}

func (d darkness) mean(from, to int) float64 {
	var sum float32
	for _, v := range d[from:to] {
		sum += v
	}
	return float64(sum) / float64(to-from)
}

// relatePrint compares each bubble of a kind with what is printed in the light
// ones, place by place: what is darker was drawn, what is lighter is gone.
func (k *kind) relatePrint(s *Sheet, dark []darkness) {
	mean, limit := k.print(s, dark)
	print := mean[:len(insidePoints)]
	sum := max(print.mean(0, len(print))*float64(len(print)), 1)
	for _, i := range k.members {
		b := &s.Bubbles[i]
		covered := 0
		for j, v := range dark[i][:len(insidePoints)] {
			if v > limit[j] {
				covered++
			}
		}
		b.Cover = float64(covered) / float64(len(insidePoints))
		b.Ring = ring(dark[i][len(insidePoints):], limit[len(insidePoints):])
		if k.inside && b.Dark < lightMost {
			b.Gone = k.gone(print, dark[i]) / sum
		}
	}
}

// ring is the share of the directions in which something is drawn on the edges.
func ring(seen, limit darkness) float64 {
	var hit [around]bool
	for j, v := range seen {
		if v > limit[j] {
			hit[j%around] = true
		}
	}
	n := 0
	for _, h := range hit {
		if h {
			n++
		}
	}
	return float64(n) / around
}

// print is the mean of the bubbles of a kind that are not marked, and how dark a
// place must be at least to be none of the print.
func (k *kind) print(s *Sheet, dark []darkness) (mean, limit darkness) {
	mean, squares, n := make(darkness, len(allPoints)), make(darkness, len(allPoints)), float32(0)
	lightest := k.members[0]
	add := func(i int) {
		for j, v := range dark[i] {
			mean[j] += v
			squares[j] += v * v
		}
		n++
	}
	for _, i := range k.members {
		if s.Bubbles[i].Dark < lightMost {
			add(i)
		}
		if s.Bubbles[i].Raw < s.Bubbles[lightest].Raw {
			lightest = i
		}
	}
	if n == 0 {
		add(lightest)
	}
	for j := range mean {
		mean[j] /= n
		variance := max(squares[j]/n-mean[j]*mean[j], 0)
		squares[j] = mean[j] + float32(math.Sqrt(float64(variance)))
	}
	limit = k.dilate(squares)
	for j := range limit {
		limit[j] += overPrint
	}
	return mean, limit
}

// dilate is the darkest of the places near each.
func (k *kind) dilate(d darkness) darkness {
	out := make(darkness, len(d))
	for i, near := range k.near {
		out[i] = d[i]
		for _, j := range near {
			out[i] = max(out[i], d[j])
		}
	}
	return out
}

// gone is how much of a print is not to be seen in a bubble, summed.
func (k *kind) gone(print, seen darkness) float64 {
	var sum float32
	for j, want := range print {
		for _, i := range k.near[j] {
			want = min(want, print[j]-seen[i])
		}
		sum += max(want, 0)
	}
	return float64(sum)
}
