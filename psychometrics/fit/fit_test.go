package fit

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"khaothi/psychometrics"
	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/stat"
)

// truth is items of several models, and a model with them.
func truth(t *testing.T, n int) Model {
	t.Helper()
	rng := rand.New(rand.NewPCG(6, 1))
	m := Model{Variance: 1}
	for k := range n {
		a, b := 0.8+0.8*rng.Float64(), rng.NormFloat64()
		name := "i" + string(rune('a'+k))
		it, err := irt.Dichotomous(name, irt.TwoPL, a, b, 0, 1)
		switch k % 4 {
		case 1:
			it, err = irt.Dichotomous(name, irt.ThreePL, a, b, 0.2, 1)
		case 2:
			it, err = irt.Ordered(name, irt.GPCM, a, []float64{b - 0.6, b + 0.4})
		case 3:
			it, err = irt.Ordered(name, irt.GRM, a, []float64{b - 0.6, b + 0.4})
		}
		if err != nil {
			t.Fatal(err)
		}
		m.Items = append(m.Items, it)
	}
	return m
}

// draw gives n persons answers by the model.
func (m Model) draw(n int, seed uint64) *psychometrics.Responses {
	rng := rand.New(rand.NewPCG(seed, 3))
	names := make([]string, len(m.Items))
	for j := range m.Items {
		names[j] = m.Items[j].Name
	}
	r := psychometrics.New(names, n)
	for i := range n {
		theta := m.Mean + math.Sqrt(m.Variance)*rng.NormFloat64()
		for j := range m.Items {
			u := rng.Float64()
			p := m.Items[j].P(theta, nil)
			k := 0
			for ; k < len(p)-1 && u >= p[k]; k++ {
				u -= p[k]
			}
			r.Row(i)[j] = int8(k)
		}
	}
	return r
}

