package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"runtime"
	"strconv"
	"sync"

	"github.com/spf13/cobra"

	"khaothi/psychometrics"
	"khaothi/psychometrics/irt"
)

type abilityOptions struct {
	responses                  responseFlags
	params, method, out, table string
	mean, variance             float64
	latentGiven                bool
}

// abilityReport is what psychometrics score --json prints.
type abilityReport struct {
	Method   string         `json:"method"`
	Metric   string         `json:"metric"`
	Persons  int            `json:"persons"`
	Items    int            `json:"items"`
	Latent   []latentReport `json:"latent"`
	Source   string         `json:"latent_source"`
	Infinite int            `json:"infinite"` // persons whose likelihood has no maximum: theta is Inf or -Inf
	Unknown  int            `json:"unknown"`  // persons without an answer: theta is empty
	Output   string         `json:"output"`
	Table    string         `json:"table,omitempty"`
}

type latentReport struct {
	Group string  `json:"group"`
	Mean  float64 `json:"mean"`
	Var   float64 `json:"var"`
}

func psychometricsScoreCmd() *cobra.Command {
	var o abilityOptions
	cmd := &cobra.Command{
		Use:   "score --params P.csv --method eap --responses FILE -o S.csv",
		Short: "estimate abilities with known item parameters",
		Long: `Writes id,theta,se for each line of the responses, in their order. Methods: eap and
map with the latent distribution as prior, ml, wle (maximum of likelihood times
root of information), warm (Warm's equation; another value only for 3pl and 4pl), eapsum (EAP of the
sum of scores). The latent distribution is that of P.fit.json beside P.csv, as calibrate
wrote it; else --latent-mean and --latent-var, which are 0 and 1. Columns of the
responses are found by name; each must have parameters, or be named by --ignore-column.
A likelihood without maximum (all right, all wrong) gives Inf or -Inf and no
se; a person without an answer gives two empty cells unless the method has a prior.`,
		Example: "  khaothi psychometrics score --params P.csv --method eap --responses bailam.csv --id-column sbd -o S.csv",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.latentGiven = cmd.Flags().Changed("latent-mean") || cmd.Flags().Changed("latent-var")
			return o.run(cmd)
		},
	}
	f := cmd.Flags()
	o.responses.add(f)
	f.StringVar(&o.params, "params", "", "file of item parameters (required)")
	f.StringVar(&o.method, "method", "eap", "eap, map, ml, wle, warm or eapsum")
	f.Float64Var(&o.mean, "latent-mean", 0, "mean of the latent distribution")
	f.Float64Var(&o.variance, "latent-var", 1, "variance of the latent distribution")
	f.StringVar(&o.table, "table", "", "also write the table of sum scores: sum,theta,se,probability")
	f.StringVarP(&o.out, "output", "o", "", "CSV to write (required)")
	for _, name := range []string{"params", "responses", "output"} {
		_ = cmd.MarkFlagRequired(name) // fails only for a flag that does not exist
	}
	return cmd
}

