package irt_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"khaothi/psychometrics"
	"khaothi/psychometrics/irt"
)

func calibrate(t *testing.T, r *psychometrics.Responses, o irt.Options) *irt.Fit {
	t.Helper()
	fit, err := irt.Calibrate(context.Background(), r, o)
	if err != nil {
		t.Fatal(err)
	}
	if !fit.Converged {
		t.Fatalf("not converged: %s", fit.Trouble)
	}
	return fit
}

// generators are items of one model, drawn from a seed.
func generators(t *testing.T, m irt.Model, n int) []irt.Item {
	t.Helper()
	rng := rand.New(rand.NewPCG(11, uint64(n)))
	var items []irt.Item
	for j := range n {
		name := string(rune('A' + j))
		a, b := math.Exp(0.25*rng.NormFloat64())+0.3, 1.2*rng.NormFloat64()
		var it irt.Item
		var err error
		switch m {
		case irt.Rasch:
			it, err = irt.Dichotomous(name, m, 1, b, 0, 1)
		case irt.TwoPL:
			it, err = irt.Dichotomous(name, m, a, b, 0, 1)
		case irt.ThreePL:
			it, err = irt.Dichotomous(name, m, a, b, 0.15+0.1*rng.Float64(), 1)
		case irt.FourPL:
			it, err = irt.Dichotomous(name, m, a, b, 0.15+0.1*rng.Float64(), 0.9+0.05*rng.Float64())
		case irt.GRM:
			it, err = irt.Ordered(name, m, a, []float64{b - 1, b, b + 0.8})
		case irt.PCM:
			it, err = irt.Ordered(name, m, 1, []float64{b - 0.7, b + 0.5})
		case irt.GPCM:
			it, err = irt.Ordered(name, m, a, []float64{b - 0.7, b + 0.5, b + 0.9})
		case irt.Nominal:
			it, err = irt.NominalItem(name, []float64{-1, -0.2 - 0.4*rng.Float64(), 0.2, 1.2}, []float64{-0.4, rng.Float64() - 0.5, 0.2, 0.3})
		}
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, it)
	}
	return items
}

// Of every model, nearly all true values lie within three standard errors of the
// estimates, and the standard errors are as large as the errors are.
func TestRecovery(t *testing.T) {
	t.Parallel()
	priors := map[irt.Model][]irt.Prior{
		irt.ThreePL: {{Parameter: "c", Family: "beta", P: 8, Q: 32}, {Parameter: "a", Family: "lognormal", P: 0.2, Q: 0.5}},
		irt.FourPL:  {{Parameter: "c", Family: "beta", P: 8, Q: 32}, {Parameter: "u", Family: "beta", P: 37, Q: 3}, {Parameter: "a", Family: "lognormal", P: 0.2, Q: 0.5}},
	}
	for _, m := range irt.Models() {
		t.Run(string(m), func(t *testing.T) {
			t.Parallel()
			truth := generators(t, m, 12)
			r, _ := irt.Simulate(truth, 2500, 0, 1, 0.05, 5)
			fit := calibrate(t, r, irt.Options{Model: m, Priors: priors[m]})
			sum, n, far := 0.0, 0.0, 0
			for j := range truth {
				want, got := truth[j].Values(), fit.Items[j].Values()
				for k, name := range truth[j].Names() {
					se := fit.Items[j].SE[k]
					if math.IsNaN(se) {
						continue
					}
					z := (got[k] - want[k]) / se
					sum, n = sum+z*z, n+1
					if math.Abs(z) > 3.5 {
						far++
						t.Logf("%s: %s = %g ± %g, truth %g", truth[j].Name, name, got[k], se, want[k])
					}
				}
			}
			if rms := math.Sqrt(sum / n); !(rms > 0.5 && rms < 1.35) || far > 1 {
				t.Errorf("errors are %.2f standard errors, %d of %g beyond 3.5", rms, far, n)
			}
		})
	}
}

