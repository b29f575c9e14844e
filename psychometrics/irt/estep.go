package irt

import (
	"math"
	"sync"
)

// longTest is how many tables may say something about one person before
// probabilities are summed as logarithms: up to it their product is a normal number
// wherever it matters.
const longTest = 12

// leastLikelihood is the smallest likelihood of a person that is taken from a
// product. What underflows to zero beside it is less than 1e-50 of it; a person
// below it is done again in logarithms.
const leastLikelihood = 1e-250

// leastProbability keeps the logarithm of a probability finite.
const leastProbability = 1e-300

// expected is what one pass over the persons gives.
type expected struct {
	logLik float64
	counts [][]float64 // by item: K × Q, the expected number at each node
	nodes  [][]float64 // by group: Q
}

// engine passes over the persons. rows and logs are the items' probabilities,
// K × Q each; weights those of the groups.
type engine struct {
	p       *patterns
	q       int
	long    bool
	rows    [][]float64
	logs    [][]float64
	weights [][]float64
	values  []float64 // all tables: codes × Q, products or sums of logarithms
	workers []*worker
}

// worker is one goroutine's share.
type worker struct {
	lo, hi  int
	buckets []float64 // all tables: codes × Q
	nodes   [][]float64
	logLik  float64
	h       []float64
	at      []int
}

func newEngine(p *patterns, categories []int, groups, q, threads int) *engine {
	e := &engine{p: p, q: q, values: make([]float64, p.total*q)}
	var at []int
	for i := range p.n {
		at = e.told(i, at)
		e.long = e.long || len(at) > longTest
	}
	for _, k := range categories {
		e.rows, e.logs = append(e.rows, make([]float64, k*q)), append(e.logs, make([]float64, k*q))
	}
	if p.n*len(p.tables)*q < 1<<18 {
		threads = 1 // starting them costs more than they save
	}
	for t := range threads {
		w := &worker{lo: p.n * t / threads, hi: p.n * (t + 1) / threads, buckets: make([]float64, p.total*q), h: make([]float64, q)}
		for range groups {
			w.nodes = append(w.nodes, make([]float64, q))
		}
		e.workers = append(e.workers, w)
	}
	return e
}

// prepare makes the tables from rows. Logarithms are always there: a person
// whom the product cannot hold needs them.
func (e *engine) prepare() {
	for j, row := range e.rows {
		for i, v := range row {
			e.logs[j][i] = math.Log(math.Max(v, leastProbability))
		}
	}
	for i := range e.p.tables {
		t := &e.p.tables[i]
		out := e.values[t.from*e.q : (t.from+t.codes)*e.q]
		if e.long {
			t.fill(out, e.logs, e.q, 0, sums)
		} else {
			t.fill(out, e.rows, e.q, 1, product)
		}
	}
}

// pass computes the posterior of every person and adds it up. out is
// overwritten.
func (e *engine) pass(out *expected) {
	e.prepare()
	e.each(func(w *worker) {
		clear(w.buckets)
		for _, n := range w.nodes {
			clear(n)
		}
		w.logLik = 0
		for i := w.lo; i < w.hi; i++ {
			weight := e.p.weight[i]
			w.at = e.told(i, w.at)
			w.logLik += weight * e.posterior(i, w.at, w.h)
			scale(w.h, weight)
			addTo(w.nodes[e.p.group[i]], w.h)
			for _, at := range w.at {
				addTo(w.buckets[at:at+e.q], w.h)
			}
		}
	})
	e.collect(out)
}

// each runs f for every worker at the same time.
func (e *engine) each(f func(*worker)) {
	if len(e.workers) == 1 {
		f(e.workers[0])
		return
	}
	var wait sync.WaitGroup
	for _, w := range e.workers {
		wait.Go(func() { f(w) })
	}
	wait.Wait()
}

// collect adds the workers' shares, always in the same order.
func (e *engine) collect(out *expected) {
	first := e.workers[0]
	for _, w := range e.workers[1:] {
		addTo(first.buckets, w.buckets)
		first.logLik += w.logLik
		for g := range w.nodes {
			addTo(first.nodes[g], w.nodes[g])
		}
	}
	out.logLik = first.logLik
	for g := range out.nodes {
		copy(out.nodes[g], first.nodes[g])
	}
	for j := range out.counts {
		clear(out.counts[j])
	}
	for i := range e.p.tables {
		t := &e.p.tables[i]
		t.unroll(first.buckets[t.from*e.q:(t.from+t.codes)*e.q], out.counts, e.q)
	}
}

// told writes into at where the codes of pattern i begin in values, without those
// of tables that the person was shown nothing of, and returns it.
func (e *engine) told(i int, at []int) []int {
	width := len(e.p.tables)
	at = at[:0]
	for t, c := range e.p.codes[i*width : (i+1)*width] {
		if tab := &e.p.tables[t]; int(c) != tab.nothing {
			at = append(at, (tab.from+int(c))*e.q)
		}
	}
	return at
}

// posterior writes the posterior of pattern i, of which at is told, into h and
// returns the log of its likelihood (of one person).
func (e *engine) posterior(i int, at []int, h []float64) float64 {
	w := e.weights[e.p.group[i]]
	if !e.long {
		e.multiply(at, w, h)
		if sum := total(h); sum >= leastLikelihood {
			scale(h, 1/sum)
			return math.Log(sum)
		}
	}
	e.addLogs(i, at, h)
	top := math.Inf(-1)
	for q := range h {
		h[q] += math.Log(w[q])
		top = math.Max(top, h[q])
	}
	sum := 0.0
	for q := range h {
		h[q] = math.Exp(h[q] - top)
		sum += h[q]
	}
	scale(h, 1/sum)
	return top + math.Log(sum)
}

// multiply is the forward product, four tables at a time.
func (e *engine) multiply(at []int, w, h []float64) {
	row := func(t int) []float64 { return e.values[at[t] : at[t]+e.q] }
	t := 0
	for src := w; t < len(at); src = h {
		switch len(at) - t {
		case 1:
			product(h, src, row(t))
			t++
		case 2, 3:
			product3(h, src, row(t), row(t+1))
			t += 2
		default:
			product5(h, src, row(t), row(t+1), row(t+2), row(t+3))
			t += 4
		}
	}
}

// addLogs is the forward sum of logarithms.
func (e *engine) addLogs(i int, at []int, h []float64) {
	clear(h)
	if e.long {
		for _, from := range at {
			addTo(h, e.values[from:from+e.q])
		}
		return
	}
	width := len(e.p.tables)
	for t, c := range e.p.codes[i*width : (i+1)*width] {
		tab := &e.p.tables[t]
		rest := int(c)
		for i, j := range tab.items {
			k := rest % tab.radix[i]
			rest /= tab.radix[i]
			if (k+1)*e.q <= len(e.logs[j]) {
				addTo(h, e.logs[j][k*e.q:(k+1)*e.q])
			}
		}
	}
}
