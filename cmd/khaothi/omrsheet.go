package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"khaothi/omr/layout"
	"khaothi/omr/omrpdf"
)

type sheetOptions struct {
	layout, roster, out string
	perFile             int
	rooms               bool
}

// perFile bounds the sheets of one PDF, which is in memory until it is written:
// about 40 KB a sheet.
const perFile = 5_000

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
error prints nothing. With --rooms each room of the roster has a file of its own, named
by it: FILE-P.012.pdf. More than --per-file candidates become several files:
FILE-001.pdf, FILE-002.pdf, …`,
		Example: `  khaothi omr sheet --layout thptqg-2025 -o phieu.pdf
  khaothi omr sheet --layout thptqg-2025 --roster thisinh.csv --rooms -o in/phieu.pdf`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd) },
	}
	f := cmd.Flags()
	f.StringVar(&o.layout, "layout", "", "name of a built-in layout, or a file (required)")
	f.StringVar(&o.roster, "roster", "", "CSV of candidates to print sheets for; one blank sheet if left out")
	f.StringVarP(&o.out, "output", "o", "", "PDF to write (required)")
	f.BoolVar(&o.rooms, "rooms", false, "a PDF for each room of the roster")
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

// print writes the files of all parts.
func (o sheetOptions) print(l *layout.Layout, candidates []omrpdf.Candidate, stderr io.Writer) (sheetReport, error) {
	report := sheetReport{Layout: l.Name, Candidates: len(candidates)}
	parts, err := o.parts(candidates)
	if err != nil {
		return report, err
	}
	before := 0
	tell := func(done int) {
		if done += before; done%1000 == 0 {
			_, _ = fmt.Fprintf(stderr, "%d of %d sheets\n", done, len(candidates)) // progress
		}
	}
	for _, part := range parts {
		data, err := omrpdf.Print(l, part.candidates, time.Now(), tell)
		if err != nil {
			return report, err
		}
		if err := writeWhole(part.file, data); err != nil {
			return report, fmt.Errorf("write the sheets: %w", err)
		}
		before += len(part.candidates)
		report.Files, report.Bytes = append(report.Files, part.file), report.Bytes+len(data)
	}
	report.File = report.Files[0]
	return report, nil
}

// sheetPart is one PDF.
type sheetPart struct {
	file       string
	candidates []omrpdf.Candidate
}

// parts divides the candidates by room, if asked, and by the size of a file.
func (o sheetOptions) parts(candidates []omrpdf.Candidate) ([]sheetPart, error) {
	groups := []sheetPart{{file: o.out, candidates: candidates}}
	if o.rooms {
		var err error
		if groups, err = byRoom(o.out, candidates); err != nil {
			return nil, err
		}
	}
	var parts []sheetPart
	for _, g := range groups {
		if len(g.candidates) <= o.perFile {
			parts = append(parts, g)
			continue
		}
		n := 0
		for some := range slices.Chunk(g.candidates, o.perFile) {
			n++
			parts = append(parts, sheetPart{file: named(g.file, fmt.Sprintf("%03d", n)), candidates: some})
		}
	}
	return parts, nil
}

// byRoom groups candidates by their room, in the order of the roster.
func byRoom(out string, candidates []omrpdf.Candidate) ([]sheetPart, error) {
	var groups []sheetPart
	at, rooms := map[string]int{}, map[string]string{}
	for _, c := range candidates {
		room := c[layout.FillRoom]
		if room == "" {
			return nil, fmt.Errorf("candidate %s has no room in the roster: fill in the column room (phòng thi), or leave --rooms out", c[layout.FillNumber])
		}
		file := named(out, fileName(room))
		if other, used := rooms[file]; used && other != room {
			return nil, fmt.Errorf("rooms %q and %q would both be %s: name them differently", other, room, file)
		}
		i, ok := at[room]
		if !ok {
			i = len(groups)
			at[room], rooms[file] = i, room
			groups = append(groups, sheetPart{file: file})
		}
		groups[i].candidates = append(groups[i].candidates, c)
	}
	if len(groups) == 0 {
		return nil, errors.New("--rooms needs a roster with a column room (phòng thi)")
	}
	return groups, nil
}

// named puts a part's name into that of a file.
func named(out, part string) string {
	ext := filepath.Ext(out)
	return strings.TrimSuffix(out, ext) + "-" + part + ext
}

// fileName is a room's name as part of a file's, on any system.
func fileName(room string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.' || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, room)
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
