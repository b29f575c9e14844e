package irt

import (
	"math"
	"sync"
	"sync/atomic"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
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

// part is a table of items, or all latent distributions, with the scores of
// each of its codes: scores[code][parameter] is Q numbers.
type part struct {
	t      table
	params []int
	scores [][][]float64
}

// Patterns are kept with their posteriors a chunk at a time: a small one, which
// stays in the cache, where the counts of all pairs fit into keptCounts numbers;
// else a large one, since the counts are then used up with every chunk.
const (
	smallChunk = 1 << 12
	largeChunk = 1 << 16
	keptCounts = 16 << 20
)

// observed is the observed information at the point of the last evaluation, a
// symmetric matrix of all parameters.
func (pr *problem) observed() *mat.SymDense {
	h := mat.NewSymDense(pr.n, nil)
	pr.completeCurvature(h)
	o := &observation{pr: pr, e: pr.engine, parts: pr.parts(), gram: mat.NewSymDense(pr.n, nil), missing: mat.NewSymDense(pr.n, nil)}
	o.pairs()
	n := pr.engine.p.n
	for from := 0; from < n; from += o.size {
		o.chunk(from, min(from+o.size, n))
	}
	if o.keep {
		o.each(func(p *pair, _ int) { o.contract(p) })
	}
	for i := range pr.n {
		for j := i; j < pr.n; j++ {
			h.SetSym(i, j, h.At(i, j)-o.missing.At(i, j)+o.gram.At(i, j))
		}
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

// parts divides the items into small tables and adds the latent distributions
// as one more.
func (pr *problem) parts() []part {
	most := 16
	if pr.engine.p.n > 20_000 {
		most = 32
	}
	radix := make([]int, len(pr.names))
	for _, t := range pr.engine.p.tables {
		for i, j := range t.items {
			radix[j] = t.radix[i]
		}
	}
	parts := make([]part, 0, len(radix))
	byItem := map[int]*block{}
	var latent []*block
	for i := range pr.blocks {
		if b := &pr.blocks[i]; b.item >= 0 {
			byItem[b.item] = b
		} else {
			latent = append(latent, b)
		}
	}
	for _, t := range divide(radix, most) {
		p := part{t: t, scores: make([][][]float64, t.codes)}
		stride := 1
		for i, j := range t.items {
			b := byItem[j]
			own := pr.itemScores(b)
			for k, at := range b.free {
				p.params = append(p.params, b.from+k)
				for code := range t.codes {
					p.scores[code] = append(p.scores[code], own[code/stride%t.radix[i]][at])
				}
			}
			stride *= t.radix[i]
		}
		parts = append(parts, p)
	}
	return append(parts, pr.latentPart(latent))
}

// itemScores are the scores by category and working parameter, Q numbers each;
// those of the last digit, not presented, are zero.
func (pr *problem) itemScores(b *block) [][][]float64 {
	k, q := pr.categories[b.item], len(pr.theta)
	out := make([][][]float64, k+1)
	for c := range out {
		out[c] = make([][]float64, len(b.x))
		for i := range out[c] {
			out[c][i] = make([]float64, q)
		}
	}
	for at, th := range pr.theta {
		pr.models[b.item].scores(b.x, th, pr.p[:k], pr.s)
		for c := range k {
			for i := range b.x {
				out[c][i][at] = pr.s[c*len(b.x)+i]
			}
		}
	}
	return out
}

func (pr *problem) latentPart(latent []*block) part {
	p := part{t: table{codes: len(latent)}, scores: make([][][]float64, len(latent))}
	for g, b := range latent {
		mean, spread := latentScores(b.x, pr.theta, pr.engine.weights[g])
		for k, at := range b.free {
			p.params = append(p.params, b.from+k)
			for code := range latent {
				own := make([]float64, len(pr.theta)) // another group's parameter: zero
				if code == g {
					own = [][]float64{mean, spread}[at]
				}
				p.scores[code] = append(p.scores[code], own)
			}
		}
	}
	return p
}

// pair is two parts, a no earlier than b, with the expected number of persons
// by codes and node.
type pair struct {
	a, b   *part
	at, to int // the places of a and b
	counts []float64
	seen   []bool
}

// observation sums what is missing over the persons.
type observation struct {
	pr            *problem
	e             *engine
	parts         []part
	list          []pair
	size          int  // of a chunk
	keep          bool // the counts of all pairs
	gram, missing *mat.SymDense
	mu            sync.Mutex

	h     []float64 // posteriors of a chunk, times weights
	codes []uint16  // of a chunk, one a part
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
func (o *observation) each(f func(p *pair, thread int)) {
	var next atomic.Int64
	parallel(len(o.e.workers), func(thread int) {
		for {
			k := int(next.Add(1)) - 1
			if k >= len(o.list) {
				return
			}
			f(&o.list[k], thread)
		}
	})
}

func (o *observation) chunk(lo, hi int) {
	n, q := hi-lo, o.e.q
	o.h, o.codes = sized(o.h, n*q), make([]uint16, n*len(o.parts))
	threads := len(o.e.workers)
	parallel(threads, func(t int) { o.posteriors(lo, lo+n*t/threads, lo+n*(t+1)/threads) })
	spare := make([][]float64, threads)
	o.each(func(p *pair, thread int) {
		if p.counts == nil {
			p.counts = sized(spare[thread], p.a.t.codes*p.b.t.codes*q)
			clear(p.counts)
			p.seen = make([]bool, p.a.t.codes*p.b.t.codes)
		}
		o.count(p, n)
		if !o.keep {
			o.contract(p)
			spare[thread], p.counts = p.counts, nil
		}
	})
}

// parallel runs f(0) … f(n−1) at the same time.
func parallel(n int, f func(int)) {
	var wait sync.WaitGroup
	for t := range n {
		wait.Go(func() { f(t) })
	}
	wait.Wait()
}

// posteriors fills h and codes for the patterns lo … hi−1 and adds E(s)E(s)ᵀ.
func (o *observation) posteriors(base, lo, hi int) {
	const rows = 256
	q, params := o.e.q, o.pr.n
	means := blas64.General{Rows: rows, Cols: params, Stride: params, Data: make([]float64, rows*params)}
	own := blas64.Symmetric{N: params, Stride: params, Data: make([]float64, params*params), Uplo: blas.Upper}
	digit := make([]int, len(o.pr.names))
	row := make([]int8, len(digit))
	filled := 0
	flush := func() {
		means.Rows = filled
		if filled > 0 {
			blas64.Syrk(blas.Trans, 1, means, 1, own)
		}
		filled = 0
	}
	for i := lo; i < hi; i++ {
		h := o.h[(i-base)*q : (i-base+1)*q]
		o.e.posterior(i, h)
		weight := o.e.p.weight[i]
		o.e.p.decode(i, digit)
		for j, d := range digit {
			row[j] = int8(d) //nolint:gosec // G115: at most 127 categories
		}
		codes := o.codes[(i-base)*len(o.parts) : (i-base+1)*len(o.parts)]
		mean := means.Data[filled*params : (filled+1)*params]
		for a := range o.parts {
			p := &o.parts[a]
			c := p.t.code(row)
			if len(p.t.items) == 0 {
				c = int(o.e.p.group[i])
			}
			codes[a] = uint16(c) //nolint:gosec // G115: at most 1000 groups
			for k, s := range p.scores[c] {
				mean[p.params[k]] = math.Sqrt(weight) * dot(h, s)
			}
		}
		scale(h, weight)
		if filled++; filled == rows {
			flush()
		}
	}
	flush()
	o.mu.Lock()
	defer o.mu.Unlock()
	addTo(o.gram.RawSymmetric().Data, own.Data)
}

// count adds the posteriors of the n patterns of a chunk to the counts of a pair.
func (o *observation) count(p *pair, n int) {
	q, width := o.e.q, len(o.parts)
	for i := range n {
		cell := int(o.codes[i*width+p.at])*p.b.t.codes + int(o.codes[i*width+p.to])
		addTo(p.counts[cell*q:(cell+1)*q], o.h[i*q:(i+1)*q])
		p.seen[cell] = true
	}
}

// contract adds the block of a pair to E(s sᵀ).
func (o *observation) contract(p *pair) {
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
				o.missing.SetSym(i, j, o.missing.At(i, j)+block[ka*columns+kb])
			}
		}
	}
}
