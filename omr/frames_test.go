package omr_test

import (
	"testing"

	"khaothi/omr"
	"khaothi/omr/layout"
	"khaothi/omr/omrtest"
)

// framed is short-20 without marks and bars: its three frames register.
func framed(t *testing.T) *layout.Layout {
	t.Helper()
	l := builtin(t, "short-20")
	l.Name, l.Marks, l.Bars = "framed-20", nil, nil
	for i := range l.Print {
		l.Print[i].Corners = l.Print[i].Kind == layout.Frame
	}
	if problems := l.Check(); len(problems) > 0 {
		t.Fatal(problems)
	}
	return l
}

// A form that has no solid marks, only ruled boxes, is read by their corners,
// whatever side is up.
func TestASheetIsReadByTheCornersOfItsFrames(t *testing.T) {
	t.Parallel()
	l := framed(t)
	generator, reader := omrtest.New(l), omr.NewReader(l)
	for seed, defects := range [][]omrtest.Defect{
		nil, {omrtest.Skew}, {omrtest.Turned}, {omrtest.Scaled}, {omrtest.Stretch}, {omrtest.Torn}, {omrtest.Fold}, {omrtest.JPEG, omrtest.Light},
	} {
		for _, dpi := range []float64{100, 150, 200, 300} {
			options := omrtest.Options{Seed: uint64(seed), DPI: dpi, Defects: defects}
			s := generator.Sheet(options)
			got := judge(sheetCase{layout: l.Name, options: options}, l, s.Truth, reader.Read(sheetPage(s)))
			if got.Silent > 0 || got.Rejected > 0 || defects == nil && got.Review > 0 {
				t.Errorf("%g dpi %q: %d silent errors %v, to review %d, rejected %d", dpi, defects, got.Silent, got.Worst, got.Review, got.Rejected)
			}
		}
	}
}

// One frame looks the same upside down: nothing but a guess could say which way
// is up, so there is no such layout.
func TestOneFrameAloneDoesNotRegister(t *testing.T) {
	t.Parallel()
	l := framed(t)
	for i := range l.Print {
		l.Print[i].Corners = false
	}
	l.Print = append(l.Print, layout.Print{Kind: layout.Frame, X: 5, Y: 5, W: 138, H: 200, Corners: true})
	problems := l.Check()
	if len(problems) != 1 || problems[0].Code != "marks.turned" {
		t.Errorf("%v, want marks.turned", problems)
	}
}
