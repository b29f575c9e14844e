package omrtest

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"

	"khaothi/omr/layout"
)

func generator(t *testing.T, name string) *Generator {
	t.Helper()
	l, ok := layout.Builtin(name)
	if !ok {
		t.Fatalf("no layout %s", name)
	}
	return New(l)
}

func TestTheSameSeedMakesTheSamePicture(t *testing.T) {
	t.Parallel()
	g := generator(t, "short-20")
	o := Options{Seed: 5, DPI: 75, Defects: []Defect{Skew, Streaks, JPEG, Torn}}
	a, b := g.Sheet(o), generator(t, "short-20").Sheet(o)
	if !bytes.Equal(a.Image.Pix, b.Image.Pix) {
		t.Error("two pictures of one seed differ")
	}
	o.Seed++
	if c := g.Sheet(o); bytes.Equal(a.Image.Pix, c.Image.Pix) {
		t.Error("two seeds make one picture")
	}
}

func TestEachDefectChangesThePicture(t *testing.T) {
	t.Parallel()
	g := generator(t, "short-20")
	for _, d := range Defects() {
		clean, with := g.Sheet(Options{Seed: 3, DPI: 60}), g.Sheet(Options{Seed: 3, DPI: 60, Defects: []Defect{d}})
		if bytes.Equal(clean.Image.Pix, with.Image.Pix) {
			t.Errorf("%s changes nothing", d)
		}
	}
}

// darkness is the mean darkness of the paper in a bubble.
func darkness(c *canvas, b layout.Bubble) float64 {
	sum, n := 0.0, 0.0
	for y := b.Y - b.H/2; y <= b.Y+b.H/2; y += 0.1 {
		for x := b.X - b.W/2; x <= b.X+b.W/2; x += 0.1 {
			if math.Hypot((x-b.X)/b.W, (y-b.Y)/b.H) <= 0.5 {
				sum += 1 - float64(c.sample(x, y, 255))/255
				n++
			}
		}
	}
	return sum / n
}

func TestTheTruthIsOnThePaper(t *testing.T) {
	t.Parallel()
	g := generator(t, "thptqg-2025")
	for _, d := range []Defect{"", Hard, Scribbles, Ticks, Crosses, Halves, Outsides, Faints, Doubles, ThinLines} {
		o := Options{Seed: 11, DPI: 120, Defects: []Defect{d}}
		j := &job{Generator: g, o: o, r: rand.New(rand.NewPCG(1, 1)), c: g.blank(o.DPI, ink{0.2, 0.25, 1})}
		form := j.c.clone()
		truth := j.fill()
		marked := 0
		for _, f := range g.fields {
			v := truth[f.Name]
			if v.Value != f.Value(v.Cells) {
				t.Errorf("%s: %s has the value %q for cells %q", d, f.Name, v.Value, v.Cells)
			}
			for i, c := range f.Cells {
				for _, b := range c {
					more := darkness(j.c, b) - darkness(form, b)
					want := bytes.ContainsAny([]byte(b.Symbol), v.Cells[i])
					if want {
						marked++
					}
					if want != (more > 0.035) {
						t.Errorf("%s: %s cell %d %s is %.3f darker, marked %v", d, b.Field, b.Cell, b.Symbol, more, want)
					}
				}
			}
		}
		if marked < 60 {
			t.Errorf("%s: %d marks", d, marked)
		}
	}
}

func TestDoublesAndErasuresAreInTheTruth(t *testing.T) {
	t.Parallel()
	g := generator(t, "thptqg-2025")
	doubles, extras := 0, 0
	for seed := range uint64(6) {
		s := g.Sheet(Options{Seed: seed, DPI: 50, Defects: []Defect{Doubles, Erasures}})
		for name, v := range s.Truth {
			if v.Double {
				doubles++
				if len(v.Value) < 2 {
					t.Errorf("%s is double and says %q", name, v.Value)
				}
			}
			if v.Extra {
				extras++
			}
		}
	}
	if doubles < 5 || extras < 10 {
		t.Errorf("%d doubles and %d erasures", doubles, extras)
	}
}
