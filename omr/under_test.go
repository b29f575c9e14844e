package omr_test

import (
	"testing"

	"khaothi/omr"
	"khaothi/omr/layout"
	"khaothi/omr/omrtest"
)

// TestAStrokeUnderABubbleIsSeen: who draws a stroke under or over a bubble
// instead of filling it meant something, on one question or on all.
func TestAStrokeUnderABubbleIsSeen(t *testing.T) {
	t.Parallel()
	for _, name := range layout.Builtins() {
		l, _ := layout.Builtin(name)
		generator, reader := omrtest.New(l), omr.NewReader(l)
		for i, every := range []int{1, 7} {
			for _, dpi := range []float64{150, 200} {
				o := omrtest.Options{Seed: uint64(i) + 1, DPI: dpi, Marks: map[string][]string{}, Styles: map[string]omrtest.Style{}}
				var under []string
				for k, f := range l.Fields() {
					o.Marks[f.Name] = marksOf(f, k)
					if k%every == 0 {
						o.Styles[f.Name] = omrtest.Under
						under = append(under, f.Name)
					}
				}
				checkFlagged(t, reader.Read(sheetPage(generator.Sheet(o))), name, dpi, under)
			}
		}
	}
}

// marksOf marks one bubble in each cell.
func marksOf(f layout.Field, k int) []string {
	var cells []string
	for i, c := range f.Cells {
		cells = append(cells, c[(k+i)%len(c)].Symbol)
	}
	return cells
}

func checkFlagged(t *testing.T, got omr.Reading, name string, dpi float64, fields []string) {
	t.Helper()
	if got.Status != omr.StatusReview {
		t.Errorf("%s at %g dpi: status %s", name, dpi, got.Status)
		return
	}
	flagged := map[string]bool{}
	for _, d := range got.Doubts {
		flagged[d.Field] = true
	}
	for _, f := range fields {
		if !flagged[f] {
			t.Errorf("%s at %g dpi: a stroke under a bubble of %s is read %q in silence", name, dpi, f, got.Cells[f])
		}
	}
}
