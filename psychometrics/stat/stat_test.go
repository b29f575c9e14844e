package stat

import (
	"encoding/json"
	"math"
	"testing"
)

func TestValue(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in   Value
		want string
	}{{0.5, "0.5"}, {None(), "null"}, {Of(math.Inf(1)), "null"}, {Ratio(1, 0), "null"}, {Ratio(0, 0), "null"}, {Value(math.Inf(-1)), "null"}} {
		got, err := json.Marshal(tt.in)
		if err != nil || string(got) != tt.want {
			t.Errorf("%v is %s in JSON (%v), want %s", float64(tt.in), got, err, tt.want)
		}
		var back Value
		if err := json.Unmarshal(got, &back); err != nil || back.Known() != (tt.want != "null") {
			t.Errorf("%s reads back as %v (%v)", got, float64(back), err)
		}
	}
	if s := None().String(); s != "" {
		t.Errorf("nothing is %q in a table", s)
	}
}

// TestDistributions: tables of any textbook.
func TestDistributions(t *testing.T) {
	t.Parallel()
	near := func(what string, got, want, tolerance float64) {
		if !(math.Abs(got-want) <= tolerance) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	near("χ²(1) above 3.841459", float64(ChiSquareP(3.841459, 1)), 0.05, 1e-7)
	near("χ²(10) above 18.30704", float64(ChiSquareP(18.30704, 10)), 0.05, 1e-6)
	near("χ² above 0", float64(ChiSquareP(0, 3)), 1, 0)
	near("|z| above 1.959964", float64(NormalP(-1.959964)), 0.05, 1e-7)
	near("z of .975", NormalQuantile(0.975), 1.959964, 1e-6)
	if ChiSquareP(1, 0).Known() || ChiSquareP(math.NaN(), 1).Known() || NormalP(math.Inf(1)).Known() {
		t.Error("a probability without degrees of freedom, or of nothing")
	}
}

func TestMomentsCountWeights(t *testing.T) {
	t.Parallel()
	var once, twice Moments
	for _, p := range [][3]float64{{1, 2, 3}, {4, 1, 2}, {2, 7, 1}} {
		once.Add(p[0], p[1], p[2])
		for range int(p[2]) {
			twice.Add(p[0], p[1], 1)
		}
	}
	for _, v := range [][2]Value{{once.R(), twice.R()}, {once.VarX(), twice.VarX()}, {once.Cov(), twice.Cov()}, {once.MeanY(), twice.MeanY()}} {
		if !(math.Abs(float64(v[0]-v[1])) < 1e-12) {
			t.Errorf("%v with weights, %v with repeats", v[0], v[1])
		}
	}
	var flat Moments
	for range 1000 {
		flat.Add(0.1, 3, 1)
	}
	if flat.R().Known() {
		t.Errorf("the correlation of a constant is %v", flat.R())
	}
}

func TestSumScores(t *testing.T) {
	t.Parallel()
	got := SumScores([][]float64{{0.5, 0.5}, {0.25, 0.25, 0.5}})
	want := []float64{0.125, 0.25, 0.375, 0.25}
	for s := range want {
		if math.Abs(got[s]-want[s]) > 1e-15 {
			t.Errorf("sum %d: %v, want %v", s, got[s], want[s])
		}
	}
}
