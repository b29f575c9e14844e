package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"khaothi/internal/audit"
)

// adminCmd is what an operator does on the server itself.
func adminCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "admin",
		Short: "accounts, keys and checks, on the server itself",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(createUserCmd(), newSecretsCmd(), verifyAuditCmd(), escrowKeyCmd(), vaultKeeperCmd())
	return cmd
}

// dataFlags are the flags of commands that open the data.
var dataFlags = []string{"data", "database-url", "redis-url", "secret-file", "log-level", "log-format"}

// withData runs f on the opened data and closes it.
func withData(cmd *cobra.Command, c Config, envErr error, f func(d *Data) error) error {
	if err := errors.Join(envErr, c.Validate()); err != nil {
		return err
	}
	d, err := openData(cmd.Context(), c, newLog(cmd.ErrOrStderr(), c), dataOptions{})
	if err != nil {
		return err
	}
	return errors.Join(f(d), d.Close())
}

// newSecretsCmd writes a file of keys.
func newSecretsCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "new-secrets FILE",
		Short: "write a file of fresh keys for KHAOTHI_SECRET_FILE",
		Long: `Writes a file of four random keys that only its owner can read. It never replaces
a file. Keep a copy apart from the database's back-ups: without it the papers and
tickets in the database cannot be used, and with it they can be read.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := newSecrets(args[0]); err != nil {
				return err
			}
			if wantsJSON(cmd) {
				return printJSON(cmd.OutOrStdout(), map[string]string{"file": args[0]})
			}
			_, _ = fmt.Fprintf(cmd.ErrOrStderr(), "wrote %s\n", args[0]) // nobody listens
			return nil
		},
	}
}

// verifyReport is what verify-audit --json prints.
type verifyReport struct {
	Rows   int64  `json:"rows"` // up to the break, or all
	Last   string `json:"last"` // hash of the last good row
	Intact bool   `json:"intact"`
	Seq    int64  `json:"seq,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// verifyAuditCmd walks the audit trail.
func verifyAuditCmd() *cobra.Command {
	c := DefaultConfig()
	cmd := &cobra.Command{
		Use:   "verify-audit",
		Short: "walk the hash chain of the audit trail",
		Long: `Walks the whole audit trail and says whether a row was changed, removed or put in
(exit code 2). Rows cut off at the end show only against an earlier run: compare the
number of rows and the last hash with what you printed then.`,
		Args: cobra.NoArgs,
	}
	envErr := c.Bind(loadEnv, cmd.Flags(), dataFlags...)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return withData(cmd, c, envErr, func(d *Data) error {
			v, err := audit.Verify(cmd.Context(), d.Pool)
			if err != nil {
				return err
			}
			return tellVerified(cmd, v)
		})
	}
	return cmd
}

func tellVerified(cmd *cobra.Command, v audit.Verified) error {
	r := verifyReport{Rows: v.Rows, Last: fmt.Sprintf("%x", v.Last), Intact: v.Break == nil}
	var broken error
	if v.Break != nil {
		r.Seq, r.Reason = v.Break.Seq, v.Break.Reason
		broken = exitError{code: exitRefused, err: fmt.Errorf("the audit trail does not hold at row %d (%s)", r.Seq, r.Reason)}
	}
	if wantsJSON(cmd) {
		return errors.Join(printJSON(cmd.OutOrStdout(), r), broken)
	}
	_, _ = fmt.Fprintf(cmd.OutOrStdout(), "%d rows hold, last hash %s\n", r.Rows, r.Last) // nobody listens
	return broken
}
