package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"khaothi/bank"
	"khaothi/bank/bankimport"
)

type convertOptions struct {
	format, to, out string
	skip            bool
}

// convertReport is what bank convert --json prints: what was read as an import
// reports it, and what the new format cannot carry.
type convertReport struct {
	fileReport
	To      string     `json:"to"`
	Output  string     `json:"output,omitempty"`
	Bytes   int        `json:"bytes"`
	Written int        `json:"written"`
	Lost    []bank.Row `json:"lost"`
}

// bankConvertCmd turns a file of questions into another format.
func bankConvertCmd() *cobra.Command {
	var o convertOptions
	cmd := &cobra.Command{
		Use:   "convert FILE --to FORMAT -o FILE",
		Short: "turn a file of questions into another format",
		Long: `Reads a file of questions as bank import does and writes it in another format.
What the format cannot carry is listed, question by question: then the exit code
is 2, although the rest is written. A file with an error is not converted unless
--skip-errors leaves the questions with errors out. Needs no database.`,
		Example: `  khaothi bank convert de.tex --to moodle-xml -o de.xml
  khaothi bank convert cu.gift --to xlsx -o cu.xlsx --json`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd, args[0]) },
	}
	f := cmd.Flags()
	f.StringVar(&o.format, "format", bankimport.Auto, "format of the file: auto, "+strings.Join(bankimport.Formats(), ", "))
	f.StringVar(&o.to, "to", "", "format to write: "+strings.Join(bankimport.Targets(), ", ")+" (required)")
	f.StringVarP(&o.out, "output", "o", "", "file to write (required)")
	f.BoolVar(&o.skip, "skip-errors", false, "leave questions with errors out instead of refusing the file")
	_ = cmd.MarkFlagRequired("to")     // fails only for a flag that does not exist
	_ = cmd.MarkFlagRequired("output") // as above
	return cmd
}

func (o convertOptions) run(cmd *cobra.Command, path string) error {
	if err := o.check(path); err != nil {
		return err
	}
	say := func(format string, args ...any) {
		_, _ = fmt.Fprintf(cmd.ErrOrStderr(), format+"\n", args...) // nobody listens
	}
	data, err := readBounded(path)
	if err != nil {
		return err
	}
	say("1/3 %s: %d KB", path, len(data)>>10)
	in := bankimport.Read(path, data, o.format)
	in.File = path
	report := convertReport{fileReport: reportOf(in), To: o.to, Lost: []bank.Row{}}
	say("2/3 %d questions found, %d read, %d errors", in.Found, len(in.Items), len(report.Errors))
	refused := len(report.Errors) > 0 && !o.skip
	if !refused && len(in.Items) > 0 {
		if err := o.write(in, &report); err != nil {
			return err
		}
		say("3/3 %s: %d questions", report.Output, report.Written)
	}
	return o.finish(cmd, report, refused)
}

func (o convertOptions) check(path string) error {
	for _, known := range bankimport.Targets() {
		if known != o.to {
			continue
		}
		if same, err := filepath.Abs(o.out); err == nil {
			if from, err := filepath.Abs(path); err == nil && from == same {
				return errors.New("-o names the file that is read")
			}
		}
		return nil
	}
	return fmt.Errorf("--to %s: want %s", o.to, strings.Join(bankimport.Targets(), ", "))
}

func (o convertOptions) write(in bank.Imported, report *convertReport) error {
	out, lost, err := bankimport.Write(o.to, in)
	if err != nil {
		return err
	}
	report.Lost = append(report.Lost, lost...)
	report.Written = len(in.Items)
	for _, row := range lost {
		if row.Severity == bank.Error {
			report.Written--
		}
	}
	if report.Written == 0 {
		return nil
	}
	name := o.out
	if ext := bankimport.Extension(o.to, out); ext == ".zip" && filepath.Ext(name) != ".zip" {
		name = strings.TrimSuffix(name, filepath.Ext(name)) + ext // a source with pictures is a package
	}
	if err := os.WriteFile(name, out, 0o600); err != nil { // it holds keys
		return fmt.Errorf("write %s: %w", name, err)
	}
	report.Output, report.Bytes = name, len(out)
	return nil
}

func (o convertOptions) finish(cmd *cobra.Command, report convertReport, refused bool) error {
	if wantsJSON(cmd) {
		if err := printJSON(cmd.OutOrStdout(), report); err != nil {
			return err
		}
	} else if err := printConvert(cmd.OutOrStdout(), report); err != nil {
		return err
	}
	switch {
	case refused:
		return exitError{code: exitRefused, err: fmt.Errorf("%d errors; nothing was written (--skip-errors leaves those questions out)", len(report.Errors))}
	case report.Written == 0:
		return exitError{code: exitRefused, err: fmt.Errorf("no question can be written as %s", report.To)}
	case len(report.Lost) > 0 || len(report.Errors) > 0:
		return exitError{code: exitRefused, err: fmt.Errorf("%d of %d questions are in %s; what is missing is listed", report.Written, report.Found, report.Output)}
	}
	return nil
}

func printConvert(w io.Writer, report convertReport) error {
	if err := printImport(w, importReport{Files: []fileReport{report.fileReport}}); err != nil {
		return err
	}
	var b strings.Builder
	if report.Output != "" {
		fmt.Fprintf(&b, "%s (%s): đã ghi %d câu\n", report.Output, report.To, report.Written)
	}
	for _, r := range report.Lost {
		sign := map[bank.Severity]string{bank.Error: "BỎ CÂU", bank.Warning: "bỏ bớt"}[r.Severity]
		fmt.Fprintf(&b, "  %s %s %s “%s”\n", sign, r.Where, r.Message, r.Excerpt)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
