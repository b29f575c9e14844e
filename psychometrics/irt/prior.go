package irt

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Prior is a prior density of one kind of parameter, on the parameter as a file
// has it (c itself, not its logit; no Jacobian). It holds for every item that
// has the parameter and estimates it; b stands for all thresholds too, a and c
// for all of nominal. Slopes and intercepts of nominal items have both signs:
// lognormal and beta leave them alone.
type Prior struct {
	Parameter string // a, b, c or u
	Family    string // normal, lognormal or beta
	P, Q      float64
}

var priorText = regexp.MustCompile(`^\s*([abcu])\s*~\s*(normal|norm|lognormal|lnorm|beta)\s*\(\s*([^,\s]+)\s*,\s*([^,\s]+)\s*\)\s*$`)

// ParsePrior reads "c~beta(5,17)", "a~lognormal(0,0.5)" (mean and standard
// deviation of log a) or "b~normal(0,2)" (mean, standard deviation).
func ParsePrior(s string) (Prior, error) {
	m := priorText.FindStringSubmatch(s)
	if m == nil {
		return Prior{}, fmt.Errorf("prior %q: want PARAMETER~FAMILY(P,Q), as c~beta(5,17), a~lognormal(0,0.5), b~normal(0,2)", s)
	}
	p := Prior{Parameter: m[1], Family: m[2]}
	p.Family = strings.Replace(strings.Replace(p.Family, "lnorm", "lognormal", 1), "norm(", "normal(", 1)
	if p.Family == "norm" {
		p.Family = "normal"
	}
	var err1, err2 error
	p.P, err1 = strconv.ParseFloat(m[3], 64)
	p.Q, err2 = strconv.ParseFloat(m[4], 64)
	if err1 != nil || err2 != nil {
		return Prior{}, fmt.Errorf("prior %q: its two numbers cannot be read", s)
	}
	return p, p.check()
}

// String is the form that ParsePrior reads.
func (p Prior) String() string {
	return fmt.Sprintf("%s~%s(%s,%s)", p.Parameter, p.Family, number(p.P), number(p.Q))
}

func (p Prior) check() error {
	if math.IsNaN(p.P) || math.IsInf(p.P, 0) || !(p.Q > 0) || math.IsInf(p.Q, 0) {
		return fmt.Errorf("prior %s: the numbers are out of range", p)
	}
	switch p.Family {
	case "normal":
		return nil
	case "lognormal":
		if p.Parameter == "a" {
			return nil
		}
		return fmt.Errorf("prior %s: lognormal is for a, which is positive", p)
	case "beta":
		if (p.Parameter == "c" || p.Parameter == "u") && p.P > 0 {
			return nil
		}
		return fmt.Errorf("prior %s: beta is for c and u, with two positive numbers", p)
	}
	return fmt.Errorf("prior %s: want normal, lognormal or beta", p)
}

// density is the log density at v with its first and second derivative; −∞
// outside the support.
func (p Prior) density(v float64) (f, d1, d2 float64) {
	const halfLog2Pi = 0.91893853320467274178
	switch p.Family {
	case "normal":
		z := (v - p.P) / p.Q
		return -halfLog2Pi - math.Log(p.Q) - z*z/2, -z / p.Q, -1 / (p.Q * p.Q)
	case "lognormal":
		if v <= 0 {
			return math.Inf(-1), 0, 0
		}
		z := (math.Log(v) - p.P) / p.Q
		return -halfLog2Pi - math.Log(p.Q*v) - z*z/2, -(1 + z/p.Q) / v, (1 + z/p.Q - 1/(p.Q*p.Q)) / (v * v)
	}
	if v <= 0 || v >= 1 {
		return math.Inf(-1), 0, 0
	}
	both, _ := math.Lgamma(p.P + p.Q)
	left, _ := math.Lgamma(p.P)
	right, _ := math.Lgamma(p.Q)
	l, r := p.P-1, p.Q-1
	return both - left - right + l*math.Log(v) + r*math.Log1p(-v), l/v - r/(1-v), -l/(v*v) - r/((1-v)*(1-v))
}

// itemPrior is the priors of one item: the i-th parameter of a file has prior
// at[i], which is nil where it has none.
type itemPrior []*Prior

// priorOf finds the priors of an item among all.
func priorOf(priors []Prior, m Model, k int) itemPrior {
	names, free := m.names(k), m.free(k)
	var out itemPrior
	for i, name := range names {
		at := slices.IndexFunc(priors, func(p Prior) bool { return p.Parameter == name[:1] })
		if at >= 0 && (m == Nominal && priors[at].Family == "normal" || m != Nominal && free[i]) {
			if out == nil {
				out = make(itemPrior, len(names))
			}
			out[i] = &priors[at]
		}
	}
	return out
}

// log is the log prior at the working parameters x. It adds its gradient to
// grad and, where it is not nil, a positive semi-definite approximation of its
// negative second derivative to info (len(x) squared).
func (ip itemPrior) log(m Model, x, grad, info []float64) float64 {
	if ip == nil {
		return 0
	}
	sum := 0.0
	v, jacobian := m.natural(x)
	for i, p := range ip {
		if p == nil {
			continue
		}
		f, d1, d2 := p.density(v[i])
		sum += f
		for a, ja := range jacobian[i] {
			grad[a] += d1 * ja
			for b, jb := range jacobian[i] {
				if info != nil {
					info[a*len(x)+b] += math.Max(0, -d2) * ja * jb
				}
			}
		}
	}
	return sum
}
