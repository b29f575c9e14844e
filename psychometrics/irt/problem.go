package irt

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// block is an item or a latent distribution in the vector of parameters.
type block struct {
	item int // −1: a latent distribution
	from int // its first parameter in the vector
	free []int
	x    []float64 // all its working parameters
}

func (b *block) put(v []float64) {
	for i, k := range b.free {
		b.x[k] = v[b.from+i]
	}
}

// problem is the penalised marginal likelihood as a function of one vector.
type problem struct {
	engine     *engine
	names      []string
	models     []Model
	categories []int
	priors     []itemPrior
	grid       Grid
	theta      []float64
	blocks     []block // items, then groups (mean, log variance)
	n          int     // parameters

	evaluations int
	expected    expected
	information *mat.SymDense // the observed information at informed; nil: not computed
	informed    []float64
	p, s        []float64 // one node: probabilities and their scores
}

// point is the problem at one vector.
type point struct {
	v        []float64
	f        float64 // logLik + logPrior; −∞ outside the parameter space
	logLik   float64
	logPrior float64
	grad     []float64
	info     [][]float64 // by block: free × free, information of complete data
}

func (pr *problem) start() []float64 {
	v := make([]float64, pr.n)
	for i := range pr.blocks {
		b := &pr.blocks[i]
		for k, at := range b.free {
			v[b.from+k] = b.x[at]
		}
	}
	return v
}

// place puts the vector into the blocks, and tells whether it is inside the
// parameter space.
func (pr *problem) place(v []float64) bool {
	ok := true
	for i := range pr.blocks {
		b := &pr.blocks[i]
		b.put(v)
		if b.item >= 0 {
			ok = ok && pr.models[b.item].legal(b.x)
		} else {
			ok = ok && math.Abs(b.x[0]) <= 50 && math.Abs(b.x[1]) <= 10
		}
	}
	return ok
}

// evaluate does one pass over the persons at v. The gradient of the marginal
// likelihood is that of the expected complete-data likelihood at the same point
// (Fisher's identity; Louis 1982).
func (pr *problem) evaluate(v []float64) *point {
	pt := &point{v: v, f: math.Inf(-1), grad: make([]float64, pr.n)}
	if !pr.place(v) {
		return pt
	}
	groups := len(pr.expected.nodes)
	for i := range pr.blocks {
		b := &pr.blocks[i]
		if b.item >= 0 {
			pr.tabulate(b)
			continue
		}
		pr.engine.weights[i-len(pr.blocks)+groups] = pr.grid.Weights(b.x[0], math.Exp(b.x[1]))
	}
	pr.engine.pass(&pr.expected)
	pr.evaluations++
	pt.logLik = pr.expected.logLik
	for i := range pr.blocks {
		b := &pr.blocks[i]
		size := len(b.x)
		grad, info := make([]float64, size), make([]float64, size*size)
		if b.item >= 0 {
			pr.itemGradient(b, grad, info)
			pt.logPrior += pr.priors[b.item].log(pr.models[b.item], b.x, grad, info)
		} else {
			g := i - len(pr.blocks) + groups
			pr.latentGradient(b, pr.engine.weights[g], pr.expected.nodes[g], grad, info)
		}
		small := make([]float64, 0, len(b.free)*len(b.free))
		for k, a := range b.free {
			pt.grad[b.from+k] = grad[a]
			for _, c := range b.free {
				small = append(small, info[a*size+c])
			}
		}
		pt.info = append(pt.info, small)
	}
	if f := pt.logLik + pt.logPrior; !math.IsNaN(f) {
		pt.f = f
	}
	return pt
}

// tabulate writes the probabilities of an item at all nodes.
func (pr *problem) tabulate(b *block) {
	k, q := pr.categories[b.item], pr.grid.Nodes
	for at, th := range pr.theta {
		pr.models[b.item].probabilities(b.x, th, pr.p[:k])
		for c, p := range pr.p[:k] {
			pr.engine.rows[b.item][c*q+at] = p
		}
	}
}

// itemGradient adds Σ r(k,θ)·s(k,θ) to grad and Σ n(θ)·P·s·sᵀ to info, where s
// is the score of an answer in category k.
func (pr *problem) itemGradient(b *block, grad, info []float64) {
	m, k, size, q := pr.models[b.item], pr.categories[b.item], len(b.x), pr.grid.Nodes
	counts := pr.expected.counts[b.item]
	for at, th := range pr.theta {
		n := 0.0
		for c := range k {
			n += counts[c*q+at]
		}
		if n == 0 {
			continue
		}
		m.scores(b.x, th, pr.p[:k], pr.s)
		for c := range k {
			r, w := counts[c*q+at], n*pr.p[c]
			s := pr.s[c*size : (c+1)*size]
			for i, si := range s {
				grad[i] += r * si
				for j := 0; info != nil && j <= i; j++ {
					info[i*size+j] += w * si * s[j]
				}
			}
		}
	}
	for i := range size {
		for j := 0; info != nil && j < i; j++ {
			info[j*size+i] = info[i*size+j]
		}
	}
}

// latentScores are ∂log w(θ)/∂mean and ∂log w(θ)/∂log variance at all nodes, of
// weights that sum to one.
func latentScores(x, theta, w []float64) (mean, spread []float64) {
	mean, spread = make([]float64, len(theta)), make([]float64, len(theta))
	variance := math.Exp(x[1])
	for q, th := range theta {
		mean[q] = (th - x[0]) / variance
		spread[q] = (th - x[0]) * (th - x[0]) / (2 * variance)
	}
	for _, s := range [][]float64{mean, spread} {
		e := dot(s, w)
		for q := range s {
			s[q] -= e
		}
	}
	return mean, spread
}

func (pr *problem) latentGradient(b *block, w, nodes, grad, info []float64) {
	mean, spread := latentScores(b.x, pr.theta, w)
	grad[0], grad[1] = dot(nodes, mean), dot(nodes, spread)
	n := total(nodes)
	for q := range w {
		info[0] += n * w[q] * mean[q] * mean[q]
		info[1] += n * w[q] * mean[q] * spread[q]
		info[3] += n * w[q] * spread[q] * spread[q]
	}
	info[2] = info[1]
}

// name says which item or group a parameter belongs to.
func (pr *problem) name(parameter int) string {
	for i := range pr.blocks {
		b := &pr.blocks[i]
		if parameter < b.from || parameter >= b.from+len(b.free) {
			continue
		}
		if b.item >= 0 {
			return pr.names[b.item]
		}
		return fmt.Sprintf("latent distribution of group %d", i-len(pr.blocks)+len(pr.expected.nodes)+1)
	}
	return ""
}

// largest is the largest |gradient| and its parameter, −1 and 0 where there is none.
func largest(grad []float64) (at int, size float64) {
	at = -1
	for i, g := range grad {
		if a := math.Abs(g); a > size || at < 0 || math.IsNaN(a) {
			at, size = i, a
		}
	}
	return at, size
}
