package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"time"

	"github.com/spf13/cobra"

	"khaothi/internal/fault"
	"khaothi/omr"
)

type omrReadOptions struct {
	layout, roster, evidence, out string
	json                          bool
}

// omrReadReport is what --json prints.
type omrReadReport struct {
	Pages          int      `json:"pages"`
	OK             int      `json:"ok"`
	Review         int      `json:"review"`
	Rejected       int      `json:"rejected"`
	Blank          int      `json:"blank"`
	Seconds        float64  `json:"seconds"`
	PagesPerMinute float64  `json:"pages_per_minute"`
	Resumed        int      `json:"resumed"` // of the pages: read by a run before that was broken off
	Left           []string `json:"left"`    // files that were still being written
}

// omrReadCmd reads scanned answer sheets: no database.
func omrReadCmd() *cobra.Command {
	var o omrReadOptions
	cmd := &cobra.Command{
		Use:   "read --layout NAME|FILE.json -o OUT.csv FILE|DIR…",
		Short: "read scanned answer sheets",
		Long: `Reads scans (JPEG, PNG, TIFF, PDF; folders with all that is in them) and writes
one row a page: file, page, status, reasons, then the layout's fields. What is in
doubt is "?" or has its field in reasons (field:code;…, see docs/omr.md): nothing
is guessed. A file that cannot be read is a row of its own; the others are read.

A run that is broken off goes on where it was when the same command is given
again. With --roster a candidate number with a digit in doubt is solved where
exactly one candidate of the room fits (the room is the name of the scan's
folder), and marked as such. With --evidence the darkness of every bubble and
pictures of the fields in doubt are kept.

Exit code 2: some pages could not be read.`,
		Example: "  khaothi omr read --layout thptqg-2025 --roster thisinh.csv --evidence chungcu -o ketqua.csv scan/",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runOMRRead(cmd.Context(), o, args, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.layout, "layout", "", "name of a built-in layout, or a JSON file (required)")
	f.StringVar(&o.roster, "roster", "", "CSV of candidates: sbd, and room where there are several")
	f.StringVar(&o.evidence, "evidence", "", "folder for darkness values and pictures of doubtful fields")
	f.StringVarP(&o.out, "output", "o", "", "CSV to write (required)")
	f.BoolVar(&o.json, "json", false, "print one JSON object on standard output")
	for _, name := range []string{"layout", "output"} {
		_ = cmd.MarkFlagRequired(name) // fails only for a flag that does not exist
	}
	return cmd
}

func runOMRRead(ctx context.Context, o omrReadOptions, paths []string, stdout, stderr io.Writer) error {
	start := time.Now()
	batch, err := newOMRBatch(o, stderr)
	if err != nil {
		return err
	}
	report, err := batch.run(ctx, paths)
	if err != nil {
		return err
	}
	report.Seconds = math.Round(time.Since(start).Seconds()*1000) / 1000
	if fresh := report.Pages - report.Resumed; report.Seconds > 0 {
		report.PagesPerMinute = math.Round(float64(fresh) / report.Seconds * 60)
	}
	if err := printOMRReport(o, report, stdout); err != nil {
		return err
	}
	if report.Rejected > 0 {
		return exitError{code: exitRefused, err: fmt.Errorf("%d of %d pages could not be read: column reasons of %s says why", report.Rejected, report.Pages, o.out)}
	}
	return nil
}

func printOMRReport(o omrReadOptions, r omrReadReport, stdout io.Writer) error {
	if o.json {
		b, err := json.Marshal(r)
		if err != nil {
			return fmt.Errorf("encode report: %w", err)
		}
		_, err = stdout.Write(append(b, '\n'))
		return err
	}
	_, err := fmt.Fprintf(stdout, "%d pages: %d ok, %d to review, %d rejected, %d blank; %.1f s, %.0f pages a minute → %s\n",
		r.Pages, r.OK, r.Review, r.Rejected, r.Blank, r.Seconds, r.PagesPerMinute, o.out)
	return err
}

// openRoster reads a roster; nil where there is none.
func openRoster(name string) (*omr.Roster, error) {
	if name == "" {
		return nil, nil //nolint:nilnil // without a roster nothing is checked against it
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("open roster: %w", err)
	}
	defer f.Close() //nolint:errcheck // only read
	r, err := omr.ReadRoster(f)
	if fault.KindOf(err) == fault.Invalid {
		return nil, fmt.Errorf("roster %s: %w; it is CSV with a header, its columns sbd and room", name, err)
	}
	return r, err
}
