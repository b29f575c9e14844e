package link

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/stat"
)

// forms are two forms of seven items, the first three in common, on scales that
// differ; the covariances are those of independent estimates.
func forms(t *testing.T) (x, y []irt.Item, covX, covY *mat.SymDense) {
	t.Helper()
	covX, covY = mat.NewSymDense(28, nil), mat.NewSymDense(28, nil)
	for j := range 7 {
		a, b := 0.8+0.1*float64(j), float64(j-3)/2
		for f, cov := range []*mat.SymDense{covX, covY} {
			it, err := irt.Dichotomous("", irt.TwoPL, a, b+0.1*float64(f), 0, 1)
			if err == nil && f == 0 {
				it, err = it.Rescale(1.2, -0.3)
			}
			if err != nil {
				t.Fatal(err)
			}
			if f == 0 {
				x = append(x, it)
			} else {
				y = append(y, it)
			}
			cov.SetSym(4*j, 4*j, 4e-4)
			cov.SetSym(4*j+1, 4*j+1, 9e-4)
			cov.SetSym(4*j, 4*j+1, 2e-4)
		}
	}
	return x, y, covX, covY
}

// equateForms links by the first three items, and equates true or observed scores.
func equateForms(observed bool) func(x, y []irt.Item) ([]float64, error) {
	return func(x, y []irt.Item) ([]float64, error) {
		s, err := Constants(StockingLord, x[:3], y[:3], nil)
		if err != nil {
			return nil, err
		}
		moved := make([]irt.Item, len(x))
		for j := range x {
			if moved[j], err = x[j].Rescale(s.A, s.B); err != nil {
				return nil, err
			}
		}
		if observed {
			t, err := ObservedScores(moved, y, []Population{{Mean: s.B, SD: s.A, Weight: 0.5}, {SD: 1, Weight: 0.5}})
			return t.Y, err
		}
		rows, err := TrueScores(moved, y)
		out := make([]float64, len(rows))
		for k, r := range rows {
			out[k] = float64(r.Y)
		}
		return out, err
	}
}

// TestScoreErrors: the delta method against the deviation of 1,200 drawn sets of
// parameters, true and observed scores.
func TestScoreErrors(t *testing.T) {
	t.Parallel()
	x, y, covX, covY := forms(t)
	draw := func(rng *rand.Rand, items []irt.Item) []irt.Item {
		out := append([]irt.Item(nil), items...)
		for j := range out {
			u, v := rng.NormFloat64(), rng.NormFloat64() // a, and b with covariance 2e-4
			var err error
			if out[j], err = items[j].With(0, items[j].A+0.02*u); err != nil {
				t.Fatal(err)
			}
			if out[j], err = out[j].With(1, items[j].B[0]+0.01*u+math.Sqrt(8e-4)*v); err != nil {
				t.Fatal(err)
			}
		}
		return out
	}
	for _, observed := range []bool{false, true} {
		equate := equateForms(observed)
		got, err := ScoreErrors(t.Context(), x, y, covX, covY, equate)
		if err != nil {
			t.Fatal(err)
		}
		rng := rand.New(rand.NewPCG(3, 4))
		m := make([]stat.Moments, len(got))
		for range 1200 {
			scores, err := equate(draw(rng, x), draw(rng, y))
			if err != nil {
				t.Fatal(err)
			}
			for s, v := range scores {
				m[s].Add(v, 0, 1)
			}
		}
		for s, se := range got {
			want := math.Sqrt(float64(m[s].VarX()))
			if math.Abs(se-want) > 0.08*want+1e-9 {
				t.Errorf("observed %v, score %d: %g, of the draws %g", observed, s, se, want)
			}
		}
		if !(got[3] > 0.01) {
			t.Errorf("observed %v: errors %v", observed, got)
		}
	}
	if _, err := ScoreErrors(t.Context(), x, y, mat.NewSymDense(3, nil), covY, equateForms(false)); err == nil || !strings.Contains(err.Error(), "28 rows") {
		t.Errorf("a covariance matrix of other items: %v", err)
	}
}
