package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"khaothi/bank"
	"khaothi/bank/assemble"
	"khaothi/bank/bankimport"
)

type assembleOptions struct {
	items, blueprint, information, out string
	pdf                                string
	forms, bases, overlap, first       int
	seed                               uint64
	time                               time.Duration
}

// assembleReport is what bank assemble --json prints; report.json holds it too.
type assembleReport struct {
	Blueprint string         `json:"blueprint"`
	OK        bool           `json:"ok"`
	Items     int            `json:"items"`
	Usable    int            `json:"usable"`
	LeftOut   map[string]int `json:"left_out"`
	Unknown   []string       `json:"unknown"` // names in the blueprint that no question has
	Forms     []codeReport   `json:"forms"`
	Bases     []baseReport   `json:"bases"`
	Objective float64        `json:"objective"`
	Bound     float64        `json:"bound"`
	Gap       float64        `json:"gap"`
	// Short are the cells that have too few questions by themselves, Conflict
	// wishes that cannot all be granted. Both are empty when OK.
	Short    []assemble.Demand `json:"short"`
	Conflict []assemble.Demand `json:"conflict"`
	Minimal  bool              `json:"minimal"`
	Files    []string          `json:"files"`
	Warnings []bank.Row        `json:"warnings"` // what papers could not show as it should be
	Seconds  float64           `json:"seconds"`
}

// codeReport is one form code.
type codeReport struct {
	Code string `json:"code"`
	Base int    `json:"base"` // from 1
}

// baseReport is one draw.
type baseReport struct {
	Name       string               `json:"name"`
	Items      [][]string           `json:"items"` // by part, in the base order
	Sums       []float64            `json:"sums"`  // of each target
	Matrix     assemble.Matrix      `json:"matrix"`
	Deviations []assemble.Deviation `json:"deviations"`
}

// bankAssembleCmd draws forms for a blueprint from a file of questions.
func bankAssembleCmd() *cobra.Command {
	var o assembleOptions
	cmd := &cobra.Command{
		Use:   "assemble --items FILE --blueprint FILE [--information FILE] --forms N -o DIR",
		Short: "draw forms for a blueprint (ma trận) from a file of questions",
		Long: `Draws forms that satisfy a blueprint (docs/blueprint.schema.json) from a file of
questions in any format that bank import reads; it needs no database. Questions
are named by their labels, or by #1, #2 … in the order of the file. The
information file is CSV: item,ability,value, or one column for each ability; the
columns p (share of right answers) and uses (earlier forms) mean what they say.
Writes into DIR: a paper for each form code (.docx, .pdf), the key tables, the matrix and
the specification (.xlsx, .docx), forms.json, de-goc-N.json (the questions of each
draw), the matrix with deviations as JSON, report.json. Exit code 3: it cannot be done;
the report names the short cells or the wishes that conflict. See docs/blueprint.md.`,
		Example: `  khaothi bank assemble --items toan.json --blueprint ma-tran.json --forms 24 -o de
  khaothi bank assemble --items toan.xlsx --blueprint ma-tran.json --information tt.csv --forms 3 --overlap 0 -o de`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd) },
	}
	f := cmd.Flags()
	f.StringVar(&o.items, "items", "", "file of questions (required)")
	f.StringVar(&o.blueprint, "blueprint", "", "blueprint as JSON (required)")
	f.StringVar(&o.information, "information", "", "table of numbers of the questions, as CSV")
	f.IntVar(&o.forms, "forms", 0, "form codes in all; 0: as the blueprint says")
	f.IntVar(&o.bases, "bases", -1, "different draws they are made of; 0: one for each code, 1: one draw, shuffled; -1: as the blueprint says")
	f.IntVar(&o.overlap, "overlap", -1, "questions that two draws may share; -1: as the blueprint says")
	f.IntVar(&o.first, "first-code", 101, "the first form code")
	f.StringVar(&o.pdf, "pdf", pdfFirst, "papers as PDF too, where Chromium is present: of the first code, all, or none")
	f.Uint64Var(&o.seed, "seed", 1, "picks among draws that are equally good")
	f.DurationVar(&o.time, "time", time.Minute, "how long to search at most")
	f.StringVarP(&o.out, "output", "o", "", "directory to write to (required)")
	for _, name := range []string{"items", "blueprint", "output"} {
		_ = cmd.MarkFlagRequired(name) // fails only for a flag that does not exist
	}
	return cmd
}

// source is what the files say.
type assembleSource struct {
	b        assemble.Blueprint
	imported bank.Imported
	items    []assemble.Item
	table    *assemble.Table
}

func (o assembleOptions) run(cmd *cobra.Command) error {
	src, err := o.read()
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	from := time.Now()
	progress, done := assembleProgress(cmd.ErrOrStderr())
	drawn, err := assemble.Make(ctx, src.b, src.items, src.table, assemble.Options{Time: o.time, Seed: o.seed, Progress: progress})
	done()
	report := assembleReport{
		Blueprint: src.b.Name, Items: len(src.items), Usable: drawn.Usable, LeftOut: drawn.LeftOut, Unknown: orEmpty(drawn.Unknown),
		Objective: drawn.Objective, Bound: drawn.Bound, Gap: drawn.Gap,
		Forms: []codeReport{}, Bases: []baseReport{}, Short: []assemble.Demand{}, Conflict: []assemble.Demand{}, Files: []string{}, Warnings: []bank.Row{},
	}
	var conflict *assemble.ConflictError
	if errors.As(err, &conflict) {
		report.Short, report.Conflict, report.Minimal = orEmpty(conflict.Short), conflict.Demands, conflict.Minimal
		report.Seconds = time.Since(from).Seconds()
		return errors.Join(o.print(cmd, report), exitError{code: exitInfeasible, err: conflict})
	}
	if err := searchError(ctx, err); err != nil {
		return err
	}
	if err := o.write(ctx, src, drawn, &report); err != nil {
		return err
	}
	report.OK, report.Seconds = true, time.Since(from).Seconds()
	if err := writeJSONFile(filepath.Join(o.out, "report.json"), report); err != nil {
		return err
	}
	return o.print(cmd, report)
}

