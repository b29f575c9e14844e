//go:build shared

package omr_test

import (
	"testing"

	"khaothi/omr/layout"
)

// The forms of the OMRChecker samples and the absence register of pyomrx have
// nothing that says which side is up: no layout of them passes, so none of their
// pictures, photos most of them, can be read by a guess. What stands on them was
// measured on the pictures, in millimetres of the sheet.
func TestSharedFormsWithoutSafeMarksHaveNoLayout(t *testing.T) {
	t.Parallel()
	block := layout.Block{
		Kind: layout.Choices, Name: "q", First: 1, Symbols: []string{"A", "B", "C", "D"},
		X: layout.Axis{From: 60, Pitch: 7.3, Count: 4}, Y: layout.Axis{From: 130, Pitch: 5, Count: 10}, Bubble: layout.Shape{W: 3, H: 3},
	}
	a4 := layout.Size{W: 210, H: 297}
	for _, tt := range []struct {
		sheet string
		page  layout.Size
		marks []layout.Mark
		print []layout.Print
		code  string
	}{
		// sample1 and sample5: four round targets in a rectangle.
		{"four targets", layout.Size{W: 210, H: 210}, []layout.Mark{{X: 22, Y: 42, W: 9, H: 9}, {X: 195, Y: 42, W: 9, H: 9}, {X: 22, Y: 193, W: 9, H: 9}, {X: 195, Y: 193, W: 9, H: 9}}, nil, "marks.turned"},
		// sample3: four small squares in a rectangle.
		{"four squares", a4, []layout.Mark{{X: 14, Y: 53, W: 1.9, H: 1.9}, {X: 199, Y: 53, W: 1.9, H: 1.9}, {X: 14, Y: 275, W: 1.9, H: 1.9}, {X: 199, Y: 275, W: 1.9, H: 1.9}}, nil, "marks.turned"},
		// answer-key: three punch holes, which are no print.
		{"no marks", a4, nil, nil, "count"},
		// example_omr_form_scan: one frame round everything.
		{"one frame", layout.Size{W: 297, H: 210}, nil, []layout.Print{{Kind: layout.Frame, X: 3, Y: 3, W: 290, H: 195, Corners: true}}, "marks.turned"},
	} {
		l := &layout.Layout{Name: "foreign", Page: tt.page, Marks: tt.marks, Print: tt.print, Blocks: []layout.Block{block}}
		if problems := l.Check(); len(problems) != 1 || problems[0].Code != tt.code {
			t.Errorf("%s: %v, want %s", tt.sheet, problems, tt.code)
		}
	}
}
