package omr_test

import (
	"encoding/json"
	"fmt"
	"image"
	"strings"
	"testing"

	"khaothi/omr"
	"khaothi/omr/layout"
	"khaothi/omr/omrtest"
	"khaothi/omr/pages"
)

func builtin(t testing.TB, name string) *layout.Layout {
	t.Helper()
	l, ok := layout.Builtin(name)
	if !ok {
		t.Fatalf("no layout %s", name)
	}
	return l
}

func pageOf(img *image.Gray) *pages.Page {
	b := img.Bounds()
	p := &pages.Page{Width: b.Dx(), Height: b.Dy()}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		p.Pix = append(p.Pix, img.Pix[img.PixOffset(b.Min.X, y):img.PixOffset(b.Max.X, y)]...)
	}
	return p
}

// silent lists the fields that differ from the truth without a doubt.
func silent(r *omr.Reading, truth map[string]omrtest.Truth) []string {
	if r.Status == omr.StatusRejected || r.Status == omr.StatusBlank {
		return nil
	}
	doubted := map[string]bool{}
	for _, d := range r.Doubts {
		doubted[d.Field] = true
	}
	var list []string
	for f, want := range truth {
		if !doubted[f] && (r.Cells[f] != want.Value || want.Double) {
			list = append(list, fmt.Sprintf("%s: %q, want %q (double: %v)", f, r.Cells[f], want.Value, want.Double))
		}
	}
	return list
}

// Clean scans of each built-in layout are read right and need no person.
func TestCleanSheetsAreRead(t *testing.T) {
	t.Parallel()
	for _, name := range layout.Builtins() {
		for _, dpi := range []float64{100, 150, 300} {
			t.Run(fmt.Sprintf("%s at %g dpi", name, dpi), func(t *testing.T) {
				t.Parallel()
				l := builtin(t, name)
				s := omrtest.New(l).Sheet(omrtest.Options{Seed: 11, DPI: dpi})
				r := omr.NewReader(l).Read(pageOf(s.Image))
				if r.Status != omr.StatusOK {
					t.Errorf("status %s, %s", r.Status, omr.Reasons(r.Doubts))
				}
				for f, want := range s.Truth {
					if r.Cells[f] != want.Value {
						t.Errorf("%s: %q, want %q", f, r.Cells[f], want.Value)
					}
				}
			})
		}
	}
}

// Whatever pupils and scanners do, nothing is misread in silence.
func TestDefectsAreReadOrDoubted(t *testing.T) {
	t.Parallel()
	readOrDoubted(t, "thptqg-2025", omrtest.Defects())
}

// What is drawn is told from the letters that are printed inside the bubbles.
func TestStrokesOnLettersAreReadOrDoubted(t *testing.T) {
	t.Parallel()
	readOrDoubted(t, "thptqg-2017", []omrtest.Defect{omrtest.ThinLines, omrtest.SmallDots, omrtest.Outlined, omrtest.Fluid, omrtest.Dashes})
}

func readOrDoubted(t *testing.T, name string, defects []omrtest.Defect) {
	t.Helper()
	l := builtin(t, name)
	reader, sheets := omr.NewReader(l), omrtest.New(l)
	for i, d := range defects {
		t.Run(string(d), func(t *testing.T) {
			t.Parallel()
			s := sheets.Sheet(omrtest.Options{Seed: uint64(100 + i), DPI: 150, Defects: []omrtest.Defect{d}})
			r := reader.Read(pageOf(s.Image))
			for _, e := range silent(&r, s.Truth) {
				t.Errorf("%s (%s)", e, r.Status)
			}
		})
	}
}

// A sheet that lies in any of the four ways gives the same cells.
func TestTurnedSheets(t *testing.T) {
	t.Parallel()
	l := builtin(t, "thptqg-2025")
	s := omrtest.New(l).Sheet(omrtest.Options{Seed: 7, DPI: 150})
	p, reader := pageOf(s.Image), omr.NewReader(l)
	for turn := range 4 {
		r := reader.Read(p)
		if r.Fit == nil || r.Fit.Turn != turn || r.Status != omr.StatusOK || len(silent(&r, s.Truth)) > 0 {
			t.Errorf("turned by %d: %s %s %v", turn, r.Status, omr.Reasons(r.Doubts), silent(&r, s.Truth))
		}
		q := &pages.Page{Pix: make([]uint8, len(p.Pix)), Width: p.Height, Height: p.Width}
		for y := range q.Height {
			for x := range q.Width {
				q.Pix[y*q.Width+x] = p.Pix[(p.Height-1-x)*p.Width+y]
			}
		}
		p = q
	}
}

// What is no sheet of the layout is refused, with the reason.
func TestForeignPages(t *testing.T) {
	t.Parallel()
	l, other := builtin(t, "thptqg-2025"), builtin(t, "short-50")
	paper := image.NewGray(image.Rect(0, 0, 1240, 1754))
	for i := range paper.Pix {
		paper.Pix[i] = 245
	}
	text := image.NewGray(paper.Rect)
	copy(text.Pix, paper.Pix)
	for y := 200; y < 1500; y += 30 {
		for x := 150; x < 1000; x++ {
			if x%9 < 3 {
				text.Pix[y*1240+x] = 30
			}
		}
	}
	for _, tt := range []struct {
		name   string
		page   *pages.Page
		status string
	}{
		{"empty paper", pageOf(paper), omr.StatusBlank},
		{"lines of text", pageOf(text), omr.StatusBlank},
		{"another layout", pageOf(omrtest.New(other).Sheet(omrtest.Options{Seed: 3, DPI: 150}).Image), omr.StatusRejected},
		{"half a sheet", pageOf(omrtest.New(l).Sheet(omrtest.Options{Seed: 3, DPI: 150}).Image.SubImage(image.Rect(0, 0, 1240, 800)).(*image.Gray)), omr.StatusRejected},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := omr.NewReader(l).Read(tt.page)
			if r.Status != tt.status || len(r.Cells) != 0 || len(r.Doubts) != 1 {
				t.Errorf("status %s, %s, %d cells; want %s and a reason", r.Status, omr.Reasons(r.Doubts), len(r.Cells), tt.status)
			}
		})
	}
}

