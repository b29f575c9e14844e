package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"khaothi/omr/layout"
	"khaothi/omr/omrpdf"
)

type sheetOptions struct {
	layout, roster, out string
	perFile             int
}

// perFile bounds the sheets of one PDF: they are in memory until it is written,
// about 1 MB each.
const perFile = 240

// sheetReport is what omr sheet --json prints.
type sheetReport struct {
	File       string   `json:"file"`  // the first
	Files      []string `json:"files"` // more than one for a long roster
	Layout     string   `json:"layout"`
	Candidates int      `json:"candidates"` // 0: one blank sheet
	Bytes      int      `json:"bytes"`
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
error prints nothing. A roster with more than --per-file candidates becomes several
files: FILE-001.pdf, FILE-002.pdf, …`,
		Example: `  khaothi omr sheet --layout thptqg-2025 -o phieu.pdf
  khaothi omr sheet --layout ./my-sheet.json --roster phong-01.csv -o phong-01.pdf`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd) },
	}
	f := cmd.Flags()
	f.StringVar(&o.layout, "layout", "", "name of a built-in layout, or a file (required)")
	f.StringVar(&o.roster, "roster", "", "CSV of candidates to print sheets for; one blank sheet if left out")
	f.StringVarP(&o.out, "output", "o", "", "PDF to write (required)")
	f.IntVar(&o.perFile, "per-file", perFile, "most candidates in one PDF")
	_ = cmd.MarkFlagRequired("layout") // fails only for a flag that does not exist
	_ = cmd.MarkFlagRequired("output") // as above
	return cmd
}

func (o sheetOptions) run(cmd *cobra.Command) error {
	if o.perFile < 1 {
		return fmt.Errorf("--per-file %d: want 1 or more", o.perFile)
	}
	l, err := layoutOf(o.layout)
	if err != nil {
		return err
	}
	candidates, err := o.candidates(l)
	if err != nil {
		return err
	}
	report, err := o.print(l, candidates, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	if wantsJSON(cmd) {
		return printJSON(cmd.OutOrStdout(), report)
	}
	_, err = fmt.Fprintf(cmd.ErrOrStderr(), "%s: %d sheets in %d files, %d KB; print at 100 %%\n", report.File, max(1, len(candidates)), len(report.Files), report.Bytes>>10)
	return err
}

// print writes the sheets, as many files as perFile makes of them.
func (o sheetOptions) print(l *layout.Layout, candidates []omrpdf.Candidate, stderr io.Writer) (sheetReport, error) {
	report := sheetReport{Layout: l.Name, Candidates: len(candidates)}
	parts := slices.Collect(slices.Chunk(candidates, o.perFile))
	if len(parts) == 0 {
		parts = [][]omrpdf.Candidate{nil}
	}
	for i, part := range parts {
		name := o.out
		if ext := filepath.Ext(o.out); len(parts) > 1 {
			name = fmt.Sprintf("%s-%03d%s", strings.TrimSuffix(o.out, ext), i+1, ext)
		}
		data, err := omrpdf.Print(l, part, time.Now())
		if err != nil {
			return report, err
		}
		if err := writeWhole(name, data); err != nil {
			return report, fmt.Errorf("write the sheets: %w", err)
		}
		report.Files, report.Bytes = append(report.Files, name), report.Bytes+len(data)
		if len(parts) > 1 {
			_, _ = fmt.Fprintf(stderr, "%s: %d of %d files\n", name, i+1, len(parts)) // progress
		}
	}
	report.File = report.Files[0]
	return report, nil
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
