package irt

import (
	"context"
	"math"
	"slices"
	"sync"
	"sync/atomic"

	"gonum.org/v1/gonum/mat"
)

// The observed information is that of the complete data less what is missing
// (Louis 1982; equal to the derivative of Oakes 1999):
//
//	H = −∂²Q − Σ_i w_i [ E_i(s sᵀ) − E_i(s) E_i(s)ᵀ ]
//
// where s is the score of person i at a node and E_i the mean over the
// posterior. −∂²Q is differences of the analytic gradient of each item. For
// E_i(s sᵀ) persons are counted by the codes of two small tables at a time, and
// each cell of the counts is multiplied once: N·Q additions for a pair of tables
// instead of N·Q·16·P.

// Patterns are kept with their posteriors a chunk at a time: a small one, which
// stays in the cache, where the counts of all pairs fit into keptCounts numbers;
// else a large one, since the counts are then used up with every chunk.
const (
	smallChunk = 1 << 12
	largeChunk = 1 << 16
	keptCounts = 16 << 20
)

// observed is the observed information at the point of the last evaluation, a
// symmetric matrix of all parameters; where the context ends, nothing of use.
func (pr *problem) observed(ctx context.Context) *mat.SymDense {
	h := mat.NewSymDense(pr.n, nil)
	pr.completeCurvature(h)
	o := &observation{pr: pr, e: pr.engine, parts: pr.parts(), h: h}
	o.pairs()
	n, told := pr.engine.p.n, 0
	var at []int
	for i := range n {
		at = pr.engine.told(i, at)
		told += len(at)
	}
	o.dense = 4*told >= n*len(pr.engine.p.tables)
	for from := 0; from < n && ctx.Err() == nil; from += o.size {
		o.chunk(ctx, from, min(from+o.size, n))
	}
	if o.keep {
		o.each(ctx, func(p *pair, _ int) { o.contract(p) })
	}
	return h
}

// completeCurvature writes −∂²(Q + logPrior) into the diagonal blocks of h.
func (pr *problem) completeCurvature(h *mat.SymDense) {
	groups := len(pr.expected.nodes)
	for i := range pr.blocks {
		b := &pr.blocks[i]
		gradient := func() []float64 {
			grad := make([]float64, len(b.x))
			if b.item >= 0 {
				pr.itemGradient(b, grad, nil)
				pr.priors[b.item].log(pr.models[b.item], b.x, grad, nil)
				return grad
			}
			g := i - len(pr.blocks) + groups
			pr.latentGradient(b, pr.grid.Weights(b.x[0], math.Exp(b.x[1])), pr.expected.nodes[g], grad, make([]float64, 4))
			return grad
		}
		for k, a := range b.free {
			x := b.x[a]
			step := 1e-4 * math.Max(0.1, math.Min(1, math.Abs(x)))
			b.x[a] = x + step
			up := gradient()
			b.x[a] = x - step
			down := gradient()
			b.x[a] = x
			for l, c := range b.free[:k+1] {
				old := h.At(b.from+k, b.from+l)
				h.SetSym(b.from+k, b.from+l, old-(up[c]-down[c])/(2*step))
			}
		}
	}
}

// pair is two parts, a no earlier than b, with the expected number of persons
// by codes and node.
type pair struct {
	a, b   *part
	at, to int // the places of a and b
	counts []float64
	seen   []bool
}

// observation takes what is missing over the persons from h.
type observation struct {
	pr    *problem
	e     *engine
	parts []part
	list  []pair
	size  int  // of a chunk
	keep  bool // the counts of all pairs
	dense bool // a person was shown a quarter of the items or more
	mu    sync.Mutex
	h     *mat.SymDense

	posts []float64 // posteriors of a chunk, times weights
	codes []uint16  // of a chunk, one a part
	shown [][]int32 // by part: the persons of a chunk who were shown an item of it
}

