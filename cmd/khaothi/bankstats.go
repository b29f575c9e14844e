package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"khaothi/bank"
	"khaothi/bank/bankpg"
	"khaothi/internal/exam"
)

// statsReport is what bank stats --json prints.
type statsReport struct {
	Items     int            `json:"items"` // rows of counts may share an item: one of several levels counts once for each
	BySubject map[string]int `json:"by_subject"`
	ByGrade   map[string]int `json:"by_grade"`
	ByKind    map[string]int `json:"by_kind"`
	ByLevel   map[string]int `json:"by_level"`
	ByState   map[string]int `json:"by_state"`
	Counts    []bank.Count   `json:"counts"`
}

// bankStatsCmd counts the questions of the bank.
func bankStatsCmd() *cobra.Command {
	c := DefaultConfig()
	var unit string
	cmd := &cobra.Command{
		Use:     "stats [--unit ID]",
		Short:   "count the questions by subject, grade, kind, level and state",
		Long:    "Counts the questions of the bank, or of one unit and those under it. A question whose statements have several levels counts once for each level.",
		Example: "  khaothi bank stats --json",
		Args:    cobra.NoArgs,
	}
	cmd.Flags().StringVar(&unit, "unit", "", "id of the unit; all units if left out")
	envErr := c.Bind(loadEnv, cmd.Flags(), dataFlags...)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return withData(cmd, c, envErr, func(d *Data) error {
			var units []exam.UnitID
			if unit != "" {
				units = []exam.UnitID{exam.UnitID(unit)}
			}
			store := bankpg.New(d.Pool)
			counts, err := store.Census(cmd.Context(), units)
			if err != nil {
				return err
			}
			page, err := store.List(cmd.Context(), bank.Filter{Units: units, Limit: 1})
			if err != nil {
				return err
			}
			report := statsOf(counts)
			report.Items = page.Total
			if wantsJSON(cmd) {
				return printJSON(cmd.OutOrStdout(), report)
			}
			return printStats(cmd.OutOrStdout(), report)
		})
	}
	return cmd
}

func statsOf(counts []bank.Count) statsReport {
	r := statsReport{BySubject: map[string]int{}, ByGrade: map[string]int{}, ByKind: map[string]int{}, ByLevel: map[string]int{}, ByState: map[string]int{}, Counts: counts}
	for _, n := range counts {
		r.BySubject[n.Subject] += n.Items
		r.ByGrade[fmt.Sprint(n.Grade)] += n.Items
		r.ByKind[string(n.Kind)] += n.Items
		r.ByLevel[string(n.Level)] += n.Items
		r.ByState[string(n.State)] += n.Items
	}
	return r
}

func printStats(w io.Writer, r statsReport) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d câu / questions\n", r.Items)
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "môn\tlớp\tdạng\tmức độ\ttrạng thái\tsố câu") // a strings.Builder never fails
	for _, n := range r.Counts {
		level := n.Level.Vietnamese()
		if level == "" {
			level = "–"
		}
		_, _ = fmt.Fprintf(t, "%s\t%d\t%s\t%s\t%s\t%d\n", n.Subject, n.Grade, n.Kind, level, n.State, n.Items)
	}
	_ = t.Flush() // the same
	_, err := io.WriteString(w, b.String())
	return err
}
