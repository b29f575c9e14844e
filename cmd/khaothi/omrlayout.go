package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"khaothi/omr/layout"
)

// layoutLine is one layout in what omr layout --json prints.
type layoutLine struct {
	Name    string   `json:"name"`
	Title   string   `json:"title"`
	PageMM  [2]int   `json:"page_mm"`
	Bubbles int      `json:"bubbles"`
	Columns []string `json:"columns"`
}

// layoutReport is what omr layout --json prints.
type layoutReport struct {
	Layouts  []layoutLine     `json:"layouts,omitempty"`
	File     string           `json:"file,omitempty"`
	Problems []layout.Problem `json:"problems"`
}

// omrLayoutCmd lists layouts, prints one, and checks a file.
func omrLayoutCmd() *cobra.Command {
	var schema, show bool
	cmd := &cobra.Command{
		Use:   "layout [NAME|FILE]",
		Short: "list the layouts of answer sheets, print one, check a file",
		Long: `Without an argument lists the built-in layouts. With one, tells what the layout has,
or everything that is wrong with it: where, what, and what to do (exit code 2).
--print writes its JSON, to change and save under another name; --schema the JSON
Schema. A file has a dot or a slash in its name. See docs/omr-layouts.md.`,
		Example: `  khaothi omr layout
  khaothi omr layout short-50 --print > ./my-sheet.json
  khaothi omr layout ./my-sheet.json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case schema:
				data, err := layout.Schema()
				if err == nil {
					_, err = cmd.OutOrStdout().Write(data)
				}
				return err
			case len(args) == 0:
				return listLayouts(cmd)
			case show:
				return printLayout(cmd, args[0])
			}
			return checkLayout(cmd, args[0])
		},
	}
	cmd.Flags().BoolVar(&schema, "schema", false, "print the JSON Schema of a layout")
	cmd.Flags().BoolVar(&show, "print", false, "print the layout's JSON")
	return cmd
}

func lineOf(l *layout.Layout) layoutLine {
	return layoutLine{
		Name: l.Name, Title: l.Title, PageMM: [2]int{int(l.Page.W), int(l.Page.H)},
		Bubbles: len(l.Bubbles()), Columns: l.Columns(),
	}
}

func listLayouts(cmd *cobra.Command) error {
	r := layoutReport{Problems: []layout.Problem{}}
	for _, name := range layout.Builtins() {
		l, _ := layout.Builtin(name) // the name is one of Builtins
		r.Layouts = append(r.Layouts, lineOf(l))
	}
	if wantsJSON(cmd) {
		return printJSON(cmd.OutOrStdout(), r)
	}
	return writeLayouts(cmd.OutOrStdout(), r.Layouts)
}

func writeLayouts(w io.Writer, lines []layoutLine) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "name\tmm\tbubbles\tcolumns\ttitle") // Flush tells
	for _, l := range lines {
		_, _ = fmt.Fprintf(t, "%s\t%d × %d\t%d\t%d\t%s\n", l.Name, l.PageMM[0], l.PageMM[1], l.Bubbles, len(l.Columns), l.Title)
	}
	return t.Flush()
}

func printLayout(cmd *cobra.Command, name string) error {
	l, err := layoutOf(name)
	if err != nil {
		return err
	}
	e := json.NewEncoder(cmd.OutOrStdout())
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(l)
}

// checkLayout tells what a layout has, or what is wrong with it.
func checkLayout(cmd *cobra.Command, name string) error {
	r := layoutReport{File: name, Problems: []layout.Problem{}}
	l, err := layoutOf(name)
	var invalid *layout.InvalidError
	if err != nil && !errors.As(err, &invalid) {
		return err
	}
	if invalid != nil {
		r.Problems = invalid.Problems
	} else {
		r.Layouts = []layoutLine{lineOf(l)}
	}
	if wantsJSON(cmd) {
		if err := printJSON(cmd.OutOrStdout(), r); err != nil {
			return err
		}
	} else if err := writeCheckedLayout(cmd.OutOrStdout(), r); err != nil {
		return err
	}
	if len(r.Problems) > 0 {
		return exitError{code: exitRefused}
	}
	return nil
}

func writeCheckedLayout(w io.Writer, r layoutReport) error {
	if len(r.Problems) == 0 {
		if err := writeLayouts(w, r.Layouts); err != nil {
			return err
		}
		_, err := fmt.Fprintf(w, "columns: %s\n", strings.Join(append(layout.LeadColumns(), r.Layouts[0].Columns...), ","))
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d problems\n", r.File, len(r.Problems))
	for _, p := range r.Problems {
		fmt.Fprintf(&b, "  %s: %s: %s\n", p.Where, p.What, p.Do)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
