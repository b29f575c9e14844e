package cat

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"khaothi/psychometrics/irt"
)

// pool is n items; every third has three scores.
func pool(t *testing.T, n int) []irt.Item {
	t.Helper()
	rng := rand.New(rand.NewPCG(2, 7))
	out := make([]irt.Item, n)
	for k := range out {
		a, b := 0.8+rng.Float64(), 1.3*rng.NormFloat64()
		var err error
		if k%3 == 2 {
			out[k], err = irt.Ordered("i", irt.GPCM, a, []float64{b - 0.5, b + 0.5})
		} else {
			out[k], err = irt.Dichotomous("i", irt.ThreePL, a, b, 0.15, 1)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func engine(t *testing.T, bank []irt.Item, content []string, o Options) *Engine {
	t.Helper()
	e, err := New(bank, content, o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestAbility: that of irt on the same answers, with the error of the expected
// information; without a maximum the end of the grid, without an answer the prior.
func TestAbility(t *testing.T) {
	t.Parallel()
	bank := pool(t, 20)
	e := engine(t, bank, nil, Default())
	s := State{Given: []int{3, 5, 7, 11, 13}, Scores: []int{1, 2, 0, 1, 0}}
	row, err := e.answered(s)
	if err != nil {
		t.Fatal(err)
	}
	scorer, err := irt.NewScorer(bank, 0, 1, irt.DefaultGrid())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []irt.Method{irt.EAP, irt.MAP, irt.ML, irt.WLE, irt.Warm, irt.EAPSum} {
		got, err := e.ability(m, row, s.Given)
		want, errWant := scorer.Score(row, m)
		if err != nil || errWant != nil || got.Theta != want.Theta || !(got.SE > 0) {
			t.Errorf("%s: %+v, irt has %+v (%v, %v)", m, got, want, err, errWant)
		}
		if none, err := e.ability(m, row, nil); err != nil || none.Theta != 0 || none.SE != 1 {
			t.Errorf("%s without an answer: %+v, %v", m, none, err)
		}
	}
	for score, end := range map[int]float64{0: -6, 1: 6} {
		row, err := e.answered(State{Given: []int{0}, Scores: []int{score}})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := e.ability(irt.ML, row, []int{0}); err != nil || got.Theta != end || !got.SE.Known() {
			t.Errorf("ML of one answer %d: %+v, %v; want the end of the grid", score, got, err)
		}
	}
}

// TestSimulate: the truth comes back, the same seed gives the same runs, and no
// item is given twice.
func TestSimulate(t *testing.T) {
	t.Parallel()
	o := Default()
	o.Stop = Stop{MinItems: 5, MaxItems: 30, SE: 0.3}
	o.Randomesque = 4
	e := engine(t, pool(t, 150), nil, o)
	truth := make([]float64, 200)
	rng := rand.New(rand.NewPCG(5, 5))
	for i := range truth {
		truth[i] = rng.NormFloat64()
	}
	runs, sum, err := e.Simulate(t.Context(), truth, 11)
	if err != nil {
		t.Fatal(err)
	}
	again, _, err := e.Simulate(t.Context(), truth, 11)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range runs {
		if !slices.Equal(r.State.Given, again[i].State.Given) || !slices.Equal(r.State.Scores, again[i].State.Scores) {
			t.Fatalf("person %d: the same seed gives %v and %v", i, r.State, again[i].State)
		}
		seen := slices.Clone(r.State.Given)
		slices.Sort(seen)
		if len(slices.Compact(seen)) != len(r.State.Given) || len(r.State.Given) < 5 || len(r.State.Given) > 30 {
			t.Errorf("person %d: %v", i, r.State.Given)
		}
	}
	if math.Abs(float64(sum.Bias)) > 0.08 || sum.RMSE > 0.42 || sum.Correlation < 0.9 {
		t.Errorf("%+v", sum)
	}
	given := 0.0
	for _, r := range sum.Exposure {
		given += r
	}
	if math.Abs(given-float64(sum.MeanItems)) > 1e-9 || sum.Overlap <= 0 || sum.Overlap >= 1 {
		t.Errorf("exposure sums to %v, mean length %v, overlap %v", given, sum.MeanItems, sum.Overlap)
	}
}

// TestContentBalance: the shares are kept, exactly where the numbers divide.
func TestContentBalance(t *testing.T) {
	t.Parallel()
	bank := pool(t, 60)
	content := make([]string, len(bank))
	for k := range content {
		content[k] = []string{"đại số", "hình học", "thống kê"}[k%3]
	}
	o := Default()
	o.Stop = Stop{MaxItems: 20}
	o.Content = map[string]float64{"đại số": 0.5, "hình học": 0.3, "thống kê": 0.2}
	e := engine(t, bank, content, o)
	runs, _, err := e.Simulate(t.Context(), []float64{-2, 0, 2}, 3)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range runs {
		count := map[string]int{}
		for _, j := range r.State.Given {
			count[content[j]]++
		}
		if count["đại số"] != 10 || count["hình học"] != 6 || count["thống kê"] != 4 {
			t.Errorf("20 items: %v", count)
		}
	}
}

// TestStopRules: each rule ends the test, and says so.
func TestStopRules(t *testing.T) {
	t.Parallel()
	bank := pool(t, 40)
	cut := 0.0
	for want, stop := range map[string]Stop{
		"items":       {MaxItems: 3},
		"se":          {MaxItems: 39, SE: 0.5},
		"cut":         {MaxItems: 40, MinItems: 3, Cut: &cut},
		"information": {MaxItems: 39, MinItems: 1, Information: 0.6},
		"bank":        {MaxItems: 99},
	} {
		o := Default()
		o.Stop = stop
		runs, _, err := engine(t, bank, nil, o).Simulate(t.Context(), []float64{2.5}, 1)
		if err != nil || runs[0].Reason != want {
			t.Errorf("%+v ends by %q (%v), want %q", stop, runs[0].Reason, err, want)
		}
	}
}

// TestRulesAgree: with one item left every rule takes it; MFI takes the most
// informative.
func TestRulesAgree(t *testing.T) {
	t.Parallel()
	bank := pool(t, 12)
	for _, rule := range []Rule{MFI, KLP, MEPV} {
		o := Default()
		o.Rule = rule
		e := engine(t, bank, nil, o)
		s := State{}
		for j := range 11 {
			s.Given, s.Scores = append(s.Given, j), append(s.Scores, j%2)
		}
		if d, err := e.Next(s); err == nil && d.Item != 11 && d.Reason != "se" {
			t.Errorf("%s: %+v", rule, d)
		}
	}
	e := engine(t, bank, nil, Default())
	d, err := e.Next(State{})
	if err != nil {
		t.Fatal(err)
	}
	for j := range bank {
		if bank[j].Information(0) > bank[d.Item].Information(0) {
			t.Errorf("item %d has more information at 0 than item %d", j, d.Item)
		}
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	bank := pool(t, 6)
	change := func(f func(*Options)) error {
		o := Default()
		f(&o)
		_, err := New(bank, []string{"a", "a", "a", "b", "b", "b"}, o)
		return err
	}
	for name, f := range map[string]func(*Options){
		"no end":             func(o *Options) { o.Stop = Stop{} },
		"min above max":      func(o *Options) { o.Stop.MinItems = 99 },
		"no draw":            func(o *Options) { o.Randomesque = 0 },
		"no rule":            func(o *Options) { o.Rule = "x" },
		"bopt of three":      func(o *Options) { o.Rule = BOpt },
		"no estimator":       func(o *Options) { o.Final = "x" },
		"grid":               func(o *Options) { o.Grid.Nodes = 1 },
		"area without items": func(o *Options) { o.Content = map[string]float64{"c": 1} },
		"shares not of 1":    func(o *Options) { o.Content = map[string]float64{"a": 0.4, "b": 0.4} },
	} {
		if change(f) == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := New(nil, nil, Default()); err == nil {
		t.Error("an empty bank")
	}
	e := engine(t, bank, nil, Default())
	for _, s := range []State{{Given: []int{0, 0}, Scores: []int{1, 1}}, {Given: []int{9}, Scores: []int{1}}, {Given: []int{0}, Scores: []int{7}}, {Given: []int{0}}} {
		if _, err := e.Next(s); err == nil {
			t.Errorf("%+v: no error", s)
		}
	}
	if _, _, err := e.Simulate(t.Context(), []float64{math.NaN()}, 1); err == nil {
		t.Error("an ability that is none")
	}
}
