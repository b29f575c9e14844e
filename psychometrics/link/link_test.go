package link

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"khaothi/psychometrics/irt"
)

func must[T any](t *testing.T) func(T, error) T {
	t.Helper()
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func within(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// bell is a distribution of n persons around a mean.
func bell(points int, mean, sd, n float64) Distribution {
	d := Distribution{Counts: make([]float64, points)}
	for i := range d.Counts {
		d.Counts[i] = math.Round(n * math.Exp(-math.Pow((float64(i)-mean)/sd, 2)/2))
	}
	return d
}

// TestIdentity: a form is equated to itself by every method.
func TestIdentity(t *testing.T) {
	t.Parallel()
	d := bell(31, 14, 6, 100)
	s := must[Smoothed](t)(Smooth(d, 4))
	for name, table := range map[string]Table{
		"mean":           must[Table](t)(Mean(d, d)),
		"linear":         must[Table](t)(Linear(d, d)),
		"equipercentile": must[Table](t)(Equipercentile(d, d)),
		"smoothed":       SmoothedEquipercentile(s, s),
	} {
		for i, y := range table.Y {
			within(t, name, y, float64(i), 1e-9)
		}
	}
}

// TestPercentileRank is table 2.3 of Kolen & Brennan (2004), form X: f = .2 .3 .2
// .2 .1 has ranks 10 35 60 80 95; equated to form Y, f = .1 .2 .2 .3 .2, table
// 2.4: 0.50 1.75 2.8333 3.50 4.25.
func TestPercentileRank(t *testing.T) {
	t.Parallel()
	x, y := Distribution{Counts: []float64{2, 3, 2, 2, 1}}, Distribution{Counts: []float64{1, 2, 2, 3, 2}}
	for i, want := range []float64{0.10, 0.35, 0.60, 0.80, 0.95} {
		within(t, "rank", rank(x.proportions(), 0, float64(i)), want, 1e-12)
	}
	for i, want := range []float64{0.50, 1.75, 2 + 5.0/6, 3.5, 4.25} {
		within(t, "equated", must[Table](t)(Equipercentile(x, y)).Y[i], want, 1e-12)
	}
}

// TestSmoothKeepsMoments: the fitted moments are those of the sample.
func TestSmoothKeepsMoments(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 1))
	d := bell(41, 20, 7, 40)
	for i := range d.Counts {
		d.Counts[i] += float64(rng.IntN(9))
	}
	for degree := 1; degree <= maxDegree; degree++ {
		s := must[Smoothed](t)(Smooth(d, degree))
		for k := range degree + 1 {
			var got, want float64
			for i := range d.Counts {
				got += s.Fit.Counts[i] * math.Pow(float64(i)/40, float64(k))
				want += d.Counts[i] * math.Pow(float64(i)/40, float64(k))
			}
			within(t, "moment", got, want, 1e-6)
		}
	}
	best := must[Smoothed](t)(SmoothBest(d, 6))
	for degree := 1; degree <= 6; degree++ {
		if other := must[Smoothed](t)(Smooth(d, degree)); other.AIC < best.AIC {
			t.Errorf("degree %d has AIC %v, the best %v", degree, other.AIC, best.AIC)
		}
	}
}

// TestErrorsAgree: the delta method and the bootstrap give the same standard
// errors, with and without smoothing, and smoothing makes them smaller.
func TestErrorsAgree(t *testing.T) {
	t.Parallel()
	x, y := bell(21, 9, 4, 150), bell(21, 11, 4, 150)
	raw := must[Table](t)(Equipercentile(x, y))
	smooth := func(x, y Distribution) (Table, error) {
		sx, err := Smooth(x, 3)
		if err != nil {
			return Table{}, err
		}
		sy, err := Smooth(y, 3)
		if err != nil {
			return Table{}, err
		}
		return SmoothedEquipercentile(sx, sy), nil
	}
	smoothed := must[Table](t)(smooth(x, y))
	for name, table := range map[string]Table{"raw": raw, "smoothed": smoothed} {
		se := must[[]float64](t)(Bootstrap(t.Context(), x.Counts, y.Counts, 400, 5, func(a, b []float64) (Table, error) {
			if name == "raw" {
				return Equipercentile(Distribution{Counts: a}, Distribution{Counts: b})
			}
			return smooth(Distribution{Counts: a}, Distribution{Counts: b})
		}))
		for i := 4; i <= 15; i++ {
			if ratio := table.SE[i] / se[i]; ratio < 0.8 || ratio > 1.25 {
				t.Errorf("%s, score %d: delta %v, bootstrap %v", name, i, table.SE[i], se[i])
			}
		}
	}
	if smoothed.SE[10] >= raw.SE[10] {
		t.Errorf("smoothing: %v, raw %v", smoothed.SE[10], raw.SE[10])
	}
}

