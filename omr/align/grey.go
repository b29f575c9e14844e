package align

import "khaothi/omr/pages"

// Grey is a page reduced by a whole factor: the mean of Step × Step pixels.
type Grey struct {
	Pix           []uint8
	Width, Height int
	Step          int // pixels of the page in one of these
}

// reduce returns the page in steps of step pixels; the page's own pixels where
// step is 1.
func reduce(p *pages.Page, step int) *Grey {
	if step <= 1 {
		return &Grey{Pix: p.Pix, Width: p.Width, Height: p.Height, Step: 1}
	}
	g := &Grey{Width: p.Width / step, Height: p.Height / step, Step: step}
	g.Pix = make([]uint8, g.Width*g.Height)
	sums := make([]uint32, g.Width)
	area := uint32(step * step)
	scale := (1<<24 + area - 1) / area
	for y := range g.Height {
		clear(sums)
		for k := range step {
			addRow(sums, p.Pix[(y*step+k)*p.Width:][:p.Width], step)
		}
		row := g.Pix[y*g.Width:][:g.Width]
		for x, s := range sums {
			row[x] = uint8(uint64(s) * uint64(scale) >> 24)
		}
	}
	return g
}

func addRow(sums []uint32, row []uint8, step int) {
	if step == 2 {
		for x := range sums {
			pair := row[2*x : 2*x+2 : 2*x+2]
			sums[x] += uint32(pair[0]) + uint32(pair[1])
		}
		return
	}
	for x := range sums {
		var s uint32
		for _, v := range row[x*step:][:step] {
			s += uint32(v)
		}
		sums[x] += s
	}
}

// At returns the grey at a place in pixels of the page, and false beyond its
// edge.
func (g *Grey) At(x, y float64) (uint8, bool) {
	ix, iy := int(x), int(y)
	if g.Step > 1 {
		ix, iy = ix/g.Step, iy/g.Step
	}
	if x < 0 || y < 0 || ix >= g.Width || iy >= g.Height {
		return 0, false
	}
	return g.Pix[iy*g.Width+ix], true
}

// paper is the brightness of the paper around every place: the lightest of the
// tiles near it, each the upper quartile of its pixels.
type paper struct {
	tile, cols, rows int
	level            []uint8
}

// tilePX is the side of a tile in pixels of the coarse picture, about 6 mm.
const tilePX = 24

func newPaper(g *Grey) paper {
	p := paper{tile: tilePX, cols: (g.Width + tilePX - 1) / tilePX, rows: (g.Height + tilePX - 1) / tilePX}
	own := make([]uint8, p.cols*p.rows)
	for i := range own {
		own[i] = quartile(g, i%p.cols*tilePX, i/p.cols*tilePX)
	}
	const reach = 2
	p.level = make([]uint8, len(own))
	for r := range p.rows {
		for c := range p.cols {
			var best uint8
			for y := max(r-reach, 0); y <= min(r+reach, p.rows-1); y++ {
				for x := max(c-reach, 0); x <= min(c+reach, p.cols-1); x++ {
					best = max(best, own[y*p.cols+x])
				}
			}
			p.level[r*p.cols+c] = best
		}
	}
	return p
}

// quartile is the upper quartile of a tile; every second row is enough.
func quartile(g *Grey, x0, y0 int) uint8 {
	var counts [256]int
	n := 0
	for y := y0; y < min(y0+tilePX, g.Height); y += 2 {
		for _, v := range g.Pix[y*g.Width+x0 : y*g.Width+min(x0+tilePX, g.Width)] {
			counts[v]++
			n++
		}
	}
	for v, left := 255, n/4; v > 0; v-- {
		if left -= counts[v]; left <= 0 {
			return uint8(v)
		}
	}
	return 0
}

func (p paper) at(x, y int) uint8 { return p.level[y/p.tile*p.cols+x/p.tile] }
