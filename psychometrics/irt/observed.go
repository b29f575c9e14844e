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

// observedChunk is how many patterns are kept with their posteriors at a time.
const observedChunk = 1 << 16

// observed is the observed information at the point of the last evaluation, a
// symmetric matrix of all parameters.
func (pr *problem) observed() *mat.SymDense {
	h := mat.NewSymDense(pr.n, nil)
	pr.completeCurvature(h)
	o := &observation{pr: pr, e: pr.engine, parts: pr.parts(), gram: mat.NewSymDense(pr.n, nil), missing: mat.NewSymDense(pr.n, nil)}
	for from := 0; from < pr.engine.p.n; from += observedChunk {
		o.chunk(from, min(from+observedChunk, pr.engine.p.n))
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

// observation sums what is missing over the persons.
type observation struct {
	pr            *problem
	e             *engine
	parts         []part
	gram, missing *mat.SymDense
	mu            sync.Mutex

	h     []float64 // posteriors of a chunk, times weights
	codes []uint16  // of a chunk, one a part
}

func (o *observation) chunk(lo, hi int) {
	n, q := hi-lo, o.e.q
	o.h, o.codes = sized(o.h, n*q), make([]uint16, n*len(o.parts))
	threads := len(o.e.workers)
	parallel(threads, func(t int) { o.posteriors(lo, lo+n*t/threads, lo+n*(t+1)/threads) })
	var pairs [][2]int
	for a := range o.parts {
		for b := range a + 1 {
			if len(o.parts[a].params) > 0 && len(o.parts[b].params) > 0 {
				pairs = append(pairs, [2]int{a, b})
			}
		}
	}
	var next atomic.Int64
	parallel(threads, func(int) {
		var counts []float64
		for {
			k := int(next.Add(1)) - 1
			if k >= len(pairs) {
				return
			}
			counts = o.pair(pairs[k][0], pairs[k][1], n, counts)
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

// pair adds the block of two parts to E(s sᵀ).
func (o *observation) pair(a, b, n int, counts []float64) []float64 {
	q, pa, pb, width := o.e.q, &o.parts[a], &o.parts[b], len(o.parts)
	size := pa.t.codes * pb.t.codes
	counts = sized(counts, size*q)
	clear(counts)
	seen := make([]bool, size)
	for i := range n {
		cell := int(o.codes[i*width+a])*pb.t.codes + int(o.codes[i*width+b])
		addTo(counts[cell*q:(cell+1)*q], o.h[i*q:(i+1)*q])
		seen[cell] = true
	}
	block := make([]float64, len(pa.params)*len(pb.params))
	row := make([]float64, q)
	for ca := range pa.t.codes {
		for kb := range pb.params {
			clear(row)
			for cb := range pb.t.codes {
				if cell := ca*pb.t.codes + cb; seen[cell] {
					addProduct(row, counts[cell*q:(cell+1)*q], pb.scores[cb][kb])
				}
			}
			for ka := range pa.params {
				block[ka*len(pb.params)+kb] += dot(row, pa.scores[ca][ka])
			}
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for ka, i := range pa.params {
		for kb, j := range pb.params {
			if a != b || j <= i {
				o.missing.SetSym(i, j, o.missing.At(i, j)+block[ka*len(pb.params)+kb])
			}
		}
	}
	return counts
}
