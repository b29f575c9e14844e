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
	Items     int            `json:"items"`
	BySubject map[string]int `json:"by_subject"`
	ByGrade   map[string]int `json:"by_grade"`
	ByKind    map[string]int `json:"by_kind"`
	ByLevel   map[string]int `json:"by_level"` // a question whose statements have several levels counts in each
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
		Long:    "Counts the questions of the bank, or of one unit and those under it.",
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
			counts, err := bankpg.New(d.Pool).Census(cmd.Context(), units)
			if err != nil {
				return err
			}
			report := statsOf(counts)
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
		r.Items += n.Items
		for _, l := range n.Levels {
			r.ByLevel[string(l)] += n.Items
		}
		if len(n.Levels) == 0 {
			r.ByLevel[""] += n.Items
		}
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
		level := "–"
		if len(n.Levels) > 0 {
			names := make([]string, len(n.Levels))
			for i, l := range n.Levels {
				names[i] = l.Vietnamese()
			}
			level = strings.Join(names, ", ")
		}
		_, _ = fmt.Fprintf(t, "%s\t%d\t%s\t%s\t%s\t%d\n", n.Subject, n.Grade, n.Kind, level, n.State, n.Items)
	}
	_ = t.Flush() // the same
	_, err := io.WriteString(w, b.String())
	return err
}
