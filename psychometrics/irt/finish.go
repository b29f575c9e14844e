package irt

import (
	"context"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"khaothi/psychometrics"
)

// finish makes the result of a point.
func (o *Options) finish(ctx context.Context, r *psychometrics.Responses, pr *problem, at *point) *Fit {
	at = pr.sure(at)
	f := &Fit{LogLik: at.logLik, LogPrior: at.logPrior, Parameters: pr.n, Passes: pr.evaluations, Grid: o.Grid, blocks: pr.blocks, models: pr.models}
	k, g := largest(at.grad)
	f.MaxGradient, f.Converged = g, g <= o.Tolerance
	if k >= 0 {
		f.Blocking = pr.name(k)
	}
	persons, empty := answering(r, len(pr.expected.nodes))
	f.Persons = total(persons)
	if empty > 0 {
		f.Warnings = append(f.Warnings, fmt.Sprintf("%d persons without an answer are not counted", empty))
	}
	if !f.Converged {
		f.Trouble = fmt.Sprintf("the gradient is not zero (%.3g, by %s) after %d passes: give priors, or a simpler model", g, f.Blocking, pr.evaluations)
	}
	f.boundless(pr)
	for j := range r.Items {
		b := &pr.blocks[j]
		it := itemOf(r.Items[j], pr.models[j], b.x)
		if len(b.free) == 0 {
			it = o.Fixed[slices.IndexFunc(o.Fixed, func(x Item) bool { return x.Name == r.Items[j] })]
		}
		f.Items = append(f.Items, it)
	}
	groups := len(pr.expected.nodes)
	for g, b := range pr.blocks[len(pr.blocks)-groups:] {
		l := Latent{Mean: b.x[0], Var: math.Exp(b.x[1]), SEMean: math.NaN(), SEVar: math.NaN(), Persons: persons[g]}
		if r.Groups != nil {
			l.Group = r.Groups[g]
		}
		f.Latent = append(f.Latent, l)
	}
	if f.Converged && !o.NoSE && pr.n > 0 {
		f.standardErrors(ctx, pr, at)
	}
	return f
}

// answering is how many persons of each group, by weight, have an answer, and how
// many lines have none.
func answering(r *psychometrics.Responses, groups int) (persons []float64, empty int) {
	persons = make([]float64, groups)
	for i := range r.N() {
		if !slices.ContainsFunc(r.Row(i), func(x int8) bool { return x >= 0 }) {
			empty++
			continue
		}
		persons[r.GroupOf(i)] += r.Weight(i)
	}
	return persons, empty
}

// steepest is the slope and the intercept beyond which an item is taken to grow
// without bound.
const steepest, farthest = 25, 60

// boundless looks for items that grow without bound, whose gradient falls to
// zero nowhere but at infinity.
func (f *Fit) boundless(pr *problem) {
	for i := range pr.blocks {
		b := &pr.blocks[i]
		if b.item < 0 {
			continue
		}
		for _, k := range b.free {
			asymptote := pr.models[b.item].Dichotomous() && k > 1
			limit := float64(farthest)
			if k == 0 && pr.models[b.item] != Nominal {
				limit = steepest
			}
			switch v := math.Abs(b.x[k]); {
			case asymptote && v > 12:
				f.Warnings = append(f.Warnings, fmt.Sprintf("item %s: an asymptote went to its bound; its standard error is not given", pr.names[b.item]))
			case !asymptote && v > limit && f.Trouble == "":
				f.Converged, f.Blocking = false, pr.names[b.item]
				f.Trouble = fmt.Sprintf("item %s grows without bound (its answers are separated by the others): leave it out by --exclude, or give a prior: --prior 'a~lognormal(0,0.5)'", pr.names[b.item])
			}
		}
	}
}

// standardErrors inverts the observed information.
func (f *Fit) standardErrors(ctx context.Context, pr *problem, at *point) {
	var chol mat.Cholesky
	var v mat.SymDense
	if !chol.Factorize(pr.observedAt(ctx, at)) || chol.InverseTo(&v) != nil && chol.Cond() > 1e15 {
		f.Warnings = append(f.Warnings, "the observed information is not positive definite: the data do not fix every parameter, and no standard error is given; give priors, or a simpler model")
		return
	}
	f.covariance = &v
	for j := range f.Items {
		it := &f.Items[j]
		cov := f.Covariance(j)
		if cov == nil {
			continue
		}
		it.SE = make([]float64, len(cov))
		free := f.blocks[j].free
		for k := range cov {
			it.SE[k] = math.NaN()
			if it.Model == Nominal || slices.Contains(free, k) {
				it.SE[k] = f.known(math.Sqrt(cov[k][k]))
			}
		}
	}
	for g := range f.Latent {
		b := &f.blocks[len(f.Items)+g]
		for k, at := range b.free {
			se := f.known(math.Sqrt(v.At(b.from+k, b.from+k)))
			if at == 0 {
				f.Latent[g].SEMean = se
			} else {
				f.Latent[g].SEVar = se * f.Latent[g].Var
			}
		}
	}
}

// known is NaN for what is no standard error.
func (f *Fit) known(se float64) float64 {
	if se > 0 && !math.IsInf(se, 0) {
		return se
	}
	return math.NaN()
}