// Two groups on common items: the second group's mean and variance are found,
// and so they are when the items are anchors.
func TestGroupsAndAnchors(t *testing.T) {
	t.Parallel()
	truth := generators(t, irt.TwoPL, 15)
	x, _ := irt.Simulate(truth, 2000, 0, 1, 0, 21)
	y, _ := irt.Simulate(truth, 2000, 0.6, 1.5, 0, 22)
	both := psychometrics.New(x.Items, 4000)
	copy(both.Scores, x.Scores)
	copy(both.Scores[len(x.Scores):], y.Scores)
	both.Groups, both.Group = []string{"x", "y"}, make([]int32, 4000)
	for i := 2000; i < 4000; i++ {
		both.Group[i] = 1
	}
	fit := calibrate(t, both, irt.Options{Model: irt.TwoPL})
	l := fit.Latent[1]
	if l.Group != "y" || math.Abs(l.Mean-0.6) > 4*l.SEMean || math.Abs(l.Var-1.5) > 4*l.SEVar || !(l.SEMean < 0.1) {
		t.Errorf("second group %+v, want mean 0.6 and variance 1.5", l)
	}
	if l := fit.Latent[0]; l.Mean != 0 || l.Var != 1 || !math.IsNaN(l.SEMean) {
		t.Errorf("first group %+v, want a standard normal that is not estimated", l)
	}
	anchored := calibrate(t, y, irt.Options{Model: irt.TwoPL, Fixed: truth[:10]})
	l = anchored.Latent[0]
	if math.Abs(l.Mean-0.6) > 4*l.SEMean || math.Abs(l.Var-1.5) > 4*l.SEVar {
		t.Errorf("anchored group %+v, want mean 0.6 and variance 1.5", l)
	}
	if anchored.Items[3].A != truth[3].A || anchored.Items[12].A == truth[12].A || anchored.Parameters != 12 {
		t.Errorf("%d parameters; anchors must stay and others move", anchored.Parameters)
	}
}

// Neither the order of items and persons nor who is written as a weight changes
// the result; nor do threads.
func TestOrderAndWeightsDoNotMatter(t *testing.T) {
	t.Parallel()
	r, _ := irt.Simulate(generators(t, irt.GPCM, 9), 600, 0, 1, 0.1, 3)
	o := irt.Options{Model: irt.GPCM, Threads: 1}
	want := calibrate(t, r, o)
	turned := psychometrics.New(nil, 0)
	for j := range r.Items {
		turned.Items = append(turned.Items, r.Items[len(r.Items)-1-j])
	}
	weighted := &psychometrics.Responses{Items: r.Items}
	for i := range r.N() {
		row := r.Row(r.N() - 1 - i)
		for j := range row {
			turned.Scores = append(turned.Scores, row[len(row)-1-j])
		}
		if i%3 == 0 { // as two thirds and one third
			weighted.Scores, weighted.Weights = append(weighted.Scores, row...), append(weighted.Weights, 2.0/3)
			weighted.Scores, weighted.Weights = append(weighted.Scores, row...), append(weighted.Weights, 1.0/3)
			continue
		}
		weighted.Scores, weighted.Weights = append(weighted.Scores, row...), append(weighted.Weights, 1)
	}
	threads := o
	threads.Threads = 3
	for name, got := range map[string]*irt.Fit{
		"turned round": calibrate(t, turned, o), "weights": calibrate(t, weighted, o), "three threads": calibrate(t, r, threads),
	} {
		if math.Abs(got.LogLik-want.LogLik) > 1e-8 || math.Abs(got.Persons-want.Persons) > 1e-9 {
			t.Errorf("%s: log-likelihood %.10f of %g persons, want %.10f of %g", name, got.LogLik, got.Persons, want.LogLik, want.Persons)
		}
		for j := range want.Items {
			k := j
			if name == "turned round" {
				k = len(want.Items) - 1 - j
			}
			a, b := want.Items[j], got.Items[k]
			for i, v := range a.Values() {
				if math.Abs(v-b.Values()[i]) > 1e-6 || math.Abs(a.SE[i]-b.SE[i]) > 1e-6 {
					t.Errorf("%s: item %s: %g ± %g, want %g ± %g", name, a.Name, b.Values()[i], b.SE[i], v, a.SE[i])
				}
			}
		}
	}
}

// The climb that begins on a part of many persons ends where one on all does.
func TestManyPersons(t *testing.T) {
	t.Parallel()
	r, _ := irt.Simulate(generators(t, irt.TwoPL, 20), 31_000, 0, 1, 0.02, 9)
	fit := calibrate(t, r, irt.Options{Model: irt.TwoPL, NoSE: true})
	if fit.MaxGradient > 1e-6 || fit.Passes > 12 {
		t.Errorf("gradient %g after %d passes over all persons, want 1e-6 within 12", fit.MaxGradient, fit.Passes)
	}
}

