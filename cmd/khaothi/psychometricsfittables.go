package main

import (
	"strings"

	"khaothi/psychometrics/fit"
	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/stat"
)

// tables are the files of the report.
func (r *fitReport) tables(items []irt.Item) map[string]*table {
	it := &table{head: []string{"item", "metric", "s_x2", "df", "p", "rmsea", "infit", "z_infit", "outfit", "z_outfit", "flags"}}
	for _, f := range r.Items {
		it.add(f.Item, metric, f.SX2, f.DF, f.P, f.RMSEA, f.Infit, f.ZInfit, f.Outfit, f.ZOutfit, strings.Join(f.Flags, " "))
	}
	persons := &table{head: []string{"id", "metric", "theta_eap", "infit", "z_infit", "outfit", "z_outfit", "zh", "lz_star"}}
	for i, p := range r.persons {
		persons.add(p.ID, metric, r.theta[i], p.Infit, p.ZInfit, p.Outfit, p.ZOutfit, p.Zh, p.LzStar)
	}
	residuals := &table{head: []string{"item", "metric", "theta", "n", "observed", "expected", "residual"}}
	for _, p := range r.residuals {
		residuals.add(p.Item, metric, p.Theta, p.N, p.Observed, p.Expected, p.Residual)
	}
	out := map[string]*table{"items.csv": it, "persons.csv": persons, "residuals.csv": residuals, "model.csv": r.modelTable(), "q3.csv": pairTable(items, r.q3)}
	if r.ld != nil {
		out["ld_x2.csv"] = pairTable(items, r.ld)
	}
	return out
}

// modelTable is the statistics of the model as a whole.
func (r *fitReport) modelTable() *table {
	t := &table{head: []string{"statistic", "value", "df", "p", "rmsea", "rmsea_5", "rmsea_95", "srmsr", "tli", "cfi", "convention"}}
	for _, l := range []*fit.Limited{r.M2, r.C2} {
		if l == nil {
			continue
		}
		indices := func(x fit.Indices, c fit.Convention) {
			t.add(l.Kind, x.Statistic, l.DF, x.P, x.RMSEA, x.RMSEALow, x.RMSEAHigh, l.SRMSR, x.TLI, x.CFI, string(c))
		}
		indices(l.Indices, l.Convention)
		if l.Convention != fit.AsAuthor {
			indices(l.Exact, fit.AsAuthor)
		}
	}
	for _, s := range []struct {
		name  string
		value stat.Value
	}{
		{"loglik", stat.Of(r.LogLik)},
		{"parameters", stat.Of(float64(r.Parameters))},
		{"aic", stat.Of(r.AIC)},
		{"bic", stat.Of(r.BIC)},
		{"marginal_reliability", r.Reliability.Marginal},
		{"empirical_reliability", r.Reliability.Empirical},
		{"q3_mean", r.Q3Mean},
	} {
		t.add(s.name, s.value, "", "", "", "", "", "", "", "", "")
	}
	return t
}

func pairTable(items []irt.Item, values [][]stat.Value) *table {
	t := &table{head: []string{"item"}}
	for j := range items {
		t.head = append(t.head, items[j].Name)
	}
	for j, row := range values {
		cells := []any{items[j].Name}
		for _, v := range row {
			cells = append(cells, v)
		}
		t.add(cells...)
	}
	return t
}
