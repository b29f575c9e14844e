package delivery

import (
	"context"
	"slices"
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

// planned is a Register of one sitting with one attempt that runs.
type planned struct{ Register }

func (planned) MarkRunning(context.Context, exam.SittingID, time.Time) error { return nil }

func (planned) Open(context.Context, exam.SittingID) ([]DueAttempt, error) {
	return []DueAttempt{{ID: "a", Sitting: "s"}}, nil
}

func (planned) FinishAction(context.Context, *Action, string) error { return nil }

// TestAPauseInTheMomentOfTheStart: the planned start has come, the first have
// begun, and nobody has written down yet that the sitting runs.
func TestAPauseInTheMomentOfTheStart(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_790_000_000, 0)
	for _, tt := range []struct {
		what  string
		start time.Time
		want  []OpKind
	}{
		{"before the start", now.Add(time.Second), nil},
		{"just after it", now.Add(-time.Second), []OpKind{OpAdjust}},
	} {
		t.Run(tt.what, func(t *testing.T) {
			t.Parallel()
			live := &willing{shards: 1, result: func(*Op) Result { return Result{Status: StatusOK} }}
			n := NewNode(Config{Live: live, Register: planned{}, Now: func() time.Time { return now }})
			s := &Sitting{ID: "s", State: exam.SittingOpen, Planned: tt.start, Duration: time.Hour, Rev: 2}
			s.actions = []Action{{Kind: ActionPause, At: now, Rev: 2}}
			s.clocks = NewClocks(s, s.actions)
			n.followed[s.ID] = 1
			if err := n.follow(t.Context(), s); err != nil {
				t.Fatal(err)
			}
			var got []OpKind
			for _, op := range live.ops {
				got = append(got, op.Kind)
				if _, paused := op.Terms.Paused(); !paused {
					t.Errorf("%c without the pause", op.Kind)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("asked for %q, want %q", got, tt.want)
			}
		})
	}
}
