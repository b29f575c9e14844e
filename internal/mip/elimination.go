package mip

import (
	"math"
	"slices"
)

// elimination is the state of one factorisation.
type elimination struct {
	a       *sparse
	head    []int
	rowDone []bool
	posDone []bool
	colLeft []int   // rows not done in each column
	rowLeft []int   // columns not done in each row
	rowPos  [][]int // places of the basis with something in each row
}

func newElimination(a *sparse, head []int) *elimination {
	m := a.m
	e := &elimination{
		a: a, head: head, rowDone: make([]bool, m), posDone: make([]bool, m),
		colLeft: make([]int, m), rowLeft: make([]int, m), rowPos: make([][]int, m),
	}
	for pos := range head {
		rows, _ := e.column(pos)
		e.colLeft[pos] = len(rows)
		for _, i := range rows {
			e.rowLeft[i]++
		}
	}
	all := make([]int, 0, sum(e.rowLeft))
	for i, n := range e.rowLeft {
		at := len(all)
		all = all[:at+n]
		e.rowPos[i] = all[at:at:len(all)]
	}
	for pos := range head {
		rows, _ := e.column(pos)
		for _, i := range rows {
			e.rowPos[i] = append(e.rowPos[i], pos)
		}
	}
	return e
}

func sum(n []int) int {
	s := 0
	for _, v := range n {
		s += v
	}
	return s
}

var one = []float64{1}

// column is the column at a place: of the matrix, or the unit vector of a
// logical.
func (e *elimination) column(pos int) ([]int, []float64) {
	j := e.head[pos]
	if j >= e.a.n {
		return []int{j - e.a.n}, one
	}
	return e.a.col(j)
}

// done takes a pivot out of what is left.
func (e *elimination) done(row, pos int) {
	e.rowDone[row], e.posDone[pos] = true, true
	for _, p := range e.rowPos[row] {
		e.colLeft[p]--
	}
	rows, _ := e.column(pos)
	for _, i := range rows {
		e.rowLeft[i]--
	}
}

// columnSingletons pivots on columns with one row left: nothing is eliminated.
func (e *elimination) columnSingletons(f *factor) {
	var queue []int
	for pos, n := range e.colLeft {
		if n == 1 {
			queue = append(queue, pos)
		}
	}
	for len(queue) > 0 {
		pos := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if e.posDone[pos] || e.colLeft[pos] != 1 {
			continue
		}
		rows, vals := e.column(pos)
		row, pivot := -1, 0.0
		for k, i := range rows {
			if !e.rowDone[i] {
				row, pivot = i, vals[k]
			}
		}
		if math.Abs(pivot) < tolPivot {
			continue // the kernel decides about it
		}
		for k, i := range rows {
			if i != row {
				f.uRow, f.uVal = append(f.uRow, i), append(f.uVal, vals[k])
			}
		}
		f.step(row, pos, pivot)
		e.done(row, pos)
		for _, p := range e.rowPos[row] {
			if !e.posDone[p] && e.colLeft[p] == 1 {
				queue = append(queue, p)
			}
		}
	}
}

// rowSingletons pivots on rows with one column left: it gets a column of L,
// which changes no other column.
func (e *elimination) rowSingletons(f *factor) {
	var queue []int
	for i, n := range e.rowLeft {
		if n == 1 && !e.rowDone[i] {
			queue = append(queue, i)
		}
	}
	for len(queue) > 0 {
		row := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if e.rowDone[row] || e.rowLeft[row] != 1 {
			continue
		}
		pos := -1
		for _, p := range e.rowPos[row] {
			if !e.posDone[p] {
				pos = p
			}
		}
		rows, vals := e.column(pos)
		pivot, largest := 0.0, 0.0
		for k, i := range rows {
			if i == row {
				pivot = vals[k]
			}
			if !e.rowDone[i] {
				largest = max(largest, math.Abs(vals[k]))
			}
		}
		if math.Abs(pivot) < max(tolPivot, 0.01*largest) {
			continue
		}
		for k, i := range rows {
			switch {
			case i == row:
			case e.rowDone[i]:
				f.uRow, f.uVal = append(f.uRow, i), append(f.uVal, vals[k])
			default:
				f.lRow, f.lVal = append(f.lRow, i), append(f.lVal, vals[k]/pivot)
			}
		}
		f.step(row, pos, pivot)
		e.done(row, pos)
		for _, i := range rows {
			if !e.rowDone[i] && e.rowLeft[i] == 1 {
				queue = append(queue, i)
			}
		}
	}
}

// kernel factors what is left column by column (Gilbert and Peierls), the
// sparse columns first, the pivot in the sparsest row that is large enough.
func (e *elimination) kernel(f *factor) (badPos, freeRows []int) {
	var left []int
	for pos := range e.head {
		if !e.posDone[pos] {
			left = append(left, pos)
		}
	}
	slices.SortStableFunc(left, func(p, q int) int { return e.colLeft[p] - e.colLeft[q] })
	x := f.work
	for _, pos := range left {
		rows, vals := e.column(pos)
		for k, i := range rows {
			x[i] = vals[k]
		}
		f.solveL(x)
		row := e.choose(x)
		if row < 0 {
			badPos = append(badPos, pos)
			clear(x[:f.m])
			continue
		}
		pivot := x[row]
		for i, v := range x[:f.m] {
			if v == 0 || i == row {
				continue
			}
			x[i] = 0
			switch {
			case math.Abs(v) < tolDrop:
			case e.rowDone[i]:
				f.uRow, f.uVal = append(f.uRow, i), append(f.uVal, v)
			default:
				f.lRow, f.lVal = append(f.lRow, i), append(f.lVal, v/pivot)
			}
		}
		x[row] = 0
		f.step(row, pos, pivot)
		e.rowDone[row], e.posDone[pos] = true, true
	}
	for i, done := range e.rowDone {
		if !done {
			freeRows = append(freeRows, i)
		}
	}
	return badPos, freeRows
}

func (e *elimination) choose(x []float64) int {
	largest := 0.0
	for i, v := range x[:e.a.m] {
		if !e.rowDone[i] {
			largest = max(largest, math.Abs(v))
		}
	}
	if largest < tolPivot {
		return -1
	}
	row := -1
	for i, v := range x[:e.a.m] {
		if e.rowDone[i] || math.Abs(v) < threshold*largest {
			continue
		}
		if row < 0 || e.rowLeft[i] < e.rowLeft[row] {
			row = i
		}
	}
	return row
}
