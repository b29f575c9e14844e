package classical

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"khaothi/psychometrics"
	"khaothi/psychometrics/stat"
)

// simulated is n persons on j right/wrong items and one cluster of 0 to 4.
func simulated(n, j int, seed uint64) *psychometrics.Responses {
	rng := rand.New(rand.NewPCG(seed, 1))
	names := make([]string, j+1)
	for k := range names {
		names[k] = "i" + string(rune('a'+k))
	}
	r := psychometrics.New(names, n)
	for i := range n {
		theta := rng.NormFloat64()
		for k := range j {
			r.Row(i)[k] = 0
			if rng.Float64() < 1/(1+math.Exp(float64(k)/3-1-theta)) {
				r.Row(i)[k] = 1
			}
		}
		r.Row(i)[j] = int8(max(0, min(4, math.Round(2+theta+0.8*rng.NormFloat64()))))
	}
	return r
}

func analyze(t *testing.T, r *psychometrics.Responses, o Options) Report {
	t.Helper()
	rep, err := Analyze(t.Context(), r, o)
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

func close9(t *testing.T, what string, a, b stat.Value) {
	t.Helper()
	if a.Known() != b.Known() || a.Known() && math.Abs(float64(a-b)) > 1e-9 {
		t.Errorf("%s: %v and %v", what, a, b)
	}
}

// TestWorkedExample by hand: 4 persons, 3 items; total 3 2 1 0, p ¾ ½ ¼, a Guttman
// scale. Σs² = ¼ + ⅓ + ¼, S² = 5/3, alpha = 3/2·(1 − (5/6)/(5/3)) = ¾; KR-21 =
// 3/2·(1 − 1.5·1.5/(3·5/3)) = 0.825; corrected r of the first item with 2 1 0 0 …
func TestWorkedExample(t *testing.T) {
	t.Parallel()
	r := &psychometrics.Responses{Items: []string{"a", "b", "c"}, Scores: []int8{1, 1, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0}}
	rep := analyze(t, r, Options{Floor: []float64{0.25, 0.25, 0.25}})
	close9(t, "alpha", rep.Test.Alpha, 0.75)
	close9(t, "KR-20", rep.Test.KR20, 0.75)
	close9(t, "KR-21", rep.Test.KR21, 0.825)
	close9(t, "lambda 3", rep.Test.Lambda[2], 0.75)
	close9(t, "SEM", rep.Test.SEM, stat.Value(math.Sqrt(5.0/3)*0.5))
	close9(t, "p", rep.Items[0].P, 0.75)
	close9(t, "p above the floor", rep.Items[0].PAboveFloor, stat.Value(0.5/0.75))
	close9(t, "floor", rep.Test.Floor, 0.75)
	// with the rest 2 1 0 0: deviations 1.25 .25 −.75 −.75 and ¼ ¼ ¼ −¾
	close9(t, "r rest", rep.Items[0].Corrected, stat.Value(0.75/math.Sqrt(0.75*2.75)))
	close9(t, "D 27 %", rep.Items[1].D27, 1)
}

func TestChanceFloor(t *testing.T) {
	t.Parallel()
	close9(t, "one of four", ChanceFloor(1, 0.25, []float64{0, 1}), 0.25)
	// /16: 1·0 + 4·.10 + 6·.25 + 4·.50 + 1·1 = 4.9/16
	close9(t, "Đúng–Sai cluster of 2025", ChanceFloor(4, 0.5, []float64{0, 0.10, 0.25, 0.50, 1}), 0.30625)
	if ChanceFloor(2, 0.5, []float64{0, 1}).Known() {
		t.Error("three scores need three points")
	}
}

// TestOrderAndWeights: the order of persons and of items changes nothing, and a
// weight is so many persons.
func TestOrderAndWeights(t *testing.T) {
	t.Parallel()
	r := simulated(300, 9, 7)
	want := analyze(t, r, Options{})
	rng := rand.New(rand.NewPCG(3, 3))
	people, items := rng.Perm(r.N()), rng.Perm(r.J())
	names := make([]string, r.J())
	for k, j := range items {
		names[k] = r.Items[j]
	}
	mixed := psychometrics.New(names, r.N())
	weighted := &psychometrics.Responses{Items: r.Items, Scores: r.Scores}
	repeated := &psychometrics.Responses{Items: r.Items}
	for a, i := range people {
		for k, j := range items {
			mixed.Row(a)[k] = r.Row(i)[j]
		}
	}
	for i := range r.N() {
		weighted.Weights = append(weighted.Weights, float64(i%3))
		for range i % 3 {
			repeated.Scores = append(repeated.Scores, r.Row(i)...)
		}
	}
	same := func(what string, a, b Report, place func(j int) int) {
		for j := range a.Items {
			x, y := a.Items[j], b.Items[place(j)]
			close9(t, what+" p", x.P, y.P)
			close9(t, what+" r", x.Corrected, y.Corrected)
			close9(t, what+" D", x.D27, y.D27)
			close9(t, what+" biserial", x.Biserial, y.Biserial)
			close9(t, what+" alpha without", x.AlphaIfDeleted, y.AlphaIfDeleted)
		}
		for k := range a.Test.Lambda {
			if k != 3 { // the best halves found depend on where the search begins
				close9(t, what+" lambda", a.Test.Lambda[k], b.Test.Lambda[k])
			}
		}
		close9(t, what+" omega", stat.Value(math.Round(float64(a.Test.Omega)*1e7)), stat.Value(math.Round(float64(b.Test.Omega)*1e7)))
		for k := range a.Test.Conditional {
			close9(t, what+" conditional SEM", a.Test.Conditional[k].SEM, b.Test.Conditional[k].SEM)
		}
	}
	same("order", want, analyze(t, mixed, Options{}), func(j int) int {
		for k, other := range items {
			if other == j {
				return k
			}
		}
		return -1
	})
	same("weights", analyze(t, weighted, Options{}), analyze(t, repeated, Options{}), func(j int) int { return j })
}

// TestMissingIsThreeThings: not presented, omitted and not reached.
func TestMissingIsThreeThings(t *testing.T) {
	t.Parallel()
	const np, om, nr = psychometrics.NotPresented, psychometrics.Omitted, psychometrics.NotReached
	r := &psychometrics.Responses{Items: []string{"a", "b"}, Scores: []int8{1, 1, 1, om, 0, nr, 1, np, 0, 0, 1, 1}}
	rep := analyze(t, r, Options{})
	b := rep.Items[1]
	if b.N != 4 || b.Presented != 5 || b.Omitted != 1 || b.NotReached != 1 {
		t.Errorf("%+v: 5 saw it, one of them left it blank, one did not reach it", b)
	}
	close9(t, "p counts the blank as wrong and not the one that was not reached", b.P, 0.5)
	if rep.Complete != 5 {
		t.Errorf("%v persons were presented all, want 5", rep.Complete)
	}
	close9(t, "mean total: 2 1 0 0 2", rep.Test.Mean, 1)
}

// TestConditionalSEM: its mean square is SEM², and for right/wrong items it goes as
// √(x(n−x)) (Lord 1955).
func TestConditionalSEM(t *testing.T) {
	t.Parallel()
	full := simulated(500, 10, 5)
	r, err := full.Select(full.Items[:10])
	if err != nil {
		t.Fatal(err)
	}
	rep := analyze(t, r, Options{})
	sum, n, ratio := 0.0, 0.0, 0.0
	for _, c := range rep.Test.Conditional {
		sum += c.Persons * float64(c.SEM) * float64(c.SEM)
		n += c.Persons
		x := float64(c.Score)
		if x > 0 && x < 10 {
			k := float64(c.SEM) / math.Sqrt(x*(10-x))
			if ratio != 0 && math.Abs(k/ratio-1) > 1e-9 {
				t.Errorf("score %v: %v, elsewhere %v", x, k, ratio)
			}
			ratio = k
		}
	}
	if sem := float64(rep.Test.SEM); math.Abs(sum/n-sem*sem) > 1e-9 {
		t.Errorf("mean square %v, SEM² %v", sum/n, sem*sem)
	}
}

// TestClassification: a reliable test is consistent, and more than chance says; with
// the cut at the top nearly everybody agrees.
func TestClassification(t *testing.T) {
	t.Parallel()
	rep := analyze(t, simulated(1000, 20, 11), Options{Cuts: []float64{10, 16}})
	c := rep.Test.Classes
	if !(c.Consistency > 0.5 && c.Accuracy >= c.Consistency && c.Accuracy < 1 && c.Kappa > 0.2) || c.EffectiveLength < 10 {
		t.Errorf("%+v", c)
	}
	if _, err := Analyze(t.Context(), simulated(100, 5, 1), Options{Cuts: []float64{5, 3}}); err == nil {
		t.Error("cuts that fall are taken")
	}
}

// TestBootstrap: seeded, and the interval holds the estimate; its error of p is that
// of the binomial.
func TestBootstrap(t *testing.T) {
	t.Parallel()
	r := simulated(400, 5, 2)
	a := analyze(t, r, Options{Bootstrap: 300, Seed: 9})
	b := analyze(t, r, Options{Bootstrap: 300, Seed: 9})
	for j, it := range a.Items[:5] {
		x := it.Intervals["p"]
		if x != b.Items[j].Intervals["p"] {
			t.Errorf("the same seed gives %+v and %+v", x, b.Items[j].Intervals["p"])
		}
		p := float64(it.P)
		if !(x.Low < it.P && it.P < x.High) || math.Abs(float64(x.SE)/math.Sqrt(p*(1-p)/400)-1) > 0.2 {
			t.Errorf("%s: p %v in %+v", it.Name, p, x)
		}
	}
	if al := a.Test.Intervals["alpha"]; !(al.Low < a.Test.Alpha && a.Test.Alpha < al.High) {
		t.Errorf("alpha %v in %+v", a.Test.Alpha, al)
	}
}

// TestBadData: a clear refusal or a right answer, never NaN in the output.
func TestBadData(t *testing.T) {
	t.Parallel()
	const np = psychometrics.NotPresented
	for name, scores := range map[string][]int8{
		"one person":       {1, 0, 1},
		"all right":        {1, 1, 1, 1, 1, 1},
		"all wrong":        {0, 0, 0, 0, 0, 0},
		"constant columns": {1, 0, 1, 1, 0, 0, 1, 0, 1},
		"nobody complete":  {1, np, 1, np, 1, 0, 0, 1, np},
		"two persons":      {1, 0, 1, 0, 1, 0},
		"same item twice":  {1, 1, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0},
	} {
		rep := analyze(t, &psychometrics.Responses{Items: []string{"a", "b", "c"}, Scores: scores}, Options{})
		data, err := json.Marshal(rep)
		if err != nil || strings.Contains(string(data), "NaN") {
			t.Errorf("%s: %v: %s", name, err, data)
		}
	}
	for name, r := range map[string]*psychometrics.Responses{
		"all missing": {Items: []string{"a", "b"}, Scores: []int8{np, np, np, np}},
		"no item":     {},
		"nobody":      {Items: []string{"a"}},
	} {
		if _, err := Analyze(t.Context(), r, Options{}); err == nil {
			t.Errorf("%s is analysed", name)
		}
	}
	one := analyze(t, &psychometrics.Responses{Items: []string{"a"}, Scores: []int8{1, 0, 1}}, Options{})
	if one.Test.Alpha.Known() || len(one.Notes) == 0 {
		t.Errorf("one item has the reliability %v, notes %q", one.Test.Alpha, one.Notes)
	}
}

func TestDistractorsAndFlags(t *testing.T) {
	t.Parallel()
	// Items 1–8 measure; on item 9 the better persons mark B, and the key says A.
	rng := rand.New(rand.NewPCG(4, 4))
	r := psychometrics.New([]string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}, 400)
	raw := Raw{Choices: r}
	for range r.Items {
		raw.Options, raw.Key = append(raw.Options, []string{"A", "B", "C"}), append(raw.Key, 0)
	}
	for i := range r.N() {
		theta := rng.NormFloat64()
		for j := range r.Items {
			able := rng.Float64() < 1/(1+math.Exp(-1.5*theta))
			switch {
			case able == (j < 8):
				r.Row(i)[j] = 0
			case i%20 == 0:
				r.Row(i)[j] = psychometrics.Omitted
			case j == 8:
				r.Row(i)[j] = 1
			default:
				r.Row(i)[j] = 2
			}
		}
	}
	options, err := Distractors(raw, 4)
	if err != nil {
		t.Fatal(err)
	}
	scored, err := raw.Scored()
	if err != nil {
		t.Fatal(err)
	}
	rep := analyze(t, scored, Options{})
	for j, it := range rep.Items {
		flags := it.Flags(DefaultThresholds(), options)
		miskeyed := len(flags) == 2 && flags[0] == Negative && flags[1] == Distractor
		if miskeyed != (j == 8) {
			t.Errorf("item %s: %v", it.Name, flags)
		}
	}
	for j := range r.Items {
		part, traces := 0.0, make([]float64, 4)
		for _, o := range options {
			if o.Item != r.Items[j] {
				continue
			}
			part += float64(o.Part)
			for g, p := range o.Trace {
				traces[g] += float64(p)
			}
		}
		for _, s := range append(traces, part) {
			if math.Abs(s-1) > 1e-9 {
				t.Errorf("item %s: the parts of the options sum to %v", r.Items[j], s)
			}
		}
	}
	raw.Key[0] = 3
	if _, err := Distractors(raw, 4); err == nil {
		t.Error("a key that is no option is taken")
	}
}
