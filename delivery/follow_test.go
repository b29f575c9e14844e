package delivery

import (
	"testing"
	"time"

	"khaothi/internal/exam"
)

// TestBegun: only a sitting that runs now and did not when it was read before
// is swept at once.
func TestBegun(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_790_000_000, 0)
	in := func(s exam.SittingState) map[exam.SittingID]*Sitting {
		return map[exam.SittingID]*Sitting{"s": {ID: "s", State: s}, "other": {ID: "other", State: exam.SittingRunning}}
	}
	for _, tt := range []struct {
		name      string
		old, next map[exam.SittingID]*Sitting
		want      bool
	}{
		{"started", in(exam.SittingOpen), in(exam.SittingRunning), true},
		{"still open", in(exam.SittingOpen), in(exam.SittingOpen), false},
		{"runs on", in(exam.SittingRunning), in(exam.SittingRunning), false},
		{"closed", in(exam.SittingRunning), in(exam.SittingClosed), false},
		{"the first reading", nil, in(exam.SittingRunning), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := begun(tt.old, tt.next, now); got != tt.want {
				t.Errorf("begun = %v, want %v", got, tt.want)
			}
		})
	}
}
