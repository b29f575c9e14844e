package main

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/spf13/cobra"

	"khaothi/psychometrics"
	"khaothi/psychometrics/fit"
	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/stat"
)

// fitOptions are the flags of psychometrics fit.
type fitOptions struct {
	responseFlags
	params, out    string
	mean, variance float64
	hasVariance    bool
	groups         int
}

// fitReport is what psychometrics fit --json prints.
type fitReport struct {
	Metric     string       `json:"metric"`
	Persons    float64      `json:"persons"`
	LogLik     float64      `json:"loglik"`
	Parameters int          `json:"parameters"`
	AIC        float64      `json:"aic"`
	BIC        float64      `json:"bic"`
	LatentMean float64      `json:"latent_mean"`
	LatentVar  float64      `json:"latent_var"`
	M2         *fit.Limited `json:"m2,omitempty"`
	C2         *fit.Limited `json:"c2,omitempty"`
	Items      []itemFit    `json:"items"`
	Q3Mean     stat.Value   `json:"q3_mean"` // of all pairs
	Pairs      []pairFit    `json:"pairs"`   // those with Q3 above mean + 0.2
	Notes      []string     `json:"notes"`   // what was left out, and why

	q3, ld    [][]stat.Value
	persons   []fit.Person
	residuals []fit.ResidualPoint
	theta     []float64
}

type itemFit struct {
	Item string `json:"item"`
	fit.MeanSquares
	SX2   stat.Value `json:"s_x2"`
	DF    int        `json:"df"`
	P     stat.Value `json:"p"`
	RMSEA stat.Value `json:"rmsea"`
	Flags []string   `json:"flags"`
}

type pairFit struct {
	A  string     `json:"a"`
	B  string     `json:"b"`
	Q3 stat.Value `json:"q3"`
	X2 stat.Value `json:"ld_x2"`
}

// The thresholds of flags: issue 6.
const (
	meanSquareLow  = 0.8
	meanSquareHigh = 1.2
	sx2P           = 0.01
	q3Above        = 0.2
)

// fitCmd compares item parameters with responses.
func fitCmd() *cobra.Command {
	var o fitOptions
	cmd := &cobra.Command{
		Use:   "fit --params P.csv --responses F [-o DIR]",
		Short: "model fit: S-X², infit and outfit, Q3, LD-X², M2 and C2, person fit",
		Long: `Writes items.csv, q3.csv, ld_x2.csv, persons.csv and residuals.csv into DIR. The responses may
have more columns than the parameters have items. The latent variance of rasch and pcm items is
estimated from the responses unless --latent-var gives it; it is 1 for the other models.`,
		Example: `  khaothi psychometrics fit --params P.csv --responses F.csv -o fit --json`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.hasVariance = cmd.Flags().Changed("latent-var")
			return o.run(cmd)
		},
	}
	f := cmd.Flags()
	o.add(f)
	f.StringVar(&o.params, "params", "", "item parameters")
	f.StringVarP(&o.out, "out", "o", "", "folder for the tables")
	f.Float64Var(&o.mean, "latent-mean", 0, "mean of the latent distribution")
	f.Float64Var(&o.variance, "latent-var", 1, "its variance")
	f.IntVar(&o.groups, "groups", 10, "groups of ability for residuals.csv")
	return cmd
}

