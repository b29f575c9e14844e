package measure_test

import (
	"slices"
	"testing"

	"khaothi/omr/align"
	"khaothi/omr/layout"
	"khaothi/omr/measure"
	"khaothi/omr/omrtest"
	"khaothi/omr/pages"
)

// measured makes a clean sheet, lets change alter its picture, and measures it.
// change gets the place of a bubble of p1_3 that is empty, in pixels.
func measured(t *testing.T, change func(p *pages.Page, x, y, radius float64)) (*measure.Sheet, *layout.Layout, int, map[string]omrtest.Truth) {
	t.Helper()
	l, ok := layout.Builtin("thptqg-2025")
	if !ok {
		t.Fatal("no layout")
	}
	s := omrtest.New(l).Sheet(omrtest.Options{Seed: 5, DPI: 200})
	p := &pages.Page{Pix: s.Image.Pix, Width: s.Image.Rect.Dx(), Height: s.Image.Rect.Dy()}
	bubbles := l.Bubbles()
	empty := slices.IndexFunc(bubbles, func(b layout.Bubble) bool { return b.Field == "p1_3" && b.Symbol != s.Truth["p1_3"].Value })
	if change != nil {
		fit, err := align.New(l).Find(p)
		if err != nil {
			t.Fatal(err)
		}
		x, y := fit.Pixel(bubbles[empty].X, bubbles[empty].Y)
		change(p, x, y, bubbles[empty].W/2*fit.DPI/25.4)
	}
	fit, err := align.New(l).Find(p)
	if err != nil {
		t.Fatal(err)
	}
	return measure.New(l).Measure(fit), l, empty, s.Truth
}

// paint sets the pixels between two distances from a place.
func paint(p *pages.Page, x, y, from, to float64, grey uint8) {
	for j := int(y - to); j <= int(y+to); j++ {
		for i := int(x - to); i <= int(x+to); i++ {
			dx, dy := float64(i)+0.5-x, float64(j)+0.5-y
			if d := dx*dx + dy*dy; d >= from*from && d <= to*to {
				p.Pix[j*p.Width+i] = grey
			}
		}
	}
}

// On a clean sheet marks are far from empty bubbles, whatever is printed in
// them, and every outline of an empty one is seen.
func TestMarksAndEmptyBubblesAreFarApart(t *testing.T) {
	t.Parallel()
	s, l, _, truth := measured(t, nil)
	next := 0
	for _, f := range l.Fields() {
		for i, c := range f.Cells {
			for _, b := range c {
				m := s.Bubbles[next]
				next++
				marked := truth[f.Name].Cells[i] == b.Symbol
				if marked && m.Dark < 0.35 || !marked && (m.Dark > 0.07 || m.Cover > 0.08 || m.Outside > 0.16 || m.Seen < 0.3) {
					t.Errorf("%s, cell %d, %s, marked %v: %+v", f.Name, i, b.Symbol, marked, m)
				}
			}
		}
	}
	if s.Ink < 0.35 || s.Noise > 0.03 {
		t.Errorf("ink %g, noise %g", s.Ink, s.Noise)
	}
}

// What a pupil or a label does to one bubble shows in what is measured there.
func TestWhatHappensToABubbleIsMeasured(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		change func(p *pages.Page, x, y, radius float64)
		shows  func(m measure.Bubble) bool
	}{
		{
			"a dot is small and dark", func(p *pages.Page, x, y, r float64) { paint(p, x, y, 0, 0.4*r, 40) },
			func(m measure.Bubble) bool { return m.Cover > 0.1 && m.Dark > 0.07 && m.Dark < 0.35 },
		},
		{
			"a ring round it is outside", func(p *pages.Page, x, y, r float64) { paint(p, x, y, 1.02*r, 1.22*r, 60) },
			func(m measure.Bubble) bool { return m.Outside > 0.16 && m.Dark < 0.07 },
		},
		{
			"a label hides the outline", func(p *pages.Page, x, y, r float64) { paint(p, x, y, 0, 2.4*r, 240) },
			func(m measure.Bubble) bool { return m.Seen < 0.11 && m.Dark < 0.07 },
		},
		{
			"a grey label hides it too", func(p *pages.Page, x, y, r float64) { paint(p, x, y, 0, 2.4*r, 150) },
			func(m measure.Bubble) bool { return m.Seen < 0.11 && m.Dark < 0.07 && m.Ground < 0.75 },
		},
		{
			"a full mark is dark", func(p *pages.Page, x, y, r float64) { paint(p, x, y, 0, r, 60) },
			func(m measure.Bubble) bool { return m.Dark > 0.6 && m.Cover > 0.9 },
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, _, at, _ := measured(t, tt.change)
			if !tt.shows(s.Bubbles[at]) {
				t.Errorf("%+v", s.Bubbles[at])
			}
		})
	}
}