// Data that carry no estimate are refused, by a code and with something to do.
func TestRefusals(t *testing.T) {
	t.Parallel()
	good, _ := irt.Simulate(generators(t, irt.TwoPL, 8), 800, 0, 1, 0, 4)
	change := func(f func(i, j int, x int8) int8) *psychometrics.Responses {
		r := psychometrics.New(good.Items, good.N())
		for i := range good.N() {
			for j, x := range good.Row(i) {
				r.Row(i)[j] = f(i, j, x)
			}
		}
		return r
	}
	sparse := rand.New(rand.NewPCG(1, 2))
	for name, tt := range map[string]struct {
		r    *psychometrics.Responses
		o    irt.Options
		code string
	}{
		"all right":      {change(func(int, int, int8) int8 { return 1 }), irt.Options{Model: irt.TwoPL}, "item.constant"},
		"all wrong":      {change(func(int, int, int8) int8 { return 0 }), irt.Options{Model: irt.Rasch}, "item.constant"},
		"one constant":   {change(func(_, j int, x int8) int8 { return max(x, int8(1-min(j, 1))) }), irt.Options{Model: irt.TwoPL}, "item.constant"},
		"nobody":         {change(func(int, int, int8) int8 { return -1 }), irt.Options{Model: irt.TwoPL}, "item.empty"},
		"one person":     {good.Where(func(i int) bool { return i == 0 }), irt.Options{Model: irt.Rasch}, "sample.persons"},
		"few for 2pl":    {good.Where(func(i int) bool { return i < 60 }), irt.Options{Model: irt.TwoPL}, "sample.persons"},
		"few for 3pl":    {good, irt.Options{Model: irt.ThreePL, Priors: []irt.Prior{{Parameter: "c", Family: "beta", P: 5, Q: 17}}}, "sample.persons"},
		"99 % missing":   {change(func(_, _ int, x int8) int8 { return pick(sparse.Float64() < 0.01, x, -1) }), irt.Options{Model: irt.TwoPL}, "sample.persons"},
		"scores above 1": {change(func(_, j int, x int8) int8 { return x * int8(1+j%2) }), irt.Options{Model: irt.TwoPL}, "item.scores"},
		"a gap":          {change(func(_, j int, x int8) int8 { return x * int8(1+j%2) }), irt.Options{Model: irt.GPCM}, "item.gap"},
		"forms apart":    {change(func(i, j int, x int8) int8 { return pick(i%2 == j%2, x, -1) }), irt.Options{Model: irt.TwoPL}, "forms.apart"},
	} {
		_, err := irt.Calibrate(context.Background(), tt.r, tt.o)
		var refusal *irt.RefusalError
		if !errors.As(err, &refusal) {
			t.Errorf("%s: err = %v, want a refusal", name, err)
			continue
		}
		found := false
		for _, x := range refusal.Reasons {
			found = found || x.Code == tt.code && x.Do != "" && strings.Contains(err.Error(), x.Do)
		}
		if !found {
			t.Errorf("%s: refused by %+v, want %s", name, refusal.Reasons, tt.code)
		}
	}
	one, err := good.Select(good.Items[:1])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := irt.Calibrate(context.Background(), one, irt.Options{Model: irt.TwoPL}); err == nil || !strings.Contains(err.Error(), "1 items") {
		t.Errorf("one item: err = %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := irt.Calibrate(ctx, good, irt.Options{Model: irt.TwoPL}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: err = %v", err)
	}
}

func pick(yes bool, a, b int8) int8 {
	if yes {
		return a
	}
	return b
}

// An item that the others separate has no maximum: the fit says so and names
// it, and a prior on a mends it.
func TestSeparatedItem(t *testing.T) {
	t.Parallel()
	r, theta := irt.Simulate(generators(t, irt.TwoPL, 20), 400, 0, 1, 0, 6)
	sums := make([]int, r.N())
	for i := range sums {
		for _, x := range r.Row(i)[1:] {
			sums[i] += int(x)
		}
		r.Row(i)[0] = pick(sums[i] > 10, 1, 0)
	}
	_ = theta
	fit, err := irt.Calibrate(context.Background(), r, irt.Options{Model: irt.TwoPL})
	if err != nil {
		t.Fatal(err)
	}
	if fit.Converged && !(fit.Items[0].A < 25) || !fit.Converged && (fit.Blocking != "A" || fit.Trouble == "") {
		t.Errorf("converged %v, slope %g, blocked by %q: %s", fit.Converged, fit.Items[0].A, fit.Blocking, fit.Trouble)
	}
	fit = calibrate(t, r, irt.Options{Model: irt.TwoPL, Priors: []irt.Prior{{Parameter: "a", Family: "lognormal", P: 0, Q: 0.5}}})
	if !(fit.Items[0].A > 2 && fit.Items[0].A < 10) {
		t.Errorf("slope %g with a prior", fit.Items[0].A)
	}
}

