package irt

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"khaothi/psychometrics"
)

// ReadItemFile reads the items in a file; see ReadItems.
func ReadItemFile(path string) ([]Item, error) {
	records, err := psychometrics.ReadRecordFile(path)
	if err != nil {
		return nil, err
	}
	items, err := itemsIn(records)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return items, nil
}

// ReadItems reads what WriteItems writes, columns in any order; c and u default to
// 0 and 1, the slope of rasch and pcm to 1, NA is an empty cell. It also reads
// what other programs write: g for c; no column model, where the parameters tell
// it (for thresholds b1,b2,… they do not); and mirt's slopes and intercepts, see
// interceptForm. Columns that no model needs are refused. The first thing that is
// wrong ends it with ErrParameters.
func ReadItems(in io.Reader) ([]Item, error) {
	records, err := psychometrics.ReadRecords(in)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrParameters, err)
	}
	return itemsIn(records)
}

func itemsIn(records []psychometrics.Record) ([]Item, error) {
	if len(records) == 0 {
		return nil, fmt.Errorf("%w: line 1: want the header item,model,a,b,c,u or as models need", ErrParameters)
	}
	head, rows := records[0], records[1:]
	f, err := newItemSheet(head.Cells)
	if err != nil {
		return nil, fmt.Errorf("%w: line %d: %w", ErrParameters, head.Line, err)
	}
	if err := f.inferModel(rows); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrParameters, err)
	}
	var items []Item
	seen := map[string]bool{}
	for _, rec := range rows {
		if len(rec.Cells) != len(head.Cells) {
			return nil, fmt.Errorf("%w: line %d: %d cells, the header has %d", ErrParameters, rec.Line, len(rec.Cells), len(head.Cells))
		}
		it, err := f.item(rec.Cells)
		if err == nil && (seen[it.Name] || len(items) == maxItemRows) {
			err = fmt.Errorf("item %q stands twice, or there are over %d", it.Name, maxItemRows)
		}
		if err != nil {
			return nil, fmt.Errorf("%w: line %d: %w", ErrParameters, rec.Line, err)
		}
		seen[it.Name] = true
		items = append(items, it)
	}
	if len(items) == 0 {
		return nil, fmt.Errorf("%w: a header and no item", ErrParameters)
	}
	return items, nil
}

// itemSheet is a file of parameters that is being read.
type itemSheet struct {
	at         map[string]int // the place of each column
	intercepts bool           // mirt's slopes and intercepts
	model      Model          // of all items, where there is no column model
}

// newItemSheet maps the name of each column to its place.
func newItemSheet(head []string) (*itemSheet, error) {
	if len(head) > maxColumns {
		return nil, fmt.Errorf("%d columns, at most %d", len(head), maxColumns)
	}
	f := &itemSheet{at: map[string]int{}}
	f.intercepts = slices.Contains(head, "a1") && (slices.Contains(head, "d") || slices.Contains(head, "d1"))
	for i, name := range head {
		known := name
		if !f.intercepts {
			known = strings.ReplaceAll(name, ".", "") // R writes a.1 for a1
			if known == "g" || known == "se_g" {
				known = strings.Replace(known, "g", "c", 1)
			}
		}
		if _, twice := f.at[known]; twice {
			return nil, fmt.Errorf("column %q stands twice", name)
		}
		if !f.knows(known) {
			return nil, fmt.Errorf("column %q is none: want item, model, a, b, c, u, b1, b2 …, a1, c1, a2, c2 …, and se_ before any of these", name)
		}
		f.at[known] = i
	}
	if _, there := f.at["item"]; !there {
		return nil, errors.New("no column \"item\"")
	}
	return f, nil
}

func (f *itemSheet) knows(name string) bool {
	if name == "item" || name == "model" {
		return true
	}
	if f.intercepts {
		return isInterceptColumn(name)
	}
	name = strings.TrimPrefix(name, "se_")
	return name == "u" || numbered(name, "a", "b", "c")
}

// numbered tells whether name is one of the letters, alone or with a number.
func numbered(name string, letters ...string) bool {
	for _, l := range letters {
		rest, is := strings.CutPrefix(name, l)
		k, err := strconv.Atoi(rest)
		if is && (rest == "" || err == nil && k >= 0 && strconv.Itoa(k) == rest) {
			return true
		}
	}
	return false
}

// cell is a cell by the name of its column, empty where there is none.
func (f *itemSheet) cell(cells []string, name string) string {
	if i, there := f.at[name]; there && i < len(cells) && !psychometrics.Missing([]byte(cells[i])) {
		return cells[i]
	}
	return ""
}

// inferModel finds the model of all items where no column says it: by the
// parameters that any of them has.
func (f *itemSheet) inferModel(rows []psychometrics.Record) error {
	if _, there := f.at["model"]; there {
		return nil
	}
	some := func(name, but string) bool {
		return slices.ContainsFunc(rows, func(r psychometrics.Record) bool {
			v, err := psychometrics.Number(f.cell(r.Cells, name))
			not, _ := strconv.ParseFloat(but, 64)
			return err == nil && (but == "" || v != not)
		})
	}
	switch {
	case f.intercepts:
		f.model = f.interceptModel(some)
	case some("a1", "") && some("c1", ""):
		f.model = Nominal
	case some("b1", ""):
		// grm, pcm and gpcm have the same columns
	case some("u", "1"):
		f.model = FourPL
	case some("c", "0"):
		f.model = ThreePL
	case some("a", "1"):
		f.model = TwoPL
	case some("b", ""):
		f.model = Rasch
	}
	if f.model == "" {
		return errors.New("no column \"model\", and the parameters fit several: add it, with the model of each item")
	}
	return nil
}

func (f *itemSheet) item(cells []string) (Item, error) {
	it := Item{Name: f.cell(cells, "item"), Model: f.model, U: 1}
	if it.Name == "" {
		return it, errors.New("an item without a name")
	}
	if it.Model == "" {
		var err error
		if it.Model, err = ParseModel(f.cell(cells, "model")); err != nil {
			return it, err
		}
	}
	if f.intercepts {
		return f.interceptItem(it, cells)
	}
	names := it.Model.names(f.categories(it.Model, cells))
	v, se := make([]float64, len(names)), make([]float64, len(names))
	given := false
	for i, name := range names {
		text := f.cell(cells, name)
		if text == "" {
			text = map[string]string{"c": "0", "u": "1"}[name]
			if name == "a" && it.Model.FixedSlope() {
				text = "1"
			}
		}
		var err error
		if v[i], err = psychometrics.Number(text); err != nil {
			return it, fmt.Errorf("item %s: %s is %q, want a number", it.Name, name, f.cell(cells, name))
		}
		se[i] = math.NaN()
		if text := f.cell(cells, "se_"+name); text != "" {
			if se[i], err = psychometrics.Number(text); err != nil || se[i] < 0 {
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

// categories is how many scores the parameters of a line are for.
func (f *itemSheet) categories(m Model, cells []string) int {
	var letter string
	k := 2
	switch {
	case m == Nominal:
		letter, k = "a", 3
	case !m.Dichotomous():
		letter = "b"
	default:
		return k
	}
	for f.cell(cells, fmt.Sprint(letter, k)) != "" {
		k++
	}
	if m == Nominal {
		return k - 1
	}
	return k
}
