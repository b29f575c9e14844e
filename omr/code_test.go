package omr_test

import (
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"khaothi/omr"
	"khaothi/omr/layout"
	"khaothi/omr/omrtest"
	"khaothi/omr/pages"
	"khaothi/omr/qr"
)

// coded is a layout with a QR code that must be there.
func coded(t testing.TB) *layout.Layout {
	t.Helper()
	b, err := os.ReadFile("testdata/layouts/short-20-qr.json")
	if err != nil {
		t.Fatal(err)
	}
	l, err := layout.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// turned is a page turned clockwise, on a larger one.
func turned(p *pages.Page, degrees float64) *pages.Page {
	s, c := math.Sincos(degrees * math.Pi / 180)
	w, h := float64(p.Width), float64(p.Height)
	out := &pages.Page{DPI: p.DPI, Width: int(w*math.Abs(c) + h*math.Abs(s)), Height: int(w*math.Abs(s) + h*math.Abs(c))}
	out.Pix = make([]uint8, out.Width*out.Height)
	at := func(u, v int) float64 {
		if u < 0 || v < 0 || u >= p.Width || v >= p.Height {
			return 255
		}
		return float64(p.Pix[v*p.Width+u])
	}
	for i := range out.Pix {
		x, y := float64(i%out.Width)+0.5-float64(out.Width)/2, float64(i/out.Width)+0.5-float64(out.Height)/2
		fx, fy := x*c+y*s+(w-1)/2, y*c-x*s+(h-1)/2
		u, v := math.Floor(fx), math.Floor(fy)
		a, b := fx-u, fy-v
		top := at(int(u), int(v))*(1-a) + at(int(u)+1, int(v))*a
		low := at(int(u), int(v)+1)*(1-a) + at(int(u)+1, int(v)+1)*a
		out.Pix[i] = uint8(top*(1-b) + low*b)
	}
	return out
}

// paint sets what a code and its border cover; shade gets places in modules of
// 1/100 of the side, from the top left corner of the code.
func paint(p *pages.Page, q *layout.QR, shade func(x, y float64) (uint8, bool)) {
	s := p.DPI / 25.4
	half := q.Outer() / 2
	for y := int((q.Y - half) * s); y < int((q.Y+half)*s); y++ {
		for x := int((q.X - half) * s); x < int((q.X+half)*s); x++ {
			if v, ok := shade(((float64(x)+0.5)/s-q.X)/q.Size+0.5, ((float64(y)+0.5)/s-q.Y)/q.Size+0.5); ok {
				p.Pix[y*p.Width+x] = v
			}
		}
	}
}

// stuck puts the code of a text over that of a sheet.
func stuck(t testing.TB, p *pages.Page, q *layout.QR, text string) {
	t.Helper()
	m, err := qr.Encode(text)
	if err != nil {
		t.Fatal(err)
	}
	n := float64(len(m))
	paint(p, q, func(x, y float64) (uint8, bool) {
		if x < 0 || y < 0 || x >= 1 || y >= 1 || !m[int(y*n)][int(x*n)] {
			return 255, true
		}
		return 0, true
	})
}

func TestTheCodeOfAPrintedSheetIsRead(t *testing.T) {
	t.Parallel()
	l := coded(t)
	c := candidateFor(l)
	c[layout.FillRoom] = "Phòng 12"
	for dpi, turns := range map[int][]float64{100: {0, 90, 180, 270, 4, -9}, 200: {0, 180, -9}, 300: {0, 4}} {
		p := printed(t, l, c, dpi)
		want := answer(l, p, rand.New(rand.NewPCG(uint64(dpi), 3))) //nolint:gosec // the same marks each time
		for _, degrees := range turns {
			got := omr.NewReader(l).Read(turned(p, degrees))
			if got.Status != omr.StatusOK || got.Cells[layout.CandidateNumber] != c[layout.FillNumber] || got.Cells["q20"] != want["q20"] {
				t.Errorf("%d dpi, %g°: %s %v", dpi, degrees, got.Status, got.Doubts)
			}
			says := qr.Content{Layout: l.Name, Version: 2, Number: c[layout.FillNumber], Code: c[layout.FillFormCode], Room: "Phòng 12"}
			if got.Code == nil || *got.Code != says {
				t.Errorf("%d dpi, %g°: the code says %+v", dpi, degrees, got.Code)
			}
		}
	}
}

func TestABlankSheetsCodeNamesTheLayoutAlone(t *testing.T) {
	t.Parallel()
	l := coded(t)
	p := printed(t, l, nil, 200)
	answer(l, p, rand.New(rand.NewPCG(1, 3))) //nolint:gosec // the same marks each time
	got := omr.NewReader(l).Read(p)
	if got.Code == nil || *got.Code != (qr.Content{Layout: l.Name, Version: 2}) || omr.Reasons(got.Doubts) != "sbd:empty;form_code:empty" {
		t.Errorf("%+v, %v", got.Code, got.Doubts)
	}
}

func TestACodeIsComparedAndNothingIsTakenFromIt(t *testing.T) {
	t.Parallel()
	l := coded(t)
	c := candidateFor(l)
	form := printed(t, l, c, 150)
	answer(l, form, rand.New(rand.NewPCG(5, 3))) //nolint:gosec // the same marks each time
	says := qr.Content{Layout: l.Name, Version: l.Version, Number: c[layout.FillNumber], Code: c[layout.FillFormCode]}
	changed := func(f func(*qr.Content)) string {
		other := says
		f(&other)
		return other.String()
	}
	white := func(from, to float64) func(p *pages.Page) {
		return func(p *pages.Page) {
			paint(p, l.QR, func(x, y float64) (uint8, bool) { return 255, x > from && x < to && y > from && y < to })
		}
	}
	for _, tt := range []struct {
		name, text string // of the code; "": the printed one
		spoil      func(p *pages.Page)
		required   bool
		status     string
		reasons    string
	}{
		{name: "as printed", status: "ok"},
		{name: "a blot in it", spoil: white(0.55, 0.72), required: true, status: "ok"},
		{name: "torn off where it must be", spoil: white(0.1, 1.2), required: true, status: "review", reasons: "sbd:qr_missing"},
		{name: "torn off where it may be missing", spoil: white(0.1, 1.2), status: "ok"},
		{name: "another layout", text: changed(func(c *qr.Content) { c.Layout = "short-20" }), status: "rejected", reasons: "page:qr_layout"},
		{name: "an earlier version", text: changed(func(c *qr.Content) { c.Version = 1 }), status: "rejected", reasons: "page:qr_layout"},
		{name: "another number", text: changed(func(c *qr.Content) { c.Number = "999999" }), status: "review", reasons: "sbd:qr_differs"},
		{name: "another form code", text: changed(func(c *qr.Content) { c.Code = "999" }), status: "review", reasons: "form_code:qr_differs"},
		{name: "a number of another length", text: changed(func(c *qr.Content) { c.Number = "1" }), status: "review", reasons: "sbd:qr_differs"},
		{name: "an address", text: "https://example.com/?q=phieu", status: "review", reasons: "sbd:qr_foreign"},
		{name: "bytes", text: "\x00\x01\xff\xfe\x1b[2J", status: "review", reasons: "sbd:qr_foreign"},
		{name: "a formula", text: "=HYPERLINK(1)", status: "review", reasons: "sbd:qr_foreign"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := *form
			p.Pix = slices.Clone(form.Pix)
			mine := *l
			mine.QR = &layout.QR{X: l.QR.X, Y: l.QR.Y, Size: l.QR.Size, Required: tt.required}
			if tt.text != "" {
				stuck(t, &p, mine.QR, tt.text)
			}
			if tt.spoil != nil {
				tt.spoil(&p)
			}
			got := omr.NewReader(&mine).Read(&p)
			if got.Status != tt.status || omr.Reasons(got.Doubts) != tt.reasons {
				t.Errorf("%s %s, want %s %s", got.Status, omr.Reasons(got.Doubts), tt.status, tt.reasons)
			}
			if got.Status != omr.StatusRejected && got.Cells[layout.CandidateNumber] != c[layout.FillNumber] {
				t.Errorf("the number became %q", got.Cells[layout.CandidateNumber])
			}
		})
	}
}

