package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"khaothi/psychometrics/cat"
	"khaothi/psychometrics/irt"
)

// catOptions are the flags of psychometrics cat simulate.
type catOptions struct {
	params, out, rule, provisional, final string
	content                               string
	shares                                []string
	thetas                                []float64
	persons, min, max, randomesque        int
	mean, sd, se, information, cut        float64
	seed                                  uint64
	hasCut                                bool
}

// catReport is what psychometrics cat simulate --json prints.
type catReport struct {
	Metric string `json:"metric"`
	Seed   uint64 `json:"seed"`
	cat.Summary
	Items []string `json:"items"` // the bank, in the order of exposure
}

// catCmd is the family of adaptive tests.
func catCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "cat",
		Short: "adaptive tests",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(catSimulateCmd())
	return cmd
}

func catSimulateCmd() *cobra.Command {
	var o catOptions
	cmd := &cobra.Command{
		Use:   "simulate --params P.csv [-o FILE]",
		Short: "simulate an adaptive test on a bank",
		Long: `Gives an adaptive test to simulated persons (--persons drawn from N(--mean, --sd²), or --thetas)
and reports length, bias, RMSE and how often each item was used. --content names a CSV item,content
and --share the part of the test for each content area. --out gets one line a step.`,
		Example: `  khaothi psychometrics cat simulate --params bank.csv --persons 1000 --se 0.3 --max-items 40 --randomesque 5 --json`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.hasCut = cmd.Flags().Changed("cut")
			return o.run(cmd)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.params, "params", "", "item parameters of the bank")
	f.StringVarP(&o.out, "out", "o", "", "file for the steps of every person")
	f.StringVar(&o.rule, "rule", string(cat.MFI), "mfi, bopt, klp or mepv")
	f.StringVar(&o.provisional, "provisional", string(irt.EAP), "estimator while the test runs: eap, map, ml, wle or warm")
	f.StringVar(&o.final, "final", string(irt.Warm), "estimator at the end")
	f.StringVar(&o.content, "content", "", "file item,content with the content area of every item")
	f.StringSliceVar(&o.shares, "share", nil, "area=part of the test, summing to 1")
	f.Float64SliceVar(&o.thetas, "thetas", nil, "abilities to simulate")
	f.IntVar(&o.persons, "persons", 1000, "persons to simulate where --thetas is left out")
	f.Float64Var(&o.mean, "mean", 0, "mean ability of the persons")
	f.Float64Var(&o.sd, "sd", 1, "standard deviation of their abilities")
	f.IntVar(&o.min, "min-items", 0, "at least so many items")
	f.IntVar(&o.max, "max-items", 40, "at most so many items")
	f.Float64Var(&o.se, "se", 0.3, "stop at this standard error (0: no rule)")
	f.Float64Var(&o.information, "information", 0, "stop when no item left has as much (0: no rule)")
	f.Float64Var(&o.cut, "cut", 0, "stop when the interval of 95 % lies on one side of this ability")
	f.IntVar(&o.randomesque, "randomesque", 1, "draw from the best so many items")
	f.Uint64Var(&o.seed, "seed", 1, "seed of the simulation")
	return cmd
}

func (o *catOptions) run(cmd *cobra.Command) error {
	if o.params == "" {
		return errors.New("give the bank: --params P.csv")
	}
	bank, err := irt.ReadItemFile(o.params)
	if err != nil {
		return err
	}
	e, err := o.engine(bank)
	if err != nil {
		return err
	}
	truth := o.thetas
	if len(truth) == 0 {
		if o.persons < 1 || o.persons > 1_000_000 || !(o.sd >= 0) {
			return fmt.Errorf("%d persons with an SD of %v: give 1 to 1000000 and an SD from 0", o.persons, o.sd)
		}
		rng := rand.New(rand.NewPCG(o.seed, 0x746865746173)) //nolint:gosec // a simulation is to be repeated
		for range o.persons {
			truth = append(truth, o.mean+o.sd*rng.NormFloat64())
		}
	}
	runs, summary, err := e.Simulate(cmd.Context(), truth, o.seed)
	if err != nil {
		return err
	}
	if o.out != "" {
		if err := stepTable(runs, bank).write(o.out); err != nil {
			return err
		}
	}
	if wantsJSON(cmd) {
		rep := catReport{Metric: metric, Seed: o.seed, Summary: summary}
		for j := range bank {
			rep.Items = append(rep.Items, bank[j].Name)
		}
		return printJSON(cmd.OutOrStdout(), rep)
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%d thí sinh / persons, %s câu / items on average, bias %s, RMSE %s (D = 1)\n", summary.Persons, summary.MeanItems, summary.Bias, summary.RMSE)
	return err
}

func (o *catOptions) engine(bank []irt.Item) (*cat.Engine, error) {
	c := cat.Default()
	c.Rule, c.Provisional, c.Final, c.Randomesque = cat.Rule(o.rule), irt.Method(o.provisional), irt.Method(o.final), o.randomesque
	c.Stop = cat.Stop{MinItems: o.min, MaxItems: o.max, SE: o.se, Information: o.information}
	if o.hasCut {
		c.Stop.Cut = &o.cut
	}
	areas, err := o.areas(bank)
	if err != nil {
		return nil, err
	}
	for _, s := range o.shares {
		area, part, ok := strings.Cut(s, "=")
		v, err := strconv.ParseFloat(part, 64)
		if !ok || err != nil {
			return nil, fmt.Errorf("--share %q: give area=part", s)
		}
		if c.Content == nil {
			c.Content = map[string]float64{}
		}
		c.Content[area] = v
	}
	return cat.New(bank, areas, c)
}

// areas reads the content area of every item of the bank.
func (o *catOptions) areas(bank []irt.Item) ([]string, error) {
	if o.content == "" {
		return nil, nil
	}
	pairs, err := readPairs(o.content)
	if err != nil {
		return nil, err
	}
	of := map[string]string{}
	for _, p := range pairs {
		of[p[0]] = p[1]
	}
	out := make([]string, len(bank))
	for j := range bank {
		if out[j] = of[bank[j].Name]; out[j] == "" {
			return nil, fmt.Errorf("--content %s has no area for item %s", o.content, bank[j].Name)
		}
	}
	return out, nil
}

func stepTable(runs []cat.Run, bank []irt.Item) *table {
	t := &table{head: []string{"person", "metric", "true_theta", "step", "item", "score", "theta", "se", "stop"}}
	for i, r := range runs {
		for k, j := range r.State.Given {
			row := []any{i + 1, metric, r.True, k + 1, bank[j].Name, r.State.Scores[k], "", "", ""}
			if k == len(r.State.Given)-1 {
				row[6], row[7], row[8] = r.Final.Theta, r.Final.SE, r.Reason
			}
			t.add(row...)
		}
	}
	return t
}
