package fit

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// cellPair is the observed and the expected counts of one item: a row a total
// score, a column a score of the item.
type cellPair struct {
	o, e [][]float64
}

const minCell = 1.0

// collapse merges cells until every expected count is 0 (nothing) or at least 1,
// in the order of mirt's itemfit(), so that its degrees of freedom come out.
func (t *cellPair) collapse() {
	t.mergeEnds()
	t.dropEmpty()
	if len(t.o) < 2 {
		return
	}
	small := make([]bool, len(t.e))
	for s, row := range t.e {
		for _, e := range row {
			small[s] = small[s] || e < minCell
		}
	}
	t.mergeSingles()
	if len(t.e[0]) > 2 {
		for s := range t.e {
			if small[s] { // mirt looks at the rows before the merging of singles
				t.mergeAcross(s)
			}
		}
		t.dropRareColumns()
	}
	t.mergeRows()
}

// mergeEnds gives the totals that not every score of the item can lead to, at
// both ends, to the next total.
func (t *cellPair) mergeEnds() {
	impossible := len(t.e[0]) - 2
	if len(t.e) <= 2*impossible {
		return
	}
	for range impossible {
		t.give(0, 1)
		t.give(len(t.e)-1, len(t.e)-2)
	}
}

func (t *cellPair) dropEmpty() {
	var o, e [][]float64
	for s, row := range t.o {
		if floats.Sum(row) > 0 {
			o, e = append(o, row), append(e, t.e[s])
		}
	}
	t.o, t.e = o, e
}

// give adds row from to row to and removes it.
func (t *cellPair) give(from, to int) {
	for k := range t.e[from] {
		t.e[to][k] += t.e[from][k]
		t.o[to][k] += t.o[from][k]
	}
	t.e = append(t.e[:from:from], t.e[from+1:]...)
	t.o = append(t.o[:from:from], t.o[from+1:]...)
}

// mergeSingles gives rows of one person to the next row, the last to the one
// before.
func (t *cellPair) mergeSingles() {
	for s := 0; s < len(t.o)-1; {
		if floats.Sum(t.o[s]) != 1 {
			s++
			continue
		}
		t.give(s, s+1)
	}
	if last := len(t.o) - 1; last > 0 && floats.Sum(t.o[last]) == 1 {
		t.give(last, last-1)
	}
}

// mergeAcross merges the smallest cell of a row with its smaller neighbour until
// all are large enough or two are left; the row is filled up with zeros.
func (t *cellPair) mergeAcross(s int) {
	e, o := append([]float64(nil), t.e[s]...), append([]float64(nil), t.o[s]...)
	for len(e) > 2 {
		at := 0
		for k, v := range e {
			if v <= e[at] {
				at = k
			}
		}
		to := at - 1
		if at == 0 || at < len(e)-1 && e[at+1] < e[at-1] {
			to = at + 1
		}
		e[to] += e[at]
		o[to] += o[at]
		e, o = append(e[:at], e[at+1:]...), append(o[:at], o[at+1:]...)
		if enough(e) {
			break
		}
	}
	width := len(t.e[s])
	t.e[s], t.o[s] = append(e, make([]float64, width-len(e))...), append(o, make([]float64, width-len(o))...)
}

func enough(e []float64) bool {
	for _, v := range e {
		if v < minCell {
			return false
		}
	}
	return true
}

// dropRareColumns gives columns that hardly anything is expected in to the one
// before them.
func (t *cellPair) dropRareColumns() {
	for len(t.e[0]) > 2 {
		last, total := len(t.e[0])-1, 0.0
		for _, row := range t.e {
			total += row[last]
		}
		if total >= minCell*math.Ceil(float64(len(t.e))*0.1) {
			break
		}
		t.dropColumn(last)
	}
	for k := len(t.e[0]) - 1; k >= 1; k-- {
		used := 0
		for _, row := range t.e {
			if row[k] > 0 {
				used++
			}
		}
		if float64(used)/float64(len(t.e)) < 0.05 {
			t.dropColumn(k)
		}
	}
}

func (t *cellPair) dropColumn(k int) {
	for s := range t.e {
		t.e[s][k-1] += t.e[s][k]
		t.o[s][k-1] += t.o[s][k]
		t.e[s] = append(t.e[s][:k:k], t.e[s][k+1:]...)
		t.o[s] = append(t.o[s][:k:k], t.o[s][k+1:]...)
	}
}

// mergeRows merges a row with a cell that is too small with the neighbour of
// fewer persons.
func (t *cellPair) mergeRows() {
	for len(t.e) > 1 {
		at := -1
		for s, row := range t.e {
			for _, e := range row {
				if e < minCell && e != 0 && at < 0 {
					at = s
				}
			}
		}
		if at < 0 {
			return
		}
		to := at - 1
		if at == 0 || at < len(t.e)-1 && floats.Sum(t.o[at+1]) < floats.Sum(t.o[at-1]) {
			to = at + 1
		}
		t.give(at, to)
	}
}
