package irt

import "math"

// zLimit keeps exponentials finite: beyond it a probability is 1e-304.
const zLimit = 700

// logistic returns 1/(1+e^−z) and 1 minus it, both without cancellation.
func logistic(z float64) (l, m float64) {
	z = math.Max(-zLimit, math.Min(zLimit, z))
	if z >= 0 {
		e := math.Exp(-z)
		return 1 / (1 + e), e / (1 + e)
	}
	e := math.Exp(z)
	return e / (1 + e), 1 / (1 + e)
}

// unlogit is the inverse of the logit; −∞ and ∞ are 0 and 1.
func unlogit(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func logit(p float64) float64 { return math.Log(p / (1 - p)) }

// probabilities writes P(k | θ) at the working parameters x.
func (m Model) probabilities(x []float64, theta float64, p []float64) {
	switch {
	case m.Dichotomous():
		l, r := logistic(x[0]*theta + x[1])
		if m == Rasch || m == TwoPL {
			p[0], p[1] = r, l
			return
		}
		c, u := unlogit(x[2]), unlogit(x[3])
		p[0], p[1] = (1-u)+(u-c)*r, c+(u-c)*l
	case m == GRM:
		graded(x, theta, p)
	default:
		m.divided(x, theta, p)
	}
}

// graded: P(k) = L(z_k)·(1−L(z_{k+1}))·(1−e^{−(d_k−d_{k+1})}) is the difference
// L(z_k) − L(z_{k+1}) without cancellation. A difference that is not positive
// gives a P that is not.
func graded(x []float64, theta float64, p []float64) {
	l, r := logistic(x[0]*theta + x[1])
	p[0] = r
	for k := 1; k < len(p)-1; k++ {
		l2, r2 := logistic(x[0]*theta + x[k+1])
		p[k] = l * r2 * -math.Expm1(x[k+1]-x[k])
		l = l2
	}
	p[len(p)-1] = l
}

// divided is the family of P(k) ∝ exp(z_k): pcm, gpcm, nominal.
func (m Model) divided(x []float64, theta float64, p []float64) {
	top := math.Inf(-1)
	for k := range p {
		p[k] = m.exponent(x, theta, k, len(p))
		top = math.Max(top, p[k])
	}
	sum := 0.0
	for k := range p {
		p[k] = math.Exp(math.Max(-zLimit, p[k]-top))
		sum += p[k]
	}
	for k := range p {
		p[k] /= sum
	}
}

func (m Model) exponent(x []float64, theta float64, k, n int) float64 {
	switch {
	case k == 0:
		return 0
	case m == Nominal:
		return x[k-1]*theta + x[n-2+k]
	}
	return float64(k)*x[0]*theta + x[k]
}

// steepness is the slope of the exponent of category k.
func (m Model) steepness(x []float64, k, n int) float64 {
	return m.exponent(x, 1, k, n) - m.exponent(x, 0, k, n)
}

// scores writes P(k | θ) into p and ∂log P(k)/∂x_i into s[k·size+i].
func (m Model) scores(x []float64, theta float64, p, s []float64) {
	m.probabilities(x, theta, p)
	n := len(x)
	switch {
	case m.Dichotomous():
		m.dichotomousScores(x, theta, p, s)
	case m == GRM:
		gradedScores(x, theta, len(p), s)
	case m == Nominal:
		for k := range p {
			for i := 1; i < len(p); i++ {
				d := -p[i]
				if i == k {
					d++
				}
				s[k*n+i-1], s[k*n+len(p)-2+i] = theta*d, d
			}
		}
	default:
		mean := 0.0
		for k := range p {
			mean += float64(k) * p[k]
		}
		for k := range p {
			s[k*n] = theta * (float64(k) - mean)
			for i := 1; i < len(p); i++ {
				s[k*n+i] = -p[i]
			}
			if k > 0 {
				s[k*n+k]++
			}
		}
	}
}

func (m Model) dichotomousScores(x []float64, theta float64, p, s []float64) {
	if m == Rasch || m == TwoPL {
		s[0], s[1], s[2], s[3] = -p[1]*theta, -p[1], 0, 0
		s[4], s[5], s[6], s[7] = p[0]*theta, p[0], 0, 0
		return
	}
	l, r := logistic(x[0]*theta + x[1])
	c, u := unlogit(x[2]), unlogit(x[3])
	d := [4]float64{(u - c) * l * r * theta, (u - c) * l * r, r * c * (1 - c), l * u * (1 - u)}
	for i, v := range d {
		s[i], s[4+i] = -v/p[0], v/p[1]
	}
}

func gradedScores(x []float64, theta float64, categories int, s []float64) {
	n := len(x)
	clear(s[:categories*n])
	for i := 1; i < n; i++ { // the boundary z_i is the lower of category i, the upper of i−1
		l, r := logistic(x[0]*theta + x[i])
		s[i*n] += theta * r
		s[i*n+i] += r
		s[(i-1)*n] -= theta * l
		s[(i-1)*n+i] -= l
		if i+1 < n {
			t := 1 / math.Expm1(x[i]-x[i+1]) // e^−δ/(1−e^−δ), δ = d_i − d_{i+1}
			s[i*n+i] += t
			s[i*n+i+1] -= t
		}
	}
}

// slopes writes P(k), ∂log P(k)/∂θ and ∂²log P(k)/∂θ².
func (m Model) slopes(x []float64, theta float64, p, d1, d2 []float64) {
	m.probabilities(x, theta, p)
	switch {
	case m.Dichotomous():
		l, r := logistic(x[0]*theta + x[1])
		w := x[0]
		if m == ThreePL || m == FourPL {
			w *= unlogit(x[3]) - unlogit(x[2])
		}
		f, g := w*l*r, w*x[0]*l*r*(r-l) // P′ and P″ of score 1
		d1[0], d1[1] = -f/p[0], f/p[1]
		d2[0], d2[1] = -g/p[0]-d1[0]*d1[0], g/p[1]-d1[1]*d1[1]
	case m == GRM:
		clear(d1)
		clear(d2)
		for i := 1; i < len(p); i++ {
			l, r := logistic(x[0]*theta + x[i])
			d1[i] += x[0] * r
			d1[i-1] -= x[0] * l
			d2[i] -= x[0] * x[0] * l * r
			d2[i-1] -= x[0] * x[0] * l * r
		}
	default:
		for k := range p {
			d1[k] = 0
			for c, pc := range p { // no cancellation far out, where one P is nearly 1
				d1[k] += pc * (m.steepness(x, k, len(p)) - m.steepness(x, c, len(p)))
			}
		}
		variance := 0.0
		for k := range p {
			variance += p[k] * d1[k] * d1[k]
		}
		for k := range p {
			d2[k] = -variance
		}
	}
}
