package fit

import (
	"context"
	"fmt"
	"math"
	"slices"

	"khaothi/psychometrics"
	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/stat"
)

// Limited is a limited-information test of the whole model. Its Indices are
// those of the reference program, mirt 1.45, so that they can be compared with
// what others print; where that program departs from the published statistic
// (see mirtDerivatives and baselines), Exact is the other number. An item that is
// nominal has the published one only.
type Limited struct {
	Kind string `json:"kind"` // "M2" (M2* where an item has more than two scores) or "C2"
	DF   int    `json:"df"`
	Indices
	SRMSR      stat.Value `json:"srmsr"` // none where an item is nominal
	Persons    float64    `json:"persons"`
	Convention Convention `json:"convention"` // of Indices
	// Exact has the derivatives of the model itself and counts an estimated
	// latent variance among them.
	Exact Indices `json:"exact"`
}

// Convention says whose derivatives a statistic has.
type Convention string

// The conventions.
const (
	AsMirt   Convention = "mirt 1.45"
	AsAuthor Convention = "published"
)

// maxLimited bounds the items: the covariance of the margins grows with the
// fourth power of their number.
const maxLimited = 120

// M2 tests the first and second margins (Maydeu-Olivares & Joe 2006); with more
// than two scores the means and products of scores, M2* (Cai & Hansen 2013). It
// uses complete persons. Too few margins for the parameters, over 120 items, or
// margins that depend on each other are errors that say so.
func (m Model) M2(ctx context.Context, r *psychometrics.Responses) (Limited, error) {
	return m.limited(ctx, r, false)
}

// C2 is M2 with every category in the first margins and products of scores in
// the second (Cai & Monro 2014; Monroe & Cai 2015): it has degrees of freedom
// where M2* has none.
func (m Model) C2(ctx context.Context, r *psychometrics.Responses) (Limited, error) {
	return m.limited(ctx, r, true)
}

func (m Model) limited(ctx context.Context, r *psychometrics.Responses, categories bool) (Limited, error) {
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
	out.DF = mg.size() - m.Parameters()
	if out.DF <= 0 {
		return out, fmt.Errorf("%s has %d margins for %d parameters: no degrees of freedom; use C2 or more items", out.Kind, mg.size(), m.Parameters())
	}
	chi, chiMirt, err := m.statistics(mg, mg.observed(r, rows, n), n)
	if err != nil {
		return out, fmt.Errorf("%s: %w", out.Kind, err)
	}
	if err := ctx.Err(); err != nil {
		return out, err
	}
	base, baseMirt := m.baselines(r, rows, n, categories)
	out.Exact = indices(chi, out.DF, n, base)
	out.Indices, out.Convention, out.SRMSR = out.Exact, AsAuthor, stat.None()
	if m.ordinal() {
		out.Indices, out.Convention = indices(chiMirt, out.DF, n, baseMirt), AsMirt
		out.SRMSR = m.srmsr(r, rows)
	}
	return out, nil
}

// ordinal tells whether the scores of every item are in an order.
func (m Model) ordinal() bool {
	return !slices.ContainsFunc(m.Items, func(it irt.Item) bool { return it.Model == irt.Nominal })
}

// statistics is M2 or C2, and the same with the derivatives of mirt.
func (m Model) statistics(mg margins, observed []float64, n float64) (exact, mirt float64, err error) {
	res, err := mg.residuals(observed, n)
	if err != nil {
		return 0, 0, err
	}
	slopes := m.derivatives()
	if exact, err = res.statistic(mg.jacobian(slopes, m.latentDerivatives())); err != nil {
		return 0, 0, err
	}
	mirt, err = res.statistic(mg.jacobian(m.mirtDerivatives(slopes), nil))
	return exact, mirt, err
}

// srmsr is the root mean square of the differences between the observed and the
// expected correlations of scores (Maydeu-Olivares & Joe 2014).
func (m Model) srmsr(r *psychometrics.Responses, rows []int) stat.Value {
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
