package fit

import (
	"gonum.org/v1/gonum/mat"

	"khaothi/psychometrics"
)

// baseline is the statistic of independent items.
type baseline struct {
	chi float64
	df  int // 0: there is none
}

// baselines are the statistic of independent items (Cai, Chung & Lee 2023), whose
// margins of the first order are those observed, and that of mirt. For M2* mirt
// takes one parameter a category from margins that only know the mean of an item,
// and R's qr() then counts as many further directions as used up as parameters
// are too many: which ones hangs on the order of the items.
func (m Model) baselines(r *psychometrics.Responses, rows []int, n float64, categories bool) (exact, mirt baseline) {
	traces, slopes := independent(m, r, rows, n, categories)
	mg := newMargins(traces, []float64{1}, categories)
	res, err := mg.residuals(mg.observed(r, rows, n), n)
	if err != nil {
		return exact, mirt
	}
	delta := mg.jacobian(slopes, nil)
	size, parameters := delta.Dims()
	all := 0
	for _, at := range traces {
		all += len(at[0]) - 1
	}
	if chi, err := res.statistic(delta); err == nil {
		exact = baseline{chi, size - parameters}
	}
	if mirt = exact; all > parameters && all < size {
		if chi, err := res.statistic(mg.usedUp(delta, all)); err == nil {
			mirt = baseline{chi, size - all}
		}
	}
	return exact, mirt
}

// usedUp is the first directions of the orthogonal factor of delta, its margins
// being in the order of mirt: pair by pair of the first item, then of the second.
func (g margins) usedUp(delta *mat.Dense, directions int) *mat.Dense {
	size, columns := delta.Dims()
	order := make([]int, 0, size)
	for a := range g.first {
		order = append(order, a)
	}
	for j := range g.traces {
		for i := j + 1; i < len(g.traces); i++ {
			order = append(order, g.pair(i, j))
		}
	}
	ordered := mat.NewDense(size, columns, nil)
	for to, from := range order {
		ordered.SetRow(to, delta.RawRowView(from))
	}
	var qr mat.QR
	var q mat.Dense
	qr.Factorize(ordered)
	qr.QTo(&q)
	out := mat.NewDense(size, directions, nil)
	for to, from := range order {
		out.SetRow(from, q.RawRowView(to)[:directions])
	}
	return out
}

// independent is the model in which every item has the observed part of each
// score and nothing else, at a single node. Where the margins are means, only the
// mean of an item is a parameter that they know of.
func independent(m Model, r *psychometrics.Responses, rows []int, n float64, categories bool) (traces [][][]float64, slopes [][]slope) {
	for j := range m.Items {
		p := make([]float64, m.Items[j].Categories())
		for _, i := range rows {
			p[r.Row(i)[j]] += r.Weight(i) / n
		}
		traces = append(traces, [][]float64{p})
		var own []slope
		for k := 1; k < len(p) && (categories || k == 1); k++ {
			one := make([]float64, len(p))
			one[0], one[k] = -1, 1
			own = append(own, slope{p: [][]float64{one}, score: []float64{float64(k)}})
		}
		slopes = append(slopes, own)
	}
	return traces, slopes
}
