package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"khaothi/psychometrics"
	"khaothi/psychometrics/classical"
	"khaothi/psychometrics/stat"
)

// analyzeOptions are the flags of psychometrics analyze.
type analyzeOptions struct {
	responseFlags
	key, out, omitCode string
	thresholds         string
	floor              []string
	cuts               []float64
	groups, bootstrap  int
	seed               uint64
}

// analyzeReport is what psychometrics analyze --json prints.
type analyzeReport struct {
	classical.Report
	Thresholds classical.Thresholds        `json:"thresholds"`
	Flags      map[string][]classical.Flag `json:"flags"` // by item, those with any
	Options    []classical.Option          `json:"options,omitempty"`
}

// analyzeCmd is classical item analysis.
func analyzeCmd() *cobra.Command {
	var o analyzeOptions
	cmd := &cobra.Command{
		Use:   "analyze --responses F [--key K] -o DIR",
		Short: "classical item analysis: difficulty, discrimination, distractors, reliability",
		Long: `Writes items.csv, test.csv and conditional_sem.csv into DIR, and options.csv where a key is
given: then the responses are what was marked, and the key is either one line with the right
options in the order of the columns (1,4,5 …) or a CSV with the columns item,key.
Empty or NA is not presented, OM omitted, NR not reached; --omit-code names another sign for omitted.`,
		Example: `  khaothi psychometrics analyze --responses marks.csv --key key.txt -o report
  khaothi psychometrics analyze --responses scores.csv --id-column sbd --bootstrap 1000 --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd) },
	}
	f := cmd.Flags()
	o.add(f)
	f.StringVar(&o.key, "key", "", "file with the key; the responses are options then")
	f.StringVarP(&o.out, "out", "o", "", "folder for the tables")
	f.StringVar(&o.omitCode, "omit-code", "", "a mark that means omitted, besides OM")
	f.StringSliceVar(&o.floor, "floor", nil, "mean score of pure guessing: one number for all items, or item=number")
	f.Float64SliceVar(&o.cuts, "cuts", nil, "total scores from which a class begins, for classification consistency")
	f.StringVar(&o.thresholds, "thresholds", "", thresholdsUsage)
	f.IntVar(&o.groups, "groups", 5, "quantile groups of the traces of options")
	f.IntVar(&o.bootstrap, "bootstrap", 0, "resamples for 95 % intervals (0: none)")
	f.Uint64Var(&o.seed, "seed", 1, "seed of the bootstrap")
	return cmd
}

func (o *analyzeOptions) run(cmd *cobra.Command) error {
	if o.path == "" {
		return errors.New("give the responses: --responses FILE")
	}
	if o.out == "" && !wantsJSON(cmd) {
		return errors.New("give a folder for the tables (-o DIR) or --json")
	}
	thresholds, err := readThresholds(o.thresholds)
	if err != nil {
		return err
	}
	rep := analyzeReport{Thresholds: thresholds.Classical(), Flags: map[string][]classical.Flag{}}
	r, options, err := o.scores(cmd)
	if err != nil {
		return err
	}
	floor, err := o.floors(r.Items)
	if err != nil {
		return err
	}
	rep.Options = options
	if rep.Report, err = classical.Analyze(cmd.Context(), r, classical.Options{Floor: floor, Cuts: o.cuts, Bootstrap: o.bootstrap, Seed: o.seed}); err != nil {
		return err
	}
	for _, it := range rep.Items {
		if flags := it.Flags(rep.Thresholds, options); len(flags) > 0 {
			rep.Flags[it.Name] = flags
		}
	}
	if o.out != "" {
		if err := writeDir(o.out, rep.tables()); err != nil {
			return err
		}
	}
	if wantsJSON(cmd) {
		return printJSON(cmd.OutOrStdout(), rep)
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%d câu / items, %g thí sinh / persons, alpha %.5s, SEM %.5s; %d câu cần xem lại / items to look at: %s\n",
		len(rep.Items), rep.Persons, rep.Test.Alpha, rep.Test.SEM, len(rep.Flags), o.out)
	return err
}

// scores reads the responses; with a key they are options and become scores.
func (o *analyzeOptions) scores(cmd *cobra.Command) (*psychometrics.Responses, []classical.Option, error) {
	if o.key == "" {
		r, err := o.readCoded(cmd, nil)
		return r, nil, err
	}
	marks := map[int]map[string]int8{} // by item, the places of its options
	r, err := o.readCoded(cmd, func(j int, cell []byte) (int8, error) { return o.mark(marks, j, string(cell)) })
	if err != nil {
		return nil, nil, err
	}
	key, err := readOptionKey(o.key, r.Items)
	if err != nil {
		return nil, nil, err
	}
	raw := classical.Raw{Choices: r}
	for j, right := range key {
		names := sortOptions(marks[j], right)
		raw.Options, raw.Key = append(raw.Options, names), append(raw.Key, slices.Index(names, right))
		place := make([]int8, len(marks[j])+1) // from order of appearance to sorted
		for name, at := range marks[j] {
			place[at] = int8(slices.Index(names, name))
		}
		for i := range r.N() {
			if row := r.Row(i); row[j] >= 0 {
				row[j] = place[row[j]]
			}
		}
	}
	options, err := classical.Distractors(raw, o.groups)
	if err != nil {
		return nil, nil, err
	}
	scored, err := raw.Scored()
	return scored, options, err
}

// tables are the files of the report.
func (r analyzeReport) tables() map[string]*table {
	items := &table{head: []string{"item", "n", "presented", "omitted", "not_reached", "max", "mean", "p", "p_above_floor", "sd", "r_total", "r_rest", "biserial", "d27", "alpha_if_deleted", "flags"}}
	if len(r.Items) > 0 && r.Items[0].Intervals != nil {
		items.head = append(items.head, "p_low", "p_high", "r_rest_low", "r_rest_high")
	}
	for _, it := range r.Items {
		flags := make([]string, len(r.Flags[it.Name]))
		for k, f := range r.Flags[it.Name] {
			flags[k] = string(f)
		}
		row := []any{it.Name, it.N, it.Presented, it.Omitted, it.NotReached, it.Max, it.Mean, it.P, it.PAboveFloor, it.SD, it.PointBiserial, it.Corrected, it.Biserial, it.D27, it.AlphaIfDeleted, strings.Join(flags, " ")}
		if it.Intervals != nil {
			row = append(row, it.Intervals["p"].Low, it.Intervals["p"].High, it.Intervals["r_rest"].Low, it.Intervals["r_rest"].High)
		}
		items.add(row...)
	}
	test := &table{head: []string{"statistic", "value"}}
	t := r.Test
	for _, s := range []struct {
		name  string
		value stat.Value
	}{
		{"persons", stat.Of(r.Persons)},
		{"complete_persons", stat.Of(r.Complete)},
		{"items", stat.Of(float64(t.Items))},
		{"max", stat.Of(float64(t.Max))},
		{"floor", t.Floor},
		{"mean", t.Mean},
		{"sd", t.SD},
		{"skewness", t.Skewness},
		{"kurtosis", t.Kurtosis},
		{"alpha", t.Alpha},
		{"kr20", t.KR20},
		{"kr21", t.KR21},
		{"sem", t.SEM},
		{"omega", t.Omega},
		{"omega_standardized", t.OmegaStandardized},
	} {
		test.add(s.name, s.value)
	}
	for k := range t.Lambda {
		test.add(fmt.Sprintf("lambda%d", k+1), t.Lambda[k])
		test.add(fmt.Sprintf("lambda%d_standardized", k+1), t.LambdaStandardized[k])
	}
	if c := t.Classes; c != nil {
		test.add("classification_consistency", c.Consistency)
		test.add("classification_kappa", c.Kappa)
		test.add("classification_accuracy", c.Accuracy)
	}
	sem := &table{head: []string{"score", "persons", "sem"}}
	for _, c := range t.Conditional {
		sem.add(c.Score, c.Persons, c.SEM)
	}
	out := map[string]*table{"items.csv": items, "test.csv": test, "conditional_sem.csv": sem}
	if r.Options != nil {
		out["options.csv"] = optionTable(r.Options)
	}
	return out
}

func optionTable(options []classical.Option) *table {
	t := &table{head: []string{"item", "option", "is_key", "n", "prop", "pb_total", "pb_rest", "mean_total_choosers"}}
	for g := range options[0].Trace {
		t.head = append(t.head, fmt.Sprintf("group_%d", g+1))
	}
	for _, o := range options {
		row := []any{o.Item, o.Option, o.Key, o.N, o.Part, o.RTotal, o.RRest, o.MeanTotal}
		for _, p := range o.Trace {
			row = append(row, p)
		}
		t.add(row...)
	}
	return t
}
