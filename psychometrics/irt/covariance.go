package irt

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"

	"gonum.org/v1/gonum/mat"

	"khaothi/psychometrics"
)

// Covariances are those of the parameters of several items: one row a parameter
// that was estimated, by item and name.
type Covariances struct {
	Items, Names []string // of each row
	Values       *mat.SymDense
}

// Covariances of all estimated parameters of the items, those of the persons'
// distributions left out (they are taken into account). Nil where standard errors
// are not known.
func (f *Fit) Covariances() *Covariances {
	if f.covariance == nil {
		return nil
	}
	out := &Covariances{}
	var rows [][]float64 // by the working parameters
	for j := range f.Items {
		b := &f.blocks[j]
		_, jacobian := f.models[j].natural(b.x)
		for k, name := range f.Items[j].Names() {
			row := make([]float64, f.covariance.SymmetricDim())
			estimated := false
			for i, at := range b.free {
				row[b.from+i] = jacobian[k][at]
				estimated = estimated || jacobian[k][at] != 0
			}
			if estimated {
				out.Items, out.Names, rows = append(out.Items, f.Items[j].Name), append(out.Names, name), append(rows, row)
			}
		}
	}
	out.Values = mat.NewSymDense(max(1, len(rows)), nil)
	for a, row := range rows {
		var half mat.VecDense
		half.MulVec(f.covariance, mat.NewVecDense(len(row), row))
		for c := range a + 1 {
			out.Values.SetSym(a, c, mat.Dot(&half, mat.NewVecDense(len(row), rows[c])))
		}
	}
	return out
}

// Of are the covariances of the given items in their order, all parameters of
// Item.Names each; what is not among c was not estimated and is zero. An item
// without any row is an error.
func (c *Covariances) Of(items []Item) (*mat.SymDense, error) {
	at := map[[2]string]int{}
	known := map[string]bool{}
	for k, item := range c.Items {
		at[[2]string{item, c.Names[k]}] = k
		known[item] = true
	}
	var place []int
	for i := range items {
		if !known[items[i].Name] {
			return nil, fmt.Errorf("the covariances have no item %s", items[i].Name)
		}
		for _, name := range items[i].Names() {
			k, there := at[[2]string{items[i].Name, name}]
			if !there {
				k = -1
			}
			place = append(place, k)
		}
	}
	out := mat.NewSymDense(max(1, len(place)), nil)
	for a, i := range place {
		for b := a; b < len(place); b++ {
			if j := place[b]; i >= 0 && j >= 0 {
				out.SetSym(a, b, c.Values.At(i, j))
			}
		}
	}
	return out, nil
}

// Variances are covariances of items that only have standard errors: all others
// are zero, as if the parameters were estimated apart. Items without any are an
// error.
func Variances(items []Item) (*mat.SymDense, error) {
	var v []float64
	for i := range items {
		if items[i].SE == nil {
			return nil, fmt.Errorf("item %s has no standard errors", items[i].Name)
		}
		for _, se := range items[i].SE {
			if math.IsNaN(se) {
				se = 0 // not estimated
			}
			v = append(v, se*se)
		}
	}
	out := mat.NewSymDense(max(1, len(v)), nil)
	for k, x := range v {
		out.SetSym(k, k, x)
	}
	return out, nil
}

// Write writes the covariances as CSV: item,parameter, then one column a row, in
// the same order, named item:parameter.
func (c *Covariances) Write(out io.Writer) error {
	w := csv.NewWriter(out)
	head := []string{"item", "parameter"}
	for k := range c.Items {
		head = append(head, c.Items[k]+":"+c.Names[k])
	}
	if err := w.Write(head); err != nil {
		return err
	}
	for a := range c.Items {
		row := []string{c.Items[a], c.Names[a]}
		for b := range c.Items {
			row = append(row, number(c.Values.At(a, b)))
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// ReadCovariances reads what Write writes. A matrix that is not symmetric, or
// whose columns are not its rows, is an error.
func ReadCovariances(in io.Reader) (*Covariances, error) {
	records, err := psychometrics.ReadRecords(in)
	if err != nil {
		return nil, err
	}
	n := len(records) - 1
	if n < 1 || len(records[0].Cells) != n+2 || records[0].Cells[0] != "item" || records[0].Cells[1] != "parameter" {
		return nil, fmt.Errorf("covariances: want the columns item,parameter and one more for each line, as calibrate --covariance writes them")
	}
	out := &Covariances{Values: mat.NewSymDense(n, nil)}
	for a, rec := range records[1:] {
		if len(rec.Cells) != n+2 || records[0].Cells[a+2] != rec.Cells[0]+":"+rec.Cells[1] {
			return nil, fmt.Errorf("covariances, line %d: want %d cells and the column %s:%s in the same place", rec.Line, n+2, rec.Cells[0], rec.Cells[min(1, len(rec.Cells)-1)])
		}
		out.Items, out.Names = append(out.Items, rec.Cells[0]), append(out.Names, rec.Cells[1])
		for b, cell := range rec.Cells[2:] {
			v, err := psychometrics.Number(cell)
			if err != nil || a == b && v < 0 {
				return nil, fmt.Errorf("covariances, line %d: %q is no number that can stand there", rec.Line, cell)
			}
			if b < a && math.Abs(out.Values.At(a, b)-v) > 1e-9*math.Max(1, math.Abs(v)) {
				return nil, fmt.Errorf("covariances, line %d: not the same on both sides of the diagonal", rec.Line)
			}
			if b >= a {
				out.Values.SetSym(a, b, v)
			}
		}
	}
	return out, nil
}
