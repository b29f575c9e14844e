package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

// migrateReport is what migrate --json prints.
type migrateReport struct {
	Ran []string `json:"ran"`
}

// migrateCmd brings the database to the newest schema.
func migrateCmd() *cobra.Command {
	c := DefaultConfig()
	cmd := &cobra.Command{
		Use:   "migrate",
		Short: "bring the database to the newest schema",
		Long: `Runs the migrations that the database does not have yet. serve does the same when
it starts; this is for those who want it done before. Several may run at once.`,
		Args: cobra.NoArgs,
	}
	envErr := c.Bind(loadEnv, cmd.Flags(), dataFlags...)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return withData(cmd, c, envErr, func(d *Data) error {
			report := migrateReport{Ran: append([]string{}, d.Migrated...)}
			if wantsJSON(cmd) {
				return printJSON(cmd.OutOrStdout(), report)
			}
			for _, name := range report.Ran {
				_, _ = fmt.Fprintln(cmd.OutOrStdout(), name) // nobody listens
			}
			_, _ = fmt.Fprintf(cmd.ErrOrStderr(), "%d migrations ran\n", len(report.Ran)) // nobody listens
			return nil
		})
	}
	return cmd
}
