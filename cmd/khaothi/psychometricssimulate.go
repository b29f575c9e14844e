package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"khaothi/psychometrics/irt"
)

func psychometricsInformationCmd() *cobra.Command {
	var params, out, test string
	var at []float64
	cmd := &cobra.Command{
		Use:   "information --params P.csv --at -2,-1,0,1,2 -o I.csv",
		Short: "information of items at abilities, as bank assemble takes it",
		Long: `Writes the Fisher information of each item (a line) at each ability (a column
with its name): the file that bank assemble --information reads. --test writes the
sums: theta,information,se,expected. Logistic metric, D = 1.`,
		Example: "  khaothi psychometrics information --params P.csv --at=-1,0,1 -o tt.csv",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			items, err := irt.ReadItemFile(params)
			if err != nil {
				return err
			}
			if slices.ContainsFunc(at, func(v float64) bool { return finite(v) == nil }) {
				return fmt.Errorf("--at %v: give finite abilities", at)
			}
			if err := writeInformation(out, items, at); err != nil {
				return err
			}
			if test != "" {
				if err := writeTestCurve(test, items, at); err != nil {
					return err
				}
			}
			if wantsJSON(cmd) {
				return printJSON(cmd.OutOrStdout(), map[string]any{"items": len(items), "abilities": at, "output": out, "metric": "logistic, D = 1"})
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: %d items at %d abilities, D = 1\n", out, len(items), len(at))
			return err
		},
	}
	f := cmd.Flags()
	f.StringVar(&params, "params", "", "file of item parameters (required)")
	f.Float64SliceVar(&at, "at", []float64{-3, -2, -1, 0, 1, 2, 3}, "abilities")
	f.StringVar(&test, "test", "", "also write the information of the whole test")
	f.StringVarP(&out, "output", "o", "", "CSV to write (required)")
	for _, name := range []string{"params", "output"} {
		_ = cmd.MarkFlagRequired(name) // fails only for a flag that does not exist
	}
	return cmd
}

func writeInformation(path string, items []irt.Item, at []float64) error {
	return writeCSV(path, func(b *bytes.Buffer) error {
		w := csv.NewWriter(b)
		head := []string{"item"}
		for _, th := range at {
			head = append(head, cell(th))
		}
		_ = w.Write(head) // a buffer takes it; Flush says so
		for j, row := range irt.InformationTable(items, at) {
			rec := []string{items[j].Name}
			for _, v := range row {
				rec = append(rec, cell(v))
			}
			_ = w.Write(rec) // as above
		}
		w.Flush()
		return w.Error()
	})
}

func writeTestCurve(path string, items []irt.Item, at []float64) error {
	return writeCSV(path, func(b *bytes.Buffer) error {
		w := csv.NewWriter(b)
		_ = w.Write([]string{"theta", "information", "se", "expected"}) // a buffer takes it; Flush says so
		for _, p := range irt.TestCurve(items, at) {
			_ = w.Write([]string{cell(p.Theta), cell(p.Information), cell(p.SE), cell(p.Expected)}) // as above
		}
		w.Flush()
		return w.Error()
	})
}

type simulateOptions struct {
	params, out, abilities  string
	persons                 int
	seed                    uint64
	mean, variance, missing float64
}

func psychometricsSimulateCmd() *cobra.Command {
	var o simulateOptions
	cmd := &cobra.Command{
		Use:   "simulate --params P.csv --persons N --seed S -o F.csv",
		Short: "draw responses of persons with normal abilities",
		Long: `Draws the answers of persons with normally distributed abilities to items with
known parameters. The same seed gives the same file. --abilities writes id,theta.`,
		Example: "  khaothi psychometrics simulate --params P.csv --persons 5000 --seed 7 -o gia-lap.csv --abilities that.csv",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return o.run(cmd) },
	}
	f := cmd.Flags()
	f.StringVar(&o.params, "params", "", "file of item parameters (required)")
	f.IntVar(&o.persons, "persons", 1000, "persons")
	f.Uint64Var(&o.seed, "seed", 1, "seed")
	f.Float64Var(&o.mean, "latent-mean", 0, "mean of the abilities")
	f.Float64Var(&o.variance, "latent-var", 1, "variance of the abilities")
	f.Float64Var(&o.missing, "missing", 0, "share of answers that are not presented, by chance")
	f.StringVar(&o.abilities, "abilities", "", "also write the abilities")
	f.StringVarP(&o.out, "output", "o", "", "CSV to write (required)")
	for _, name := range []string{"params", "output"} {
		_ = cmd.MarkFlagRequired(name) // fails only for a flag that does not exist
	}
	return cmd
}

// maxSimulated bounds the cells of a simulation.
const maxSimulated = 1_000_000_000

func (o *simulateOptions) run(cmd *cobra.Command) error {
	items, err := irt.ReadItemFile(o.params)
	if err != nil {
		return err
	}
	if o.persons < 1 || o.persons > maxSimulated/len(items) || !(o.variance > 0) || !(o.missing >= 0 && o.missing < 1) {
		return fmt.Errorf("--persons %d --latent-var %g --missing %g: want 1 to %d persons, a positive variance and a share below 1", o.persons, o.variance, o.missing, maxSimulated/len(items))
	}
	r, theta := irt.Simulate(items, o.persons, o.mean, o.variance, o.missing, o.seed)
	if err := writeCSV(o.out, func(b *bytes.Buffer) error { return r.Write(b) }); err != nil {
		return err
	}
	if o.abilities != "" {
		err := writeCSV(o.abilities, func(b *bytes.Buffer) error {
			w := csv.NewWriter(b)
			_ = w.Write([]string{"id", "theta"}) // a buffer takes it; Flush says so
			for i, th := range theta {
				_ = w.Write([]string{strconv.Itoa(i + 1), cell(th)}) // as above
			}
			w.Flush()
			return w.Error()
		})
		if err != nil {
			return err
		}
	}
	if wantsJSON(cmd) {
		return printJSON(cmd.OutOrStdout(), map[string]any{"persons": o.persons, "items": len(items), "seed": o.seed, "output": o.out})
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: %d persons, %d items, seed %d\n", o.out, o.persons, len(items), o.seed)
	return err
}