func (o *fitOptions) run(cmd *cobra.Command) error {
	if o.params == "" || o.path == "" {
		return errors.New("give item parameters and responses: --params P.csv --responses FILE")
	}
	if o.out == "" && !wantsJSON(cmd) {
		return errors.New("give a folder for the tables (-o DIR) or --json")
	}
	m, r, err := o.model()
	if err != nil {
		return err
	}
	rep, err := o.report(m, r)
	if err != nil {
		return err
	}
	if o.out != "" {
		if err := writeDir(o.out, rep.tables(m.Items)); err != nil {
			return err
		}
	}
	if wantsJSON(cmd) {
		return printJSON(cmd.OutOrStdout(), rep)
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%d câu / items, logLik %g (D = 1): %s\n", len(m.Items), rep.LogLik, o.out)
	return err
}

// model reads parameters and responses and brings them together.
func (o *fitOptions) model() (fit.Model, *psychometrics.Responses, error) {
	items, err := irt.ReadItemFile(o.params)
	if err != nil {
		return fit.Model{}, nil, err
	}
	r, err := o.read()
	if err != nil {
		return fit.Model{}, nil, err
	}
	names := make([]string, len(items))
	unit := true
	for j := range items {
		names[j] = items[j].Name
		unit = unit && items[j].Model.FixedSlope()
	}
	if r, err = r.Select(names); err != nil {
		return fit.Model{}, nil, fmt.Errorf("%s: %w", o.path, err)
	}
	m := fit.Model{Items: items, Mean: o.mean, Variance: o.variance}
	if unit {
		m.LatentParameters = 1
		if !o.hasVariance {
			m, err = m.FitVariance(r)
		}
	}
	return m, r, err
}

func (o *fitOptions) report(m fit.Model, r *psychometrics.Responses) (fitReport, error) {
	rep := fitReport{Metric: metric, Parameters: m.Parameters(), LatentMean: m.Mean, LatentVar: m.Variance, Pairs: []pairFit{}, Notes: []string{}}
	var err error
	if rep.theta, rep.LogLik, err = m.EAP(r); err != nil {
		return rep, err
	}
	for i := range r.N() {
		rep.Persons += r.Weight(i)
	}
	rep.AIC = -2*rep.LogLik + 2*float64(rep.Parameters)
	rep.BIC = -2*rep.LogLik + float64(rep.Parameters)*math.Log(rep.Persons)
	if err := rep.itemFit(m, r); err != nil {
		return rep, err
	}
	if rep.q3, err = m.Q3(r, rep.theta); err != nil {
		return rep, err
	}
	if len(m.Items) > 1 {
		if rep.ld, err = m.LDX2(r); err != nil {
			return rep, err
		}
	}
	rep.pairFit(m)
	if rep.persons, err = m.Persons(r, rep.theta); err != nil {
		return rep, err
	}
	if rep.residuals, err = m.Residuals(r, rep.theta, o.groups); err != nil {
		return rep, err
	}
	rep.M2, rep.C2 = rep.limited(m.M2(r)), rep.limited(m.C2(r))
	return rep, nil
}

// limited keeps a test that could be made; the reason why not is a note.
func (r *fitReport) limited(l fit.Limited, err error) *fit.Limited {
	if err != nil {
		r.Notes = append(r.Notes, err.Error())
		return nil
	}
	return &l
}

func (r *fitReport) itemFit(m fit.Model, resp *psychometrics.Responses) error {
	squares, err := m.ItemMeanSquares(resp, r.theta)
	if err != nil {
		return err
	}
	sx2, err := m.ItemSX2(resp)
	if err != nil {
		r.Notes = append(r.Notes, err.Error())
		sx2 = nil
	}
	for j := range m.Items {
		it := itemFit{Item: m.Items[j].Name, MeanSquares: squares[j], SX2: stat.None(), P: stat.None(), RMSEA: stat.None(), Flags: []string{}}
		if sx2 != nil {
			it.SX2, it.DF, it.P, it.RMSEA = sx2[j].SX2, sx2[j].DF, sx2[j].P, sx2[j].RMSEA
		}
		if it.P.Known() && it.P < sx2P {
			it.Flags = append(it.Flags, "s_x2")
		}
		for _, ms := range []struct {
			name  string
			value stat.Value
		}{{"infit", it.Infit}, {"outfit", it.Outfit}} {
			if ms.value.Known() && (ms.value < meanSquareLow || ms.value > meanSquareHigh) {
				it.Flags = append(it.Flags, ms.name)
			}
		}
		r.Items = append(r.Items, it)
	}
	return nil
}

func (r *fitReport) pairFit(m fit.Model) {
	var s stat.Moments
	for j := range r.q3 {
		for _, q := range r.q3[j][:j] {
			if q.Known() {
				s.Add(float64(q), 0, 1)
			}
		}
	}
	r.Q3Mean = s.MeanX()
	for j := range r.q3 {
		for k, q := range r.q3[j][:j] {
			if q.Known() && q > r.Q3Mean+q3Above {
				r.Pairs = append(r.Pairs, pairFit{m.Items[k].Name, m.Items[j].Name, q, r.ld[j][k]})
			}
		}
	}
}

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
	out := map[string]*table{"items.csv": it, "persons.csv": persons, "residuals.csv": residuals, "q3.csv": pairTable(items, r.q3)}
	if r.ld != nil {
		out["ld_x2.csv"] = pairTable(items, r.ld)
	}
	return out
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