// A test of 600 items: every likelihood is far below the smallest number, and
// abilities come out right all the same.
func TestLongTestDoesNotUnderflow(t *testing.T) {
	t.Parallel()
	var items []irt.Item
	rng := rand.New(rand.NewPCG(3, 3))
	for j := range 1500 {
		it, err := irt.Dichotomous(string(rune('a'+j%26))+string(rune('0'+j/260))+string(rune('0'+j/26%10)), irt.TwoPL, 0.8+rng.Float64(), 1.5*rng.NormFloat64(), 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, it)
	}
	r, theta := irt.Simulate(items, 150, 0, 1, 0, 8)
	s, err := irt.NewScorer(items, 0, 1, irt.DefaultGrid())
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		for _, m := range []irt.Method{irt.EAP, irt.MAP, irt.ML, irt.WLE} {
			got, err := s.Score(r.Row(i), m)
			if err != nil || math.Abs(got.Theta-theta[i]) > 0.35 || !(got.SE > 0 && got.SE < 0.3) {
				t.Errorf("person %d by %s: %+v, truth %g, %v", i, m, got, theta[i], err)
			}
		}
	}
	var fixed []irt.Item
	fixed = append(fixed, items[:1490]...)
	fit := calibrate(t, r, irt.Options{Model: irt.TwoPL, Fixed: fixed})
	if math.IsNaN(fit.LogLik) || math.IsInf(fit.LogLik, 0) || math.Abs(fit.Latent[0].Mean) > 0.4 || math.Abs(fit.Items[1495].B[0]-items[1495].B[0]) > 5*fit.Items[1495].SE[1] {
		t.Errorf("log-likelihood %g, latent %+v, item %+v, truth %+v", fit.LogLik, fit.Latent[0], fit.Items[1495], items[1495])
	}
}

func TestLikelihoodRatio(t *testing.T) {
	t.Parallel()
	r, _ := irt.Simulate(generators(t, irt.TwoPL, 10), 1000, 0, 1, 0, 4)
	small, large := calibrate(t, r, irt.Options{Model: irt.Rasch}), calibrate(t, r, irt.Options{Model: irt.TwoPL})
	chi2, df, p, err := irt.LikelihoodRatio(small, large)
	if err != nil || df != 9 || math.Abs(chi2-2*(large.LogLik-small.LogLik)) > 1e-12 || !(p < 1e-4) {
		t.Errorf("χ² %g, df %d, p %g, %v", chi2, df, p, err)
	}
	if math.Abs(small.AIC()-(2*11-2*small.LogLik)) > 1e-9 || math.Abs(small.BIC()-(11*math.Log(1000)-2*small.LogLik)) > 1e-9 {
		t.Errorf("AIC %g BIC %g", small.AIC(), small.BIC())
	}
	if _, _, _, err := irt.LikelihoodRatio(large, small); err == nil {
		t.Error("the larger model inside the smaller is accepted")
	}
}

// TestSparseForms: of forms without common items, given by chance, each has the
// parameters and errors that it has alone: what a person did not see changes
// nothing.
func TestSparseForms(t *testing.T) {
	t.Parallel()
	const forms, each = 12, 8
	truth := make([]irt.Item, forms*each)
	for j := range truth {
		it, err := irt.Dichotomous(fmt.Sprintf("i%03d", j), irt.TwoPL, 0.8+0.1*float64(j%6), float64(j%each)/4-1, 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		truth[j] = it
	}
	whole, _ := irt.Simulate(truth, 4800, 0, 1, 0, 3)
	for i := range whole.N() {
		for j := range truth {
			if j/each != i%forms {
				whole.Row(i)[j] = psychometrics.NotPresented
			}
		}
	}
	all, err := irt.Calibrate(t.Context(), whole, irt.Options{Model: irt.TwoPL, RandomForms: true})
	if err != nil || !all.Converged {
		t.Fatal(err, all)
	}
	form := whole.Where(func(i int) bool { return i%forms == 5 })
	names := whole.Items[5*each : 6*each]
	if form, err = form.Select(names); err != nil {
		t.Fatal(err)
	}
	alone, err := irt.Calibrate(t.Context(), form, irt.Options{Model: irt.TwoPL})
	if err != nil || !alone.Converged {
		t.Fatal(err, alone)
	}
	for k, it := range alone.Items {
		in := all.Items[5*each+k]
		for at, v := range it.Values() {
			if math.Abs(v-in.Values()[at]) > 1e-6 || at < 2 && math.Abs(it.SE[at]-in.SE[at]) > 1e-5 {
				t.Errorf("%s: %v ± %v alone, %v ± %v among %d forms", it.Name, it.Values(), it.SE, in.Values(), in.SE, forms)
			}
		}
	}
}