// joint draws two groups on forms with a common part.
func joint(n int, mean float64, shift int, seed uint64) Joint {
	rng := rand.New(rand.NewPCG(seed, 8))
	j := Joint{Counts: make([][]float64, 31)}
	for i := range j.Counts {
		j.Counts[i] = make([]float64, 11)
	}
	clip := func(x, top float64) int { return int(max(0, min(top, math.Round(x)))) }
	for range n {
		theta := mean + rng.NormFloat64()
		v := clip(5+2*theta+rng.NormFloat64(), 10)
		x := clip(15+5*theta+1.5*rng.NormFloat64()+float64(shift), 30)
		j.Counts[x][v]++
	}
	return j
}

// TestAnchorDesigns: form Y is three points easier and its group half a deviation
// better; through the anchor the three points come out. With equal groups both
// methods are those of random groups.
func TestAnchorDesigns(t *testing.T) {
	t.Parallel()
	x, y := joint(20000, 0, 0, 1), joint(20000, 0.5, 3, 2)
	chained := must[Table](t)(Chained(x, y))
	stratified, lost, err := PostStratified(x, y, 0.5)
	if err != nil || lost != 0 {
		t.Fatal(lost, err)
	}
	for i := 8; i <= 22; i++ {
		within(t, "chained", chained.Y[i]-float64(i), 3, 0.6)
		within(t, "post-stratified", stratified.Y[i]-float64(i), 3, 1.2) // the anchor is not perfectly reliable
	}
	same, _, err := PostStratified(x, x, 1)
	if err != nil {
		t.Fatal(err)
	}
	for i := range same.Y {
		within(t, "the same group", same.Y[i], float64(i), 1e-9)
	}
	smooth := must[Joint](t)(SmoothJoint(x, 3, 3))
	within(t, "smoothed mean", smooth.form().Moments().Mean, x.form().Moments().Mean, 1e-6)
	within(t, "smoothed anchor", smooth.anchor().Moments().Mean, x.anchor().Moments().Mean, 1e-6)
}

// items are 2PL, graded and nominal items on the scale θ.
func items(t *testing.T, seed uint64) []irt.Item {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 2))
	var out []irt.Item
	for k := range 12 {
		a, b := 0.7+rng.Float64(), rng.NormFloat64()
		it := must[irt.Item](t)(irt.Dichotomous(string(rune('a'+k)), irt.ThreePL, a, b, 0.1*rng.Float64(), 1))
		if k%3 == 0 {
			it = must[irt.Item](t)(irt.Ordered(string(rune('a'+k)), irt.GRM, a, []float64{b - 1, b, b + 0.7}))
		}
		out = append(out, it)
	}
	return out
}

// TestLinkingRecovers: items moved by a known scale are brought back, by every
// method, with standard errors of the anchors of 0 and nothing on the watch list.
func TestLinkingRecovers(t *testing.T) {
	t.Parallel()
	to := items(t, 1)
	from := make([]irt.Item, len(to))
	want := Scale{A: 1.3, B: -0.4}
	for j := range to { // θ_from = (θ_to − B)/A
		from[j] = must[irt.Item](t)(to[j].Rescale(1/want.A, -want.B/want.A))
	}
	for _, m := range Methods() {
		got := must[Scale](t)(Constants(m, from, to, nil))
		within(t, string(m)+" A", got.A, want.A, 1e-8)
		within(t, string(m)+" B", got.B, want.B, 1e-8)
		se := must[ScaleErrors](t)(JackknifeErrors(m, from, to, nil))
		within(t, string(m)+" SE", float64(se.A+se.B), 0, 1e-6)
	}
	identity := must[Scale](t)(Constants(StockingLord, to, to, nil))
	within(t, "identity A", identity.A, 1, 1e-10)
	within(t, "identity B", identity.B, 0, 1e-10)
	size := 0
	for j := range to {
		size += len(to[j].Values())
	}
	cov := mat.NewSymDense(size, nil)
	for k := range size {
		cov.SetSym(k, k, 0.01)
	}
	if _, err := DeltaErrors(StockingLord, from, to, cov, mat.NewSymDense(3, nil), nil); err == nil {
		t.Error("a covariance of another size is taken")
	}
}

