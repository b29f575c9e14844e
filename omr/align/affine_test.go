package align

import (
	"math"
	"testing"
)

// A map is found again from where it takes a few places.
func TestFitsFindTheMap(t *testing.T) {
	t.Parallel()
	affine := homography{7.8, 0.2, 30, -0.15, 7.9, 12, 0, 0}
	bent := homography{7.8, 0.2, 30, -0.15, 7.9, 12, 2e-5, -4e-5}
	for name, tt := range map[string]struct {
		h   homography
		fit func([]pair) (homography, bool)
	}{"affine": {affine, fitAffine}, "projective": {bent, fitHomography}} {
		var pairs []pair
		for _, at := range [][2]float64{{8, 8}, {202, 8}, {8, 289}, {202, 289}, {8, 98}, {202, 163}} {
			px, py := tt.h.apply(at[0], at[1])
			pairs = append(pairs, pair{at[0], at[1], px, py, 1, 0})
		}
		got, ok := tt.fit(pairs)
		if !ok {
			t.Fatalf("%s: no map", name)
		}
		x, y := got.apply(105, 150)
		wantX, wantY := tt.h.apply(105, 150)
		if math.Hypot(x-wantX, y-wantY) > 1e-6 {
			t.Errorf("%s: the middle goes to %g, %g; want %g, %g", name, x, y, wantX, wantY)
		}
	}
	if _, ok := fitAffine([]pair{{1, 1, 1, 1, 1, 0}, {2, 2, 2, 2, 1, 0}, {3, 3, 3, 3, 1, 0}}); ok {
		t.Error("three places in a line give a map")
	}
}

// A dark rectangle is found with its middle and sides, whatever its turn.
func TestBlobIsTheRectangle(t *testing.T) {
	t.Parallel()
	const turn, long, wide = 0.2, 40.0, 15.0
	g := &Grey{Pix: make([]uint8, 200*200), Width: 200, Height: 200, Step: 1}
	for y := range 200 {
		for x := range 200 {
			dx, dy := float64(x)+0.5-91, float64(y)+0.5-103
			u, v := dx*math.Cos(turn)+dy*math.Sin(turn), dy*math.Cos(turn)-dx*math.Sin(turn)
			if g.Pix[y*200+x] = 230; math.Abs(u) < long/2 && math.Abs(v) < wide/2 {
				g.Pix[y*200+x] = 30
			}
		}
	}
	regions, dark := new(finder).find(g, newPaper(g))
	if len(regions) != 1 || math.Abs(dark*200*200-long*wide) > 20 {
		t.Fatalf("%d regions, %g of the page dark", len(regions), dark)
	}
	b := regions[0].blob(1)
	if math.Hypot(b.x-91, b.y-103) > 0.2 || math.Abs(b.long-long) > 0.6 || math.Abs(b.wide-wide) > 0.6 || math.Abs(b.solid-1) > 0.05 {
		t.Errorf("%+v", b)
	}
}

// The corners of a frame are where its border ends outside, whatever is written
// inside it and however it is turned.
func TestCornersOfAFrame(t *testing.T) {
	t.Parallel()
	const turn, wide, high = 0.1, 120.0, 60.0
	g := &Grey{Pix: make([]uint8, 200*200), Width: 200, Height: 200, Step: 1}
	c, s := math.Cos(turn), math.Sin(turn)
	for i := range g.Pix {
		dx, dy := float64(i%200)+0.5-91, float64(i/200)+0.5-103
		u, v := math.Abs(dx*c+dy*s), math.Abs(dy*c-dx*s)
		inBorder := u < wide/2 && v < high/2 && (u > wide/2-3 || v > high/2-3)
		line := math.Abs(u) < 2 && v < high/2
		if g.Pix[i] = 230; inBorder || line {
			g.Pix[i] = 30
		}
	}
	f := finder{framed: true}
	f.find(g, newPaper(g))
	got := f.corners(100, 1)
	if len(got) != 4 {
		t.Fatalf("%d corners", len(got))
	}
	for i, at := range [][2]float64{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}} {
		u, v := at[0]*wide/2, at[1]*high/2
		if x, y := 91+u*c-v*s, 103+u*s+v*c; math.Hypot(got[i].x-x, got[i].y-y) > 1.5 || got[i].corner != i+1 {
			t.Errorf("corner %d at %g, %g, want %g, %g", i+1, got[i].x, got[i].y, x, y)
		}
	}
}
