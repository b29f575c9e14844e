package mip

import (
	"context"
	"math"
	"time"
)

// Solve minimises a problem. It returns what it has when ctx ends; an error
// only means that the numbers given are no problem.
func Solve(ctx context.Context, p *Problem, o Options) (Result, error) {
	if err := p.check(); err != nil {
		return Result{}, err
	}
	stop := stopper(ctx, o)
	return solve(p, o, stop, 0), nil
}

// stopper tells when to stop: when ctx has ended or time is over.
func stopper(ctx context.Context, o Options) func() bool {
	var end time.Time
	now := o.Now
	if now == nil {
		now = time.Now //nolint:forbidigo // how long a search may take, not what it finds
	}
	if o.Time > 0 {
		end = now().Add(o.Time)
	}
	return func() bool {
		return ctx.Err() != nil || (o.Time > 0 && now().After(end))
	}
}

// solve presolves and searches. depth counts searches inside searches.
func solve(p *Problem, o Options, stop func() bool, depth int) Result {
	r := presolve(p)
	if r.infeasible {
		return Result{Status: Infeasible, Objective: math.Inf(1), Bound: math.Inf(1)}
	}
	t := newTree(p, r, o, stop, depth)
	if o.Start != nil && len(o.Start) == len(p.cost) {
		if x, ok := r.shrink(o.Start); ok {
			t.offer(x)
		}
	}
	t.search()
	return t.result()
}

// result turns what the tree has into a result of the original problem.
func (t *tree) result() Result {
	out := Result{Nodes: t.nodes, Iterations: t.s.iterations, Bound: t.finalBound() + t.r.offset, Objective: math.Inf(1)}
	if t.best != nil {
		out.X = t.r.expand(t.best)
		out.Objective = t.original.Value(out.X)
		out.Bound = min(out.Bound, out.Objective)
	}
	switch {
	case t.unbounded:
		out.Status, out.Bound, out.X = Unbounded, math.Inf(-1), nil
	case t.best != nil && (t.exhausted || t.closeEnough()):
		out.Status = Optimal
	case t.best != nil:
		out.Status = Feasible
	case t.exhausted && !t.doubtful:
		out.Status, out.Bound = Infeasible, math.Inf(1)
	default:
		out.Status = Unknown
	}
	return out
}