// searchError says in words why a search ended without forms.
func searchError(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return errors.New("stopped before any form was found")
	case errors.Is(err, assemble.ErrTime):
		return errors.New("no forms were found in the time given, and no proof that there are none: give more with --time, or ask for fewer forms")
	}
	return err
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// read reads the three files and puts the flags into the blueprint.
func (o assembleOptions) read() (assembleSource, error) {
	var src assembleSource
	if o.pdf != pdfFirst && o.pdf != pdfAll && o.pdf != pdfNone {
		return src, fmt.Errorf("--pdf %s: want first, all or none", o.pdf)
	}
	data, err := readBounded(o.blueprint)
	if err != nil {
		return src, err
	}
	if src.b, err = assemble.Read(data); err != nil {
		return src, fmt.Errorf("%s: %w (docs/blueprint.schema.json describes it)", o.blueprint, err)
	}
	if o.forms > 0 {
		src.b.Forms.Count = o.forms
	}
	if o.bases >= 0 {
		src.b.Forms.Bases = o.bases
	}
	if o.overlap >= 0 {
		src.b.Forms.Overlap = &o.overlap
	}
	if problems := src.b.Check(); bank.Fatal(problems) {
		var lines []string
		for _, p := range problems {
			lines = append(lines, fmt.Sprintf("  %s [%s] %s %s", p.Field, p.Code, p.Message, p.Fix))
		}
		return src, fmt.Errorf("%s cannot be used:\n%s", o.blueprint, strings.Join(lines, "\n"))
	}
	if data, err = readBounded(o.items); err != nil {
		return src, err
	}
	src.imported = bankimport.Read(o.items, data, bankimport.Auto)
	if n := src.imported.Report.Errors(); n > 0 {
		return src, fmt.Errorf("%s has %d errors; khaothi bank import --dry-run names them", o.items, n)
	}
	if src.items = assemble.ItemsOf(src.imported.Items); len(src.items) == 0 {
		return src, fmt.Errorf("%s holds no questions", o.items)
	}
	if o.information != "" {
		if data, err = readBounded(o.information); err != nil {
			return src, err
		}
		if src.table, err = assemble.ReadTable(data); err != nil {
			return src, fmt.Errorf("%s: %w", o.information, err)
		}
	}
	return src, src.checkColumns()
}

// checkColumns refuses targets whose numbers are not there.
func (s assembleSource) checkColumns() error {
	for _, t := range s.b.Targets {
		if !s.table.Has(t.Column) {
			return fmt.Errorf("the blueprint has a target for the column %q, which --information does not have", t.Column)
		}
	}
	if s.b.Exposure.UnusedDays > 0 {
		return errors.New("exposure.unused_days asks when questions were last used, which files do not tell: use max_uses with a column uses, or draw from the bank")
	}
	return nil
}

// assembleProgress shows what goes on on a terminal and nothing elsewhere.
func assembleProgress(stderr io.Writer) (progress func(float64, assemble.Stage), done func()) {
	show := scoreProgress(stderr) // tells whether this is a terminal
	if show == nil {
		return nil, func() {}
	}
	last := ""
	progress = func(part float64, s assemble.Stage) {
		line := fmt.Sprintf("%3.0f %% %s", 100*part, s.Name)
		if s.Of > 0 {
			line += fmt.Sprintf(" %d/%d", s.Form, s.Of)
		}
		if line != last {
			last = line
			_, _ = fmt.Fprintf(stderr, "\r%-40s", line) // nobody listens
		}
	}
	return progress, func() { _, _ = fmt.Fprint(stderr, "\r", strings.Repeat(" ", 40), "\r") }
}

func (o assembleOptions) print(cmd *cobra.Command, r assembleReport) error {
	if wantsJSON(cmd) {
		return printJSON(cmd.OutOrStdout(), r)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d câu, dùng được %d\n", r.Blueprint, r.Items, r.Usable)
	for _, name := range r.Unknown {
		fmt.Fprintf(&b, "  lưu ý: không có câu “%s” mà ma trận nhắc tới\n", name)
	}
	if !r.OK {
		b.WriteString("Không rút được đề.\n")
		list := r.Conflict
		if len(r.Short) > 0 {
			list = r.Short
		} else if len(list) > 1 {
			b.WriteString("Các yêu cầu sau không thể cùng đạt; bỏ hoặc nới một trong số đó:\n")
		}
		for _, d := range list {
			fmt.Fprintf(&b, "  %s\n", d.Message)
		}
	} else {
		fmt.Fprintf(&b, "%d mã đề từ %d đề gốc trong %.1f giây", len(r.Forms), len(r.Bases), r.Seconds)
		if r.Bound != 0 || r.Objective != 0 {
			fmt.Fprintf(&b, "; mục tiêu %.4f, cận %.4f, khoảng cách %.3f %%", r.Objective, r.Bound, 100*r.Gap)
		}
		fmt.Fprintf(&b, "\n  %s\n", strings.Join(r.Files, "\n  "))
		for _, w := range r.Warnings {
			fmt.Fprintf(&b, "  lưu ý %s [%s] %s %s\n", w.Where, w.Code, w.Message, w.Fix)
		}
	}
	_, err := io.WriteString(cmd.OutOrStdout(), b.String())
	return err
}
