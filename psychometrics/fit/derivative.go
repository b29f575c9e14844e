package fit

import (
	"math"
	"slices"

	"khaothi/psychometrics/irt"
)

// slope is the derivative by one parameter of an item: of P(k | node) as
// p[node][k], and of the expected score as score[node].
type slope struct {
	p     [][]float64
	score []float64
}

// derivatives are the slopes of every free parameter, per item. Any
// parametrisation gives the same statistic, so those of irt.Item.Values are moved,
// by central differences.
func (m Model) derivatives() [][]slope {
	theta, _ := m.nodes()
	out := make([][]slope, len(m.Items))
	for j := range m.Items {
		for _, k := range m.Items[j].Free() {
			d := slope{p: make([][]float64, len(theta)), score: make([]float64, len(theta))}
			v := m.Items[j].Values()[k]
			h := 1e-5 * math.Max(1, math.Abs(v))
			up, errUp := m.Items[j].With(k, v+h)
			down, errDown := m.Items[j].With(k, v-h)
			width := 2 * h
			switch { // an asymptote at its bound moves to one side only
			case errUp != nil:
				up, width = m.Items[j], h
			case errDown != nil:
				down, width = m.Items[j], h
			}
			for q, t := range theta {
				d.p[q] = up.P(t, nil)
				for c, p := range down.P(t, nil) {
					d.p[q][c] = (d.p[q][c] - p) / width
					d.score[q] += float64(c) * d.p[q][c]
				}
			}
			out[j] = append(out[j], d)
		}
	}
	return out
}

// latentDerivatives are those of the weights of the nodes by the variance, if it
// was estimated, and then by the mean, if that was too.
func (m Model) latentDerivatives() [][]float64 {
	var out [][]float64
	for k := range m.LatentParameters {
		const h = 1e-5
		up, down := m, m
		if k == 0 {
			up.Variance, down.Variance = m.Variance*(1+h), m.Variance*(1-h)
		} else {
			up.Mean, down.Mean = m.Mean+h, m.Mean-h
		}
		_, w := up.nodes()
		_, less := down.nodes()
		for q := range w {
			w[q] -= less[q] // its scale does not matter
		}
		out = append(out, w)
	}
	return out
}

// mirtDerivatives are the slopes as mirt 1.45 has them in its dP(), which are not
// those of the model. By the slope and the intercept of a 3pl or 4pl item it has
// θ·P·(1−P) and P·(1−P) for (u−c)·θ·P*·(1−P*) and so on, where P* is the 2pl part;
// by the slope of a gpcm item the sum Σk·P(k) within θ(Σk²P(k) − ΣkP(k)·ΣkP(k)) is
// taken once over numerators that are not divided by their sum. A latent variance
// it leaves out. Found in its public source; its numbers come out to 1e-6.
func (m Model) mirtDerivatives(exact [][]slope) [][]slope {
	theta, _ := m.nodes()
	out := make([][]slope, len(exact))
	for j := range exact {
		it := &m.Items[j]
		out[j] = append(out[j], exact[j]...)
		for i, k := range it.Free() {
			switch {
			case it.Model == irt.GPCM && k == 0:
				out[j][i] = gpcmSlope(it, theta)
			case it.Model == irt.ThreePL || it.Model == irt.FourPL:
				out[j][i] = asymptoticSlope(it, k, theta)
			}
		}
	}
	return out
}

// gpcmSlope is by the slope, the intercepts being kept.
func gpcmSlope(it *irt.Item, theta []float64) slope {
	out := slope{p: make([][]float64, len(theta)), score: make([]float64, len(theta))}
	for q, t := range theta {
		p := it.P(t, nil)
		top := slices.Max(p) // numerators are exp(z − max z): P over the largest P
		e, ee := 0.0, 0.0
		for k, v := range p {
			e += float64(k) * v
			ee += float64(k*k) * v
		}
		out.score[q] = t * (ee - e*e/top)
		for k := range p {
			p[k] *= t * (float64(k) - e)
		}
		out.p[q] = p
	}
	return out
}

func asymptoticSlope(it *irt.Item, k int, theta []float64) slope {
	out := slope{p: make([][]float64, len(theta)), score: make([]float64, len(theta))}
	for q, t := range theta {
		p := it.P(t, nil)
		v := []float64{t * p[0] * p[1], p[0] * p[1], p[0], p[1]}[k]
		out.p[q], out.score[q] = []float64{-v, v}, v
	}
	return out
}