// pairs lists the pairs that have parameters, and says how persons are divided.
func (o *observation) pairs() {
	cells := 0
	for a := range o.parts {
		for b := range a + 1 {
			p := pair{a: &o.parts[a], b: &o.parts[b], at: a, to: b}
			if len(p.a.params) > 0 && len(p.b.params) > 0 {
				o.list = append(o.list, p)
				cells += p.a.t.codes * p.b.t.codes
			}
		}
	}
	o.size, o.keep = largeChunk, cells*o.e.q <= keptCounts
	if o.keep {
		o.size = smallChunk
	}
}

// each runs f for every pair, several at the same time; the second argument
// numbers those.
func (o *observation) each(ctx context.Context, f func(p *pair, thread int)) {
	var next atomic.Int64
	parallel(len(o.e.workers), func(thread int) {
		for {
			k := int(next.Add(1)) - 1
			if k >= len(o.list) || ctx.Err() != nil {
				return
			}
			f(&o.list[k], thread)
		}
	})
}

func (o *observation) chunk(ctx context.Context, lo, hi int) {
	n, q := hi-lo, o.e.q
	o.posts, o.codes = sized(o.posts, n*q), make([]uint16, n*len(o.parts))
	threads := len(o.e.workers)
	parallel(threads, func(t int) { o.posteriors(lo, lo+n*t/threads, lo+n*(t+1)/threads) })
	o.listShown(n)
	spare := make([][]float64, threads)
	o.each(ctx, func(p *pair, thread int) {
		if p.counts == nil {
			if !o.meet(p) {
				return
			}
			p.counts = sized(spare[thread], p.a.t.codes*p.b.t.codes*q)
			clear(p.counts)
			p.seen = make([]bool, p.a.t.codes*p.b.t.codes)
		}
		o.count(p)
		if !o.keep {
			o.contract(p)
			spare[thread], p.counts = p.counts, nil
		}
	})
}

// listShown fills shown for the n persons of a chunk.
func (o *observation) listShown(n int) {
	o.shown = make([][]int32, len(o.parts))
	for i := range n {
		for a, c := range o.codes[i*len(o.parts) : (i+1)*len(o.parts)] {
			if int(c) != o.parts[a].t.nothing {
				o.shown[a] = append(o.shown[a], int32(i)) //nolint:gosec // G115: below largeChunk
			}
		}
	}
}

// meet tells whether somebody in the chunk was shown items of both parts.
func (o *observation) meet(p *pair) bool {
	return slices.ContainsFunc(o.shown[p.at], func(i int32) bool { return int(o.codes[int(i)*len(o.parts)+p.to]) != p.b.t.nothing })
}

// parallel runs f(0) … f(n−1) at the same time.
func parallel(n int, f func(int)) {
	var wait sync.WaitGroup
	for t := range n {
		wait.Go(func() { f(t) })
	}
	wait.Wait()
}

// count adds the posteriors of the persons of a chunk to the counts of a pair.
func (o *observation) count(p *pair) {
	q, width := o.e.q, len(o.parts)
	for _, person := range o.shown[p.at] {
		i := int(person)
		b := int(o.codes[i*width+p.to])
		if b == p.b.t.nothing {
			continue
		}
		cell := int(o.codes[i*width+p.at])*p.b.t.codes + b
		addTo(p.counts[cell*q:(cell+1)*q], o.posts[i*q:(i+1)*q])
		p.seen[cell] = true
	}
}

// contract takes the block of a pair of E(s sᵀ) from h.
func (o *observation) contract(p *pair) {
	if p.counts == nil {
		return
	}
	q, columns := o.e.q, len(p.b.params)
	block := make([]float64, len(p.a.params)*columns)
	row := make([]float64, q)
	for ca := range p.a.t.codes {
		for kb := range columns {
			clear(row)
			for cb := range p.b.t.codes {
				if cell := ca*p.b.t.codes + cb; p.seen[cell] {
					addProduct(row, p.counts[cell*q:(cell+1)*q], p.b.scores[cb][kb])
				}
			}
			for ka := range p.a.params {
				block[ka*columns+kb] += dot(row, p.a.scores[ca][ka])
			}
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for ka, i := range p.a.params {
		for kb, j := range p.b.params {
			if p.at != p.to || j <= i {
				o.h.SetSym(i, j, o.h.At(i, j)-block[ka*columns+kb])
			}
		}
	}
}
