package dif

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"khaothi/psychometrics"
	"khaothi/psychometrics/irt"
)

// groups is n persons in two groups of unequal ability; the first item is a logit
// harder for the focal group; the last is a cluster of 0 to 3.
func groups(n int, seed uint64) *psychometrics.Responses {
	rng := rand.New(rand.NewPCG(seed, 4))
	names := []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}
	r := psychometrics.New(names, n)
	r.Groups = []string{"paper", "screen"}
	for i := range n {
		g := i % 2
		r.Group = append(r.Group, int32(g))
		theta := rng.NormFloat64() - 0.4*float64(g)
		for j := range 9 {
			b := float64(j-4) / 3
			if j == 0 {
				b += float64(g)
			}
			r.Row(i)[j] = 0
			if rng.Float64() < 1/(1+math.Exp(1.2*(b-theta))) {
				r.Row(i)[j] = 1
			}
		}
		r.Row(i)[9] = int8(max(0, min(3, math.Round(1.5+theta+0.7*rng.NormFloat64()))))
	}
	return r
}

func sampleOf(t *testing.T, r *psychometrics.Responses) *Sample {
	t.Helper()
	s, err := Compare(r, "paper", "screen")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestWorkedTables: two strata by hand. 6 2 | 4 4 and 3 5 | 1 7 of 16 persons each:
// α = (6·4 + 3·7)/(2·4 + 5·1) = 45/13; χ² = (9 − 7)²/ΣV with ΣV = 8·8·10·6/(16²·15)
// + 8·8·4·12/(16²·15) = 1 + 0.8.
func TestWorkedTables(t *testing.T) {
	t.Parallel()
	m := MH{P: 1}
	strata := []stratum{{{2, 6}, {4, 4}}, {{5, 3}, {7, 1}}}
	m.oddsRatio(strata)
	if math.Abs(float64(m.Alpha)-45.0/13) > 1e-12 {
		t.Errorf("α %v, want 45/13", m.Alpha)
	}
	if chi := mantel(strata, false); math.Abs(float64(chi)-4/1.8) > 1e-12 {
		t.Errorf("χ² %v, want 4/1.8", chi)
	}
	if chi := mantel(strata, true); math.Abs(float64(chi)-2.25/1.8) > 1e-12 {
		t.Errorf("χ² with correction %v, want 2.25/1.8", chi)
	}
	m.standardise(strata)
	if math.Abs(float64(m.StdPDif)+0.25) > 1e-12 { // ½(−2/8) + ½(−2/8)
		t.Errorf("standardised difference %v, want −0.25", m.StdPDif)
	}
}

// TestExpectedCell: the cell that Breslow and Day expect has the odds ratio it was
// made for.
func TestExpectedCell(t *testing.T) {
	t.Parallel()
	for _, alpha := range []float64{0.2, 0.999999, 1, 1.000001, 4} {
		e := expectedCell(alpha, 12, 9, 8)
		odds := e * (9 - 8 + e) / ((12 - e) * (8 - e))
		if e <= 0 || e >= 8 || math.Abs(odds-alpha) > 1e-9*alpha {
			t.Errorf("odds ratio %v: cell %v has %v", alpha, e, odds)
		}
	}
}

// TestFindsTheItem: every method flags item a, and the groups' difference alone
// flags nothing much.
func TestFindsTheItem(t *testing.T) {
	t.Parallel()
	r := groups(3000, 6)
	s := sampleOf(t, r)
	mh, p := s.MantelHaenszel(MHOptions{Continuity: true, Purify: "B"})
	if mh[0].Class != ClassC || mh[0].Delta > -1.5 || mh[0].InAnchor || !p.Settled {
		t.Errorf("Mantel–Haenszel: %+v, %+v", mh[0], p)
	}
	for _, m := range mh[1:] {
		if m.Class != ClassA {
			t.Errorf("%s is class %s: %+v", m.Item, m.Class, m)
		}
	}
	if !mh[9].Polytomous || mh[9].Delta.Known() || !mh[9].Chi2.Known() {
		t.Errorf("the cluster: %+v", mh[9])
	}
	lg, _, err := s.Logistic(LogisticOptions{Type: "udif"})
	if err != nil {
		t.Fatal(err)
	}
	if !(lg[0].P < 1e-6) || lg[0].Group > 0 || lg[9].Note == "" {
		t.Errorf("logistic: %+v; the cluster: %+v", lg[0], lg[9])
	}
}

// TestCalibratedMethods: Lord, Raju and the likelihood ratio find item a.
func TestCalibratedMethods(t *testing.T) {
	t.Parallel()
	full := groups(2400, 8)
	r, err := full.Select(full.Items[:6])
	if err != nil {
		t.Fatal(err)
	}
	o := irt.Options{Model: irt.TwoPL}
	lord, _, err := Calibrated(t.Context(), r, "paper", "screen", CurveOptions{Options: o, Purify: true})
	if err != nil {
		t.Fatal(err)
	}
	ratio, err := LikelihoodRatio(t.Context(), r, "paper", "screen", o, nil)
	if err != nil {
		t.Fatal(err)
	}
	for j := range lord {
		l, q := lord[j], ratio[j]
		if (j == 0) != (l.Lord.P < 1e-4) || (j == 0) != (q.P < 1e-4) || q.DF != 2 {
			t.Errorf("%s: Lord %+v, ratio %+v", l.Item, l.Lord, q)
		}
	}
	for j := range lord { // Δ of item a is −2.35·1.2 in truth
		l, q := lord[j], ratio[j]
		want := ClassA
		if j == 0 {
			want = ClassC
		}
		if l.Class != want || j == 0 && (l.RajuClass != want || q.Class != want || math.Abs(float64(l.Delta)+2.82) > 0.8 || math.Abs(float64(q.Delta)+2.82) > 0.8) {
			t.Errorf("%s: Lord %s, Raju %s, Δ %v; ratio %s, Δ %v", l.Item, l.Class, l.RajuClass, l.Delta, q.Class, q.Delta)
		}
	}
	pure, p, err := PurifiedRatio(t.Context(), r, "paper", "screen", o)
	if err != nil || !p.Settled || p.Passes < 1 || len(pure) != 6 {
		t.Fatalf("%+v, %+v, %v", pure, p, err)
	}
	for j, d := range pure {
		if d.Item != r.Items[j] || d.InAnchor == significant(d.P) || (j == 0) != (d.Class == ClassC) {
			t.Errorf("purified: %+v", d)
		}
	}
	if h := float64(lord[0].Signed.H); math.Abs(h-1) > 0.35 || lord[0].InAnchor {
		t.Errorf("the area between the curves of item a is %v, of its truth 1", h)
	}
	anchored, err := LikelihoodRatio(t.Context(), r, "paper", "screen", o, []string{"c", "d"})
	if err != nil || len(anchored) != 4 || !(anchored[0].P < 0.01) {
		t.Errorf("with two anchors: %+v, %v", anchored, err)
	}
}

// TestRajuAreas: the unsigned area is the integral of the distance of the curves.
func TestRajuAreas(t *testing.T) {
	t.Parallel()
	for _, c := range []Curve{{A: 1.7, B: 0.5}, {A: 0.6, B: -0.2}, {A: 1, B: 0.4}, {A: 1.0000001, B: 0.4}} {
		ref := Curve{A: 1, B: 0.1}
		area, signed := 0.0, 0.0
		const step = 1e-3
		for x := -60.0; x < 60; x += step {
			d := 1/(1+math.Exp(ref.A*(ref.B-x))) - 1/(1+math.Exp(c.A*(c.B-x)))
			area += step * math.Abs(d)
			signed += step * d
		}
		if got := float64(RajuUnsigned(ref, c).Area); math.Abs(got-area) > 1e-5 {
			t.Errorf("%+v: area %v, integral %v", c, got, area)
		}
		if got := float64(RajuSigned(ref, c).H); math.Abs(got-signed) > 1e-5 {
			t.Errorf("%+v: signed %v, integral %v", c, got, signed)
		}
	}
}

// TestInvariance: the order of persons changes nothing, a weight is so many
// persons, and the other way round the sign turns.
func TestInvariance(t *testing.T) {
	t.Parallel()
	r := groups(600, 3)
	want, _ := sampleOf(t, r).MantelHaenszel(MHOptions{})
	weighted := &psychometrics.Responses{Items: r.Items, Groups: r.Groups}
	rng := rand.New(rand.NewPCG(1, 2))
	for _, i := range rng.Perm(r.N()) {
		weighted.Scores = append(weighted.Scores, r.Row(i)...)
		weighted.Group = append(weighted.Group, r.Group[i])
		weighted.Weights = append(weighted.Weights, 1)
	}
	other, _ := sampleOf(t, weighted).MantelHaenszel(MHOptions{})
	back, err := Compare(r, "screen", "paper")
	if err != nil {
		t.Fatal(err)
	}
	turned, _ := back.MantelHaenszel(MHOptions{})
	for j := range want {
		if d := float64(want[j].Chi2 - other[j].Chi2); !(math.Abs(d) < 1e-9) {
			t.Errorf("%s: the order of persons changes χ² by %v", want[j].Item, d)
		}
		if d := float64(want[j].Delta + turned[j].Delta); want[j].Delta.Known() && !(math.Abs(d) < 1e-9) {
			t.Errorf("%s: Δ %v and %v", want[j].Item, want[j].Delta, turned[j].Delta)
		}
	}
}

// TestBadData: a clear refusal or a result without NaN.
func TestBadData(t *testing.T) {
	t.Parallel()
	const np = psychometrics.NotPresented
	base := func(scores []int8, group []int32) *psychometrics.Responses {
		return &psychometrics.Responses{Items: []string{"a", "b", "c"}, Scores: scores, Groups: []string{"paper", "screen"}, Group: group}
	}
	for name, r := range map[string]*psychometrics.Responses{
		"all right":       base([]int8{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, []int32{0, 0, 1, 1}),
		"separated":       base([]int8{1, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0}, []int32{0, 0, 1, 1}),
		"no common score": base([]int8{1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 0, 0}, []int32{0, 0, 1, 1}),
		"one item flat":   base([]int8{1, 0, 1, 1, 1, 0, 1, 0, 0, 1, 1, 1}, []int32{0, 1, 0, 1}),
	} {
		s := sampleOf(t, r)
		mh, _ := s.MantelHaenszel(MHOptions{Continuity: true, Purify: "significant"})
		lg, _, err := s.Logistic(LogisticOptions{Type: "both", Wald: true, Purify: true})
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal([]any{mh, lg})
		if err != nil || strings.Contains(string(data), "NaN") {
			t.Errorf("%s: %v: %s", name, err, data)
		}
	}
	for name, r := range map[string]*psychometrics.Responses{
		"all missing":    base(slices.Repeat([]int8{np}, 12), []int32{0, 0, 1, 1}),
		"one focal":      base([]int8{1, 0, 1, 1, 1, 0, 1, 0, 0}, []int32{0, 0, 1}),
		"no focal group": base([]int8{1, 0, 1, 1, 1, 0}, []int32{0, 0}),
	} {
		if _, err := Compare(r, "paper", "screen"); err == nil {
			t.Errorf("%s is compared", name)
		}
	}
	if _, err := Compare(groups(100, 1), "paper", "stone"); err == nil {
		t.Error("a group that is not there is compared")
	}
	if _, _, err := sampleOf(t, groups(100, 1)).Logistic(LogisticOptions{Type: "x"}); err == nil {
		t.Error("a type of DIF that is none")
	}
	it, err := irt.Dichotomous("a", irt.TwoPL, 1, 1, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	e := estimate{it, [][]float64{make([]float64, 4), make([]float64, 4), make([]float64, 4), make([]float64, 4)}}
	if _, err := rescaled([]estimate{e}, []estimate{e}, []bool{true}); err == nil {
		t.Error("one anchor makes a scale")
	}
	if l := lord(&e, &e); l.Chi2.Known() {
		t.Errorf("Lord without errors: %+v", l)
	}
}
