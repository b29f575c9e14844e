package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"

	"github.com/spf13/cobra"
)

// rootCmd is the program without a command: it prints the help.
func rootCmd() *cobra.Command {
	root := &cobra.Command{
		Use:   "khaothi",
		Short: "examinations and question banks for education departments",
		Long: `khaothi is an online examination and question-bank engine for provincial education
departments. "khaothi demo" shows all of it on this machine; "khaothi serve" is the
server. Exit codes: 0 good, 1 could not run, 2 finished with refusals, 3 infeasible.`,
		Version:       version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.PersistentFlags().Bool("json", false, "print one JSON object on standard output; progress and logs go to standard error")
	root.AddCommand(commands()...)
	return root
}

// wantsJSON reports whether --json was given.
func wantsJSON(cmd *cobra.Command) bool {
	on, err := cmd.Flags().GetBool("json")
	return err == nil && on
}

// printJSON prints the one object that --json promises.
func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("print the report: %w", err)
	}
	return nil
}

// newLog is the program's log on w, which is standard error.
func newLog(w io.Writer, c Config) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		level = slog.LevelInfo // Validate has refused it
	}
	opt := &slog.HandlerOptions{Level: level}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, opt))
	}
	return slog.New(slog.NewTextHandler(w, opt))
}
