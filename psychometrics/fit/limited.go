package fit

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"khaothi/psychometrics"
	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/stat"
)

// Limited is a limited-information test of the whole model.
type Limited struct {
	Kind      string     `json:"kind"` // "M2" (M2* where an item has more than two scores) or "C2"
	Statistic stat.Value `json:"statistic"`
	DF        int        `json:"df"`
	P         stat.Value `json:"p"`
	RMSEA     stat.Value `json:"rmsea"`
	RMSEALow  stat.Value `json:"rmsea_5"` // 90 % interval
	RMSEAHigh stat.Value `json:"rmsea_95"`
	SRMSR     stat.Value `json:"srmsr"` // none where an item is nominal
	TLI       stat.Value `json:"tli"`
	CFI       stat.Value `json:"cfi"`
	Persons   float64    `json:"persons"`
}

// maxLimited bounds the items: the covariance of the margins grows with the
// fourth power of their number.
const maxLimited = 120

// M2 tests the first and second margins (Maydeu-Olivares & Joe 2006); with more
// than two scores the means and products of scores, M2* (Cai & Hansen 2013). It
// uses complete persons. Too few margins for the parameters, over 120 items, or
// margins that depend on each other are errors that say so.
func (m Model) M2(r *psychometrics.Responses) (Limited, error) { return m.limited(r, false) }

// C2 is M2 with every category in the first margins and products of scores in
// the second (Cai & Monro 2014; Monroe & Cai 2015): it has degrees of freedom
// where M2* has none.
func (m Model) C2(r *psychometrics.Responses) (Limited, error) { return m.limited(r, true) }

func (m Model) limited(r *psychometrics.Responses, categories bool) (Limited, error) {
	if err := m.check(r); err != nil {
		return Limited{}, err
	}
	rows, n := complete(r)
	out := Limited{Kind: "M2", Persons: n}
	if categories {
		out.Kind = "C2"
	}
	switch {
	case len(rows) < 2:
		return out, fmt.Errorf("%s needs persons with a score on every item; there are %d", out.Kind, len(rows))
	case len(m.Items) > maxLimited || len(m.Items) < 2:
		return out, fmt.Errorf("%s is computed for 2 to %d items, there are %d: use S-X² and Q3", out.Kind, maxLimited, len(m.Items))
	}
	_, weight := m.nodes()
	mg := newMargins(m.traces(), weight, categories)
	observed := mg.observed(r, rows, n)
	chi, err := mg.test(observed, m.derivatives(), n)
	if err != nil {
		return out, fmt.Errorf("%s: %w", out.Kind, err)
	}
	out.DF = mg.size() - m.Parameters()
	if out.DF <= 0 {
		return out, fmt.Errorf("%s has %d margins for %d parameters: no degrees of freedom; use C2 or more items", out.Kind, mg.size(), m.Parameters())
	}
	out.Statistic, out.P = stat.Of(chi), stat.ChiSquareP(chi, float64(out.DF))
	out.RMSEA = rmsea(chi, out.DF, n)
	out.RMSEALow, out.RMSEAHigh = rmseaAt(chi, out.DF, n, 0.95), rmseaAt(chi, out.DF, n, 0.05)
	out.SRMSR = m.srmsr(r, rows)
	out.TLI, out.CFI = m.against(r, rows, n, categories, chi, out.DF)
	return out, nil
}

// derivatives of the traces by every free parameter, per item: [parameter][node][k].
// Any parametrisation gives the same statistic, so those of irt.Item.Values are
// moved, by central differences.
func (m Model) derivatives() [][][][]float64 {
	theta, _ := m.nodes()
	out := make([][][][]float64, len(m.Items))
	for j := range m.Items {
		for _, k := range m.Items[j].Free() {
			d := make([][]float64, len(theta))
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
				d[q] = up.P(t, nil)
				for c, p := range down.P(t, nil) {
					d[q][c] = (d[q][c] - p) / width
				}
			}
			out[j] = append(out[j], d)
		}
	}
	return out
}

