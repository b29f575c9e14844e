package irt

import (
	"context"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// memory is how many steps the quasi-Newton method remembers.
const memory = 15

// climb maximises the problem: limited-memory BFGS (Nocedal & Wright 2006,
// algorithm 7.4) with a metric as the first guess of the second derivative. By
// the information of the complete data, item by item, a first step is one Fisher step of
// EM, and what the persons' abilities being unknown adds is learnt from the
// steps (Lange 1995; Jamshidian & Jennrich 1997); by the observed information
// it is Newton's. Every step must raise the likelihood. It ends when done says
// so, or nothing helps.
type climb struct {
	pr      *problem
	at      *point
	metric  *mat.Cholesky // nil: the information of the complete data
	s, y    [][]float64   // the last steps and the falls of the gradient
	stuck   bool          // the last step did not help
	most    int           // evaluations
	observe func(*point)
}

func (c *climb) run(ctx context.Context, done func(*point) bool) error {
	for !done(c.at) && !c.stuck && c.pr.evaluations < c.most {
		if err := ctx.Err(); err != nil {
			return err
		}
		c.step(c.direction())
		c.observe(c.at)
	}
	return nil
}

// direction is the two-loop recursion.
func (c *climb) direction() []float64 {
	d := slices.Clone(c.at.grad)
	alpha := make([]float64, len(c.s))
	for i := len(c.s) - 1; i >= 0; i-- {
		alpha[i] = dot(c.s[i], d) / dot(c.s[i], c.y[i])
		for k := range d {
			d[k] -= alpha[i] * c.y[i][k]
		}
	}
	c.divide(d)
	for i := range c.s {
		beta := dot(c.y[i], d) / dot(c.s[i], c.y[i])
		for k := range d {
			d[k] += (alpha[i] - beta) * c.s[i][k]
		}
	}
	if !(dot(d, c.at.grad) > 0) { // not upwards: forget and take the Fisher step
		c.s, c.y = nil, nil
		d = slices.Clone(c.at.grad)
		c.divide(d)
	}
	return d
}

// divide replaces d by the solution of metric·x = d.
func (c *climb) divide(d []float64) {
	v := mat.NewVecDense(len(d), d)
	if c.metric == nil || c.metric.SolveVecTo(v, v) != nil && c.metric.Cond() > 1e14 {
		c.pr.precondition(c.at, d)
	}
}

// longestStep bounds the change of any parameter in one step.
const longestStep = 1.0

// limit shortens the steps of the items that would go too far, each by itself
// where that still leads upwards.
func (c *climb) limit(d []float64) {
	whole := slices.Clone(d)
	for i := range c.pr.blocks {
		b := &c.pr.blocks[i]
		own := d[b.from : b.from+len(b.free)]
		if _, far := largest(own); far > longestStep {
			scale(own, longestStep/far)
		}
	}
	if dot(d, c.at.grad) > 0 {
		return
	}
	copy(d, whole)
	_, far := largest(d)
	scale(d, math.Min(1, longestStep/far))
}

// step goes along d, shortened until the likelihood
// rises enough (Armijo). Near the top the likelihood is flat to the last digit;
// then the gradient must fall.
func (c *climb) step(d []float64) {
	c.limit(d)
	t := 1.0
	slope := dot(d, c.at.grad)
	for range 30 {
		v := slices.Clone(c.at.v)
		for k := range v {
			v[k] += t * d[k]
		}
		next := c.pr.evaluate(v)
		if next.f >= c.at.f+1e-4*t*slope || c.flat(next) {
			c.learn(next)
			c.at = next
			return
		}
		t *= shrink(next.f-c.at.f, t*slope)
		if c.pr.evaluations >= c.most {
			break
		}
	}
	if len(c.s) > 0 {
		c.s, c.y = nil, nil
		return
	}
	c.stuck = true
}

// shrink says how much shorter a step of gain rise, where its beginning
// promised promise, is to be: to the top of the parabola through both, within
// a tenth and a half.
func shrink(rise, promise float64) float64 {
	if math.IsInf(rise, -1) {
		return 0.25
	}
	return math.Max(0.1, math.Min(0.5, promise/(2*(promise-rise))))
}

// flat tells whether the likelihood cannot tell next from here, and the
// gradient says that next is better.
func (c *climb) flat(next *point) bool {
	if !(math.Abs(next.f-c.at.f) <= 1e-12*math.Abs(c.at.f)) {
		return false
	}
	_, was := largest(c.at.grad)
	_, is := largest(next.grad)
	return is < was
}

func (c *climb) learn(next *point) {
	s, y := make([]float64, len(next.v)), make([]float64, len(next.v))
	for k := range s {
		s[k], y[k] = next.v[k]-c.at.v[k], c.at.grad[k]-next.grad[k]
	}
	if !(dot(s, y) > 1e-12*math.Sqrt(dot(s, s)*dot(y, y))) {
		return
	}
	c.s, c.y = append(c.s, s), append(c.y, y)
	if len(c.s) > memory {
		c.s, c.y = c.s[1:], c.y[1:]
	}
}

// precondition replaces d by the solution of (information of complete data)·x = d.
func (pr *problem) precondition(at *point, d []float64) {
	for i := range pr.blocks {
		b := &pr.blocks[i]
		solve(at.info[i], d[b.from:b.from+len(b.free)])
	}
}

// solve overwrites b by the solution of a·x = b, where a is symmetric. What a
// hardly knows is held back by a ridge, which grows until a is positive definite.
func solve(a, b []float64) {
	n := len(b)
	l := make([]float64, n*n)
	for ridge := 1e-10; ridge < 1e10; ridge *= 100 {
		if cholesky(a, l, n, ridge) {
			break
		}
	}
	for i := range n {
		for k := range i {
			b[i] -= l[i*n+k] * b[k]
		}
		b[i] /= l[i*n+i]
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			b[i] -= l[k*n+i] * b[k]
		}
		b[i] /= l[i*n+i]
	}
}

// cholesky writes the lower factor of a, whose diagonal is raised by the share
// ridge and a little, into l.
func cholesky(a, l []float64, n int, ridge float64) bool {
	for i := range n {
		for j := range i + 1 {
			s := a[i*n+j]
			if i == j {
				s += ridge * (s + 1e-3)
			}
			for k := range j {
				s -= l[i*n+k] * l[j*n+k]
			}
			if i != j {
				l[i*n+j] = s / l[j*n+j]
				continue
			}
			if !(s > 1e-12*a[i*n+i]) || s <= 0 || math.IsInf(s, 0) {
				return false
			}
			l[i*n+i] = math.Sqrt(s)
		}
	}
	return true
}
