package analysis_test

import (
	"math"
	"testing"

	"khaothi/internal/analysis"
	"khaothi/internal/fault"
)

// TestTwoRunsComeOnOneScale: two samples of one population are on one scale
// already; an item that became harder is on the watch list.
func TestTwoRunsComeOnOneScale(t *testing.T) {
	t.Parallel()
	spec := analysis.Spec{Model: analysis.Model2PL, Bootstrap: none(), Groupings: []string{}}
	from, to := analyze(t, made(t, 1500, 21), spec), analyze(t, made(t, 1500, 22), spec)
	for i, v := range to.Items[2].Parameters.Values {
		if v.Name == "b" {
			to.Items[2].Parameters.Values[i].Value += 1.5
		}
	}
	for _, method := range []string{"sl", "haebara", "mm", "ms"} {
		l, err := analysis.Link(&from, &to, method, nil)
		if err != nil {
			t.Fatalf("%s: %v", method, err)
		}
		if len(l.Anchors) != 19 || len(l.Constants) != 4 || math.Abs(*l.A-1) > 0.25 || math.Abs(*l.B) > 0.25 {
			t.Errorf("%s: %d anchors, A %v, B %v", method, len(l.Anchors), *l.A, *l.B)
		}
		if !l.Anchors[2].Watch {
			t.Errorf("%s: the item that drifted is not watched: %+v", method, l.Anchors[2])
		}
		for k, a := range l.Anchors {
			switch {
			case from.Items[k].Max > 1:
				if a.Drift != nil {
					t.Errorf("%s: a cluster has the drift of a question: %+v", method, a.Drift)
				}
			case a.Drift == nil || (a.Drift.Class == "C") != (k == 2) || k == 2 && *a.Drift.Delta > -1.5:
				t.Errorf("%s: drift of item %d: %+v", method, k+1, a.Drift)
			}
		}
		without, err := analysis.Link(&from, &to, method, []string{to.Items[2].Key})
		if err != nil || !without.Anchors[2].LeftOut || !without.Anchors[2].Watch || without.Watch >= l.Watch || *without.B == *l.B {
			t.Errorf("%s: without the item that drifted: B %v instead of %v, %d watched, %v", method, *without.B, *l.B, without.Watch, err)
		}
	}
	if _, err := analysis.Link(&from, &analysis.Report{}, "sl", nil); fault.CodeOf(err) != "analysis.no_anchors" {
		t.Errorf("nothing shared: %v", err)
	}
}
