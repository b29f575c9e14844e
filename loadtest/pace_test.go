package loadtest

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestPaceIsThatOfPeople draws many candidates and compares with what the
// constants promise, within four standard errors.
func TestPaceIsThatOfPeople(t *testing.T) {
	t.Parallel()
	const people, fields = 4000, 40
	var answers, changes, flags, unflags, blank, drops, away, early float64
	var ends, thinks []float64
	for i := range people {
		deeds := paceOf(rand.New(rand.NewPCG(3, uint64(i))), fields)
		times := map[int]int{}
		last, before := 0.0, 0.0
		for k, d := range deeds {
			if d.at < 0 || d.at >= 1 || k > 0 && d.at < deeds[k-1].at {
				t.Fatalf("candidate %d: deed %d at %v", i, k, d.at)
			}
			switch d.kind {
			case deedAnswer:
				answers++
				if times[d.field]++; times[d.field] == 1 {
					thinks = append(thinks, d.at-before)
					before, last = d.at, d.at
				} else {
					changes++
				}
			case deedFlag:
				flags++
			case deedUnflag:
				unflags++
			case deedAway:
				away++
			case deedDrop:
				drops++
			case deedBack:
			}
		}
		blank += float64(fields - len(times))
		ends = append(ends, last)
		if last < 0.5 {
			early++
		}
	}
	n := float64(people * fields)
	share := func(what string, got, of, want float64) {
		t.Helper()
		if tolerance := 4 * math.Sqrt(want*(1-min(want, 0.99))/of); math.Abs(got/of-want) > tolerance {
			t.Errorf("%s: %.4f, want %.4f ± %.4f", what, got/of, want, tolerance)
		}
	}
	share("blank", blank, n, skipShare*neverShare)
	share("flagged", flags, n, flagShare)
	share("unflagged", unflags, n, flagShare)
	share("lost the connection", drops, people, reconnectShare)
	share("left the page", away, people, focusShare*1.5)
	again := hesitateShare*(1-skipShare) + (flagShare+(1-flagShare)*revisitShare)*(1-skipShare)*changeShare
	if got := changes / n; math.Abs(got-again) > 0.006 {
		t.Errorf("changes: %.4f a field, want %.4f", got, again)
	}
	slices.Sort(ends)
	slices.Sort(thinks)
	if m := ends[len(ends)/2]; m < 0.85 || m > 0.99 {
		t.Errorf("half of them have answered their last field at %.2f of the time", m)
	}
	if m := thinks[len(thinks)/2]; m < 0.012 || m > 0.02 { // 36 to 60 s of 50 minutes
		t.Errorf("half of the fields are answered within %.4f of the time", m)
	}
	if p99 := thinks[len(thinks)*99/100]; p99 < 0.05 {
		t.Errorf("nobody thinks for long: 99 %% within %.4f of the time", p99)
	}
	if early > 0 {
		t.Errorf("%v candidates were done before half time", early)
	}
	if mean := answers / people; mean < 40 || mean > 60 {
		t.Errorf("%.1f answers a candidate", mean)
	}
}

func TestPaceIsRepeatedBySeed(t *testing.T) {
	t.Parallel()
	of := func(seed uint64) []deed { return paceOf(rand.New(rand.NewPCG(seed, 1)), 40) }
	if !slices.Equal(of(1), of(1)) || slices.Equal(of(1), of(2)) {
		t.Error("the seed does not decide")
	}
}
