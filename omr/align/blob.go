package align

import "math"

// blob is a connected dark area of the page that may be a mark.
type blob struct {
	x, y       float64 // its middle, in pixels of the page
	long, wide float64 // sides of the rectangle with the same moments, pixels
	solid      float64 // its area over that rectangle's: 1 for a rectangle, 1.05 for a disc
	corner     int     // of a large thing: 1 top left, then clockwise; 0: a solid area
}

// region gathers the moments of a connected area.
type region struct {
	parent              int32
	n, x, y, xx, yy, xy float64
}

func (r *region) add(o *region) {
	r.n += o.n
	r.x += o.x
	r.y += o.y
	r.xx += o.xx
	r.yy += o.yy
	r.xy += o.xy
}

// addRun adds the pixels x0 ≤ x < x1 of row y.
func (r *region) addRun(x0, x1, y int) {
	n, fy := float64(x1-x0), float64(y)
	first, last := float64(x0), float64(x1-1)
	sum := n * (first + last) / 2
	squares := func(v float64) float64 { return v * (v + 1) * (2*v + 1) / 6 }
	r.n += n
	r.x += sum
	r.y += n * fy
	r.xx += squares(last) - squares(first-1)
	r.yy += n * fy * fy
	r.xy += sum * fy
}

type run struct {
	x0, x1 int
	region int32
}

// finder joins runs of dark pixels to regions.
type finder struct {
	regions  []region
	framed   bool      // the ends of regions are wanted, too
	extremes []extreme // of each region where framed
}

func (f *finder) root(i int32) int32 {
	for f.regions[i].parent != i {
		f.regions[i].parent = f.regions[f.regions[i].parent].parent
		i = f.regions[i].parent
	}
	return i
}

// join makes one region of two.
func (f *finder) join(a, b int32) int32 {
	if a, b = f.root(a), f.root(b); a == b {
		return a
	}
	f.regions[b].parent = a
	f.regions[a].add(&f.regions[b])
	if f.framed {
		f.extremes[a].join(&f.extremes[b])
	}
	return a
}

// darkShare is how dark a mark is at least, as a share of the paper's
// brightness; copied and worn print is well below.
const darkShare = 0.58

// find finds the connected dark areas of g and the share of the page they
// cover.
func (f *finder) find(g *Grey, p paper) ([]region, float64) {
	var above, here []run
	for y := range g.Height {
		here = here[:0]
		row := g.Pix[y*g.Width:][:g.Width]
		for x := 0; x < g.Width; {
			if row[x] >= 200 { // no paper is so bright that this is a mark
				x++
				continue
			}
			limit := uint8(darkShare * float64(p.at(x, y)))
			if row[x] >= limit {
				x++
				continue
			}
			x0 := x
			for x < g.Width && row[x] < limit {
				x++
			}
			here = append(here, run{x0: x0, x1: x, region: -1})
		}
		f.link(above, here, y)
		above, here = here, above
	}
	var list []region
	var dark float64
	for i, r := range f.regions {
		if int(r.parent) == i {
			list = append(list, r)
			dark += r.n
		}
	}
	return list, dark / float64(g.Width*g.Height)
}

// link gives each run of a row the region of the runs above that it touches.
func (f *finder) link(above, here []run, y int) {
	k := 0
	for i := range here {
		r := &here[i]
		for k < len(above) && above[k].x1 <= r.x0 {
			k++
		}
		for j := k; j < len(above) && above[j].x0 < r.x1; j++ {
			if r.region < 0 {
				r.region = f.root(above[j].region)
			} else {
				r.region = f.join(r.region, above[j].region)
			}
		}
		if r.region < 0 {
			r.region = int32(len(f.regions))
			f.regions = append(f.regions, region{parent: r.region})
			if f.framed {
				f.extremes = append(f.extremes, newExtreme())
			}
		}
		root := f.root(r.region)
		f.regions[root].addRun(r.x0, r.x1, y)
		if f.framed {
			f.extremes[root].addRun(r.x0, r.x1, y)
		}
	}
}

// blob returns the rectangle with the moments of r, in pixels of the page.
func (r region) blob(step int) blob {
	mx, my := r.x/r.n, r.y/r.n
	// A pixel is a square, not a point: 1/12 of variance along each side.
	vx, vy, c := r.xx/r.n-mx*mx+1.0/12, r.yy/r.n-my*my+1.0/12, r.xy/r.n-mx*my
	half, diff := (vx+vy)/2, math.Hypot((vx-vy)/2, c)
	long, wide := math.Sqrt(12*(half+diff)), math.Sqrt(12*max(half-diff, 0))
	s := float64(step)
	return blob{
		x: (mx + 0.5) * s, y: (my + 0.5) * s,
		long: long * s, wide: wide * s, solid: r.n / max(long*wide, 1e-9),
	}
}
