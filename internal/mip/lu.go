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

// step closes the columns of L and U of one pivot.
func (f *factor) step(row, pos int, pivot float64) {
	f.pivotRow, f.pivotPos, f.diag = append(f.pivotRow, row), append(f.pivotPos, pos), append(f.diag, pivot)
	if len(f.lRow) > f.lStart[len(f.lStart)-1] {
		f.lSteps = append(f.lSteps, len(f.pivotRow)-1)
	}
	f.lStart, f.uStart = append(f.lStart, len(f.lRow)), append(f.uStart, len(f.uRow))
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
