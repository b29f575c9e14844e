package irt_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"syscall"
	"testing"

	"gonum.org/v1/gonum/mat"

	"khaothi/psychometrics/irt"
)

// benchItems are 50 items of 2pl or 3pl.
func benchItems(b *testing.B, m irt.Model) []irt.Item {
	b.Helper()
	rng := rand.New(rand.NewPCG(1, 50))
	var items []irt.Item
	for j := range 50 {
		c := 0.0
		if m == irt.ThreePL {
			c = 0.2
		}
		it, err := irt.Dichotomous(fmt.Sprintf("i%02d", j), m, math.Exp(0.3*rng.NormFloat64()), 1.2*rng.NormFloat64(), c, 1)
		if err != nil {
			b.Fatal(err)
		}
		items = append(items, it)
	}
	return items
}

// processor reports the processor time of an operation, which says more than the
// clock where other work runs beside it. Call it at the start, and the result at
// the end.
func processor(b *testing.B) func() {
	b.Helper()
	used := func() float64 {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e6
	}
	from := used()
	return func() { b.ReportMetric((used()-from)/float64(b.N), "cpu-ms/op") }
}

// BenchmarkFit is a whole calibration with standard errors; log-likelihoods and
// gradients are checked, and passes reported.
func BenchmarkFit(b *testing.B) {
	for _, bb := range []struct {
		model   irt.Model
		persons int
		priors  []irt.Prior
	}{
		{irt.TwoPL, 20_000, nil},
		{irt.TwoPL, 100_000, nil},
		{irt.TwoPL, 1_000_000, nil},
		{irt.ThreePL, 20_000, []irt.Prior{{Parameter: "c", Family: "beta", P: 5, Q: 17}}},
	} {
		b.Run(fmt.Sprintf("%s/%dx50", bb.model, bb.persons), func(b *testing.B) {
			r, _ := irt.Simulate(benchItems(b, bb.model), bb.persons, 0, 1, 0, 1)
			report := processor(b)
			for b.Loop() {
				fit, err := irt.Calibrate(context.Background(), r, irt.Options{Model: bb.model, Priors: bb.priors, Threads: 2})
				if err != nil || !fit.Converged {
					b.Fatal(err, fit)
				}
				b.ReportMetric(float64(fit.Passes), "passes")
			}
			report()
		})
	}
}

// BenchmarkPass is one pass over 20,000 persons (the start of a calibration that
// is stopped at once), and BenchmarkGemm the matrix product by which a pass is
// usually done: responses by log probabilities, N × J by J × Q, without the
// exponentials and the way back. Compare them in the same run.
func BenchmarkPass(b *testing.B) {
	r, _ := irt.Simulate(benchItems(b, irt.TwoPL), 20_000, 0, 1, 0, 1)
	pass, err := irt.NewPass(r, irt.TwoPL, 1)
	if err != nil {
		b.Fatal(err)
	}
	report := processor(b)
	for b.Loop() {
		pass()
	}
	report()
}

func BenchmarkGemm(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	fill := func(n int) []float64 {
		x := make([]float64, n)
		for i := range x {
			x[i] = rng.Float64()
		}
		return x
	}
	x, y := mat.NewDense(20_000, 50, fill(20_000*50)), mat.NewDense(50, 61, fill(50*61))
	var z mat.Dense
	report := processor(b)
	for b.Loop() {
		z.Mul(x, y)
	}
	report()
}