func eap(t *testing.T, m Model, r *psychometrics.Responses) []float64 {
	t.Helper()
	theta, _, err := m.EAP(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return theta
}

// TestTruthFits: with the parameters that made the data the S-X², M2 and C2 are of
// the size of what would be their degrees of freedom with nothing estimated.
func TestTruthFits(t *testing.T) {
	t.Parallel()
	m := truth(t, 12)
	r := m.draw(4000, 5)
	theta := eap(t, m, r)
	sx2, err := m.ItemSX2(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	for j, s := range sx2 {
		if df := float64(s.DF + len(m.Items[j].Free())); float64(s.SX2) > df+5*math.Sqrt(2*df) || s.DF < 4 {
			t.Errorf("%+v", s)
		}
	}
	for _, test := range []func(context.Context, *psychometrics.Responses) (Limited, error){m.M2, m.C2} {
		l, err := test(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		df := float64(l.DF)
		if x := float64(l.Statistic); math.Abs(x-df) > 4.5*math.Sqrt(2*df) || l.CFI < 0.98 || l.SRMSR > 0.03 || l.RMSEALow > l.RMSEA || l.RMSEAHigh < l.RMSEA {
			t.Errorf("%+v", l)
		}
	}
	q3, err := m.Q3(t.Context(), r, theta)
	if err != nil {
		t.Fatal(err)
	}
	for j := range q3 {
		for k := range j {
			if math.Abs(float64(q3[j][k])) > 0.25 || q3[j][k] != q3[k][j] {
				t.Errorf("Q3 of %d and %d: %v", j, k, q3[j][k])
			}
		}
	}
}

// TestGPCMOfTwoScoresIs2PL: the statistic of a model does not hang on its name.
func TestGPCMOfTwoScoresIs2PL(t *testing.T) {
	t.Parallel()
	m := truth(t, 12)
	as := Model{Variance: 1}
	for k := range m.Items {
		a, b := m.Items[k].A, m.Items[k].B[0]
		var err error
		if m.Items[k], err = irt.Dichotomous(m.Items[k].Name, irt.TwoPL, a, b, 0, 1); err != nil {
			t.Fatal(err)
		}
		it, err := irt.Ordered(m.Items[k].Name, irt.GPCM, a, []float64{b})
		if err != nil {
			t.Fatal(err)
		}
		as.Items = append(as.Items, it)
	}
	r := m.draw(500, 9)
	x, errX := m.M2(t.Context(), r)
	y, errY := as.M2(t.Context(), r)
	if errX != nil || errY != nil {
		t.Fatal(errX, errY)
	}
	if math.Abs(float64(x.Exact.Statistic-y.Exact.Statistic)) > 1e-6 || math.Abs(float64(x.Statistic-x.Exact.Statistic)) > 1e-6 || x.DF != y.DF {
		t.Errorf("2pl %v (as mirt %v), gpcm of two scores %v", x.Exact.Statistic, x.Statistic, y.Exact.Statistic)
	}
	if math.Abs(float64(y.Statistic-y.Exact.Statistic)) < 1e-3 {
		t.Errorf("gpcm: mirt's statistic is known to differ, here it is %v", y.Statistic)
	}
}

// TestDependenceIsSeen: an item that copies another half the time.
func TestDependenceIsSeen(t *testing.T) {
	t.Parallel()
	m := truth(t, 12)
	r := m.draw(2000, 8)
	for i := range r.N() {
		if i%2 == 0 {
			r.Row(i)[4] = r.Row(i)[0]
		}
	}
	q3, err := m.Q3(t.Context(), r, eap(t, m, r))
	if err != nil {
		t.Fatal(err)
	}
	ld, err := m.LDX2(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	for j := range q3 {
		for k := range j {
			together := j == 4 && k == 0
			if together != (q3[j][k] > 0.25) || together && (ld[j][k] < 100 || ld[k][j] < 0.2) {
				t.Errorf("%d and %d: Q3 %v, X² %v, V %v", j, k, q3[j][k], ld[j][k], ld[k][j])
			}
		}
	}
	m2, err := m.M2(t.Context(), r)
	if err != nil || m2.P > 1e-6 {
		t.Errorf("M2 does not see it: %+v, %v", m2, err)
	}
}

// TestPersons: l_z* of persons who answer by the model has mean 0 and deviation 1,
// and those who answer by lot stand out.
func TestPersons(t *testing.T) {
	t.Parallel()
	m := truth(t, 24)
	r := m.draw(1500, 9)
	rng := rand.New(rand.NewPCG(1, 9))
	const guessers = 50
	for i := range guessers {
		for j := range r.Items {
			r.Row(i)[j] = int8(rng.IntN(m.Items[j].Categories()))
		}
	}
	got, err := m.Persons(t.Context(), r, eap(t, m, r))
	if err != nil {
		t.Fatal(err)
	}
	var honest, lot stat.Moments
	for i, p := range got {
		if i < guessers {
			lot.Add(float64(p.LzStar), 0, 1)
			continue
		}
		honest.Add(float64(p.LzStar), 0, 1)
	}
	if math.Abs(float64(honest.MeanX())) > 0.2 || math.Abs(math.Sqrt(float64(honest.VarX()))-1) > 0.1 || lot.MeanX() > -1.5 {
		t.Errorf("by the model: mean %v, variance %v; by lot: %v", honest.MeanX(), honest.VarX(), lot.MeanX())
	}
}

// TestInvariance: the order of persons and items changes no statistic, a weight is
// so many persons.
func TestInvariance(t *testing.T) {
	t.Parallel()
	m := truth(t, 8)
	r := m.draw(600, 2)
	weighted := &psychometrics.Responses{Items: r.Items, Scores: r.Scores}
	repeated := &psychometrics.Responses{Items: r.Items}
	for i := range r.N() {
		weighted.Weights = append(weighted.Weights, float64(1+i%2))
		for range 1 + i%2 {
			repeated.Scores = append(repeated.Scores, r.Row(i)...)
		}
	}
	turned := Model{Variance: 1}
	names := []string{}
	for j := range m.Items {
		turned.Items = append(turned.Items, m.Items[len(m.Items)-1-j])
		names = append(names, turned.Items[j].Name)
	}
	back, err := repeated.Select(names)
	if err != nil {
		t.Fatal(err)
	}
	a, errA := m.ItemSX2(t.Context(), weighted)
	b, errB := m.ItemSX2(t.Context(), repeated)
	c, errC := turned.ItemSX2(t.Context(), back)
	x, errX := m.M2(t.Context(), weighted)
	y, errY := turned.M2(t.Context(), back)
	for _, err := range []error{errA, errB, errC, errX, errY} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if d := float64(x.Statistic - y.Statistic); math.Abs(d) > 1e-6*float64(x.Statistic) {
		t.Errorf("M2 %v and %v", x.Statistic, y.Statistic)
	}
	for j := range a {
		for _, other := range []SX2{b[j], c[len(c)-1-j]} {
			if a[j].DF != other.DF || math.Abs(float64(a[j].SX2-other.SX2)) > 1e-8 {
				t.Errorf("%+v and %+v", a[j], other)
			}
		}
	}
}

// TestVariance: the latent variance comes back from the responses.
func TestVariance(t *testing.T) {
	t.Parallel()
	m := Model{Variance: 1.7, LatentParameters: 1}
	for k := range 20 {
		it, err := irt.Dichotomous("i"+string(rune('a'+k)), irt.Rasch, 1, float64(k-10)/4, 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		m.Items = append(m.Items, it)
	}
	r := m.draw(5000, 4)
	start := m
	start.Variance = 1
	got, err := start.FitVariance(t.Context(), r)
	if err != nil || math.Abs(got.Variance-1.7) > 0.15 {
		t.Fatalf("variance %v (%v), want 1.7", got.Variance, err)
	}
	_, at, _ := got.EAP(t.Context(), r)
	for _, v := range []float64{0.98, 1.02} {
		other := got
		other.Variance *= v
		if _, l, _ := other.EAP(t.Context(), r); l > at {
			t.Errorf("variance %v has log-likelihood %v, the maximum %v", other.Variance, l, at)
		}
	}
}

// TestNoncentral: the integral of 1 − F is the mean of the distribution, which is
// df + λ.
func TestNoncentral(t *testing.T) {
	t.Parallel()
	mean := 0.0
	const step = 0.01
	for x := step / 2; x < 150; x += step {
		mean += step * (1 - noncentral(x, 5, 3))
	}
	if math.Abs(mean-8) > 1e-3 {
		t.Errorf("the mean of a noncentral χ² of 5 df and λ 3 is %v, want 8", mean)
	}
}

// TestBadData: a clear refusal or a result without NaN.
func TestBadData(t *testing.T) {
	t.Parallel()
	m := truth(t, 4)
	const np = psychometrics.NotPresented
	names := []string{"ia", "ib", "ic", "id"}
	for name, scores := range map[string][]int8{
		"one person":  {1, 0, 2, 1},
		"all wrong":   {0, 0, 0, 0, 0, 0, 0, 0},
		"all missing": {np, np, np, np, np, np, np, np},
		"no pairs":    {1, np, np, np, np, 1, np, np},
	} {
		r := &psychometrics.Responses{Items: names, Scores: scores}
		theta := eap(t, m, r)
		squares, err := m.ItemMeanSquares(t.Context(), r, theta)
		if err != nil {
			t.Fatal(err)
		}
		q3, _ := m.Q3(t.Context(), r, theta)
		ld, _ := m.LDX2(t.Context(), r)
		people, _ := m.Persons(t.Context(), r, theta)
		residuals, _ := m.Residuals(r, theta, 3)
		sx2, _ := m.ItemSX2(t.Context(), r)
		data, err := json.Marshal([]any{squares, q3, ld, people, residuals, sx2})
		if err != nil || strings.Contains(string(data), "NaN") {
			t.Errorf("%s: %v: %s", name, err, data)
		}
		if _, err := m.M2(t.Context(), r); err == nil {
			t.Errorf("%s: M2 has a number", name)
		}
	}
	good := m.draw(50, 1)
	for name, err := range map[string]error{
		"other order":   last(m.EAP(t.Context(), &psychometrics.Responses{Items: []string{"ib", "ia", "ic", "id"}, Scores: good.Scores})),
		"score too big": last(m.EAP(t.Context(), &psychometrics.Responses{Items: names, Scores: []int8{3, 0, 0, 0}})),
		"no variance":   last(Model{Items: m.Items}.EAP(t.Context(), good)),
		"too few items": last(m.EAP(t.Context(), &psychometrics.Responses{Items: names[:3], Scores: []int8{1, 0, 0}})),
		"infinite θ":    second(m.Q3(t.Context(), good, make([]float64, 3))),
		"groups":        second(m.Residuals(good, make([]float64, 50), 1)),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func last[A, B any](_ A, _ B, err error) error { return err }
func second[A any](_ A, err error) error       { return err }
