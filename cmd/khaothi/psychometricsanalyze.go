package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
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
	rep := analyzeReport{Thresholds: classical.DefaultThresholds(), Flags: map[string][]classical.Flag{}}
	r, options, err := o.scores(cmd)
	if err != nil {
		return err
	}
	floor, err := o.floors(r.Items)
	if err != nil {
		return err
	}
	rep.Options = options
	if rep.Report, err = classical.Analyze(r, classical.Options{Floor: floor, Cuts: o.cuts, Bootstrap: o.bootstrap, Seed: o.seed}); err != nil {
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

// mark reads what was marked: the place of the option among those of its item.
func (o *analyzeOptions) mark(marks map[int]map[string]int8, j int, cell string) (int8, error) {
	switch {
	case cell == "OM" || o.omitCode != "" && cell == o.omitCode:
		return psychometrics.Omitted, nil
	case cell == "NR":
		return psychometrics.NotReached, nil
	}
	if marks[j] == nil {
		marks[j] = map[string]int8{}
	}
	at, known := marks[j][cell]
	if !known {
		if len(marks[j]) >= 50 {
			return 0, fmt.Errorf("%q is the 51st option of this item: is the column an item? Name others with --ignore-column", cell)
		}
		at = int8(len(marks[j]))
		marks[j][cell] = at
	}
	return at, nil
}

// sortOptions is the options that were marked and the key, in order.
func sortOptions(marked map[string]int8, key string) []string {
	names := []string{key}
	for name := range marked {
		if name != key {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		x, errA := strconv.ParseFloat(a, 64)
		y, errB := strconv.ParseFloat(b, 64)
		if errA == nil && errB == nil && x != y {
			return int(math.Copysign(1, x-y))
		}
		return strings.Compare(a, b)
	})
	return names
}

// readOptionKey reads the right option of each item.
func readOptionKey(path string, items []string) ([]string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(data), "\ufeff")))
	in.FieldsPerRecord, in.TrimLeadingSpace = -1, true
	rows, err := in.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("key %s: %w", path, err)
	}
	if len(rows) == 1 {
		if len(rows[0]) != len(items) {
			return nil, fmt.Errorf("key %s has %d options, the responses %d items", path, len(rows[0]), len(items))
		}
		return trimmed(rows[0]), nil
	}
	if len(rows) == 0 || !slices.Contains(rows[0], "item") || !slices.Contains(rows[0], "key") {
		return nil, fmt.Errorf("key %s: give one line with the right options, or a CSV with the columns item,key", path)
	}
	of := map[string]string{}
	itemAt, keyAt := slices.Index(rows[0], "item"), slices.Index(rows[0], "key")
	for n, row := range rows[1:] {
		if len(row) != len(rows[0]) {
			return nil, fmt.Errorf("key %s, line %d: %d cells, the header has %d", path, n+2, len(row), len(rows[0]))
		}
		of[strings.TrimSpace(row[itemAt])] = strings.TrimSpace(row[keyAt])
	}
	key := make([]string, len(items))
	for j, name := range items {
		if key[j] = of[name]; key[j] == "" {
			return nil, fmt.Errorf("key %s has no option for item %s", path, name)
		}
	}
	return key, nil
}

func trimmed(cells []string) []string {
	out := make([]string, len(cells))
	for k, c := range cells {
		out[k] = strings.TrimSpace(c)
	}
	return out
}

// floors reads --floor: one number, or item=number.
func (o *analyzeOptions) floors(items []string) ([]float64, error) {
	if len(o.floor) == 0 {
		return nil, nil
	}
	out := make([]float64, len(items))
	for _, f := range o.floor {
		name, text, of := strings.Cut(f, "=")
		if !of {
			text = name
		}
		v, err := strconv.ParseFloat(text, 64)
		j := slices.Index(items, name)
		if err != nil || of && j < 0 {
			return nil, fmt.Errorf("--floor %q: give a number, or item=number with an item of the responses", f)
		}
		for k := range out {
			if !of || k == j {
				out[k] = v
			}
		}
	}
	return out, nil
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
