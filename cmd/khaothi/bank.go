package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"khaothi/bank/bankimport"
	"khaothi/bank/bankimport/excel"
)

// bankCmd holds what authors do with files of questions.
func bankCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "bank",
		Short: "import and convert files of questions; put forms together; write the template",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(bankImportCmd(), bankConvertCmd(), bankTemplateCmd(), bankAssembleCmd(), bankStatsCmd())
	return cmd
}

// templateReport is what bank template --json prints.
type templateReport struct {
	File  string `json:"file"`
	Bytes int    `json:"bytes"`
}

// bankTemplateCmd writes the workbook that authors fill in.
func bankTemplateCmd() *cobra.Command {
	var out, format string
	cmd := &cobra.Command{
		Use:   "template -o FILE",
		Short: "write a template for questions",
		Long: `Writes the workbook that authors fill in: a sample of each kind of question, lists of
choices, and a sheet that explains every column; with --format, the same samples as
text to start from. See docs/import.md.`,
		Example: "  khaothi bank template -o mau-cau-hoi.xlsx\n  khaothi bank template --format extest -o mau.tex",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			data, err := template(format)
			if err != nil {
				return err
			}
			if err := os.WriteFile(out, data, 0o644); err != nil { //nolint:gosec // a template holds nothing secret
				return fmt.Errorf("write the template: %w", err)
			}
			if wantsJSON(cmd) {
				return printJSON(cmd.OutOrStdout(), templateReport{File: out, Bytes: len(data)})
			}
			_, err = fmt.Fprintf(cmd.ErrOrStderr(), "%s written\n", out)
			return err
		},
	}
	cmd.Flags().StringVar(&format, "format", excel.Format, "xlsx, "+strings.Join(bankimport.Samples(), ", "))
	cmd.Flags().StringVarP(&out, "output", "o", "", "file to write (required)")
	_ = cmd.MarkFlagRequired("output") // fails only for a flag that does not exist
	return cmd
}

func template(format string) ([]byte, error) {
	if format == excel.Format {
		return excel.Template()
	}
	data, _, err := bankimport.Sample(format)
	if err != nil {
		return nil, fmt.Errorf("--format %s: want xlsx, %s", format, strings.Join(bankimport.Samples(), ", "))
	}
	return data, nil
}
