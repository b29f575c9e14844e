package irt

import (
	"context"
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// newtonParameters is the most parameters for which the observed information
// becomes the metric of the last steps: that of more costs more than it saves.
const newtonParameters = 800

// The observed information takes over where the rise that a step by the complete
// data promises, in units of log-likelihood, is below nearTop; or below slowTop
// after slowPasses, where much is missing from the complete data and steps by
// them are short.
const (
	nearTop    = 1e-5
	slowTop    = 1.0
	slowPasses = 18
)

// manyPatterns is from where the climb begins on a part of the persons, and
// partPatterns how many those are. Its top is within a standard error or so of
// the top for all, and its curvature a few per cent from theirs: with it as
// the metric four or five passes over all persons are left.
const (
	manyPatterns = 30_000
	partPatterns = 8_000
)

// maximise climbs from v until the gradient is zero.
func (o *Options) maximise(ctx context.Context, pr *problem, v []float64) (*point, error) {
	c := &climb{pr: pr, most: o.Passes}
	c.observe = func(pt *point) {
		if o.Progress != nil {
			_, g := largest(pt.grad)
			o.Progress(pr.evaluations, pt.f, g)
		}
	}
	if pr.engine.p.n >= manyPatterns && pr.n <= newtonParameters {
		part := pr.part(partPatterns)
		p := &climb{pr: part, most: o.Passes, observe: c.observe}
		if err := p.ascend(ctx, v, o.nearly(part)); err != nil {
			return nil, err
		}
		v, c.metric = p.at.v, part.newMetric(ctx, p.at)
	}
	if err := c.ascend(ctx, v, o.nearly(pr)); err != nil {
		return nil, err
	}
	if !o.flat(c.at) && !c.stuck && c.metric == nil && pr.n <= newtonParameters {
		c.metric, c.s, c.y = pr.newMetric(ctx, c.at), nil, nil
	}
	if err := c.run(ctx, o.flat); err != nil {
		return nil, err
	}
	if c.stuck && c.metric != nil { // a metric that misleads: go on without
		c.metric, c.stuck = nil, false
		if err := c.run(ctx, o.flat); err != nil {
			return nil, err
		}
	}
	return c.at, nil
}

func (o *Options) flat(pt *point) bool {
	_, g := largest(pt.grad)
	return g <= o.Tolerance
}

// nearly tells whether a point is near the top.
func (o *Options) nearly(pr *problem) func(*point) bool {
	return func(pt *point) bool {
		d := slices.Clone(pt.grad)
		pr.precondition(pt, d)
		rise := dot(d, pt.grad)
		return o.flat(pt) || pr.n <= newtonParameters && (rise < nearTop || rise < slowTop && pr.evaluations >= slowPasses)
	}
}

// ascend starts at v and climbs until done.
func (c *climb) ascend(ctx context.Context, v []float64, done func(*point) bool) error {
	c.at = c.pr.evaluate(v)
	if math.IsInf(c.at.f, 0) {
		return errors.New("calibrate: the start values have no likelihood; a prior excludes them")
	}
	return c.run(ctx, done)
}

// newMetric is the observed information at a point, factored. Where it is not
// positive definite a share of that of the complete data is added, which is; nil
// if that does not help.
func (pr *problem) newMetric(ctx context.Context, at *point) *mat.Cholesky {
	pr.sure(at)
	h := pr.observed(ctx)
	var chol mat.Cholesky
	if chol.Factorize(h) {
		pr.information, pr.informed = h, slices.Clone(at.v)
		return &chol
	}
	for added, share := 0.0, 0.03; share < 2; share *= 3 {
		for i := range pr.blocks {
			b := &pr.blocks[i]
			for k := range b.free {
				for l := range k + 1 {
					h.SetSym(b.from+k, b.from+l, h.At(b.from+k, b.from+l)+(share-added)*at.info[i][k*len(b.free)+l])
				}
			}
		}
		if added = share; chol.Factorize(h) {
			return &chol
		}
	}
	return nil
}

// part is the same problem for every k-th pattern, n of them or more, which
// count for all.
func (pr *problem) part(n int) *problem {
	out := *pr
	out.evaluations, out.expected = 0, expected{}
	out.p, out.s = slices.Clone(pr.p), slices.Clone(pr.s)
	out.blocks = slices.Clone(pr.blocks)
	for i := range out.blocks {
		out.blocks[i].x = slices.Clone(out.blocks[i].x)
	}
	for _, c := range pr.expected.counts {
		out.expected.counts = append(out.expected.counts, make([]float64, len(c)))
	}
	for _, c := range pr.expected.nodes {
		out.expected.nodes = append(out.expected.nodes, make([]float64, len(c)))
	}
	out.engine = newEngine(pr.engine.p.every(pr.engine.p.n/n), pr.categories, len(pr.expected.nodes), pr.grid.Nodes, len(pr.engine.workers))
	out.engine.weights = make([][]float64, len(pr.expected.nodes))
	return &out
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

// sameInformation is how far a parameter may move before the observed
// information is computed again; standard errors change by as small a share.
const sameInformation = 1e-4

// observedAt is the observed information at a point, or very near it.
func (pr *problem) observedAt(ctx context.Context, at *point) *mat.SymDense {
	if pr.information != nil {
		moved := slices.Clone(at.v)
		for k := range moved {
			moved[k] -= pr.informed[k]
		}
		if _, far := largest(moved); far <= sameInformation {
			return pr.information
		}
	}
	return pr.observed(ctx)
}
