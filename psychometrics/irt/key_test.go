package irt

import (
	"math"
	"math/rand/v2"
	"testing"

	"khaothi/psychometrics"
)

// Options are in no order, and the right one of most items is the first: without a
// key the scale goes the other way, with it able persons are above.
func TestNominalKey(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 6))
	names := []string{"a", "b", "c", "d", "e", "f"}
	r := psychometrics.New(names, 600)
	key := map[string]int{"a": 0, "b": 0, "c": 0, "d": 0, "e": 1, "f": 0}
	for i := range r.N() {
		theta := rng.NormFloat64()
		for j, name := range names {
			r.Row(i)[j] = int8((key[name] + 1 + rng.IntN(2)) % 3) //nolint:gosec // G115: 0 to 2
			if rng.Float64() < 1/(1+math.Exp(-1.5*theta)) {
				r.Row(i)[j] = int8(key[name]) //nolint:gosec // G115: 0 or 1
			}
		}
	}
	for _, tt := range []struct {
		key  map[string]int
		sign float64
	}{{key, 1}, {nil, -1}} {
		f, err := Calibrate(t.Context(), r, Options{Model: Nominal, Key: tt.key})
		if err != nil || !f.Converged {
			t.Fatalf("%+v, %v", f, err)
		}
		for _, it := range f.Items {
			if it.Name != "e" && it.AK[key[it.Name]]*tt.sign < 0.3 {
				t.Errorf("key %v, item %s: slopes %v", tt.key, it.Name, it.AK)
			}
		}
	}
	for name, k := range map[string]int{"a": 3, "z": 0} {
		if _, err := Calibrate(t.Context(), r, Options{Model: Nominal, Key: map[string]int{name: k}}); err == nil {
			t.Errorf("the key %d of %s is taken", k, name)
		}
	}
}
