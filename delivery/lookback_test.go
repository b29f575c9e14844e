package delivery

import (
	"testing"
	"time"
)

func TestDarknessOf(t *testing.T) {
	t.Parallel()
	const silence = 15 * time.Second
	running := func(idle, left time.Duration) *Op {
		return &Op{Result: Result{
			Status: StatusOK, State: LiveRunning, Epoch: 1, Now: noon, Seen: noon.Add(-idle), Deadline: noon.Add(left),
		}}
	}
	with := func(op *Op, change func(*Result)) *Op {
		change(&op.Result)
		return op
	}
	for _, tt := range []struct {
		name     string
		looked   []*Op
		found    bool
		ago      time.Duration
		lost     int
		pressing bool
	}{
		{"nobody", nil, false, 0, 0, false},
		{"a restart", []*Op{running(59*time.Second, time.Hour)}, false, 0, 0, false},
		{"a power cut", []*Op{running(8*time.Minute, time.Hour), running(9*time.Minute, time.Hour)}, true, 8 * time.Minute, 2, false},
		{"another node serves one of them", []*Op{running(8*time.Minute, time.Hour), running(time.Second, time.Hour)}, false, 0, 0, false},
		{"time ran out in it", []*Op{running(20*time.Minute, -10*time.Minute)}, true, 20 * time.Minute, 1, true},
		{"of one of them", []*Op{running(20*time.Minute, time.Hour), running(21*time.Minute, -time.Minute)}, true, 20 * time.Minute, 2, true},
		{"time is nearly over", []*Op{running(20*time.Minute, 4*time.Minute)}, true, 20 * time.Minute, 1, true},
		{"time was over before", []*Op{running(20*time.Minute, -21*time.Minute)}, true, 20 * time.Minute, 1, false},
		{"a sitting that was left", []*Op{running(5*time.Hour, -4*time.Hour)}, false, 0, 0, false},
		{"who waits, is sealed, never came or is lost has no clock that ran", []*Op{
			with(running(8*time.Minute, 0), func(r *Result) { r.State = LiveWaiting }),
			with(running(8*time.Minute, 0), func(r *Result) { r.State = LiveSealed }),
			with(running(8*time.Minute, 0), func(r *Result) { r.State = LivePaused }),
			with(running(8*time.Minute, 0), func(r *Result) { r.Epoch = 0 }),
			with(running(8*time.Minute, 0), func(r *Result) { r.Status = StatusMissing }),
		}, false, 0, 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, found := darknessOf(tt.looked, silence)
			if found != tt.found {
				t.Fatalf("found = %v: %+v", found, d)
			}
			if found && (noon.Sub(d.since) != tt.ago || !d.until.Equal(noon) || d.lost != tt.lost || d.pressing != tt.pressing) {
				t.Errorf("%+v, %v ago", d, noon.Sub(d.since))
			}
		})
	}
}
