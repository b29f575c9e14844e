package irt

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
)

// Bounds of a file of parameters.
const (
	maxItemRows = 1_000_000
	maxColumns  = 1_000
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
