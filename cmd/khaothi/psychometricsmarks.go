package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"khaothi/psychometrics"
)

// mark reads what was marked: the place of the option among those of its item.
func (o *analyzeOptions) mark(marks map[int]map[string]int8, j int, cell string) (int8, error) {
	switch {
	case cell == "OM" || o.omitCode != "" && cell == o.omitCode:
		return psychometrics.Omitted, nil
	case cell == "NR":
		return psychometrics.NotReached, nil
	}
	if marks[j] == nil {
		marks[j] = map[string]int8{}
	}
	at, known := marks[j][cell]
	if !known {
		if len(marks[j]) >= 50 {
			return 0, fmt.Errorf("%q is the 51st option of this item: is the column an item? Name others with --ignore-column", cell)
		}
		at = int8(len(marks[j]))
		marks[j][cell] = at
	}
	return at, nil
}

// sortOptions is the options that were marked and the key, in order.
func sortOptions(marked map[string]int8, key string) []string {
	names := []string{key}
	for name := range marked {
		if name != key {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		x, errA := strconv.ParseFloat(a, 64)
		y, errB := strconv.ParseFloat(b, 64)
		if errA == nil && errB == nil && x != y {
			return int(math.Copysign(1, x-y))
		}
		return strings.Compare(a, b)
	})
	return names
}

// readOptionKey reads the right option of each item.
func readOptionKey(path string, items []string) ([]string, error) {
	rows, err := psychometrics.ReadRecordFile(path)
	if err != nil {
		return nil, fmt.Errorf("key: %w", err)
	}
	if len(rows) == 1 {
		if len(rows[0].Cells) != len(items) {
			return nil, fmt.Errorf("key %s has %d options, the responses %d items", path, len(rows[0].Cells), len(items))
		}
		return rows[0].Cells, nil
	}
	if len(rows) == 0 || !slices.Contains(rows[0].Cells, "item") || !slices.Contains(rows[0].Cells, "key") {
		return nil, fmt.Errorf("key %s: give one line with the right options, or a CSV with the columns item,key", path)
	}
	of := map[string]string{}
	head := rows[0].Cells
	itemAt, keyAt := slices.Index(head, "item"), slices.Index(head, "key")
	for _, row := range rows[1:] {
		if len(row.Cells) != len(head) {
			return nil, fmt.Errorf("key %s, line %d: %d cells, the header has %d", path, row.Line, len(row.Cells), len(head))
		}
		name := row.Cells[itemAt]
		if _, twice := of[name]; twice {
			return nil, fmt.Errorf("key %s, line %d: item %s stands twice", path, row.Line, name)
		}
		of[name] = row.Cells[keyAt]
	}
	key := make([]string, len(items))
	for j, name := range items {
		if key[j] = of[name]; key[j] == "" {
			return nil, fmt.Errorf("key %s has no option for item %s", path, name)
		}
	}
	return key, nil
}

// floors reads --floor: one number, or item=number.
func (o *analyzeOptions) floors(items []string) ([]float64, error) {
	if len(o.floor) == 0 {
		return nil, nil
	}
	out := make([]float64, len(items))
	for _, f := range o.floor {
		name, text, of := strings.Cut(f, "=")
		if !of {
			text = name
		}
		v, err := strconv.ParseFloat(text, 64)
		j := slices.Index(items, name)
		if err != nil || of && j < 0 {
			return nil, fmt.Errorf("--floor %q: give a number, or item=number with an item of the responses", f)
		}
		for k := range out {
			if !of || k == j {
				out[k] = v
			}
		}
	}
	return out, nil
}