func (o *abilityOptions) run(cmd *cobra.Command) error {
	method, err := irt.ParseMethod(o.method)
	if err != nil {
		return err
	}
	items, err := irt.ReadItemFile(o.params)
	if err != nil {
		return err
	}
	r, err := o.responses.read()
	if err != nil {
		return err
	}
	if items, err = itemsOf(items, r.Items); err != nil {
		return err
	}
	report := abilityReport{Method: string(method), Metric: "logistic, D = 1", Persons: r.N(), Items: r.J(), Output: o.out, Table: o.table}
	if err := o.latent(&report, r.Groups); err != nil {
		return err
	}
	scorers := make([]*irt.Scorer, len(report.Latent))
	for g, l := range report.Latent {
		if scorers[g], err = irt.NewScorer(items, l.Mean, l.Var, irt.DefaultGrid()); err != nil {
			return err
		}
	}
	scores, err := abilities(cmd.Context(), r, scorers, method)
	if err != nil {
		return err
	}
	if err := report.write(o, r, scorers[0], scores); err != nil {
		return err
	}
	if wantsJSON(cmd) {
		return printJSON(cmd.OutOrStdout(), report)
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: %d persons by %s, D = 1; latent distribution: %s; %d without a maximum, %d without an answer\n", o.out, r.N(), method, report.Source, report.Infinite, report.Unknown)
	return err
}

// itemsOf are the items of the columns, in their order.
func itemsOf(items []irt.Item, columns []string) ([]irt.Item, error) {
	at := map[string]int{}
	for i := range items {
		at[items[i].Name] = i
	}
	var out []irt.Item
	for _, name := range columns {
		i, known := at[name]
		if !known {
			return nil, fmt.Errorf("the column %q has no parameters: name it by --id-column, --group-column, --weight-column or --ignore-column, or calibrate it", name)
		}
		out = append(out, items[i])
	}
	return out, nil
}

// latent finds the distribution of each group, one where there are no groups.
func (o *abilityOptions) latent(report *abilityReport, groups []string) error {
	same := func(mean, variance float64) {
		for _, g := range append([]string{}, groups...) {
			report.Latent = append(report.Latent, latentReport{g, mean, variance})
		}
		if groups == nil {
			report.Latent = []latentReport{{"", mean, variance}}
		}
	}
	if o.latentGiven {
		report.Source = "given"
		same(o.mean, o.variance)
		return nil
	}
	fit, err := calibrationOf(o.params)
	if err != nil {
		return err
	}
	if fit == nil {
		report.Source = "standard normal, as nothing says otherwise"
		same(o.mean, o.variance)
		return nil
	}
	path := reportPath(o.params)
	report.Source = path
	if len(fit.Groups) == 1 {
		same(fit.Groups[0].Mean, fit.Groups[0].Var)
		return nil
	}
	for _, name := range groups {
		l := latentReport{Group: name, Var: math.NaN()}
		for _, g := range fit.Groups {
			if g.Group == name {
				l.Mean, l.Var = g.Mean, g.Var
			}
		}
		if math.IsNaN(l.Var) {
			return fmt.Errorf("%s has no group %q: say --latent-mean and --latent-var", path, name)
		}
		report.Latent = append(report.Latent, l)
	}
	if groups == nil {
		return fmt.Errorf("%s has %d groups: say --group-column, or --latent-mean and --latent-var", path, len(fit.Groups))
	}
	return nil
}

// abilities scores all persons.
func abilities(ctx context.Context, r *psychometrics.Responses, scorers []*irt.Scorer, m irt.Method) ([]irt.Score, error) {
	out := make([]irt.Score, r.N())
	threads := runtime.GOMAXPROCS(0)
	errs := make([]error, threads)
	var wait sync.WaitGroup
	for t := range threads {
		wait.Go(func() {
			for i := t; i < r.N() && errs[t] == nil && ctx.Err() == nil; i += threads {
				var err error
				if out[i], err = scorers[r.GroupOf(i)].Score(r.Row(i), m); err != nil {
					errs[t] = fmt.Errorf("person %s: %w", r.ID(i), err)
				}
			}
		})
	}
	wait.Wait()
	return out, errors.Join(append(errs, ctx.Err())...)
}

func (a *abilityReport) write(o *abilityOptions, r *psychometrics.Responses, s *irt.Scorer, scores []irt.Score) error {
	err := writeCSV(o.out, func(b *bytes.Buffer) error {
		w := csv.NewWriter(b)
		_ = w.Write([]string{"id", "theta", "se"}) // a buffer takes it; Flush says so
		for i, s := range scores {
			if math.IsInf(s.Theta, 0) {
				a.Infinite++
			}
			if math.IsNaN(s.Theta) {
				a.Unknown++
			}
			_ = w.Write([]string{r.ID(i), cell(s.Theta), cell(s.SE)}) // as above
		}
		w.Flush()
		return w.Error()
	})
	if err != nil || o.table == "" {
		return err
	}
	return writeCSV(o.table, func(b *bytes.Buffer) error {
		w := csv.NewWriter(b)
		_ = w.Write([]string{"sum", "theta", "se", "probability"}) // as above
		for _, line := range s.SumTable() {
			_ = w.Write([]string{strconv.Itoa(line.Sum), cell(line.Theta), cell(line.SE), cell(line.Probability)}) // as above
		}
		w.Flush()
		return w.Error()
	})
}

// cell is a number in a CSV: empty where there is none, Inf or -Inf where it is
// infinite.
func cell(v float64) string {
	switch {
	case math.IsNaN(v):
		return ""
	case math.IsInf(v, 1):
		return "Inf"
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}
