package mip

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// assembly is a form of 50 from 1,000 items: information at an ability as high
// as can be, six content bands, 30 pairs of enemies, a bound on words. With
// abilities > 1 the lowest of several informations is what is made high.
func assembly(seed uint64, items, size, abilities int) *Problem {
	rng := rand.New(rand.NewPCG(seed, 7))
	p := &Problem{}
	var all []Term
	content := make([][]Term, 6)
	var words []Term
	info := make([][]Term, abilities)
	level := p.AddVar(0, 0, Inf)
	for range items {
		a, b, c := math.Exp(0.3*rng.NormFloat64()), rng.NormFloat64(), 0.1+0.15*rng.Float64()
		x := p.AddInt(0, 0, 1)
		for k := range abilities {
			theta := 0.0
			if abilities > 1 {
				theta = -1.5 + 3*float64(k)/float64(abilities-1)
			}
			q := 1 / (1 + math.Exp(-1.7*a*(theta-b)))
			pr := c + (1-c)*q
			i := 1.7 * 1.7 * a * a * (1 - pr) / pr * (pr - c) * (pr - c) / ((1 - c) * (1 - c))
			info[k] = append(info[k], Term{x, i})
		}
		all = append(all, Term{x, 1})
		k := rng.IntN(6)
		content[k] = append(content[k], Term{x, 1})
		words = append(words, Term{x, float64(20 + rng.IntN(60))})
	}
	if abilities == 1 {
		for _, t := range info[0] {
			p.SetCost(t.Var, -t.Coef)
		}
		p.SetBounds(level, 0, 0)
	} else {
		p.SetCost(level, -1)
		for _, terms := range info {
			p.AddRow(0, Inf, append(terms, Term{level, -1})...)
		}
	}
	p.AddRow(float64(size), float64(size), all...)
	for _, terms := range content {
		p.AddRow(float64(size)/6-2, float64(size)/6+2, terms...)
	}
	p.AddRow(-Inf, 48*float64(size), words...)
	for range 30 {
		p.AddRow(-Inf, 1, all[rng.IntN(items)], all[rng.IntN(items)])
	}
	return p
}

func TestAssembliesReachTheirGap(t *testing.T) {
	t.Parallel()
	for _, abilities := range []int{1} {
		for seed := range uint64(5) {
			p := assembly(seed, 1000, 50, abilities)
			from := time.Now() //nolint:forbidigo // a figure for the log
			r := mustSolve(t, p, Options{Gap: 1e-3, Time: 60 * time.Second})
			t.Logf("abilities %d seed %d: %v %.5f bound %.5f gap %.5f %% nodes %d iterations %d in %v", abilities, seed, r.Status, -r.Objective, -r.Bound, 100*r.Gap(), r.Nodes, r.Iterations, time.Since(from))
			if r.Status != Optimal || p.Violation(r.X) > tolPoint {
				t.Errorf("seed %d: %v, violation %g", seed, r.Status, p.Violation(r.X))
			}
		}
	}
}
