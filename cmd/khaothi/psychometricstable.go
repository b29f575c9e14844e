package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"khaothi/internal/analysis"
	"khaothi/psychometrics"
	"khaothi/psychometrics/stat"
)

// metric is what every report and every file of model quantities says.
const metric = "logistic, D=1"

// thresholdsUsage is what --thresholds is.
const thresholdsUsage = "JSON file with the thresholds of the flags; those that it leaves out stay (docs/thresholds.schema.json)"

// readThresholds reads the thresholds of flags, by default those of the analysis
// of an exam.
func readThresholds(path string) (analysis.Thresholds, error) {
	all := analysis.DefaultThresholds()
	if path == "" {
		return all, nil
	}
	data, err := os.ReadFile(path) //nolint:gosec // G304: the file that its user named
	if err != nil {
		return analysis.Thresholds{}, err
	}
	if all, err = all.With(bytes.TrimPrefix(data, []byte("\ufeff"))); err != nil {
		return all, fmt.Errorf("%s: %w", path, err)
	}
	return all, nil
}

// readCoded reads the responses with the codes of what was omitted and not
// reached, unless a flag says what they count as; cell, if not nil, reads what is
// no score.
func (o *responseFlags) readCoded(cmd *cobra.Command, cell func(j int, cell []byte) (int8, error)) (*psychometrics.Responses, error) {
	if cell == nil && (cmd.Flags().Changed("omitted") || cmd.Flags().Changed("not-reached")) {
		return o.read()
	}
	c := o.csv
	c.Cell, c.Ignore = cell, append(append([]string{}, o.csv.Ignore...), o.exclude...)
	return c.ReadFile(o.path)
}

// table is a file that a command writes: a header and rows.
type table struct {
	head []string
	rows [][]string
}

func (t *table) add(cells ...any) {
	row := make([]string, len(cells))
	for k, c := range cells {
		switch v := c.(type) {
		case float64:
			row[k] = numberText(v)
		default:
			row[k] = fmt.Sprint(v)
		}
	}
	t.rows = append(t.rows, row)
}

// write writes the table to a file as CSV; the file appears whole or not at all.
func (t *table) write(path string) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer func() { _ = os.Remove(f.Name()) }() // it has its own name by then, or is rubbish
	w := csv.NewWriter(f)
	err = w.WriteAll(append([][]string{t.head}, t.rows...))
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644) //nolint:gosec // G302: a report, readable as any other
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// writeDir makes the folder and writes the tables into it by their names.
func writeDir(dir string, tables map[string]*table) error {
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // G301: reports, readable as any other
		return err
	}
	for name, t := range tables {
		if err := t.write(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// numberText writes a number as it reads back; nothing where it is not finite.
func numberText(v float64) string { return stat.Of(v).String() }