// against compares the statistic with that of independent items (Cai, Chung & Lee
// 2023), whose margins of the first order are those observed.
func (m Model) against(r *psychometrics.Responses, rows []int, n float64, categories bool, chi float64, df int) (tli, cfi stat.Value) {
	traces, derivatives, parameters := independent(m, r, rows, n, categories)
	mg := newMargins(traces, []float64{1}, categories)
	null, err := mg.test(mg.observed(r, rows, n), derivatives, n)
	free := mg.size() - parameters
	if err != nil || free <= 0 {
		return stat.None(), stat.None()
	}
	ratio := null / float64(free)
	cfi = stat.Ratio(null-float64(free)-(chi-float64(df)), null-float64(free))
	return stat.Ratio(ratio-chi/float64(df), ratio-1), stat.Value(math.Max(0, math.Min(1, float64(cfi))))
}

// independent is the model in which every item has the observed part of each
// score and nothing else, at a single node. Where the margins are means, only the
// mean of an item is a parameter that they know of.
func independent(m Model, r *psychometrics.Responses, rows []int, n float64, categories bool) (traces [][][]float64, derivatives [][][][]float64, parameters int) {
	for j := range m.Items {
		p := make([]float64, m.Items[j].Categories())
		for _, i := range rows {
			p[r.Row(i)[j]] += r.Weight(i) / n
		}
		traces = append(traces, [][]float64{p})
		var d [][][]float64
		for k := 1; k < len(p) && (categories || k == 1); k++ {
			one := make([]float64, len(p))
			one[0], one[k] = -1, 1
			d = append(d, [][]float64{one})
			parameters++
		}
		derivatives = append(derivatives, d)
	}
	return traces, derivatives, parameters
}

// srmsr is the root mean square of the differences between the observed and the
// expected correlations of scores (Maydeu-Olivares & Joe 2014).
func (m Model) srmsr(r *psychometrics.Responses, rows []int) stat.Value {
	for j := range m.Items {
		if m.Items[j].Model == irt.Nominal {
			return stat.None()
		}
	}
	_, weight := m.nodes()
	mg := newMargins(m.traces(), weight, false)
	sum, pairs := 0.0, 0.0
	for i := range m.Items {
		for j := range i {
			var o stat.Moments
			for _, p := range rows {
				row := r.Row(p)
				o.Add(float64(row[i]), float64(row[j]), r.Weight(p))
			}
			e := mg.correlation(i, j)
			if !o.R().Known() || !e.Known() {
				return stat.None()
			}
			sum += float64(o.R()-e) * float64(o.R()-e)
			pairs++
		}
	}
	return stat.Ratio(math.Sqrt(sum/pairs), 1)
}

// rmseaAt is the RMSEA whose noncentral chi-square has the given part below the
// statistic, 0 where already the central one has less (Browne & Cudeck 1993).
func rmseaAt(chi float64, df int, n, below float64) stat.Value {
	if n <= 1 || noncentral(chi, float64(df), 0) <= below {
		return stat.Of(0)
	}
	low, high := 0.0, 10+4*chi
	for range 100 {
		mid := (low + high) / 2
		if noncentral(chi, float64(df), mid) > below {
			low = mid
		} else {
			high = mid
		}
	}
	return stat.Of(math.Sqrt(low / (float64(df) * (n - 1))))
}

// noncentral is the distribution function of a noncentral chi-square: a Poisson
// mixture of central ones.
func noncentral(x, df, lambda float64) float64 {
	if lambda == 0 {
		return distuv.ChiSquared{K: df}.CDF(x)
	}
	half := lambda / 2
	centre := math.Floor(half)
	sum := 0.0
	for _, way := range []float64{1, -1} {
		k := centre
		if way < 0 {
			k--
		}
		for ; k >= 0; k += way {
			lg, _ := math.Lgamma(k + 1)
			w := math.Exp(k*math.Log(half) - half - lg)
			if w < 1e-14 {
				break
			}
			sum += w * distuv.ChiSquared{K: df + 2*k}.CDF(x)
		}
	}
	return sum
}
