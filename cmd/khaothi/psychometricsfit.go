package main

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/spf13/cobra"

	"khaothi/internal/analysis"
	"khaothi/psychometrics"
	"khaothi/psychometrics/fit"
	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/stat"
)

// fitOptions are the flags of psychometrics fit.
type fitOptions struct {
	responseFlags
	params, out    string
	thresholds     string
	mean, variance float64
	latentGiven    bool
	groups         int
}

// fitReport is what psychometrics fit --json prints.
type fitReport struct {
	Metric      string              `json:"metric"`
	Persons     float64             `json:"persons"`
	LogLik      float64             `json:"loglik"`
	Parameters  int                 `json:"parameters"`
	AIC         float64             `json:"aic"`
	BIC         float64             `json:"bic"`
	LatentMean  float64             `json:"latent_mean"`
	LatentVar   float64             `json:"latent_var"`
	Reliability fit.Reliability     `json:"reliability"`
	M2          *fit.Limited        `json:"m2"`
	C2          *fit.Limited        `json:"c2"`
	Items       []itemFit           `json:"items"`
	Q3Mean      stat.Value          `json:"q3_mean"`    // of all pairs
	Pairs       []pairFit           `json:"pairs"`      // those with Q3 above the mean by more than the threshold
	Notes       []string            `json:"notes"`      // what was left out, and why
	Thresholds  analysis.Thresholds `json:"thresholds"` // of the flags

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

// fitCmd compares item parameters with responses.
func fitCmd() *cobra.Command {
	var o fitOptions
	cmd := &cobra.Command{
		Use:   "fit --params P.csv --responses F [-o DIR]",
		Short: "model fit: S-X², infit and outfit, Q3, LD-X², M2 and C2, person fit",
		Long: `Writes items.csv, model.csv, q3.csv, ld_x2.csv, persons.csv and residuals.csv into DIR. The
responses may have more columns than the parameters have items. The latent distribution is that of
P.fit.json beside P.csv; without it the standard normal, for rasch and pcm items with a variance
estimated from the responses; --latent-mean and --latent-var say another.`,
		Example: `  khaothi psychometrics fit --params P.csv --responses F.csv -o fit --json`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.latentGiven = cmd.Flags().Changed("latent-mean") || cmd.Flags().Changed("latent-var")
			return o.run(cmd)
		},
	}
	f := cmd.Flags()
	o.add(f)
	f.StringVar(&o.params, "params", "", "item parameters")
	f.StringVarP(&o.out, "out", "o", "", "folder for the tables")
	f.Float64Var(&o.mean, "latent-mean", 0, "mean of the latent distribution")
	f.Float64Var(&o.variance, "latent-var", 1, "its variance")
	f.StringVar(&o.thresholds, "thresholds", "", thresholdsUsage)
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
	ctx := cmd.Context()
	m, r, err := o.model(ctx)
	if err != nil {
		return err
	}
	rep, err := o.report(ctx, m, r)
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
func (o *fitOptions) model(ctx context.Context) (fit.Model, *psychometrics.Responses, error) {
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
	m, err := o.latent(ctx, fit.Model{Items: items, Mean: o.mean, Variance: o.variance}, r, unit)
	return m, r, err
}

// latent gives the model the latent distribution that the flags say; else that of
// the calibration; else, for rasch and pcm items alone, the variance of the
// responses.
func (o *fitOptions) latent(ctx context.Context, m fit.Model, r *psychometrics.Responses, unit bool) (fit.Model, error) {
	if unit {
		m.LatentParameters = 1
	}
	if o.latentGiven {
		return m, nil
	}
	rep, err := calibrationOf(o.params)
	if err != nil {
		return m, err
	}
	switch {
	case rep != nil && len(rep.Groups) > 1:
		return m, fmt.Errorf("%s has %d groups: give the responses of one of them, and its distribution by --latent-mean and --latent-var", reportPath(o.params), len(rep.Groups))
	case rep != nil:
		m.Mean, m.Variance, m.LatentParameters = rep.Groups[0].Mean, rep.Groups[0].Var, rep.estimatedLatent(unit)
		return m, nil
	case unit:
		return m.FitVariance(ctx, r)
	}
	return m, nil
}

func (o *fitOptions) report(ctx context.Context, m fit.Model, r *psychometrics.Responses) (fitReport, error) {
	rep := fitReport{Metric: metric, Parameters: m.Parameters(), LatentMean: m.Mean, LatentVar: m.Variance, Pairs: []pairFit{}, Notes: []string{}}
	var err error
	if rep.Thresholds, err = readThresholds(o.thresholds); err != nil {
		return rep, err
	}
	if rep.theta, rep.LogLik, err = m.EAP(ctx, r); err != nil {
		return rep, err
	}
	for i := range r.N() {
		rep.Persons += r.Weight(i)
	}
	rep.AIC = -2*rep.LogLik + 2*float64(rep.Parameters)
	rep.BIC = -2*rep.LogLik + float64(rep.Parameters)*math.Log(rep.Persons)
	if err := rep.itemFit(ctx, m, r); err != nil {
		return rep, err
	}
	if rep.q3, err = m.Q3(ctx, r, rep.theta); err != nil {
		return rep, err
	}
	if len(m.Items) > 1 {
		if rep.ld, err = m.LDX2(ctx, r); err != nil {
			return rep, err
		}
	}
	rep.pairFit(m)
	if rep.persons, err = m.Persons(ctx, r, rep.theta); err != nil {
		return rep, err
	}
	if rep.residuals, err = m.Residuals(r, rep.theta, o.groups); err != nil {
		return rep, err
	}
	if rep.Reliability, err = m.Reliability(ctx, r); err != nil {
		return rep, err
	}
	rep.M2, rep.C2 = rep.limited(m.M2(ctx, r)), rep.limited(m.C2(ctx, r))
	return rep, ctx.Err()
}

// limited keeps a test that could be made; the reason why not is a note.
func (r *fitReport) limited(l fit.Limited, err error) *fit.Limited {
	if err != nil {
		r.Notes = append(r.Notes, err.Error())
		return nil
	}
	return &l
}

func (r *fitReport) itemFit(ctx context.Context, m fit.Model, resp *psychometrics.Responses) error {
	squares, err := m.ItemMeanSquares(ctx, resp, r.theta)
	if err != nil {
		return err
	}
	sx2, err := m.ItemSX2(ctx, resp)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		r.Notes = append(r.Notes, err.Error())
		sx2 = nil
	}
	for j := range m.Items {
		it := itemFit{Item: m.Items[j].Name, MeanSquares: squares[j], SX2: stat.None(), P: stat.None(), RMSEA: stat.None(), Flags: []string{}}
		if sx2 != nil {
			it.SX2, it.DF, it.P, it.RMSEA = sx2[j].SX2, sx2[j].DF, sx2[j].P, sx2[j].RMSEA
		}
		if it.P.Known() && float64(it.P) < r.Thresholds.SX2P {
			it.Flags = append(it.Flags, "s_x2")
		}
		for _, ms := range []struct {
			name  string
			value stat.Value
		}{{"infit", it.Infit}, {"outfit", it.Outfit}} {
			if ms.value.Known() && (float64(ms.value) < r.Thresholds.MeanSquareLow || float64(ms.value) > r.Thresholds.MeanSquareHigh) {
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
			if q.Known() && float64(q-r.Q3Mean) > r.Thresholds.Q3AboveMean {
				r.Pairs = append(r.Pairs, pairFit{m.Items[k].Name, m.Items[j].Name, q, r.ld[j][k]})
			}
		}
	}
}
