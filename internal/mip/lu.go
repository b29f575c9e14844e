package mip

import (
	"math"
	"slices"
)

// factor is a basis as L·U with the changes since: B = L·U·E1·…·Ek. Vectors
// are indexed by row before and by place in the basis after ftran, and the
// other way round for btran.
type factor struct {
	m        int
	pivotRow []int // of step k
	pivotPos []int
	diag     []float64

	lStart []int // L by columns, one per step, unit diagonal left out; indexed by row
	lRow   []int
	lVal   []float64
	lSteps []int // steps whose column of L holds something

	uStart []int // U by columns, one per step, diagonal left out; indexed by row
	uRow   []int
	uVal   []float64

	etas []eta
	nnz  int // of the etas

	work []float64
}

// eta is one change of the basis: the column at pos was replaced.
type eta struct {
	pos   int
	pivot float64
	idx   []int
	val   []float64
}

// A basis is factored again after this many changes, or when the changes hold
// this many times the numbers of L and U.
const (
	maxEtas = 100
	etaFill = 3
)

// threshold is how small a pivot may be against the largest of its column:
// partial pivoting that leaves some choice to sparsity.
const threshold = 0.1

// factorise factors the basis whose columns are head. Places whose column
// depends on others get the logical of a row that is left: they are returned,
// with those rows.
func (f *factor) factorise(a *sparse, head []int) (badPos, freeRows []int) {
	m := a.m
	f.m = m
	f.pivotRow, f.pivotPos, f.diag = f.pivotRow[:0], f.pivotPos[:0], f.diag[:0]
	f.lStart, f.lRow, f.lVal, f.lSteps = append(f.lStart[:0], 0), f.lRow[:0], f.lVal[:0], f.lSteps[:0]
	f.uStart, f.uRow, f.uVal = append(f.uStart[:0], 0), f.uRow[:0], f.uVal[:0]
	f.etas, f.nnz = f.etas[:0], 0
	if len(f.work) < m {
		f.work = make([]float64, m)
	}
	e := newElimination(a, head)
	e.columnSingletons(f)
	e.rowSingletons(f)
	return e.kernel(f)
}

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

// step closes the columns of L and U of one pivot.
func (f *factor) step(row, pos int, pivot float64) {
	f.pivotRow, f.pivotPos, f.diag = append(f.pivotRow, row), append(f.pivotPos, pos), append(f.diag, pivot)
	if len(f.lRow) > f.lStart[len(f.lStart)-1] {
		f.lSteps = append(f.lSteps, len(f.pivotRow)-1)
	}
	f.lStart, f.uStart = append(f.lStart, len(f.lRow)), append(f.uStart, len(f.uRow))
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

// solveL applies the inverse of L to a vector by rows.
func (f *factor) solveL(x []float64) {
	for _, k := range f.lSteps {
		v := x[f.pivotRow[k]]
		if v == 0 {
			continue
		}
		for at := f.lStart[k]; at < f.lStart[k+1]; at++ {
			x[f.lRow[at]] -= v * f.lVal[at]
		}
	}
}

// ftran solves B·z = x: x by rows is turned into z by places.
func (f *factor) ftran(x []float64) {
	f.solveL(x)
	z := f.work
	for k := f.m - 1; k >= 0; k-- {
		row := f.pivotRow[k]
		v := x[row]
		if v == 0 {
			z[f.pivotPos[k]] = 0
			continue
		}
		v /= f.diag[k]
		z[f.pivotPos[k]] = v
		for at := f.uStart[k]; at < f.uStart[k+1]; at++ {
			x[f.uRow[at]] -= v * f.uVal[at]
		}
	}
	copy(x[:f.m], z[:f.m])
	clear(z[:f.m])
	for i := range f.etas {
		e := &f.etas[i]
		v := x[e.pos]
		if v == 0 {
			continue
		}
		v /= e.pivot
		x[e.pos] = v
		for k, p := range e.idx {
			x[p] -= v * e.val[k]
		}
	}
	drop(x[:f.m])
}

// btran solves Bᵀ·y = z: z by places is turned into y by rows.
func (f *factor) btran(z []float64) {
	for i := len(f.etas) - 1; i >= 0; i-- {
		e := &f.etas[i]
		v := z[e.pos]
		for k, p := range e.idx {
			v -= e.val[k] * z[p]
		}
		z[e.pos] = v / e.pivot
	}
	y := f.work
	for k := range f.m {
		v := z[f.pivotPos[k]]
		for at := f.uStart[k]; at < f.uStart[k+1]; at++ {
			v -= f.uVal[at] * y[f.uRow[at]]
		}
		y[f.pivotRow[k]] = v / f.diag[k]
	}
	for _, k := range slices.Backward(f.lSteps) {
		v := y[f.pivotRow[k]]
		for at := f.lStart[k]; at < f.lStart[k+1]; at++ {
			v -= f.lVal[at] * y[f.lRow[at]]
		}
		y[f.pivotRow[k]] = v
	}
	copy(z[:f.m], y[:f.m])
	clear(y[:f.m])
	drop(z[:f.m])
}

func drop(x []float64) {
	for i, v := range x {
		if v != 0 && math.Abs(v) < tolDrop {
			x[i] = 0
		}
	}
}

// update notes that the column at pos was replaced by one whose ftran is alpha.
func (f *factor) update(pos int, alpha []float64) {
	e := eta{pos: pos, pivot: alpha[pos]}
	for i, v := range alpha[:f.m] {
		if v != 0 && i != pos {
			e.idx, e.val = append(e.idx, i), append(e.val, v)
		}
	}
	f.nnz += len(e.idx)
	f.etas = append(f.etas, e)
}

// worn reports whether factoring again is cheaper than going on.
func (f *factor) worn() bool {
	return len(f.etas) >= maxEtas || f.nnz > etaFill*(len(f.lRow)+len(f.uRow)+f.m)
}
