package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"khaothi/bank"
	"khaothi/bank/bankpg"
	"khaothi/internal/exam"
	"khaothi/internal/seal"
)

// escrowKeyCmd makes the key that opens confidential pools when no keeper can.
func escrowKeyCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "escrow-key FILE",
		Short: "make an escrow key for confidential pools",
		Long: `Makes a key pair, writes the secret to FILE, which only its owner can read, and prints
the public key for the page of confidential pools. Run it on a machine that is not
the server, and keep FILE on paper or on a stick in a safe: whoever has it and the
database reads every pool that names it. It never replaces a file.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			public, secret, err := seal.NewIdentity()
			if err != nil {
				return err
			}
			if err := writeNew(args[0], secret+"\n"); err != nil {
				return err
			}
			if wantsJSON(cmd) {
				return printJSON(cmd.OutOrStdout(), map[string]string{"file": args[0], "public": public})
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), public)
			return err
		},
	}
}

// writeNew writes a file that is not there yet and only its owner can read.
func writeNew(path, text string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("make the file: %w", err)
	}
	if _, err := f.WriteString(text); err != nil {
		_ = f.Close() // the first error counts
		return fmt.Errorf("write %s: %w", path, err)
	}
	return f.Close()
}

// vaultKeeperCmd opens a vault with the escrow key for a new keeper.
func vaultKeeperCmd() *cobra.Command {
	c := DefaultConfig()
	var vault, escrow, user string
	cmd := &cobra.Command{
		Use:   "vault-keeper --vault ID --escrow-key FILE --keeper USER",
		Short: "make somebody a keeper of a confidential pool, with the escrow key",
		Long: `For when no keeper of a confidential pool can be found. Opens its secret with the
escrow key and seals it for another person, who must have made a key on the page of
confidential pools. It stands in the audit trail.`,
		Args: cobra.NoArgs,
	}
	f := cmd.Flags()
	f.StringVar(&vault, "vault", "", "id of the pool, as the page shows it (required)")
	f.StringVar(&escrow, "escrow-key", "", "file that escrow-key wrote (required)")
	f.StringVar(&user, "keeper", "", "user name of the new keeper (required)")
	for _, name := range []string{"vault", "escrow-key", "keeper"} {
		_ = cmd.MarkFlagRequired(name) // fails only for a flag that does not exist
	}
	envErr := c.Bind(loadEnv, f, dataFlags...)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		secret, err := os.ReadFile(escrow)
		if err != nil {
			return fmt.Errorf("read the escrow key: %w", err)
		}
		return withData(cmd, c, envErr, func(d *Data) error {
			name, err := addKeeper(cmd.Context(), d, vault, user, string(secret))
			if err == nil && wantsJSON(cmd) {
				return printJSON(cmd.OutOrStdout(), map[string]string{"vault": vault, "keeper": name})
			}
			return err
		})
	}
	return cmd
}

func addKeeper(ctx context.Context, d *Data, vault, user, escrow string) (string, error) {
	session, err := newIdentity(d).Account(ctx, user)
	if err != nil {
		return "", fmt.Errorf("--keeper %s: %w", user, err)
	}
	store := bankpg.New(d.Pool)
	keys, err := store.Keys(ctx, []exam.AccountID{session.Account.ID})
	if err != nil {
		return "", err
	}
	if len(keys) == 0 {
		return "", fmt.Errorf("--keeper %s: this person has no key yet; they make one on the page of confidential pools", user)
	}
	sealed, err := store.EscrowOf(ctx, vault)
	if err != nil {
		return "", fmt.Errorf("--vault %s: %w", vault, err)
	}
	secret, err := bank.UnlockVault(sealed, escrow)
	if err != nil {
		return "", fmt.Errorf("--escrow-key: not the key of this pool: %w", err)
	}
	if sealed, err = keys[0].Seal(secret); err != nil {
		return "", err
	}
	return session.Account.FullName, store.AddKeeper(ctx, exam.Actor{Name: "khaothi admin"}, vault, keys[0], sealed)
}
