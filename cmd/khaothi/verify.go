package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/workflow"
	"khaothi/internal/workflow/workflowpg"
)

// verifyFlags are those of delivery verify beside the data's.
type verifyFlags struct {
	sitting string
	keys    []string
}

func verifyCmd() *cobra.Command {
	c := DefaultConfig()
	cmd := &cobra.Command{
		Use:   "verify [ATTEMPT] [--sitting ID]",
		Short: "derive chain, receipt, root and score of an attempt anew",
		Long: `Derives what is stored of an attempt anew and compares: the chain of its events, the
receipt, its place under the signed root of the sitting, the signature, and the score by
the key version and the rule that the stored result names. ATTEMPT is the id of an attempt
or, with --sitting, a candidate number; with --sitting alone all attempts are looked at.
Nothing is written. Exit code 0: all of it holds; 2: something does not, and the report
says what, where, and what it means. docs/proof.md says what can be found and what cannot.`,
		Example: `  khaothi delivery verify 38g1wdp1e2qn6j9tm1vb
  khaothi delivery verify 01000001 --sitting 38g1wdp18ncxtp8hbskk --json
  khaothi delivery verify --sitting 38g1wdp18ncxtp8hbskk`,
		Args: cobra.MaximumNArgs(1),
	}
	var o verifyFlags
	cmd.Flags().StringVar(&o.sitting, "sitting", "", "id of the sitting")
	cmd.Flags().StringSliceVar(&o.keys, "public-key", nil, "a public key (64 hex digits, as in printed minutes) to trust beside that of the secret file")
	envErr := c.Bind(loadEnv, cmd.Flags(), dataFlags...)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		attempt := ""
		if len(args) == 1 {
			attempt = args[0]
		}
		if attempt == "" && o.sitting == "" {
			return errors.New("name an attempt, or a sitting with --sitting")
		}
		return withData(cmd, c, envErr, func(d *Data) error { return verify(cmd, d, attempt, o) })
	}
	return cmd
}

func verify(cmd *cobra.Command, d *Data, attempt string, o verifyFlags) error {
	keys, err := trusted(d.Secrets, o.keys)
	if err != nil {
		return err
	}
	flow := workflow.New(workflow.Config{DB: workflowpg.New(d.Pool), Now: time.Now})
	v, err := flow.Verify(cmd.Context(), workflow.Verify{
		Sitting: exam.SittingID(o.sitting), Attempt: attempt, Keys: keys, Progress: verifyProgress(cmd.ErrOrStderr(), attempt),
	})
	if fault.KindOf(err) == fault.NotFound {
		return fmt.Errorf("no attempt %q in the record (sitting %q): a candidate number needs --sitting, and ids stand in the column attempt of khaothi_record", attempt, o.sitting)
	}
	if err != nil {
		return err
	}
	r := newVerifyView(v)
	if wantsJSON(cmd) {
		err = printJSON(cmd.OutOrStdout(), r)
	} else {
		r.print(cmd.OutOrStdout())
	}
	if n := len(r.Findings); n > 0 {
		return errors.Join(err, exitError{code: exitRefused, err: fmt.Errorf("the record does not hold: %d findings", n)})
	}
	return err
}

// trusted are the public keys that may have signed: of the secret file, and
// those given.
func trusted(s Secrets, given []string) ([][]byte, error) {
	signer, err := s.Signer()
	if err != nil {
		return nil, err
	}
	keys := [][]byte{signer.PublicKey()}
	for _, text := range given {
		key, err := hex.DecodeString(text)
		if err != nil || len(key) != len(keys[0]) {
			return nil, fmt.Errorf("--public-key %q: want 64 hex digits", text)
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// verifyProgress tells of a whole sitting how far it is.
func verifyProgress(w io.Writer, attempt string) func(done, of int) {
	if attempt != "" {
		return nil
	}
	return func(done, of int) { _, _ = fmt.Fprintf(w, "%d of %d attempts\n", done, of) } // nobody listens
}