// A code of more than a sheet can show is not ours, or not to be read at all.
func TestALongTextOfAStrangerIsNoSheetOfOurs(t *testing.T) {
	t.Parallel()
	l := coded(t)
	for _, n := range []int{200, 1600} {
		p := printed(t, l, candidateFor(l), 300)
		stuck(t, p, l.QR, strings.Repeat("x", n))
		got := omr.NewReader(l).Read(p)
		reasons := omr.Reasons(got.Doubts) // of the questions, too: none is marked
		if got.Code != nil || !strings.HasSuffix(reasons, ";sbd:qr_foreign") && !strings.HasSuffix(reasons, ";sbd:qr_missing") {
			t.Errorf("%d letters: %s %s", n, got.Status, reasons)
		}
	}
}

// A digit in doubt stays in doubt, whatever the code says.
func TestACodeDoesNotDecideADigit(t *testing.T) {
	t.Parallel()
	l := coded(t)
	c := candidateFor(l)
	p := printed(t, l, c, 200)
	answer(l, p, rand.New(rand.NewPCG(6, 3))) //nolint:gosec // the same marks each time
	cell := l.Fields()[0].Cells[2]
	disc(p, cell[8])
	got := omr.NewReader(l).Read(p)
	if n := got.Cells[layout.CandidateNumber]; n == c[layout.FillNumber] || !strings.Contains(n, layout.Doubt) {
		t.Errorf("read %q", n)
	}
	if reasons := omr.Reasons(got.Doubts); !strings.HasSuffix(reasons, "sbd:qr_differs") {
		t.Error(reasons)
	}
}

// BenchmarkReadCode reads a sheet with its code, one whose code is gone, and one
// of a layout without.
func BenchmarkReadCode(b *testing.B) {
	l := coded(b)
	without := *l
	without.QR = nil
	gone := omrtest.New(l).Sheet(omrtest.Options{Seed: 1, DPI: 200})
	p := pageOf(gone.Image)
	p.DPI = 200
	with := *p
	with.Pix = slices.Clone(p.Pix)
	stuck(b, &with, l.QR, qr.Content{Layout: l.Name, Version: l.Version}.String())
	for _, c := range []struct {
		name   string
		layout *layout.Layout
		page   *pages.Page
	}{{"none", &without, p}, {"read", l, &with}, {"gone", l, p}} {
		r := omr.NewReader(c.layout)
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				r.Read(c.page)
			}
		})
	}
}
