package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/workflow"
	"khaothi/internal/workflow/workflowpg"
	"khaothi/scoring"
	"khaothi/scoring/edudbpg"
	"khaothi/scoring/sheets"
)

// exportActor is how the audit trail names who exports from a command line.
func exportActor() exam.Actor { return exam.Actor{Name: "khaothi export"} }

// exportCmd sends the results of an exam out.
func exportCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export",
		Short: "send the results of an exam out: education database, workbook",
		Long: `Sends the results of an exam out. Only released results go to the education
database: publish them first. An export may be repeated at any time.`,
	}
	cmd.AddCommand(exportEduCmd(), exportXLSXCmd())
	return cmd
}

func exportEduCmd() *cobra.Command {
	c := DefaultConfig()
	cmd := &cobra.Command{
		Use:   "edudb --exam ID",
		Short: "bring the education database up to the released results of an exam",
		Long: `Writes the released results of an exam into the education database: new and changed
ones with a higher version, withdrawn ones as CANCEL. A second run changes
nothing. Results that it refuses are listed and give exit code 2; see
docs/edu-database.md.`,
		Args: cobra.NoArgs,
	}
	id := cmd.Flags().String("exam", "", "id of the exam (required)")
	_ = cmd.MarkFlagRequired("exam") // fails only for a flag that does not exist
	envErr := c.Bind(loadEnv, cmd.Flags(), append([]string{"edu-database-url"}, dataFlags...)...)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return withData(cmd, c, envErr, func(d *Data) error {
			report, err := exportEdu(cmd.Context(), d, exam.ExamID(*id))
			if err != nil {
				return exportError(err)
			}
			if err := printEduReport(cmd, report); err != nil {
				return err
			}
			if n := len(report.Refused); n > 0 {
				return exitError{code: exitRefused, err: fmt.Errorf("%d results were refused; the others are exported", n)}
			}
			return nil
		})
	}
	return cmd
}

func exportEdu(ctx context.Context, d *Data, id exam.ExamID) (scoring.EduReport, error) {
	c := exportConfig(d)
	if d.EduDatabaseURL != "" {
		edu, err := edudbpg.Open(ctx, d.EduDatabaseURL)
		if err != nil {
			return scoring.EduReport{}, err
		}
		defer edu.Close()
		c.Education = edu
	}
	return workflow.New(c).ExportEdu(ctx, exportActor(), id)
}

func exportConfig(d *Data) workflow.Config {
	return workflow.Config{DB: workflowpg.New(d.Pool), Workbook: sheets.Workbook, Now: time.Now}
}

func printEduReport(cmd *cobra.Command, r scoring.EduReport) error {
	out := cmd.OutOrStdout()
	if wantsJSON(cmd) {
		return printJSON(out, r)
	}
	for _, x := range r.Refused {
		_, _ = fmt.Fprintf(out, "refused %s: %s\n", x.Number, x.Reason) // nobody listens
	}
	_, err := fmt.Fprintf(out, "%d new, %d updated, %d cancelled, %d unchanged, %d refused; %d of %d records in force, checksum %.16s\n",
		r.New, r.Updated, r.Cancelled, r.Unchanged, len(r.Refused), r.Live, r.Records, r.Checksum)
	return err
}

// workbookReport is what export xlsx --json prints.
type workbookReport struct {
	File  string `json:"file"`
	Bytes int    `json:"bytes"`
}

func exportXLSXCmd() *cobra.Command {
	c := DefaultConfig()
	cmd := &cobra.Command{
		Use:   "xlsx --exam ID -o FILE.xlsx",
		Short: "write the results of an exam as a workbook",
		Long: `Writes a workbook with the results of an exam: statistics, the distribution of
points, and a sheet for each sitting, results that are not published too.`,
		Args: cobra.NoArgs,
	}
	id := cmd.Flags().String("exam", "", "id of the exam (required)")
	path := cmd.Flags().StringP("output", "o", "", "workbook to write (required)")
	for _, name := range []string{"exam", "output"} {
		_ = cmd.MarkFlagRequired(name) // fails only for a flag that does not exist
	}
	envErr := c.Bind(loadEnv, cmd.Flags(), dataFlags...)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return withData(cmd, c, envErr, func(d *Data) error {
			data, err := workflow.New(exportConfig(d)).Workbook(cmd.Context(), exam.ExamID(*id))
			if err != nil {
				return exportError(err)
			}
			if err := writeWhole(*path, data); err != nil {
				return err
			}
			if wantsJSON(cmd) {
				return printJSON(cmd.OutOrStdout(), workbookReport{File: *path, Bytes: len(data)})
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: %d bytes\n", *path, len(data))
			return err
		})
	}
	return cmd
}

// writeWhole writes a file that appears only when it is complete.
func writeWhole(path string, data []byte) error {
	out, err := newOutput(path)
	if err != nil {
		return err
	}
	defer out.discard()
	if _, err := out.Write(data); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return out.keep()
}

// exportHints say what to do about errors that a person can do something about.
var exportHints = map[string]string{
	"exam.not_found":     "there is no exam with this id; the address of its results page ends in it",
	"edu.not_configured": "give the education database with --edu-database-url or KHAOTHI_EDU_DATABASE_URL",
	"edu.unavailable":    "the education database does not answer; nothing was written, try again later",
	"edu.contract":       "the education database lacks tables or rights of the contract in docs/edu-database.md",
	"edu.reconcile":      "both sides do not agree after writing, so nothing was kept; does another program write exam_result?",
	"edu.version":        "somebody else wrote at the same moment; nothing was written, try again",
}

func exportError(err error) error {
	if hint, ok := exportHints[fault.CodeOf(err)]; ok {
		return exitError{code: exitFailed, err: fmt.Errorf("%s: %w", hint, err)}
	}
	return err
}