// TestDriftIsWatched: one anchor that moved by a logit has a large robust z.
func TestDriftIsWatched(t *testing.T) {
	t.Parallel()
	to := items(t, 3)
	from := append([]irt.Item(nil), to...)
	rng := rand.New(rand.NewPCG(9, 9))
	for j := range from {
		if from[j].Model == irt.ThreePL {
			from[j] = must[irt.Item](t)(irt.Dichotomous(from[j].Name, irt.ThreePL, from[j].A, from[j].B[0]+0.05*rng.NormFloat64(), from[j].C, 1))
		}
	}
	from[4] = must[irt.Item](t)(irt.Dichotomous(from[4].Name, irt.ThreePL, from[4].A, from[4].B[0]+1, from[4].C, 1))
	anchors := must[[]Anchor](t)(Anchors(from, to, Scale{A: 1}))
	for j, a := range anchors {
		if j == 4 && (!a.Watch || math.Abs(float64(a.ZDifficulty)) < 5) {
			t.Errorf("the anchor that moved: %+v", a)
		}
	}
}

// TestModelScores: a form is equated to itself; the expected score of a 3PL form
// begins at the sum of c.
func TestModelScores(t *testing.T) {
	t.Parallel()
	x := items(t, 5)
	for _, row := range must[[]TrueScore](t)(TrueScores(x, x)) {
		within(t, "true", float64(row.Y), float64(row.X), 1e-9)
	}
	observed := must[Table](t)(ObservedScores(x, x, []Population{{0, 1, 1}, {0.3, 1.2, 1}}))
	for i, y := range observed.Y {
		within(t, "observed", y, float64(i), 1e-9)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	good := bell(11, 5, 2, 50)
	all := Distribution{Counts: []float64{0, 0, 9, 0}}
	grm := must[irt.Item](t)(irt.Ordered("a", irt.GRM, 1, []float64{0, 1}))
	two := must[irt.Item](t)(irt.Dichotomous("a", irt.TwoPL, 1, 0, 0, 1))
	negative := must[irt.Item](t)(irt.Dichotomous("a", irt.TwoPL, -1, 0, 0, 1))
	for name, err := range map[string]error{
		"no persons":        second(Equipercentile(good, Distribution{Counts: make([]float64, 4)})),
		"negative count":    second(Equipercentile(good, Distribution{Counts: []float64{1, -1}})),
		"one point":         second(Mean(good, Distribution{Counts: []float64{3}})),
		"no spread":         second(Linear(all, good)),
		"no maximum":        second(Smooth(all, 2)),
		"too high a degree": second(Smooth(good, 11)),
		"no common anchor":  second(Chained(Joint{Counts: [][]float64{{1, 0}, {0, 1}}}, Joint{Counts: [][]float64{{1}, {1}}})),
		"no anchors":        second(Constants(StockingLord, nil, nil, nil)),
		"one difficulty":    second(Constants(MeanSigma, []irt.Item{two}, []irt.Item{two}, nil)),
		"another model":     second(Constants(Haebara, []irt.Item{two}, []irt.Item{grm}, nil)),
		"negative slope":    second(Constants(Haebara, []irt.Item{two}, []irt.Item{negative}, nil)),
		"no method":         second(Constants("x", []irt.Item{two}, []irt.Item{two}, nil)),
		"falling score":     second(TrueScores([]irt.Item{negative}, []irt.Item{two})),
		"empty form":        second(ObservedScores(nil, []irt.Item{two}, nil)),
		"half a person":     second(Bootstrap(t.Context(), []float64{0.5, 2}, []float64{3, 3}, 10, 1, nil)),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	apart := Joint{Counts: [][]float64{{3, 0}, {4, 0}}}
	other := Joint{Counts: [][]float64{{0, 3}, {0, 4}}}
	if _, lost, err := PostStratified(apart, other, 0); err == nil || lost != 1 {
		t.Errorf("groups without a common anchor score: lost %v, %v", lost, err)
	}
}

func second[T any](_ T, err error) error { return err }
