package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"khaothi/omr"
	"khaothi/omr/align"
	"khaothi/omr/layout"
	"khaothi/omr/pages"
)

// checkedPage is one page in what omr check --json prints.
type checkedPage struct {
	File       string   `json:"file"`
	Page       int      `json:"page"`
	Good       bool     `json:"good"`
	Code       string   `json:"code,omitempty"` // why the page cannot be read at all
	DPI        float64  `json:"dpi,omitempty"`
	Turn       int      `json:"turn"` // degrees clockwise
	Skew       float64  `json:"skew"` // degrees clockwise
	Marks      int      `json:"marks"`
	OfMarks    int      `json:"of_marks"`
	ResidualMM float64  `json:"residual_mm"`
	Outlines   float64  `json:"outlines"` // share of the light bubbles whose outline is where it should be
	Contrast   float64  `json:"contrast"` // of marks to paper, 0 to 1
	Advice     []string `json:"advice"`
}

// checkReport is what omr check --json prints.
type checkReport struct {
	Layout string        `json:"layout"`
	Pages  []checkedPage `json:"pages"`
	Bad    int           `json:"bad"`
}

// omrCheckCmd tells how well scans fit a layout before a batch is read.
func omrCheckCmd() *cobra.Command {
	var name string
	cmd := &cobra.Command{
		Use:   "check --layout NAME|FILE [SCAN…]",
		Short: "check a layout, and how well scanned sheets fit it",
		Long: `Checks a layout and, on each page of the scans, what reading rests on: resolution,
how the page lies, which share of the registration marks was found and how far they
are from where the layout says, whether the bubbles' outlines are there, contrast. Scan a few
sheets and check them before a batch: exit code 2 if one page is not good. No answer is read.`,
		Example: `  khaothi omr check --layout thptqg-2025 thu-may-quet.pdf
  khaothi omr check --layout ./my-sheet.json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			l, err := layoutOf(name)
			if err != nil {
				return err
			}
			return checkScans(cmd, l, args)
		},
	}
	cmd.Flags().StringVar(&name, "layout", "", "name of a built-in layout, or a file (required)")
	_ = cmd.MarkFlagRequired("layout") // fails only for a flag that does not exist
	return cmd
}

func checkScans(cmd *cobra.Command, l *layout.Layout, files []string) error {
	r := checkReport{Layout: l.Name, Pages: []checkedPage{}}
	reader := omr.NewReader(l)
	for _, name := range files {
		r.Pages = append(r.Pages, checkFile(reader, name)...)
	}
	for _, p := range r.Pages {
		if !p.Good {
			r.Bad++
		}
	}
	if wantsJSON(cmd) {
		if err := printJSON(cmd.OutOrStdout(), r); err != nil {
			return err
		}
	} else if err := writeChecked(cmd.OutOrStdout(), r); err != nil {
		return err
	}
	if r.Bad > 0 {
		return exitError{code: exitRefused}
	}
	return nil
}

// checkFile checks every page of a file.
func checkFile(r *omr.Reader, name string) []checkedPage {
	f, err := pages.Open(name)
	if err != nil {
		return []checkedPage{unreadable(name, 0, err)}
	}
	defer func() { _ = f.Close() }() // only read
	var all []checkedPage
	for n := 1; n <= f.Pages; n++ {
		p, err := f.Page(n)
		if err != nil {
			all = append(all, unreadable(name, n, err))
			continue
		}
		all = append(all, checkPage(r, name, n, p))
	}
	return all
}

func unreadable(name string, n int, err error) checkedPage {
	return checkedPage{File: name, Page: n, Code: pages.CodeOf(err), Advice: []string{err.Error()}}
}

func checkPage(r *omr.Reader, name string, n int, p *pages.Page) checkedPage {
	fit, code := r.Fit(p)
	if code != "" {
		return checkedPage{File: name, Page: n, Code: code, Advice: []string{pageAdvices[code]}}
	}
	c := checkedPage{
		File: name, Page: n, DPI: fit.DPI, Turn: 90 * fit.Turn, Skew: fit.Skew, Marks: fit.Marks, OfMarks: fit.Targets,
		ResidualMM: fit.Residual, Outlines: fit.Outlines, Contrast: (fit.Paper - fit.Ink) / 255, Advice: []string{},
	}
	say := func(bad bool, advice string) {
		if bad {
			c.Advice = append(c.Advice, advice)
		}
	}
	say(fit.DPI < 140, "fewer than 140 dots per inch: scan at 200")
	say(fit.Marks < fit.Targets, "marks or bars are missing: look for torn corners, and for a scan that cuts the edges off")
	say(fit.Residual > 0.5, "marks lie more than 0.5 mm from their places: check the feed, and that the sheet was printed at 100 %")
	say(fit.Outlines < 0.8, "the outlines of the bubbles are hardly to be seen: print darker, or scan in grey instead of black and white")
	say(c.Contrast < 0.5, "little contrast between print and paper: set the scanner brighter, or print darker")
	say(max(fit.Skew, -fit.Skew) > 5, "the sheet lies askew by more than 5 degrees: set the guides of the feeder")
	c.Good = len(c.Advice) == 0
	return c
}

func writeChecked(w io.Writer, r checkReport) error {
	var b strings.Builder
	fmt.Fprintf(&b, "layout %s: good\n", r.Layout)
	for _, p := range r.Pages {
		fmt.Fprintf(&b, "%s page %d: ", p.File, p.Page)
		if p.Code != "" {
			fmt.Fprintf(&b, "cannot be read (%s)\n", p.Code)
		} else {
			fmt.Fprintf(&b, "%.0f dpi, turned by %d°, skew %.1f°, %d of %d marks, %.2f mm off, %.0f %% of outlines, contrast %.2f\n",
				p.DPI, p.Turn, p.Skew, p.Marks, p.OfMarks, p.ResidualMM, 100*p.Outlines, p.Contrast)
		}
		for _, a := range p.Advice {
			fmt.Fprintf(&b, "  %s\n", a)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// pageAdvices are what to do about a page that the layout does not fit.
var pageAdvices = map[string]string{
	align.CodeBlank:   "the page is empty: leave it out",
	align.CodeBack:    "this looks like the back of a sheet: scan the front only, or leave it out",
	align.CodeNoMarks: "the registration marks are not found: check the layout's name, that no edge is cut off, and that nothing covers the marks",
	align.CodeTurn:    "which way is up cannot be told: scan the sheet again",
	align.CodeForm:    "the marks fit, the printed bubbles do not: check the layout's name, and that the print is dark enough",
	align.CodeBent:    "the sheet is folded, curled or photographed: scan it flat",
	align.CodeCoarse:  "fewer than 88 dots per inch: scan at 200",
	align.CodeSeveral: "more than one sheet in the picture: scan them one by one",
	omr.CodeWider:     "more digits or letters are printed than the layout has: check the layout's name, or that the layout has all columns",
}
