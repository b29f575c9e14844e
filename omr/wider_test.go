package omr_test

import (
	"slices"
	"testing"

	"khaothi/omr"
	"khaothi/omr/layout"
	"khaothi/omr/omrtest"
)

// A sheet of one form read by the layout of another is rejected, or all that
// differs is doubted: never is a number cut to the digits that the layout has.
func TestASheetOfAnotherFormIsNeverRead(t *testing.T) {
	t.Parallel()
	const dpi = 120
	readers := map[string]*omr.Reader{}
	for _, name := range layout.Builtins() {
		readers[name] = omr.NewReader(builtin(t, name))
	}
	for printed := range readers {
		t.Run(printed, func(t *testing.T) {
			t.Parallel()
			sheet := omrtest.New(builtin(t, printed)).Sheet(omrtest.Options{Seed: 3, DPI: dpi})
			page := sheetPage(sheet)
			for name, reader := range readers {
				r := reader.Read(page)
				switch {
				case name == printed:
					if r.Status != omr.StatusOK {
						t.Errorf("by its own layout: %s, %s", r.Status, omr.Reasons(r.Doubts))
					}
				case r.Status == omr.StatusRejected:
				case r.Status != omr.StatusReview || len(silent(&r, numbersOf(sheet.Truth))) > 0:
					t.Errorf("as %s: %s, %s; %s", name, r.Status, omr.Reasons(r.Doubts), r.Cells[layout.CandidateNumber])
				}
			}
		})
	}
}

func numbersOf(truth map[string]omrtest.Truth) map[string]omrtest.Truth {
	return map[string]omrtest.Truth{layout.CandidateNumber: truth[layout.CandidateNumber], layout.FormCode: truth[layout.FormCode]}
}

// Forms that are wider than the layout by a digit or a letter, on either side.
func TestAWiderFormIsRejected(t *testing.T) {
	t.Parallel()
	for name, narrow := range map[string]func(l *layout.Layout){
		"the last digit is missing":  func(l *layout.Layout) { l.Blocks[0].X.Count-- },
		"the first digit is missing": func(l *layout.Layout) { cutFirst(&l.Blocks[0]) },
		"a code of three digits":     func(l *layout.Layout) { l.Blocks[1].X.Count-- },
		"three letters of four": func(l *layout.Layout) {
			l.Blocks[3].X.Count--
			l.Blocks[3].Symbols = l.Blocks[3].Symbols[:3]
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := builtin(t, "thptqg-2025")
			page := sheetPage(omrtest.New(l).Sheet(omrtest.Options{Seed: 4, DPI: 150, Defects: []omrtest.Defect{omrtest.Skew}}))
			narrow(l)
			if r := omr.NewReader(l).Read(page); omr.Reasons(r.Doubts) != "page:"+omr.CodeWider {
				t.Errorf("%s, %s", r.Status, omr.Reasons(r.Doubts))
			}
		})
	}
}

func cutFirst(b *layout.Block) {
	b.X.From, b.X.Count = b.X.Place(1), b.X.Count-1
}

// Lines on which something else stands are no sign of a wider form.
func TestNothingIsSoughtWhereTheLayoutPrints(t *testing.T) {
	t.Parallel()
	l := builtin(t, "thptqg-2025")
	before := len(l.Wider())
	first := l.Wider()[0].Bubbles[0] // a digit before the first
	l.Print = append(l.Print, layout.Print{Kind: layout.Text, X: first.X - 1, Y: first.Y, W: 2, H: 30, Text: "|"})
	if after := l.Wider(); len(after) != before-1 {
		t.Errorf("%d lines, and %d without print", len(after), before)
	}
	for _, line := range l.Wider() {
		if slices.ContainsFunc(line.Bubbles, func(b layout.Bubble) bool { return b.X < 0 || b.X > l.Page.W }) {
			t.Errorf("a line off the page: %v", line)
		}
	}
}
