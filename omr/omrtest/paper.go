package omrtest

import (
	"math"
)

// paper does to the sheet what happens between the desk and the scanner.
func (j *job) paper() {
	for _, step := range []struct {
		d  Defect
		do func()
	}{
		{Smudges, j.smudge}, {Handwriting, j.across}, {Bleed, j.bleed}, {Staple, j.staple}, {Dust, j.dust}, {Fold, j.crease}, {Label, j.label}, {Fluid, j.fluid},
	} {
		if j.has(step.d) {
			step.do()
		}
	}
}

// smudge wipes graphite over a few places of the sheet.
func (j *job) smudge() {
	for range 1 + j.r.IntN(4) {
		x, y := between(j.r, 15, j.l.Page.W-15), between(j.r, 30, j.l.Page.H-15)
		rx, ry, dark := between(j.r, 4, 18), between(j.r, 3, 9), between(j.r, 0.05, 0.16)
		j.c.paint(x-rx, y-ry, x+rx, y+ry, func(px, py float64) float64 {
			d := math.Hypot((px-x)/rx, (py-y)/ry)
			return dark * max(0, 1-d*d)
		})
	}
}

// across writes over the sheet, bubbles or not.
func (j *job) across() {
	for range 1 + j.r.IntN(2) {
		p := pen{width: between(j.r, 0.3, 0.5), dark: between(j.r, 0.6, 0.9)}
		x, y := between(j.r, 20, j.l.Page.W*0.6), between(j.r, j.l.Page.H*0.35, j.l.Page.H-20)
		if j.r.IntN(2) == 0 { // a line struck through
			j.c.line(x, y, x+between(j.r, 20, 60), y+between(j.r, -12, 12), p)
			continue
		}
		j.scrawl(x, y, between(j.r, 15, 50), between(j.r, 3, 6), p)
	}
}

// bleed lets the marks of the other side shine through, mirrored.
func (j *job) bleed() {
	dark := between(j.r, 0.03, 0.1)
	for _, b := range j.l.Bubbles() {
		if j.r.Float64() < 0.22 {
			w := newWave(j.r, b.W/2, 0.1)
			j.c.blob(j.l.Page.W-b.X+between(j.r, -0.2, 0.2), b.Y+0.7, b.W*0.7, w.at, pen{dark: dark})
		}
	}
}

func (j *job) staple() {
	x, y, a := between(j.r, 4, 18), between(j.r, 4, 14), between(j.r, -0.8, 0.8)
	j.c.line(x, y, x+12*math.Cos(a), y+12*math.Sin(a), pen{width: 0.6, dark: 0.85})
	j.c.line(x+0.4, y+0.6, x+0.4+12*math.Cos(a), y+0.6+12*math.Sin(a), pen{width: 0.5, dark: 0.3})
}

func (j *job) dust() {
	for range 20 + j.r.IntN(60) {
		x, y := j.r.Float64()*j.l.Page.W, j.r.Float64()*j.l.Page.H
		j.c.line(x, y, x+between(j.r, -0.3, 0.3), y+between(j.r, -0.3, 0.3), pen{width: between(j.r, 0.1, 0.5), dark: between(j.r, 0.3, 0.9)})
	}
}

// label hides a part of the sheet, marks and all, under white or grey paper.
func (j *job) label() {
	w, h := between(j.r, 12, 40), between(j.r, 6, 25)
	b := j.l.Bubbles()
	at := b[j.r.IntN(len(b))]
	j.c.clear(at.X-w/2, at.Y-h/2, w, h)
	if dark := between(j.r, -0.3, 0.5); dark > 0 {
		j.c.rect(at.X-w/2, at.Y-h/2, w, h, dark)
	}
}

// fluid paints over a few marks, wholly or but for a sliver. What the pupil meant
// by it only a person can say: the truth stays what was marked.
func (j *job) fluid() {
	for range 2 + j.r.IntN(5) {
		if len(j.marked) == 0 {
			return
		}
		b := j.marked[j.r.IntN(len(j.marked))]
		radius := b.W / 2 * between(j.r, 1.1, 2.2)
		w := newWave(j.r, radius, 0.12)
		off, angle := between(j.r, 0, 0.9)*b.W/2, j.r.Float64()*2*math.Pi
		j.c.blob(b.X+off*math.Cos(angle), b.Y+off*math.Sin(angle), radius*1.5, w.at, pen{dark: -between(j.r, 0.9, 1)})
	}
}

// crease is the shadow of folds; the camera moves what lies behind them.
func (j *job) crease() {
	for range 1 + j.r.IntN(2) {
		dark := between(j.r, 0.1, 0.4)
		if j.r.IntN(2) == 0 {
			y := between(j.r, 40, j.l.Page.H-20)
			j.c.line(0, y, j.l.Page.W, y+between(j.r, -4, 4), pen{width: between(j.r, 0.2, 0.7), dark: dark})
			continue
		}
		x := between(j.r, 30, j.l.Page.W-30)
		j.c.line(x, 0, x+between(j.r, -4, 4), j.l.Page.H, pen{width: between(j.r, 0.2, 0.7), dark: dark})
	}
}

// torn paints a torn-off corner as the lid of the scanner shows through it.
func (j *job) torn(lid float64) {
	leg := between(j.r, 8, 22)
	corner := j.r.IntN(4)
	edge := newWave(j.r, leg, 0.1)
	page := j.l.Page
	j.c.paint(0, 0, page.W, page.H, func(x, y float64) float64 {
		if corner&1 == 1 {
			x = page.W - x
		}
		if corner&2 == 2 {
			y = page.H - y
		}
		if x+y > edge.at(x-y) {
			return 0
		}
		return lidOver(lid)
	})
}

// holes are those of a ring binder, ISO 838: 80 mm apart, 12 mm from the edge.
func (j *job) holes(lid float64) {
	x, middle := 12.0+between(j.r, -2, 1), j.l.Page.H/2+between(j.r, -3, 3)
	for _, y := range []float64{middle - 40, middle + 40} {
		j.c.blob(x, y, 4, func(float64) float64 { return 3 }, pen{dark: lidOver(lid)})
	}
}

// lidOver is what painting must lay over paper to show a lid of a darkness.
func lidOver(lid float64) float64 {
	if lid < 0.1 {
		return -1 // a white lid
	}
	return lid
}