// Two sheets in one picture are refused: the second would be lost.
func TestTwoSheetsInOnePicture(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"thptqg-2025", "short-20"} {
		l := builtin(t, name)
		sheets := omrtest.New(l)
		a, b := pageOf(sheets.Sheet(omrtest.Options{Seed: 21, DPI: 150}).Image), pageOf(sheets.Sheet(omrtest.Options{Seed: 22, DPI: 150}).Image)
		both := &pages.Page{Width: a.Width + b.Width, Height: min(a.Height, b.Height)}
		for y := range both.Height {
			both.Pix = append(append(both.Pix, a.Pix[y*a.Width:][:a.Width]...), b.Pix[y*b.Width:][:b.Width]...)
		}
		r := omr.NewReader(l).Read(both)
		if r.Status != omr.StatusRejected || omr.Reasons(r.Doubts) != "page:several" {
			t.Errorf("%s: %s %s", name, r.Status, omr.Reasons(r.Doubts))
		}
	}
}

// A sheet that is torn across and lies over another one is refused.
func TestTwoHalvesAreNotASheet(t *testing.T) {
	t.Parallel()
	l := builtin(t, "thptqg-2017")
	sheets := omrtest.New(l)
	a, b := pageOf(sheets.Sheet(omrtest.Options{Seed: 23, DPI: 150}).Image), pageOf(sheets.Sheet(omrtest.Options{Seed: 24, DPI: 150}).Image)
	cut := a.Height * 6 / 10
	copy(a.Pix[cut*a.Width:], b.Pix[:(a.Height-cut)*a.Width])
	if r := omr.NewReader(l).Read(a); r.Status != omr.StatusRejected || len(r.Cells) > 0 {
		t.Errorf("%s %s", r.Status, omr.Reasons(r.Doubts))
	}
}

// The layout decides where is read: a block moved by its pitch reads other
// bubbles.
func TestAMovedColumnChangesTheReading(t *testing.T) {
	t.Parallel()
	l := builtin(t, "thptqg-2025")
	s := omrtest.New(l).Sheet(omrtest.Options{Seed: 5, DPI: 150})
	moved := *l
	moved.Blocks = append([]layout.Block{}, l.Blocks...)
	for i, b := range moved.Blocks {
		if b.Name == "p1_" && b.First == 11 {
			moved.Blocks[i].X.From += b.X.Pitch
		}
	}
	got := omr.NewReader(&moved).Read(pageOf(s.Image))
	same := 0
	for n := 11; n <= 20; n++ {
		f := fmt.Sprintf("p1_%d", n)
		if got.Cells[f] == s.Truth[f].Value && s.Truth[f].Value != "" {
			same++
		}
	}
	if same > 2 {
		t.Errorf("%d of 10 answers are the same after the column was moved", same)
	}
	for f, want := range s.Truth {
		if strings.HasPrefix(f, "p3_") && got.Cells[f] != want.Value {
			t.Errorf("%s: %q, want %q: the other blocks stay", f, got.Cells[f], want.Value)
		}
	}
}

func TestEvidenceHoldsEveryBubble(t *testing.T) {
	t.Parallel()
	l := builtin(t, "short-20")
	s := omrtest.New(l).Sheet(omrtest.Options{Seed: 5, DPI: 150})
	reader, page := omr.NewReader(l), pageOf(s.Image)
	r := reader.Read(page)
	var e omr.Evidence
	if err := json.Unmarshal(reader.Detail(&r), &e); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, f := range e.Fields {
		for _, b := range f.Bubbles {
			n++
			if b.X <= 0 || b.Y <= 0 || b.X >= page.Width || b.Y >= page.Height {
				t.Errorf("%s %s lies at %d, %d", f.Name, b.Symbol, b.X, b.Y)
			}
		}
	}
	if n != len(l.Bubbles()) {
		t.Errorf("%d bubbles, want %d", n, len(l.Bubbles()))
	}
	if crop := reader.Crop(page, &r, l.Columns()[3]); crop == nil || crop.Rect.Dx() < 50 || crop.Rect.Dx() > 400 {
		t.Errorf("the crop of %s is %v", l.Columns()[3], crop)
	}
}

// BenchmarkRead reads one page at 200 dpi, without decoding it.
func BenchmarkRead(b *testing.B) {
	l := builtin(b, "thptqg-2025")
	page := pageOf(omrtest.New(l).Sheet(omrtest.Options{Seed: 1, DPI: 200}).Image)
	reader := omr.NewReader(l)
	for b.Loop() {
		if r := reader.Read(page); r.Status != omr.StatusOK {
			b.Fatal(r.Status, r.Doubts)
		}
	}
}
