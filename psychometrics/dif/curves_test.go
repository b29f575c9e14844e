package dif

import (
	"math"
	"strings"
	"testing"

	"khaothi/psychometrics"
	"khaothi/psychometrics/irt"
)

// pairOf is the answers of two groups of unequal ability to the same items, the
// first of which is another one for the focal group.
func pairOf(t *testing.T, items []irt.Item, focalFirst irt.Item, n int) *psychometrics.Responses {
	t.Helper()
	ref, _ := irt.Simulate(items, n, 0, 1, 0, 11)
	foc, _ := irt.Simulate(append([]irt.Item{focalFirst}, items[1:]...), n, -0.4, 1.2, 0, 12)
	out := &psychometrics.Responses{Items: ref.Items, Groups: []string{"paper", "screen"}, Scores: append(ref.Scores, foc.Scores...)}
	for i := range 2 * n {
		out.Group = append(out.Group, int32(i/n)) //nolint:gosec // G115: 0 or 1
	}
	return out
}

func item(t *testing.T) func(irt.Item, error) irt.Item {
	return func(it irt.Item, err error) irt.Item {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return it
	}
}

// TestCurvesWithGuessing: Lord's test of 3pl items, with asymptotes in common
// (2 df) and free (3 df, no area).
func TestCurvesWithGuessing(t *testing.T) {
	t.Parallel()
	made := item(t)
	var items []irt.Item
	for j := range 8 {
		items = append(items, made(irt.Dichotomous(string(rune('a'+j)), irt.ThreePL, 1.5, float64(j-4)/3, 0.2, 1)))
	}
	r := pairOf(t, items, made(irt.Dichotomous("a", irt.ThreePL, 1.5, -0.3, 0.2, 1)), 1200)
	o := CurveOptions{Options: irt.Options{Model: irt.ThreePL, Priors: []irt.Prior{{Parameter: "a", Family: "lognormal", Q: 0.5}, {Parameter: "c", Family: "beta", P: 5, Q: 17}}}}
	for _, free := range []bool{false, true} {
		o.FreeGuessing = free
		got, _, err := Calibrated(t.Context(), r, "paper", "screen", o)
		if err != nil {
			t.Fatal(err)
		}
		df := 2
		if free {
			df = 3
		}
		for j, d := range got {
			if (j == 0) != (d.Lord.P < 1e-3) || d.Lord.DF != df || d.Signed.H.Known() == free || d.Unsigned.H.Known() == free {
				t.Errorf("free %v, %s: %+v", free, d.Item, d)
			}
			if (d.Reference.C == d.Focal.C) == free {
				t.Errorf("free %v, %s: asymptotes %g and %g", free, d.Item, d.Reference.C, d.Focal.C)
			}
		}
		if !free && got[0].Class != ClassC {
			t.Errorf("item a: %+v", got[0])
		}
	}
	for _, m := range []irt.Model{irt.FourPL, irt.Nominal} {
		if _, _, err := Calibrated(t.Context(), r, "paper", "screen", CurveOptions{Options: irt.Options{Model: m}}); err == nil || !strings.Contains(err.Error(), "likelihood ratio") {
			t.Errorf("%s: %v", m, err)
		}
	}
}

// TestCurvesOfClusters: items of more scores have Lord's test of all their
// parameters and the area between expected scores; the likelihood ratio agrees.
func TestCurvesOfClusters(t *testing.T) {
	t.Parallel()
	made := item(t)
	for m, df := range map[irt.Model]int{irt.GRM: 4, irt.GPCM: 4, irt.PCM: 3} {
		var items []irt.Item
		for j := range 5 {
			b := float64(j-2) / 3
			items = append(items, made(irt.Ordered(string(rune('a'+j)), m, 1, []float64{b - 1, b, b + 1})))
		}
		r := pairOf(t, items, made(irt.Ordered("a", m, 1, []float64{-1, 0, 1})), 900)
		o := irt.Options{Model: irt.TwoPL, Models: map[string]irt.Model{}}
		for _, it := range items {
			o.Models[it.Name] = m
		}
		got, _, err := Calibrated(t.Context(), r, "paper", "screen", CurveOptions{Options: o, Purify: true})
		if err != nil {
			t.Fatal(err)
		}
		ratio, err := LikelihoodRatio(t.Context(), r, "paper", "screen", o, nil)
		if err != nil {
			t.Fatal(err)
		}
		for j, d := range got {
			if (j == 0) != (d.Lord.P < 1e-4) || d.Lord.DF != df || ratio[j].DF != df || (j == 0) != (ratio[j].P < 1e-4) {
				t.Errorf("%s %s: Lord %+v, ratio %+v", m, d.Item, d.Lord, ratio[j])
			}
			if d.Class != "" || d.Delta.Known() || d.Unsigned.H.Known() {
				t.Errorf("%s %s has what only right/wrong items have: %+v", m, d.Item, d)
			}
		}
		if h := float64(got[0].Signed.H); math.Abs(h-2) > 0.7 { // three thresholds, each higher by 2/3
			t.Errorf("%s: the area between expected scores is %g, of the truth 2", m, h)
		}
	}
}

// TestSignedAreaOfClusters: the signed area is the integral of the difference of
// expected scores.
func TestSignedAreaOfClusters(t *testing.T) {
	t.Parallel()
	made := item(t)
	zero := [][]float64{make([]float64, 3), make([]float64, 3), make([]float64, 3)}
	for _, m := range []irt.Model{irt.GRM, irt.GPCM} {
		ref := estimate{made(irt.Ordered("a", m, 1.3, []float64{-0.5, 0.8})), zero}
		foc := estimate{made(irt.Ordered("a", m, 0.7, []float64{0.1, 0.6})), zero}
		area := 0.0
		const step = 1e-3
		for x := -60.0; x < 60; x += step {
			area += step * (ref.item.Expected(x) - foc.item.Expected(x))
		}
		if got := float64(RajuSigned(ref.curve(), foc.curve()).H); math.Abs(got-area) > 1e-5 {
			t.Errorf("%s: %v, integral %v", m, got, area)
		}
	}
}

// TestRatioOfUnlikeScores: an item whose highest score nobody of the focal group
// has is no item of the same parameters: it has a note and no number.
func TestRatioOfUnlikeScores(t *testing.T) {
	t.Parallel()
	made := item(t)
	var items []irt.Item
	for j := range 4 {
		items = append(items, made(irt.Ordered(string(rune('a'+j)), irt.GPCM, 1, []float64{-0.5, 0.5})))
	}
	r := pairOf(t, items, items[0], 400)
	for i := range r.N() {
		if row := r.Row(i); r.GroupOf(i) == 1 && row[0] == 2 {
			row[0] = 1
		}
	}
	o := irt.Options{Model: irt.GPCM}
	got, err := LikelihoodRatio(t.Context(), r, "paper", "screen", o, nil)
	if err != nil || got[0].Note == "" || got[0].P.Known() || !got[1].P.Known() {
		t.Errorf("%+v, %v", got, err)
	}
	if _, _, err := Calibrated(t.Context(), r, "paper", "screen", CurveOptions{Options: o}); err == nil || !strings.Contains(err.Error(), "item a") {
		t.Errorf("Lord: %v", err)
	}
}
