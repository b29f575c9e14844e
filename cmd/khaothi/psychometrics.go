package main

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"khaothi/psychometrics"
)

// psychometricsCmd is the family of commands on files of responses: none needs
// a database.
func psychometricsCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "psychometrics",
		Short: "item analysis, calibration, fit, DIF, linking and adaptive tests on files",
		Long: `Numbers in, numbers out; no database. Responses are CSV, plain or .gz: a header,
one column an item, one line a person; scores from 0, empty or NA = not
presented, OM = omitted, NR = not reached. Item parameters use the logistic
metric with D = 1. See docs/psychometrics.md.`,
	}
	cmd.AddCommand(psychometricsCalibrateCmd(), psychometricsScoreCmd(), psychometricsInformationCmd(), psychometricsSimulateCmd(), compareCmd(),
		analyzeCmd(), difCmd(), linkCmd(), equateCmd(), catCmd(), fitCmd())
	return cmd
}

// responseFlags say which file holds responses and what its columns mean.
type responseFlags struct {
	path, omitted, notReached string
	exclude                   []string
	csv                       psychometrics.CSV
}

func (o *responseFlags) add(f *pflag.FlagSet) {
	f.StringVar(&o.path, "responses", "", "CSV of responses, plain or .gz (required)")
	f.StringVar(&o.csv.ID, "id-column", "", "column that names persons")
	f.StringVar(&o.csv.Group, "group-column", "", "column that names the group of a person")
	f.StringVar(&o.csv.Weight, "weight-column", "", "column that says how often a line counts")
	f.StringSliceVar(&o.csv.Ignore, "ignore-column", nil, "columns that are no items")
	f.StringSliceVar(&o.exclude, "exclude", nil, "items to leave out")
	f.StringSliceVar(&o.csv.Missing, "missing", nil, "further signs for not presented, besides empty and NA")
	f.StringVar(&o.omitted, "omitted", "wrong", "what an omitted answer (OM) counts as: wrong or missing")
	f.StringVar(&o.notReached, "not-reached", "missing", "what an answer not reached (NR) counts as: wrong or missing")
}

// read reads the responses, with what was omitted and not reached replaced.
func (o *responseFlags) read() (*psychometrics.Responses, error) {
	means := map[string]int8{"wrong": 0, "missing": psychometrics.NotPresented}
	omitted, ok1 := means[o.omitted]
	notReached, ok2 := means[o.notReached]
	if !ok1 || !ok2 {
		return nil, fmt.Errorf("--omitted %s --not-reached %s: want wrong or missing", o.omitted, o.notReached)
	}
	csv := o.csv
	csv.Ignore = append(append([]string{}, o.csv.Ignore...), o.exclude...)
	r, err := csv.ReadFile(o.path)
	if err != nil {
		return nil, err
	}
	return r.Treat(omitted, notReached), nil
}

// finite is a number for JSON, which has no NaN: null where there is none.
func finite(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

// writeCSV writes a file that write fills.
func writeCSV(path string, write func(b *bytes.Buffer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// reportPath is where the report that belongs to a file of parameters stands.
func reportPath(params string) string { return strings.TrimSuffix(params, ".csv") + ".fit.json" }
