package irt

import (
	"math"
	"math/rand/v2"
	"testing"

	"khaothi/psychometrics"
)

// mixed is a small problem with every model, missing answers, two groups and
// priors, at a point that is no maximum.
func mixed(t *testing.T, threads int) *problem {
	t.Helper()
	rng := rand.New(rand.NewPCG(7, 1))
	models := []Model{TwoPL, ThreePL, FourPL, GRM, GPCM, Nominal, PCM, Rasch, TwoPL, GRM}
	scores := []int{2, 2, 2, 4, 3, 4, 3, 2, 2, 3}
	o := Options{Gates: []Gate{}, Threads: threads, Models: map[string]Model{}, Priors: []Prior{{"a", "lognormal", 0, 0.5}, {"b", "normal", 0, 2}, {"c", "beta", 5, 17}, {"u", "beta", 17, 2}}}
	var names []string
	for j, m := range models {
		names = append(names, string(rune('a'+j)))
		o.Models[names[j]] = m
	}
	r := psychometrics.New(names, 400)
	r.Groups, r.Group, r.Weights = []string{"x", "y"}, make([]int32, 400), make([]float64, 400)
	for i := range 400 {
		r.Group[i], r.Weights[i] = int32(i%2), 0.5+rng.Float64()
		for j, k := range scores {
			if rng.Float64() > 0.15 {
				r.Row(i)[j] = int8(rng.IntN(k))
			}
		}
	}
	if err := o.complete(r); err != nil {
		t.Fatal(err)
	}
	pr, err := o.problem(r)
	if err != nil {
		t.Fatal(err)
	}
	return pr
}

// The gradient is that of the penalised likelihood, parameter by parameter, for
// every model, prior and latent distribution.
func TestGradientIsTheSlopeOfTheLikelihood(t *testing.T) {
	t.Parallel()
	pr := mixed(t, 1)
	v := pr.start()
	rng := rand.New(rand.NewPCG(8, 1))
	for k := range v {
		v[k] += 0.02 * rng.Float64()
	}
	at := pr.evaluate(v)
	for k := range v {
		const h = 1e-5
		up, down := append([]float64{}, v...), append([]float64{}, v...)
		up[k] += h
		down[k] -= h
		want := (pr.evaluate(up).f - pr.evaluate(down).f) / (2 * h)
		if !(math.Abs(at.grad[k]-want) <= 1e-5*math.Max(1, math.Abs(want))) {
			t.Errorf("parameter %d (%s): gradient %.8f, differences say %.8f", k, pr.name(k), at.grad[k], want)
		}
	}
}

func TestObservedInformationIsTheSlopeOfTheGradient(t *testing.T) {
	t.Parallel()
	pr := mixed(t, 2)
	v := pr.start()
	pr.evaluate(v)
	h := pr.observed(t.Context())
	for k := range v {
		const d = 1e-4
		up, down := append([]float64{}, v...), append([]float64{}, v...)
		up[k] += d
		down[k] -= d
		a, b := pr.evaluate(up), pr.evaluate(down)
		for l := range v {
			want := -(a.grad[l] - b.grad[l]) / (2 * d)
			if !(math.Abs(h.At(k, l)-want) <= 1e-5*math.Max(1, math.Abs(want))) {
				t.Fatalf("parameters %d (%s), %d (%s): %.8f, differences say %.8f", k, pr.name(k), l, pr.name(l), h.At(k, l), want)
			}
		}
	}
}

// The derivatives of the file's parameters by the working ones, on which
// standard errors and priors rest.
func TestNaturalParametersFollowTheWorkingOnes(t *testing.T) {
	t.Parallel()
	pr := mixed(t, 1)
	for i := range pr.blocks {
		b := &pr.blocks[i]
		if b.item < 0 {
			continue
		}
		m := pr.models[b.item]
		v, jacobian := m.natural(b.x)
		it := itemOf("x", m, b.x)
		if len(v) != len(it.Names()) {
			t.Fatalf("%s: %d values for %v", m, len(v), it.Names())
		}
		for k, x := range it.working() {
			if x != b.x[k] && !(math.Abs(x-b.x[k]) <= 1e-12) {
				t.Errorf("%s: working parameter %d is %g, was %g", m, k, x, b.x[k])
			}
		}
		for k := range b.x {
			const h = 1e-6
			if math.IsInf(b.x[k], 0) {
				continue
			}
			up, down := append([]float64{}, b.x...), append([]float64{}, b.x...)
			up[k] += h
			down[k] -= h
			a, _ := m.natural(up)
			c, _ := m.natural(down)
			for n := range v {
				if want := (a[n] - c[n]) / (2 * h); !(math.Abs(jacobian[n][k]-want) <= 1e-7*math.Max(1, math.Abs(want))) {
					t.Errorf("%s: ∂%s/∂x%d = %g, differences say %g", m, it.Names()[n], k, jacobian[n][k], want)
				}
			}
		}
	}
}

// The three ways to a posterior agree: products, logarithms of tables, and
// logarithms of items.
func TestProductsAndLogarithmsAgree(t *testing.T) {
	t.Parallel()
	pr := mixed(t, 1)
	pr.evaluate(pr.start())
	e := pr.engine
	h, l, s := make([]float64, e.q), make([]float64, e.q), make([]float64, e.q)
	for i := range e.p.n {
		at := e.told(i, nil)
		logLik := e.posterior(i, at, h)
		e.addLogs(i, at, s)
		e.long = true
		e.prepare()
		again := e.posterior(i, at, l)
		e.long = false
		e.prepare()
		if !(math.Abs(logLik-again) <= 1e-11) {
			t.Fatalf("pattern %d: %g by products, %g by logarithms", i, logLik, again)
		}
		for q := range h {
			if !(math.Abs(h[q]-l[q]) <= 1e-12) {
				t.Fatalf("pattern %d at node %d: %g by products, %g by logarithms", i, q, h[q], l[q])
			}
			if w := e.weights[e.p.group[i]][q] * math.Exp(s[q]-logLik); !(math.Abs(h[q]-w) <= 1e-12) {
				t.Fatalf("pattern %d at node %d: %g by products, %g item by item", i, q, h[q], w)
			}
		}
	}
}
