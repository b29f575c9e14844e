package main

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"khaothi/omr/layout"
	"khaothi/omr/omrpdf"
)

type sheetOptions struct {
	layout, roster, out string
}

// sheetReport is what omr sheet --json prints.
type sheetReport struct {
	File       string `json:"file"`
	Layout     string `json:"layout"`
	Candidates int    `json:"candidates"` // 0: one blank sheet
	Bytes      int    `json:"bytes"`
}

// omrSheetCmd prints the sheet of a layout.
func omrSheetCmd() *cobra.Command {
	var o sheetOptions
	cmd := &cobra.Command{
		Use:   "sheet --layout NAME|FILE -o FILE.pdf [--roster CSV]",
		Short: "print the answer sheet of a layout, blank or for each candidate of a roster",
		Long: `Writes a PDF of the sheet, from the layout that omr read uses: print it at 100 %
("actual size"). With a roster there is a sheet for each candidate, with the candidate
number and, if the roster has it, the form code filled in print. The first line of
the roster names its columns: number, name, birthday, room, form_code, exam, subject,
date, council, site, or their Vietnamese names; number is required. A roster with one
error prints nothing.`,
		Example: `  khaothi omr sheet --layout thptqg-2025 -o phieu.pdf
  khaothi omr sheet --layout ./my-sheet.json --roster phong-01.csv -o phong-01.pdf`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd) },
	}
	f := cmd.Flags()
	f.StringVar(&o.layout, "layout", "", "name of a built-in layout, or a file (required)")
	f.StringVar(&o.roster, "roster", "", "CSV of candidates to print sheets for; one blank sheet if left out")
	f.StringVarP(&o.out, "output", "o", "", "PDF to write (required)")
	_ = cmd.MarkFlagRequired("layout") // fails only for a flag that does not exist
	_ = cmd.MarkFlagRequired("output") // as above
	return cmd
}

func (o sheetOptions) run(cmd *cobra.Command) error {
	l, err := layoutOf(o.layout)
	if err != nil {
		return err
	}
	candidates, err := o.candidates(l)
	if err != nil {
		return err
	}
	data, err := omrpdf.Print(l, candidates, time.Now())
	if err != nil {
		return err
	}
	if err := os.WriteFile(o.out, data, 0o644); err != nil { //nolint:gosec // it goes to the printer
		return fmt.Errorf("write the sheets: %w", err)
	}
	if wantsJSON(cmd) {
		return printJSON(cmd.OutOrStdout(), sheetReport{File: o.out, Layout: l.Name, Candidates: len(candidates), Bytes: len(data)})
	}
	_, err = fmt.Fprintf(cmd.ErrOrStderr(), "%s: %d sheets, %d KB; print at 100 %%\n", o.out, max(1, len(candidates)), len(data)>>10)
	return err
}

func (o sheetOptions) candidates(l *layout.Layout) ([]omrpdf.Candidate, error) {
	if o.roster == "" {
		return nil, nil
	}
	data, err := readBounded(o.roster)
	if err != nil {
		return nil, err
	}
	all, err := omrpdf.ReadRoster(data, l)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.roster, err)
	}
	return all, nil
}
