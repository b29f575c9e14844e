package mip

import (
	"math"
	"math/rand/v2"
	"testing"
)

func mustSolve(t *testing.T, p *Problem, o Options) Result {
	t.Helper()
	r, err := Solve(t.Context(), p, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// randomProblem is a small problem with whole coefficients, so that brute force
// has no rounding of its own. Some rows are equations, some repeat another.
func randomProblem(rng *rand.Rand, n, m int, integer float64) *Problem {
	p := &Problem{}
	for range n {
		lo := float64(rng.IntN(4) - 2)
		hi := lo + float64(rng.IntN(4))
		if rng.Float64() < integer {
			p.AddInt(float64(rng.IntN(11)-5), lo, hi)
		} else {
			p.AddVar(float64(rng.IntN(11)-5), lo, hi)
		}
	}
	for i := range m {
		if i > 0 && rng.IntN(6) == 0 {
			p.rows = append(p.rows, p.rows[rng.IntN(i)])
			continue
		}
		var terms []Term
		for j := range n {
			if rng.IntN(3) > 0 {
				terms = append(terms, Term{Var(j), float64(rng.IntN(9) - 4)})
			}
		}
		mid := float64(rng.IntN(9) - 4)
		switch rng.IntN(5) {
		case 0:
			p.AddRow(mid, mid, terms...)
		case 1:
			p.AddRow(mid-2, mid+2, terms...)
		case 2:
			p.AddRow(mid, Inf, terms...)
		default:
			p.AddRow(-Inf, mid, terms...)
		}
	}
	return p
}

// bruteForce tries every point of a problem of whole numbers only.
func bruteForce(p *Problem) (best float64) {
	best = math.Inf(1)
	x := make([]float64, p.Vars())
	var walk func(j int)
	walk = func(j int) {
		if j == len(x) {
			if p.Violation(x) <= 1e-9 {
				best = min(best, p.Value(x))
			}
			return
		}
		for v := p.lower[j]; v <= p.upper[j]; v++ {
			x[j] = v
			walk(j + 1)
		}
	}
	walk(0)
	return best
}

func TestSmallIntegerProgramsAgainstBruteForce(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	infeasible := 0
	for k := range 3000 {
		p := randomProblem(rng, 1+rng.IntN(7), rng.IntN(6), 1)
		want := bruteForce(p)
		got := mustSolve(t, p, Options{})
		if math.IsInf(want, 1) {
			infeasible++
			if got.Status != Infeasible {
				t.Fatalf("problem %d: %v, want infeasible", k, got)
			}
			continue
		}
		if got.Status != Optimal || math.Abs(got.Objective-want) > 1e-6 || got.Bound > want+1e-6 || p.Violation(got.X) > tolPoint {
			t.Fatalf("problem %d: %+v, want %v (%+v)", k, got, want, p)
		}
	}
	if infeasible < 300 || infeasible > 2700 {
		t.Errorf("%d of 3000 problems are infeasible: the test says little", infeasible)
	}
}

// vertices is an oracle for linear programs: the best of all points where as
// many rows and bounds as there are variables hold as equations.
func vertices(p *Problem) (best float64) {
	best = math.Inf(1)
	n := p.Vars()
	type plane struct {
		a []float64
		b float64
	}
	var planes []plane
	for j := range n {
		a := make([]float64, n)
		a[j] = 1
		planes = append(planes, plane{a, p.lower[j]}, plane{a, p.upper[j]})
	}
	for _, r := range p.rows {
		a := make([]float64, n)
		for _, t := range r.terms {
			a[t.Var] = t.Coef
		}
		for _, b := range []float64{r.lower, r.upper} {
			if !math.IsInf(b, 0) {
				planes = append(planes, plane{a, b})
			}
		}
	}
	chosen := make([]int, 0, n)
	var walk func(from int)
	walk = func(from int) {
		if len(chosen) == n {
			a := make([][]float64, n)
			for i, k := range chosen {
				a[i] = append(append([]float64{}, planes[k].a...), planes[k].b)
			}
			if x := gauss(a); x != nil && p.Violation(x) <= 1e-9 {
				best = min(best, p.Value(x))
			}
			return
		}
		for k := from; k < len(planes); k++ {
			chosen = append(chosen, k)
			walk(k + 1)
			chosen = chosen[:len(chosen)-1]
		}
	}
	walk(0)
	return best
}

func gauss(a [][]float64) []float64 {
	n := len(a)
	for c := range n {
		at := c
		for i := c; i < n; i++ {
			if math.Abs(a[i][c]) > math.Abs(a[at][c]) {
				at = i
			}
		}
		if math.Abs(a[at][c]) < 1e-9 {
			return nil
		}
		a[c], a[at] = a[at], a[c]
		for i := range n {
			if i != c {
				f := a[i][c] / a[c][c]
				for k := c; k <= n; k++ {
					a[i][k] -= f * a[c][k]
				}
			}
		}
	}
	x := make([]float64, n)
	for i := range n {
		x[i] = a[i][n] / a[i][i]
	}
	return x
}

func TestSmallLinearProgramsAgainstVertices(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 4))
	for k := range 1500 {
		p := randomProblem(rng, 1+rng.IntN(4), rng.IntN(5), 0)
		want := vertices(p)
		got := mustSolve(t, p, Options{})
		if math.IsInf(want, 1) != (got.Status == Infeasible) {
			t.Fatalf("problem %d: %+v, want %v (%+v)", k, got, want, p)
		}
		if got.Status == Optimal && (math.Abs(got.Objective-want) > 1e-6 || math.Abs(got.Bound-want) > 1e-6 || p.Violation(got.X) > tolPoint) {
			t.Fatalf("problem %d: %+v, want %v (%+v)", k, got, want, p)
		}
	}
}

