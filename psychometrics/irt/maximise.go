package irt

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"khaothi/psychometrics"
)

// newtonParameters is the most parameters for which the last steps are
// Newton's: the observed information of more costs more than it saves.
const newtonParameters = 800

// nearTop is the rise that a Fisher step promises, in units of log-likelihood, below
// which Newton's steps take over from quasi-Newton ones.
const nearTop = 1e-4

// maximise climbs from v until the gradient is zero.
func (o *Options) maximise(ctx context.Context, pr *problem, v []float64) (*point, error) {
	tell := func(pt *point) {
		if o.Progress != nil {
			_, g := largest(pt.grad)
			o.Progress(pr.evaluations, pt.f, g)
		}
	}
	at := pr.evaluate(v)
	if math.IsInf(at.f, 0) {
		return nil, errors.New("calibrate: the start values have no likelihood; a prior excludes them")
	}
	flat := func(pt *point) bool {
		_, g := largest(pt.grad)
		return g <= o.Tolerance
	}
	near := func(pt *point) bool {
		d := slices.Clone(pt.grad)
		pr.precondition(pt, d)
		return flat(pt) || pr.n <= newtonParameters && dot(d, pt.grad) < nearTop
	}
	c := &climb{pr: pr, at: at, done: near, most: o.Passes, observe: tell}
	if err := c.run(ctx); err != nil {
		return nil, err
	}
	if !flat(c.at) && !c.stuck && pr.evaluations < o.Passes {
		c.at = pr.newton(c.at, flat, tell)
	}
	c.done = flat
	if err := c.run(ctx); err != nil {
		return nil, err
	}
	return c.at, nil
}

// newton takes steps by the observed information at the first point, as long as
// each makes the gradient a good deal smaller.
func (pr *problem) newton(at *point, flat func(*point) bool, tell func(*point)) *point {
	for range 3 {
		at = pr.sure(at)
		var chol mat.Cholesky
		if !chol.Factorize(pr.observed()) {
			return at
		}
		for range 4 {
			d := mat.NewVecDense(pr.n, nil)
			if err := chol.SolveVecTo(d, mat.NewVecDense(pr.n, slices.Clone(at.grad))); err != nil {
				return at
			}
			v := slices.Clone(at.v)
			for k := range v {
				v[k] += d.AtVec(k)
			}
			next := pr.evaluate(v)
			_, was := largest(at.grad)
			_, is := largest(next.grad)
			if !(next.f >= at.f-1e-10*math.Abs(at.f)) || !(is < was/2) {
				break
			}
			at = next
			tell(at)
			if flat(at) {
				return at
			}
		}
	}
	return at
}

// sure evaluates a point again if the last evaluation was of another.
func (pr *problem) sure(at *point) *point {
	for i := range pr.blocks {
		b := &pr.blocks[i]
		for k, f := range b.free {
			if b.x[f] != at.v[b.from+k] {
				return pr.evaluate(at.v)
			}
		}
	}
	return at
}

// steepest is the slope and the intercept beyond which an item is taken to grow
// without bound.
const steepest, farthest = 25, 60

// finish makes the result of a point.
func (o *Options) finish(r *psychometrics.Responses, pr *problem, at *point) *Fit {
	at = pr.sure(at)
	f := &Fit{LogLik: at.logLik, LogPrior: at.logPrior, Parameters: pr.n, Passes: pr.evaluations, Grid: o.Grid, blocks: pr.blocks, models: pr.models}
	k, g := largest(at.grad)
	f.MaxGradient, f.Converged = g, g <= o.Tolerance
	if k >= 0 {
		f.Blocking = pr.name(k)
	}
	for i := range r.N() {
		f.Persons += r.Weight(i)
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
		l := Latent{Mean: b.x[0], Var: math.Exp(b.x[1]), SEMean: math.NaN(), SEVar: math.NaN(), Persons: total(pr.expected.nodes[g])}
		if r.Groups != nil {
			l.Group = r.Groups[g]
		}
		f.Latent = append(f.Latent, l)
	}
	if f.Converged && !o.NoSE && pr.n > 0 {
		f.standardErrors(pr)
	}
	return f
}

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
func (f *Fit) standardErrors(pr *problem) {
	var chol mat.Cholesky
	var v mat.SymDense
	if !chol.Factorize(pr.observed()) || chol.InverseTo(&v) != nil && chol.Cond() > 1e15 {
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
		free := f.models[j].free(it.Categories())
		for k := range cov {
			it.SE[k] = math.NaN()
			if it.Model == Nominal || free[k] {
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
