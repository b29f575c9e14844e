// Command fillsheets makes scanned answer sheets for the browser tests: it reads
// what is marked on each as JSON and writes a PNG a sheet.
//
//	fillsheets FOLDER <batch.json
//
// A value of a field has a letter for each cell: `_` where one stays empty,
// `[67]` where one has two marks. A field of one cell has all its letters in it.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"khaothi/omr/layout"
	"khaothi/omr/omrtest"
)

// batch is what is read.
type batch struct {
	Layout string
	DPI    float64
	Sheets []struct {
		File   string
		Seed   uint64
		Marks  map[string]string
		Styles map[string]omrtest.Style
	}
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: fillsheets FOLDER <batch.json")
		os.Exit(1)
	}
	if err := run(os.Args[1], os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "fillsheets:", err)
		os.Exit(1)
	}
}

func run(folder string, in io.Reader) error {
	var b batch
	if err := json.NewDecoder(in).Decode(&b); err != nil {
		return fmt.Errorf("read the batch: %w", err)
	}
	l, ok := layout.Builtin(b.Layout)
	if !ok {
		return fmt.Errorf("there is no layout %q: %v", b.Layout, layout.Builtins())
	}
	g := omrtest.New(l)
	for _, s := range b.Sheets {
		marks, err := marksOf(l, s.Marks)
		if err != nil {
			return fmt.Errorf("%s: %w", s.File, err)
		}
		sheet := g.Sheet(omrtest.Options{Seed: s.Seed, DPI: b.DPI, Marks: marks, Styles: s.Styles})
		if err := write(filepath.Join(folder, filepath.Base(s.File)), &sheet); err != nil {
			return err
		}
	}
	return nil
}

// cell is what stands for one cell in a value.
var cell = regexp.MustCompile(`\[.*?\]|.`)

// marksOf are the symbols of each cell, of fields that the layout has.
func marksOf(l *layout.Layout, values map[string]string) (map[string][]string, error) {
	marks := map[string][]string{}
	for _, f := range l.Fields() {
		value, given := values[f.Name]
		if !given {
			continue
		}
		delete(values, f.Name)
		if len(f.Cells) == 1 {
			marks[f.Name] = []string{value}
			continue
		}
		for _, symbols := range cell.FindAllString(value, -1) {
			marks[f.Name] = append(marks[f.Name], strings.Trim(symbols, "_[]"))
		}
		if len(marks[f.Name]) > len(f.Cells) {
			return nil, fmt.Errorf("%s has %d cells, not those of %q", f.Name, len(f.Cells), value)
		}
	}
	if len(values) > 0 {
		return nil, fmt.Errorf("the layout has no fields %v", values)
	}
	return marks, nil
}

func write(name string, s *omrtest.Sheet) error {
	f, err := os.Create(name) //nolint:gosec // a folder of the test
	if err != nil {
		return err
	}
	return errors.Join(png.Encode(f, s.Image), f.Close())
}
