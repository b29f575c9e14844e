package omr_test

import (
	"strings"
	"testing"

	"khaothi/omr"
	"khaothi/omr/layout"
)

// TestHardlyMarked fills some questions of a sheet: where they are few, somebody
// looks at the others, which have no mark that the reader sees.
func TestHardlyMarked(t *testing.T) {
	t.Parallel()
	l := builtin(t, "short-20")
	for _, tt := range []struct{ filled, unmarked int }{{0, 20}, {1, 19}, {2, 0}, {19, 0}} {
		p := printed(t, l, candidateFor(l), 150)
		filled := 0
		for _, f := range l.Fields() {
			if f.Kind != layout.Digits && filled < tt.filled {
				disc(p, f.Cells[0][filled%4])
				filled++
			}
		}
		got := omr.NewReader(l).Read(p)
		if n := strings.Count(omr.Reasons(got.Doubts), ":"+omr.CodeUnmarked); n != tt.unmarked || len(got.Doubts) != n {
			t.Errorf("%d questions filled: %s %s", tt.filled, got.Status, omr.Reasons(got.Doubts))
		}
	}
}