// Larger programs have no oracle, but a certificate: the point satisfies
// everything, and the bound that the duals prove is its value.
func TestLinearProgramsProveThemselves(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 6))
	for k := range 60 {
		n, m := 20+rng.IntN(200), 5+rng.IntN(100)
		p := feasibleProblem(rng, n, m, k%3 == 0)
		got := mustSolve(t, p, Options{})
		if got.Status != Optimal || got.Gap() > 1e-6 || p.Violation(got.X) > tolPoint {
			t.Errorf("problem %d (%d×%d): %v, %v ≥ %v, violation %g", k, m, n, got.Status, got.Objective, got.Bound, p.Violation(got.X))
		}
	}
}

// feasibleProblem has a known point. Degenerate ones have many ties: costs of
// 0 and 1 and rows that hold as equations at that point.
func feasibleProblem(rng *rand.Rand, n, m int, degenerate bool) *Problem {
	p := &Problem{}
	x := make([]float64, n)
	for j := range n {
		c := rng.NormFloat64()
		if degenerate {
			c = float64(rng.IntN(2))
		}
		x[j] = float64(rng.IntN(3))
		p.AddVar(c, 0, 2)
	}
	for range m {
		var terms []Term
		at := 0.0
		for j := range n {
			if rng.IntN(4) == 0 {
				c := rng.NormFloat64() * math.Pow(10, float64(rng.IntN(3)-1))
				if degenerate {
					c = 1
				}
				terms = append(terms, Term{Var(j), c})
				at += c * x[j]
			}
		}
		switch {
		case degenerate || rng.IntN(3) == 0:
			p.AddRow(at, at, terms...)
		case rng.IntN(2) == 0:
			p.AddRow(at-rng.Float64(), Inf, terms...)
		default:
			p.AddRow(-Inf, at+rng.Float64(), terms...)
		}
	}
	return p
}

func TestEndsOfASearch(t *testing.T) {
	t.Parallel()
	free := &Problem{}
	x, y := free.AddVar(-1, 0, Inf), free.AddVar(0, 0, Inf)
	free.AddRow(-Inf, 4, Term{x, 1}, Term{y, -1})
	if r := mustSolve(t, free, Options{}); r.Status != Unbounded {
		t.Errorf("free: %+v", r)
	}
	free.SetBounds(y, 0, 3)
	if r := mustSolve(t, free, Options{}); r.Status != Optimal || math.Abs(r.Objective+7) > 1e-6 {
		t.Errorf("bounded by a row: %+v", r)
	}
	parity := &Problem{} // 2x + 2y = 7 has a relaxation and no solution
	a, b := parity.AddInt(0, 0, 10), parity.AddInt(0, 0, 10)
	parity.AddRow(7, 7, Term{a, 2}, Term{b, 2})
	if r := mustSolve(t, parity, Options{}); r.Status != Infeasible {
		t.Errorf("parity: %+v", r)
	}
	if r := mustSolve(t, &Problem{}, Options{}); r.Status != Optimal || r.Objective != 0 {
		t.Errorf("empty: %+v", r)
	}
	wrong := &Problem{}
	wrong.AddVar(math.NaN(), 0, 1)
	if _, err := Solve(t.Context(), wrong, Options{}); err == nil {
		t.Error("NaN was taken for a cost")
	}
}
