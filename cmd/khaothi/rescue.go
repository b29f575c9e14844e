package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"khaothi/delivery"
	"khaothi/delivery/deliverypg"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// rescueActor is how the audit trail names who takes a file in from a command
// line.
func rescueActor() exam.Actor { return exam.Actor{Name: "khaothi delivery rescue"} }

// rescuedFile is what rescue --json prints of one file.
type rescuedFile struct {
	File   string                 `json:"file"`
	Report *delivery.RescueReport `json:"report,omitempty"`
	Code   string                 `json:"code,omitempty"` // of what is wrong with it
	Error  string                 `json:"error,omitempty"`
}

func rescueCmd() *cobra.Command {
	c := DefaultConfig()
	cmd := &cobra.Command{
		Use:   "rescue FILE…",
		Short: "take in rescue files of candidates' machines",
		Long: `Takes in files that candidates' pages saved because answers could not be sent. What
the record holds already is left; what it lacks becomes late evidence, which counts only
when two people of the board admit it in the page of the sitting. A file may be taken in
twice. Exit code 2: something of a file could not be used; the report says what.`,
		Args: cobra.MinimumNArgs(1),
	}
	envErr := c.Bind(loadEnv, cmd.Flags(), dataFlags...)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return withData(cmd, c, envErr, func(d *Data) error {
			keys, err := delivery.NewKeys(d.Secrets.Delivery())
			if err != nil {
				return err
			}
			return rescueFiles(cmd, &delivery.Rescuer{Record: deliverypg.New(d.Pool), Keys: keys}, args)
		})
	}
	return cmd
}

func rescueFiles(cmd *cobra.Command, r *delivery.Rescuer, names []string) error {
	list := make([]rescuedFile, len(names))
	bad := 0
	for i, name := range names {
		list[i].File = name
		file, err := readRescue(name)
		if err != nil {
			return fmt.Errorf("read the rescue file: %w", err)
		}
		report, err := r.Import(cmd.Context(), rescueActor(), file, nil)
		if err != nil && fault.KindOf(err) == "" {
			return err
		}
		list[i].Report = report
		if err != nil {
			list[i].Code, list[i].Error = fault.CodeOf(err), rescueText(err)
		}
		if err != nil || report.Unreadable+report.Invalid > 0 {
			bad++
		}
	}
	if err := printRescued(cmd, list); err != nil {
		return err
	}
	if bad > 0 {
		return exitError{code: exitRefused, err: fmt.Errorf("%d of %d files could not be used as a whole", bad, len(names))}
	}
	return nil
}

// readRescue reads one byte more than is allowed at most: who parses it sees that
// it is too large.
func readRescue(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	return io.ReadAll(io.LimitReader(f, delivery.MaxRescue+1))
}

func printRescued(cmd *cobra.Command, list []rescuedFile) error {
	if wantsJSON(cmd) {
		return printJSON(cmd.OutOrStdout(), map[string]any{"files": list})
	}
	for _, f := range list {
		text := f.Error
		if r := f.Report; r != nil {
			text = fmt.Sprintf("candidate %s, attempt %s (%s): %d events; %d in the record, %d late evidence before, %d new, %d not of this paper, %d unreadable",
				r.Number, r.Attempt, r.State, r.Events, r.Held, r.Known, r.Kept, r.Invalid, r.Unreadable)
		}
		_, _ = fmt.Fprintf(cmd.OutOrStdout(), "%s: %s\n", f.File, text) // nobody listens
	}
	return nil
}

// rescueText says what is wrong with a file and what to do.
func rescueText(err error) string {
	switch fault.CodeOf(err) {
	case delivery.ErrRescueUnknown.Code:
		return "its attempt is not in this record: it belongs to another server"
	case delivery.ErrRescueOther.Code:
		return "it names another candidate than the attempt's: it was put together by hand"
	case delivery.ErrRescueUnreadable.Code:
		return "no key of this server opens it: it was changed, or the secret file is not the one of the exam"
	}
	return err.Error()
}
