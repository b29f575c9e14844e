package irt

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
)

// Bounds of a file of parameters.
const (
	maxParameterFile = 256 << 20
	maxItemRows      = 1_000_000
	maxColumns       = 1_000
)

// ErrParameters is the error of ReadItems; its text says where and what to do.
var ErrParameters = errors.New("item parameters")

// WriteItems writes items as CSV, metric D = 1: item,model, then the parameters
// that any of them has (a,b,c,u; a,b1,b2,…; a1,c1,a2,c2,…), each with its
// standard error se_… beside it; an empty cell is a parameter that the model
// lacks or, for se_…, one that was not estimated.
func WriteItems(out io.Writer, items []Item) error {
	columns := parameterColumns(items)
	head := []string{"item", "model"}
	for _, c := range columns {
		head = append(head, c, "se_"+c)
	}
	w := csv.NewWriter(out)
	if err := w.Write(head); err != nil {
		return err
	}
	for i := range items {
		it := &items[i]
		row := append([]string{it.Name, string(it.Model)}, make([]string, 2*len(columns))...)
		values := it.Values()
		for k, name := range it.Names() {
			at := 2 + 2*slices.Index(columns, name)
			row[at] = number(values[k])
			if it.SE != nil && !math.IsNaN(it.SE[k]) {
				row[at+1] = number(it.SE[k])
			}
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// parameterColumns are the columns that the items need, in the order of a file.
func parameterColumns(items []Item) []string {
	ordered, nominal, asymptotes := 0, 0, false
	for i := range items {
		switch it := &items[i]; {
		case it.Model == Nominal:
			nominal = max(nominal, it.Categories())
		case it.Model.Dichotomous():
			asymptotes = true
		default:
			ordered = max(ordered, len(it.B))
		}
	}
	var c []string
	if asymptotes {
		c = []string{"a", "b", "c", "u"}
	} else if ordered > 0 {
		c = []string{"a"}
	}
	for k := 1; k <= ordered; k++ {
		c = append(c, fmt.Sprintf("b%d", k))
	}
	for k := 1; k <= nominal; k++ {
		c = append(c, fmt.Sprintf("a%d", k), fmt.Sprintf("c%d", k))
	}
	return c
}

// ReadItemFile reads the items in a file; see ReadItems.
func ReadItemFile(path string) ([]Item, error) {
	f, err := os.Open(path) //nolint:gosec // G304: the file that its user named
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	items, err := ReadItems(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return items, nil
}

// ReadItems reads what WriteItems writes. Columns may stand in any order and
// those that no model needs are refused; c and u default to 0 and 1, the slope
// of rasch and pcm to 1. The first thing that is wrong ends it with ErrParameters.
func ReadItems(in io.Reader) ([]Item, error) {
	data, err := io.ReadAll(io.LimitReader(in, maxParameterFile+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxParameterFile {
		return nil, fmt.Errorf("%w: over %d bytes", ErrParameters, maxParameterFile)
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	r.FieldsPerRecord = -1
	head, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("%w: line 1: want the header item,model,a,b,c,u or as models need", ErrParameters)
	}
	columns, err := parameterHead(head)
	if err != nil {
		return nil, fmt.Errorf("%w: line 1: %w", ErrParameters, err)
	}
	var items []Item
	seen := map[string]bool{}
	for {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrParameters, err)
		}
		line, _ := r.FieldPos(0)
		if len(rec) != len(head) {
			return nil, fmt.Errorf("%w: line %d: %d cells, the header has %d", ErrParameters, line, len(rec), len(head))
		}
		it, err := parameterRow(rec, columns)
		if err == nil && (seen[it.Name] || len(items) == maxItemRows) {
			err = fmt.Errorf("item %q stands twice, or there are over %d", it.Name, maxItemRows)
		}
		if err != nil {
			return nil, fmt.Errorf("%w: line %d: %w", ErrParameters, line, err)
		}
		seen[it.Name] = true
		items = append(items, it)
	}
	if len(items) == 0 {
		return nil, fmt.Errorf("%w: a header and no item", ErrParameters)
	}
	return items, nil
}

// parameterHead maps the name of each column to its place.
func parameterHead(head []string) (map[string]int, error) {
	if len(head) > maxColumns {
		return nil, fmt.Errorf("%d columns, at most %d", len(head), maxColumns)
	}
	at := map[string]int{}
	for i, name := range head {
		name = strings.TrimSpace(name)
		if _, twice := at[name]; twice {
			return nil, fmt.Errorf("column %q stands twice", name)
		}
		if !isParameterColumn(name) {
			return nil, fmt.Errorf("column %q is none: want item, model, a, b, c, u, b1, b2 …, a1, c1, a2, c2 …, and se_ before any of these", name)
		}
		at[name] = i
	}
	for _, name := range []string{"item", "model"} {
		if _, there := at[name]; !there {
			return nil, fmt.Errorf("no column %q", name)
		}
	}
	return at, nil
}

func isParameterColumn(name string) bool {
	if name == "item" || name == "model" {
		return true
	}
	name = strings.TrimPrefix(name, "se_")
	if name == "u" {
		return true
	}
	rest := strings.TrimLeft(name, "abc")
	if len(name)-len(rest) != 1 {
		return false
	}
	k, err := strconv.Atoi(rest)
	return rest == "" || err == nil && k > 0 && strconv.Itoa(k) == rest
}

func parameterRow(rec []string, at map[string]int) (Item, error) {
	cell := func(name string) string {
		if i, there := at[name]; there {
			return strings.TrimSpace(rec[i])
		}
		return ""
	}
	it := Item{Name: cell("item"), U: 1}
	if it.Name == "" {
		return it, errors.New("an item without a name")
	}
	m, err := ParseModel(cell("model"))
	if err != nil {
		return it, err
	}
	it.Model = m
	k := 2
	switch {
	case m == Nominal:
		for cell(fmt.Sprintf("a%d", k+1)) != "" {
			k++
		}
	case !m.Dichotomous():
		for cell(fmt.Sprintf("b%d", k)) != "" {
			k++
		}
	}
	names := m.names(k)
	v, se := make([]float64, len(names)), make([]float64, len(names))
	given := false
	for i, name := range names {
		text := cell(name)
		if text == "" {
			text = map[string]string{"c": "0", "u": "1"}[name]
			if name == "a" && m.FixedSlope() {
				text = "1"
			}
		}
		if v[i], err = strconv.ParseFloat(text, 64); err != nil {
			return it, fmt.Errorf("item %s: %s is %q, want a number", it.Name, name, cell(name))
		}
		se[i] = math.NaN()
		if text := cell("se_" + name); text != "" {
			if se[i], err = strconv.ParseFloat(text, 64); err != nil || !(se[i] >= 0) || math.IsInf(se[i], 0) {
				return it, fmt.Errorf("item %s: se_%s is %q, want a number that is not negative", it.Name, name, text)
			}
			given = true
		}
	}
	it.setValues(v)
	if given {
		it.SE = se
	}
	return it, it.complete()
}

func (it *Item) setValues(v []float64) {
	switch {
	case it.Model == Nominal:
		it.AK, it.CK = centred(v[:len(v)/2]), centred(v[len(v)/2:])
	case it.Model.Dichotomous():
		it.A, it.B, it.C, it.U = v[0], []float64{v[1]}, v[2], v[3]
	default:
		it.A, it.B = v[0], slices.Clone(v[1:])
	}
}
